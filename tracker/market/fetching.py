"""Daily prices by ticker from Yahoo Finance, through the optional library yfinance. Nothing is fetched unless asked."""

import datetime as dt
import logging
import math
import threading
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tracker.market.cells import MarketProblem
from tracker.market.stored_prices import PriceDay, StoredPrices, parse_tickers, store_prices

FETCHED_SINCE = dt.date(2016, 1, 1)
"""Where no day is given: two years before the record becomes dense, enough for any estimation window."""

_OR_FILES = "files with prices work as before"
_MISSING = (
    f"Fetching prices needs the extra named prices: pip install 'china-tech-regulation-tracker[prices]'; {_OR_FILES}."
)
_SECONDS = 10
_FETCHING = threading.Lock()


class FetchProblem(MarketProblem):
    """An outage, a limit, or a missing library: further tickers would fail as well."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a fetch brought: what is stored now, and a sentence for each ticker that failed."""

    stored: tuple[StoredPrices, ...]
    problems: tuple[str, ...]


def fetch_prices(folder: Path, tickers: Sequence[str], since: dt.date, today: dt.date) -> Fetched:
    """Fetch the daily closes of some tickers, up to the day before today, and store them.

    An outage or a limit ends the fetch; what came before it is stored.

    Raises:
        MarketProblem: if a ticker cannot be one, the period is empty, or another fetch is running in this program.
    """
    wanted = parse_tickers(tickers)
    if since >= today:
        raise MarketProblem(f"There are no prices between {since} and today; give an earlier day.")
    if not _FETCHING.acquire(blocking=False):
        raise MarketProblem("Another fetch of prices is running; try again when it is done.")
    stored, problems = [], []
    try:
        for ticker in wanted:
            try:
                about, rows = _download(ticker, since, today)
                store_prices(folder, about, rows)
                stored.append(about)
            except FetchProblem as problem:
                problems.append(str(problem))
                break
            except MarketProblem as problem:
                problems.append(str(problem))
    finally:
        _FETCHING.release()
    return Fetched(tuple(stored), tuple(problems))


def _download(ticker: str, since: dt.date, today: dt.date) -> tuple[StoredPrices, list[PriceDay]]:
    with _explained(ticker):
        import yfinance

        with _raising(yfinance):
            share: Any = yfinance.Ticker(ticker)
            table = share.history(start=f"{since}", end=f"{today}", auto_adjust=False, timeout=_SECONDS)
            currency = str(share.history_metadata.get("currency") or "")
        closes = zip(table.index, table["Close"], table["Adj Close"], strict=True)
        rows = [
            PriceDay(f"{day:%Y-%m-%d}", float(close), float(adjusted))
            for day, close, adjusted in closes
            if math.isfinite(close) and math.isfinite(adjusted)
        ]
    if not rows:
        raise MarketProblem(f"Yahoo Finance has no prices of {ticker} since {since}.")
    about = StoredPrices(
        ticker=ticker,
        origin=f"Yahoo Finance (yfinance {yfinance.__version__})",
        fetched_on=f"{today}",
        first=rows[0].day,
        last=rows[-1].day,
        days=len(rows),
        currency=currency,
    )
    return about, rows


@contextmanager
def _raising(library: Any) -> Iterator[None]:  # noqa: ANN401 - the library has no types
    """Let the library raise what went wrong instead of writing it anywhere; the sentences are our own."""
    log = logging.getLogger("yfinance")
    level, hides = log.level, library.config.debug.hide_exceptions
    log.setLevel(logging.CRITICAL + 1)
    library.config.debug.hide_exceptions = False
    try:
        with warnings.catch_warnings(action="ignore"):
            yield
    finally:
        library.config.debug.hide_exceptions = hides
        log.setLevel(level)


@contextmanager
def _explained(ticker: str) -> Iterator[None]:
    """Make one sentence of whatever the library or the network raises."""
    try:
        yield
    except ImportError:
        raise FetchProblem(_MISSING) from None
    except Exception as problem:  # noqa: BLE001 - libraries and networks fail in many ways
        raise _sentence(ticker, problem) from None


def _sentence(ticker: str, problem: Exception) -> MarketProblem:
    """Name what happened; the library's errors are told by their names, since it is not always installed."""
    kinds = {kind.__name__ for kind in type(problem).__mro__}
    status = getattr(getattr(problem, "response", None), "status_code", None)
    if "YFRateLimitError" in kinds or status == 429:  # noqa: PLR2004 - too many requests
        return FetchProblem(f"Yahoo Finance takes no more requests for now; try again later, or {_OR_FILES}.")
    if "YFTickerMissingError" in kinds or status == 404:  # noqa: PLR2004 - not found
        return MarketProblem(f"Yahoo Finance has no prices of {ticker}.")
    if "HTTPError" in kinds or isinstance(problem, ValueError | LookupError | TypeError | AttributeError):
        return FetchProblem(f"Yahoo Finance gave no answer that can be read; try again later, or {_OR_FILES}.")
    if isinstance(problem, OSError) or "YFException" in kinds:
        return FetchProblem(f"Yahoo Finance cannot be reached; try again later, or {_OR_FILES}.")
    return FetchProblem(f"The prices of {ticker} could not be fetched ({type(problem).__name__}); {_OR_FILES}.")
