"""The library dateparser as the last reader, for orders and punctuation that the own grammar does not know.

It guesses what is missing, drops words that it does not understand (it reads "after 17 May 2022" as that day) and
believes any weekday. So it is asked only where the text holds nothing but one month's name, one year, at most one more
number and at most one weekday, and it is believed only where it finds just these. Loading it takes long.
"""

import re

from tracker.dates import calendar
from tracker.dates.english import MONTH_NUMBERS
from tracker.dates.partial import from_edtf
from tracker.dates.words import WEEKDAY_NUMBERS

_SIGNS = re.compile(r"[a-z0-9 .,()']+")
_WORD = re.compile(r"[a-z]+|[0-9]+")
_YEAR_LENGTH = 4


def read_fallback(text: str) -> str | None:
    """Read a tidied text with dateparser; None where it cannot be trusted.

    Raises:
        DateProblem: if the day that is named does not exist.
    """
    words = _WORD.findall(text)
    months = [MONTH_NUMBERS[word] for word in words if word in MONTH_NUMBERS]
    weekdays = [WEEKDAY_NUMBERS[word] for word in words if word in WEEKDAY_NUMBERS]
    years = [int(word) for word in words if word.isdigit() and len(word) == _YEAR_LENGTH]
    days = [int(word) for word in words if word.isdigit() and len(word) < _YEAR_LENGTH]
    known = len(months) + len(weekdays) + len(years) + len(days)
    if not (_SIGNS.fullmatch(text) and len(months) == len(years) == 1 and len(words) == known):
        return None
    if len(days) > 1 or len(weekdays) > len(days):
        return None
    month = calendar.month_of(years[0], months[0])
    edtf = calendar.day_of(years[0], months[0], days[0]) if days else month
    if weekdays and from_edtf(edtf).start.weekday() != weekdays[0]:
        return None
    return edtf if from_edtf(edtf).edtf == _ask(text) else None


def _ask(text: str) -> str | None:
    """Return what dateparser finds, no finer than it says that it knows."""
    from dateparser.date import DateDataParser

    reader = DateDataParser(languages=["en", "zh"], settings={"PARSERS": ["absolute-time"]})
    found = reader.get_date_data(text)
    length = {"day": 10, "month": 7}.get(found.period)
    return found.date_obj.date().isoformat()[:length] if found.date_obj and length else None
