"""Event study of 500 events on 20 years of daily prices, beside a plain loop of statsmodels regressions.

Both have to give the same numbers.
"""

import sys
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import TypeVar

import numpy as np
import statsmodels.api as sm
from measuring import Row, both, main

from tracker.market import PriceReading, PriceSeries, StudyEvent, StudyResult, event_study, get_series, read_prices

T = TypeVar("T")

EVENTS = 500
SHARES = 10
YEARS = 20
LIMIT_SECONDS = 2.0
LIMIT_DIFFERENCE = 1e-10


def price_files() -> list[tuple[str, bytes]]:
    """Return a market file and one file per share, each with twenty years of weekdays."""
    rng = np.random.default_rng(1)
    first = date(2004, 1, 5)
    days = [first + timedelta(days=offset) for offset in range(YEARS * 365)]
    days = [day for day in days if day.weekday() < 5]
    market = rng.normal(0.0003, 0.01, len(days))
    returns = {f"S{place}": 1.2 * market + rng.normal(0.0, 0.02, len(days)) for place in range(SHARES)}
    return [_file(name, days, series) for name, series in {"MARKET": market, **returns}.items()]


def _file(name: str, days: list[date], returns: np.ndarray) -> tuple[str, bytes]:
    prices = 100 * np.exp(np.cumsum(returns))
    rows = "".join(f"{day},{price:.12f}\n" for day, price in zip(days, prices, strict=True))
    return f"{name}.csv", f"Date,Close\n{rows}".encode()


def events_on(market: PriceSeries) -> list[StudyEvent]:
    """Return 500 events, spread over the shares and the years."""
    places = np.linspace(260, len(market.days) - 10, EVENTS).astype(int)
    return [StudyEvent(f"e{i}", market.days[place], f"S{i % SHARES}") for i, place in enumerate(places)]


def plain_loop(reading: PriceReading, market: PriceSeries, events: list[StudyEvent]) -> np.ndarray:
    """Return cumulative abnormal returns and standard errors, two columns, by one statsmodels regression per event."""
    market_returns = np.diff(np.log(market.closes), prepend=np.nan)
    places = {day: place for place, day in enumerate(market.days)}
    returns = {one.name: np.diff(np.log(one.closes), prepend=np.nan) for one in reading.series}
    rows = []
    for event in events:
        share, place = returns[event.ticker or ""], places[event.day]
        before, around = slice(place - 250, place - 10), slice(place - 1, place + 2)
        fit = sm.OLS(share[before], sm.add_constant(market_returns[before])).fit()
        design = sm.add_constant(market_returns[around], has_constant="add")
        variance = len(design) * fit.scale + (design @ fit.cov_params() @ design.T).sum()
        rows.append(((share[around] - fit.predict(design)).sum(), np.sqrt(variance)))
    return np.array(rows)


def best_of(runs: int, work: Callable[[], T]) -> tuple[float, T]:
    """Return the shortest of several times, in seconds of the processor, and the last answer."""
    times = []
    for _ in range(runs):
        begin = time.process_time()
        answer = work()
        times.append(time.process_time() - begin)
    return min(times), answer


def rows(large: bool) -> Iterator[Row]:  # noqa: FBT001 - see bench_files.py
    """Time both and compare their numbers; the study makes its group tests as well."""
    del large
    reading = read_prices(price_files())
    market = get_series(reading.series, "MARKET")
    events = events_on(market)
    seconds, result = best_of(5, lambda: event_study(reading.series, market, events))
    loop_seconds, plain = best_of(2, lambda: plain_loop(reading, market, events))
    at, floor = f"{EVENTS} events, {YEARS} years", "a loop of statsmodels regressions"
    yield Row("event study", at, seconds, LIMIT_SECONDS, "", unit="s")
    yield Row("event study", f"{at}, told", seconds / loop_seconds, None, floor, both([seconds], [loop_seconds]))
    yield Row("event study, largest difference", at, _difference(result, plain), LIMIT_DIFFERENCE, floor, unit="")


def _difference(result: StudyResult, rows: np.ndarray) -> float:
    return float(np.abs(np.array([(one.car_log, one.se_log) for one in result.events]) - rows).max())


if __name__ == "__main__":
    sys.exit(main(rows))
