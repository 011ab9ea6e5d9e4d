"""What a backup that was killed leaves behind goes with the next one, and a damaged database is called that."""

import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from backup_samples import write_past

from tests.support.makers import new_database
from tracker.backup import make_backup
from tracker.cli import main
from tracker.database import explained, open_engine
from tracker.errors import DatabaseProblem
from tracker.new_files import new_file

SECONDS = 60
SLOW = """
import sys, time
from pathlib import Path
from tracker.backup import make_backup
from tracker.database import open_engine
from tracker.backup import sqlite_files
sqlite_files._PAGES = 1
def wait(*_):
    print("begun", flush=True)
    time.sleep(600)
make_backup(open_engine(sys.argv[1]), Path(sys.argv[2]), report=wait)
"""
"""A backup that stops in its midst."""


@pytest.fixture
def source(tmp_path: Path) -> str:
    """The URL of a record that is long enough for a backup to say how far it has come."""
    engine = new_database(f"sqlite:///{tmp_path / 'source.db'}")
    write_past(engine)
    engine.dispose()
    return f"sqlite:///{tmp_path / 'source.db'}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder for backups."""
    folder = tmp_path / "backups"
    folder.mkdir()
    return folder


def begun(source: str, file: Path) -> subprocess.Popen[str]:
    """Start a backup and return it once it writes."""
    process = subprocess.Popen([sys.executable, "-c", SLOW, source, str(file)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "begun\n"
    return process


def names(folder: Path) -> list[str]:
    """Return what lies in a folder."""
    return sorted(path.name for path in folder.iterdir())


def test_the_next_backup_removes_what_a_killed_one_left(source: str, folder: Path) -> None:
    """Whatever form the next one has, only the finished file remains."""
    file = folder / "backup.db"
    killed = begun(source, file)
    killed.send_signal(signal.SIGKILL)
    killed.wait(timeout=SECONDS)
    assert len(names(folder)) == 1
    make_backup(open_engine(source), file)
    assert names(folder) == ["backup.db"]


def test_a_backup_that_still_runs_is_left_alone(source: str, folder: Path) -> None:
    """Two backups to one place do not take each other's files for leftovers."""
    file = folder / "backup.db"
    running = begun(source, file)
    try:
        (left,) = names(folder)
        make_backup(open_engine(source), file)
        assert names(folder) == [left, "backup.db"]
        assert (folder / left / "backup.db").exists()
    finally:
        running.kill()
        running.wait(timeout=SECONDS)
    make_backup(open_engine(source), file, force=True)
    assert names(folder) == ["backup.db"]


@pytest.mark.parametrize("name", [".backup.db.mine", ".backup.db.abcdefgh", ".other.db.abcdefgh", "backup.db.abcdefgh"])
def test_what_somebody_else_put_there_stays(source: str, folder: Path, name: str) -> None:
    """A folder of another name or with other files in it is no leftover."""
    (folder / name).mkdir()
    (folder / name / "letter").write_text("mine")
    make_backup(open_engine(source), folder / "backup.db")
    assert (folder / name / "letter").read_text() == "mine"


def test_an_export_that_was_killed_is_cleared_away_alike(folder: Path) -> None:
    """Every file that is written beside its place goes the same way."""
    left = folder / ".events.csv.abc_1234"
    left.mkdir()
    (left / "events.csv").write_text("half")
    with new_file(folder / "events.csv") as new:
        new.write_text("whole")
    assert names(folder) == ["events.csv"]


def cut(file: Path) -> None:
    """Cut the last pages off."""
    with file.open("r+b") as stream:
        stream.truncate(file.stat().st_size - 8192)


def spoil(file: Path) -> None:
    """Write over all pages but the first two."""
    with file.open("r+b") as stream:
        stream.seek(8192)
        stream.write(b"\xff" * (file.stat().st_size - 8192))


def spoil_every_second_page(file: Path) -> None:
    """Write over half of the pages, so that some tables can still be read."""
    with file.open("r+b") as stream:
        for place in range(12288, file.stat().st_size, 8192):
            stream.seek(place)
            stream.write(b"\x05" * 4096)


def spoil_the_head(file: Path) -> None:
    """Write over what tells that it is a database."""
    with file.open("r+b") as stream:
        stream.write(b"\x00\x01" * 50)


@pytest.mark.parametrize("suffix", [".db", ".jsonl"])
@pytest.mark.parametrize("damage", [cut, spoil, spoil_every_second_page, spoil_the_head])
def test_a_damaged_database_is_called_that_by_backup(
    seeded_file: Path, folder: Path, damage: Callable[[Path], None], suffix: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Status 1, one sentence that names the way back, and no file."""
    file = Path(shutil.copy(seeded_file, folder / "tracker.db"))
    damage(file)
    with pytest.raises(SystemExit, match=r"^1$"):
        main(["backup", str(folder / f"backup{suffix}"), "--database", f"sqlite:///{file}"])
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert ("not a SQLite database" if damage is spoil_the_head else "The database file is damaged") in err
    assert "tracker restore-backup" in err
    assert not (folder / f"backup{suffix}").exists()


@pytest.mark.parametrize("command", ["status", "list", "check", "history", "rebuild"])
def test_a_damaged_database_is_called_that_by_every_command(
    seeded_file: Path, folder: Path, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The sentence is the same wherever the damage is met."""
    file = Path(shutil.copy(seeded_file, folder / "tracker.db"))
    spoil(file)
    with pytest.raises(SystemExit, match=r"^1$"):
        main([*command.split(), "--database", f"sqlite:///{file}"])
    assert "The database file is damaged; put a backup" in capsys.readouterr().err


def test_a_full_disk_is_called_full_and_leaves_no_half_backup(
    source: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether SQLite or the system says so."""
    monkeypatch.setattr("tracker.backup.making.copy_database", _fill_up)
    with pytest.raises(DatabaseProblem, match="The disk is full"):
        make_backup(open_engine(source), folder / "backup.db")
    assert names(folder) == []


def _fill_up(_source: Path, target: Path, _report: object) -> None:
    with explained(target.parent), sqlite3.connect(target) as written:
        written.execute("CREATE TABLE full (x)")
        written.execute("PRAGMA max_page_count = 3")
        written.execute("INSERT INTO full VALUES (zeroblob(100000))")
