"""What is torn, altered, in the way or foreign is refused in one sentence, and nothing is written."""

import io
import json
import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from backup_samples import content, is_empty, write_past
from sqlalchemy import Engine

from tests.support.makers import ANN, new_database
from tracker.actors import Actor
from tracker.backup import copy_record, json_lines, make_backup, restore_backup
from tracker.database import open_engine, writing
from tracker.errors import BackupProblem, DatabaseProblem, NotAllowed, UnknownValue
from tracker.migrations import Readiness, readiness
from tracker.store.carrying import FIELDS, Chain, Extent
from tracker.store.history import FIRST_DIGEST, canonical_json, digest_of
from tracker.vocabulary import Role

TRIES = 1000


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a record and a backup of either form; tests leave the three files as they are."""
    folder = tmp_path_factory.mktemp("made")
    source = new_database(f"sqlite:///{folder / 'source.db'}")
    write_past(source)
    make_backup(source, folder / "backup.jsonl")
    make_backup(source, folder / "backup.db")
    source.dispose()
    return folder


@pytest.fixture
def target(tmp_path: Path) -> Engine:
    """An empty database without tables."""
    return open_engine(f"sqlite:///{tmp_path / 'target.db'}")


def is_refused(data: bytes) -> bool:
    """Tell whether lines are refused by the check that comes before anything is written."""
    try:
        for _ in json_lines.read_rows(io.BytesIO(data)):
            pass
    except BackupProblem:
        return True
    return False


def check_nothing_written(file: Path, target: Engine, words: str) -> None:
    """A file is refused with a sentence that holds some words, before the target has as much as a table."""
    with pytest.raises(BackupProblem, match=words):
        restore_backup(file, target, actor=ANN)
    assert readiness(target) is Readiness.EMPTY


def test_any_altered_byte_is_found(made: Path) -> None:
    """A thousand single bytes altered, taken away or put in anywhere, and each byte of the first line."""
    chance = random.Random(20210704)
    data = (made / "backup.jsonl").read_bytes()
    assert not is_refused(data)
    places = [*range(data.index(b"\n") + 1), *(chance.randrange(len(data)) for _ in range(TRIES))]
    for place in places:
        other = chance.choice([byte for byte in b'0123456789abcxyz" \\{},\n\xe5\x00' if byte != data[place]])
        middle = chance.choice([bytes([other]), b"", bytes([data[place], other])])
        altered = data[:place] + middle + data[place + 1 :]
        assert altered == data or is_refused(altered), (place, middle)


def test_lines_lost_doubled_or_changed_round_are_found(made: Path) -> None:
    """Every single line is needed, once and in its place."""
    lines = (made / "backup.jsonl").read_bytes().splitlines(keepends=True)
    for at in range(len(lines)):
        assert is_refused(b"".join(lines[:at] + lines[at + 1 :]))
        assert is_refused(b"".join([*lines[: at + 1], *lines[at:]]))
        if at:
            assert is_refused(b"".join([*lines[: at - 1], lines[at], lines[at - 1], *lines[at + 1 :]]))


def test_torn_lines_are_found(made: Path) -> None:
    """A file that ends anywhere before its end is refused, at the end of a line as well."""
    data = (made / "backup.jsonl").read_bytes()
    ends = [place + 1 for place, byte in enumerate(data[:-1]) if byte == ord("\n")]
    for end in (0, 1, *ends, *range(0, len(data), 997), len(data) - 1):
        assert is_refused(data[:end]), end


@pytest.mark.parametrize(
    ("alter", "words"),
    [
        (lambda data: data[: len(data) // 2], "cut off"),
        (lambda data: data[: data.rindex(b"\n", 0, -1) + 1], "torn: it holds"),
        (lambda data: data.replace(b"Ann", b"Ben", 1), "is not as it was written"),
        (lambda data: data + b"{}\n", "is not as it was written"),
        (lambda _: b"", "no backup of this program"),
        (lambda _: b"slug,title\n", "no backup of this program"),
        (lambda _: b"[" * 100_000, "no backup of this program"),
        (lambda _: b'{"format":"\\ud800"}\n', "no backup of this program"),
    ],
)
def test_a_refused_file_writes_nothing(
    made: Path, target: Engine, tmp_path: Path, alter: Callable[[bytes], bytes], words: str
) -> None:
    """The sentence says what is wrong, and the database stays without even a table."""
    file = tmp_path / "altered.jsonl"
    file.write_bytes(alter((made / "backup.jsonl").read_bytes()))
    check_nothing_written(file, target, words)


def test_a_torn_sqlite_file_is_refused(made: Path, target: Engine, tmp_path: Path) -> None:
    """Cut off anywhere, the SQLite form is refused."""
    data = (made / "backup.db").read_bytes()
    file = tmp_path / "torn.db"
    for end in (20, 100, 4096, 5000, len(data) // 2, len(data) - 4096, len(data) - 1):
        file.write_bytes(data[:end])
        check_nothing_written(file, target, "torn or damaged")


def test_an_altered_history_in_a_sqlite_file_is_refused(made: Path, target: Engine, tmp_path: Path) -> None:
    """A row that somebody changed behind the program's back stops the restoring, and also any backup of it."""
    file = tmp_path / "altered.db"
    file.write_bytes((made / "backup.db").read_bytes())
    with closing(sqlite3.connect(file, isolation_level=None)) as opened:
        opened.execute("DROP TRIGGER revision_no_update")
        opened.execute("UPDATE revision SET actor = 'Eve' WHERE id = 5")
    check_nothing_written(file, target, "History row 5")
    altered = open_engine(f"sqlite:///{file}")
    for name in ("new.jsonl", "new.db"):
        with pytest.raises(DatabaseProblem, match=r"History row 5.*none was made"):
            make_backup(altered, tmp_path / name)
    with pytest.raises(DatabaseProblem, match=r"History row 5.*Nothing was copied"):
        copy_record(altered, target, actor=ANN)
    assert sorted(path.name for path in tmp_path.iterdir() if "new" in path.name) == []
    assert readiness(target) is Readiness.EMPTY


def forged(*documents: tuple[str, dict[str, Any]]) -> bytes:
    """Return lines whose digests are all right and whose contents are those of no record."""
    chain, lines = Chain(), []
    for number, (subject_type, document) in enumerate(documents, start=1):
        values = (number, subject_type, f"key-{number}", 1, "add", "Eve", "", "", canonical_json(document), None)
        row = dict(zip(FIELDS, (*values, chain.extent.last_digest), strict=False))
        row["recorded_at"] = json_lines.dt.datetime(2026, 1, 1, tzinfo=json_lines.dt.UTC)
        row["digest"] = digest_of(row)
        chain.follow(row)
        lines.append(json_lines.row_line(row))
    return json_lines.head_line(chain.extent) + b"".join(lines)


@pytest.mark.parametrize(
    "document", [{}, {"slug": "x"}, {"slug": ["x"], "date": 7}, {"slug": "x", "date": "never", "sources": 3}]
)
@pytest.mark.parametrize("subject_type", ["event", "term", "coding"])
def test_a_history_that_cannot_be_replayed_leaves_nothing(
    engine: Engine, tmp_path: Path, subject_type: str, document: dict[str, Any]
) -> None:
    """Where the digests are right and the contents are not, all that was written is taken back."""
    file = tmp_path / "forged.jsonl"
    file.write_bytes(forged((subject_type, document)))
    with pytest.raises(BackupProblem, match="cannot be replayed"):
        restore_backup(file, engine, actor=ANN)
    assert is_empty(engine)


def test_a_backup_of_another_version_is_told_apart(tmp_path: Path, target: Engine, monkeypatch: Any) -> None:
    """A file of a later form or schema is whole, but of another version, and says so."""
    file = tmp_path / "later.jsonl"
    for name, value in (("HEAD", "9999"), ("FORMAT_VERSION", 2)):
        with monkeypatch.context() as later:
            later.setattr(json_lines, name, value)
            file.write_bytes(json_lines.head_line(Extent(0, FIRST_DIGEST)))
        assert json.loads(file.read_bytes())["count"] == 0
        check_nothing_written(file, target, "another version")


@pytest.mark.parametrize("name", ["backup.jsonl", "backup.db"])
def test_a_database_that_is_not_empty_is_left_alone(made: Path, database_url: str, name: str) -> None:
    """Restoring and copying into a record that is there changes nothing of it."""
    full = new_database(database_url)
    restore_backup(made / "backup.jsonl", full, actor=ANN)
    before = content(full)
    with pytest.raises(DatabaseProblem, match="holds a record already"):
        restore_backup(made / name, full, actor=ANN)
    with pytest.raises(DatabaseProblem, match="holds a record already"):
        copy_record(open_engine(f"sqlite:///{made / 'source.db'}"), full, actor=ANN)
    assert content(full) == before


def test_a_copy_that_differs_is_not_kept(engine: Engine, tmp_path: Path) -> None:
    """A table that does not say what the history says would come out otherwise: the copy is given up."""
    write_past(engine)
    with writing(engine) as session:
        session.connection().exec_driver_sql("UPDATE event SET title = 'Another' WHERE slug = 'event-3'")
    target = new_database(f"sqlite:///{tmp_path / 'target.db'}")
    with pytest.raises(DatabaseProblem, match="is not what it was made of"):
        copy_record(engine, target, actor=ANN)
    assert is_empty(target)


def test_only_a_reviewer_restores_and_copies(made: Path, target: Engine) -> None:
    """A set-up that only reads refuses both before it looks at anything."""
    reader = Actor("A reader", Role.VIEWER)
    with pytest.raises(NotAllowed):
        restore_backup(made / "backup.jsonl", target, actor=reader)
    with pytest.raises(NotAllowed):
        copy_record(open_engine(f"sqlite:///{made / 'source.db'}"), target, actor=reader)
    assert readiness(target) is Readiness.EMPTY


@pytest.mark.postgres
def test_postgresql_gives_no_sqlite_file(postgres_url: str, tmp_path: Path) -> None:
    """The suffix .db asks for what PostgreSQL cannot give; the sentence names the suffix that works."""
    with pytest.raises(UnknownValue, match=r"\.jsonl"):
        make_backup(new_database(postgres_url), tmp_path / "backup.db")
    assert list(tmp_path.iterdir()) == []
