"""Dates as people type them, in English, Chinese and EDTF, never finer than they are known."""

from tracker.dates.finding import FoundDate, find_dates
from tracker.dates.partial import PartialDate, describe, from_edtf
from tracker.dates.reading import DateReading, parse_date, parse_one

__all__ = ["DateReading", "FoundDate", "PartialDate", "describe", "find_dates", "from_edtf", "parse_date", "parse_one"]
