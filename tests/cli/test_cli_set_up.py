import json
import subprocess
import sys
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from tests.support.command_line import NEW_EVENT, Run
from tests.support.makers import SEED_ALL, SEED_EVENTS
from tracker import __version__
from tracker.resources import repository_folder


def test_init_makes_fills_and_repeats(tmp_path: Path, run: Run) -> None:
    """A new database is filled; doing it again changes nothing; an empty one stays empty."""
    url = f"sqlite:///{tmp_path / 'folder' / 'new.db'}"
    assert f"{SEED_ALL} events added" in run("init", "--database", url).out
    assert f"0 events added, 0 updated, {SEED_ALL} unchanged" in run("init", "--database", url).out
    empty = f"sqlite:///{tmp_path / 'empty.db'}"
    run("init", "--empty", "--database", empty)
    assert json.loads(run("status", "--format", "json", "--database", empty).out)["events"] == 0


def test_status_counts_what_the_record_holds(run: Run) -> None:
    """Events, sources, span and vocabularies."""
    out = run("status").out
    assert f"events: {SEED_EVENTS}" in out
    assert "sources: 1469" in out


def test_a_database_that_is_not_there_is_a_sentence(run: Run, tmp_path: Path) -> None:
    """Reading from an empty file says how to make the record."""
    outcome = run("list", "--database", f"sqlite:///{tmp_path / 'nothing.db'}")
    assert outcome.status == 1
    assert "tracker init" in outcome.err


@pytest.mark.parametrize("arguments", [("status",), ("list",), ("export", "-", "--format", "csv")])
def test_reading_creates_no_database(run: Run, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    """A mistyped file name is said, and leaves neither a file nor a folder behind."""
    file = tmp_path / "nowhere" / "none.db"
    outcome = run(*arguments, "--database", f"sqlite:///{file}")
    assert outcome.status == 1
    assert f"There is no database file {file} yet" in outcome.err
    assert not file.parent.exists()


def test_the_version_is_told(run: Run) -> None:
    """Alone, and among what the record holds."""
    assert run("--version").out == f"{__version__}\n"
    assert run("status").out.startswith(f"version: {__version__}\n")


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--no-browser",), ["127.0.0.1", "8501"]),
        (("--port", "9000", "--address", "0.0.0.0"), ["0.0.0.0", "9000", "browser"]),  # noqa: S104 - nothing is served
    ],
)
def test_serve_starts_the_server_with_what_was_chosen(
    run: Run, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...], told: list[str]
) -> None:
    """The dashboard is a program of its own; a key stands on no command line, which everybody on a machine may read."""
    started: list[tuple[Sequence[str], Mapping[str, str]]] = []

    def note(command: Sequence[str], environment: Mapping[str, str]) -> int:
        started.append((command, environment))
        return 0

    monkeypatch.setattr("tracker.cli.record.run_until_ended", note)
    run("serve", "--read-only", *options)
    [(command, environment)] = started
    assert command[1:] == ["-m", "tracker.web.server", *told]
    assert environment["TRACKER_READ_ONLY"] == "1"


def test_a_step_is_taken_by_the_event_named_and_not_by_what_it_was_merged_into(run: Run) -> None:
    """A merged event takes no step; the refusal names where it went, and restore brings the event itself back."""
    kept, gone = "didi-app-removal", "didi-cyber-review"
    refused = run("merge", kept, gone, "--version", "7")
    assert (refused.status, "version 1, yours is 7" in refused.err) == (1, True)
    refused = run("merge", kept, gone, "--gone-version", "8")
    assert (refused.status, "version 1, yours is 8" in refused.err) == (1, True)
    assert run("merge", kept, gone, "--version", "1", "--gone-version", "1").out == "2\n"
    refused = run("withdraw", gone, "--why", "a test")
    assert (refused.status, f"That one is {kept}." in refused.err) == (1, True)
    refused = run("merge", "didi-data-fine", gone)
    assert refused.status in {1, 2}
    assert json.loads(run("show", kept, "--format", "json").out)["review_state"] == "accepted"
    assert run("restore", gone).out == "3\n"
    assert json.loads(run("show", gone, "--format", "json").out)["slug"] == gone


def test_add_asks_about_an_event_that_waits_for_review_as_well(run: Run) -> None:
    """A likely duplicate is looked for in every state, as the form does."""
    slug = run(*NEW_EVENT).out.strip()
    assert run("send-back", slug, "--why", "which day").status == 0
    refused = run(*NEW_EVENT)
    assert (refused.status, slug in refused.err) == (1, True)
    assert run("submit", slug).out == "3\n"


def test_the_dashboards_own_settings_hold_without_the_program() -> None:
    """Started by Streamlit alone, the page shows no advertisement of it, and no visit waits for a look at the files."""
    settings = tomllib.loads((repository_folder() / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert settings["logger"]["hideWelcomeMessage"] is True
    assert settings["server"]["fileWatcherType"] == "none"


def test_gaps_lists_what_is_missing(run: Run) -> None:
    """One line for each event, with its date, its slug and all that it lacks; a gap narrows the list."""
    every = run("gaps").out.splitlines()
    some = run("gaps", "chinese-name").out.splitlines()
    assert 0 < len(some) < len(every) < SEED_EVENTS
    assert all("chinese-name" in line.split("  ")[2] for line in some)
    assert run("gaps", "second-coding").out == ""
    assert json.loads(run("status", "--format", "json").out)["founded"]["all"] == {
        "official-text": 36,
        "chinese-source": 57,
        "chinese-name": 38,
        "second-coding": 100,
    }


def test_status_says_how_well_each_year_is_founded(run: Run) -> None:
    """Shares in percent, year by year and of all, the goals beside those of all."""
    lines = [line for line in run("status").out.splitlines() if line.startswith("founded")]
    assert lines[0].startswith("founded, 2018: official-text ")
    assert "official-text 36 % (goal 60 %), chinese-source 57 % (goal 70 %), chinese-name 38 %," in lines[-1]
    assert lines[-1].startswith("founded, all: ")
    assert "goal" not in "".join(lines[:-1])


NOT_NEEDED = ("alembic", "dateparser", "numpy", "opencc", "pandas", "sqlalchemy.dialects.postgresql", "streamlit")
ASKED = f"""
import sys
from tracker.cli import main
try:
    main(sys.argv[1:])
except SystemExit as leaving:
    assert not leaving.code
print(*(name for name in {NOT_NEEDED!r} if name in sys.modules), file=sys.stderr)
"""


@pytest.mark.parametrize("command", [("status",), ("list", "--limit", "20"), ("export", "-", "--format", "csv")])
def test_a_small_question_imports_no_more_than_it_needs(seeded_url: str, command: tuple[str, ...]) -> None:
    """Most of such a command's time is that of imports; those of a server's drivers and of other work are left out."""
    words = [sys.executable, "-c", ASKED, *command, "--database", seeded_url]
    done = subprocess.run(words, check=True, capture_output=True, text=True, encoding="utf-8")
    assert done.stdout
    assert done.stderr.splitlines()[-1] == ""
