"""The resampling range: exact draws, the same on any machine, with the laws of the index."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from sentiment_samples import TODAY, aged, dated, plain_kernel, rows_around_today, unhurried

from tracker.errors import TrackerError
from tracker.sentiment import Band, Evidence, EvidenceRow, band, policy_index, resampling_band

SINCE, UNTIL = TODAY - timedelta(days=40), TODAY + timedelta(days=20)
Rows = list[EvidenceRow]

SAMPLE = dated(
    ("2021-04-10", "2021-04-10", -3, 1, "alibaba"),
    ("2021-07-04", "2021-07-04", -3, 1, "didi"),
    ("2021-07-01", "2021-07-31", -2, 3, None),
    ("2021-07-24", "2021-07-24", -3, 3, "tutoring"),
    ("2021-08-20", "2021-08-20", -2, 4, "data"),
    ("2021-09-01", "2021-09-01", -1, 4, "data"),
    ("2021-09-12", "2021-09-12", 1, 2, None),
    ("2021-12-06", "2021-12-06", 2, 4, None),
)

PINNED_LOWER = [-1.881979774, -1.500656449, -1.20829123, -0.571012908]
PINNED_UPPER = [-1.164559423, -0.27410829, 1.049774246, 0.612702016]


def band_of(rows: Rows, **choices: float) -> Band:
    """Return a quick band of two months around ``TODAY``."""
    return resampling_band(Evidence.of(rows), since=SINCE, until=UNTIL, **({"replicates": 60} | choices))


def plain_bounds(evidence: Evidence, day: date, replicates: int, seed: int) -> tuple[float, float]:
    """Return the range of one day, draw by draw, from the raw numbers of the generator."""
    series = policy_index(evidence, since=day, until=day)
    codes = sorted(set(evidence.group.tolist()))
    mass, total = dict.fromkeys(codes, 0.0), dict.fromkeys(codes, 0.0)
    columns = (evidence.first, evidence.last, evidence.stance, evidence.reach, evidence.group)
    for first, last, stance, reach, code in zip(*(column.tolist() for column in columns), strict=True):
        weight = reach * plain_kernel(date.fromordinal(first), date.fromordinal(last), day, 60.0)
        mass[code] += weight
        total[code] += weight * stance
    raw = np.random.PCG64(seed)
    drawn = []
    for _ in range(replicates):
        picks = [codes[int((int(raw.random_raw()) >> 11) / 2**53 * len(codes))] for _ in codes]
        drawn.append(sum(total[code] for code in picks) / (sum(mass[code] for code in picks) + 4.0))
    drawn.sort()
    place = int(0.1 * (replicates - 1))
    wider = max(series.stories[0], 1.5)
    stretch = (wider / (wider - 1)) ** 0.5
    index = series.index[0]
    return index + stretch * (drawn[place] - index), index + stretch * (drawn[-1 - place] - index)


@pytest.mark.parametrize("day", [date(2021, 7, 10), date(2021, 9, 30), date(2022, 1, 31)])
def test_band_equals_draw_by_draw(day: date) -> None:
    """The bounds are those of stories picked one by one from the generator's raw numbers and sorted."""
    known = SAMPLE.subset(SAMPLE.first <= day.toordinal())
    bounds = resampling_band(SAMPLE, since=day, until=day, replicates=151, seed=5)
    expected = plain_bounds(known, day, replicates=151, seed=5)
    assert (bounds.lower[0], bounds.upper[0]) == pytest.approx(expected, abs=2e-9)


def test_same_seed_gives_the_pinned_band() -> None:
    """The published settings give these numbers, on any machine and with any version of the libraries."""
    bounds = resampling_band(SAMPLE, since=date(2021, 6, 1), until=date(2022, 3, 31))
    days = [date(2021, 8, 20), date(2021, 9, 30), date(2021, 12, 6), date(2022, 3, 31)]
    places = [(day - date(2021, 6, 1)).days for day in days]
    assert bounds.lower[places] == pytest.approx(PINNED_LOWER, abs=2e-9)
    assert bounds.upper[places] == pytest.approx(PINNED_UPPER, abs=2e-9)


def test_another_seed_gives_another_band_close_by() -> None:
    """Seeds change the draws, and 2,000 draws are enough for them to agree within 0.15."""
    one, other = (resampling_band(SAMPLE, since=SINCE, until=UNTIL, seed=seed) for seed in (1, 2))
    assert not np.array_equal(one.lower, other.lower)
    assert np.allclose(one.lower, other.lower, rtol=0, atol=0.15)
    assert np.allclose(one.upper, other.upper, rtol=0, atol=0.15)


def test_blocks_do_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    """However few days are held in memory at once, the band is the same."""
    period = {"since": date(2021, 3, 1), "until": UNTIL}
    whole = resampling_band(SAMPLE, **period)
    monkeypatch.setattr(band, "DAYS_AT_ONCE", 5)
    pieces = resampling_band(SAMPLE, **period)
    assert np.allclose(whole.lower, pieces.lower, rtol=0, atol=2e-9, equal_nan=True)
    assert np.allclose(whole.upper, pieces.upper, rtol=0, atol=2e-9, equal_nan=True)


def test_lines_between_computed_days_are_close_and_exact_on_event_days() -> None:
    """On days with an event the band does not depend on the step; in between it is within 0.02."""
    since, until = date(2021, 6, 1), date(2022, 3, 31)
    every_day, weekly = (resampling_band(SAMPLE, since=since, until=until, step=step) for step in (1, 7))
    event_days = [int(day) - since.toordinal() for day in SAMPLE.first if day >= since.toordinal()]
    assert np.allclose(every_day.lower[event_days], weekly.lower[event_days], rtol=0, atol=2e-9, equal_nan=True)
    assert np.nanmax(np.abs(every_day.lower - weekly.lower)) < 0.02
    assert np.nanmax(np.abs(every_day.upper - weekly.upper)) < 0.02
    assert not np.array_equal(every_day.lower, weekly.lower, equal_nan=True)


@unhurried
@given(rows_around_today())
def test_turning_all_stances_swaps_the_bounds(rows: Rows) -> None:
    """All stances times -1 give the bounds times -1, swapped."""
    turned = [(first, last, -stance, reach, thread) for first, last, stance, reach, thread in rows]
    one, other = band_of(rows), band_of(turned)
    assert np.array_equal(one.lower, -other.upper, equal_nan=True)
    assert np.array_equal(one.upper, -other.lower, equal_nan=True)


@unhurried
@given(rows_around_today())
def test_band_holds_the_index_and_stays_within_the_stances(rows: Rows) -> None:
    """The range lies about the index and within -3 and 3, or it is not there."""
    series = policy_index(Evidence.of(rows), since=SINCE, until=UNTIL)
    bounds = band_of(rows, shrinkage=4.0)
    there = ~np.isnan(bounds.lower)
    assert np.array_equal(there, ~np.isnan(bounds.upper))
    assert np.all(bounds.lower[there] <= series.index[there] + 1e-9)
    assert np.all(bounds.upper[there] >= series.index[there] - 1e-9)
    assert np.all((bounds.lower[there] >= -3) & (bounds.upper[there] <= 3))
    assert np.array_equal(there, series.stories > 1.02)


@unhurried
@given(rows_around_today())
def test_later_events_change_no_band(rows: Rows) -> None:
    """Events after the last day are not drawn from."""
    later = (UNTIL + timedelta(days=1), UNTIL + timedelta(days=30), 3, 4, "later")
    one, other = band_of(rows), band_of([*rows, later])
    assert np.array_equal(one.lower, other.lower, equal_nan=True)


def test_order_of_rows_changes_no_band() -> None:
    """The draws are tied to the stories, not to the places of their rows."""
    places = np.arange(len(SAMPLE))[::-1]
    columns = (SAMPLE.first, SAMPLE.last, SAMPLE.stance, SAMPLE.reach, SAMPLE.group)
    turned = Evidence(*(column[places].copy() for column in columns))
    one, other = (resampling_band(events, since=SINCE, until=UNTIL) for events in (SAMPLE, turned))
    assert np.allclose(one.lower, other.lower, rtol=0, atol=2e-9)


@pytest.mark.parametrize(
    "evidence",
    [
        aged(),
        aged((0, -3, 4)),
        aged((0, -3, 4), (30, 2, 1), threads=["a", "a"]),
        aged((0, -3, 4), (2000, 2, 1)),
    ],
)
def test_one_story_has_no_band(evidence: Evidence) -> None:
    """With nothing, one event, one thread or one story beside faded ones in memory there is no range."""
    bounds = resampling_band(evidence, since=TODAY, until=UNTIL)
    assert np.all(np.isnan(bounds.lower))
    assert np.all(np.isnan(bounds.upper))


def test_a_second_story_brings_the_band() -> None:
    """The range begins on the day on which a second story enters memory."""
    bounds = resampling_band(aged((10, -3, 4), (5, 1, 4)), since=TODAY - timedelta(days=10), until=TODAY)
    assert np.isnan(bounds.lower).tolist() == [True] * 5 + [False] * 6


def test_higher_level_is_wider() -> None:
    """A range that holds more of the replicates is wider."""
    narrow, wide = (resampling_band(SAMPLE, since=SINCE, until=UNTIL, level=level) for level in (0.5, 0.95))
    assert np.all(narrow.lower > wide.lower)
    assert np.all(narrow.upper < wide.upper)


@pytest.mark.parametrize(
    ("choice", "sentence"),
    [
        ({"replicates": 0}, "Replicates and step must be 1 or more"),
        ({"step": 0}, "Replicates and step must be 1 or more"),
        ({"seed": -1}, "the seed 0 or more"),
        ({"level": 1.0}, "level of the range must lie between 0 and 1, not 1"),
        ({"level": float("nan")}, "level of the range must lie between 0 and 1"),
        ({"half_life": 0.0}, "half-life must lie between"),
    ],
)
def test_choices_that_give_no_band_are_refused(choice: dict[str, float], sentence: str) -> None:
    """A choice without meaning gives one sentence."""
    with pytest.raises(TrackerError, match=sentence):
        resampling_band(SAMPLE, since=SINCE, until=UNTIL, **choice)
