"""Event days: the shares that were measured on one trading day are one observation, the mean of them.

Shares of one trade fall and rise together, so that fifteen of them around one event say little more than one. A group
of measured returns is therefore tested as a group of days. The mean over the shares of a day is a portfolio with a
market model and a residual variance of its own, which holds what its shares have in common; see Brown and Warner,
Journal of Financial Economics 14 (1985) 3-31, on portfolios of shares whose events fall on one day.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tracker.market.market_model import Estimates, Floats, Integers
from tracker.market.ranks import rank_correlations
from tracker.market.results import GroupResult, GroupTest, Placebo, Window
from tracker.market.significance import bmp_test, kolari_pynnonen_test, one_day_test, rank_test, shrinkage

CALENDARS = 200
"""So many shifted calendars are looked at: enough to tell 5 % from 8 %, and few enough to wait for."""

_FEWEST_CALENDARS = 20
"""With fewer not even the largest move of all is among the largest twentieth, the real calendar counted."""

_FEWEST_COMMON = 30
"""A spread or a correlation from fewer common days says nothing."""


@dataclass(frozen=True, eq=False)
class ReturnPanel:
    """All measured returns of a study: what any group of them is tested from.

    Attributes:
        estimates: one row for each return; no two are of one share and one day.
        places: place of day 0 of each among the market's trading days.
        shares: the share of each, as a row of ``reactions``.
        reactions: the cumulative abnormal return of each share around each trading day of the market, which the
            placebo looks up; not a number where it cannot be measured.
        window: first and last trading day around day 0.
        estimation: the same of the estimation window.
    """

    estimates: Estimates
    places: Integers
    shares: Integers
    reactions: Floats
    window: Window
    estimation: Window


@dataclass(frozen=True, eq=False)
class DayMeans:
    """The portfolio of each event day, one row for each.

    Attributes:
        places: place of the day among the market's trading days, rising.
        cumulative: running sums of the mean abnormal return over the window.
        se: standard errors of the running sums by the day's own market model.
        returns: number of returns that its standard error comes from.
        residuals: mean abnormal returns of the estimation window; not a number where there is none.
    """

    places: Integers
    cumulative: Floats
    se: Floats
    returns: Integers
    residuals: Floats

    @property
    def standardised(self) -> Floats:
        """Each day's mean cumulative abnormal return over its standard error."""
        found: Floats = self.cumulative[:, -1] / self.se[:, -1]
        return found


def group_of_days(panel: ReturnPanel, rows: Sequence[int] | None = None, codes: Floats | None = None) -> GroupResult:
    """Return mean, range, tests, placebo and rank correlations of some measured returns, as a group of event days.

    Args:
        panel: of the study.
        rows: places of the returns among those of the panel, at least one; none means all.
        codes: stance and reach of each return of the panel; without them there are no rank correlations.
    """
    from scipy import stats

    chosen = sorted(range(len(panel.places)) if rows is None else rows)
    places, shares = panel.places[chosen], panel.shares[chosen]
    days = mean_by_day(panel.estimates.take(chosen), places)
    number, t = len(days.places), days.standardised
    correlation = mean_correlation(days, panel.window, panel.estimation)
    path = days.cumulative.mean(axis=0)
    if number == 1:
        freedom, errors = int(days.returns[0]) - 2, days.se[0]
        tests: tuple[GroupTest, ...] = (one_day_test(float(t[0]), int(days.returns[0])),)
    else:
        freedom = number - 1
        errors = days.cumulative.std(axis=0, ddof=1) / np.sqrt(number) / shrinkage(number, correlation)
        tests = (kolari_pynnonen_test(t, correlation), rank_test(t, days.residuals, correlation), bmp_test(t))
    reach = float(stats.t.ppf(0.975, freedom)) * errors
    shifted = shifted_reactions(panel, places, shares)
    return GroupResult(
        returns=len(chosen),
        days=number,
        correlation=correlation,
        mean_log=float(path[-1]),
        se_log=float(errors[-1]),
        path_log=tuple(path.tolist()),
        low_path_log=tuple((path - reach).tolist()),
        high_path_log=tuple((path + reach).tolist()),
        tests=tests,
        placebo=None if shifted is None else _placebo(shifted, float(path[-1])),
        ranks=() if codes is None else rank_correlations(codes[chosen], places, days.cumulative[:, -1], shifted),
    )


def mean_by_day(estimates: Estimates, places: Integers) -> DayMeans:
    """Return the portfolio of each day, from the estimates of the shares on it.

    The mean of market models that were estimated on the same days is the market model of the mean, so that nothing has
    to be estimated anew. Its residual variance comes from the days that all shares have, as a mean of fewer shares
    varies more; where these are too few, the shares are taken to move as one.

    Args:
        estimates: of the returns.
        places: place of day 0 of each among the market's trading days.
    """
    order = np.argsort(places, kind="stable")
    days, starts, shares = np.unique(places[order], return_index=True, return_counts=True)

    def mean(of: Floats) -> Floats:
        found: Floats = (np.add.reduceat(of[order], starts, axis=0).T / shares).T
        return found

    known = np.add.reduceat(~np.isnan(estimates.residuals[order]), starts, axis=0, dtype=np.int64)
    whole = known == shares[:, None]
    common = whole.sum(axis=1)
    enough = common >= _FEWEST_COMMON
    sums = np.add.reduceat(np.nan_to_num(estimates.residuals[order]), starts, axis=0)
    residuals = np.where(np.where(enough[:, None], whole, known > 0), sums / np.maximum(known, 1), np.nan)
    own = np.sqrt(np.nansum(residuals**2, axis=1) / np.maximum(common - 2, 1))
    pooled = enough & (shares > 1)
    sigma = np.where(pooled, own, mean(estimates.sigma))
    # By how much a sum over the window varies more than a day does is the same for shares with the same days.
    factor = mean((estimates.cumulative_se / estimates.sigma[:, None]) ** 2)
    return DayMeans(
        places=days,
        cumulative=mean(estimates.cumulative),
        se=sigma[:, None] * np.sqrt(factor),
        returns=np.where(pooled, common, np.minimum.reduceat(estimates.returns[order], starts)),
        residuals=residuals,
    )


def mean_correlation(days: DayMeans, window: Window, estimation: Window) -> float:
    """Return the mean correlation of two event days, over all pairs; from 0 to below 1.

    Two days go together as the residuals of their portfolios do on the days that both estimation windows hold, as often
    as ``shared_days`` says. Below 0 a test would become surer than for independent days; it is then 0.

    Args:
        days: the portfolios, rising.
        window: first and last trading day around each over which returns are added up.
        estimation: the same of the estimation window.
    """
    number, columns = len(days.places), days.residuals.shape[1]
    known = ~np.isnan(days.residuals)
    left = np.where(known, days.residuals, 0.0)
    total = 0.0
    # Lag by lag, as products of large matrices would wait for every processor.
    lags = np.arange(max(columns, window[1] - window[0] + 1))
    for lag, shared in enumerate(shared_days(lags, window, estimation).tolist()):
        later = np.minimum(np.searchsorted(days.places, days.places + lag), number - 1)
        met = np.flatnonzero(days.places[later] == days.places + lag)
        if lag and len(met):
            one, other = met, later[met]
            both = known[one, lag:] & known[other, : max(columns - lag, 0)]
            a, b = left[one, lag:] * both, left[other, : max(columns - lag, 0)] * both
            spread = np.sqrt((a**2).sum(axis=1) * (b**2).sum(axis=1))
            sure = (both.sum(axis=1) >= _FEWEST_COMMON) & (spread > 0)
            alike = float(((a * b).sum(axis=1)[sure] / spread[sure]).sum())
            # From too few common days a correlation is not known: they may be one, and never go against each other.
            total += 2 * (shared * alike + max(shared, 0.0) * int((~sure).sum()))
    return max(total / max(number * (number - 1), 1), 0.0)


def shared_days(apart: Integers, window: Window, estimation: Window) -> Floats:
    """Return the correlation of two cumulative abnormal returns of one share, by how many trading days they lie apart.

    With L days in the window W and n in the estimation window E, a cumulative abnormal return is the sum over W less
    L / n times that over E. For residuals that do not depend on each other, two of them k days apart have

        (days in both W - L / n * days in W of one and E of the other + (L / n)^2 * days in both E) / (L + L^2 / n)

    in common; the slope of the market is left out. Windows that share two of three days count two thirds; where one
    window lies in the estimation window of the other, they go against each other a little.

    Args:
        apart: numbers of trading days.
        window: W, from the event day.
        estimation: E, from the event day.
    """
    lags = np.abs(apart)

    def common(one: Window, later: Window) -> Floats:
        days = np.minimum(one[1], later[1] + lags) - np.maximum(one[0], later[0] + lags) + 1
        found: Floats = np.maximum(days, 0).astype(np.float64)
        return found

    length, n = window[1] - window[0] + 1, estimation[1] - estimation[0] + 1
    share = length / n
    covariance = common(window, window) - share * common(window, estimation) + share**2 * common(estimation, estimation)
    correlation: Floats = covariance / (length + length * share)
    return correlation


def shifted_reactions(panel: ReturnPanel, places: Integers, shares: Integers) -> Floats | None:
    """Return the mean reaction of each event day on shifted calendars, one row for each; None where these are too few.

    The whole calendar is moved along the trading days by as many steps as there are calendars, evenly spread, from
    where no window meets its own again; what runs over the end begins again at the start. So the distances between
    event days and the number of shares on each stay as they are, and whatever else moves these shares together stays
    in. A share that has no prices there is left out, a day without any share is not a number, and a calendar that
    loses half of its days does not count; where too few are left there is none.

    Args:
        panel: of the study.
        places: of the returns of the group.
        shares: of the same.
    """
    measurable = np.flatnonzero(np.isfinite(panel.reactions[np.unique(shares)]).any(axis=0))
    first, length = int(measurable[0]), int(measurable[-1] - measurable[0]) + 1
    span = panel.window[1] - panel.window[0] + 1
    if length - 2 * span + 1 < _FEWEST_CALENDARS:
        return None
    steps = np.unique(np.linspace(span, length - span, CALENDARS).round().astype(np.int64))
    order = np.argsort(places, kind="stable")
    days, starts = np.unique(places[order], return_index=True)
    found = panel.reactions[shares[order], first + (places[order] - first + steps[:, None]) % length]
    counts = np.add.reduceat(np.isfinite(found), starts, axis=1, dtype=np.int64)
    sums = np.add.reduceat(np.nan_to_num(found), starts, axis=1)
    whole = (counts > 0).sum(axis=1) * 2 > len(days)
    moved: Floats = np.where(counts > 0, sums / np.maximum(counts, 1), np.nan)[whole]
    return moved if len(moved) >= _FEWEST_CALENDARS else None


def _placebo(shifted: Floats, mean: float) -> Placebo:
    """Return how many shifted calendars moved more than the real one, whose mean over the days is a log return."""
    return Placebo(len(shifted), int((np.abs(np.nanmean(shifted, axis=1)) > abs(mean)).sum()))
