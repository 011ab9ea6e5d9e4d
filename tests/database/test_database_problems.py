"""What a person reads when the database cannot be used, and how long it takes until then."""

import shlex
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from tracker.cli import main
from tracker.database import CONNECT_SECONDS, open_engine, reading
from tracker.errors import DatabaseProblem
from tracker.queries import list_events


@pytest.fixture
def silent_port() -> Iterator[int]:
    """A port that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


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
