"""Event study of 500 events on 20 years of daily prices, beside a plain loop of statsmodels regressions.

Run it with `python benchmarks/bench_event_study.py`. It checks that both give the same numbers, prints the times and
their ratio, and fails when the study takes more than two seconds.
"""

import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import TypeVar

import numpy as np
import statsmodels.api as sm

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

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
    """Return the shortest of several times in seconds, and the last answer."""
    times = []
    for _ in range(runs):
        begin = time.perf_counter()
        answer = work()
        times.append(time.perf_counter() - begin)
    return min(times), answer


def main() -> int:
    """Time both, compare their numbers, print, and return 1 when a limit is broken."""
    files = price_files()
    reading_seconds, reading = best_of(1, lambda: read_prices(files))
    market = get_series(reading.series, "MARKET")
    events = events_on(market)
    seconds, result = best_of(5, lambda: event_study(reading.series, market, events))
    loop_seconds, rows = best_of(2, lambda: plain_loop(reading, market, events))
    difference = _difference(result, rows)
    print(f"reading {len(files)} files of {YEARS} years:    {reading_seconds:8.3f} s")
    print(f"event study, {EVENTS} events:          {seconds:8.3f} s (with group tests)")
    print(f"plain statsmodels loop:            {loop_seconds:8.3f} s (CAR and standard error only, no tests)")
    print(f"ratio loop / study:                {loop_seconds / seconds:8.1f}")
    print(f"largest difference, CAR and error: {difference:8.1e}")
    return int(seconds > LIMIT_SECONDS or difference > LIMIT_DIFFERENCE)


def _difference(result: StudyResult, rows: np.ndarray) -> float:
    return float(np.abs(np.array([(one.car_log, one.se_log) for one in result.events]) - rows).max())


if __name__ == "__main__":
    sys.exit(main())
