"""Single dates in English and in figures: each rule is a pattern and what it means.

The text has been tidied before: lower case, single spaces, no commas, ordinals as plain numbers, no "of" and "the".
"""

import datetime as dt
import re
from collections.abc import Callable, Sequence

from tracker.dates import partial
from tracker.dates.partial import MONTHS, ORDINALS
from tracker.dates.words import NEEDS_YEAR, MissingYear

MONTH_NUMBERS: dict[str, int] = {}
for _place, _name in enumerate(MONTHS, start=1):
    MONTH_NUMBERS |= dict.fromkeys((_name.lower(), _name[:3].lower()), _place)
MONTH_NUMBERS["sept"] = 9

MONTH = rf"({'|'.join(sorted(MONTH_NUMBERS, key=len, reverse=True))})\.?"
_YEAR = r"(\d{4})"
_DAY = r"(\d{1,2})"
_ORDINAL = rf"([1-4]|{'|'.join(ORDINALS)})"
_GAP = r"[ /.\-]?"
# A month's name becomes one sign, so that it is spelt in one pattern. Tidying leaves no such sign in what was typed.
_NAME = re.compile(rf"(?<![a-z]){MONTH}(?![a-z])")
_BEFORE_FIRST = ord("①") - 1
_MONTH = "([①-⑫])"

_Rule = tuple[re.Pattern[str], Callable[[Sequence[str]], tuple[str, ...]]]


def _number(sign: str) -> int:
    return ord(sign) - _BEFORE_FIRST


def _ordinal(text: str) -> int:
    return ORDINALS.index(text) + 1 if text in ORDINALS else int(text)


def _figures(first: int, second: int, year: int) -> tuple[str, ...]:
    """Read 03/04/2022, whose order of day and month nobody can tell unless one number is above 12."""
    if first > partial.MONTHS_OF_YEAR or first == second:
        return (partial.day_of(year, second, first),)
    month_first = partial.day_of(year, first, second)
    if second > partial.MONTHS_OF_YEAR:
        return (month_first,)
    return partial.day_of(year, second, first), month_first


def _rule(pattern: str, read: Callable[[Sequence[str]], str | tuple[str, ...]]) -> _Rule:
    def read_all(parts: Sequence[str]) -> tuple[str, ...]:
        found = read(parts)
        return (found,) if isinstance(found, str) else found

    return re.compile(pattern), read_all


_RULES: tuple[_Rule, ...] = (
    _rule(rf"{_YEAR}([-/.]){_DAY}\2{_DAY}", lambda p: partial.day_of(int(p[0]), int(p[2]), int(p[3]))),
    _rule(r"(\d{4})(\d{2})(\d{2})", lambda p: partial.day_of(int(p[0]), int(p[1]), int(p[2]))),
    _rule(rf"{_YEAR}[/.]{_DAY}", lambda p: partial.month_of(int(p[0]), int(p[1]))),
    _rule(rf"{_YEAR}-(\d)", lambda p: partial.month_of(int(p[0]), int(p[1]))),
    _rule(rf"{_DAY}[-/.]{_YEAR}", lambda p: partial.month_of(int(p[1]), int(p[0]))),
    _rule(rf"{_DAY}([-/.]){_DAY}\2{_YEAR}", lambda p: _figures(int(p[0]), int(p[2]), int(p[3]))),
    _rule(rf"{_DAY}{_GAP}{_MONTH}{_GAP}{_YEAR}", lambda p: partial.day_of(int(p[2]), _number(p[1]), int(p[0]))),
    _rule(rf"{_MONTH}{_GAP}{_DAY}[ \-/]{_YEAR}", lambda p: partial.day_of(int(p[2]), _number(p[0]), int(p[1]))),
    _rule(rf"{_YEAR}{_GAP}{_MONTH}{_GAP}{_DAY}", lambda p: partial.day_of(int(p[0]), _number(p[1]), int(p[2]))),
    _rule(rf"{_YEAR} {_DAY} {_MONTH}", lambda p: partial.day_of(int(p[0]), _number(p[2]), int(p[1]))),
    _rule(rf"{_MONTH}{_GAP}{_YEAR}", lambda p: partial.month_of(int(p[1]), _number(p[0]))),
    _rule(rf"{_YEAR}{_GAP}{_MONTH}", lambda p: partial.month_of(int(p[0]), _number(p[1]))),
    _rule(rf"q([1-4])[ \-/]{_YEAR}", lambda p: partial.quarter_of(int(p[1]), int(p[0]))),
    _rule(rf"([1-4])q[ \-/]?{_YEAR}", lambda p: partial.quarter_of(int(p[1]), int(p[0]))),
    _rule(rf"{_YEAR}[ \-/]?q([1-4])", lambda p: partial.quarter_of(int(p[0]), int(p[1]))),
    _rule(rf"{_ORDINAL} quarter {_YEAR}", lambda p: partial.quarter_of(int(p[1]), _ordinal(p[0]))),
    _rule(rf"{_YEAR} {_ORDINAL} quarter", lambda p: partial.quarter_of(int(p[0]), _ordinal(p[1]))),
    _rule(rf"h([12])[ \-/]{_YEAR}", lambda p: partial.half_of(int(p[1]), int(p[0]))),
    _rule(rf"([12])h[ \-/]?{_YEAR}", lambda p: partial.half_of(int(p[1]), int(p[0]))),
    _rule(rf"{_YEAR}[ \-/]?h([12])", lambda p: partial.half_of(int(p[0]), int(p[1]))),
    _rule(rf"(1|2|first|second) half {_YEAR}", lambda p: partial.half_of(int(p[1]), _ordinal(p[0]))),
    _rule(rf"{_YEAR} (1|2|first|second) half", lambda p: partial.half_of(int(p[0]), _ordinal(p[1]))),
    _rule(rf"(?:year )?{_YEAR}", lambda p: partial.year_of(int(p[0]))),
)

_WITHOUT_YEAR = (
    re.compile(rf"(?P<day>\d{{1,2}}){_GAP}(?P<month>{_MONTH})"),
    # With a dash the number may be a year of two figures, as Excel writes May-22.
    re.compile(rf"(?P<month>{_MONTH})(?:[ .]?(?P<day>\d{{1,2}}))?"),
)


def read_english(text: str, base: dt.date | None) -> tuple[str, ...]:
    """Read a tidied text as one date; return its EDTF text, two of them where it is ambiguous, or nothing.

    Raises:
        MissingYear: if the year is missing and there is no base day to take it from.
    """
    signs = _NAME.sub(lambda name: chr(_BEFORE_FIRST + MONTH_NUMBERS[name[1]]), text)
    for pattern, read in _RULES:
        if match := pattern.fullmatch(signs):
            return read(match.groups())
    for pattern in _WITHOUT_YEAR:
        if match := pattern.fullmatch(signs):
            return _without_year(_number(match["month"]), match["day"], base)
    return ()


def _without_year(month: int, day: str | None, base: dt.date | None) -> tuple[str, ...]:
    if base is None:
        raise MissingYear(NEEDS_YEAR)
    if day is None:
        return (partial.month_of(partial.latest_year(base, month), month),)
    return (partial.day_of(partial.latest_year(base, month, int(day)), month, int(day)),)
