"""The line had the record held fewer events: what remains of it when at most so many a year are kept at random."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from tracker.sentiment.band import LEVEL, SEED
from tracker.sentiment.decay import Grid, binned
from tracker.sentiment.index import FORGOTTEN, IndexSeries, shrunk_mean
from tracker.sentiment.reading import trough, turn_above_zero
from tracker.sentiment.record import HALF_LIFE, SHRINKAGE, Evidence, Real, Whole, check_choices, check_span
from tracker.sentiment.stories import dense_codes, story_changes
from tracker.sentiment.turning import NEVER, TurnRange, Turns, searched_days, turn_range

FEWER = (10, 18, 27)
"""So many events a year: a sparse list of one in five weeks, and about what the record holds of its thinner years."""

FEWER_DRAWS = 300
"""With so many draws the tenth and the ninetieth part lie within two of a hundred of where they should."""


@dataclass(frozen=True, eq=False)
class Thinned:
    """What the line is when at most so many events a year are known.

    Attributes:
        a_year: how many events of each year are kept at most.
        lower: for each day, the value below which one draw in ten lies.
        upper: for each day, the value above which one draw in ten lies.
        turns: where the turning points lie in 80 of 100 draws.
    """

    a_year: int
    lower: Real
    upper: Real
    turns: TurnRange


def thinned(
    evidence: Evidence,
    a_year: int,
    *,
    since: date,
    until: date,
    half_life: float = HALF_LIFE,
    shrinkage: float = SHRINKAGE,
    draws: int = FEWER_DRAWS,
    seed: int = SEED,
) -> Thinned:
    """Return the line from ``since`` to ``until`` with at most ``a_year`` events of each year, drawn at random.

    An event belongs to the year of the first day on which it can have become known. Each draw is read as the whole
    record is: its lowest point is looked for on its own days that are not marked "few events".

    Args:
        evidence: as for ``policy_index``.
        a_year: how many events of each year are kept at most.
        since: first day.
        until: last day.
        half_life: days after which an event counts half.
        shrinkage: mass of neutral evidence that is always in the sum.
        draws: how often events are drawn.
        seed: start of the random numbers.

    Raises:
        TrackerError: when a choice gives no index.
    """
    check_choices(half_life, shrinkage)
    grid = Grid.daily(*check_span(since, until), half_life)
    mass, total, stories = _sums_of_draws(evidence, _drawn(evidence, a_year, draws, seed), grid)
    index, first_day, none = shrunk_mean(total, mass, shrinkage), int(grid.days[0]), np.zeros(len(grid.days))
    lows, rises = [], []
    for draw in range(draws):
        series = IndexSeries(first_day, index[draw], mass[draw], stories[draw], none, none, none, shrinkage)
        low = trough(series, within=searched_days(series))
        turn = turn_above_zero(series, low.day) if low.value < 0 else None
        lows.append(low)
        rises.append(turn.toordinal() if turn else NEVER)
    lower, upper = np.quantile(index, [(1 - LEVEL) / 2, (1 + LEVEL) / 2], axis=0)
    low_days = np.array([low.day.toordinal() for low in lows])
    turns = Turns(low_days, np.array([low.value for low in lows]), np.array(rises))
    return Thinned(a_year, lower, upper, turn_range(turns))


def _drawn(evidence: Evidence, a_year: int, draws: int, seed: int) -> list[Whole]:
    """Return for each draw the places of at most so many events of each year, whatever the order of the events."""
    rng = np.random.Generator(np.random.PCG64(seed))
    order = np.lexsort((evidence.group, evidence.stance, evidence.reach, evidence.last, evidence.first))
    years = np.array([date.fromordinal(day).year for day in evidence.first[order].tolist()], dtype=np.int64)
    by_year = [np.flatnonzero(years == year) for year in np.unique(years).tolist()]
    chosen = (np.concatenate([order[:0], *(rng.permutation(own)[:a_year] for own in by_year)]) for _ in range(draws))
    return [order[np.sort(places)] for places in chosen]


def _sums_of_draws(evidence: Evidence, drawn: Sequence[Whole], grid: Grid) -> Real:
    """Return mass, mass times stance and the number of stories, a row for each draw and a column for each day.

    All draws are added up at once, as stories of one large record in which each draw has its own.
    """
    event, draw = np.concatenate(drawn), np.repeat(np.arange(len(drawn)), [len(events) for events in drawn])
    codes = dense_codes(evidence.group)
    group = draw * (codes.max(initial=0) + 1) + codes[event]
    first, last = evidence.first[event], evidence.last[event]
    beside = Evidence(first, last, evidence.stance[event], evidence.reach[event], group)
    weight = beside.reach.astype(np.float64)
    changes = story_changes(beside, grid, (weight, weight * beside.stance))
    owner = np.unique(group)[changes.story] // (codes.max(initial=0) + 1)
    shape = len(grid.days), len(drawn)
    place = changes.day * len(drawn) + owner
    by_power = (changes.after - changes.before, changes.after[:1] ** 2 - changes.before[:1] ** 2)
    mass, total, squares = (binned(place, added, math.prod(shape)).reshape(shape) for added in np.vstack(by_power))
    for day in range(1, len(mass)):
        mass[day] += grid.ratio * mass[day - 1]
        total[day] += grid.ratio * total[day - 1]
        squares[day] += grid.ratio**2 * squares[day - 1]
    changed = binned(place, np.ones(len(place)), math.prod(shape)).reshape(shape) > 0
    latest = np.maximum.accumulate(np.where(changed, np.arange(len(mass))[:, None], 0), axis=0)
    numbers = np.divide(mass**2, squares, out=np.zeros(shape), where=squares > 0)
    # What fades alike keeps its proportions.
    stories = np.where(mass > FORGOTTEN, np.take_along_axis(numbers, latest, axis=0), 0.0)
    return np.ascontiguousarray(np.stack([mass.T, total.T, stories.T]))
