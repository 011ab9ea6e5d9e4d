"""Prices that were fetched, kept beside the database: for each ticker a CSV file, and a JSON file that says whence.

They are no part of the record: no export, backup or history holds them, and whoever deletes the folder loses nothing
but a fetch.
"""

import csv
import json
import re
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import NamedTuple

from tracker.database import place_beside
from tracker.dates import describe
from tracker.market.cells import MarketProblem
from tracker.new_files import new_file

_TICKER = re.compile(r"[A-Z0-9^][A-Z0-9.^=-]{0,10}")
MOST_TICKERS = 20
"""So many tickers are taken at once."""

_COLUMNS = ("Date", "Close", "Adj Close")
USED = "Adj Close is used: adjusted for splits and dividends; Close is adjusted for splits only"


class PriceDay(NamedTuple):
    """The prices of one trading day: its day as ISO text, the close, and the close adjusted for dividends."""

    day: str
    close: float
    adjusted: float


@dataclass(frozen=True, slots=True)
class StoredPrices:
    """Where the prices of a ticker came from, as their JSON file holds it; days are ISO text.

    Attributes:
        ticker: as the origin writes it.
        origin: who gave the prices, and through which program.
        fetched_on: the day of the fetch, in UTC.
        first: the first day with a price.
        last: the last one.
        days: how many there are.
        currency: of the prices, empty where the origin does not say.
        columns: which column is used, and how each is adjusted.
    """

    ticker: str
    origin: str
    fetched_on: str
    first: str
    last: str
    days: int
    currency: str = ""
    columns: str = USED

    @property
    def sentence(self) -> str:
        """The ticker with the last day, the origin and the day of the fetch."""
        return f"{self.ticker}, to {describe(self.last)}, from {self.origin} on {describe(self.fetched_on)}"


def prices_folder(url: str) -> Path:
    """Return the folder of the prices that belong to a database; it need not be there."""
    return place_beside(url, "prices")


def parse_tickers(texts: Sequence[str]) -> tuple[str, ...]:
    """Read tickers, each once and in capital letters.

    Raises:
        MarketProblem: if there are none or too many, or if one cannot be a ticker.
    """
    tickers = tuple(dict.fromkeys(text.strip().upper() for text in texts if text.strip()))
    for ticker in tickers:
        if not _TICKER.fullmatch(ticker):
            raise MarketProblem(
                f"“{ticker[:20]}” is no ticker; one has up to 11 letters, digits and marks, such as BABA or 9988.HK."
            )
    if not tickers:
        raise MarketProblem("Name at least one ticker, such as BABA or 9988.HK.")
    if len(tickers) > MOST_TICKERS:
        raise MarketProblem(f"These are {len(tickers)} tickers; at most {MOST_TICKERS} are fetched at once.")
    return tickers


def store_prices(folder: Path, about: StoredPrices, rows: Sequence[PriceDay]) -> None:
    """Write both files of a ticker, in place of those that are there.

    Raises:
        MarketProblem: if the folder cannot be written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with new_file(_file(folder, about.ticker, "csv")) as new, new.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow(_COLUMNS)
            writer.writerows(rows)
        with new_file(_file(folder, about.ticker, "json")) as new:
            new.write_text(json.dumps(asdict(about), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    except OSError as problem:
        raise MarketProblem(f"The prices cannot be stored beside the database: {problem.strerror}.") from None


def list_stored(folder: Path) -> tuple[StoredPrices, ...]:
    """Return what is stored, by ticker; a pair of files that is not whole is no stored price."""
    found = []
    for file in sorted(folder.glob("*.json")):
        try:
            about = StoredPrices(**json.loads(file.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            continue
        if file.stem == about.ticker and _file(folder, about.ticker, "csv").is_file():
            found.append(about)
    return tuple(found)


def read_stored(
    folder: Path, stored: Iterable[StoredPrices], read: Callable[[Path], bytes] = Path.read_bytes
) -> tuple[tuple[str, bytes], ...]:
    """Return name and bytes of the files of stored prices, as `read_prices` takes them; one that is gone is left out.

    Args:
        folder: where they are.
        stored: some of those that ``list_stored`` returned.
        read: reads a file.
    """
    found = []
    for about in stored:
        file = _file(folder, about.ticker, "csv")
        # Another program may have removed it just now.
        with suppress(OSError):
            found.append((file.name, read(file)))
    return tuple(found)


def remove_stored(folder: Path, ticker: str) -> None:
    """Remove both files of a ticker.

    Raises:
        MarketProblem: if nothing is stored under it.
    """
    if ticker not in {about.ticker for about in list_stored(folder)}:
        raise MarketProblem(f"No prices of {ticker[:20]} are stored.")
    for ending in ("json", "csv"):
        _file(folder, ticker, ending).unlink()


def _file(folder: Path, ticker: str, ending: str) -> Path:
    return folder / f"{ticker}.{ending}"
