"""The whole record as a SQLite file, as SQLite, Datasette and this program itself take it."""

import asyncio
import datetime as dt
import json
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from datasette.app import Datasette
from sqlalchemy import Engine

from tests.support.command_line import Run
from tests.support.exporting import exported
from tests.support.makers import ANN, KNOWN_ITEM, SEED_EVENTS, make_draft
from tracker.cli.options import file_to_write
from tracker.database import open_engine, reading, writing
from tracker.errors import TrackerError, UnknownValue
from tracker.exports import database_file
from tracker.filters import EventFilter
from tracker.queries import list_events, list_revisions
from tracker.queries.events import EVERY_STATE
from tracker.store import add_event
from tracker.store.inbox import keep_items
from tracker.vocabulary import Origin, ReviewState


def test_it_is_the_whole_record(engine: Engine, tmp_path: Path) -> None:
    """From either database: sound, with each event in any state and the history to the letter, and no inbox."""
    with writing(engine) as session:
        for slug, state in (("one", ReviewState.ACCEPTED), ("two", ReviewState.DRAFT)):
            add_event(session, make_draft(title="滴滴"), origin=Origin.FORM, actor=ANN, slug=slug, state=state)
        for name in ("feed", "gone"):
            keep_items(session, name, [KNOWN_ITEM], publisher="A Paper", source_kind="news", at=dt.datetime.now(dt.UTC))
    with writing(engine) as session:
        session.connection().exec_driver_sql("DELETE FROM feed_item WHERE feed = 'gone'")
    file = tmp_path / "record.db"
    with reading(engine) as session:
        content, written = exported(session, "db")
        file.write_bytes(content)
        events, history = list_events(session, EVERY_STATE), list_revisions(session)
    assert written.count == 2
    copy = open_engine(f"sqlite:///{file}")
    with reading(copy) as session:
        assert list_events(session, EVERY_STATE) == events
        assert list_revisions(session) == history
    copy.dispose()
    with closing(sqlite3.connect(file)) as read:
        assert read.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert read.execute("SELECT count(*) FROM feed_item").fetchone() == (0,)
    assert KNOWN_ITEM.url.encode() not in file.read_bytes()


def test_it_takes_no_filter(seeded_engine: Engine, run: Run, tmp_path: Path) -> None:
    """What would be left out is not: the command says so and writes nothing."""
    with reading(seeded_engine) as session, pytest.raises(UnknownValue, match="holds everything"):
        exported(session, "db", EventFilter(sectors=("gaming",)))
    outcome = run("export", tmp_path / "record.db", "--sector", "gaming")
    assert outcome.status == 2
    assert not (tmp_path / "record.db").exists()


def test_datasette_opens_it_with_labels(run: Run, tmp_path: Path) -> None:
    """It counts the rows, names each column, and shows a story by its name instead of its number."""
    file, labels = tmp_path / "record.db", tmp_path / "record.metadata.json"
    outcome = run("export", file)
    assert outcome.status == 0
    assert str(labels) in outcome.err
    program = [str(Path(sys.executable).with_name("datasette")), "inspect", str(file)]
    inspected = json.loads(subprocess.run(program, check=True, capture_output=True, timeout=120).stdout)
    assert inspected["record"]["tables"]["event"]["count"] == SEED_EVENTS
    with ThreadPoolExecutor() as apart:
        # Browser tests that ran before leave a loop running in this thread.
        shown = apart.submit(asyncio.run, page_of(file, json.loads(labels.read_text()))).result()
    assert shown["rows"][0]["thread_id"]["label"]
    described = json.loads(labels.read_text())
    tables = described["databases"]["record"]["tables"]
    assert all(each["description"] for each in tables.values())
    assert tables["event"]["columns"]["stance"].startswith("From -3")
    with closing(sqlite3.connect(file)) as read:
        for name, table in tables.items():
            columns = {row[1] for row in read.execute(f"PRAGMA table_info({name})")}
            assert {*table.get("columns", {}), *filter(None, [table.get("label_column")])} <= columns


def test_a_named_file_needs_no_room_elsewhere(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It grows beside its place: a folder for temporary files is often a part of memory."""
    monkeypatch.delattr(database_file, "TemporaryDirectory")
    assert run("export", tmp_path / "record.db").status == 0
    with closing(sqlite3.connect(tmp_path / "record.db")) as read:
        assert read.execute("SELECT count(*) FROM event").fetchone() == (SEED_EVENTS,)


def test_the_database_that_comes_to_its_place_meanwhile_stays(seeded_url: str, tmp_path: Path) -> None:
    """Whoever puts it there while the file is being written loses nothing."""
    file, database = tmp_path / "record.csv", Path(seeded_url.removeprefix("sqlite:///"))
    engine = open_engine(seeded_url)
    with pytest.raises(TrackerError, match="the database itself"), reading(engine) as session:  # noqa: SIM117, PT012
        with file_to_write(file, session) as new:
            new.write_text("events")
            file.hardlink_to(database)
    engine.dispose()
    assert file.samefile(database)


def test_labels_that_are_there_stay(run: Run, tmp_path: Path) -> None:
    """What people have written themselves is theirs, and the command says so; its own are the same after a change."""
    file, labels = tmp_path / "record.db", tmp_path / "record.metadata.json"
    labels.write_text("mine")
    outcome = run("export", file)
    assert (outcome.status, labels.read_text()) == (0, "mine")
    assert f"{labels} was there and is left as it is" in outcome.err
    labels.unlink()
    assert "stands in" in run("export", file).err
    assert run("edit", "game-freeze-2018", "--summary", "Shorter.", "--why", "too long").status == 0
    assert "stands in" in run("export", file).err


def test_no_half_of_the_pair_is_written(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the labels cannot be written, there is no database either."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(database_file, "labels_file", full)
    outcome = run("export", tmp_path / "record.db")
    assert outcome.status == 1
    assert "No space left on device" in outcome.err
    assert list(tmp_path.glob("record.*")) == []


def test_no_labels_stay_where_the_database_cannot_take_its_place(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The database takes its place first, and what fails there leaves neither."""
    file, whole = tmp_path / "record.db", Path.replace

    def failing(path: Path, to: Path) -> Path:
        if to == file:
            raise OSError(5, "Input/output error")
        return whole(path, to)

    monkeypatch.setattr(Path, "replace", failing)
    outcome = run("export", file)
    assert (outcome.status, f"{file} cannot be written: Input/output error" in outcome.err) == (1, True)
    assert list(tmp_path.glob("record.*")) == []


async def page_of(file: Path, labels: dict[str, Any]) -> dict[str, Any]:
    """Return events with a story as Datasette gives them to programs."""
    datasette = Datasette([str(file)], metadata=labels)
    address = "/record/event.json?_labels=on&_shape=objects&thread_id__notblank=1&_size=1"
    shown: dict[str, Any] = (await datasette.client.get(address)).json()
    return shown
