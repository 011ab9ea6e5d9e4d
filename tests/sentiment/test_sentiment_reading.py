"""Marks of doubt, changes, turning points and rows."""

from datetime import date, timedelta

import numpy as np
import pytest
from sentiment_samples import TODAY, aged, dated

from tracker.sentiment import (
    INDEX_COLUMNS,
    Band,
    Crossing,
    IndexSeries,
    change_over,
    few_events,
    incomplete,
    policy_index,
    reading_of,
    resampling_band,
    rows,
    trough,
    turn_above_zero,
    zero_crossings,
)


def series_of(index: list[float], mass: list[float], stories: list[float]) -> IndexSeries:
    """Return a series with the usual pull that begins on ``TODAY`` and gets an event every day."""
    arrays = (np.array(each, dtype=np.float64) for each in (index, mass, stories))
    news, fading, silent = np.full(len(index), 0.5), np.full(len(index), -0.25), np.zeros(len(index))
    return IndexSeries(TODAY.toordinal(), *arrays, news, fading, silent, 4.0)


def line(*values: float) -> IndexSeries:
    """Return a series of given values that begins on ``TODAY``."""
    return series_of(list(values), [9.0] * len(values), [5.0] * len(values))


def test_rows_of_a_part_of_the_days() -> None:
    """Both ends belong to the part, and an end that is not given is that of the series."""
    series, day = line(1.0, 2.0, 3.0), TODAY + timedelta(days=1)
    assert [row[1] for row in rows(series, since=day)] == [2.0, 3.0]
    assert [row[1] for row in rows(series, until=day)] == [1.0, 2.0]
    assert [row[1] for row in rows(series, since=day, until=day)] == [2.0]


def test_few_events_by_mass_or_by_stories() -> None:
    """A day is marked below a mass of 4 or below 3 stories, and not at either limit."""
    series = series_of([0.0] * 4, [4.0, 3.99, 4.0, 0.0], [3.0, 3.0, 2.99, 0.0])
    assert few_events(series).tolist() == [False, True, True, True]


def test_last_four_weeks_are_incomplete() -> None:
    """The 28 days up to today are marked, and the days to come; the day before them is not."""
    series = policy_index(aged((0, 1, 1)), since=TODAY - timedelta(days=40), until=TODAY + timedelta(days=2))
    marked = [date.fromordinal(int(day)) for day in series.days[incomplete(series, TODAY)]]
    assert marked[0] == TODAY - timedelta(days=27)
    assert marked[-1] == TODAY + timedelta(days=2)
    assert len(marked) == 30


def test_change_over_some_days() -> None:
    """Each day is compared with the day so many days before; the first days have none."""
    changes = change_over(line(1.0, 2.0, 4.0, 7.0), 2)
    assert np.isnan(changes[:2]).all()
    assert changes[2:].tolist() == [3.0, 5.0]


def test_change_over_more_days_than_there_are() -> None:
    """A short series has no change to show, and no day is compared with itself."""
    assert np.isnan(change_over(line(1.0, 2.0), 90)).all()
    with pytest.raises(ValueError, match="at least one day"):
        change_over(line(1.0, 2.0), 0)


def test_turning_points() -> None:
    """The first of equal lowest days is named with its value; days outside the search are passed over."""
    series = line(0.5, -1.0, -1.0, 2.0, 2.0)
    assert trough(series) == (TODAY + timedelta(days=1), -1.0)
    within = np.array([True, False, True, False, False])
    assert trough(series, within=within) == (TODAY + timedelta(days=2), -1.0)


def test_zero_crossings() -> None:
    """A crossing is the first day on the other side; touching zero and leaving on the same side is none."""
    series = line(0.0, -1.0, 0.0, -1.0, 0.0, 0.5, 1.0, -0.1)
    up, down = TODAY + timedelta(days=5), TODAY + timedelta(days=7)
    assert zero_crossings(series) == [Crossing(up, upwards=True), Crossing(down, upwards=False)]
    assert zero_crossings(line(0.0, 0.0)) == []
    assert zero_crossings(line(0.0, 1.0)) == []


def test_turn_above_zero() -> None:
    """The first later day above zero, wherever the search begins, or nothing."""
    series = line(1.0, -1.0, 0.0, 0.5)
    assert turn_above_zero(series, TODAY) == TODAY + timedelta(days=3)
    assert turn_above_zero(series, TODAY - timedelta(days=400)) == TODAY
    assert turn_above_zero(series, TODAY + timedelta(days=3)) is None
    assert turn_above_zero(series, TODAY + timedelta(days=400)) is None


def test_rows_have_the_columns_of_the_file() -> None:
    """One row per day: a date, plain numbers, and nothing where there is no bound."""
    series = series_of([0.5, 0.25, 0.0], [4.0, 1.0, 0.0], [3.0, 1.0, 0.0])
    nan = np.nan
    bounds = ([0.125, nan, nan], [0.75, nan, nan], [0.375, nan, nan], [1.5, nan, nan])
    band = Band(*(np.array(bound) for bound in bounds))
    columns = ("date", "index", "lower", "upper", "mass", "stories", "mean", "mean_lower", "mean_upper")
    assert (*columns, "news", "fading", "silent") == INDEX_COLUMNS
    assert list(rows(series, band)) == [
        (TODAY, 0.5, 0.125, 0.75, 4.0, 3.0, 1.0, 0.375, 1.5, 0.5, -0.25, 0.0),
        (TODAY + timedelta(days=1), 0.25, None, None, 1.0, 1.0, 1.25, None, None, 0.5, -0.25, 0.0),
        (TODAY + timedelta(days=2), 0.0, None, None, 0.0, 0.0, None, None, None, 0.5, -0.25, 0.0),
    ]
    assert [row[2:4] + row[6:9] for row in rows(series)] == [
        (None, None, 1.0, None, None),
        (None, None, 1.25, None, None),
        (None, None, None, None, None),
    ]
    assert type(next(rows(series))[1]) is float


def test_rows_of_a_real_series() -> None:
    """A series and its band are written over the same days."""
    evidence = dated(("2021-07-04", "2021-07-04", -3, 1, None), ("2021-07-24", "2021-07-24", -3, 3, None))
    period = {"since": date(2021, 7, 1), "until": date(2021, 7, 31)}
    listed = list(rows(policy_index(evidence, **period), resampling_band(evidence, **period, replicates=50)))
    assert [row[0].day for row in listed] == list(range(1, 32))
    assert [row[2] is None for row in listed] == [day < 24 for day in range(1, 32)]
    assert [row[-1] for row in listed] == [None] * 3 + [float(day) for day in range(20)] + [float(d) for d in range(8)]


def test_rows_hold_no_rounding_of_the_machine() -> None:
    """A number that is a hair beside a whole one is written as that."""
    series = series_of([0.1 + 0.2], [4.0], [0.9999999999999998])
    assert next(rows(series)) == (TODAY, 0.3, None, None, 4.0, 1.0, 0.6, None, None, 0.5, -0.25, 0.0)


def test_a_day_outside_the_series_is_its_nearest_end() -> None:
    """Level and range are those of the end."""
    evidence = aged((0, -3, 4), (10, 1, 2))
    series = policy_index(evidence, since=TODAY - timedelta(days=20), until=TODAY)
    band = Band(*(np.full(21, bound) for bound in (-1.5, 0.5, -2.0, 1.0)))
    late = reading_of(series, band, TODAY + timedelta(days=50))
    assert (late.day, late.index, late.lower) == (TODAY, series.index[-1], -1.5)
    assert (late.mean, late.mean_lower, late.mean_upper) == (series.mean[-1], -2.0, 1.0)
