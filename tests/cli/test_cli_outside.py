"""What comes from outside ends in a sentence: full disks, closed pipes, missing streams and wrong URLs."""

import json
import os
import subprocess
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.support.command_line import NEW_EVENT, Run
from tests.support.makers import SEED_EVENTS
from tracker.database import open_engine, reading
from tracker.errors import DatabaseProblem
from tracker.queries import list_events

pytestmark = pytest.mark.slow

PART = "hunter2"
"""A part of a password."""
PRINTING = (
    ("status",),
    ("list",),
    ("list", "--format", "json"),
    ("show", "didi-app-removal"),
    ("export", "-", "--format", "csv"),
    ("export", "-", "--format", "json"),
    ("export", "-", "--format", "xlsx"),
    ("history",),
    ("index", "--no-band"),
    ("check", "db"),
    ("parse-date", "17 May 2022"),
    ("--help",),
    ("--version",),
)
"""Commands that print something."""


def program(arguments: Sequence[str], url: str, **streams: object) -> subprocess.CompletedProcess[str]:
    """Run the program as a process of its own; what it says of problems is returned as text."""
    known = os.environ | {"TRACKER_DATABASE_URL": url}
    return subprocess.run(
        [sys.executable, "-m", "tracker", *arguments],
        env=known, stderr=subprocess.PIPE, text=True, check=False, timeout=120, **streams,  # type: ignore[call-overload]
    )  # fmt: skip


@pytest.mark.parametrize("arguments", PRINTING, ids=" ".join)
def test_a_full_disk_behind_standard_output_is_a_sentence(arguments: tuple[str, ...], seeded_url: str) -> None:
    """Status 1 and what the system says, for each command that prints."""
    with Path("/dev/full").open("wb") as full:
        done = program(arguments, seeded_url, stdout=full)
    assert done.returncode == 1
    assert "No space left on device" in done.stderr
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr


@pytest.mark.parametrize("arguments", PRINTING, ids=" ".join)
def test_a_reader_that_has_gone_ends_the_program_quietly(arguments: tuple[str, ...], seeded_url: str) -> None:
    """As with head: nothing on standard error."""
    read, write = os.pipe()
    os.close(read)
    try:
        done = program(arguments, seeded_url, stdout=write)
    finally:
        os.close(write)
    noise = [line for line in done.stderr.splitlines() if not line.endswith((" events", " pairs"))]
    assert noise == []
    assert done.returncode == (1 if arguments[0] in {"--help", "--version"} else 0)


def test_the_first_line_of_an_export_can_be_taken(seeded_url: str) -> None:
    """`tracker export - | head -1` prints one line and no complaint."""
    command = f"'{sys.executable}' -m tracker export - --format json | head -1"
    known = os.environ | {"TRACKER_DATABASE_URL": seeded_url}
    done = subprocess.run(["sh", "-c", command], env=known, capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("[\n", "")


@pytest.mark.parametrize("arguments", [("status",), NEW_EVENT, ("export", "-", "--format", "csv")])
def test_without_a_standard_output_nothing_is_done(arguments: tuple[str, ...], seeded_url: str) -> None:
    """A command that could not say what it did does nothing."""
    done = program(arguments, seeded_url, preexec_fn=lambda: os.close(1))
    assert done.returncode == 1
    assert "no standard output" in done.stderr
    assert done.stderr.count("\n") == 1
    with reading(open_engine(seeded_url)) as session:
        assert "regulator-meets-platforms" not in {event.slug for event in list_events(session)}


def test_without_a_standard_error_the_status_tells(seeded_url: str) -> None:
    """A refusal that nobody can read still ends with its status."""
    with Path("/dev/full").open("wb") as full:
        known = os.environ | {"TRACKER_DATABASE_URL": seeded_url}
        command = [sys.executable, "-m", "tracker", "show", "no-such-event"]
        done = subprocess.run(command, env=known, stdout=subprocess.PIPE, stderr=full, check=False)
    assert done.returncode == 2


def test_a_device_is_written_to_and_never_replaced(seeded_url: str, tmp_path: Path) -> None:
    """An export to something that is no file leaves it what it is."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    copy = tmp_path / "copy.json"
    with copy.open("wb") as taken, subprocess.Popen(["cat", str(pipe)], stdout=taken):
        assert program(("export", str(pipe), "--format", "json"), seeded_url).returncode == 0
    assert len(json.loads(copy.read_bytes())) == SEED_EVENTS
    assert pipe.is_fifo()


COMMANDS = (("status",), ("init",), ("backup", "x.jsonl"), ("restore-backup", "x.jsonl"), NEW_EVENT)
URLS = (
    (f"postgresql+psycopg://ann:p@{PART}@127.0.0.1/record", "%40"),
    (f"postgresql+psycopg://ann:{PART}@{PART}:x@127.0.0.1/record", "%40"),
    (f"postgresql+psycopg://ann:a?{PART}@{PART}@127.0.0.1:1/record", "%40"),
    (f"postgresql+psycopg://ann:{PART}@127.0.0.1:port/record", "should look like"),
    (f"postgresql+psycopg://ann:{PART}@127.0.0.1:99999/record", "does not answer"),
    (f"postgresql+psycopg://ann:{PART}@127.0.0.1:1/record", "does not answer"),
    (f"postgresql+psycopg://ann:{PART}@127.0.0.1:1/record?connect_timeout={PART}", "does not answer"),
    (f"postgresql+psycopg://ann:{PART}@127.0.0.1:1/record?{PART}=1", "does not answer"),
    (f"mysql://ann:{PART}@host/record", "Only sqlite"),
    (f"ann:{PART}", "should look like"),
    (":", "should look like"),
)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
@pytest.mark.parametrize("case", URLS)
@pytest.mark.usefixtures("in_folder")
def test_a_url_that_cannot_be_used_is_a_sentence_without_its_password(
    run: Run, seeded_url: str, command: tuple[str, ...], case: tuple[str, str]
) -> None:
    """One line that says what to change, and nothing that stood in the URL as a password, not even by part."""
    url, words = case
    if command[0] == "restore-backup":
        assert run("backup", "x.jsonl", "--database", seeded_url).status == 0
    outcome = run(*command, "--database", url)
    assert (outcome.status, outcome.out) == (1, "")
    assert outcome.err.count("\n") == 1
    assert PART not in outcome.err
    assert words in outcome.err


def test_a_refused_url_leaves_no_password_in_a_traceback() -> None:
    """Whoever logs the error with its causes logs nothing of the URL."""
    for url in (f"postgresql+psycopg://a:{PART}@h:{PART}/x", f"postgresql+psycopg://a:b@127.0.0.1:1/x?{PART}=1"):
        with pytest.raises(DatabaseProblem) as raised, reading(open_engine(url)):
            pass
        logged = "".join(traceback.format_exception(raised.value))
        assert PART not in logged.replace(url, "").replace(repr(url), "")


@pytest.mark.parametrize(
    "arguments",
    [
        ("import", "{}"),
        ("draft", "{}"),
        ("event-study", "{}", "--market", "X", "--event", "didi-app-removal"),
    ],
    ids=lambda arguments: arguments[0],
)
@pytest.mark.parametrize("name", ["/dev/zero", "pipe"])
@pytest.mark.usefixtures("in_folder")
def test_a_file_without_an_end_is_refused(arguments: tuple[str, ...], name: str, seeded_url: str) -> None:
    """Neither a device nor a pipe that nobody writes to is waited for or gathered in memory."""
    os.mkfifo("pipe")
    done = program([each.format(name) for each in arguments], seeded_url)
    assert done.returncode in {1, 2}
    assert f"{name} is no plain file but a pipe, a socket or a device" in " ".join(done.stderr.split())
