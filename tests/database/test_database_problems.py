"""What a person reads when the database cannot be used, and how long it takes until then."""

import shlex
import shutil
import socket
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import event, text

from tracker.cli import main
from tracker.database import CONNECT_SECONDS, explained, open_engine, reading, writing
from tracker.errors import DatabaseProblem
from tracker.queries import list_events


@pytest.fixture
def silent_port() -> Iterator[int]:
    """A port that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.mark.slow
def test_a_server_that_never_answers_is_given_up(silent_port: int) -> None:
    """The URL's own limit counts, and the sentence says what to look at."""
    engine = open_engine(f"postgresql+psycopg://nobody@127.0.0.1:{silent_port}/nothing?connect_timeout=2")
    with pytest.raises(DatabaseProblem, match="did not answer in time; check that it runs"), reading(engine):
        pass
    engine.dispose()


@pytest.mark.parametrize(("query", "seconds"), [("", CONNECT_SECONDS), ("?connect_timeout=3", "3")])
def test_the_driver_is_told_how_long_to_wait(silent_port: int, query: str, seconds: object) -> None:
    """What reaches the driver is ten seconds, or the limit that the URL sets."""
    engine = open_engine(f"postgresql+psycopg://nobody@127.0.0.1:{silent_port}/nothing{query}")
    told: list[object] = []

    def stop(_dialect: Any, _record: Any, _arguments: Any, settings: dict[str, Any]) -> None:
        told.append(settings.get("connect_timeout"))
        raise ConnectionRefusedError

    event.listen(engine, "do_connect", stop)
    with pytest.raises(ConnectionRefusedError), engine.connect():
        pass
    assert told == [seconds]


def test_a_full_disk_is_called_full(seeded_url: str) -> None:
    """As SQLite says it when a write finds no room; nothing of that write is kept."""
    engine = open_engine(seeded_url)

    def fill() -> None:
        with writing(engine) as session:
            pages = session.execute(text("PRAGMA page_count")).scalar_one()
            session.execute(text(f"PRAGMA max_page_count = {pages}"))
            session.execute(text("UPDATE event SET summary = :words"), {"words": "x" * 20_000})

    with pytest.raises(DatabaseProblem, match=r"^The disk is full; free some space"):
        fill()
    with reading(engine) as session:
        assert max(len(event.summary) for event in list_events(session)) < 20_000


@pytest.mark.parametrize("sentence", ["unable to open database file", "disk I/O error", "a readonly database"])
@pytest.mark.parametrize(("room", "files"), [(0, 1000), (10**12, 0)])
def test_a_disk_without_room_for_the_files_beside_is_called_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sentence: str, room: int, files: int
) -> None:
    """SQLite then speaks of other things; where there is room, they are what they seem."""
    found = SimpleNamespace(f_bavail=room, f_frsize=1, f_files=1000, f_favail=files)
    with pytest.raises(DatabaseProblem) as raised, explained(tmp_path):
        raise sqlite3.OperationalError(sentence)
    assert "full" not in str(raised.value)
    monkeypatch.setattr("os.statvfs", lambda _: found)
    with pytest.raises(DatabaseProblem, match="The disk is full"), explained(tmp_path):
        raise sqlite3.OperationalError(sentence)


def test_a_text_that_is_no_text_any_more_is_damage(seeded_url: str) -> None:
    """Bytes that are no UTF-8 are told in the words for every damage."""
    engine = open_engine(seeded_url)
    with writing(engine) as session:
        session.execute(text("UPDATE event SET title = CAST(x'fffefd' AS TEXT) WHERE slug = 'didi-app-removal'"))
    with pytest.raises(DatabaseProblem, match="The database file is damaged"), reading(engine) as session:
        list_events(session)


def test_a_pool_without_a_free_connection_says_that_the_database_is_busy(seeded_url: str) -> None:
    """Whoever waits for a connection waits as long as for a lock, and reads the same sentence."""
    engine = open_engine(seeded_url, patience=0.2)
    with ExitStack() as held:
        for _ in range(15):
            held.enter_context(reading(engine))
        with pytest.raises(DatabaseProblem, match="busy"), reading(engine):
            pass


def test_a_damaged_file_names_the_command_that_helps(seeded_file: Path, tmp_path: Path) -> None:
    """The command in the sentence is one that works: it makes the record anew from a backup."""
    good, damaged = (tmp_path / name for name in ("good.db", "damaged.db"))
    for copy in (good, damaged):
        shutil.copy(seeded_file, copy)
    with damaged.open("r+b") as file:
        file.seek(8192)
        file.write(b"\xff" * (damaged.stat().st_size - 8192))
    with pytest.raises(DatabaseProblem) as raised, reading(open_engine(f"sqlite:///{damaged}")) as session:
        list_events(session)
    sentence = str(raised.value)
    assert sentence.startswith("The database file is damaged; put a backup into a new one with: tracker restore-backup")
    command = shlex.split(sentence.partition(": tracker ")[2])
    backup, new = tmp_path / "backup.jsonl", tmp_path / "new.db"
    restore = [{"BACKUP": str(backup), "sqlite:///new.db": f"sqlite:///{new}"}.get(word, word) for word in command]
    for arguments in (["backup", str(backup), "--database", f"sqlite:///{good}"], restore):
        with pytest.raises(SystemExit, match=r"^0$"):
            main(arguments)
    with reading(open_engine(f"sqlite:///{new}")) as session:
        assert list_events(session)
