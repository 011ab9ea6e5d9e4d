"""How much of a date a workbook shows: its number format says so, since every date in it is stored as a whole day."""

import re
from functools import cache

from tracker.vocabulary import Precision

# Chinese editions of Excel keep these formats by their number alone. Other East Asian editions show a day under some
# of the numbers that are a month here; the coarser one is never wrong.
BY_NUMBER = {
    **dict.fromkeys((27, 36, 50, 52, 57), 'yyyy"年"m"月"'),
    **dict.fromkeys((28, 29, 51, 53, 54, 58), 'm"月"d"日"'),
    30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"',
    **dict.fromkeys((32, 34, 55), 'h"时"mm"分"'),
    **dict.fromkeys((33, 35, 56), 'h"时"mm"分"ss"秒"'),
}
_LITERALS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!(?:h+|m+|s+)\])[^\]]*\]', re.IGNORECASE)
_PARTS = re.compile(r"am/pm|a/p|\[?(?:h+|s+)\]?|\[m+\]|y+|e+|b+|m+|d+|a{3,4}", re.IGNORECASE)


def format_code(number: int, code: str | None) -> str:
    """Return a cell's number format; those that a workbook knows by number alone have none of their own in it."""
    return BY_NUMBER.get(number) or code or "General"


@cache
def shown_precision(code: str) -> Precision | None:
    """Return how much of a date a number format shows: a day, a month or a year; None where it shows no date.

    A weekday is shown of a day that is known. Quoted words, colours, conditions and locale codes say nothing.
    """
    section = _LITERALS.sub(" ", code).split(";")[0]
    parts = [part.lower() for part in _PARTS.findall(section)] if section.strip().lower() != "general" else []
    signs = [_meaning(parts, place) for place in range(len(parts))]
    for sign, precision in (("d", Precision.DAY), ("m", Precision.MONTH), ("y", Precision.YEAR)):
        if sign in signs:
            return precision
    return None


def _meaning(parts: list[str], place: int) -> str:
    """Return d, m or y for a part of a day, month or year, t for one of a time: mm beside h or s is minutes."""
    part = parts[place]
    if part[0] == "m":
        before, after = parts[place - 1 : place], parts[place + 1 : place + 2]
        return "t" if any(each.strip("[]")[0] == "h" for each in before) or _is_seconds(after) else "m"
    if part in {"am/pm", "a/p"} or part[0] in "[hs":
        return "t"
    return "d" if part[0] in "da" else "y"


def _is_seconds(parts: list[str]) -> bool:
    return any(each.strip("[]")[0] == "s" for each in parts)
