"""Dates as people type them, in English, Chinese and EDTF, never finer than they are known.

Finding dates in running text is ``tracker.dates.finding``, apart because its large patterns would slow every start.
"""

from tracker.dates.partial import PartialDate, describe, from_edtf
from tracker.dates.reading import DateReading, parse_date, parse_one

__all__ = ["DateReading", "PartialDate", "describe", "from_edtf", "parse_date", "parse_one"]
