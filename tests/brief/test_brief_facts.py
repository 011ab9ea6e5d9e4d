"""What a brief tells: the same numbers as the page "What moved the line", and a plain word where there are none."""

import datetime as dt

import numpy as np
import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from tests.support.exporting import DAY, NOTHING
from tests.support.makers import ANN, make_draft
from tracker.brief import Brief, brief_of, lay_out
from tracker.brief.facts import MOST_EVENTS
from tracker.database import reading, writing
from tracker.exports import Asked
from tracker.filters import EventFilter
from tracker.queries import list_events
from tracker.sentiment import counted_events, evidence_of, find_index, moves_between, reading_of
from tracker.store import add_event
from tracker.vocabulary import Origin, ReviewState

WEEK = EventFilter(since=dt.date(2021, 10, 4), until=dt.date(2021, 10, 10))


def told(session: Session, chosen: EventFilter, on: dt.date = DAY) -> Brief:
    """Return what a brief of a filter tells on a fixed day."""
    return brief_of(Asked(session=session, chosen=chosen, on=on))


def words(brief: Brief) -> str:
    """Return all that a brief says, a paragraph to a line."""
    return "\n".join(each.text for each in lay_out(brief, picture=None))


def test_the_move_is_that_of_the_page(record: Session) -> None:
    """Taken apart from the rows themselves it is the same, event for event, and what is named adds up to it."""
    moved = told(record, WEEK).moved
    assert moved is not None
    events = counted_events(list_events(record))
    evidence = evidence_of(events)
    found = moves_between(evidence, [(each.slug,) for each in events], dt.date(2021, 10, 3), dt.date(2021, 10, 10))
    assert (moved.moves.start, moved.moves.end) == pytest.approx((found.start, found.end))
    assert {part.label: pytest.approx(part.change) for part in found.parts} == {
        part.label: part.change for part in moved.moves.parts
    }
    named = sum(change for _, change in moved.movers) + moved.others
    assert moved.moves.start + moved.moves.fading + named == pytest.approx(moved.moves.end)
    index = find_index(evidence, since=events[0].first_on, until=DAY)
    assert moved.reading.index == pytest.approx(reading_of(*index, dt.date(2021, 10, 10)).index)
    assert moved.reading.lower is not None
    assert moved.reading.upper is not None
    assert moved.reading.lower < moved.reading.index < moved.reading.upper


def test_what_was_announced_is_the_codes_of_the_week(record: Session) -> None:
    """Reach times stance of what entered, with nothing that is remembered."""
    brief = told(record, WEEK)
    assert brief.moved is not None
    assert brief.moved.announced.net == sum(each.stance * each.reach for each in brief.events)
    assert brief.count == len(brief.events) == brief.moved.announced.events


def test_the_whole_record_begins_at_nothing(record: Session) -> None:
    """Without a period the move is all of the line, the first day's events included."""
    brief = told(record, EventFilter())
    assert brief.moved is not None
    assert brief.moved.moves.start == 0
    assert np.isclose(brief.moved.moves.news + brief.moved.moves.fading, brief.moved.moves.end)
    assert brief.count == len(list_events(record))
    assert len(brief.events) == MOST_EVENTS
    assert brief.events == list_events(record)[-MOST_EVENTS:]
    assert f"The latest {MOST_EVENTS} of {brief.count} events; the {brief.count - MOST_EVENTS} earlier ones" in words(
        brief
    )


@pytest.mark.parametrize(
    ("chosen", "says"),
    [
        (NOTHING, ("No event that counts is recorded of what the filter keeps", "No event that the filter keeps is")),
        (EventFilter(stance_min=1), ("The filter keeps only some stances",)),
        (EventFilter(since=dt.date(2030, 1, 1)), ("The period lies ahead", "No event is recorded in this period.")),
        (EventFilter(until=dt.date(2001, 1, 1)), ("The record begins later than this period", "No event is recorded")),
        (
            EventFilter(since=dt.date(2026, 11, 23), until=dt.date(2026, 11, 29)),
            ("No recent evidence", "No event that counts came in.", "The latest one before it, ", "still grows."),
        ),
    ],
)
def test_what_there_is_not_is_said(record: Session, chosen: EventFilter, says: tuple[str, ...]) -> None:
    """No index, no event, a period ahead, a quiet week: each is a brief that says so."""
    text = words(told(record, chosen))
    assert all(each in text for each in says), text
    assert "How to cite it" in text


def test_what_comes_was_known_in_the_period(record: Session) -> None:
    """A rule published before the end of the week takes effect after it; what was dated later is not foretold."""
    brief = told(record, WEEK)
    end = dt.date(2021, 10, 10)
    assert any(each.what == "In force: Measures for the credit-reporting business" for each in brief.ahead)
    assert all(each.event.first_on <= end and each.date > "2021-10-10" for each in brief.ahead)
    assert told(record, EventFilter(since=WEEK.since, until=WEEK.until, search="Meituan")).ahead == ()


def test_an_event_that_lies_ahead_comes(engine: Engine) -> None:
    """As seen on the day of the brief, which then has nothing that happened."""
    with writing(engine) as session:
        add_event(session, make_draft(date="2022-05-17", title="A hearing"), origin=Origin.FORM, actor=ANN)
    with reading(engine) as session:
        brief = told(session, EventFilter(until=dt.date(2022, 1, 7)), dt.date(2022, 1, 7))
        assert [(each.date, each.event.title) for each in brief.ahead] == [("2022-05-17", "A hearing")]
        assert brief.count == 0


def test_doubts_are_marked(record: Session) -> None:
    """A date that is no day, facts that are not sure, and kinds that the line does not count."""
    text = words(told(record, EventFilter(since=dt.date(2021, 7, 1), until=dt.date(2021, 7, 7))))
    assert "Its date is known to the month only. Certainty of the facts: medium." in text
    assert "Of a kind that the line does not count." in words(told(record, EventFilter()))


def test_what_is_left_out_is_counted(engine: Engine) -> None:
    """Drafts are in no brief; how many the filter would keep is said."""
    with writing(engine) as session:
        add_event(session, make_draft(), origin=Origin.FORM, actor=ANN, state=ReviewState.DRAFT)
        add_event(session, make_draft(title="Another rule"), origin=Origin.FORM, actor=ANN)
    with reading(engine) as session:
        brief = told(session, EventFilter())
        assert [each.title for each in brief.events] == ["Another rule"]
        assert "Left out of what the filter keeps: 1 draft." in words(brief)
