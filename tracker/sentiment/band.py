"""The resampling range: how far the index moves when its stories are drawn again with replacement.

Stories, not events, are drawn, because events of one story agree with each other. Every draw is exact: with G stories
each replicate picks G of them, independently and with equal chances. The picks are the upper 53 bits of the numbers of
PCG64, whose stream is fixed by its definition, so that a seed means the same band on every machine.

The replicates are computed on some days only: every ``step`` days, on the days on which something arrives, and on the
day before. In between every replicate only fades, so the distance between index and bound is joined by straight lines
there; ``step=1`` computes every day.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from tracker.errors import TrackerError
from tracker.sentiment.choices import HALF_LIFE, SHRINKAGE
from tracker.sentiment.decay import Grid, ratio_of, steps_into
from tracker.sentiment.evidence import Evidence, Real, Whole
from tracker.sentiment.index import IndexSeries, policy_index

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
