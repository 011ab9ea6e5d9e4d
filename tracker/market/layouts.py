"""A price file as a table, and which columns hold the day, the ticker and the prices: wide, long, or one share."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PureWindowsPath
from typing import Any, NamedTuple

from tracker.market.cells import Findings, MarketProblem, looks_like_day, quote
from tracker.tables import open_table
from tracker.tables.table import FileProblem, Limits, Table

_DAY = frozenset({
    "date", "day", "time", "datetime", "timestamp", "index", "tradedate", "tradingdate", "exchangedate",
    "observationdate", "month", "quarter", "week", "period", "日期", "交易日期", "时间", "月份", "季度",
})  # fmt: skip
_TICKER = frozenset({"ticker", "symbol", "code", "name", "tic", "代码", "股票代码", "证券代码"})
_ADJUSTED = ("adjclose", "adjustedclose", "adjclosingprice", "adjustedclosingprice", "adjusted", "复权收盘价")
_CLOSE = ("close", "closelast", "closeprice", "closingprice", "last", "price", "value", "收盘", "收盘价")
_OTHER = frozenset({
    "open", "high", "low", "volume", "vol", "change", "change%", "changepercent", "openint", "per", "unadjclose",
    "dividends", "stocksplits", "开盘", "最高", "最低", "成交量", "涨跌幅", "开盘价", "最高价", "最低价",
})  # fmt: skip
_WORDS = _DAY | _TICKER | _OTHER | {*_ADJUSTED, *_CLOSE}
_LIMITS = Limits(size=sys.maxsize, rows=sys.maxsize, columns=16_384)
_MOST_CELLS = 5_000_000
"""Workbooks and JSON give each row all columns of the heading, so that a small file can unfold to much; some 500 shares
over 40 years are as many."""


class PriceRow(NamedTuple):
    """One row of a file with its number, as a spreadsheet counts it."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class PriceTable:
    """The rows of one file; `heading` is empty when the first row is already data."""

    file: str
    heading: tuple[str, ...]
    rows: tuple[PriceRow, ...]


def read_table(findings: Findings, data: bytes) -> PriceTable:
    """Read a CSV, Excel or JSON file.

    Args:
        findings: collects what a reader should know, and names the file.
        data: the file's bytes.

    Raises:
        MarketProblem: if they are no table, or hold no rows.
    """
    try:
        table = open_table(findings.file, data, limits=_LIMITS, count_known=_count_known, is_loose=True)
    except FileProblem as problem:
        raise MarketProblem(f"{findings.file}: {_lowered(problem)}") from None
    for note in table.notes:
        findings.remark(_lowered(note))
    first, *rows = _rows(table, findings)
    if looks_like_day(first.cells[0]):
        return PriceTable(findings.file, (), (first, *rows))
    return PriceTable(findings.file, first.cells, tuple(rows))


def _rows(table: Table, findings: Findings) -> Iterator[PriceRow]:
    yield PriceRow(table.heading[0], tuple(table.heading[1]))
    try:
        count = 0
        for number, cells in table.rows():
            count += len(cells)
            if table.delimiter is None and count > _MOST_CELLS:
                raise MarketProblem(f"{findings.file}: more than {_MOST_CELLS:,} cells; save the table as CSV.")
            yield PriceRow(number, tuple(map(_text, cells)))
    except FileProblem as problem:
        findings.remark(f"{_lowered(problem).removesuffix('.')}; it and the rows after it were left out.")


def _text(cell: Any) -> str:  # noqa: ANN401 - a cell's text, or whatever JSON can hold
    return "" if cell is None else str(cell)


def _lowered(sentence: object) -> str:
    """Return a sentence as it goes on behind the name of a file."""
    text = str(sentence)
    return text[:1].lower() + text[1:]


def _count_known(cells: Iterable[str]) -> int:
    """Count the headings that are known; in a row of data the first cell is a day, and above days it may be empty."""
    first, *others = (*cells, "")
    # What a day is followed by does not count, so that a wrong separator can leave other cells behind it.
    is_day = looks_like_day(first) and not set(first) & set(";\t|")
    is_known = is_day or (not first.strip() and any(map(str.strip, others)))
    return is_known + sum(_word(cell) in _WORDS for cell in (first, *others))


def whole_rows(table: PriceTable, findings: Findings) -> tuple[PriceRow, ...]:
    """Return the rows that have a cell under each heading; the others are recorded in `findings` and left out."""
    first = table.heading or next((row.cells for row in table.rows), ())
    named = max((place for place, cell in enumerate(first, start=1) if cell.strip()), default=0)
    more = "the row has more cells than the heading, perhaps a thousands separator outside quotation marks"
    whole = []
    for row in table.rows:
        if len(row.cells) < named:
            findings.leave_out("the row has fewer cells than the heading", row.line, row.cells[0])
        elif any(map(str.strip, row.cells[len(first) :])):
            findings.leave_out(more, row.line, row.cells[0])
        else:
            whole.append(row)
    return tuple(whole)


@dataclass(frozen=True)
class PriceColumn:
    """One column of prices: the series it belongs to, where it is, and its heading."""

    series: str
    position: int
    heading: str


@dataclass(frozen=True)
class Layout:
    """Where the day, the ticker (only in a long file) and the prices are."""

    day: int
    ticker: int | None
    columns: tuple[PriceColumn, ...]


def find_layout(table: PriceTable, findings: Findings) -> tuple[Layout, PriceTable]:
    """Recognise the layout of a price file, and return it with the table without further heading rows.

    Raises:
        MarketProblem: if there is no column of dates or none of prices.
    """
    if not table.heading:
        return _bare_layout(table), table
    if _is_two_row_heading(table):
        return _two_row_layout(table), PriceTable(table.file, table.heading, _without_heading_rows(table.rows))
    words = [_word(heading) for heading in table.heading]
    day = _first(words, _DAY)
    if day is None:
        raise MarketProblem(
            f"{table.file}: no column of dates in the heading ({quote(', '.join(table.heading))}); "
            "a heading like Date, Close is needed."
        )
    columns = _price_columns(table, words, day, findings)
    if not columns:
        raise MarketProblem(
            f"{table.file}: no column of prices; a heading like Close or Adj Close, or tickers, is needed."
        )
    return Layout(day, _first(words, _TICKER), columns), table


def stem(file: str) -> str:
    """Return a file's name without folders and ending; it names a series that has no ticker of its own."""
    return PureWindowsPath(file).stem or file


def _price_columns(table: PriceTable, words: list[str], day: int, findings: Findings) -> tuple[PriceColumn, ...]:
    for wanted in (*_ADJUSTED, *_CLOSE):
        if wanted in words:
            position = words.index(wanted)
            return (PriceColumn(stem(table.file), position, table.heading[position].strip()),)
    return _wide_columns(table, words, day, findings)


def _wide_columns(table: PriceTable, words: list[str], day: int, findings: Findings) -> tuple[PriceColumn, ...]:
    """Take every other named column as one share; a name that stands twice is taken once."""
    columns: dict[str, PriceColumn] = {}
    for position, word in enumerate(words):
        heading = table.heading[position].strip()
        if position == day or not word or word in _OTHER or word in _TICKER:
            continue
        if word in columns:
            findings.remark(f"the column {heading} stands twice; only the first one was read.")
        columns.setdefault(word, PriceColumn(heading, position, heading))
    return tuple(columns.values())


def _bare_layout(table: PriceTable) -> Layout:
    if len(table.rows[0].cells) != 2:  # noqa: PLR2004 - without headings only a pair of day and price explains itself
        raise MarketProblem(f"{table.file}: the first row is no heading; one like Date, Close is needed.")
    return Layout(0, None, (PriceColumn(stem(table.file), 1, ""),))


def _is_two_row_heading(table: PriceTable) -> bool:
    """Tell the layout that has the kinds of price in its first row and the tickers in its second."""
    return _word(table.heading[0]) == "price" and bool(table.rows) and _word(table.rows[0].cells[0]) == "ticker"


def _two_row_layout(table: PriceTable) -> Layout:
    tickers = table.rows[0].cells
    columns: dict[str, PriceColumn] = {}
    for wanted in ("adjclose", "close"):
        for position in range(1, min(len(tickers), len(table.heading))):
            if _word(table.heading[position]) == wanted:
                heading = table.heading[position].strip()
                columns.setdefault(tickers[position], PriceColumn(tickers[position].strip(), position, heading))
    if not columns:
        raise MarketProblem(f"{table.file}: no column of prices; a heading Close or Adj Close is needed.")
    return Layout(0, None, tuple(columns.values()))


def _without_heading_rows(rows: tuple[PriceRow, ...]) -> tuple[PriceRow, ...]:
    return tuple(row for row in rows if _word(row.cells[0]) not in {"ticker", "date", "datetime"})


def _first(words: Sequence[str], wanted: frozenset[str]) -> int | None:
    found = next((position for position, word in enumerate(words) if word in wanted), None)
    # A table saved with its index often leaves the heading of the first column, the dates, empty.
    return 0 if found is None and wanted is _DAY and not words[0] else found


def _word(heading: str) -> str:
    """Return a heading in lower case without blanks and marks, so that `Adj. Close**` and `adj_close` are one."""
    return "".join(letter for letter in heading.lower() if letter.isalnum() or letter == "%")
