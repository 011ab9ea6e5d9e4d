"""Backups of a database in use: fifty of fifty are whole while another program writes."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from backup_samples import draft, problems, write_past

from tests.support.makers import ANN, new_database
from tracker.backup import make_backup, restore_backup
from tracker.backup.sqlite_files import check_file
from tracker.database import open_engine, open_file, reading, writing
from tracker.queries import list_events
from tracker.store import add_event
from tracker.store.carrying import extent_of
from tracker.vocabulary import Origin

pytestmark = pytest.mark.slow

WRITER = Path(__file__).parents[1] / "crash" / "crash_writer.py"
BACKUPS = 50
ON_POSTGRES = 15
SECONDS_TO_START = 60


@contextmanager
def writer(url: str, said: Path) -> Iterator[None]:
    """Let another program add Events in a loop for as long as the block lasts; it names each in a file."""
    with (
        said.open("wb") as out,
        subprocess.Popen([sys.executable, WRITER, "add", url, "1", "100000"], stdout=out) as it,
    ):
        try:
            until = time.monotonic() + SECONDS_TO_START
            while not acknowledged(said) and time.monotonic() < until:
                time.sleep(0.01)
            yield
            assert it.poll() is None, "the writer has to write until the end"
        finally:
            it.kill()


def acknowledged(said: Path) -> list[str]:
    """Return the slugs of the Events that were saved so far."""
    return said.read_text().split("\n")[:-1]


def check_backup(file: Path, before: list[str]) -> int:
    """A backup is whole and holds at least what was saved before it began; return how many changes it holds."""
    if file.suffix == ".db":
        check_file(file)
        engine = open_file(file)
    else:
        engine = open_engine(f"sqlite:///{file.with_suffix('.restored')}")
        restore_backup(file, engine, actor=ANN)
    assert problems(engine) == []
    with reading(engine) as session:
        assert set(before) <= {event.slug for event in list_events(session)}
        return extent_of(session).count


def check_backups_in_use(url: str, folder: Path, suffixes: list[str]) -> None:
    """Make backups while another program writes; each of them is whole, and none holds less than the one before."""
    said = folder / "said"
    engine = new_database(url)
    write_past(engine)
    made = []
    with writer(url, said):
        for number, suffix in enumerate(suffixes):
            before = acknowledged(said)
            file = folder / f"{number}{suffix}"
            made.append((file, before, make_backup(engine, file).count))
    # Checked only now: else the record would grow meanwhile, and each check would take longer than the last.
    counts = [check_backup(file, before) for file, before, _ in made]
    assert counts == [count for _, _, count in made] == sorted(counts)
    assert counts[-1] > counts[0], "the writer has to save while backups are made"


def test_fifty_backups_of_fifty_are_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both forms in turn, a few pages at a time, so that the writer saves in the midst of each."""
    monkeypatch.setattr("tracker.backup.sqlite_files._PAGES", 4)
    check_backups_in_use(f"sqlite:///{tmp_path / 'tracker.db'}", tmp_path, [".db", ".jsonl"] * (BACKUPS // 2))


@pytest.mark.postgres
def test_backups_from_postgresql_are_whole(postgres_url: str, tmp_path: Path) -> None:
    """Count, rows and last digest are of one moment on PostgreSQL as well."""
    check_backups_in_use(postgres_url, tmp_path, [".jsonl"] * ON_POSTGRES)


def test_a_save_in_the_midst_of_a_copy_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The SQLite form is of the moment at which it began, whoever saves while its pages are copied."""
    monkeypatch.setattr("tracker.backup.sqlite_files._PAGES", 2)
    engine = new_database(f"sqlite:///{tmp_path / 'tracker.db'}")
    write_past(engine)
    with reading(engine) as session:
        before = extent_of(session)
    saved: list[str] = []

    def save(_step: str, _done: int, _total: int) -> None:
        if len(saved) < 3:
            with writing(engine) as session:
                saved.append(add_event(session, draft(70 + len(saved)), origin=Origin.FORM, actor=ANN))

    made = make_backup(engine, tmp_path / "backup.db", report=save)
    assert len(saved) == 3
    assert made == before
    assert problems(open_file(tmp_path / "backup.db")) == []
