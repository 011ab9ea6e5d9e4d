"""A reader's own series: what is read, how it is laid against the index, and how sure a correlation is."""

import math
from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.market import (
    LAGS,
    MarketProblem,
    OverlayReading,
    OverlayResult,
    OverlaySeries,
    Step,
    correlate_overlay,
    joint_words,
    read_overlay,
)
from tracker.market.correlation import MINIMUM_PAIRS
from tracker.market.lag_bands import correlations

SEED = 7


def read(text: str) -> OverlayReading:
    """Read one file given as text."""
    return read_overlay("epu.csv", text.encode())


def series(text: str) -> OverlaySeries:
    """Return the series of a file that can be read."""
    found = read(text).series
    assert found is not None
    return found


def month(place: int) -> date:
    """Return the first day of a month, counted from January 2015."""
    return date(2015 + place // 12, place % 12 + 1, 1)


def monthly(values: Sequence[float], first: int = 0) -> OverlaySeries:
    """Return a monthly series from January 2015, or from the month `first` on."""
    return OverlaySeries("own", tuple(month(first + place) for place in range(len(values))), tuple(values))


def smooth(rng: np.random.Generator, count: int, memory: float) -> list[float]:
    """Return a series in which each value keeps a part of the one before."""
    values = [0.0]
    for noise in rng.normal(size=count + 100):
        values.append(memory * values[-1] + noise)
    return values[-count:]


def by_lag(result: OverlayResult) -> dict[int, float | None]:
    """Return the correlation of each lag."""
    return {one.lag: one.correlation for one in result.lags}


@pytest.mark.parametrize(
    "text",
    [
        "date,value\n2021-01-01,1.5\n2021-04-01,-2\n",
        "Date,EPU\n2021-01,1.5\n2021-04,-2\n",
        "time;index level\n2021Q1;1,5\n2021Q2;-2,0\n",
        "2021-Q1,1.5\nQ2 2021,-2\n",
        "Date,Value\nJan 2021,1.5\nApr 2021,−2\n",
        "Date,Value\n2021年1月,1.5%\n2021年4月,-2%\n",
    ],
)
def test_days_months_and_quarters(text: str) -> None:
    """Days, months and quarters are read on their first day; negative values and per cent signs are values."""
    found = series(text)
    assert (found.days, found.values) == ((date(2021, 1, 1), date(2021, 4, 1)), (1.5, -2.0))


def test_problems_of_a_file_are_said() -> None:
    """Missing values, unreadable ones and further columns are named; the rest is read."""
    reading = read(
        "date,value,other\n2021-01-01,1,9\n2021-02-01,,9\n2021-03-01,x,9\n2021-04-01,4,9\nsoon,1,9\nsoon,,9\n"
    )
    assert reading.series is not None
    assert reading.series.values == (1.0, 4.0)
    assert reading.notes == (
        'epu.csv: 2 rows left out: the date cannot be read; write it like 2021-04-09 (row 6: "soon"; row 7: "soon").',
        'epu.csv: 1 row left out: the value is not a number (row 4: "x").',
        'epu.csv: 1 row left out: there is no value (row 3: "2021-02-01").',
    )
    wide = read("date,a,b\n2021-01-01,1,9\n2021-02-01,2,9\n")
    assert wide.notes == ("epu.csv: there are 2 columns of values; the first one, a, was read.",)


def test_a_file_without_dates_is_refused() -> None:
    """A file that has no column of dates gives no series and says which headings it has."""
    reading = read("quarter day,x\n1,2\n")
    assert reading.series is None
    assert reading.notes == (
        'epu.csv: no column of dates in the heading ("quarter day, x"); a heading like Date, Close is needed.',
    )


def test_one_point_and_no_point() -> None:
    """One point is kept with a line, and gives no correlation; none gives no series."""
    reading = read("date,value\n2021-01-01,1\n")
    assert reading.series is not None
    assert reading.notes == ("epu.csv: there is only one point; a line and a correlation need more.",)
    result = correlate_overlay(reading.series, [date(2021, 1, 1)], [0.5])
    assert result.lags == ()
    assert result.notes == ("epu has values in only one month; a correlation needs at least 8.",)
    assert read("date,value\n2021-01-01,x\n").series is None
    assert read("date,value\n2021-01-01,x\n").notes[-1] == "epu.csv: no row with a date and a value could be read."


def test_rebasing() -> None:
    """The first value becomes 100; a series that begins at or below zero is refused with a sentence."""
    assert monthly([4.0, 5.0, 2.0]).rebased().values == (100.0, 125.0, 50.0)
    with pytest.raises(MarketProblem, match="begins with -4 and cannot be rebased"):
        monthly([-4.0, 5.0]).rebased()


def test_days_of_a_month_are_averaged() -> None:
    """A daily series is compared by the means of its months."""
    days = [date(2021, 1, 1) + timedelta(days=place) for place in range(59)]
    own = OverlaySeries("own", tuple(days), tuple(float(day.month) for day in days))
    result = correlate_overlay(own, days, [10.0 * day.day for day in days])
    assert result.step is Step.MONTH
    assert [(pair.day, pair.own) for pair in result.pairs] == [(date(2021, 1, 1), 1.0), (date(2021, 2, 1), 2.0)]
    assert [pair.index for pair in result.pairs] == pytest.approx([160.0, 145.0])


def test_a_positive_lag_means_that_the_own_series_follows() -> None:
    """A series that repeats the index five months later correlates fully at lag 5, and only there."""
    rng = np.random.default_rng(1)
    index = rng.normal(size=80).tolist()
    own = monthly(index, first=5)
    result = correlate_overlay(own, [month(place) for place in range(80)], index)
    found = by_lag(result)
    assert found[5] == pytest.approx(1.0, abs=1e-12)
    assert all(abs(value or 0.0) < 0.6 for lag, value in found.items() if lag != 5)
    assert tuple(one.lag for one in result.lags) == LAGS == tuple(range(-12, 13))
    at_five = next(one for one in result.lags if one.lag == 5)
    assert (at_five.low, at_five.high) == pytest.approx((1.0, 1.0))
    assert at_five.pairs == 80


def test_pearson_by_numpy() -> None:
    """At each lag the correlation is Pearson's over the months that both have."""
    rng = np.random.default_rng(2)
    index, own = rng.normal(size=60), rng.normal(size=60)
    result = correlate_overlay(monthly(own.tolist()), [month(place) for place in range(60)], index.tolist())
    assert by_lag(result)[0] == pytest.approx(np.corrcoef(own, index)[0, 1], abs=1e-12)
    assert by_lag(result)[3] == pytest.approx(np.corrcoef(own[3:], index[:-3])[0, 1], abs=1e-12)
    assert by_lag(result)[-3] == pytest.approx(np.corrcoef(own[:-3], index[3:])[0, 1], abs=1e-12)


@pytest.mark.parametrize("offset", [0, 2])
def test_quarters_meet_the_mean_of_their_months(offset: int) -> None:
    """A quarterly series, dated by the first or last month, is compared with the index's mean over the quarter."""
    rng = np.random.default_rng(3)
    index = rng.normal(size=60)
    means = index.reshape(-1, 3).mean(axis=1)
    own = OverlaySeries("own", tuple(month(3 * place + offset) for place in range(20)), tuple(means.tolist()))
    result = correlate_overlay(own, [month(place) for place in range(60)], index.tolist())
    assert result.step is Step.QUARTER
    assert by_lag(result)[0] == pytest.approx(1.0, abs=1e-12)
    assert result.pairs[1].day == date(2015, 4, 1)
    shifted = [index[max(3 * place - 1, 0) : 3 * place + 2].mean() for place in range(1, 20)]
    assert by_lag(result)[1] == pytest.approx(np.corrcoef(means[1:], shifted)[0, 1], abs=1e-12)


def test_changes_take_out_drift() -> None:
    """Two series that only share a trend correlate as levels and not as changes; gaps are not bridged."""
    rng = np.random.default_rng(4)
    trend = np.arange(100) * 0.5
    index, own = trend + rng.normal(size=100), trend + rng.normal(size=100)
    days = [month(place) for place in range(100)]
    levels = correlate_overlay(monthly(own.tolist()), days, index.tolist())
    changes = correlate_overlay(monthly(own.tolist()), days, index.tolist(), changes=True)
    assert (by_lag(levels)[0] or 0.0) > 0.95
    assert by_lag(changes)[0] == pytest.approx(np.corrcoef(np.diff(own), np.diff(index))[0, 1], abs=1e-12)
    assert abs(by_lag(changes)[0] or 0.0) < 0.3
    gapped = OverlaySeries("own", (*days[:50], *days[51:]), (*own[:50].tolist(), *own[51:].tolist()))
    found = correlate_overlay(gapped, days, index.tolist(), changes=True)
    assert next(one.pairs for one in found.lags if one.lag == 0) == 97


def test_what_has_no_correlation_says_why() -> None:
    """Too few months, a constant series, years apart from the index, or yearly values: each with its reason."""
    days = [month(place) for place in range(40)]
    index = np.random.default_rng(5).normal(size=40).tolist()
    short = correlate_overlay(monthly(index[: MINIMUM_PAIRS + 2]), days, index)
    assert by_lag(short)[0] == pytest.approx(1.0)
    assert by_lag(short)[3] is None
    assert next(one for one in short.lags if one.lag == 3).reason == "fewer than 8 values in common"
    still = correlate_overlay(monthly([2.5] * 40), days, index)
    assert {one.reason for one in still.lags if one.pairs >= MINIMUM_PAIRS} == {"one of both series does not change"}
    apart = correlate_overlay(monthly(index, first=400), days, index)
    assert apart.notes == ("own and the index have no month in common.",)
    assert apart.pairs == ()
    yearly = OverlaySeries("own", tuple(month(12 * place) for place in range(5)), (1.0, 2.0, 3.0, 2.0, 1.0))
    assert "about 12 months apart" in correlate_overlay(yearly, days, index).notes[0]
    once = monthly([*([1.0] * 39), 2.0])
    jump = correlate_overlay(once, days, index, lags=(0,)).lags[0]
    assert jump.correlation is not None
    assert (jump.low, jump.high) == (None, None)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000), scale=st.floats(0.1, 50), shift=st.floats(-100, 100))
def test_laws(seed: int, scale: float, shift: float) -> None:
    """Units do not matter, a sign turns correlation and interval, and the same seed gives the same interval."""
    rng = np.random.default_rng(seed)
    own, index = smooth(rng, 48, 0.6), smooth(rng, 48, 0.6)
    days = [month(place) for place in range(48)]

    def at_zero(values: list[float]) -> tuple[float, float, float]:
        (found,) = correlate_overlay(monthly(values), days, index, lags=(0,), replicates=200, seed=SEED).lags
        assert found.correlation is not None
        assert found.low is not None
        assert found.high is not None
        return found.correlation, found.low, found.high

    correlation, low, high = at_zero(own)
    assert -1 <= low <= correlation <= high <= 1
    assert at_zero(own) == (correlation, low, high)
    assert at_zero([scale * value + shift for value in own]) == pytest.approx((correlation, low, high), abs=1e-6)
    assert at_zero([-value for value in own]) == pytest.approx((-correlation, -high, -low), abs=1e-9)


@pytest.mark.parametrize(("memory", "least", "most"), [(0.0, 0.91, 0.99), (0.8, 0.86, 0.97)])
def test_the_interval_covers_about_as_often_as_it_says(memory: float, least: float, most: float) -> None:
    """Over 400 pairs of unrelated series, 0 lies in the 95 % interval nearly that often, smooth or not."""
    rng = np.random.default_rng(6)
    days = [month(place) for place in range(96)]
    inside = 0
    for _ in range(400):
        own, index = smooth(rng, 96, memory), smooth(rng, 96, memory)
        (found,) = correlate_overlay(monthly(own), days, index, lags=(0,), replicates=300).lags
        assert found.low is not None
        assert found.high is not None
        inside += found.low <= 0 <= found.high
    assert least <= inside / 400 <= most


def test_a_real_link_is_inside_its_interval() -> None:
    """A correlation of 0.6 that was planted lies in the interval."""
    rng = np.random.default_rng(8)
    index, noise = np.array(smooth(rng, 120, 0.5)), np.array(smooth(rng, 120, 0.5))
    own = 0.6 * index + math.sqrt(1 - 0.6**2) * noise
    days = [month(place) for place in range(120)]
    (found,) = correlate_overlay(monthly(own.tolist()), days, index.tolist(), lags=(0,)).lags
    assert found.low is not None
    assert found.high is not None
    assert 0 < found.low < 0.6 < found.high


def test_missing_places_are_left_out_of_a_correlation() -> None:
    """What one of both lacks counts for neither, as if it had been cut out."""
    rng = np.random.default_rng(9)
    x, y = rng.normal(size=(2, 30))
    kept = np.ones(30, dtype=bool)
    kept[[0, 7, 8, 29]] = False
    holes = np.where(kept, y, np.nan)
    assert correlations(x, holes) == pytest.approx(np.corrcoef(x[kept], y[kept])[0, 1], abs=1e-12)
    assert np.isnan(correlations(x, np.full(30, 1.0)))


def test_weeks_are_compared_where_days_are_given() -> None:
    """Days of a week are averaged from Monday on, lags are weeks; a monthly series stays one, with a note."""
    days = [date(2021, 1, 4) + timedelta(days=place) for place in range(7 * 60)]
    rng = np.random.default_rng(10)
    weeks = rng.normal(size=60)
    index = np.repeat(weeks, 7).tolist()
    own = OverlaySeries("own", tuple(days[14:]), tuple(index[:-14]))
    result = correlate_overlay(own, days, index, weekly=True, replicates=50)
    assert result.step is Step.WEEK
    assert by_lag(result)[2] == pytest.approx(1.0, abs=1e-12)
    assert [pair.day for pair in result.pairs[:2]] == [date(2021, 1, 18), date(2021, 1, 25)]
    assert [pair.own for pair in result.pairs[:2]] == pytest.approx(weeks[:2])
    rough = correlate_overlay(monthly([1.0, 2.0, 1.5]), days, index, weekly=True, replicates=50)
    assert rough.step is Step.MONTH
    assert "so that months are compared" in rough.notes[0]


def test_news_are_added_up_and_never_differenced() -> None:
    """The news of a month are summed; changes are those of the own series alone; an unfinished month is left out."""
    first = date(2021, 1, 1)
    days = [first + timedelta(days=place) for place in range(365 + 10)]
    rng = np.random.default_rng(11)
    news = rng.normal(size=len(days))
    sums = [sum(value for day, value in zip(days, news, strict=True) if day.month == each) for each in range(1, 13)]
    sums[0] -= sum(news[365:])
    levels = np.cumsum(sums)
    own = OverlaySeries("own", tuple(date(2021, each, 1) for each in range(1, 13)), tuple(levels.tolist()))
    more = OverlaySeries("own", (*own.days, date(2022, 1, 1)), (*own.values, 0.0))
    result = correlate_overlay(more, days, news.tolist(), lags=(0,), summed=True, changes=True, replicates=50)
    assert [pair.index for pair in result.pairs] == pytest.approx(sums)
    assert (result.lags[0].pairs, result.lags[0].correlation) == (11, pytest.approx(1.0))
    flat = correlate_overlay(more, days, news.tolist(), lags=(0,), summed=True, replicates=50)
    assert flat.lags[0].correlation == pytest.approx(np.corrcoef(levels, sums)[0, 1])


def test_the_joint_band_holds_the_interval_of_each_lag() -> None:
    """It is as wide or wider at every lag, about the same estimate; of a single lag both are nearly one."""
    rng = np.random.default_rng(12)
    own, index = smooth(rng, 96, 0.5), smooth(rng, 96, 0.5)
    days = [month(place) for place in range(96)]
    result = correlate_overlay(monthly(own), days, index)
    for lag in result.lags:
        assert lag.low is not None
        assert lag.high is not None
        assert lag.joint_low is not None
        assert lag.joint_high is not None
        assert lag.joint_low < lag.low < (lag.correlation or 0) < lag.high < lag.joint_high
    (single,) = correlate_overlay(monthly(own), days, index, lags=(0,)).lags
    assert single.joint_high == pytest.approx(single.high, abs=0.03)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("memory", "least", "most"),
    [(0.5, 0.02, 0.06), (0.8, 0.02, 0.06), (0.9, 0.07, 0.12), (0.944, 0.10, 0.17), (0.95, 0.11, 0.18)],
)
def test_unrelated_series_leave_the_joint_band_about_as_rarely_as_it_says(
    memory: float, least: float, most: float
) -> None:
    """Of 400 pairs of unrelated series few leave out 0 at any of the 25 lags, smooth ones more; lag by lag many do."""
    rng = np.random.default_rng(77)
    days = [month(place) for place in range(-12, 108)]
    jointly = alone = 0
    for _ in range(400):
        own, index = smooth(rng, 96, memory), smooth(rng, 120, memory)
        result = correlate_overlay(monthly(own), days, index, replicates=400)
        jointly += any(lag.stands_jointly for lag in result.lags)
        alone += any(lag.stands_alone for lag in result.lags)
    assert least <= jointly / 400 <= most
    assert alone / 400 > 0.3


@pytest.mark.slow
@pytest.mark.parametrize(("memory", "least", "most"), [(0.9, 0.01, 0.10), (0.986, 0.05, 0.20)])
def test_unrelated_weeks_leave_the_joint_band_about_as_often_as_the_method_says(
    memory: float, least: float, most: float
) -> None:
    """Of 100 pairs of eight years by week."""
    rng = np.random.default_rng(78)
    days = [date(2015, 1, 5) + timedelta(days=7 * place) for place in range(-12, 428)]
    jointly = 0
    for _ in range(100):
        own = OverlaySeries("own", tuple(days[12:-12]), tuple(smooth(rng, 416, memory)))
        result = correlate_overlay(own, days, smooth(rng, 440, memory), weekly=True, replicates=200)
        assert result.step is Step.WEEK
        jointly += any(lag.stands_jointly for lag in result.lags)
    assert least <= jointly / 100 <= most


def test_a_planted_link_stands_out_jointly() -> None:
    """A series that follows the index by three months leaves the joint band there, and the words say how many do."""
    rng = np.random.default_rng(14)
    index = np.array(smooth(rng, 120, 0.5))
    own = index + 0.5 * rng.normal(size=120)
    result = correlate_overlay(monthly(own.tolist(), first=3), [month(place) for place in range(120)], index.tolist())
    standing = [lag.lag for lag in result.lags if lag.stands_jointly]
    assert 3 in standing
    assert joint_words(result).startswith(f"At {len(standing)} of 25 lags (")


def test_one_lag_of_many_is_no_finding_by_itself() -> None:
    """Where lags leave out 0 by their own interval alone, the words call none of them a finding."""
    rng = np.random.default_rng(15)
    days = [month(place) for place in range(-12, 108)]
    for _ in range(20):
        result = correlate_overlay(monthly(smooth(rng, 96, 0.8)), days, smooth(rng, 120, 0.8), replicates=300)
        alone = sum(lag.stands_alone for lag in result.lags)
        if alone and not any(lag.stands_jointly for lag in result.lags):
            break
    assert joint_words(result) == (
        "At none of 25 lags does the joint 95\u00a0% band leave out 0, so that none stands out. "
        f"{alone} of them leave it out by their own interval, which among so many happens by chance."
    )
    assert joint_words(correlate_overlay(monthly([1.0, 2.0]), days, smooth(rng, 120, 0.8))) == ""
