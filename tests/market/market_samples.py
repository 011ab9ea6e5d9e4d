"""Invented prices for the market tests: series of weekdays, written out or simulated."""

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from tracker.market import PriceSeries, StudyEvent, StudyResult, event_study

Floats = NDArray[np.float64]
HUNDRED = (-110, -11)
FIRST_DAY = date(2018, 1, 1)


def weekdays(count: int, first: date = FIRST_DAY) -> tuple[date, ...]:
    """Return `count` days from Monday to Friday, from `first` on."""
    days = (first + timedelta(days=offset) for offset in range(count * 2 + 7))
    return tuple(day for day in days if day.weekday() < 5)[:count]


def series_of(name: str, returns: Sequence[float] | Floats, first: date = FIRST_DAY) -> PriceSeries:
    """Return a price series with the given log returns; it has one day more than returns."""
    closes = 100 * np.exp(np.concatenate([[0.0], np.cumsum(returns)]))
    return PriceSeries(name, weekdays(len(closes), first), tuple(closes.tolist()))


def simulated_market(rng: np.random.Generator, count: int) -> Floats:
    """Return market returns with a daily standard deviation of one per cent."""
    return rng.normal(0.0003, 0.01, count)


def simulated_share(rng: np.random.Generator, market: Floats, sigma: float = 0.02) -> Floats:
    """Return share returns that follow the market model with alpha 0.0005 and beta 1.2."""
    share: Floats = 0.0005 + 1.2 * market + rng.normal(0.0, sigma, len(market))
    return share


def hand_made() -> tuple[PriceSeries, PriceSeries]:
    """Return a share and a market whose model can be read off.

    In the hundred days before, the market alternates between 1 and -1 %, and the share is 0.1 % plus twice the market
    plus a remainder of 0.2 % that follows the pattern + + - -, which neither the mean nor the market shares. After ten
    quiet days the market rises 1 % and the share 5 %, and on the day before and after both stand still.
    """
    market = np.tile([0.01, -0.01], 50)
    share = 0.001 + 2 * market + np.tile([0.002, 0.002, -0.002, -0.002], 25)
    quiet = np.zeros(10)
    after = [0.01, 0.0, 0.0]
    return (
        series_of("SHARE", [*share, *quiet, 0.05, 0.0, 0.0]),
        series_of("MARKET", [*market, *quiet, *after]),
    )


def day_zero(series: PriceSeries) -> date:
    """Return the day of the hand-made jump."""
    return series.days[111]


def study(shares: Sequence[PriceSeries], market: PriceSeries, *events: StudyEvent, **choices: object) -> StudyResult:
    """Run a study with the hundred returns of the hand-made series."""
    return event_study(shares, market, events, **{"estimation": HUNDRED, **choices})  # type: ignore[arg-type]
