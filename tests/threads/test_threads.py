import datetime as dt
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tests.support.makers import event_row
from tracker.read_models import EventRow
from tracker.threads import (
    QUIET_DAYS,
    RULES,
    ThreadStatus,
    duration_words,
    gap_words,
    known_by,
    longest_gap,
    thread_state,
)
from tracker.vocabulary import Kind

made_up = partial(event_row, thread="story")

TODAY = dt.date(2026, 6, 1)


@pytest.fixture(scope="module")
def by_slug(record_events: tuple[EventRow, ...]) -> dict[str, EventRow]:
    """The curated record by slug."""
    return {event.slug: event for event in record_events}


def story(record: dict[str, EventRow], thread: str) -> list[EventRow]:
    """Return the events of a thread of the curated record."""
    return [event for event in record.values() if event.thread == thread]


@pytest.mark.parametrize(
    ("slug", "words"),
    [
        ("game-freeze-2021", "263 days frozen"),
        ("game-freeze-2018", "273 to 303 days frozen"),
        ("alibaba-probe-opened", "107 days under investigation"),
        ("shanghai-lockdown", "65 days locked down"),
        ("alibaba-fine", ""),
    ],
)
def test_durations_of_the_record_in_words(by_slug: dict[str, EventRow], slug: str, words: str) -> None:
    """A freeze, a probe and a lockdown last as many days as lie between their dates; a month stays a range."""
    assert duration_words(by_slug[slug], TODAY) == words


def test_what_goes_on_has_lasted_so_far() -> None:
    """Before its end, and without one, an event has lasted until the day that is asked about."""
    event = made_up("probe", "2021-01-01", end="2021-12-31", kind=Kind.INVESTIGATION)
    assert duration_words(event, dt.date(2021, 1, 31)) == "30 days under investigation so far"
    assert duration_words(event, dt.date(2022, 6, 1)) == "364 days under investigation"
    still = made_up("freeze", "2021-01-01", -3, end="..", kind=Kind.LICENSING)
    assert duration_words(still, dt.date(2021, 1, 2)) == "1 day frozen so far"


def test_the_status_of_a_story_of_the_record_moves_with_the_day(by_slug: dict[str, EventRow]) -> None:
    """The DiDi case is unknown, then open, then eased, and closed two years after its last event."""
    didi = story(by_slug, "didi-case")
    expected = {
        dt.date(2021, 1, 1): None,
        dt.date(2021, 7, 3): ThreadStatus.OPEN,
        dt.date(2022, 7, 21): ThreadStatus.OPEN,
        dt.date(2023, 1, 16): ThreadStatus.EASED,
        dt.date(2025, 1, 15): ThreadStatus.EASED,
        dt.date(2025, 1, 16): ThreadStatus.CLOSED,
    }
    for day, status in expected.items():
        state = thread_state(didi, day)
        assert (state.status if state else None) is status, day
    closed = thread_state(didi, TODAY)
    assert closed is not None
    assert closed.reason == "nothing recorded since 17 January 2023"


def test_a_restriction_that_goes_on_keeps_a_thread_open() -> None:
    """A later easing does not close what still lasts, and silence does not either."""
    freeze = made_up("freeze", "2020-01-01", -3, end="..", kind=Kind.LICENSING)
    state = thread_state([freeze, made_up("pledge", "2020-02-01", 1)], TODAY)
    assert state is not None
    assert state.status is ThreadStatus.OPEN
    assert state.reason == "still going on: Freeze (1 January 2020)"


def test_a_firm_s_own_step_does_not_decide_but_stands_in_where_there_is_nothing_else() -> None:
    """Kinds that the index counts give the direction; a story without any takes what there is."""
    rule, exit_ = made_up("rule", "2026-01-01", 1), made_up("exit", "2026-02-01", -2, kind=Kind.COMPANY_RESPONSE)
    both, alone = thread_state([rule, exit_], TODAY), thread_state([made_up("x", "2026-02-02", 0), exit_], TODAY)
    assert both is not None
    assert both.status is ThreadStatus.EASED
    assert alone is not None
    assert alone.status is ThreadStatus.OPEN


def test_on_one_day_the_stronger_decides_and_neutral_never_does() -> None:
    """A weak tightening beside a strong easing eases; of two as strong the tightening counts; neutral never does."""
    day = "2026-03-01"
    eased = thread_state([made_up("a", day, -1), made_up("b", day, 2), made_up("c", "2026-04-01", 0)], TODAY)
    even = thread_state([made_up("a", day, -2), made_up("b", day, 2)], TODAY)
    neutral = thread_state([made_up("c", day, 0)], TODAY)
    assert [state and state.status for state in (eased, even, neutral)] == [
        ThreadStatus.EASED,
        ThreadStatus.OPEN,
        ThreadStatus.OPEN,
    ]


DAYS = some.dates(dt.date(2018, 1, 1), dt.date(2026, 1, 1))


@given(some.lists(some.tuples(DAYS, some.integers(-3, 3)), max_size=8), DAYS)
def test_the_status_does_not_depend_on_the_order_or_on_what_comes_later(
    dated: list[tuple[dt.date, int]], day: dt.date
) -> None:
    """Any order gives the same status, events after the day do not matter, and silence closes every story."""
    events = [made_up(f"event-{place}", when.isoformat(), stance) for place, (when, stance) in enumerate(dated)]
    state = thread_state(events, day)
    assert state == thread_state(reversed(events), day)
    assert state == thread_state(known_by(events, day), day)
    assert (state is None) == all(event.first_on > day for event in events)
    later = thread_state(events, dt.date(2026, 1, 1) + dt.timedelta(days=QUIET_DAYS))
    assert later is None or later.status is ThreadStatus.CLOSED


def test_gaps_in_words(by_slug: dict[str, EventRow]) -> None:
    """Neighbours are the same day, days, or a range of days apart; the longest gap of a story is found."""
    assert gap_words(made_up("a", "2021-01-01"), made_up("b", "2021-01-01")) == "the same day"
    assert gap_words(made_up("a", "2021-01-01"), made_up("b", "2021-01-02")) == "1 day later"
    assert gap_words(made_up("a", "2021-01-01"), made_up("b", "2021-02")) == "31 to 58 days later"
    pair = longest_gap(story(by_slug, "alibaba-antitrust"))
    assert pair is not None
    assert [event.slug for event in pair] == ["alibaba-fine", "alibaba-six-way-split"]
    assert gap_words(*pair) == "717 days later"
    assert longest_gap([made_up("a", "2021-01-01")]) is None


def test_the_rules_are_told_in_words() -> None:
    """Each status has its rule, told in the order in which they are tried."""
    assert [rule.split(":")[0] for rule in RULES] == ["Closed", "Eased", "Open"]
    assert str(QUIET_DAYS) in RULES[0]
