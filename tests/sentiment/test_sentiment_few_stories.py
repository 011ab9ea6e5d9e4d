"""Many stories of which few are in memory, or few decide: the range is drawn there, and no limit shows as a jump."""

from datetime import date, timedelta
from itertools import combinations
from math import comb

import numpy as np
import pytest
from hypothesis import given
from sentiment_samples import TODAY, rows_around_today, unhurried

from tracker.sentiment import Band, Evidence, EvidenceRow, band, policy_index, resampling_band
from tracker.sentiment.band import replicate_tables
from tracker.sentiment.decay import Grid, weights_on
from tracker.sentiment.expansion import expanded_bounds
from tracker.sentiment.index import FORGOTTEN, remembered_on
from tracker.sentiment.record import Mask, Real
from tracker.sentiment.stories import dense_codes, story_count, sums_of_stories

SINCE, UNTIL = date(2018, 1, 1), date(2019, 12, 31)
PERIOD = {"since": SINCE, "until": UNTIL}
DAYS = np.arange(SINCE.toordinal(), UNTIL.toordinal() + 1)
BOUNDS = ("lower", "upper", "mean_lower", "mean_upper")
SEEDS = range(1, 9)


def among(first: list[int], stance: list[int], reach: list[int], *, stories: int, threads: int = 0) -> Evidence:
    """Return events on days counted from the beginning, the first so many in threads, among stories long forgotten."""
    group = np.array([place % threads if place < 3 * threads else place for place in range(len(first))])
    rest = stories - story_count(group)
    days = SINCE.toordinal() + np.concatenate([first, -40_000 - np.arange(rest)])
    others = np.full(rest, 1)
    columns = (np.concatenate(pair) for pair in ((stance, others), (reach, others)))
    return Evidence(days, days, *columns, np.concatenate([group, 10_000 + np.arange(rest)]))


def by_chance(seed: int, events: int, *, stories: int, threads: int = 0) -> Evidence:
    """Return such events evenly over the two years."""
    rng = np.random.default_rng(seed)
    first = np.sort(rng.integers(0, len(DAYS), events)).tolist()
    stance, reach = rng.integers(-3, 4, events).tolist(), rng.integers(1, 5, events).tolist()
    return among(first, stance, reach, stories=stories, threads=threads)


def drawn(evidence: Evidence, seed: int) -> Band:
    """Return the range by draws on every day, however many stories there are."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(band, "MANY_STORIES", 10**9)
        return resampling_band(evidence, seed=seed, **PERIOD)


def apart(one: Band, other: Band, on: Mask | None = None) -> Real:
    """Return how far two ranges lie apart by the mean and by the largest difference of each bound."""
    days = ~np.isnan(one.lower) & (True if on is None else on)
    off = [np.abs(getattr(one, bound) - getattr(other, bound))[days] for bound in BOUNDS]
    return np.array([[each.mean(), each.max()] for each in off])


def within_noise(found: Band, draws: list[Band], on: Mask | None = None) -> None:
    """Hold that a range is no further from the draws of some seeds than these may be from each other."""
    noise = np.max([apart(one, other, on) for one, other in combinations(draws, 2)], axis=0)
    off = np.mean([apart(found, each, on) for each in draws], axis=0)
    assert np.all(off <= noise + 1e-9), (off, noise)


@pytest.mark.parametrize(("events", "threads"), [(8, 0), (16, 2), (35, 0), (60, 5), (500, 60)])
def test_two_stories_more_do_not_show(events: int, threads: int) -> None:
    """The same evidence among 499 and 501 stories has the same range, but for what another seed changes as well.

    With 1, 2, 4, 7 and nearly 50 stories in memory.
    """
    fewer, more = (by_chance(7, events, stories=stories, threads=threads) for stories in (499, 501))
    assert (story_count(fewer.group), story_count(more.group)) == (499, 501)
    within_noise(resampling_band(more, **PERIOD), [drawn(fewer, seed) for seed in SEEDS])


def test_the_change_of_the_method_does_not_show() -> None:
    """On the days before and after one from which the range is worked out, it is as near to draws as other draws."""
    rng = np.random.default_rng(5)
    first = np.sort(700 * np.sqrt(rng.random(500))).astype(np.int64).tolist()
    stance, reach = rng.integers(-3, 4, 500).tolist(), rng.integers(1, 5, 500).tolist()
    evidence = among(first, stance, reach, stories=600)
    _, few = expanded_bounds(evidence, Grid.daily(int(DAYS[0]), int(DAYS[-1]), 60.0), (4.0, 0.0), 0.8)
    changes = np.diff(few.astype(np.int64), prepend=few[0]) != 0
    near = changes | np.append(changes[1:], False)
    assert 2 <= near.sum() < 60
    assert 20 < few.sum() < 300
    within_noise(resampling_band(evidence, **PERIOD), [drawn(evidence, seed) for seed in SEEDS], near)


def test_a_story_that_decides_among_many_is_drawn() -> None:
    """Of some 120 stories in memory all are alike but one: the range hangs on that one, and is not worked out."""
    rng = np.random.default_rng(8)
    first = [*range(0, 700, 1), 350]
    evidence = among(first, [-1] * 700 + [3], [*rng.integers(1, 5, 700).tolist(), 4], stories=701)
    after = (DAYS[0] + 350 <= DAYS) & (DAYS[0] + 380 > DAYS)
    assert policy_index(evidence, **PERIOD).stories[after].min() > 50
    found, plain = resampling_band(evidence, **PERIOD), [drawn(evidence, seed) for seed in SEEDS]
    within_noise(found, plain, after)
    # Without that story all have one mean, and no draw can lie below it.
    assert np.allclose(found.mean_lower[after], plain[0].mean_lower[after], rtol=0, atol=0.01)


@pytest.mark.parametrize("seed", range(12))
def test_the_range_of_the_mean_is_one_that_draws_can_have(seed: int) -> None:
    """Before it is widened it lies between the lowest and the highest mean of the stories in memory."""
    evidence = by_chance(seed, 6 * 2 ** (seed % 6), stories=520, threads=seed % 4)
    series, found = policy_index(evidence, **PERIOD), resampling_band(evidence, **PERIOD)
    weight = evidence.reach.astype(np.float64)
    grid = Grid.daily(int(DAYS[0]), int(DAYS[-1]), 60.0)
    masses, totals = sums_of_stories(evidence, grid, (weight, weight * evidence.stance))
    with np.errstate(invalid="ignore"):
        means = np.where(masses > FORGOTTEN * series.mass, totals / masses, np.nan)
    there = np.flatnonzero(~np.isnan(found.mean_lower))
    enough = np.maximum(series.stories[there], band.FEWEST)
    for bound in (found.mean_lower, found.mean_upper):
        narrow = series.mean[there] + (bound - series.mean)[there] / np.sqrt(enough / (enough - 1))
        assert np.all(narrow >= np.nanmin(means[:, there], axis=0) - 1e-6)
        assert np.all(narrow <= np.nanmax(means[:, there], axis=0) + 1e-6)


def of_any_shape(rng: np.random.Generator) -> Evidence:
    """Return evidence that is sparse or dense, even, in bursts or with a silence, of one, two or all stances."""
    events = int(6 * 2 ** rng.uniform(0, 7))
    first = rng.integers(0, len(DAYS), events)
    if rng.random() < 0.4:
        first = rng.choice(rng.integers(0, len(DAYS), 4), events) + rng.integers(0, 20, events)
    elif rng.random() < 0.5:
        first = first[(first < 200) | (first > 500)]
    some = [*([low, *range(low, high + 1)] for low, high in ((-3, 3), (-3, -1), (-2, -2))), [-2, 2], [-1] * 30 + [3]]
    stance = rng.choice(some[rng.integers(len(some))], len(first))
    reach = rng.integers(1, 5, len(first)) if rng.random() < 0.7 else np.full(len(first), 2)
    threads = int(rng.integers(1, 2 + len(first) // 6)) if rng.random() < 0.5 else 0
    return among(np.sort(first).tolist(), stance.tolist(), reach.tolist(), stories=900, threads=threads)


@pytest.mark.slow
def test_on_any_shape_the_range_is_as_near_to_draws_as_other_draws() -> None:
    """Over forty records, sparse and dense: by the mean and by what holds in 98 of 100 cases, in stance units."""
    rng, off, noise = np.random.default_rng(1), [], []
    for _ in range(40):
        evidence = of_any_shape(rng)
        found, (other, *plain) = resampling_band(evidence, **PERIOD), [drawn(evidence, seed) for seed in range(1, 6)]
        there = ~np.isnan(found.lower)
        for bound in BOUNDS:
            middle = np.median([getattr(each, bound)[there] for each in plain], axis=0)
            off.append(np.abs(getattr(found, bound)[there] - middle))
            noise.append(np.abs(getattr(other, bound)[there] - middle))
    away, usual = np.concatenate(off), np.concatenate(noise)
    assert away.mean() < 1.1 * usual.mean()
    assert np.quantile(away, 0.98) < 1.1 * np.quantile(usual, 0.98)
    assert away.max() < 1.5 * usual.max()


def test_a_part_is_drawn_as_often_as_in_draws_of_all() -> None:
    """How many of all draws fall on a part: by the binomial law, whichever part it is."""
    for part, stories in ((1, 2), (2, 5), (4, 5), (3, 700)):
        chance = part / stories
        likely = [comb(stories, n) * chance**n * (1 - chance) ** (stories - n) for n in range(min(stories, 40) + 1)]
        edges = np.cumsum(likely)
        edges = edges[edges < 1 - 1e-9]
        for side, step in ((-1e-12, 0), (1e-12, 1)):
            found = band._draws_on_part(part, stories, edges + side)
            assert found.tolist() == [place + step for place in range(len(edges))]
    assert band._draws_on_part(2, 5, np.array([0.0, 1.0 - 2**-53])).tolist() == [0, 5]


def test_stories_of_a_part_come_as_in_draws_of_all() -> None:
    """Masses and totals of a part by itself have the mean and the spread that they have where all are drawn."""
    evidence = by_chance(3, 9, stories=9)
    own, grid = evidence.first < evidence.first[4], Grid.daily(int(DAYS[-1]), int(DAYS[-1]), 60.0)
    alone = replicate_tables(evidence.subset(own), grid, 40_000, 1, stories=9)[:, :, 0]
    weight = np.where(own, weights_on(evidence, int(DAYS[-1]), 60.0), 0.0) * evidence.reach
    picks = np.random.default_rng(2).multinomial(9, [1 / 9] * 9, 40_000)
    for found, values in zip(alone, (weight, weight * evidence.stance), strict=True):
        plain = picks @ values
        assert found.mean() == pytest.approx(plain.mean(), abs=0.03 * plain.std())
        assert found.std() == pytest.approx(plain.std(), rel=0.03)


@unhurried
@given(rows_around_today())
def test_what_is_not_remembered_holds_nothing(rows: list[EvidenceRow]) -> None:
    """On each of some days the events that are left out hold less than the least share; a single day keeps its own."""
    evidence = Evidence.of(rows)
    series = policy_index(evidence, since=TODAY - timedelta(400), until=TODAY + timedelta(20), half_life=5.0)
    days = series.days[(series.mass > FORGOTTEN) & (series.days % 9 < 3)]
    kept = remembered_on(evidence, days, series.mass[days - series.first_day], 5.0)
    for day in days.tolist():
        left = evidence.reach * weights_on(evidence, day, 5.0)
        assert left[~kept].sum() <= FORGOTTEN * left.sum()
    assert not np.any(evidence.first[kept] > days.max(initial=0))


def test_events_forgotten_by_all_days_are_left_out() -> None:
    """Between two stretches of days only what the second still knows is drawn, and nothing that comes after it."""
    first = np.array([0, 10, 4_000, 5_000, 5_010, 9_000]) + 1
    ones = np.ones(6, dtype=np.int64)
    evidence = Evidence(first, first, ones, ones, np.arange(6))
    days = np.array([12, 5_005, 5_011])
    kept = remembered_on(evidence, days, np.array([2.0, 1.0, 2.0]), 60.0)
    assert kept.tolist() == [True, True, True, True, True, False]
    assert remembered_on(evidence, days[1:], np.array([1.0, 2.0]), 20.0).tolist() == [False] * 3 + [True, True, False]
    assert dense_codes(evidence.group[kept]).max() == 4
