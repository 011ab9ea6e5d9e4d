"""The whole record out of one database, through a file and the own reader, into an empty one, and out again."""

import io
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.support.makers import ANN, SEED_EVENTS, new_database
from tests.support.own_reader import OwnEvent, read_own
from tracker.database import reading, writing
from tracker.event.draft import parse_event
from tracker.exports import event_document, export_bytes
from tracker.formats import READ_BACK
from tracker.queries import list_events
from tracker.queries.events import EVERY_STATE
from tracker.read_models import EventRow
from tracker.store import NewEvent, add_event, add_events, take_step
from tracker.vocabulary import Origin, ReviewState, Step


@pytest.fixture
def rows(seeded_engine: Engine) -> tuple[EventRow, ...]:
    """The curated record and a few events that people added, in every state and with hostile texts."""
    hostile = parse_event(
        {
            "title": '=HYPERLINK("https://example.org")',
            "title_zh": "＝网络；审查、办法",
            "date": "mid-May 2022",
            "end": "ongoing",
            "kind": "signal",
            "stance": -1,
            "stance_reason": "-1+1",
            "reach": 2,
            "companies": ["A; B", "C\\D", "'=1", "+1"],
            "agencies": ["@SUM(1)"],
            "summary": "\"One\"\n=2\n\t-3, 'four'\n;=5",
            "date_evidence": "_x000D_ &amp; <b>",
            "sources": [
                {"url": "https://example.org/a;b,c", "publisher": "P; Q", "published_on": "May 2022"},
                {"url": "https://example.org/d;", "language": "zh", "kind": "official"},
            ],
        }
    )
    with writing(seeded_engine) as session:
        add_event(session, hostile, origin=Origin.FORM, actor=ANN, slug="hostile")
        draft = parse_event({**hostile.model_dump(mode="json"), "title": "草稿", "end": None, "end_text": None})
        add_event(session, draft, origin=Origin.CLI, actor=ANN, slug="a-draft", state=ReviewState.DRAFT)
        take_step(session, "yahoo-exits-china", Step.WITHDRAW, version=1, actor=ANN, reason="to see it come back")
        return list_events(session, EVERY_STATE)


def stored_again(file: bytes, name: str, engine: Engine) -> tuple[EventRow, ...]:
    """Read a file with the own reader into an empty database and return what that holds."""
    events = list(read_own(f"record.{name}", io.BytesIO(file)))
    with writing(engine) as session:
        for origin in Origin:
            new = [_new(event) for event in events if event.origin is origin]
            add_events(session, new, origin=origin, actor=ANN)
    with reading(engine) as session:
        return list_events(session, EVERY_STATE)


def _new(event: OwnEvent) -> NewEvent:
    return NewEvent(event.draft, event.slug, event.review_state)


@pytest.mark.parametrize("name", ["csv", "json"])
def test_the_record_comes_back_byte_for_byte(rows: tuple[EventRow, ...], engine: Engine, name: str) -> None:
    """A file, read into an empty database and written again, is the same file, on either database."""
    file = export_bytes(rows, name)
    assert export_bytes(stored_again(file, name, engine), name) == file


@pytest.mark.parametrize("name", READ_BACK)
def test_the_record_comes_back_field_by_field(rows: tuple[EventRow, ...], tmp_path: Path, name: str) -> None:
    """Every event has every field, name and source again; only its version starts anew, which belongs to a database."""
    empty = new_database(f"sqlite:///{tmp_path / 'empty.db'}")
    again = stored_again(export_bytes(rows, name), name, empty)
    empty.dispose()
    assert again == tuple(replace(row, version=1) for row in rows)


def test_the_three_formats_hold_the_same(rows: tuple[EventRow, ...]) -> None:
    """Whichever file a reader takes, the events read from it are equal."""
    read = {name: list(read_own("record", io.BytesIO(export_bytes(rows, name)))) for name in READ_BACK}
    assert read["csv"] == read["json"] == read["xlsx"]
    assert len(read["csv"]) == len(rows) == SEED_EVENTS + 2


def test_an_export_holds_all_that_the_record_knows(rows: tuple[EventRow, ...]) -> None:
    """Every field of a row but its version is in its document, so that nothing can be forgotten in a new field."""
    fields = set(EventRow.__dataclass_fields__) - {"version", "precision", "approximate"}
    assert set(event_document(rows[0])) == fields
