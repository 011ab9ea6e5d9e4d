"""How far measured returns depend on each other: shares that move together, in windows that share trading days."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tracker.market.market_model import Floats, Integers, align, ordinals
from tracker.market.prices import PriceSeries

_FEWEST_DAYS = 30
"""A correlation from fewer common days says nothing and counts as none."""


@dataclass(frozen=True)
class Clustering:
    """Where each measured return stands, and how the shares move together beside the market.

    Attributes:
        places: place of day 0 among the market's trading days, one for each return.
        shares: number of the share of each return.
        correlations: of the shares' abnormal returns, one row and column for each share.
        days: number of days in the window.
    """

    places: Integers
    shares: Integers
    correlations: Floats
    days: int

    def take(self, rows: Sequence[int]) -> "Clustering":
        """Return that of some of the returns."""
        chosen = np.array(rows, dtype=np.int64)
        return Clustering(self.places[chosen], self.shares[chosen], self.correlations, self.days)

    def count_days(self) -> int:
        """Return on how many different days the returns were measured."""
        return len(np.unique(self.places))

    def mean_correlation(self) -> float:
        """Return the mean correlation of two of the returns, over all pairs; never below 0.

        Two returns go together as their shares do, in so far as their windows have days in common: windows that share
        two days of three count two thirds. Below 0 a test would become surer than for independent events; it is then 0.
        """
        number = len(self.places)
        if number < 2:  # noqa: PLR2004 - a pair needs two
            return 0.0
        days, rows = np.unique(self.places, return_inverse=True)
        counts = np.zeros((len(days), len(self.correlations)))
        np.add.at(counts, (rows, self.shares), 1)
        total = float(((counts @ self.correlations) * counts).sum()) - number
        for apart in range(1, self.days):
            later = np.searchsorted(days, days + apart)
            met = np.flatnonzero((later < len(days)) & (days[np.minimum(later, len(days) - 1)] == days + apart))
            together = float(((counts[met] @ self.correlations) * counts[later[met]]).sum())
            total += 2 * (1 - apart / self.days) * together
        return min(max(total / (number * (number - 1)), 0.0), 1.0)


def share_correlations(shares: Sequence[PriceSeries], market: PriceSeries) -> Floats:
    """Return how the shares go together beside the market: the correlations of what one market model of each leaves."""
    days = ordinals(market.days)
    left = np.full((len(shares), len(days)), np.nan)
    for row, share in enumerate(shares):
        returns = align(share, market)
        own, whole = returns.share[1:], returns.market[1:]
        if len(own) and np.ptp(whole) > 0:
            slope = np.cov(own, whole, bias=True)[0, 1] / whole.var()
            places = np.searchsorted(days, returns.days[1:])
            left[row, places] = own - own.mean() - slope * (whole - whole.mean())
    return _correlations(left)


def _correlations(left: Floats) -> Floats:
    """Return the correlation of each pair of rows over the days that both have."""
    known = (~np.isnan(left)).astype(np.float64)
    filled = np.nan_to_num(left)
    number, sums, squares = known @ known.T, filled @ known.T, filled**2 @ known.T
    with np.errstate(divide="ignore", invalid="ignore"):
        both = filled @ filled.T - sums * sums.T / number
        spread = (squares - sums**2 / number) * (squares.T - sums.T**2 / number)
        found = both / np.sqrt(spread)
    found = np.where((number >= _FEWEST_DAYS) & np.isfinite(found), found, 0.0)
    np.fill_diagonal(found, 1.0)
    return np.clip(found, -1.0, 1.0)
