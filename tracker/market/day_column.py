"""A column of dates as price sites and spreadsheets write them, read as a whole.

Whether `03/04/2021` is the third of April or the fourth of March is settled by the other rows of the column, never
row by row, and never guessed.
"""

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from tracker.market.findings import (
    Findings,
    quote,
)

_TIME_OF_DAY = re.compile(r"[T ]\s*\d{1,2}:\d{2}.*$")
_YEAR_FIRST = re.compile(r"(\d{4})(?:[-/.]|年)(\d{1,2})(?:[-/.]|月)(\d{1,2})日?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_YEAR_LAST = re.compile(r"(\d{1,2})([-/])(\d{1,2})\2(\d{4})")
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_NAME_SECOND = re.compile(r"(\d{1,2})[- ]([A-Za-z]{3,9})\.?[-, ]+(\d{4}|\d{2})")
_NAME_FIRST = re.compile(r"([A-Za-z]{3,9})\.?[- ](\d{1,2})[-, ]+(\d{4})")
_MONTH = re.compile(r"(\d{4})(?:[-/.]|年)(\d{1,2})月?")
_NAMED_MONTH = re.compile(r"([A-Za-z]{3,9})\.?[- ](\d{4})")
_QUARTER = re.compile(r"(\d{4})[- ]?[Qq]([1-4])")
_QUARTER_FIRST = re.compile(r"[Qq]([1-4])[- /]?(\d{4})")
_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_LAST_MONTH = 12
# Two-digit years beside a month's name are read as spreadsheets read them: 69 is 1969, 68 is 2068.
_CENTURY_TURNS = 69


class Cell(NamedTuple):
    """The text of one cell with its row's line number."""

    line: int
    text: str


class _Order(NamedTuple):
    """Which orders of day and month the column proves, each with the first row that proves it."""

    day_first: Cell | None
    month_first: Cell | None


def looks_like_day(text: str) -> bool:
    """Return whether a text has the form of a date, so that a first row is data and no heading."""
    bare = _without_time(text)
    return any(pattern.fullmatch(bare) for pattern in (*_FORMS, *_PERIODS, _YEAR_LAST))


def parse_days(cells: Sequence[Cell], findings: Findings, *, periods: bool = False) -> list[date | None]:
    """Read a column of dates; a cell that cannot be read, or not with certainty, gives None and a line in `findings`.

    Args:
        cells: the column, in the order of the file.
        findings: collects the rows that are left out.
        periods: also read months and quarters (`2021-07`, `Jul 2021`, `2021Q3`), as their first day.
    """
    order = _proven_order(cells)
    _remark_formats(cells, findings)
    return [_parse_day(cell, order, findings, periods=periods) for cell in cells]


def _parse_day(cell: Cell, order: _Order, findings: Findings, *, periods: bool) -> date | None:
    text = _without_time(cell.text)
    try:
        if match := _YEAR_LAST.fullmatch(text):
            return _parse_year_last(cell, match, order, findings)
        for pattern, build in {**_FORMS, **(_PERIODS if periods else {})}.items():
            if match := pattern.fullmatch(text):
                return build(match)
    except ValueError:
        findings.leave_out("the calendar has no such day", cell.line, cell.text)
        return None
    findings.leave_out("the date cannot be read; write it like 2021-04-09", cell.line, cell.text)
    return None


def _parse_year_last(cell: Cell, match: re.Match[str], order: _Order, findings: Findings) -> date | None:
    first, second, year = int(match[1]), int(match[3]), int(match[4])
    day_first = order.day_first is not None
    month_first = order.month_first is not None
    # In a column that proves both orders or none, a row is only certain by itself.
    if day_first == month_first:
        day_first, month_first = first > _LAST_MONTH, second > _LAST_MONTH or first == second
    if day_first:
        return date(year, second, first)
    if month_first:
        return date(year, first, second)
    findings.leave_out(_why_uncertain(order), cell.line, cell.text)
    return None


def _why_uncertain(order: _Order) -> str:
    if order.day_first is None or order.month_first is None:
        return "no date of the column tells whether the day or the month comes first; write it like 2021-04-09"
    return (
        f"the column writes the day first in row {order.day_first.line} and the month first in row "
        f"{order.month_first.line}, so that day and month cannot be told apart"
    )


def _proven_order(cells: Sequence[Cell]) -> _Order:
    day_first = month_first = None
    for cell in cells:
        if match := _YEAR_LAST.fullmatch(_without_time(cell.text)):
            day_first = day_first or (cell if int(match[1]) > _LAST_MONTH else None)
            month_first = month_first or (cell if int(match[3]) > _LAST_MONTH else None)
    return _Order(day_first, month_first)


def _remark_formats(cells: Sequence[Cell], findings: Findings) -> None:
    """Say so when the column holds dates of more than one form, with the first row of each."""
    firsts: dict[re.Pattern[str], Cell] = {}
    for cell in cells:
        bare = _without_time(cell.text)
        form = next((pattern for pattern in (*_FORMS, _YEAR_LAST) if pattern.fullmatch(bare)), None)
        if form is not None:
            firsts.setdefault(form, cell)
    if len(firsts) > 1:
        examples = ", ".join(f"{quote(cell.text)} in row {cell.line}" for cell in firsts.values())
        findings.remark(f"the dates are written in {len(firsts)} forms ({examples}).")


def _without_time(text: str) -> str:
    return _TIME_OF_DAY.sub("", text.strip()).rstrip()


def _month_number(name: str) -> int:
    for number, full in enumerate(_MONTHS, start=1):
        if full.startswith(name.lower()) or (name.lower() == "sept" and full == "september"):
            return number
    raise ValueError(name)


def _long_year(text: str) -> int:
    year = int(text)
    if len(text) == len("2021"):
        return year
    return year + (1900 if year >= _CENTURY_TURNS else 2000)


_FORMS: dict[re.Pattern[str], Callable[[re.Match[str]], date]] = {
    _YEAR_FIRST: lambda found: date(int(found[1]), int(found[2]), int(found[3])),
    _COMPACT: lambda found: date(int(found[1]), int(found[2]), int(found[3])),
    _DOTTED: lambda found: date(int(found[3]), int(found[2]), int(found[1])),
    _NAME_SECOND: lambda found: date(_long_year(found[3]), _month_number(found[2]), int(found[1])),
    _NAME_FIRST: lambda found: date(int(found[3]), _month_number(found[1]), int(found[2])),
}

_PERIODS: dict[re.Pattern[str], Callable[[re.Match[str]], date]] = {
    _MONTH: lambda found: date(int(found[1]), int(found[2]), 1),
    _NAMED_MONTH: lambda found: date(int(found[2]), _month_number(found[1]), 1),
    _QUARTER: lambda found: date(int(found[1]), 3 * int(found[2]) - 2, 1),
    _QUARTER_FIRST: lambda found: date(int(found[2]), 3 * int(found[1]) - 2, 1),
}
