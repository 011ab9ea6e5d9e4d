"""Backups and copies carry everything, from either kind of database to either kind."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from backup_samples import MERGED, content, draft, problems, write_past
from sqlalchemy import Engine

from tests.support.makers import ANN, new_database
from tracker.backup import copy_record, make_backup, restore_backup
from tracker.database import open_engine, reading, writing
from tracker.queries import data_version
from tracker.store import add_event
from tracker.vocabulary import Origin


@pytest.fixture
def source(engine: Engine) -> Engine:
    """A record with a past, on SQLite and then on PostgreSQL."""
    write_past(engine)
    return engine


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An empty database without tables, on SQLite and then on PostgreSQL."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'target.db'}"
    else:
        # Another one than that of the source.
        url = request.getfixturevalue("postgres_server").new_database()
    engine = open_engine(url)
    yield engine
    engine.dispose()


def check_same(source: Engine, target: Engine) -> None:
    """Both hold the same to the last byte, and the copy goes on like the original."""
    before = content(source)
    assert before["merged"] == "event-10" != MERGED
    assert content(target) == before
    assert problems(target) == []
    with writing(target) as session:
        add_event(session, draft(99), origin=Origin.FORM, actor=ANN)
    assert problems(target) == []
    assert len(content(target)["events"]) == len(before["events"]) + 1


def test_lines_carry_everything_between_databases(source: Engine, target: Engine, tmp_path: Path) -> None:
    """Lines of JSON from either kind of database restore into either kind, with every change as it was recorded."""
    file = tmp_path / "backup.jsonl"
    made = make_backup(source, file)
    assert made == restore_backup(file, target, actor=ANN)
    assert made.count == len(content(source)["history"])
    check_same(source, target)


def test_a_sqlite_backup_restores_into_either_kind(target: Engine, tmp_path: Path) -> None:
    """The SQLite form opens by itself as it is, and its history restores into either kind of database."""
    source = new_database(f"sqlite:///{tmp_path / 'source.db'}")
    write_past(source)
    file = tmp_path / "backup.db"
    make_backup(source, file)
    restore_backup(file, target, actor=ANN)
    as_it_is = open_engine(f"sqlite:///{file}")
    assert content(as_it_is) == content(source)
    assert problems(as_it_is) == []
    check_same(source, target)


def test_copy_proves_that_both_sides_hold_the_same(source: Engine, target: Engine) -> None:
    """Counts and hash are those of both sides, and they are what the two databases hold."""
    here, there = copy_record(source, target, actor=ANN)
    assert here == there
    before = content(source)
    assert (here.changes, here.events) == (len(before["history"]), len(before["events"]))
    assert (here.terms, here.codings) == (len(before["terms"]), len(before["codings"]))
    check_same(source, target)


def test_the_hash_tells_records_apart(source: Engine, tmp_path: Path) -> None:
    """A record with one more change has another hash; one that was copied twice has the same."""
    targets = [open_engine(f"sqlite:///{tmp_path / name}.db") for name in ("one", "two", "three")]
    first, second = (copy_record(source, target, actor=ANN)[1] for target in targets[:2])
    with writing(source) as session:
        add_event(session, draft(50), origin=Origin.FORM, actor=ANN)
    third = copy_record(source, targets[2], actor=ANN)[1]
    assert first.content_hash == second.content_hash != third.content_hash


def test_a_backup_of_nothing_is_whole(engine: Engine, target: Engine, tmp_path: Path) -> None:
    """An empty record makes a backup of no changes, which restores."""
    file = tmp_path / "backup.jsonl"
    assert make_backup(engine, file).count == 0
    assert restore_backup(file, target, actor=ANN).count == 0
    assert content(target)["history"] == []


def test_one_session_sees_one_state(source: Engine) -> None:
    """What is written while a reading session is open is not seen in it, so a backup is of one moment."""
    with reading(source) as session:
        before = data_version(session)
        with writing(source) as other:
            add_event(other, draft(60), origin=Origin.FORM, actor=ANN)
        assert data_version(session) == before
    with reading(source) as session:
        assert data_version(session) > before
