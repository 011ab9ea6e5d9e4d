"""What is left while nothing comes in: the index fades, the average and its range stay, and no direction is named."""

from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sentiment_samples import TODAY, aged, plain_kernel, rows_around_today, unhurried

from tests.support.record_of_280 import evidence_of_280
from tracker.sentiment import (
    Band,
    Evidence,
    EvidenceRow,
    IndexSeries,
    Sureness,
    band,
    kept_by_year,
    policy_index,
    reading_of,
    resampling_band,
    rows,
    stories_in_memory,
)
from tracker.sentiment.index import FORGOTTEN

Rows = list[EvidenceRow]

SINCE, UNTIL = TODAY - timedelta(days=40), TODAY + timedelta(days=500)
ROUNDING = 2e-9
"""Bounds are rounded to nine decimals."""

LAST, AFTER, LATE = date(2026, 5, 8), date(2026, 11, 29), date(2028, 5, 8)
"""The last event of the record of 280, and 205 and 731 days later."""


def found_of(
    evidence: Evidence, since: date = SINCE, until: date = UNTIL, *, replicates: int = 60, seed: int = 1, **made: float
) -> tuple[IndexSeries, Band]:
    """Return the index and a quick range of it."""
    series = policy_index(evidence, since=since, until=until, **made)
    return series, resampling_band(evidence, since=since, until=until, replicates=replicates, seed=seed, **made)


@pytest.fixture(scope="module")
def old_record() -> tuple[IndexSeries, Band]:
    """The index of the record of 280 events and its published range, to two years after its last event."""
    evidence = evidence_of_280()
    period = {"since": date(2018, 3, 1), "until": LATE}
    return policy_index(evidence, **period), resampling_band(evidence, **period)


@unhurried
@given(rows_around_today(), st.sampled_from([0.0, 4.0]), st.sampled_from([5.0, 60.0]))
def test_nothing_narrows_while_nothing_comes_in(rows: Rows, shrinkage: float, half_life: float) -> None:
    """From day to day the average and both its bounds stay, months that have ended included; the stories fade."""
    series, bounds = found_of(Evidence.of(rows), shrinkage=shrinkage, half_life=half_life)
    place = np.flatnonzero((series.silent[1:] > 0) & (series.mass[1:] > FORGOTTEN)) + 1
    stories = stories_in_memory(series)
    for line in (series.mean, bounds.mean_lower, bounds.mean_upper, series.stories):
        assert np.allclose(line[place], line[place - 1], rtol=0, atol=ROUNDING, equal_nan=True)
    assert np.all(stories[place] < stories[place - 1])
    assert np.all(stories[place] <= series.stories[place])


def test_an_event_of_a_month_still_comes_in_until_the_month_ends() -> None:
    """The average moves on every day of the month, and stays from its last day on; as do both bounds."""
    month = (date(2021, 10, 1), date(2021, 10, 31), 3, 4, None)
    day = [(date(2021, 9, number), date(2021, 9, number), -2, 2, None) for number in (3, 9, 27)]
    series, bounds = found_of(Evidence.of([*day, month]), date(2021, 9, 27), date(2022, 3, 31), replicates=400)
    october, later = slice(3, 35), slice(34, None)
    assert np.all(np.diff(series.mean[october]) > 0)
    assert np.ptp(bounds.mean_upper[october]) > 0.1
    for line in (series.mean, bounds.mean_lower, bounds.mean_upper):
        assert np.ptp(line[later]) < ROUNDING
    assert (series.silent[34], series.silent[35], series.silent[-1]) == (0, 1, 151)


@unhurried
@given(rows_around_today())
def test_the_mean_is_the_weighted_average_of_the_stances(rows: Rows) -> None:
    """Event by event, with what the pull leaves of it the index again, and within its range."""
    series, bounds = found_of(Evidence.of(rows))
    for place in (0, 40, 123, 400):
        day = SINCE + timedelta(days=place)
        weights = [reach * plain_kernel(first, last, day, 60.0) for first, last, _, reach, _ in rows]
        total = sum(weight * row[2] for weight, row in zip(weights, rows, strict=True))
        mean = total / sum(weights) if sum(weights) > FORGOTTEN else np.nan
        assert series.mean[place] == pytest.approx(mean, abs=1e-9, nan_ok=True)
    known = series.mass > FORGOTTEN
    assert np.array_equal(known, ~np.isnan(series.mean))
    assert np.allclose((series.mean * series.kept)[known], series.index[known], rtol=0, atol=1e-12)
    there = ~np.isnan(bounds.mean_lower)
    assert np.array_equal(there, ~np.isnan(bounds.mean_upper))
    assert np.array_equal(there, known & (series.stories > band.ONE_STORY))
    assert np.all(bounds.mean_lower[there] <= series.mean[there] + ROUNDING)
    assert np.all(bounds.mean_upper[there] >= series.mean[there] - ROUNDING)
    assert np.all(np.abs(np.concatenate([bounds.mean_lower[there], bounds.mean_upper[there]])) <= 3)


@unhurried
@given(rows_around_today())
def test_turning_all_stances_swaps_the_bounds_of_the_mean(rows: Rows) -> None:
    """All stances times -1 give the bounds times -1, swapped."""
    turned = [(first, last, -stance, reach, thread) for first, last, stance, reach, thread in rows]
    one, other = found_of(Evidence.of(rows))[1], found_of(Evidence.of(turned))[1]
    assert np.array_equal(one.mean_lower, -other.mean_upper, equal_nan=True)
    assert np.array_equal(one.mean_upper, -other.mean_lower, equal_nan=True)


def test_draws_that_hold_nothing_are_left_out_of_the_range_of_the_mean() -> None:
    """The bounds are those of the draws with something in memory, picked one by one from the raw numbers."""
    # Two stories are in memory, and five have been forgotten: about one draw of eleven holds nothing.
    evidence = aged((5, -3, 4), (9, 2, 3), *((3_000 + 10 * number, 1, 4) for number in range(5)))
    series, bounds = found_of(evidence, TODAY, TODAY, replicates=301, seed=5)
    weight = np.array([each[3] * 2 ** -(age / 60) for each, age in _in_order(evidence)])
    stance = np.array([each[2] for each, _ in _in_order(evidence)])
    raw, drawn, empty = np.random.PCG64(5), [], 0
    for _ in range(301):
        picks = [int((int(raw.random_raw()) >> 11) / 2**53 * 7) for _ in range(7)]
        mass = weight[picks].sum()
        if mass < 1e-9 * series.mass[0]:
            empty += 1
        else:
            drawn.append((weight * stance)[picks].sum() / mass)
    drawn.sort()
    assert empty > 15
    place = round(0.1 * (len(drawn) - 1), 9)
    stretch = (series.stories[0] / (series.stories[0] - 1)) ** 0.5
    mean = series.mean[0]
    expected = [mean + stretch * (drawn[at] - mean) for at in (int(place), len(drawn) - 1 - int(place))]
    assert [bounds.mean_lower[0], bounds.mean_upper[0]] == pytest.approx(np.clip(expected, -3, 3), abs=ROUNDING)


def _in_order(evidence: Evidence) -> list[tuple[tuple[int, int, int, int], int]]:
    """Return (first, last, stance, reach) and the age on ``TODAY`` of each event, in the order of its story's code."""
    columns = (evidence.first, evidence.last, evidence.stance, evidence.reach)
    listed = sorted(zip(evidence.group.tolist(), zip(*(each.tolist() for each in columns), strict=True), strict=True))
    return [(each, TODAY.toordinal() - each[0]) for _, each in listed]


def test_blocks_do_not_show_in_the_range_of_the_mean(monkeypatch: pytest.MonkeyPatch) -> None:
    """However few days are held in memory or sorted at once, the range of the mean is the same."""
    evidence = aged((30, -3, 4), (25, 2, 3), (3, -1, 2), (900, 2, 4))
    whole = found_of(evidence)[1]
    monkeypatch.setattr(band, "DAYS_AT_ONCE", 5)
    monkeypatch.setattr(band, "_BINS_AT_ONCE", 2)
    pieces = found_of(evidence)[1]
    assert np.allclose(whole.mean_lower, pieces.mean_lower, rtol=0, atol=ROUNDING, equal_nan=True)
    assert np.allclose(whole.mean_upper, pieces.mean_upper, rtol=0, atol=ROUNDING, equal_nan=True)


def test_silent_days_are_counted_from_the_last_day_on_which_an_event_can_have_come_in() -> None:
    """Infinite before the first; 0 while one may come in, to the end of a month; and no later event counts."""
    days = [(date(2021, 9, 10), date(2021, 9, 10)), (date(2021, 9, 8), date(2021, 9, 12)), (LAST, LAST)]
    evidence = Evidence.of((first, last, 1, 1, None) for first, last in days)
    series = policy_index(evidence, since=date(2021, 9, 6), until=date(2021, 9, 15))
    assert series.silent.tolist() == [np.inf, np.inf, 0, 0, 0, 0, 0, 1, 2, 3]
    assert policy_index(evidence, since=date(2021, 12, 31), until=date(2021, 12, 31)).silent.tolist() == [110]
    assert policy_index(aged(), since=TODAY, until=TODAY).silent.tolist() == [np.inf]


def test_the_old_record_after_205_days_and_after_two_years(old_record: tuple[IndexSeries, Band]) -> None:
    """The range of the index narrows to nothing; that of the mean stays, and no direction is named."""
    last, after, late = (reading_of(*old_record, day) for day in (LAST, AFTER, LATE))
    assert (last.index, last.lower, last.upper) == pytest.approx((-1.0255, -1.3047, -0.7532), abs=5e-5)
    # Between days that are computed, a week apart, the bounds of the index lie on straight lines.
    assert (after.index, after.lower, after.upper) == pytest.approx((-0.3959, -0.5328, -0.2479), abs=5e-4)
    assert (late.index, late.lower, late.upper) == pytest.approx((0, 0, 0), abs=5e-3)
    assert last.mean == pytest.approx(-1.227179, abs=1e-6)
    assert (last.mean_lower, last.mean_upper) == pytest.approx((-1.6356, -0.9165), abs=5e-5)
    for reading in (after, late):
        means = (reading.mean, reading.mean_lower, reading.mean_upper)
        assert means == pytest.approx((last.mean, last.mean_lower, last.mean_upper), abs=ROUNDING)
        assert (reading.sureness, reading.direction) == (Sureness.SILENT, "no recent evidence")
        assert not reading.is_clear
    assert (last.sureness, last.direction) == (Sureness.FAIRLY, "tightening")
    words = "No recent evidence; last reading: tightening, −1.0 (range −1.3 to −0.8, scale −3 to +3) as of 8 May 2026"
    assert last.as_last("8 May 2026") == words
    assert last.without_pull == "Without the pull towards 0: −1.2 (−1.6 to −0.9)."
    assert [reading.silent for reading in (last, after, late)] == [0, 205, 731]


def test_stories_of_the_old_record_fall_as_they_fade(old_record: tuple[IndexSeries, Band]) -> None:
    """7.5 effective stories on the last day stay 7.5 in the column; in memory are 6.3, 2.4 and at last none."""
    series, _ = old_record
    places = [day.toordinal() - series.first_day for day in (LAST, AFTER, LATE)]
    assert series.stories[places] == pytest.approx([7.51531] * 3, abs=1e-5)
    expected = [7.51531 * mass / (mass + 4) for mass in series.mass[places]]
    assert stories_in_memory(series)[places] == pytest.approx(expected, abs=1e-5)
    assert np.round(stories_in_memory(series)[places], 1).tolist() == [6.3, 2.4, 0.0]
    assert np.all(np.diff(stories_in_memory(series)[places[0] :]) < 0)


def test_the_old_record_keeps_half_before_2021_and_most_after(old_record: tuple[IndexSeries, Band]) -> None:
    """About 0.53 of the average in 2018 to 2020, and 0.86 and 0.90 in 2021 and 2022."""
    series, _ = old_record
    by_year = kept_by_year(series, since=date(2018, 3, 1), until=LAST)
    assert list(by_year) == list(range(2018, 2027))
    assert [round(by_year[year], 2) for year in (2018, 2019, 2020, 2021, 2022)] == [0.54, 0.53, 0.53, 0.86, 0.90]
    assert kept_by_year(series, since=date(2021, 7, 26), until=date(2021, 7, 26)) == {
        2021: pytest.approx(series.at(date(2021, 7, 26)) / series.mean[(date(2021, 7, 26) - date(2018, 3, 1)).days])
    }


def test_rows_of_a_silence_hold_one_mean(old_record: tuple[IndexSeries, Band]) -> None:
    """What files and the command line write: the index fades, the mean and its bounds are the same number each day."""
    silence = list(rows(*old_record, since=LAST, until=AFTER))
    assert len(silence) == 206
    assert {round(row[6] or 0, 6) for row in silence} == {-1.227179}
    assert len({(round(row[7] or 0, 8), round(row[8] or 0, 8)) for row in silence}) <= 2
    assert all(abs(one[1]) > abs(other[1]) for one, other in pairwise(silence))
