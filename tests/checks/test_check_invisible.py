"""What nobody sees in a record that was stored before it was taken out on entry."""

import datetime as dt
from dataclasses import replace

import pytest
from sqlalchemy import text
from sqlmodel import Session

from tracker.checks import check_rows
from tracker.database import open_engine, reading, writing
from tracker.queries import list_events, list_terms
from tracker.queries.events import EVERY_STATE
from tracker.read_models import EventRow, TermRow

TODAY = dt.date(2026, 11, 1)


@pytest.fixture
def rows(seeded_url: str) -> tuple[tuple[EventRow, ...], tuple[TermRow, ...]]:
    """The curated record's events and vocabularies."""
    engine = open_engine(seeded_url)
    with reading(engine) as session:
        found = list_events(session, EVERY_STATE), list_terms(session)
    engine.dispose()
    return found


@pytest.mark.parametrize(
    ("field", "name"),
    [("title", "Title"), ("title_zh", "Chinese title"), ("summary", "Summary"), ("stance_reason", "Why this stance")],
)
def test_a_hidden_sign_in_a_stored_text_is_found(
    rows: tuple[tuple[EventRow, ...], tuple[TermRow, ...]], field: str, name: str
) -> None:
    """The check names the event, the field and the sign, and says what to do."""
    events, terms = rows
    assert not [each for each in check_rows(events, terms, today=TODAY) if "Invisible" in each.message]
    hidden = tuple(replace(each, **{field: f"滴\u200b{getattr(each, field) or ''}"}) for each in events[:1])
    found = [each for each in check_rows((*hidden, *events[1:]), terms, today=TODAY) if "Invisible" in each.message]
    (problem,) = found
    assert problem.place == events[0].slug
    assert f"“{name}”" in problem.message
    assert "zero width space" in problem.message


def test_a_hidden_sign_in_a_name_is_found(rows: tuple[tuple[EventRow, ...], tuple[TermRow, ...]]) -> None:
    """A company that looks like another one is reported at its entry."""
    events, terms = rows
    odd = replace(terms[0], key=f"{terms[0].key}\u200b", name=f"{terms[0].name}\u200b")
    found = [each for each in check_rows(events, (*terms, odd), today=TODAY) if "invisible" in each.message]
    assert [each.field for each in found] == ["key", "name"]


def test_what_a_check_calls_clean_stays_so(seeded_url: str) -> None:
    """A sign that gets into the table past the program is found by the same check."""
    engine = open_engine(seeded_url)
    with writing(engine) as session:
        statement = text("update event set title = title || :sign where slug = 'didi-app-removal'")
        session.connection().execute(statement, {"sign": "\u2060"})
    with reading(engine) as session:
        assert isinstance(session, Session)
        found = check_rows(list_events(session, EVERY_STATE), list_terms(session), today=TODAY)
    engine.dispose()
    assert [each.place for each in found if "word joiner" in each.message] == ["didi-app-removal"]
