"""The policy-sentiment index: value, weight behind it, effective number of stories, news and fading, day by day."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from tracker.sentiment.decay import Grid, Steps, binned, decayed_sum, steps_into, weights_on
from tracker.sentiment.record import (
    HALF_LIFE,
    SHRINKAGE,
    Evidence,
    Mask,
    Real,
    Spans,
    Weighting,
    Whole,
    check_choices,
    check_span,
)
from tracker.sentiment.stories import story_powers

FORGOTTEN = 1e-9
"""A mass below this is no memory: forty half-lives after a single event."""


def story_numbers(evidence: Evidence, steps: Steps, grid: Grid, weight: Real, mass: Real) -> Real:
    """Return (sum of W) ** 2 / (sum of W ** 2) over the masses W of the stories, for each day of a daily grid.

    Args:
        evidence: the events.
        steps: what they put into the days of the grid.
        grid: the days, without gaps.
        weight: weight of each event on its day.
        mass: the sum of W.

    Returns:
        The numbers; 0 where nothing is left in memory.
    """
    (squares,) = story_powers(evidence, grid, weight, [(2, 0)])
    numbers = np.divide(mass**2, squares, out=np.zeros(len(mass)), where=squares > 0)
    # What fades alike keeps its proportions.
    return np.where(mass > FORGOTTEN, numbers[steps.latest], 0.0)


@dataclass(frozen=True, eq=False)
class IndexSeries:
    """The index on consecutive days.

    Attributes:
        first_day: ordinal of the first day.
        index: the index in stance units, between -3 and 3.
        mass: how much evidence is in memory.
        stories: effective number of stories behind the mass; 0 where nothing is in memory. It is a ratio, and so does
            not fall while all of them fade alike.
        news: by how much what entered on the day moved the index. An event that is not known to the day enters bit by
            bit, and is news on each of its days.
        fading: by how much the index would have moved without that, since all that is in memory fades towards 0. Both
            together are the change from the day before, on the first day of the series too.
        silent: days since an event can last have come in, 0 on such a day; infinite where none has yet.
        shrinkage: mass of neutral evidence in the index.
    """

    first_day: int
    index: Real
    mass: Real
    stories: Real
    news: Real
    fading: Real
    silent: Real
    shrinkage: float

    @property
    def days(self) -> Whole:
        """The ordinals of the days."""
        return self.first_day + np.arange(len(self.index), dtype=np.int64)

    @cached_property
    def mean(self) -> Real:
        """The average stance without the pull towards 0, sum of w s / M; not a number where nothing is in memory.

        It stays as it is while nothing comes in.
        """
        pulled = self.index * (self.mass + self.shrinkage)
        unknown = np.full(len(self.mass), np.nan)
        return np.asarray(np.divide(pulled, self.mass, out=unknown, where=self.mass > FORGOTTEN), dtype=np.float64)

    @property
    def kept(self) -> Real:
        """The share of the mean that the pull leaves in the index, M / (M + k), between 0 and 1.

        It is the credibility factor of Bühlmann (ASTIN Bulletin 4, 1967, 199-207), with M in the place of the number
        of observations.
        """
        return shrunk_mean(self.mass, self.mass, self.shrinkage)

    def at(self, day: date) -> float:
        """Return the index on one day.

        Raises:
            ValueError: when the series does not hold the day.
        """
        place = day.toordinal() - self.first_day
        if not 0 <= place < len(self.index):
            raise ValueError(f"The series does not hold {day}.")
        return float(self.index[place])


def policy_index(
    evidence: Evidence,
    *,
    since: date,
    until: date,
    half_life: float = HALF_LIFE,
    shrinkage: float = SHRINKAGE,
    weighting: Weighting = Weighting.LINEAR,
) -> IndexSeries:
    """Return the index for every day from ``since`` to ``until``; events before ``since`` count, later ones do not.

    Args:
        evidence: accepted events of the kinds that count.
        since: first day of the series.
        until: last day of the series.
        half_life: days after which an event counts half.
        shrinkage: mass of neutral evidence that is always in the sum.
        weighting: how much reach counts.

    Raises:
        TrackerError: when a choice gives no index.
    """
    check_choices(half_life, shrinkage)
    grid = Grid.daily(*check_span(since, until), half_life)
    spans, weight = evidence.spans, weighting.weights(evidence.reach)
    steps = steps_into(spans, grid)
    weights, pulls = (binned(spans.code, values, len(spans)) for values in (weight, weight * evidence.stance))
    mass, total = decayed_sum(steps, grid, weights), decayed_sum(steps, grid, pulls)
    stories = story_numbers(evidence, steps, grid, weight, mass)
    index = shrunk_mean(total, mass, shrinkage)
    left = weights_on(spans, int(grid.days[0]) - 1, half_life)
    total_before, mass_before = _day_before(total, left * pulls), _day_before(mass, left * weights)
    before = shrunk_mean(total_before, mass_before, shrinkage)
    fading = shrunk_mean(total_before * grid.ratio, mass_before * grid.ratio, shrinkage) - before
    news, silent = index - before - fading, silent_days(spans, grid.days)
    return IndexSeries(int(grid.days[0]), index, mass, stories, news, fading, silent, shrinkage)


def _day_before(sums: Real, left: Real) -> Real:
    """Return a daily sum one day late; what the events had left before the first day stands on it."""
    return np.append(left.sum(), sums[:-1])


def silent_days(spans: Spans, days: Whole) -> Real:
    """Return for each day how many days ago an event can last have come in; infinite where none has yet."""
    begun = np.searchsorted(np.sort(spans.first), days, side="right")
    ended = np.searchsorted(np.sort(spans.last), days, side="left")
    ends = np.concatenate([[-np.inf], np.sort(spans.last)])
    # Where more have begun than ended, one may come in on the day itself.
    return np.where(begun > ended, 0.0, days - ends[ended])


def shrunk_mean(total: Real, mass: Real, shrinkage: float) -> Real:
    """Return total / (mass + shrinkage), and 0 where both are 0."""
    below = mass + shrinkage
    return np.divide(total, below, out=np.zeros_like(total), where=below > 0)


def remembered_on(evidence: Evidence, days: Whole, mass: Real, half_life: float) -> Mask:
    """Return the events that are in memory on one of some days; all others together are ``FORGOTTEN`` beside the mass.

    Args:
        evidence: the events.
        days: ordinals, increasing.
        mass: what is in memory on each of the days, more than 0.
        half_life: days after which an event counts half.
    """
    order = np.argsort(evidence.last, kind="stable")
    # What all events up to one can hold at most, as if each had come in on its last day: a power of two for each.
    heights = np.logaddexp2.accumulate(np.log2(evidence.reach[order]) + evidence.last[order] / half_life)
    forgotten = np.searchsorted(heights, np.log2(mass * FORGOTTEN) + days / half_life)
    oldest = np.append(evidence.last[order][forgotten], np.iinfo(np.int64).max)
    return np.asarray(evidence.last >= oldest[np.searchsorted(days, evidence.first)])
