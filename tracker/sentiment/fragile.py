"""Days on which one story decides whether the index is above or below zero."""

from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np

from tracker.sentiment.changes import changes_by_day
from tracker.sentiment.choices import HALF_LIFE, SHRINKAGE, check_choices, check_span
from tracker.sentiment.decay import Grid, Steps, decayed_sum, steps_into
from tracker.sentiment.evidence import Evidence, Mask, Real, Whole

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
