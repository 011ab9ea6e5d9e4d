"""Single dates in English and in figures: each rule is a pattern and what it means.

The text has been tidied before: lower case, single spaces, no commas, ordinals as plain numbers, no "of" and "the".
"""

import datetime as dt
import re
from collections.abc import Callable, Sequence

from tracker.dates import calendar
from tracker.dates.partial import MONTHS, ORDINALS
from tracker.dates.words import NEEDS_YEAR, MissingBase

MONTH_NUMBERS: dict[str, int] = {}
for _number, _month in enumerate(MONTHS, start=1):
    MONTH_NUMBERS |= dict.fromkeys((_month.lower(), _month[:3].lower()), _number)
MONTH_NUMBERS["sept"] = 9

MONTH = rf"({'|'.join(sorted(MONTH_NUMBERS, key=len, reverse=True))})\.?"
_YEAR = r"(\d{4})"
_DAY = r"(\d{1,2})"
_ORDINAL = rf"([1-4]|{'|'.join(ORDINALS)})"
_GAP = r"[ /.\-]?"

Rule = tuple[re.Pattern[str], Callable[[Sequence[str]], tuple[str, ...]]]


def _ordinal(text: str) -> int:
    return ORDINALS.index(text) + 1 if text in ORDINALS else int(text)


def _figures(first: int, second: int, year: int) -> tuple[str, ...]:
    """Read 03/04/2022, whose order of day and month nobody can tell unless one number is above 12."""
    if first > calendar.MONTHS_OF_YEAR or first == second:
        return (calendar.day_of(year, second, first),)
    month_first = calendar.day_of(year, first, second)
    if second > calendar.MONTHS_OF_YEAR:
        return (month_first,)
    return calendar.day_of(year, second, first), month_first


def _rule(pattern: str, read: Callable[[Sequence[str]], str | tuple[str, ...]]) -> Rule:
    def read_all(parts: Sequence[str]) -> tuple[str, ...]:
        found = read(parts)
        return (found,) if isinstance(found, str) else found

    return re.compile(pattern), read_all


RULES: tuple[Rule, ...] = (
    _rule(rf"{_YEAR}([-/.]){_DAY}\2{_DAY}", lambda p: calendar.day_of(int(p[0]), int(p[2]), int(p[3]))),
    _rule(r"(\d{4})(\d{2})(\d{2})", lambda p: calendar.day_of(int(p[0]), int(p[1]), int(p[2]))),
    _rule(rf"{_YEAR}[/.]{_DAY}", lambda p: calendar.month_of(int(p[0]), int(p[1]))),
    _rule(rf"{_YEAR}-(\d)", lambda p: calendar.month_of(int(p[0]), int(p[1]))),
    _rule(rf"{_DAY}[-/.]{_YEAR}", lambda p: calendar.month_of(int(p[1]), int(p[0]))),
    _rule(rf"{_DAY}([-/.]){_DAY}\2{_YEAR}", lambda p: _figures(int(p[0]), int(p[2]), int(p[3]))),
    _rule(rf"{_DAY}{_GAP}{MONTH}{_GAP}{_YEAR}", lambda p: calendar.day_of(int(p[2]), MONTH_NUMBERS[p[1]], int(p[0]))),
    _rule(rf"{MONTH}{_GAP}{_DAY}[ \-/]{_YEAR}", lambda p: calendar.day_of(int(p[2]), MONTH_NUMBERS[p[0]], int(p[1]))),
    _rule(rf"{_YEAR}{_GAP}{MONTH}{_GAP}{_DAY}", lambda p: calendar.day_of(int(p[0]), MONTH_NUMBERS[p[1]], int(p[2]))),
    _rule(rf"{_YEAR} {_DAY} {MONTH}", lambda p: calendar.day_of(int(p[0]), MONTH_NUMBERS[p[2]], int(p[1]))),
    _rule(rf"{MONTH}{_GAP}{_YEAR}", lambda p: calendar.month_of(int(p[1]), MONTH_NUMBERS[p[0]])),
    _rule(rf"{_YEAR}{_GAP}{MONTH}", lambda p: calendar.month_of(int(p[0]), MONTH_NUMBERS[p[1]])),
    _rule(rf"q([1-4])[ \-/]{_YEAR}", lambda p: calendar.quarter_of(int(p[1]), int(p[0]))),
    _rule(rf"{_YEAR}[ \-/]?q([1-4])", lambda p: calendar.quarter_of(int(p[0]), int(p[1]))),
    _rule(rf"{_ORDINAL} quarter {_YEAR}", lambda p: calendar.quarter_of(int(p[1]), _ordinal(p[0]))),
    _rule(rf"{_YEAR} {_ORDINAL} quarter", lambda p: calendar.quarter_of(int(p[0]), _ordinal(p[1]))),
    _rule(rf"h([12])[ \-/]{_YEAR}", lambda p: calendar.half_of(int(p[1]), int(p[0]))),
    _rule(rf"{_YEAR}[ \-/]?h([12])", lambda p: calendar.half_of(int(p[0]), int(p[1]))),
    _rule(rf"(1|2|first|second) half {_YEAR}", lambda p: calendar.half_of(int(p[1]), _ordinal(p[0]))),
    _rule(rf"{_YEAR} (1|2|first|second) half", lambda p: calendar.half_of(int(p[0]), _ordinal(p[1]))),
    _rule(rf"(?:year )?{_YEAR}", lambda p: calendar.year_of(int(p[0]))),
)

_WITHOUT_YEAR = (
    re.compile(rf"(?P<day>\d{{1,2}}){_GAP}(?P<month>{MONTH})"),
    re.compile(rf"(?P<month>{MONTH}){_GAP}(?P<day>\d{{1,2}})"),
    re.compile(rf"(?P<month>{MONTH})"),
)


def read_english(text: str, base: dt.date | None) -> tuple[str, ...]:
    """Read a tidied text as one date; return its EDTF text, two of them where it is ambiguous, or nothing.

    Raises:
        MissingBase: if the year is missing and there is no base day to take it from.
    """
    for pattern, read in RULES:
        if match := pattern.fullmatch(text):
            return read(match.groups())
    for pattern in _WITHOUT_YEAR:
        if match := pattern.fullmatch(text):
            return _without_year(match.groupdict(), base)
    return ()


def _without_year(parts: dict[str, str], base: dt.date | None) -> tuple[str, ...]:
    if base is None:
        raise MissingBase(NEEDS_YEAR)
    month = MONTH_NUMBERS[parts["month"].rstrip(".")]
    if "day" not in parts:
        return (calendar.month_of(calendar.latest_year(base, month), month),)
    day = int(parts["day"])
    return (calendar.day_of(calendar.latest_year(base, month, day), month, day),)
