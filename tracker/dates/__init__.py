"""Dates as people type them, in English, Chinese and EDTF, never finer than they are known.

Finding dates in running text is ``tracker.dates.finding``, apart because its large patterns would slow every start.
"""

from tracker.dates.partial import EDTF_PATTERN, PartialDate, days_between, describe, from_edtf
from tracker.dates.reading import DateReading, parse_date, parse_one
from tracker.dates.words import is_still_going

__all__ = [
    "EDTF_PATTERN",
    "DateReading",
    "PartialDate",
    "days_between",
    "describe",
    "from_edtf",
    "is_still_going",
    "parse_date",
    "parse_one",
]
