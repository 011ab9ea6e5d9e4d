"""The file of columns beside a database: a cache that is never trusted over the record and in nobody's way."""

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import Engine
from test_columns import same

from tests.support.command_line import Run
from tests.support.makers import add_one, new_database
from tracker.columns import EventColumns, read_kept, write_kept
from tracker.columns import kept as kept_module
from tracker.database import open_engine, reading, writing
from tracker.queries import columns as column_reads
from tracker.queries.columns import current_columns, read_columns

EVENTS = 12


@pytest.fixture(autouse=True)
def _small_records_are_kept_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(column_reads, "LEAST_KEPT", 1)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """A SQLite database with some Events."""
    engine = new_database(f"sqlite:///{tmp_path / 'tracker.db'}")
    for number in range(EVENTS):
        add_one(engine, f"event-{number}", stance=number % 7 - 3, thread="a" if number % 2 else None)
    yield engine
    engine.dispose()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the columns of that database are kept."""
    return tmp_path / "tracker.db-columns" / "events"


def columns_now(engine: Engine, before: EventColumns | None = None) -> EventColumns:
    """Return the columns as a program that starts now finds them."""
    with reading(engine) as session:
        return current_columns(session, before)


def fresh(engine: Engine) -> EventColumns:
    """Return the columns as the tables hold them."""
    with reading(engine) as session:
        return read_columns(session)


def refuse(*_: object) -> None:
    """Stand for a read that should not happen."""
    raise AssertionError("the tables were read")


def lie_in(engine: Engine, file: Path) -> None:
    """Let the kept columns say that every stance is 3, so that a use of them would show."""
    with reading(engine) as session:
        schema = column_reads._schema(session)
    kept = read_kept(file, schema)
    assert kept is not None
    write_kept(file, replace(kept, stance=np.full(len(kept), 3, dtype=np.int8)), schema)
    assert columns_now(engine).stance.tolist() == [3] * len(kept)


def test_the_file_spares_the_tables(engine: Engine, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What one program has read, the next takes from the file, the same to the bit."""
    first = columns_now(engine)
    assert file.exists()
    monkeypatch.setattr(column_reads, "read_columns", refuse)
    assert same(columns_now(engine), first)


def test_a_later_change_is_read_and_no_more(engine: Engine, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of an earlier state is brought up to date; so are the columns that a program has at hand."""
    before = columns_now(engine)
    add_one(engine, "later", date="2020-01-01")
    monkeypatch.setattr(column_reads, "read_columns", refuse)
    from_file, from_hand = columns_now(engine), columns_now(engine, before)
    monkeypatch.undo()
    assert same(from_file, from_hand)
    assert same(from_file, fresh(engine))
    assert file.exists()


def test_a_restored_backup_is_another_history(engine: Engine, file: Path, tmp_path: Path) -> None:
    """A copy of an earlier day goes on differently: the same numbers of changes, and not one value of the file."""
    engine.dispose()
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    copy = Path(shutil.copy(tmp_path / "tracker.db", tmp_path / "copy.db"))
    add_one(engine, "one-way", stance=-3)
    columns_now(engine)
    lie_in(engine, file)
    engine.dispose()
    for end in ("", "-wal", "-shm"):
        (tmp_path / f"tracker.db{end}").unlink(missing_ok=True)
    shutil.move(copy, tmp_path / "tracker.db")
    again = open_engine(f"sqlite:///{tmp_path / 'tracker.db'}")
    add_one(again, "another-way", stance=3)
    assert same(columns_now(again), fresh(again))
    # What an older program has at hand is not believed either.
    assert same(columns_now(again, columns_now(again)), fresh(again))
    again.dispose()


def test_an_older_copy_is_not_patched_backwards(engine: Engine, file: Path, tmp_path: Path) -> None:
    """A file of a later state than the database's own is put aside."""
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    old = tmp_path / "old"
    old.mkdir()
    shutil.copy(tmp_path / "tracker.db", old / "tracker.db")
    add_one(engine, "later")
    later = columns_now(engine)
    shutil.copytree(file.parent, old / "tracker.db-columns")
    older = open_engine(f"sqlite:///{old / 'tracker.db'}")
    assert same(columns_now(older), fresh(older))
    assert same(columns_now(older, later), fresh(older))
    older.dispose()


def test_an_edited_history_is_not_that_of_the_file(engine: Engine, file: Path) -> None:
    """Where the row of the last change has another digest, the tables are read."""
    columns_now(engine)
    lie_in(engine, file)
    with writing(engine) as session:
        connection = session.connection()
        for (name,) in connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").all():
            connection.exec_driver_sql(f'DROP TRIGGER "{name}"')
        connection.exec_driver_sql("UPDATE revision SET digest = 'other' WHERE id = (SELECT max(id) FROM revision)")
    assert same(columns_now(engine), fresh(engine))


@pytest.mark.parametrize("length", [0, 1, 40, 0.5, 0.9, -1])
def test_a_file_that_was_cut_is_replaced(engine: Engine, file: Path, length: float) -> None:
    """However little of it is left, or one byte less."""
    columns_now(engine)
    whole = file.read_bytes()
    end = int(length * len(whole)) if 0 < length < 1 else int(length)
    file.write_bytes(whole[:end])
    assert same(columns_now(engine), fresh(engine))
    assert file.read_bytes() == whole


def test_any_altered_byte_of_the_arrays_is_found(engine: Engine, file: Path) -> None:
    """The sum over the arrays does not hold any more, and the file is replaced."""
    columns_now(engine)
    whole = file.read_bytes()
    start = whole.index(b"\n") + 1
    for place in range(start, len(whole), max(1, (len(whole) - start) // 50)):
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert same(columns_now(engine), fresh(engine))
        assert file.read_bytes() == whole


@pytest.mark.parametrize(
    "head",
    [b"", b"\n", b"{}\n", b"[]\n", b"null\n", b"\xff\n", b'{"form": 1, "schema": 2}\n', b"x" * 100_000],
)
def test_a_foreign_file_is_replaced(engine: Engine, file: Path, head: bytes) -> None:
    """What is no file of columns is passed over."""
    file.parent.mkdir()
    file.write_bytes(head)
    assert same(columns_now(engine), fresh(engine))


def test_lengths_that_lie_are_not_believed(engine: Engine, file: Path) -> None:
    """A head that asks for a terabyte, or for less than nothing, gets none of it."""
    columns_now(engine)
    whole = file.read_bytes()
    for lie in (b'"ids": 1000000000000', b'"ids": -1', b'"ids": 11', b'"ids": "a"'):
        file.write_bytes(whole.replace(b'"ids": 12', lie, 1))
        assert same(columns_now(engine), fresh(engine))


def test_another_schema_or_vocabulary_is_another_file(
    engine: Engine, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Numbers stand for places in vocabularies: where one has a further member, the tables are read."""
    columns_now(engine)
    lie_in(engine, file)
    monkeypatch.setattr(kept_module, "KEPT_FORM", "tracker columns 1, with a further kind")
    assert same(columns_now(engine), fresh(engine))
    monkeypatch.undo()
    monkeypatch.setattr(column_reads, "LEAST_KEPT", 1)
    write_kept(file, columns_now(engine), "0001")
    assert read_kept(file, "0002") is None


def test_a_folder_that_refuses_files_is_no_error(engine: Engine, file: Path) -> None:
    """Nor is a file where the folder should be."""
    file.parent.write_text("in the way")
    assert same(columns_now(engine), fresh(engine))
    assert file.parent.read_text() == "in the way"


def test_small_records_and_those_in_memory_keep_no_file(
    engine: Engine, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Reading them takes no longer than looking for a file."""
    monkeypatch.setattr(column_reads, "LEAST_KEPT", EVENTS + 1)
    columns_now(engine)
    assert not file.parent.exists()
    memory = new_database("sqlite://")
    with reading(memory) as session:
        assert len(current_columns(session)) == 0
    memory.dispose()


def test_the_file_of_tables_that_were_written_anew_is_another_one(engine: Engine, file: Path, run: Run) -> None:
    """A rebuild adds no change; what was kept before it is not taken for the tables after it."""
    columns_now(engine)
    lie_in(engine, file)
    run("rebuild", "--database", str(engine.url))
    assert same(columns_now(engine), fresh(engine))


_WRITER = """
import sys
from tests.support.command_line import Run
from tests.support.makers import add_one
from tracker.database import open_engine, reading
from tracker.queries import columns
columns.LEAST_KEPT = 1
columns.MOST_BEHIND = 0
engine = open_engine(sys.argv[1])
for number in range(15):
    add_one(engine, f"{sys.argv[2]}-{number}", date=f"202{number % 6}")
    with reading(engine) as session:
        found = columns.current_columns(session)
        again = columns.read_columns(session)
        assert found.ids.tolist() == again.ids.tolist() and found.digest == again.digest
print("done")
"""


def _start(code: str, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", code, *arguments], stdout=subprocess.PIPE, text=True)


def test_two_programs_at_once_see_the_record_each(engine: Engine, file: Path) -> None:
    """While both add Events and write the file, each finds the columns that the tables give."""
    programs = [_start(_WRITER, str(engine.url), name) for name in ("one", "two")]
    assert [program.communicate()[0].strip() for program in programs] == ["done", "done"]
    assert same(columns_now(engine), fresh(engine))
    assert [path.name for path in file.parent.iterdir()] == [file.name]


_KILLED = """
import sys
from pathlib import Path
from tracker.columns import read_kept, write_kept
found = read_kept(Path(sys.argv[1]), sys.argv[2])
print("ready", flush=True)
while True:
    write_kept(Path(sys.argv[1]), found, sys.argv[2])
"""


def test_a_program_that_is_killed_leaves_a_whole_file(engine: Engine, file: Path) -> None:
    """Whatever it was doing, the file is the one before or the one after, and its leftovers go with the next write."""
    columns_now(engine)
    whole = file.read_bytes()
    with reading(engine) as session:
        schema = column_reads._schema(session)
    for number in range(5):
        program = _start(_KILLED, str(file), schema)
        assert program.stdout is not None
        program.stdout.readline()
        time.sleep(0.03 * number)
        program.kill()
        program.wait()
        program.stdout.close()
        assert file.read_bytes() == whole
    file.unlink()
    assert same(columns_now(engine), fresh(engine))
    assert [path.name for path in file.parent.iterdir()] == [file.name]
