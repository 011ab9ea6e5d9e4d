"""Counts come from the database and are those of everything read; Events are read some hundred at a time."""

import tracemalloc
from collections import Counter
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from tests.support.makers import ANN, add_one, make_draft, new_database
from tracker.database import reading, writing
from tracker.filters import EventFilter
from tracker.models import Event
from tracker.queries import (
    changed_events,
    count_record,
    data_version,
    iter_events,
    list_events,
    list_revisions,
    list_terms,
    record_state,
)
from tracker.queries.events import EVERY_STATE
from tracker.read_models import RecordState
from tracker.store import NewEvent, add_events
from tracker.vocabulary import Origin, ReviewState

MANY = 3000
MEGABYTE = 1_000_000


def new_event(number: int, state: ReviewState) -> NewEvent:
    """Return an Event; several share a day, so that the slug decides on their order."""
    draft = make_draft(
        title=f"Event {number}",
        date=f"2021-{number % 12 + 1:02d}",
        companies=[f"Firm {number % 7}", f"Firm {number % 3 + 10}"],
        summary="A summary of some length. " * 20,
        sources=[{"url": f"https://example.org/{number}/{place}"} for place in range(number % 3 + 1)],
    )
    return NewEvent(draft, f"event-{number}", state)


def fill(engine: Engine, count: int) -> None:
    """Add so many Events, in each state in turn."""
    states = list(ReviewState)
    with writing(engine) as session:
        new = [new_event(number, states[number % len(states)]) for number in range(count)]
        add_events(session, new, origin=Origin.IMPORT, actor=ANN)


@pytest.mark.parametrize("count", [0, 1, 23])
def test_the_counts_are_those_of_what_can_be_read(engine: Engine, count: int) -> None:
    """On either database, with and without Events, and for each state and type of name."""
    fill(engine, count)
    with reading(engine) as session:
        found = count_record(session)
        events, terms = list_events(session, EVERY_STATE), list_terms(session)
        accepted = list_events(session)
        assert found.changes == data_version(session)
    assert found.events == len(accepted)
    assert found.sources == sum(len(event.sources) for event in accepted)
    assert found.states == Counter(event.review_state.value for event in events)
    assert found.vocabularies == Counter(term.type.value for term in terms)
    assert list(found.vocabularies) == sorted(found.vocabularies)
    ends = (accepted[0].date, accepted[-1].date) if accepted else (None, None)
    assert (found.first, found.last) == ends


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A record of some thousand Events."""
    engine = new_database(f"sqlite:///{tmp_path_factory.mktemp('many') / 'tracker.db'}")
    fill(engine, MANY)
    yield engine
    engine.dispose()


def test_what_is_read_in_parts_is_whole_and_in_order(many: Engine) -> None:
    """More Events than one part holds: each once, by date and slug, with its own names and sources in their order."""
    with reading(many) as session:
        events = list_events(session, EVERY_STATE)
    assert len({event.slug for event in events}) == len(events) == MANY
    assert list(events) == sorted(events, key=lambda event: (event.first_on, event.last_on, event.slug))
    for event in events:
        number = int(event.slug.removeprefix("event-"))
        assert event.companies == (f"Firm {number % 7}", f"Firm {number % 3 + 10}")
        assert [source.url for source in event.sources] == [
            f"https://example.org/{number}/{place}" for place in range(number % 3 + 1)
        ]


def test_the_memory_does_not_grow_with_the_record(many: Engine) -> None:
    """Taken one by one, thousands of Events need no more than some hundred do."""

    def peak(chosen: EventFilter) -> float:
        with reading(many) as session:
            tracemalloc.start()
            try:
                count = sum(1 for _ in iter_events(session, chosen))
                assert count > 0
                return tracemalloc.get_traced_memory()[1] / MEGABYTE
            finally:
                tracemalloc.stop()

    peak(EVERY_STATE)
    few = peak(EventFilter(states=(ReviewState.DRAFT,)))
    assert peak(EVERY_STATE) < few + 2


def test_reading_on_is_not_disturbed_by_other_reads(engine: Engine) -> None:
    """Between two Events the same session may ask for something else, on either database."""
    fill(engine, 600)
    with reading(engine) as session:
        slugs = []
        for event in iter_events(session, EVERY_STATE):
            slugs.append(event.slug)
            if len(slugs) % 100 == 0:
                assert count_record(session).changes > 0
    assert len(set(slugs)) == 600


def test_the_state_of_the_record(engine: Engine) -> None:
    """The state is the number and the day, in UTC, of the latest change; an empty record has none."""
    with reading(engine) as session:
        assert record_state(session) == RecordState(0, None)
    add_one(engine, "a-rule")
    with reading(engine) as session:
        state, latest = record_state(session), list_revisions(session)[0]
    assert (state.change, state.changed_on) == (latest.id, latest.recorded_at.date())


def test_events_changed_after_a_change(engine: Engine) -> None:
    """Each Event that was added or changed since is named once, and nothing from before."""
    add_one(engine, "a-rule")
    with reading(engine) as session:
        before = record_state(session).change
    add_one(engine, "b-rule", thread="A thread of its own")
    with reading(engine) as session:
        numbers = dict(session.exec(select(Event.slug, Event.id)).all())
        assert changed_events(session, before) == (numbers["b-rule"],)
        assert changed_events(session, 0) == (numbers["a-rule"], numbers["b-rule"])
        assert changed_events(session, record_state(session).change) == ()
