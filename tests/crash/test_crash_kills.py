"""Programs that are killed in mid-save: what was acknowledged is there, nothing is there by half."""

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import crash_writer
import pytest
from sqlalchemy import Engine

from tracker.actors import Actor
from tracker.database import open_engine, reading, writing
from tracker.event.draft import parse_event
from tracker.migrations import Readiness, readiness, upgrade
from tracker.queries import list_events, list_revisions
from tracker.queries.events import EVERY_STATE
from tracker.store import add_event, find_drift
from tracker.store.history import find_altered
from tracker.vocabulary import Origin

pytestmark = pytest.mark.slow

KILLS = 200
WRITERS_AT_ONCE = 2
MIGRATION_KILLS = 30
SECONDS_TO_START = 3.0
SECONDS_TO_SAVE = 60.0
PROGRAM = str(Path(crash_writer.__file__))


def start(task: str, url: str, writer: int, saves: int) -> subprocess.Popen[str]:
    """Start a writer."""
    command = [sys.executable, PROGRAM, task, url, str(writer), str(saves)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def kill_after_some_saves(process: int, said: Path, chance: random.Random) -> set[str]:
    """Let a writer acknowledge at least one save, kill it at a random moment, and return all that it said."""
    until = time.monotonic() + SECONDS_TO_SAVE
    while not (said.exists() and said.stat().st_size) and time.monotonic() < until:
        time.sleep(0.001)
    time.sleep(chance.random() * 0.03)
    os.kill(process, signal.SIGKILL)
    while Path(f"/proc/{process}").exists():
        time.sleep(0.001)
    return {line for line in said.read_text().split("\n")[:-1] if line}


def check_whole(engine: Engine) -> None:
    """The history is linked, the tables say what it says, and SQLite finds nothing wrong."""
    with reading(engine) as session:
        assert find_altered(session) == []
        assert find_drift(session) == []
    file = sqlite3.connect(str(engine.url.database))
    assert file.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert file.execute("PRAGMA foreign_key_check").fetchall() == []
    file.close()


@pytest.fixture
def url(tmp_path: Path) -> str:
    """An empty database."""
    url = f"sqlite:///{tmp_path / 'tracker.db'}"
    engine = open_engine(url)
    upgrade(engine)
    engine.dispose()
    return url


@pytest.fixture
def nursery(tmp_path: Path) -> Iterator[Callable[[str], int]]:
    """Start writers by a line each and return their process ids; what they say stands in files by their numbers."""
    command = [sys.executable, PROGRAM, "nursery", str(tmp_path)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)
    assert process.stdin is not None
    assert process.stdout is not None
    asked, told = process.stdin, process.stdout

    started: list[int] = []

    def start_one(line: str) -> int:
        asked.write(line + "\n")
        started.append(int(told.readline()))
        return started[-1]

    yield start_one
    for writer in started:
        # A test that failed in the middle leaves writers behind, which would go on for minutes.
        with suppress(ProcessLookupError):
            os.kill(writer, signal.SIGKILL)
    asked.close()
    process.wait()
    told.close()


def test_two_hundred_kills_lose_nothing_acknowledged(url: str, nursery: Callable[[str], int], tmp_path: Path) -> None:
    """Several writers at once, each killed while it saves; then a new start takes less than three seconds."""
    chance = random.Random(1)
    acknowledged: set[str] = set()
    for first in range(0, KILLS, WRITERS_AT_ONCE):
        numbers = range(first, first + WRITERS_AT_ONCE)
        writers = [nursery(f"add {url} {number} 10000") for number in numbers]
        for number, writer in zip(numbers, writers, strict=True):
            acknowledged |= kill_after_some_saves(writer, tmp_path / str(number), chance)
    began = time.monotonic()
    engine = open_engine(url)
    assert readiness(engine) is Readiness.READY
    with reading(engine) as session:
        stored = {event.slug: event for event in list_events(session, EVERY_STATE)}
    assert time.monotonic() - began < SECONDS_TO_START
    assert len(acknowledged) >= KILLS
    assert acknowledged - stored.keys() == set()
    assert {len(event.sources) for event in stored.values()} == {2}
    assert {len(event.companies) for event in stored.values()} == {1}
    check_whole(engine)


def test_thirty_kills_during_migrations_leave_a_way_on(tmp_path: Path) -> None:
    """Whenever the making of the tables is cut off, the next try makes them."""
    chance = random.Random(2)
    states = set()
    for number in range(MIGRATION_KILLS):
        url = f"sqlite:///{tmp_path / f'{number}.db'}"
        process = start("migrate", url, 0, 0)
        database = tmp_path / f"{number}.db"
        until = time.monotonic() + 20
        while not database.exists() and process.poll() is None and time.monotonic() < until:
            time.sleep(0.001)
        time.sleep(chance.random() * 0.06)
        process.kill()
        process.communicate()
        engine = open_engine(url)
        states.add(readiness(engine))
        assert readiness(engine) in {Readiness.EMPTY, Readiness.READY}
        upgrade(engine)
        assert readiness(engine) is Readiness.READY
        check_whole(engine)
        engine.dispose()
    assert Readiness.EMPTY in states


def add_shared(engine: Engine) -> None:
    """Add the Event that all writers correct."""
    with writing(engine) as session:
        draft = parse_event(crash_writer.values("shared"))
        add_event(session, draft, origin=Origin.FORM, actor=Actor("Ann"), slug=crash_writer.SHARED)


def run_writers(task: str, url: str, *, writers: int, saves: int) -> list[list[str]]:
    """Run writers side by side to their end and return what each said."""
    running = [start(task, url, number, saves) for number in range(writers)]
    said = [process.communicate()[0].split("\n")[:-1] for process in running]
    assert [process.returncode for process in running] == [0] * writers
    return said


def test_eight_writers_of_different_events_all_succeed(database_url: str) -> None:
    """Eight processes, two hundred saves each, on SQLite and on PostgreSQL: none fails, all are there."""
    engine = open_engine(database_url)
    upgrade(engine)
    said = run_writers("add", database_url, writers=8, saves=200)
    acknowledged = {title for lines in said for title in lines}
    assert len(acknowledged) == 8 * 200
    with reading(engine) as session:
        assert {event.slug for event in list_events(session, EVERY_STATE)} == acknowledged
        assert find_altered(session) == []
        assert find_drift(session) == []
    engine.dispose()


def test_eight_writers_of_one_event_are_saved_or_told(database_url: str) -> None:
    """Eight processes, two hundred edits each: every version is one acknowledged edit, the rest were refused."""
    engine = open_engine(database_url)
    upgrade(engine)
    add_shared(engine)
    said = run_writers("edit", database_url, writers=8, saves=200)
    lines = [line for each in said for line in each]
    saved = {int(line.split(" ")[1]): line.split(" ")[2] for line in lines if line.startswith("saved")}
    assert len(lines) == 8 * 200
    assert len(saved) == sum(line.startswith("saved") for line in lines)
    with reading(engine) as session:
        rows = list_revisions(session, subject_type="event", subject_key=crash_writer.SHARED)
        assert find_altered(session) == []
        assert find_drift(session) == []
    assert {row.version: row.document["summary"] for row in rows if row.version > 1} == saved
    assert rows[0].version == len(saved) + 1
    engine.dispose()


def test_a_torn_copy_is_named_as_damaged(url: str, tmp_path: Path) -> None:
    """A file cut in the middle is a sentence, not a traceback, and the original is not touched."""
    engine = open_engine(url)
    add_shared(engine)
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    torn = tmp_path / "torn.db"
    shutil.copy(tmp_path / "tracker.db", torn)
    with torn.open("r+b") as file:
        file.truncate(torn.stat().st_size // 2)
    outcome = subprocess.run(
        [sys.executable, "-m", "tracker", "status", "--database", f"sqlite:///{torn}"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert outcome.returncode == 1
    assert "Traceback" not in outcome.stderr
    assert "damaged" in outcome.stderr
