"""A date of which only a part is known, its text in EDTF, and arithmetic on months."""

import datetime as dt
import re
from calendar import monthrange
from dataclasses import dataclass, field
from functools import lru_cache

from tracker.errors import DateProblem
from tracker.vocabulary import Precision

MONTHS_OF_YEAR = 12


def year_of(year: int) -> str:
    """Write a year."""
    return f"{year:04d}"


def month_of(year: int, month: int) -> str:
    """Write a month.

    Raises:
        DateProblem: if there is no such month. EDTF gives other meanings to the numbers from 21 on.
    """
    if not 1 <= month <= MONTHS_OF_YEAR:
        raise DateProblem(f"There is no month {month}; months run from 1 to 12.")
    return f"{year:04d}-{month:02d}"


def day_of(year: int, month: int, day: int) -> str:
    """Write a day; one that the month does not have is refused when the text is read back."""
    return f"{month_of(year, month)}-{day:02d}"


def quarter_of(year: int, quarter: int) -> str:
    """Write a quarter, 1 to 4."""
    return f"{year:04d}-{QUARTER_CODE + quarter}"


def half_of(year: int, half: int) -> str:
    """Write a half year, 1 or 2."""
    return f"{year:04d}-{HALF_CODE + half}"


def about(edtf: str) -> str:
    """Mark a date as approximate."""
    return edtf if edtf[-1] in "~?%" else f"{edtf}~"


def month_back(day: dt.date, months: int) -> str:
    """Write the month that lies so many months before a day's own."""
    number = day.year * 12 + day.month - 1 - months
    return month_of(number // 12, number % 12 + 1)


def latest_year(base: dt.date, month: int, day: int = 1) -> int:
    """Return the year in which a month and day came last, seen from the base; the base's own day counts."""
    return base.year if (month, day) <= (base.month, base.day) else base.year - 1


def years_on(edtf: str, years: int) -> str:
    """Write the same date, or the same span, so many years later; one that is no date is refused when it is read."""
    return re.sub(r"(?<![\d-])\d{4}", lambda year: year_of(int(year[0]) + years), edtf)


FIRST_YEAR = 1949
LATEST_YEAR = 2100

QUARTER_CODE = 32
HALF_CODE = 39
"""The number before the first quarter's and the first half's code in EDTF."""

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
ORDINALS = ("first", "second", "third", "fourth")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

_OPEN = ".."
_SIDE = r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?([~?%]?)"
_EDTF = re.compile(rf"({_SIDE})(?:/(?:(\.\.)|({_SIDE})))?")
EDTF_PATTERN = _EDTF.pattern
"""The shape of the text in which dates are stored, as a regular expression that every language reads alike."""

_MARK_WORDS = {"": "", "~": "about ", "?": "perhaps ", "%": "perhaps about "}
_KNOWN_NAMES = {Precision.HALF: "half year"}
_FINENESS = tuple(Precision)


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date as far as it is known: a day, month, quarter, half or year, or an interval between two of them.

    Attributes:
        edtf: the text that is stored; everything but ``text`` follows from it.
        start: the first day that the date allows.
        end: the last day that the date allows, None where the interval is open.
        precision: how much is known; the coarser of both ends of an interval.
        approximate: whether any part is marked as about or perhaps.
        text: the words as they were typed.
    """

    edtf: str
    start: dt.date
    end: dt.date | None
    precision: Precision
    approximate: bool
    text: str = field(compare=False)

    @property
    def is_interval(self) -> bool:
        """Whether this is something that lasts, written ``a/b`` or ``a/..``."""
        return "/" in self.edtf

    @property
    def first(self) -> "PartialDate":
        """The date at which an interval begins; a single date is its own first."""
        return from_edtf(self.edtf.partition("/")[0])

    @property
    def last(self) -> "PartialDate | None":
        """The date at which an interval ends, None where it is open; a single date is its own last."""
        last = self.edtf.rpartition("/")[2]
        return None if last == _OPEN else from_edtf(last)

    @property
    def words(self) -> str:
        """The date in English words: ``17 May 2022``, ``third quarter of 2021``, ``17 May 2022, still going``."""
        first, _, last = self.edtf.partition("/")
        if not last:
            return _side_words(first)
        return f"{_side_words(first)}, still going" if last == _OPEN else f"{_side_words(first)} to {_side_words(last)}"

    @property
    def reading(self) -> str:
        """The words together with how much is known: ``about May 2022 (month, approximate)``."""
        known = _KNOWN_NAMES.get(self.precision, self.precision.value)
        return f"{self.words} ({known}, approximate)" if self.approximate else f"{self.words} ({known})"

    def to_dict(self) -> dict[str, object]:
        """Give the values with dates as ISO text, as the command line prints them."""
        return {
            "edtf": self.edtf,
            "start": self.start.isoformat(),
            "end": self.end.isoformat() if self.end else None,
            "precision": self.precision.value,
            "approximate": self.approximate,
            "reading": self.reading,
        }


def days_between(date: PartialDate, other: PartialDate) -> int:
    """Return how many days lie between what two dates allow, 0 where they can be the same day."""
    ends = date.end or dt.date.max, other.end or dt.date.max
    return max((other.start - ends[0]).days, (date.start - ends[1]).days, 0)


@lru_cache(maxsize=8192)
def from_edtf(text: str) -> PartialDate:
    """Read stored EDTF text; strict, so that what is stored has one form only.

    Raises:
        DateProblem: when the text has another shape, names a day that does not exist, or leaves 1949-2100.
    """
    match = _EDTF.fullmatch(text)
    if match is None:
        raise DateProblem(
            "A stored date is written like 2021-07-04, 2021-07, 2021-33, 2021, 2022-05~ or 2022-03/2022-06."
        )
    first, year, part, day, mark, is_open, last, last_year, last_part, last_day, last_mark = match.groups()
    start, end, precision = _days(year, part, day)
    if is_open:
        return PartialDate(text, start, None, precision, bool(mark), text)
    if last is None:
        return PartialDate(text, start, end, precision, bool(mark), text)
    _, end, last_precision = _days(last_year, last_part, last_day)
    if end < start:
        raise DateProblem(
            f"The end, {_side_words(last)}, lies before the start, {_side_words(first)}; "
            "type the earlier date first and the year with both."
        )
    coarser = max(precision, last_precision, key=_FINENESS.index)
    return PartialDate(text, start, end, coarser, bool(mark or last_mark), text)


def describe(edtf: str) -> str:
    """Give stored EDTF text in English words, without the precision: ``about May 2022``."""
    return from_edtf(edtf).words


def is_edtf(text: str) -> bool:
    """Whether the text has the shape of stored EDTF, be its day possible or not."""
    return _EDTF.fullmatch(text) is not None


def check_year(year: int) -> None:
    """Refuse a year outside the window that the record holds.

    Raises:
        DateProblem: when the year lies before 1949 or after 2100.
    """
    if not FIRST_YEAR <= year <= LATEST_YEAR:
        raise DateProblem(f"The year {year:04d} lies outside {FIRST_YEAR} to {LATEST_YEAR}; check the year.")


def _days(year_text: str, part_text: str | None, day_text: str | None) -> tuple[dt.date, dt.date, Precision]:
    """The first and last day that one side allows, and its precision."""
    year, part = int(year_text), int(part_text or 0)
    check_year(year)
    if part_text is None:
        return dt.date(year, 1, 1), dt.date(year, 12, 31), Precision.YEAR
    if day_text is not None:
        day = _day(year, part, int(day_text))
        return day, day, Precision.DAY
    first, last, precision = _months(part)
    return dt.date(year, first, 1), dt.date(year, last, monthrange(year, last)[1]), precision


def _months(part: int) -> tuple[int, int, Precision]:
    """The first and last month of a month's, quarter's or half's number in EDTF."""
    if 1 <= part <= 12:  # noqa: PLR2004 - months of a year
        return part, part, Precision.MONTH
    if QUARTER_CODE < part <= QUARTER_CODE + 4:
        last = 3 * (part - QUARTER_CODE)
        return last - 2, last, Precision.QUARTER
    if HALF_CODE < part <= HALF_CODE + 2:
        last = 6 * (part - HALF_CODE)
        return last - 5, last, Precision.HALF
    raise DateProblem(
        f"There is no month {part}: months run from 1 to 12, and a quarter or half is typed as Q3 2021 or H1 2021."
    )


def _day(year: int, month: int, day: int) -> dt.date:
    first, _, precision = _months(month)
    if precision is not Precision.MONTH:
        raise DateProblem("A day needs its month; type it like 2022-05-17.")
    length = monthrange(year, first)[1]
    if not 1 <= day <= length:
        raise DateProblem(f"There is no day {day} in {MONTHS[month - 1]} {year}: the month has {length} days.")
    return dt.date(year, month, day)


def _side_words(side: str) -> str:
    """One side of an interval, or a single date, in English words."""
    mark = side[-1] if side[-1] in _MARK_WORDS else ""
    year, *rest = side.removesuffix(mark).split("-")
    return _MARK_WORDS[mark] + _plain_words(year, [int(part) for part in rest])


def _plain_words(year: str, rest: list[int]) -> str:
    if not rest:
        return year
    part = rest[0]
    if part > HALF_CODE:
        return f"{ORDINALS[part - HALF_CODE - 1]} half of {year}"
    if part > QUARTER_CODE:
        return f"{ORDINALS[part - QUARTER_CODE - 1]} quarter of {year}"
    month = f"{MONTHS[part - 1]} {year}"
    return month if len(rest) == 1 else f"{rest[1]} {month}"
