"""The line had the record held fewer events: what remains of it when at most so many a year are kept at random."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from tracker.sentiment.band import LEVEL, SEED
from tracker.sentiment.index import policy_index
from tracker.sentiment.reading import trough, turn_above_zero
from tracker.sentiment.record import HALF_LIFE, SHRINKAGE, Evidence, Mask, Real
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
    rng = np.random.Generator(np.random.PCG64(seed))
    lines, lows, rises = [], [], []
    for _ in range(draws):
        kept = evidence.subset(_kept(evidence, a_year, rng))
        series = policy_index(kept, since=since, until=until, half_life=half_life, shrinkage=shrinkage)
        low = trough(series, within=searched_days(series))
        turn = turn_above_zero(series, low.day) if low.value < 0 else None
        lines.append(series.index)
        lows.append(low)
        rises.append(turn.toordinal() if turn else NEVER)
    lower, upper = np.quantile(np.stack(lines), [(1 - LEVEL) / 2, (1 + LEVEL) / 2], axis=0)
    low_days = np.array([low.day.toordinal() for low in lows])
    turns = Turns(low_days, np.array([low.value for low in lows]), np.array(rises))
    return Thinned(a_year, lower, upper, turn_range(turns))


def _kept(evidence: Evidence, a_year: int, rng: np.random.Generator) -> Mask:
    """Return a random choice of at most so many events of each year, whatever the order of the events."""
    columns = (evidence.group, evidence.stance, evidence.reach, evidence.last, evidence.first)
    order = np.lexsort(columns)
    years = np.array([date.fromordinal(day).year for day in evidence.first[order].tolist()])
    kept = np.zeros(len(evidence), dtype=bool)
    for year in np.unique(years).tolist():
        kept[rng.permutation(order[years == year])[:a_year]] = True
    return kept
