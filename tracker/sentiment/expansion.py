"""The range of the index without draws, for days on which it hangs on so many stories that draws only add their noise.

Where stories are drawn from themselves, a bound x of the index is the value at which the sum over all drawn stories of
``T - x W`` reaches x times the pull with the wanted probability. The first three cumulants of that sum are known from
sums over the stories, and the expansion of Cornish and Fisher (Revue de l'Institut International de Statistique 5,
1938, 307-320) turns them into the bound. What it leaves out falls with the number of stories that the sum hangs on,
and the fourth powers tell that number.
"""

from math import comb
from statistics import NormalDist

import numpy as np

from tracker.sentiment.decay import Grid
from tracker.sentiment.index import FORGOTTEN
from tracker.sentiment.record import Evidence, Mask, Real
from tracker.sentiment.stories import story_count, story_powers

FEW_STORIES = 6.0
"""Where the range hangs on fewer stories it is drawn: there the expansion is off by up to eight tenths of the range.

Their number is (sum of Y ** 2) ** 2 / sum of Y ** 4, with Y = T - x W how far a story pulls away from the level x, or
n for n stories that pull alike. The number of stories in memory does not do: where a thousand of them have one stance
and one has another, the range hangs on this one. From six on the expansion was never off by more than 3 % of the range
in 33,000 bounds of records made by chance, and by 0.5 % on average; 2,000 draws by up to 7 %, and 1.3 % on average.
"""

NARROW = 0.005
"""A standard deviation of half of the last digit on screens is nothing to draw for; in stance units.

So what is drawn is bounded too: where few stories decide among many thousands, they move nothing that is seen.
"""

_POWERS = tuple((every - total, total) for every in (1, 2, 3, 4) for total in range(every + 1))

_ROUNDS = 6
"""So often a bound is put in where it is looked for; each round brings it nearer by far more than a half."""

_ROUNDING = 1e-10
"""A standard deviation of 1 in 100,000 of the stories' masses times stances is far above rounding, and never seen."""

_SCALE = 3.0
"""The index lies between minus and plus this."""


def expanded_bounds(evidence: Evidence, grid: Grid, pulls: tuple[float, ...], level: float) -> tuple[Real, Mask]:
    """Return the bounds on each day, for each pull towards 0 (a table of lower and upper), and the days to draw.

    Args:
        evidence: what the stories are drawn from.
        grid: the days, without gaps.
        pulls: masses of neutral evidence that are always in the sum.
        level: share of the draws within the range.

    Returns:
        The bounds, and for each day whether one of its ranges hangs on few stories, so that they are not to be used.
    """
    sums = story_powers(evidence, grid, evidence.reach.astype(np.float64), _POWERS)
    stories, end = story_count(evidence.group), NormalDist().inv_cdf((1 + level) / 2)
    bounds = np.stack([[_bound(sums, stories, pull, side) for side in (-end, end)] for pull in pulls])
    return bounds, np.any([_hangs_on_few(sums, pull) for pull in pulls], axis=0)


def _level(sums: Real, pull: float) -> tuple[Real, Real]:
    """Return the index, and the mass that it is a share of; not a number where nothing is in memory."""
    below = np.where(sums[0] > FORGOTTEN, sums[0] + pull, np.nan)
    return sums[1] / below, below


def _hangs_on_few(sums: Real, pull: float) -> Mask:
    level, below = _level(sums, pull)
    squares, fourths = _powers_about(sums, 2, level), _powers_about(sums, 4, level)
    # Where nothing is in memory none of this is a number, and there is nothing to draw.
    return np.asarray((squares**2 < FEW_STORIES * fourths) & (squares > (NARROW * below) ** 2))


def _bound(sums: Real, stories: int, pull: float, end: float) -> Real:
    level, below = _level(sums, pull)
    bound = level
    for _ in range(_ROUNDS):
        spread, skewed = _shape(sums, stories, bound)
        bound = np.clip(level + (spread * end + skewed * (end**2 - 1) / 6) / below, -_SCALE, _SCALE)
    return np.asarray(bound)


def _shape(sums: Real, stories: int, x: Real) -> tuple[Real, Real]:
    """Return the standard deviation of the sum of T - x W over drawn stories, and the same times its skewness."""
    mean = _powers_about(sums, 1, x) / stories
    squares, cubes = _powers_about(sums, 2, x), _powers_about(sums, 3, x)
    variance, third = squares - stories * mean**2, cubes - 3 * mean * squares + 2 * stories * mean**3
    # What is left of the squares of T and of x W, where these cancel, is a rounding error and no spread.
    scale = sums[_POWERS.index((0, 2))] + x**2 * sums[_POWERS.index((2, 0))]
    varies = variance > _ROUNDING * scale
    spread = np.sqrt(np.where(varies, variance, 0.0))
    return spread, np.divide(third, variance, out=np.zeros_like(third), where=varies)


def _powers_about(sums: Real, power: int, x: Real) -> Real:
    """Return the sum of (T - x W) ** power over the stories."""
    found = np.zeros_like(x)
    for of_mass in reversed(range(power + 1)):
        found = comb(power, of_mass) * sums[_POWERS.index((of_mass, power - of_mass))] - x * found
    return found
