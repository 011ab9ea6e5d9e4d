"""Price files that no market ever wrote: a share that follows a market, with jumps on chosen days."""

import datetime as dt
from collections.abc import Mapping

import numpy as np

FIRST_DAY = dt.date(2019, 6, 3)
DAYS = 1000
SIGMA = 0.01


def price_files(jumps: Mapping[dt.date, float] | None = None, *, seed: int = 1, days: int = DAYS) -> tuple[str, str]:
    """Return a share's and its market's prices as CSV, one row per weekday from ``FIRST_DAY`` on.

    The share's log return is 1.1 times the market's and a remainder with a standard deviation of one per cent.

    Args:
        jumps: what the share does on top on a day, as a log return.
        seed: of the random returns.
        days: the number of prices.
    """
    rng = np.random.default_rng(seed)
    dates = [day for day in (FIRST_DAY + dt.timedelta(number) for number in range(days * 2)) if day.weekday() < 5][
        :days
    ]
    market = rng.normal(0, 0.012, days)
    share = 1.1 * market + rng.normal(0, SIGMA, days)
    for day, jump in (jumps or {}).items():
        share[dates.index(day)] += jump
    return _csv(dates, share), _csv(dates, market)


def _csv(dates: list[dt.date], returns: np.ndarray) -> str:
    closes = 100 * np.exp(np.cumsum(returns))
    rows = (f"{day},{close:.6f}" for day, close in zip(dates, closes.tolist(), strict=True))
    return "\n".join(["Date,Close", *rows, ""])
