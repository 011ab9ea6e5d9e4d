"""Years of two figures, which are never settled: 11/04/22, 17-May-22, May-22, 22年5月17日, 3Q21.

The text is read in each order that it can stand in, and every date that comes of it is offered.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress

from tracker.dates import partial
from tracker.dates.english import MONTH, MONTH_NUMBERS
from tracker.dates.partial import from_edtf
from tracker.dates.words import UNSAID
from tracker.errors import DateProblem

_FIRST_OF_CENTURY = 50
_SIGN = r"[ \-/.]"
_FIGURES = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2'?(\d{2})")
_DAY_FIRST = re.compile(rf"(\d{{1,2}}){_SIGN}?{MONTH}{_SIGN}?'?(\d{{2}})")
_MONTH_FIRST = re.compile(rf"{MONTH}{_SIGN}?(\d{{1,2}})[ \-/]'?(\d{{2}})")
_MONTH_ONLY = re.compile(rf"{MONTH}(?:[-/]|[ \-/]?')(\d{{2}})")
_QUARTER = re.compile(r"(?:q([1-4])|([1-4])q)[ \-/]?'?(\d{2})")
_HALF = re.compile(r"(?:h([12])|([12])h)[ \-/]?'?(\d{2})")
_CHINESE = re.compile(r"(\d{2})年(\d{1,2})月(?:(\d{1,2})[日号])?")


def read_short_year(text: str, base: dt.date | None) -> tuple[str, ...]:
    """Return the dates that a text can be, with ``UNSAID`` where only one can be given; nothing for any other text."""
    for pattern, read in _SHAPES:
        if match := pattern.fullmatch(text):
            found = tuple(dict.fromkeys(read(match.groups(), base)))
            return found if len(found) > 1 or not found else (*found, UNSAID)
    return ()


def _figures(parts: Sequence[str], _: dt.date | None) -> Iterator[str]:
    one, two, three = parts[0], parts[2], parts[3]
    yield from _days((three, two, one), (three, one, two), (one, two, three))


def _day_first(parts: Sequence[str], _: dt.date | None) -> Iterator[str]:
    day, name, year = parts
    yield from _days((year, _number(name), day), (day, _number(name), year))


def _month_first(parts: Sequence[str], _: dt.date | None) -> Iterator[str]:
    name, day, year = parts
    yield from _days((year, _number(name), day))


def _month_only(parts: Sequence[str], base: dt.date | None) -> Iterator[str]:
    name, figures = parts
    yield partial.month_of(_year(figures), _number(name))
    if base is not None:
        yield from _days((str(partial.latest_year(base, _number(name), int(figures))), _number(name), figures))


def _quarter(parts: Sequence[str], _: dt.date | None) -> Iterator[str]:
    yield partial.quarter_of(_year(parts[2]), int(parts[0] or parts[1]))


def _half(parts: Sequence[str], _: dt.date | None) -> Iterator[str]:
    yield partial.half_of(_year(parts[2]), int(parts[0] or parts[1]))


def _chinese(parts: Sequence[str], _: dt.date | None) -> Iterator[str]:
    year, month, day = parts
    if day:
        yield from _days((year, int(month), day))
    else:
        yield partial.month_of(_year(year), int(month))


_SHAPES: tuple[tuple[re.Pattern[str], Callable[[Sequence[str], dt.date | None], Iterator[str]]], ...] = (
    (_FIGURES, _figures),
    (_DAY_FIRST, _day_first),
    (_MONTH_FIRST, _month_first),
    (_MONTH_ONLY, _month_only),
    (_QUARTER, _quarter),
    (_HALF, _half),
    (_CHINESE, _chinese),
)


def _number(name: str) -> int:
    return MONTH_NUMBERS[name.rstrip(".")]


def _year(figures: str) -> int:
    """Take two figures as a year from 1950 to 2049, and four as they are."""
    year = int(figures)
    return year if len(figures) > len("22") else year + (2000 if year < _FIRST_OF_CENTURY else 1900)


def _days(*orders: tuple[str, int | str, str]) -> Iterator[str]:
    """Give the days that exist among a year, month and day in several orders."""
    for year, month, day in orders:
        if len(year) > 1:
            with suppress(DateProblem):
                yield from_edtf(partial.day_of(_year(year), int(month), int(day))).edtf
