"""Tests of a group of event days, each of which is one observation however many shares were measured on it.

Days whose windows share trading days depend on each other: the test that is told in words and the rank test allow for
that, the one without the allowance says so in its name.
"""

import math

import numpy as np

from tracker.market.market_model import Floats
from tracker.market.results import GroupTest

KOLARI_PYNNONEN = "Kolari-Pynnönen"
GENERALISED_RANK = "Generalised rank"
BMP = "BMP, as if no windows overlapped"
ONE_DAY = "Market-model t"

_FEWEST = 2
_TOO_FEW = "needs at least two event days with different returns"
FEWEST_RANKED = 12
"""With fewer event days the rank test is too sure: at 8 days it rejects more than 8 % of panels without an effect."""


def shrinkage(days: int, correlation: float) -> float:
    """Return by what a statistic of so many days shrinks for what they have in common, after Kolari and Pynnönen.

    Args:
        days: how many.
        correlation: mean correlation of two of them, from 0 to below 1.
    """
    return math.sqrt((1 - correlation) / (1 + (days - 1) * correlation))


def kolari_pynnonen_test(standardised: Floats, correlation: float) -> GroupTest:
    """Test of Kolari and Pynnönen (2010): the standardised cross-sectional test for observations that go together.

    t = t of that test * sqrt((1 - r) / (1 + (N - 1) * r)), with r the mean correlation of two of the N observations,
    against Student's t with N - 1 degrees of freedom. With r = 0 both are the same.

    Args:
        standardised: the mean cumulative abnormal return of each day, divided by its standard error.
        correlation: r.
    """
    plain = bmp_test(standardised)
    if plain.statistic is None:
        return GroupTest(KOLARI_PYNNONEN, None, None, plain.reason)
    statistic = plain.statistic * shrinkage(len(standardised), correlation)
    return _student_test(KOLARI_PYNNONEN, statistic, len(standardised) - 1)


def bmp_test(standardised: Floats) -> GroupTest:
    """Standardised cross-sectional test of Boehmer, Musumeci and Poulsen (1991).

    t = mean / (standard deviation / sqrt(N)) of the standardised cumulative abnormal returns, against Student's t
    with N - 1 degrees of freedom. The spread between the days themselves is used, so that an event that raises
    the variance does not pass for an effect. It takes the days as independent of each other.
    """
    number = len(standardised)
    if number < _FEWEST or not np.ptp(standardised) > 0:
        return GroupTest(BMP, None, None, _TOO_FEW)
    return _student_test(BMP, float(standardised.mean() / standardised.std(ddof=1) * math.sqrt(number)), number - 1)


def rank_test(standardised: Floats, residuals: Floats, correlation: float) -> GroupTest:
    """Generalised rank test (GRANK-T) of Kolari and Pynnönen, Journal of Empirical Finance 18 (2011) 953-971.

    The whole window of a day counts as one return: its standardised cumulative abnormal return, divided by the spread
    of these between the days. It is ranked among the standardised returns of the day's estimation window,
    U = rank / (number + 1) - 1/2. With U_t the mean over the N days and T the number of columns,

        Z = U_0 / S,   S^2 = sum of (N_t / N) * U_t^2 / T,   t = Z * sqrt((T - 2) / (T - 1 - Z^2))

    against Student's t with T - 2 degrees of freedom, times the allowance for windows that overlap (``shrinkage``):
    the columns compare days at the same distance from their event, and do not see that two windows share a day.

    Args:
        standardised: as for ``bmp_test``.
        residuals: abnormal returns of each day's estimation window, one row per day; not a number where missing.
        correlation: mean correlation of two days.
    """
    from scipy import stats

    if len(standardised) < FEWEST_RANKED or not np.ptp(standardised) > 0:
        reason = f"needs at least {FEWEST_RANKED} event days with different returns"
        return GroupTest(GENERALISED_RANK, None, None, reason)
    before = residuals / np.nanstd(residuals, axis=1, keepdims=True)
    both = np.column_stack([before, standardised / standardised.std(ddof=1)])
    missing = np.isnan(both)
    # Missing days take the highest ranks and leave those of the others as they are.
    ranks = stats.rankdata(np.where(missing, np.inf, both), axis=1)
    scaled = np.where(missing, 0.0, ranks / ((~missing).sum(axis=1, keepdims=True) + 1) - 0.5)
    counts = (~missing).sum(axis=0)
    known = counts > 0
    means = scaled.sum(axis=0)[known] / counts[known]
    columns = len(means)
    z = float(means[-1] / math.sqrt((counts[known] / len(both) * means**2).sum() / columns))
    t = z * math.sqrt((columns - 2) / (columns - 1 - z**2))
    return _student_test(GENERALISED_RANK, t * shrinkage(len(standardised), correlation), columns - 2)


def one_day_test(standardised: float, returns: int) -> GroupTest:
    """Test of one event day alone: its mean return over its standard error by the market model.

    Args:
        standardised: the mean cumulative abnormal return of the day, divided by its standard error.
        returns: number of returns that the standard error comes from; two fewer are the degrees of freedom.
    """
    return _student_test(ONE_DAY, standardised, returns - 2)


def _student_test(name: str, statistic: float, freedom: int) -> GroupTest:
    from scipy import stats

    return GroupTest(name, statistic, float(2 * stats.t.sf(abs(statistic), freedom)))
