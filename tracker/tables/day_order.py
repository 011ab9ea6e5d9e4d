"""Whether 03/04/2022 is 3 April or 4 March: one answer for a whole file, from the file itself or from a person."""

import re
from collections.abc import Iterable
from typing import Literal

DayOrder = Literal["day-first", "month-first", "unsettled", "mixed", "none"]

_NUMERIC = re.compile(r"(?<![\d/.\-])(\d{1,2})([/.\-])(\d{1,2})\2(\d{4})(?![\d/.\-])")
_MONTHS = 12


def day_month_order(values: Iterable[str]) -> DayOrder:
    """Find in which order the dates of a file name day and month.

    Returns:
        ``day-first`` or ``month-first`` where a number above 12 settles it, ``mixed`` where dates contradict each
        other, ``unsettled`` where a person has to say, ``none`` where no date depends on it.
    """
    above_first = above_second = is_open = False
    for value in values:
        for first, _, second, _ in _NUMERIC.findall(value):
            above_first |= int(first) > _MONTHS
            above_second |= int(second) > _MONTHS
            is_open |= _is_open(int(first), int(second))
    if above_first and above_second:
        return "mixed"
    if above_first or above_second:
        return "day-first" if above_first else "month-first"
    return "unsettled" if is_open else "none"


def has_open_order(text: str) -> bool:
    """Tell whether a text holds a date that reads differently with the day or the month first."""
    return any(_is_open(int(first), int(second)) for first, _, second, _ in _NUMERIC.findall(text))


def settle_order(text: str, *, day_first: bool) -> str:
    """Write the dates of a text that could be read both ways in ISO form; all else stays."""

    def settled(match: re.Match[str]) -> str:
        first, second = int(match[1]), int(match[3])
        if not _is_open(first, second):
            return match[0]
        day, month = (first, second) if day_first else (second, first)
        return f"{match[4]}-{month:02}-{day:02}"

    return _NUMERIC.sub(settled, text)


def _is_open(first: int, second: int) -> bool:
    return first != second and 0 < first <= _MONTHS and 0 < second <= _MONTHS
