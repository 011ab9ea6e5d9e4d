"""How events enter memory and fade: the recursion behind index, band and fragility.

A weight of one that arrives on day d is worth ``2 ** -((t - d) / half_life)`` on a later day t. An event whose date
is known to the month spreads its weight evenly over the days of that month. The days of a series are cut into bins;
each event puts a few *jumps* into single bins and, where it covers whole bins, a *rate* that starts in one bin and
stops in another. So the cost grows with the number of events plus the number of bins, never with their product.
"""

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from tracker.sentiment.record import Evidence, Mask, Real, Spans, Whole


@dataclass(frozen=True, eq=False)
class Grid:
    """The days on which a series is computed.

    Attributes:
        days: increasing ordinals. Bin j holds the days after ``days[j - 1]`` up to ``days[j]``; bin 0 holds
            everything up to ``days[0]``, so that events before the series count.
        ratio: what is left of a weight after one day.
    """

    days: Whole
    ratio: float

    @classmethod
    def daily(cls, since: int, until: int, half_life: float) -> "Grid":
        """Return the grid of every day from ``since`` to ``until``, both included."""
        return cls(np.arange(since, until + 1, dtype=np.int64), ratio_of(half_life))

    @cached_property
    def carry(self) -> Real:
        """What is left, at the end of each bin, of a weight from the end of the bin before."""
        return self.fade(np.diff(self.days, prepend=self.days[0]))

    @cached_property
    def fill(self) -> Real:
        """What a weight of one on each day of a bin is worth at the bin's end; 0 for the open bin 0."""
        return self.run(np.diff(self.days, prepend=self.days[0]))

    def fade(self, age: Whole) -> Real:
        """Return what is left of a weight of one after ``age`` days."""
        return np.power(self.ratio, age, dtype=np.float64)

    def run(self, days: Whole) -> Real:
        """Return what a weight of one on each of ``days`` days in a row is worth on the last of them."""
        rate = math.log(self.ratio)
        return np.asarray(np.expm1(days * rate) / math.expm1(rate), dtype=np.float64)


@dataclass(frozen=True, eq=False)
class Steps:
    """What each event puts into which bin: single jumps, and rates that start (positive) and stop (negative).

    Attributes:
        jump_bin, jump_event, jump_size: bin, place of the event in the evidence, worth at the bin's end.
        rate_bin, rate_event, rate_size: bin, place of the event, change of the weight per day.
        running: for each bin, whether any rate is running in it.
        latest: for each bin, the last one up to it in which something jumps or runs, or the first.
    """

    jump_bin: Whole
    jump_event: Whole
    jump_size: Real
    rate_bin: Whole
    rate_event: Whole
    rate_size: Real
    running: Mask
    latest: Whole


def binned(bins: Whole, sizes: Real, length: int) -> Real:
    """Return the sum of ``sizes`` in each of ``length`` bins."""
    return np.bincount(bins, sizes, length).astype(np.float64, copy=False)


def ratio_of(half_life: float) -> float:
    """Return what is left after one day of a weight that halves every ``half_life`` days."""
    return float(2.0 ** (-1.0 / half_life))


def weights_on(evidence: Evidence | Spans, day: int, half_life: float) -> Real:
    """Return, for each event, the mean over its possible days of the weight left on ``day`` (0 for days to come)."""
    grid = Grid.daily(day, day, half_life)
    steps = steps_into(evidence, grid)
    weights = np.zeros(len(evidence))
    weights[steps.jump_event] = steps.jump_size
    return weights


def steps_into(evidence: Evidence | Spans, grid: Grid) -> Steps:
    """Return what the events put into the bins of ``grid``; what lies after its last day is left out."""
    begin, end = grid.days[0], grid.days[-1]
    share = 1.0 / (evidence.last - evidence.first + 1)
    old = np.flatnonzero(evidence.first <= begin)
    new = np.flatnonzero(np.maximum(evidence.first, begin + 1) <= np.minimum(evidence.last, end))
    first, last = np.maximum(evidence.first[new], begin + 1), np.minimum(evidence.last[new], end)
    first_bin, last_bin = np.searchsorted(grid.days, first), np.searchsorted(grid.days, last)
    # Jumps: the days up to the first of the series, those in an event's first bin, and those in its last bin.
    several = last_bin > first_bin
    jump_bin = np.concatenate([np.zeros_like(old), first_bin, last_bin[several]])
    jump_event = np.concatenate([old, new, new[several]])
    days_from = np.concatenate([evidence.first[old], first, grid.days[last_bin[several] - 1] + 1])
    days_to = np.minimum(np.concatenate([evidence.last[old], last, last[several]]), grid.days[jump_bin])
    jump_size = share[jump_event] * grid.run(days_to - days_from + 1) * grid.fade(grid.days[jump_bin] - days_to)
    # Rates: the bins in between, which an event covers from end to end.
    between = last_bin > first_bin + 1
    rate_bin = np.concatenate([first_bin[between] + 1, last_bin[between]])
    rate_event = np.concatenate([new[between], new[between]])
    sign = np.repeat([1.0, -1.0], int(between.sum()))
    running = np.cumsum(binned(rate_bin, sign, len(grid.days))) > 0
    changed = running.copy()
    changed[jump_bin] = True
    latest = np.maximum.accumulate(np.where(changed, np.arange(len(changed)), 0))
    return Steps(jump_bin, jump_event, jump_size, rate_bin, rate_event, sign * share[rate_event], running, latest)


def arriving(steps: Steps, grid: Grid, values: Real) -> Real:
    """Return what ``values`` (one per event) times the weight of each event put into each bin, as worth at its end."""
    jumps = binned(steps.jump_bin, steps.jump_size * values[steps.jump_event], len(grid.days))
    if not len(steps.rate_bin):
        return jumps
    rates = binned(steps.rate_bin, steps.rate_size * values[steps.rate_event], len(grid.days))
    # A sum of rates that have all stopped is a rounding error and not a weight.
    return np.asarray(jumps + grid.fill * np.cumsum(rates) * steps.running, dtype=np.float64)


def decayed_sum(steps: Steps, grid: Grid, values: Real) -> Real:
    """Return, at the end of each bin, the sum of ``values`` (one per event) times the weight left of each event."""
    return faded_sum(arriving(steps, grid, values), grid.carry)


def mass_and_total(evidence: Evidence, grid: Grid, weight: Real) -> tuple[Real, Real]:
    """Return, at the end of each bin, the weight left of all events, and the same times their stances."""
    steps, spans = steps_into(evidence.spans, grid), evidence.spans
    mass, total = (
        decayed_sum(steps, grid, binned(spans.code, each, len(spans))) for each in (weight, weight * evidence.stance)
    )
    return mass, total


def faded_sum(added: Real, kept: Real) -> Real:
    """Return a sum at the end of each bin, to which ``added`` comes while ``kept`` is left of what was there."""
    total, totals = 0.0, []
    # Plain Python numbers, in a fixed order: the same bits on every machine, and quicker than a library's import.
    for left, more in zip(kept.tolist(), added.tolist(), strict=True):
        total = total * left + more
        totals.append(total)
    return np.array(totals)
