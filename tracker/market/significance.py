"""Tests of a group of events: Kolari and Pynnönen's, Patell's, the standardised cross-sectional, and Corrado's.

The last three take the events as independent of each other; the first allows for shares that move together.
"""

import math

import numpy as np

from tracker.market.clustering import Clustering
from tracker.market.market_model import Estimates, Floats
from tracker.market.results import GroupResult, GroupTest

KOLARI_PYNNONEN = "Kolari-Pynnönen"
PATELL = "Patell"
BMP = "Standardised cross-sectional (BMP)"
CORRADO = "Corrado rank"


def group_result(estimates: Estimates, clustering: Clustering | None = None) -> GroupResult:
    """Return means, standard errors and tests of the events whose estimates are the rows.

    Args:
        estimates: of the events.
        clustering: how far they depend on each other; none means not at all.
    """
    events = len(estimates.returns)
    correlation = clustering.mean_correlation() if clustering else 0.0
    mean_se = np.sqrt((estimates.cumulative_se**2).sum(axis=0)) / events
    mean = estimates.cumulative.mean(axis=0)
    car = estimates.cumulative[:, -1]
    standardised = car / estimates.cumulative_se[:, -1]
    bmp = bmp_test(standardised)
    return GroupResult(
        events=events,
        days=clustering.count_days() if clustering else events,
        correlation=correlation,
        mean_car=float(mean[-1]),
        se=float(mean_se[-1]),
        spread_se=_spread_se(car, correlation) or float(mean_se[-1]),
        mean_cumulative=tuple(mean.tolist()),
        mean_cumulative_se=tuple(mean_se.tolist()),
        kolari_pynnonen=kolari_pynnonen_test(bmp, events, correlation),
        patell=patell_test(standardised, estimates.returns.astype(np.float64)),
        bmp=bmp,
        corrado=corrado_test(scaled_ranks(estimates.residuals, estimates.abnormal), estimates.abnormal.shape[1]),
    )


def _spread_se(car: Floats, correlation: float) -> float:
    """Return the standard error of a mean from the spread of its values, widened for what they have in common."""
    if len(car) < 2 or correlation >= 1:  # noqa: PLR2004 - a spread needs two values
        return 0.0
    return float(car.std(ddof=1) / math.sqrt(len(car)) / _shrinkage(len(car), correlation))


def _shrinkage(events: int, correlation: float) -> float:
    return math.sqrt((1 - correlation) / (1 + (events - 1) * correlation))


def kolari_pynnonen_test(bmp: GroupTest, events: int, correlation: float) -> GroupTest:
    """Test of Kolari and Pynnönen (2010): the standardised cross-sectional test for events that depend on each other.

    t = t of that test * sqrt((1 - r) / (1 + (N - 1) * r)), with r the mean correlation of two of the N returns, against
    Student's t with N - 1 degrees of freedom. With r = 0 both are the same.
    """
    from scipy import stats

    if bmp.statistic is None:
        return GroupTest(KOLARI_PYNNONEN, None, None, bmp.reason)
    if correlation >= 1:
        return GroupTest(KOLARI_PYNNONEN, None, None, "all returns are one and the same")
    statistic = bmp.statistic * _shrinkage(events, correlation)
    return GroupTest(KOLARI_PYNNONEN, statistic, float(2 * stats.t.sf(abs(statistic), events - 1)))


def patell_test(standardised: Floats, returns: Floats) -> GroupTest:
    """Patell's test (1976) on cumulative abnormal returns, each divided by its standard error.

    Z = sum of t_i / sqrt(sum of (n_i - 2) / (n_i - 4)): under no effect each t_i follows Student's t with n_i - 2
    degrees of freedom, whose variance is the term summed in the root. The standard errors hold the error of
    estimation over the whole window. It assumes that the event does not raise the variance.
    """
    return _normal_test(PATELL, float(standardised.sum() / math.sqrt(((returns - 2) / (returns - 4)).sum())))


def bmp_test(standardised: Floats) -> GroupTest:
    """Standardised cross-sectional test of Boehmer, Musumeci and Poulsen (1991).

    t = mean / (standard deviation / sqrt(N)) of the standardised cumulative abnormal returns, against Student's t
    with N - 1 degrees of freedom. The spread between the events themselves is used, so that an event that raises
    the variance does not pass for an effect.
    """
    from scipy import stats

    if len(standardised) < 2 or not np.ptp(standardised) > 0:  # noqa: PLR2004 - a spread needs two values
        return GroupTest(BMP, None, None, "the test needs at least two events with different returns")
    found = stats.ttest_1samp(standardised, 0.0)
    return GroupTest(BMP, float(found.statistic), float(found.pvalue))


def scaled_ranks(residuals: Floats, abnormal: Floats) -> Floats:
    """Rank each event's abnormal returns over both windows; rank / (number + 1) - 1/2, not a number where missing."""
    from scipy import stats

    both = np.concatenate([residuals, abnormal], axis=1)
    missing = np.isnan(both)
    # Missing days take the highest ranks and leave those of the others as they are.
    ranks = stats.rankdata(np.where(missing, np.inf, both), axis=1)
    number = (~missing).sum(axis=1, keepdims=True)
    return np.where(missing, np.nan, ranks / (number + 1) - 0.5)


def corrado_test(ranks: Floats, window_days: int) -> GroupTest:
    """Rank test of Corrado (1989), with scaled ranks as in Corrado and Zivney (1992), for a window of one or more days.

    With u_t the mean scaled rank of day t over the events, L the number of days of both windows, and w the number
    of days of the event window,

        Z = sum of u_t over the event window / sqrt(w * S^2 * (L - w) / (L - 1)),   S^2 = sum of (N_t / N) * u_t^2 / L

    where N_t of the N events have a return on day t. The factor (L - w) / (L - 1) is the finite population
    correction: ranks add up to a constant, so that a long event window has less room to vary. For one day it is 1
    and Z is Corrado's.

    Args:
        ranks: one row per event, one column per day, event window last, from `scaled_ranks`.
        window_days: the number of days of the event window.
    """
    present = ~np.isnan(ranks)
    counts = present.sum(axis=0)
    used = counts > 0
    means = np.nansum(ranks, axis=0)[used] / counts[used]
    days = len(means)
    variance = float((counts[used] / len(ranks) * means**2).sum() / days)
    spread = math.sqrt(window_days * variance * (days - window_days) / (days - 1))
    if not spread > 0:
        return GroupTest(CORRADO, None, None, "the returns do not differ, so that they have no ranks")
    return _normal_test(CORRADO, float(means[-window_days:].sum() / spread))


def _normal_test(name: str, statistic: float) -> GroupTest:
    from scipy import stats

    return GroupTest(name, statistic, float(2 * stats.norm.sf(abs(statistic))))
