"""The library dateparser as the last reader, for spellings that the own grammar does not know.

It guesses what is missing and drops what it does not understand, so its answer counts only where every figure that was
typed is in it and the words claim no more than they say. It is loaded only for texts that could pass: its first refusal
in a process takes more than a second.
"""

import re

from tracker.dates import calendar
from tracker.dates.english import MONTH_NUMBERS

_YEAR = re.compile(r"(?<!\d)(?:19[4-9]\d|20\d\d|2100)(?!\d)")
_PLAIN = re.compile(r"[a-z0-9 .,/\-'()]+")
_KNOWN_MONTH = re.compile(rf"(?<![a-z])(?:{'|'.join(sorted(MONTH_NUMBERS, key=len, reverse=True))})(?![a-z])")
_MOST_WORDS = 5


def read_fallback(text: str) -> str | None:
    """Read a tidied text with dateparser; None where it cannot be trusted."""
    figures = re.findall(r"\d+", text)
    could_pass = (
        len(_YEAR.findall(text)) == 1
        and _PLAIN.fullmatch(text)
        and _KNOWN_MONTH.search(text)
        and len(figures) in {1, 2}
        and len(text.split()) <= _MOST_WORDS
    )
    return _ask(text, sorted(int(figure) for figure in figures)) if could_pass else None


def _ask(text: str, figures: list[int]) -> str | None:
    from dateparser.date import DateDataParser

    reader = DateDataParser(
        languages=["en", "zh"],
        settings={"PARSERS": ["absolute-time"], "STRICT_PARSING": False, "RETURN_AS_TIMEZONE_AWARE": False},
    )
    found = reader.get_date_data(text)
    date = found.date_obj
    if date is None:
        return None
    if found.period == "day" and figures == sorted((date.day, date.year)):
        return calendar.day_of(date.year, date.month, date.day)
    if found.period == "month" and figures == [date.year]:
        return calendar.month_of(date.year, date.month)
    return None
