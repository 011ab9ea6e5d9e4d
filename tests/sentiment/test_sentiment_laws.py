"""What must hold for the index of any events."""

from datetime import date, timedelta

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st
from sentiment_samples import TODAY, aged, rows_around_today, unhurried

from tracker.sentiment import Evidence, EvidenceRow, IndexSeries, policy_index

SINCE, UNTIL = TODAY - timedelta(days=120), TODAY + timedelta(days=60)
Rows = list[EvidenceRow]


def series_of(rows: Rows, shrinkage: float = 4.0, shift: int = 0) -> IndexSeries:
    """Return the index of half a year around ``TODAY``."""
    move = timedelta(days=shift)
    return policy_index(Evidence.of(rows), since=SINCE + move, until=UNTIL + move, shrinkage=shrinkage)


def close(first: IndexSeries, second: IndexSeries) -> bool:
    """Return whether two series agree to 1e-12 in every column."""
    pairs = [(first.index, second.index), (first.mass, second.mass), (first.stories, second.stories)]
    return all(np.allclose(one, other, rtol=1e-10, atol=1e-12) for one, other in pairs)


@unhurried
@given(rows_around_today(), st.randoms(use_true_random=False))
def test_order_is_irrelevant(rows: Rows, rng: object) -> None:
    """Shuffled events give the same series."""
    shuffled = list(rows)
    rng.shuffle(shuffled)
    assert close(series_of(rows), series_of(shuffled))


@unhurried
@given(rows_around_today())
def test_turning_all_stances_turns_the_index(rows: Rows) -> None:
    """All stances times -1 give the index times -1 to the last bit, with the same mass and stories."""
    turned = [(first, last, -stance, reach, thread) for first, last, stance, reach, thread in rows]
    one, other = series_of(rows), series_of(turned)
    assert np.array_equal(one.index, -other.index)
    assert np.array_equal(one.mass, other.mass)
    assert np.array_equal(one.stories, other.stories)


@unhurried
@given(rows_around_today(), st.integers(-9000, 9000))
def test_shifting_all_dates_shifts_the_series(rows: Rows, days: int) -> None:
    """The index knows no calendar: events and series moved by the same number of days agree to the last bit."""
    move = timedelta(days=days)
    moved = [(first + move, last + move, stance, reach, thread) for first, last, stance, reach, thread in rows]
    assert np.array_equal(series_of(moved, shift=days).index, series_of(rows).index)


@unhurried
@given(rows_around_today(), st.integers(-3, 3), st.integers(1, 4), st.integers(-400, 0))
def test_an_event_above_the_index_raises_it(rows: Rows, stance: int, reach: int, offset: int) -> None:
    """One more event pulls the index towards its stance."""
    before = series_of(rows).at(TODAY)
    assume(abs(stance - before) > 1e-3)
    day = TODAY + timedelta(days=offset)
    after = series_of([*rows, (day, day, stance, reach, None)]).at(TODAY)
    assert np.sign(after - before) == np.sign(stance - before)


@unhurried
@given(rows_around_today())
def test_index_stays_within_the_stances(rows: Rows) -> None:
    """With shrinkage the index never reaches -3 or 3; without, it never passes them."""
    assert np.all(np.abs(series_of(rows).index) < 3)
    assert np.all(np.abs(series_of(rows, shrinkage=0.0).index) <= 3 + 1e-12)


@unhurried
@given(rows_around_today())
def test_without_news_index_and_mass_fade(rows: Rows) -> None:
    """After the last event the distance from zero falls every day, and the mass halves every 60 days."""
    quiet = max((last for _, last, *_ in rows), default=TODAY)
    series = policy_index(Evidence.of(rows), since=quiet, until=quiet + timedelta(days=180))
    distance = np.abs(series.index)
    assert np.all(np.diff(distance)[distance[:-1] > 1e-9] < 0)
    assert np.allclose(series.mass[60:], series.mass[:-60] / 2, rtol=1e-12)


@unhurried
@given(rows_around_today(), st.integers(-3, 3), st.integers(-100, 0))
def test_one_event_of_reach_four_equals_two_of_reach_two(rows: Rows, stance: int, offset: int) -> None:
    """Weights add up: within one story a broad event is worth two of half its reach."""
    day = TODAY + timedelta(days=offset)
    one = series_of([*rows, (day, day, stance, 4, "x")])
    two = series_of([*rows, *[(day, day, stance, 2, "x")] * 2])
    assert close(one, two)


@unhurried
@given(rows_around_today(), st.floats(0, 16), st.floats(0.01, 16))
def test_more_shrinkage_is_closer_to_zero(rows: Rows, shrinkage: float, more: float) -> None:
    """A larger shrinkage never moves the index away from zero, and moves it closer where it was not zero."""
    weak, strong = np.abs(series_of(rows, shrinkage).index), np.abs(series_of(rows, shrinkage + more).index)
    assert np.all(strong <= weak)
    assert np.all(strong[weak > 1e-9] < weak[weak > 1e-9])


@unhurried
@given(rows_around_today())
def test_stories_lie_between_one_and_their_number(rows: Rows) -> None:
    """The effective number of stories is at least 1 where anything is in memory, and never more than there are."""
    stories = series_of(rows).stories
    assert np.all((stories == 0) | (stories >= 1 - 1e-9))
    assert np.all(stories <= len(np.unique(Evidence.of(rows).group)) + 1e-9)


def test_sums_that_have_stopped_leave_nothing_behind() -> None:
    """Overlapping months of one story that have ended leave the same number of stories as the formula: one."""
    rows = [(date(2021, 1, day), date(2021, 3, day), 1, 3, "a") for day in range(1, 20)]
    series = policy_index(Evidence.of(rows), since=date(2021, 1, 1), until=date(2024, 1, 1))
    assert np.allclose(series.stories, 1.0, rtol=0, atol=1e-9)
    assert aged((0, 1, 1)).group.tolist() == [0]
