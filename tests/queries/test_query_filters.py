"""The statements of a filter against one plain question to each event of the curated record."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from plain_filter import kept_slugs
from sqlalchemy import Engine
from sqlmodel import Session

from tests.support.makers import SEED_EVENTS
from tracker.database import reading
from tracker.filters import EventFilter
from tracker.queries import list_events, list_terms
from tracker.queries.events import EVERY_STATE
from tracker.read_models import EventRow, TermRow
from tracker.vocabulary import Kind, ReviewState, TermType

AddEvent = Callable[..., str]

read_only = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])

LISTS = {
    "sectors": TermType.SECTOR,
    "agencies": TermType.AGENCY,
    "companies": TermType.COMPANY,
    "people": TermType.PERSON,
    "threads": TermType.THREAD,
}
WORDS = ["game", "DiDi", "data SECURITY", "审查", "滴滴", "网信办", "the draft", "2021", "%", "_", "fine 罚", "nowhere"]


def slugs(session: Session, chosen: EventFilter) -> list[str]:
    """Return what the record keeps, by slug."""
    return [event.slug for event in list_events(session, chosen)]


def test_without_conditions_the_accepted_record_comes_in_order(
    record: Session, record_events: tuple[EventRow, ...]
) -> None:
    """By first day, then last day, then slug."""
    read = list_events(record)
    assert len(read) == SEED_EVENTS
    assert read == tuple(event for event in record_events if event.review_state is ReviewState.ACCEPTED)
    assert list(read) == sorted(read, key=lambda event: (event.first_on, event.last_on, event.slug))


@pytest.mark.parametrize("kind", Kind)
def test_each_kind(record: Session, record_events: tuple[EventRow, ...], kind: Kind) -> None:
    """Each kind of the vocabulary is in the record, and keeps exactly its own events."""
    kept = slugs(record, EventFilter(kinds=(kind,)))
    assert kept
    assert kept == [event.slug for event in record_events if event.kind is kind]


@pytest.mark.parametrize("field", LISTS)
def test_each_entry_of_a_vocabulary(
    record: Session, record_events: tuple[EventRow, ...], record_terms: tuple[TermRow, ...], field: str
) -> None:
    """Each sector, agency, company, person and thread keeps exactly the events that name it."""
    for term in record_terms:
        if term.type == LISTS[field]:
            chosen = EventFilter(**{field: (term.key,)})
            assert slugs(record, chosen) == kept_slugs(record_events, record_terms, chosen)


@pytest.mark.parametrize("low", range(-3, 4))
@pytest.mark.parametrize("high", range(-3, 4))
def test_each_range_of_stances(record: Session, record_events: tuple[EventRow, ...], low: int, high: int) -> None:
    """Both bounds belong to the range; a range that is turned round keeps nothing."""
    kept = slugs(record, EventFilter(stance_min=low, stance_max=high))
    assert kept == [event.slug for event in record_events if low <= event.stance <= high]


@pytest.mark.parametrize("days", [0, 1, 30, 365])
def test_the_edges_of_a_period(record: Session, record_events: tuple[EventRow, ...], days: int) -> None:
    """An event belongs to a period if any day that its date allows lies in it, first and last day included."""
    for event in record_events[::10]:
        for since in (event.first_on, event.last_on, event.last_on + dt.timedelta(days=1)):
            until = since + dt.timedelta(days=days)
            kept = slugs(record, EventFilter(since=since, until=until))
            assert kept == [each.slug for each in record_events if each.last_on >= since and each.first_on <= until]
            assert (event.slug in kept) == (since <= event.last_on)


def test_a_month_that_is_known_as_such_lies_in_each_of_its_days(record: Session) -> None:
    """A date known to the month is not pushed to the month's first day."""
    (month,) = [event for event in list_events(record) if event.slug == "game-freeze-2018"]
    assert (month.date, month.first_on, month.last_on) == ("2018-03", dt.date(2018, 3, 1), dt.date(2018, 3, 31))
    for day in (1, 17, 31):
        on_day = EventFilter(since=dt.date(2018, 3, day), until=dt.date(2018, 3, day))
        assert "game-freeze-2018" in slugs(record, on_day)


def test_values_of_one_condition_are_alternatives_and_conditions_add_up(
    record: Session, record_events: tuple[EventRow, ...]
) -> None:
    """Two sectors keep the events of either; a kind beside them has to hold as well."""
    gaming, cloud = (set(slugs(record, EventFilter(sectors=(key,)))) for key in ("gaming", "cloud"))
    assert gaming
    assert cloud
    either = EventFilter(sectors=("gaming", "cloud"))
    assert set(slugs(record, either)) == gaming | cloud
    rules = {event.slug for event in record_events if event.kind is Kind.RULE}
    assert set(slugs(record, replace(either, kinds=(Kind.RULE,)))) == (gaming | cloud) & rules


def test_an_event_that_names_several_is_kept_once(record: Session) -> None:
    """Two of its own names do not double an event."""
    kept = slugs(record, EventFilter(companies=("Tencent", "Alibaba", "DiDi")))
    assert len(kept) == len(set(kept))


def test_each_condition_on_both_databases(engine: Engine, add: AddEvent) -> None:
    """SQLite and PostgreSQL keep the same events under every condition, alone and together."""
    add("freeze", kind="licensing", date="2021-07", end="2022-04-11", stance=-3, sectors=["gaming"], agencies=["NPPA"])
    add("resume", kind="licensing", date="2022-04-11", stance=2, sectors=["gaming"], agencies=["NPPA"], thread="games")
    add(
        "removal", kind="enforcement", date="2021-07-04", stance=-3, companies=["DiDi"], agencies=["CAC"], thread="didi"
    )
    add("speech", kind="signal", date="2022-05-17", stance=2, people=["Liu He"], sectors=["cloud", "gaming"])
    add("draft", ReviewState.DRAFT, date="2021-07-10", sectors=["cloud"], title="网络安全审查")
    choices = [
        EventFilter(),
        EventFilter(since=dt.date(2021, 7, 31)),
        EventFilter(until=dt.date(2021, 7, 3)),
        EventFilter(since=dt.date(2021, 7, 5), until=dt.date(2022, 4, 11)),
        EventFilter(sectors=("gaming",)),
        EventFilter(sectors=("gaming", "cloud"), stance_min=0),
        EventFilter(agencies=("CAC", "NPPA"), kinds=(Kind.LICENSING,)),
        EventFilter(companies=("DiDi",)),
        EventFilter(people=("Liu He",)),
        EventFilter(threads=("games", "didi")),
        EventFilter(stance_max=-3),
        EventFilter(stance_min=-2, stance_max=1),
        EventFilter(states=(ReviewState.DRAFT,)),
        EventFilter(search="审查", states=tuple(ReviewState)),
        EventFilter(search="liu", kinds=(Kind.SIGNAL, Kind.LAW), since=dt.date(2022, 1, 1)),
    ]
    with reading(engine) as session:
        every, names = list_events(session, EVERY_STATE), list_terms(session)
        kept = [slugs(session, chosen) for chosen in choices]
    assert kept == [kept_slugs(every, names, chosen) for chosen in choices]
    assert kept[0] == ["freeze", "removal", "resume", "speech"]
    assert [len(each) for each in kept[1:]] == [3, 1, 2, 3, 2, 2, 1, 1, 2, 2, 0, 1, 1, 1]


_day = st.none() | st.dates(dt.date(2018, 1, 1), dt.date(2026, 12, 31))


@given(since=_day, until=_day, states=st.lists(st.sampled_from(ReviewState), min_size=1, max_size=3).map(tuple))
@read_only
def test_a_period_keeps_the_same_in_the_statement_and_in_a_list(
    record: Session, since: dt.date | None, until: dt.date | None, states: tuple[ReviewState, ...]
) -> None:
    """What a page takes of the Events of all times is what the database would have given, in content and order."""
    chosen = EventFilter(since=since, until=until, states=states)
    every = list_events(record, EventFilter(states=states))
    assert list_events(record, chosen) == tuple(one for one in every if chosen.reaches(one.first_on, one.last_on))


@given(data=st.data())
@read_only
def test_any_filter_keeps_what_the_plain_question_keeps(
    record: Session, record_terms: tuple[TermRow, ...], data: st.DataObject
) -> None:
    """Whatever conditions meet, the statements and the plain questions agree, in content and order."""
    keys = {
        field: st.lists(st.sampled_from([term.key for term in record_terms if term.type == term_type]), max_size=4).map(
            tuple
        )
        for field, term_type in LISTS.items()
    }
    sometimes = {field: st.just(()) | values for field, values in keys.items()}
    chosen = data.draw(
        st.builds(
            EventFilter,
            since=_day,
            until=_day,
            kinds=st.just(()) | st.lists(st.sampled_from(Kind), max_size=6).map(tuple),
            stance_min=st.none() | st.integers(-3, 3),
            stance_max=st.none() | st.integers(-3, 3),
            search=st.just("") | st.sampled_from(WORDS),
            states=st.lists(st.sampled_from(ReviewState), min_size=1, max_size=3).map(tuple),
            **sometimes,
        )
    )
    every = list_events(record, EVERY_STATE)
    assert slugs(record, chosen) == kept_slugs(every, record_terms, chosen)
    unsearched = replace(chosen, search="")
    kept = [event.slug for event in every if chosen.keeps(event)]
    assert kept == kept_slugs(every, record_terms, unsearched)
