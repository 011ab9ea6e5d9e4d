"""Columns of dates and of amounts as price sites and spreadsheets write them, each read as a whole.

Whether `03/04/2021` is the third of April or the fourth of March, and whether a comma is a decimal mark, is settled by
the other rows of the column, never row by row, and never guessed. What was wrong with rows becomes one sentence for
each reason.
"""

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import NamedTuple

from tracker.errors import TrackerError
from tracker.wording import count_of

_EXAMPLES = 3
_LONGEST_QUOTE = 40


class MarketProblem(TrackerError):
    """Prices, a series or a window that cannot be used; the message says which and why."""


def quote(cell: str) -> str:
    """Return a cell in quotation marks on one line, shortened when it is long."""
    flat = " ".join(cell.split())
    return f'"{flat}"' if len(flat) <= _LONGEST_QUOTE else f'"{flat[:_LONGEST_QUOTE]}..."'


class Findings:
    """Collects the rows of one file that were left out, by reason.

    A damaged file of ten thousand rows gives a few sentences with examples, not ten thousand.
    """

    def __init__(self, file: str) -> None:
        self.file = file
        self._rows: dict[str, list[str]] = {}
        self._remarks: list[str] = []

    def leave_out(self, reason: str, line: int, cell: str = "") -> None:
        """Record that a row was left out; `line` is its number in the file, `cell` what it holds."""
        example = f"row {line}: {quote(cell)}" if cell.strip() else f"row {line}"
        self._rows.setdefault(reason, []).append(example)

    def remark(self, text: str) -> None:
        """Record something that a reader should know although no row was left out."""
        self._remarks.append(text)

    def sentences(self) -> tuple[str, ...]:
        """Return one sentence for each reason, with the file and up to three rows named, and the remarks after them."""
        left_out = (f"{self.file}: {_summary(reason, rows)}" for reason, rows in self._rows.items())
        return (*left_out, *(f"{self.file}: {text}" for text in self._remarks))


def _summary(reason: str, rows: list[str]) -> str:
    more = f"; and {len(rows) - _EXAMPLES} more" if len(rows) > _EXAMPLES else ""
    return f"{count_of(len(rows), 'row')} left out: {reason} ({'; '.join(rows[:_EXAMPLES])}{more})."


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


_MISSING = frozenset({"", "-", "--", ".", "null", "none", "nan", "na", "n/a", "#n/a", "#value!"})
_UNITS = {
    "$": "$", "US$": "$", "USD": "$", "HK$": "HK$", "HKD": "HK$", "NT$": "NT$", "TWD": "NT$", "S$": "S$", "SGD": "S$",
    "¥": "¥", "￥": "¥", "CN¥": "¥", "元": "¥", "RMB": "¥", "CNY": "¥", "JP¥": "JP¥", "JPY": "JP¥",
    "€": "€", "EUR": "€", "£": "£", "GBP": "£", "₩": "₩", "KRW": "₩", "₹": "₹", "INR": "₹", "%": "%",
}  # fmt: skip
_UNIT = "|".join(re.escape(unit) for unit in sorted(_UNITS, key=len, reverse=True))
_AMOUNT = re.compile(
    rf"(?P<minus>[-+−]?)\s*(?P<before>{_UNIT})?\s*(?P<digits>\d[\d.,'’ \u00a0\u2009\u202f]*|\.\d+)"
    rf"(?P<power>[eE][-+]?\d+)?\s*(?P<after>{_UNIT})?"
)
_GROUP_MARKS = "'’ \u00a0\u2009\u202f"
_BY_DECIMAL_MARK = {
    mark: re.compile(rf"(?:\d+|\d{{1,3}}(?:[{re.escape(other)}{_GROUP_MARKS}]\d{{3}})+)?(?:{re.escape(mark)}\d*)?")
    for mark, other in ((".", ","), (",", "."))
}


class Amount(NamedTuple):
    """A number and the currency sign or percent sign beside it, empty when there is none."""

    value: float
    unit: str


def is_missing(text: str) -> bool:
    """Return whether a cell says that there is no value: empty, a dash, `null`, `N/A`."""
    return text.strip().lower() in _MISSING


def parse_amounts(cells: Sequence[Cell], findings: Findings, word: str = "price") -> list[Amount | None]:
    """Read a column of amounts; a missing one gives None, an unreadable one gives None and a line in `findings`.

    Args:
        cells: the column, in the order of the file.
        findings: collects the rows that are left out.
        word: what the column holds, for the sentences.
    """
    matches = [None if is_missing(cell.text) else _AMOUNT.fullmatch(cell.text.strip()) for cell in cells]
    mark = _decimal_mark(match["digits"] for match in matches if match)
    amounts: list[Amount | None] = []
    for cell, match in zip(cells, matches, strict=True):
        amount = _amount(match, mark) if match else None
        if amount is None and not is_missing(cell.text):
            findings.leave_out(f"the {word} is not a number", cell.line, cell.text)
        amounts.append(amount)
    return amounts


def usual_unit(amounts: Iterable[Amount]) -> str:
    """Return the sign that most amounts carry, or an empty text when none carries one."""
    counts = Counter(amount.unit for amount in amounts if amount.unit)
    return counts.most_common(1)[0][0] if counts else ""


def _amount(match: re.Match[str], mark: str) -> Amount | None:
    digits = match["digits"].strip()
    if not _BY_DECIMAL_MARK[mark].fullmatch(digits):
        return None
    thousands = "," if mark == "." else "."
    plain = digits.translate(str.maketrans("", "", thousands + _GROUP_MARKS)).replace(mark, ".")
    value = float(plain + (match["power"] or ""))
    if not math.isfinite(value):
        return None
    unit = _UNITS.get(match["before"] or match["after"] or "", "")
    return Amount(-value if match["minus"] in {"-", "−"} else value, unit)


def _decimal_mark(numbers: Iterable[str]) -> str:
    """Return the decimal mark that most telling numbers prove; a point when none is telling.

    `1,234` alone tells nothing. Read as a thousand times too much it still gives the same returns, for the whole column
    is read in one way.
    """
    votes = Counter(vote for number in numbers if (vote := _vote(number.strip())))
    return "," if votes[","] > votes["."] else "."


def _vote(digits: str) -> str:
    fits = [mark for mark, pattern in _BY_DECIMAL_MARK.items() if pattern.fullmatch(digits)]
    return fits[0] if len(fits) == 1 else ""
