"""What lies beside the record goes along: in both forms of a backup, and from one database to another."""

import datetime as dt
from pathlib import Path

import pytest
from backup_samples import content, write_past
from sqlalchemy import Engine

from tests.support.makers import ANN, new_database
from tracker.backup import copy_record, make_backup, restore_backup
from tracker.database import open_engine, reading, writing
from tracker.errors import BackupProblem, DatabaseProblem
from tracker.feed_items import FeedStanding, FetchedItem
from tracker.queries.inbox import EVERY_ITEM_STATE, list_items, list_standings
from tracker.store.beside import read_beside
from tracker.store.inbox import dismiss_item, keep_items, keep_standing, mark_confirmed

NOW = dt.datetime(2026, 6, 10, 8, 30, 15, 250_000, dt.UTC)


def fill_inbox(engine: Engine) -> None:
    """Put items of every sort into the inbox."""
    items = [
        FetchedItem(f"https://example.org/{number}", f"标题 {number}\u2028", f"id-{number}", score=number / 7)
        for number in range(250)
    ]
    items.append(FetchedItem("https://example.org/x", "X", "", dt.date(2026, 6, 1), "zh", "Words", "Text\n\n文", 1.0))
    with writing(engine) as session:
        keep_items(session, "a", items, publisher="A", source_kind="news", at=NOW)
        first, second = (each.id for each in list_items(session, limit=2))
        dismiss_item(session, first, actor=ANN)
        mark_confirmed(session, second, ["event-1"], actor=ANN)
        keep_standing(session, FeedStanding("a", "https://example.org/feed", '"x"', failures=3, wait_until=NOW))


def beside(engine: Engine) -> list[dict[str, object]]:
    """Return all that lies beside a record."""
    with reading(engine) as session:
        return list(read_beside(session))


@pytest.mark.parametrize("name", ["backup.jsonl", "backup.db"])
def test_a_backup_keeps_the_inbox(engine: Engine, tmp_path: Path, name: str) -> None:
    """Items, decisions and the standing of feeds come back as they were, and further items can come in."""
    if name.endswith(".db") and engine.dialect.name != "sqlite":
        return
    write_past(engine)
    fill_inbox(engine)
    make_backup(engine, tmp_path / name)
    restored = open_engine(f"sqlite:///{tmp_path / 'restored.db'}")
    restore_backup(tmp_path / name, restored, actor=ANN)
    assert beside(restored) == beside(engine)
    assert len(beside(restored)) == 252
    assert content(restored) == content(engine)
    with writing(restored) as session:
        new = [FetchedItem("https://example.org/later", "Later")]
        assert keep_items(session, "a", new, publisher="A", source_kind=None, at=NOW).new == 1
        assert list_standings(session)["a"].wait_until == NOW
    restored.dispose()


def test_a_copy_takes_the_inbox_along(engine: Engine, tmp_path: Path) -> None:
    """Both sides hold the same, by a hash that counts the inbox too, in both directions."""
    write_past(engine)
    fill_inbox(engine)
    other = open_engine(f"sqlite:///{tmp_path / 'other.db'}")
    here, there = copy_record(engine, other, actor=ANN)
    assert here == there
    assert beside(other) == beside(engine)
    with writing(other) as session:
        dismiss_item(session, list_items(session)[-1].id, actor=ANN)
    third = open_engine(f"sqlite:///{tmp_path / 'third.db'}")
    assert copy_record(other, third, actor=ANN)[0].content_hash != here.content_hash
    for each in (other, third):
        each.dispose()


def test_a_copy_into_postgresql_goes_on_counting(postgres_url: str, tmp_path: Path) -> None:
    """An item that comes in after the copy gets a number of its own."""
    engine = new_database(f"sqlite:///{tmp_path / 'tracker.db'}")
    fill_inbox(engine)
    target = open_engine(postgres_url)
    copy_record(engine, target, actor=ANN)
    assert beside(target) == beside(engine)
    with writing(target) as session:
        new = [FetchedItem("https://example.org/later", "Later")]
        assert keep_items(session, "a", new, publisher="A", source_kind=None, at=NOW).new == 1
        assert len(list_items(session, EVERY_ITEM_STATE)) == 252
    for each in (engine, target):
        each.dispose()


def test_an_altered_inbox_is_not_restored(tmp_path: Path) -> None:
    """A line that is changed, lost, doubled or put at the end: nothing is written, and one sentence says so."""
    engine = new_database(f"sqlite:///{tmp_path / 'tracker.db'}")
    write_past(engine)
    fill_inbox(engine)
    file = tmp_path / "backup.jsonl"
    make_backup(engine, file)
    lines = file.read_bytes().splitlines(keepends=True)
    damages = {
        "changed": [*lines[:-2], lines[-2].replace(b"Words", b"Wards"), lines[-1]],
        "lost": lines[:-1],
        "doubled": [*lines, lines[-1]],
        "foreign": [*lines, b'{"table":"event"}\n'],
        "cut": [*lines[:-1], lines[-1][:-5]],
    }
    for word, damaged in damages.items():
        file.write_bytes(b"".join(damaged))
        restored = open_engine(f"sqlite:///{tmp_path / word}.db")
        with pytest.raises(BackupProblem):
            restore_backup(file, restored, actor=ANN)
        restored.dispose()
    engine.dispose()


def test_a_restore_wipes_no_inbox(tmp_path: Path) -> None:
    """A database that holds items of feeds and no record yet is not an empty one."""
    engine = new_database(f"sqlite:///{tmp_path / 'tracker.db'}")
    write_past(engine)
    make_backup(engine, tmp_path / "backup.jsonl")
    target = new_database(f"sqlite:///{tmp_path / 'other.db'}")
    fill_inbox(target)
    before = beside(target)
    with pytest.raises(DatabaseProblem, match="items of feeds already"):
        restore_backup(tmp_path / "backup.jsonl", target, actor=ANN)
    assert beside(target) == before
    for each in (engine, target):
        each.dispose()
