"""The market model, estimated for many events of one share at once.

For each event, the share's log return is regressed on the market's over the estimation window by ordinary least
squares, and the abnormal return of a later day is what the fitted line does not explain. Every event is a row of a
matrix, so that 500 events cost a few array operations and no loop.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date

import numpy as np
from numpy.typing import NDArray

from tracker.market.prices import PriceSeries
from tracker.market.results import Window

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

MINIMUM_RETURNS = 100
"""The market model is estimated from at least so many returns."""

LONGEST_HOLIDAY = 11
"""The longest holiday of these exchanges, in days; a longer time without a price is a gap in the prices."""

STANDS_STILL = 1e-8
"""A daily standard deviation below a millionth of a per cent is rounding: the series stands still."""


@dataclass(frozen=True, eq=False)
class AlignedReturns:
    """Log returns of a share and the market on the days on which both have a price.

    The first day has a price but no return. Where one of both has a gap, both returns span it.

    Attributes:
        days: as ordinals, which numpy reads from dates many times faster than its own kind of date.
        share: log returns of the share.
        market: log returns of the market.
        places: place of each day among all trading days of the market.
    """

    days: Integers
    share: Floats
    market: Floats
    places: Integers


@dataclass(frozen=True, eq=False)
class Estimates:
    """The market model of each event (one row each), and the abnormal returns of its window.

    Attributes:
        returns: number of returns in the estimation window.
        alpha: constants.
        beta: slopes.
        sigma: residual standard deviations with returns - 2 degrees of freedom.
        market_spread: standard deviation of the market's returns in the estimation window.
        abnormal: abnormal returns, one column per day of the window.
        cumulative: their running sums.
        cumulative_se: standard errors of the running sums.
        residuals: abnormal returns of the estimation window, one column per trading day of the market, so that those
            of several shares stand below each other; not a number where there is no return.
    """

    returns: Integers
    alpha: Floats
    beta: Floats
    sigma: Floats
    market_spread: Floats
    abnormal: Floats
    cumulative: Floats
    cumulative_se: Floats
    residuals: Floats

    def take(self, rows: Sequence[int]) -> "Estimates":
        """Return the estimates of some of the events."""
        places = np.array(rows, dtype=np.int64)
        return Estimates(**{field.name: getattr(self, field.name)[places] for field in fields(self)})


def join_estimates(parts: Sequence[Estimates]) -> Estimates:
    """Return the estimates of several series as the rows of one."""
    return Estimates(
        **{field.name: np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(Estimates)}
    )


def align(share: PriceSeries, market: PriceSeries) -> AlignedReturns:
    """Return the log returns on the days that both series have."""
    share_days, market_days = ordinals(share.days), ordinals(market.days)
    days, in_share, in_market = np.intersect1d(share_days, market_days, assume_unique=True, return_indices=True)
    return AlignedReturns(days, _log_returns(share, in_share), _log_returns(market, in_market), in_market)


def ordinals(days: Iterable[date]) -> Integers:
    """Return days as numbers, 1 apart from one day to the next."""
    return np.fromiter((day.toordinal() for day in days), dtype=np.int64)


def _log_returns(series: PriceSeries, places: Integers) -> Floats:
    logs = np.log(np.array(series.closes, dtype=np.float64)[places])
    return np.diff(logs, prepend=np.nan)


def days_without_price(returns: AlignedReturns) -> Integers:
    """Return how many days lie between each trading day and the one before; none before the first."""
    return np.diff(returns.days, prepend=returns.days[:1] - 1) - 1


def count_returns(positions: Integers, estimation: Window) -> Integers:
    """Return how many returns the estimation window of each position holds; the first day of all has none."""
    first, last = positions + estimation[0], positions + estimation[1]
    return np.maximum(last - np.maximum(first, 1) + 1, 0)


def estimate(returns: AlignedReturns, positions: Integers, window: Window, estimation: Window) -> Estimates:
    """Fit the market model before each position and measure the abnormal returns around it.

    The variance of the cumulative abnormal return over L days is

        sigma^2 * (L + L^2 / n + (sum of (market_s - mean market))^2 / sum of (market_t - mean market)^2)

    with s over the L days of the window and t over the n returns of the estimation window. The first term is the
    noise of the days themselves, the other two are the error of estimating alpha and beta, which all days of a
    window share. It is the sum over all entries of the covariance matrix of the abnormal returns in Campbell, Lo
    and MacKinlay, "The Econometrics of Financial Markets" (1997), section 4.4.

    A market or share that stands still gives values that are not numbers; `market_spread` and `sigma` are then 0.
    """
    before = positions[:, None] + np.arange(estimation[0], estimation[1] + 1)
    known = before >= 1
    n = known.sum(axis=1)
    share, share_mean = _centred(returns.share, before, known)
    market, market_mean = _centred(returns.market, before, known)
    market_squares = (market**2).sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        beta = (share * market).sum(axis=1) / market_squares
        alpha = share_mean - beta * market_mean
        residuals = np.where(known, share - beta[:, None] * market, np.nan)
        sigma = np.sqrt(np.nansum(residuals**2, axis=1) / (n - 2))
        around = positions[:, None] + np.arange(window[0], window[1] + 1)
        abnormal = returns.share[around] - alpha[:, None] - beta[:, None] * returns.market[around]
        length = np.arange(1, around.shape[1] + 1)
        drift = np.cumsum(returns.market[around] - market_mean[:, None], axis=1)
        factor = length + length**2 / n[:, None] + drift**2 / market_squares[:, None]
    return Estimates(
        returns=n,
        alpha=alpha,
        beta=beta,
        sigma=sigma,
        market_spread=np.sqrt(market_squares / n),
        abnormal=abnormal,
        cumulative=np.cumsum(abnormal, axis=1),
        cumulative_se=sigma[:, None] * np.sqrt(factor),
        residuals=_by_market_day(
            residuals, returns.places[np.maximum(before, 0)], returns.places[positions], estimation
        ),
    )


def _by_market_day(residuals: Floats, places: Integers, zero: Integers, estimation: Window) -> Floats:
    """Return residuals in the columns of their days on the market; what lies before the first column is left out.

    On a share that trades on all days of the market this changes nothing.
    """
    columns = places - zero[:, None] - estimation[0]
    rows, kept = np.nonzero(~np.isnan(residuals) & (columns >= 0))
    found = np.full(residuals.shape, np.nan)
    found[rows, columns[rows, kept]] = residuals[rows, kept]
    return found


def every_reaction(returns: AlignedReturns, window: Window, estimation: Window) -> Floats:
    """Return the cumulative abnormal return around each position; not a number where it cannot be measured.

    The same as ``estimate`` at every position, from running sums, so that a few thousand cost no more than one. A
    window that spans a gap in the prices is not measured.
    """
    y, x = (np.nan_to_num(one - np.nanmean(one)) for one in (returns.share, returns.market))
    positions = np.arange(len(x))
    n = count_returns(positions, estimation)
    gaps = np.concatenate([[0], np.cumsum(days_without_price(returns) > LONGEST_HOLIDAY)])
    fits = (n >= MINIMUM_RETURNS) & (positions + window[1] < len(x))
    last, first = (np.clip(positions + day, 0, len(x)) for day in (window[1] + 1, window[0]))
    fits &= gaps[last] == gaps[first]
    kept, n = positions[fits], n[fits]

    def total(of: Floats, days: Window) -> Floats:
        sums = np.concatenate([[0.0], np.cumsum(of)])
        found: Floats = sums[kept + days[1] + 1] - sums[np.maximum(kept + days[0], 1)]
        return found

    mean_y, mean_x = total(y, estimation) / n, total(x, estimation) / n
    squares = total(x**2, estimation) - n * mean_x**2
    beta = (total(x * y, estimation) - n * mean_x * mean_y) / np.maximum(squares, n * STANDS_STILL**2)
    length = window[1] - window[0] + 1
    reactions = np.full(len(x), np.nan)
    reactions[kept] = total(y, window) - length * mean_y - beta * (total(x, window) - length * mean_x)
    return reactions


def _centred(series: Floats, places: Integers, known: NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """Return the rows of the estimation windows less their means (0 where there is no return), and the means."""
    rows = np.where(known, series[np.maximum(places, 0)], 0.0)
    means: Floats = rows.sum(axis=1) / known.sum(axis=1)
    return np.where(known, rows - means[:, None], 0.0), means
