"""What the record held on an earlier day, read from the history alone."""

import datetime as dt
from collections.abc import Callable

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from tests.support.made_history import record_on
from tests.support.makers import ANN
from tracker.database import reading, writing
from tracker.errors import NotFound
from tracker.queries import list_events, list_revisions
from tracker.queries.events import EVERY_STATE
from tracker.queries.past import (
    document_at,
    documents_before,
    end_of_day,
    events_as_known,
    events_over_time,
    first_change_on,
    nothing_known_on,
)
from tracker.store import history, merge_events, revise_event, stored_draft, take_step
from tracker.vocabulary import ReviewState, Step

AddEvent = Callable[..., str]


def now() -> dt.datetime:
    """Return this instant, in UTC."""
    return dt.datetime.now(dt.UTC)


def retitle(engine: Engine, slug: str, title: str) -> None:
    """Give an event another title."""
    with writing(engine) as session:
        version, draft = stored_draft(session, slug)
        revise_event(session, slug, draft.model_copy(update={"title": title}), version=version, actor=ANN)


def test_the_history_tells_the_same_as_the_tables(record: Session) -> None:
    """Every event, field by field, comes out of the last documents as it stands in the tables."""
    assert events_as_known(record, now(), EVERY_STATE) == list_events(record, EVERY_STATE)
    assert events_as_known(record, now()) == list_events(record)


def test_nothing_was_known_before_the_first_change(record: Session) -> None:
    """An event of 2018 that was recorded later is not seen before it was recorded."""
    assert events_as_known(record, dt.datetime(2018, 12, 31, tzinfo=dt.UTC)) == ()


def test_each_instant_shows_what_was_recorded_by_then(engine: Engine, add: AddEvent) -> None:
    """Additions, changes, withdrawals and returns count from the moment at which they were recorded."""
    instants = [now()]
    add("a", date="2022-06", end="..", sectors=["gaming"], thread="story")
    add("b", date="2022-05-17")
    add("draft", ReviewState.DRAFT)
    instants.append(now())
    retitle(engine, "a", "Another title")
    instants.append(now())
    with writing(engine) as session:
        take_step(session, "b", Step.WITHDRAW, version=1, actor=ANN, reason="wrong")
    instants.append(now())
    with writing(engine) as session:
        take_step(session, "b", Step.RESTORE, version=2, actor=ANN, reason="right after all")
    instants.append(now())
    with reading(engine) as session:
        known = [events_as_known(session, instant) for instant in instants]
        assert known[-1] == list_events(session)
        assert [len(events_as_known(session, instant, EVERY_STATE)) for instant in instants] == [0, 3, 3, 3, 3]
        assert list(events_over_time(session, instants)) == known
    assert [[(event.slug, event.title, event.version) for event in each] for each in known] == [
        [],
        [("b", "A rule is published", 1), ("a", "A rule is published", 1)],
        [("b", "A rule is published", 1), ("a", "Another title", 2)],
        [("a", "Another title", 2)],
        [("b", "A rule is published", 3), ("a", "Another title", 2)],
    ]


def test_a_clock_that_was_set_back_makes_no_older_version_the_later_one(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The higher version stands from when it is recorded on, even where the one before it says a later hour."""
    day = dt.date(2025, 3, 10)
    record_on(engine, day, "a", date="2025-03-01")
    # Histories of earlier programs hold the clock as it was; now an hour that goes back is not recorded.
    monkeypatch.setattr(history, "max", lambda instant, _: instant, raising=False)
    record_on(engine, day - dt.timedelta(days=5), "a", version=2, date="2025-03-02")
    with reading(engine) as session:
        for later in (-5, 0, 5):
            (event,) = events_as_known(session, end_of_day(day + dt.timedelta(days=later)))
            assert (event.version, event.date) == (2, "2025-03-02")


def test_the_first_change_is_told(engine: Engine) -> None:
    """A day before it knows nothing, its own day and any other do; an empty history has none."""
    day = dt.date(2025, 3, 10)
    with reading(engine) as session:
        assert first_change_on(session) is None
        assert nothing_known_on(session, day) == ""
    record_on(engine, day, "a", hour=0, date="2025-03-01")
    record_on(engine, day + dt.timedelta(days=2), "b", date="2025-03-01")
    with reading(engine) as session:
        assert first_change_on(session) == day
        assert nothing_known_on(session, day) == nothing_known_on(session, day + dt.timedelta(days=1)) == ""
        words = "begins on 10 March 2025; at the end of 9 March 2025 it held nothing"
        assert words in nothing_known_on(session, day - dt.timedelta(days=1))


def test_an_instant_may_be_told_in_any_time_zone(engine: Engine, add: AddEvent) -> None:
    """The same instant shows the same record, in Beijing as in London."""
    add("a")
    instant = now()
    retitle(engine, "a", "Later")
    beijing = instant.astimezone(dt.timezone(dt.timedelta(hours=8)))
    with reading(engine) as session:
        assert [event.title for event in events_as_known(session, beijing)] == ["A rule is published"]
        assert events_as_known(session, beijing) == events_as_known(session, instant)


def test_a_merged_event_was_known_until_it_was_merged(engine: Engine, add: AddEvent) -> None:
    """Both stood in the record before, one of them after."""
    add("kept")
    add("gone")
    instant = now()
    with writing(engine) as session:
        merge_events(session, "kept", "gone", kept_version=1, gone_version=1, actor=ANN)
        assert [event.slug for event in events_as_known(session, instant)] == ["gone", "kept"]
        assert [event.slug for event in events_as_known(session, now())] == ["kept"]


def test_the_document_of_each_version_can_be_read(engine: Engine, add: AddEvent) -> None:
    """A comparison starts from the version that somebody began to edit, or from the one before a change."""
    add("a", sectors=["gaming"])
    retitle(engine, "a", "Second")
    with reading(engine) as session:
        second, first = list_revisions(session, subject_type="event", subject_key="a")
        assert document_at(session, "a", 1) == first.document
        assert documents_before(session, (second, first)) == {second.id: first.document}
        assert documents_before(session, ()) == {}
        assert document_at(session, "a", 2)["title"] == "Second"
        with pytest.raises(NotFound, match="no version 3 of a"):
            document_at(session, "a", 3)


def test_a_long_past_is_read_page_by_page(engine: Engine, add: AddEvent) -> None:
    """Reading on before the last change that was seen gives every change once."""
    add("a")
    for number in range(5):
        retitle(engine, "a", f"Title {number}")
    with reading(engine) as session:
        every = list_revisions(session)
        pages = [list_revisions(session, limit=2)]
        while pages[-1]:
            pages.append(list_revisions(session, before=pages[-1][-1].id, limit=2))
    assert [len(page) for page in pages] == [2, 2, 2, 0]
    assert tuple(row for page in pages for row in page) == every
