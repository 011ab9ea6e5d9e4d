"""The range of the index without draws, for so many stories that drawing them would only add its own noise.

Where stories are drawn from themselves, a bound x of the index is the value at which the sum over all drawn stories of
``T - x W`` reaches x times the pull with the wanted probability. The first three cumulants of that sum are known from
sums over the stories, and the expansion of Cornish and Fisher (Revue de l'Institut International de Statistique 5,
1938, 307-320) turns them into the bound. What it leaves out falls with the number of stories in memory.
"""

from statistics import NormalDist

import numpy as np

from tracker.sentiment.decay import Grid
from tracker.sentiment.record import Evidence, Real
from tracker.sentiment.stories import story_count, story_powers

_POWERS = ((1, 0), (0, 1), (2, 0), (1, 1), (0, 2), (3, 0), (2, 1), (1, 2), (0, 3))

_ROUNDS = 6
"""So often a bound is put in where it is looked for; each round brings it nearer by far more than a half."""

_SCALE = 3.0
"""The index lies between minus and plus this."""


def expanded_bounds(evidence: Evidence, grid: Grid, pulls: tuple[float, ...], level: float) -> Real:
    """Return the lower and upper bound on each day, for each pull towards 0 (2 rows of a table for each).

    Args:
        evidence: what the stories are drawn from.
        grid: the days, without gaps.
        pulls: masses of neutral evidence that are always in the sum.
        level: share of the draws within the range.
    """
    sums = story_powers(evidence, grid, evidence.reach.astype(np.float64), _POWERS)
    stories = story_count(evidence.group)
    ends = [NormalDist().inv_cdf(share) for share in ((1 - level) / 2, (1 + level) / 2)]
    return np.stack([[_bound(sums, stories, pull, end) for end in ends] for pull in pulls])


def _bound(sums: Real, stories: int, pull: float, end: float) -> Real:
    mass, total = sums[:2]
    below = np.where(mass > 0, mass + pull, np.nan)
    level = bound = total / below
    for _ in range(_ROUNDS):
        spread, skewness = _shape(sums, stories, bound)
        bound = np.clip(level + spread * (end + skewness * (end**2 - 1) / 6) / below, -_SCALE, _SCALE)
    return np.asarray(bound)


def _shape(sums: Real, stories: int, x: Real) -> tuple[Real, Real]:
    """Return the standard deviation and the skewness of the sum of T - x W over stories drawn from themselves."""
    mass, total, mass2, both, total2, mass3, mass2_total, mass_total2, total3 = sums
    mean = (total - x * mass) / stories
    squares = total2 - 2 * x * both + x**2 * mass2
    cubes = total3 - 3 * x * mass_total2 + 3 * x**2 * mass2_total - x**3 * mass3
    variance = np.maximum(squares - stories * mean**2, 0.0)
    third = cubes - 3 * mean * squares + 2 * stories * mean**3
    spread = np.sqrt(variance)
    return spread, np.divide(third, spread**3, out=np.zeros_like(third), where=spread > 0)
