"""From numbers to EDTF text: the few shapes that a single date can have, and arithmetic on months."""

import datetime as dt
import re

from tracker.dates.partial import HALF_CODE, QUARTER_CODE
from tracker.errors import DateProblem

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
