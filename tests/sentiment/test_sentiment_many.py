"""Many stories: where the range is worked out it lies nearer to the draws than others do, and keeps their laws."""

from collections.abc import Callable
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import example, given
from sentiment_samples import TODAY, rows_around_today, unhurried

from tracker.sentiment import (
    Band,
    Evidence,
    EvidenceRow,
    KeptIndexes,
    band,
    find_index,
    fragility,
    policy_index,
    resampling_band,
    stories,
    thinned,
    trough,
    turn_above_zero,
    turn_range,
)
from tracker.sentiment.decay import Grid, weights_on
from tracker.sentiment.fewer import _drawn
from tracker.sentiment.stories import dense_codes, in_threads, story_count, story_powers, sums_of_stories
from tracker.sentiment.turning import REPLICATES_OF_MANY, Searched, searched_days, turns_of

SINCE, UNTIL = date(2016, 1, 1), date(2019, 12, 31)
PERIOD = {"since": SINCE, "until": UNTIL}
Shape = Callable[[np.random.Generator], Evidence]


def alone(rng: np.random.Generator, events: int = 600) -> Evidence:
    """Return events that are each a story, evenly over the years, some known to the month."""
    first = rng.integers(SINCE.toordinal(), UNTIL.toordinal() - 31, events)
    last = first + np.where(rng.random(events) < 0.1, 30, 0)
    return Evidence(first, last, rng.integers(-3, 4, events), rng.integers(1, 5, events), np.arange(events))


def lopsided(rng: np.random.Generator, events: int = 1_500) -> Evidence:
    """Return events that become more, most of them tightening, half of them in threads of which few are very long."""
    first = np.sort((SINCE.toordinal() + 1_400 * np.sqrt(rng.random(events))).astype(np.int64))
    stance = np.where(rng.random(events) < 0.8, rng.integers(-3, 0, events), rng.integers(1, 4, events))
    group = np.where(rng.random(events) < 0.5, rng.zipf(1.6, events) % 200, 1_000 + np.arange(events))
    return Evidence(first, first + np.where(rng.random(events) < 0.1, 90, 0), stance, rng.integers(1, 5, events), group)


def drawn(evidence: Evidence, monkeypatch: pytest.MonkeyPatch, seed: int) -> Band:
    """Return the range by draws, however many stories there are."""
    with monkeypatch.context() as patch:
        patch.setattr(band, "MANY_STORIES", 10**9)
        return resampling_band(evidence, seed=seed, **PERIOD)


@pytest.mark.slow
@pytest.mark.parametrize("shape", [alone, lopsided])
def test_the_range_is_nearer_to_the_draws_than_other_draws_are(shape: Shape, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where five stories or more are in memory: half of the days within 1/30 of the range, all but few within 1/10.

    Both in parts of the whole range; the difference between two seeds is told by the same measure.
    """
    evidence = shape(np.random.default_rng(11))
    found = resampling_band(evidence, **PERIOD)
    one, other = (drawn(evidence, monkeypatch, seed) for seed in (20_210_726, 5))
    days = policy_index(evidence, **PERIOD).stories >= 5
    assert days.sum() > 1_000
    for low, high in (("lower", "upper"), ("mean_lower", "mean_upper")):
        wide = getattr(one, high) - getattr(one, low)
        for name in (low, high):
            off, noise = (
                np.abs(getattr(each, name) - getattr(one, name))[days] / wide[days] for each in (found, other)
            )
            assert np.median(off) < 1 / 30
            assert np.quantile(off, 0.98) < 1 / 10
            assert off.mean() < noise.mean()


@pytest.fixture
def any_is_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no number of stories be drawn."""
    monkeypatch.setattr(band, "MANY_STORIES", 0)


NEAR = {"since": TODAY - timedelta(days=40), "until": TODAY + timedelta(days=20)}


def worked_out(rows: list[EvidenceRow]) -> Band:
    """Return the range of a few rows as that of many stories is made."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(band, "MANY_STORIES", 0)
        return resampling_band(Evidence.of(rows), **NEAR)


@unhurried
@given(rows_around_today())
@example([(TODAY + timedelta(days=1), TODAY + timedelta(days=1), 1, 1, None)] * 2)
@example([(TODAY, TODAY, stance, reach, None) for stance in (-2, 1) for reach in (1, 2, 3, 4)])
def test_the_laws_of_the_range_hold_without_draws(rows: list[EvidenceRow]) -> None:
    """It comes with a second story, holds the index, keeps within -3 and 3, turns with all signs, sees no later day."""
    series, found = policy_index(Evidence.of(rows), **NEAR), worked_out(rows)
    there = ~np.isnan(found.lower)
    assert np.array_equal(there, series.stories > 1.02)
    assert np.array_equal(there, ~np.isnan(found.upper))
    assert np.all(found.lower[there] <= series.index[there] + 1e-9)
    assert np.all(found.upper[there] >= series.index[there] - 1e-9)
    assert np.all((found.lower[there] >= -3) & (found.upper[there] <= 3))
    turned = worked_out([(first, last, -stance, reach, thread) for first, last, stance, reach, thread in rows])
    later = (NEAR["until"] + timedelta(days=1), NEAR["until"] + timedelta(days=30), 3, 4, "later")
    same = worked_out([*rows, later])
    for low, high in (("lower", "upper"), ("mean_lower", "mean_upper")):
        assert np.array_equal(getattr(found, low), -getattr(turned, high), equal_nan=True)
        assert np.array_equal(getattr(found, high), -getattr(turned, low), equal_nan=True)
        assert np.array_equal(getattr(found, low), getattr(same, low), equal_nan=True)


@pytest.mark.usefixtures("any_is_many")
def test_alike_stories_have_no_width_in_their_mean() -> None:
    """Where all have one stance, whatever is drawn has that mean; only the pull leaves the index open."""
    rows: list[EvidenceRow] = [(TODAY, TODAY, -2, reach, None) for reach in (1, 2, 3, 4)]
    found = resampling_band(Evidence.of(rows), **NEAR)
    assert found.mean_lower[-1] == found.mean_upper[-1] == -2
    assert found.lower[-1] < policy_index(Evidence.of(rows), **NEAR).index[-1] < found.upper[-1]


@pytest.mark.parametrize("stance", [-3, -1, 3])
def test_alike_stories_have_no_width_by_rounding(stance: int) -> None:
    """However many stories of one stance fade together, no error of their sums is taken for a width, or skewed."""
    own = lopsided(np.random.default_rng(6))
    found = resampling_band(
        Evidence(own.first, own.last, np.full_like(own.stance, stance), own.reach, own.group), **PERIOD
    )
    there = ~np.isnan(found.mean_lower)
    assert there.sum() > 1_000
    assert np.allclose(found.mean_lower[there], stance, rtol=0, atol=1e-8)
    assert np.allclose(found.mean_upper[there], stance, rtol=0, atol=1e-8)


@unhurried
@given(rows_around_today())
def test_sums_over_stories_are_those_of_each_story(rows: list[EvidenceRow]) -> None:
    """Sums of powers, and each story's own sums, equal those of the plain weights, on each day."""
    evidence = Evidence.of(rows)
    grid = Grid.daily(NEAR["since"].toordinal(), NEAR["until"].toordinal(), 60.0)
    weight, powers = evidence.reach.astype(np.float64), [(2, 0), (1, 1), (0, 3), (2, 1)]
    found = story_powers(evidence, grid, weight, powers)
    own = sums_of_stories(evidence, grid, (weight, weight * evidence.stance))
    codes = dense_codes(evidence.group)
    for place in range(0, len(grid.days), 10):
        left = weight * weights_on(evidence, int(grid.days[place]), 60.0)
        masses, totals = (np.bincount(codes, each, story_count(codes)) for each in (left, left * evidence.stance))
        assert np.allclose(own[:, :, place], [masses, totals], rtol=0, atol=1e-9)
        for row, (of_mass, of_total) in enumerate(powers):
            assert abs(found[row, place] - (masses**of_mass * totals**of_total).sum()) < 1e-7


def test_blocks_of_stories_do_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    """However few days are looked at in one go, the sums are the same."""
    evidence, grid = lopsided(np.random.default_rng(9), 300), Grid.daily(SINCE.toordinal(), UNTIL.toordinal(), 60.0)
    weight, powers = evidence.reach.astype(np.float64), [(2, 0), (1, 2)]
    whole = story_powers(evidence, grid, weight, powers)
    monkeypatch.setattr(stories, "TABLE_CELLS", 50)
    assert np.allclose(story_powers(evidence, grid, weight, powers), whole, rtol=1e-12, atol=1e-9)


def test_codes_of_a_part_are_counted_alike() -> None:
    """Few events of a large record keep codes that are far apart."""
    group = np.array([5, 10**12, 5, 7, 10**12])
    assert dense_codes(group).tolist() == [0, 2, 0, 1, 2]
    assert story_count(group) == 3
    assert in_threads(group).tolist() == [True, True, True, False, True]
    assert story_count(group[:0]) == 0


def test_the_strongest_of_many_stories_is_found() -> None:
    """The marks of 1,000 events equal those that each story's own sums give, whichever way they pull."""
    evidence = lopsided(np.random.default_rng(3), 1_000)
    turning = evidence.stance * (-1) ** (evidence.first // 90)
    evidence = Evidence(evidence.first, evidence.last, turning, evidence.reach, evidence.group)
    found = fragility(evidence, **PERIOD)
    grid = Grid.daily(SINCE.toordinal(), UNTIL.toordinal(), 60.0)
    weight = evidence.reach.astype(np.float64)
    masses, totals = sums_of_stories(evidence, grid, (weight, weight * evidence.stance))
    along = totals * np.sign(totals.sum(axis=0))
    fragile = along.max(axis=0) - np.abs(totals.sum(axis=0)) > 0.005 * (masses.sum(axis=0) + 4)
    assert 0 < fragile.sum() < len(fragile)
    assert np.array_equal(found.fragile, fragile)
    assert np.array_equal(found.group[fragile], np.unique(evidence.group)[along.argmax(axis=0)][fragile])


def test_fewer_events_are_those_of_each_draw() -> None:
    """All draws at once give what the index of each alone gives."""
    evidence = lopsided(np.random.default_rng(4), 200)
    found = thinned(evidence, 12, draws=30, **PERIOD)
    lines, lows, rises = [], [], []
    for events in _drawn(evidence, 12, 30, band.SEED):
        years = [date.fromordinal(day).year for day in evidence.first[events].tolist()]
        assert max(map(years.count, years)) == 12
        own = np.zeros(len(evidence), dtype=bool)
        own[events] = True
        series = policy_index(evidence.subset(own), **PERIOD)
        low = trough(series, within=searched_days(series))
        lines.append(series.index)
        lows.append(low.day)
        rises.append(turn_above_zero(series, low.day) if low.value < 0 else None)
    lower, upper = np.quantile(np.stack(lines), [0.1, 0.9], axis=0)
    assert np.allclose(found.lower, lower, rtol=0, atol=1e-12)
    assert np.allclose(found.upper, upper, rtol=0, atol=1e-12)
    assert found.turns.lowest == (sorted(lows)[2], sorted(lows)[-3])
    assert found.turns.never == pytest.approx(sum(rise is None for rise in rises) / 30)


def test_more_stories_are_drawn_less_often_for_their_turns() -> None:
    """Up to the limit as often as was asked for, above it less often by as much as they are more, but not below 200."""
    many = alone(np.random.default_rng(2), 6_000)
    for some, asked, draws in ((500, 2_000, 2_000), (501, 2_000, 1_996), (1_000, 2_000, 1_000), (700, 250, 250)):
        assert _drawn_turns(many.subset(many.group < some), asked) == draws
    assert _drawn_turns(many, 2_000) == REPLICATES_OF_MANY


def _drawn_turns(evidence: Evidence, asked: int) -> int:
    line = Searched.whole(evidence, policy_index(evidence, **PERIOD))
    (turns,) = turns_of(evidence, [line], replicates=asked, **PERIOD)
    assert turn_range(turns).draws == len(turns.low)
    return len(turns.low)


def test_an_index_is_found_once_for_the_same_evidence() -> None:
    """Whatever else changed; any other value, order, day or story is another index, and the oldest are forgotten."""
    rows: list[EvidenceRow] = [(TODAY, TODAY, -2, 3, "a"), (TODAY, TODAY + timedelta(days=3), 1, 2, None)]
    kept = KeptIndexes(most=4)
    first = find_index(Evidence.of(rows), kept=kept, **NEAR)
    assert find_index(Evidence.of(list(rows)), kept=kept, **NEAR) is first
    assert np.array_equal(first.band.lower, find_index(Evidence.of(rows), **NEAR).band.lower, equal_nan=True)
    others: list[list[EvidenceRow]] = [
        [(TODAY, TODAY, -2, 3, "a"), (TODAY, TODAY + timedelta(days=3), 1, 2, "a")],
        [(TODAY, TODAY, -1, 3, "a"), rows[1]],
        [rows[1], rows[0]],
    ]
    for other in others:
        assert find_index(Evidence.of(other), kept=kept, **NEAR) is not first
    assert find_index(Evidence.of(rows), kept=kept, **NEAR) is first
    find_index(Evidence.of(rows), kept=kept, since=NEAR["since"], until=TODAY)
    find_index(Evidence.of(rows[:1]), kept=kept, **NEAR)
    assert find_index(Evidence.of(rows), kept=kept, **NEAR) is first
    assert find_index(Evidence.of(others[0]), kept=kept, **NEAR) is not first
    assert len(kept) == 4
