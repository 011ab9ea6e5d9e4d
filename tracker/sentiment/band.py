"""The range of the index: how far it would move if stories were drawn anew, and which days hang on one story."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np

from tracker.errors import TrackerError
from tracker.sentiment.decay import Grid, Steps, decayed_sum, ratio_of, steps_into
from tracker.sentiment.index import IndexSeries, changes_by_day, policy_index
from tracker.sentiment.record import HALF_LIFE, SHRINKAGE, Evidence, Mask, Real, Whole, check_choices, check_span

REPLICATES = 2_000
LEVEL = 0.80
SEED = 20_210_726

ONE_STORY = 1.02
"""With fewer stories in memory one of them holds 99 of 100 parts of the mass: there is nothing to draw from."""

FEWEST = 1.5
"""The widening counts with at least so many stories; below, it would grow without limit."""

DECIMALS = 9
"""Bounds are rounded, so that the order in which a processor adds numbers cannot show."""

DAYS_AT_ONCE = 4_096
CELLS_AT_ONCE = 2**18
"""Limits of the tables in memory: days by replicates, and replicates by events."""


@dataclass(frozen=True, eq=False)
class Band:
    """The bounds of the resampling range for each day of a series; not a number where there is only one story."""

    lower: Real
    upper: Real


def resampling_band(
    evidence: Evidence,
    *,
    since: date,
    until: date,
    half_life: float = HALF_LIFE,
    shrinkage: float = SHRINKAGE,
    replicates: int = REPLICATES,
    seed: int = SEED,
    level: float = LEVEL,
    step: int = 7,
) -> Band:
    """Return the resampling range of the index for every day from ``since`` to ``until``.

    The bounds of the replicates are widened about the index by sqrt(n / (n - 1)), with n the effective number of
    stories but at least 1.5, because n stories drawn from themselves vary less than n new stories would.

    Args:
        evidence: as for ``policy_index``; events after ``until`` change nothing.
        since: first day.
        until: last day.
        half_life: days after which an event counts half.
        shrinkage: mass of neutral evidence that is always in the sum.
        replicates: how often the stories are drawn.
        seed: start of the random numbers.
        level: share of the replicates within the range before it is widened.
        step: the replicates are computed at least every so many days.

    Raises:
        TrackerError: when a choice gives no index or no range.
    """
    _check_draws(replicates, seed, level, step)
    series = policy_index(evidence, since=since, until=until, half_life=half_life, shrinkage=shrinkage)
    known = evidence.subset(evidence.first <= until.toordinal())
    if not np.any(series.stories > ONE_STORY):
        return Band(np.full(len(series.index), np.nan), np.full(len(series.index), np.nan))
    days = _grid_days(known, series.days, step)
    draws = _Draws(known, ratio_of(half_life), shrinkage, replicates, seed)
    bounds = np.concatenate([draws.bounds(piece, level) for piece in _pieces(days)], axis=1)
    return _widened(series, days, bounds)


def _check_draws(replicates: int, seed: int, level: float, step: int) -> None:
    if replicates < 1 or step < 1 or seed < 0:
        raise TrackerError("Replicates and step must be 1 or more, and the seed 0 or more.")
    if not 0.0 < level < 1.0:
        raise TrackerError(f"The level of the range must lie between 0 and 1, not {level:g}.")


def _grid_days(evidence: Evidence, days: Whole, step: int) -> Whole:
    """Return the days to compute, among them every day on which an event may have happened, and the day before."""
    arriving = days[steps_into(evidence, Grid(days, 1.0 / 2)).running]
    turns = np.concatenate(
        [days[::step], days[:2], days[-1:], evidence.first - 1, evidence.first, arriving, evidence.last]
    )
    return np.unique(turns[(turns >= days[0]) & (turns <= days[-1])])


def _pieces(days: Whole) -> Iterator[Whole]:
    for start in range(0, len(days), DAYS_AT_ONCE):
        yield days[start : start + DAYS_AT_ONCE]


def _widened(series: IndexSeries, days: Whole, bounds: Real) -> Band:
    """Return the band of every day from the bounds of the replicates on some days."""
    on_grid = series.index[days - series.first_day]
    enough = np.maximum(series.stories, FEWEST)
    widening = np.sqrt(enough / (enough - 1))
    one_story = series.stories <= ONE_STORY
    lower, upper = (series.index + widening * np.interp(series.days, days, line - on_grid) for line in bounds)
    # The range is one about the index: where all replicates lie on one side, it ends at the index itself.
    lower = np.clip(np.minimum(lower, series.index), -3.0, 3.0)
    upper = np.clip(np.maximum(upper, series.index), -3.0, 3.0)
    lower[one_story] = upper[one_story] = np.nan
    return Band(np.round(lower, DECIMALS), np.round(upper, DECIMALS))


class _Draws:
    """Stories drawn with replacement, the same ones whatever days are asked for."""

    def __init__(self, evidence: Evidence, ratio: float, shrinkage: float, replicates: int, seed: int) -> None:
        self.evidence = evidence
        self.ratio = ratio
        self.shrinkage = shrinkage
        self.replicates = replicates
        self.seed = seed
        codes, self.story = np.unique(evidence.group, return_inverse=True)
        self.stories = len(codes)

    def bounds(self, days: Whole, level: float) -> Real:
        """Return the lower and the upper bound of the replicates on ``days``, as two rows."""
        grid = Grid(days, self.ratio)
        mass, total = self._arriving(grid)
        for place in range(1, len(days)):
            mass[place] += grid.carry[place] * mass[place - 1]
            total[place] += grid.carry[place] * total[place - 1]
        # In place, for these tables are large: the total becomes the index of each replicate.
        mass += self.shrinkage
        index = np.divide(total, mass, out=total, where=mass > 0)
        # Rounded before it is cut, so that 0.1 * 150 is 15 although 1 - 0.8 is a little less than 0.2.
        low = int(round((1 - level) / 2 * (self.replicates - 1), DECIMALS))
        high = self.replicates - 1 - low
        index.partition(sorted({low, high}), axis=1)
        return np.stack([index[:, low], index[:, high]])

    def _arriving(self, grid: Grid) -> Real:
        """Return what arrives in each bin in each replicate: one table for the mass and one for mass times stance."""
        steps = steps_into(self.evidence, grid)
        weight = self.evidence.reach.astype(np.float64)
        values = np.stack([weight, weight * self.evidence.stance])
        rows = max(1, CELLS_AT_ONCE // len(self.evidence))
        jumps = _Sums(steps.jump_bin, self.story[steps.jump_event], steps.jump_size * values[:, steps.jump_event], rows)
        rates = _Sums(steps.rate_bin, self.story[steps.rate_event], steps.rate_size * values[:, steps.rate_event], rows)
        worth = (grid.fill * steps.running)[:, None]
        tables = np.zeros((2, len(grid.days), self.replicates))
        for start, counts in self._counts(rows):
            block = tables[:, :, start : start + len(counts)]
            if len(rates.bins):
                rates.add_to(block, counts)
                block[:] = np.cumsum(block, axis=1) * worth
            if len(jumps.bins):
                jumps.add_to(block, counts)
        return tables

    def _counts(self, rows: int) -> Iterator[tuple[int, Real]]:
        """Yield blocks of replicates: the place of the first, and how often each replicate (row) drew each story."""
        rng = np.random.Generator(np.random.PCG64(self.seed))
        places, picks = np.empty((rows, self.stories)), np.empty((rows, self.stories), dtype=np.int64)
        for start in range(0, self.replicates, rows):
            now = min(rows, self.replicates - start)
            # A fraction of 53 bits, below 1, times the number of stories is always below that number.
            rng.random(out=places[:now])
            places[:now] *= self.stories
            picks[:now] = places[:now]
            picks[:now] += np.arange(now)[:, None] * self.stories
            places[:now] = np.bincount(picks[:now].ravel(), minlength=now * self.stories).reshape(now, -1)
            yield start, places[:now]


class _Sums:
    """Adds up, bin by bin, what drawn stories bring; its working memory is used again for every block of replicates."""

    def __init__(self, bins: Whole, story: Whole, sizes: Real, rows: int) -> None:
        order = np.argsort(bins, kind="stable")
        self.bins, self.starts = np.unique(bins[order], return_index=True)
        self.story = story[order]
        self.sizes = sizes[:, order]
        self.drawn, self.product = np.empty((2, rows, len(order)))

    def add_to(self, tables: Real, counts: Real) -> None:
        """Add to each of ``tables`` (bins by replicates) the sums for ``counts`` (replicates by stories)."""
        drawn, product = self.drawn[: len(counts)], self.product[: len(counts)]
        np.take(counts, self.story, axis=1, out=drawn, mode="clip")
        for table, sizes in zip(tables, self.sizes, strict=True):
            np.multiply(drawn, sizes, out=product)
            table[self.bins] += np.add.reduceat(product, self.starts, axis=1).T


TURNED = 0.005
"""So far beyond zero must the rest pull, in stance units at the mass of all: half of the last digit on screens."""


@dataclass(frozen=True, eq=False)
class Fragility:
    """For each day of a series, whether the index would have the other sign without one story.

    Attributes:
        fragile: whether there is such a story.
        group: the code of the story that moves the index furthest; -1 where there is none.
    """

    fragile: Mask
    group: Whole


def fragility(
    evidence: Evidence, *, since: date, until: date, half_life: float = HALF_LIFE, shrinkage: float = SHRINKAGE
) -> Fragility:
    """Return the fragile days from ``since`` to ``until`` and the stories that decide them.

    The cost grows with the events, plus the stories times the days on which something happens.

    Raises:
        TrackerError: when a choice gives no index.
    """
    check_choices(half_life, shrinkage)
    grid = Grid.daily(*check_span(since, until), half_life)
    steps = steps_into(evidence, grid)
    mass = decayed_sum(steps, grid, evidence.reach.astype(np.float64))
    total = decayed_sum(steps, grid, (evidence.reach * evidence.stance).astype(np.float64))
    strongest, story = _strongest(evidence, steps, grid, np.sign(total))
    fragile = strongest - np.abs(total) > TURNED * (mass + shrinkage)
    return Fragility(fragile, np.where(fragile, story, -1))


def _strongest(evidence: Evidence, steps: Steps, grid: Grid, sign: Real) -> tuple[Real, Whole]:
    """Return, for each day, the largest sum of one story in the direction of all, and the code of that story."""
    changes = changes_by_day(steps, evidence.group, (evidence.reach * evidence.stance).astype(np.float64))
    rows_of = dict(changes.days())
    busy = np.union1d(np.flatnonzero(steps.running), np.array([0, *rows_of], dtype=np.int64))
    sums, rates = np.zeros((2, len(changes.codes)))
    strongest, leaders = np.zeros(len(busy)), np.zeros(len(busy), dtype=np.int64)
    for place, day in enumerate(busy.tolist()):
        sums *= grid.ratio ** float(day - busy[max(place - 1, 0)])
        rows = rows_of.get(day, slice(0))
        rates[changes.story[rows]] += changes.turn[rows]
        rates *= steps.running[day]
        sums += rates
        sums[changes.story[rows]] += changes.jump[rows]
        leaders[place] = sums.argmin() if sign[day] < 0 else sums.argmax()
        strongest[place] = sign[day] * sums[leaders[place]]
    # Where nothing changes all stories fade alike: the strongest stays the strongest.
    days = np.arange(len(grid.days))
    latest = np.searchsorted(busy, days, side="right") - 1
    return strongest[latest] * grid.fade(days - busy[latest]), changes.codes[leaders[latest]]


def fragile_runs(found: Fragility, first_day: date) -> list[tuple[date, date, int]]:
    """Return the stretches of days on which one and the same story decides: first day, last day, its code.

    Args:
        found: the fragile days.
        first_day: the first day of the series that they belong to.
    """
    edges = np.flatnonzero(np.diff(found.group, prepend=-1, append=-1))
    stretches = [(start, end) for start, end in pairwise(edges.tolist()) if found.group[start] >= 0]
    first = first_day.toordinal()
    return [
        (date.fromordinal(first + start), date.fromordinal(first + end - 1), int(found.group[start]))
        for start, end in stretches
    ]
