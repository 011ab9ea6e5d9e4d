"""The commands backup, restore-backup and copy as a person at a terminal meets them."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.support.command_line import Run
from tests.support.makers import SEED_EVENTS


def files_in(folder: Path) -> list[str]:
    """Return the names in a folder, without the two files that SQLite keeps beside a database in use."""
    return sorted(path.name for path in folder.iterdir() if not path.name.endswith(("-wal", "-shm")))


@pytest.mark.parametrize("suffix", [".jsonl", ".db"])
def test_the_curated_record_there_and_back(run: Run, database_url: str, tmp_path: Path, suffix: str) -> None:
    """Backed up and restored, the record passes its check and exports the same bytes."""
    file = tmp_path / f"backup{suffix}"
    status, made, _ = run("backup", file)
    assert status == 0
    status, restored, _ = run("restore-backup", file, "--database", database_url)
    assert status == 0
    assert made.split("last digest")[1] == restored.split("last digest")[1]
    assert run("check", "db", "--database", database_url)[0] == 0
    exports = [run("export", "-", "--format", "json", *more)[1] for more in ((), ("--database", database_url))]
    assert exports[0] == exports[1] != ""


def test_copy_prints_both_sides(run: Run, database_url: str) -> None:
    """Two lines that are the same but for the word in front."""
    status, out, _ = run("copy", "--to", database_url)
    assert status == 0
    here, there = (line.partition(": ") for line in out.splitlines())
    assert (here[0], there[0]) == ("from", "to")
    assert here[2] == there[2]
    assert f"{SEED_EVENTS} events" in here[2]
    status, _, err = run("copy", "--to", database_url)
    assert (status, err.count("\n")) == (1, 1)


def test_a_file_that_is_there_is_overwritten_only_by_force(run: Run, tmp_path: Path) -> None:
    """Without --force the file stays as it is; with it, the new backup takes its place, and nothing is left beside."""
    file = tmp_path / "backup.jsonl"
    file.write_text("mine")
    status, _, err = run("backup", file)
    assert (status, file.read_text()) == (2, "mine")
    assert "--force" in err
    assert run("backup", file, "--force")[0] == 0
    assert file.read_text() != "mine"
    assert files_in(tmp_path) == ["backup.jsonl", "seeded.db"]


def test_the_database_itself_is_never_overwritten(run: Run, tmp_path: Path) -> None:
    """Not even by force, and not through another name of the file."""
    other = tmp_path / "other.db"
    other.symlink_to(tmp_path / "seeded.db")
    for file in (tmp_path / "seeded.db", other):
        status, _, err = run("backup", file, "--force")
        assert status == 2
        assert "is the database itself" in err
    with closing(sqlite3.connect(tmp_path / "seeded.db")) as opened:
        assert opened.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


@pytest.mark.parametrize(
    ("line", "status", "words"),
    [
        ("backup record.csv", 2, ".jsonl"),
        ("backup no/such/folder/record.db", 1, "cannot be written"),
        ("restore-backup none.jsonl", 2, "cannot be read"),
        ("restore-backup .", 2, "cannot be read"),
        ("copy --to mysql://user@host/name", 1, "Only sqlite"),
        ("backup new.db --database sqlite:///none.db", 1, "tracker init"),
    ],
)
@pytest.mark.usefixtures("in_folder")
def test_mistakes_are_one_line(run: Run, tmp_path: Path, line: str, status: int, words: str) -> None:
    """A status and a sentence, no traceback, and no file that was not there before."""
    found, _, err = run(*line.split())
    assert found == status
    assert words in err
    assert err.count("\n") == 1
    assert files_in(tmp_path) == ["seeded.db"]


def test_long_steps_show_how_far_they_are(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once a second has passed each step is named on standard error, and standard output stays for programs."""
    monkeypatch.setattr("tracker.cli.options._SECONDS_UNSEEN", 0.0)
    monkeypatch.setenv("FORCE_COLOR", "1")
    target = f"sqlite:///{tmp_path / 'target.db'}"
    _, out, err = run("copy", "--to", target)
    assert "Writing the history" in err
    assert "Writing the tables" in err
    assert len(out.splitlines()) == 2
