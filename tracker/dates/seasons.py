"""Seasons and weeks, which EDTF has no day or month for: each is a span of about its months or days.

The marks of approximation say that the Event lies somewhere in the span, not that it filled it.
"""

import datetime as dt
import re
from collections.abc import Callable

from tracker.dates import partial
from tracker.dates.partial import from_edtf
from tracker.errors import DateProblem
from tracker.vocabulary import Precision

_SEASONS = ("spring", "summer", "autumn", "winter")
_WINTER = 3
_SEASON = re.compile(
    r"(?P<name>spring|summer|autumn|fall|winter)[ -](?P<year>\d{4})(?:[/-](?P<next>\d{4}|\d\d))?"
    r"|(?P<year_first>\d{4}) (?P<name_last>spring|summer|autumn|fall|winter)"
    r"|(?P<year_zh>\d{4})年(?P<name_zh>[春夏秋冬])[季天]?"
)
_NUMBER = re.compile(
    r"(?P<year>\d{4})(?P<dash>-?)w(?P<week>\d\d)(?:(?P=dash)(?P<day>[1-7]))?"
    r"|(?:week |w)(?P<week_first>\d{1,2}) (?P<year_last>\d{4})|(?P<year_zh>\d{4})年第(?P<week_zh>\d{1,2})(?:周|个?星期)"
)
_WEEK_IN_MONTH = re.compile(
    r"(?:first|second|third|fourth|last|final|1|2|3|4) (?:full )?week (?:in )?(?P<month>\D.+)"
    r"|(?P<month_zh>.+月)份?的?(?:第[1-5]|最后[1一])个?(?:周|星期)"
)
_WEEK_OF = re.compile(
    r"week (?:(?P<to>ended|ending)|(?P<from>beginning|starting|commencing))?(?: ?on)? ?(?P<day>.*\d.*)"
    r"|(?P<day_zh>.+日)(?:当周|[这那所的]?在?的?[1一]?周)"
)
_DAYS = 7

_Reader = Callable[[str], tuple[str, ...]]


def read_season_or_week(text: str, read: _Reader) -> tuple[str, ...]:
    """Read a tidied text as a season or a week; nothing where it is neither.

    Args:
        text: what was typed.
        read: the reader for the day or the month that a week is named by.

    Raises:
        DateProblem: if there is no such week.
    """
    if match := _SEASON.fullmatch(text):
        return _season(match)
    if match := _NUMBER.fullmatch(text):
        return _numbered(match)
    if match := _WEEK_IN_MONTH.fullmatch(text):
        found = read((match["month"] or match["month_zh"]).strip())
        return tuple(partial.about(edtf) for edtf in found if from_edtf(edtf).precision is Precision.MONTH)
    if match := _WEEK_OF.fullmatch(text):
        return _around(match, read)
    return ()


def _season(match: re.Match[str]) -> tuple[str, ...]:
    """Read a season; winter lies in two years, so that a winter of one year is one of two."""
    year = int(match["year"] or match["year_first"] or match["year_zh"])
    if match["name_zh"]:
        place = "春夏秋冬".index(match["name_zh"])
    else:
        place = _SEASONS.index((match["name"] or match["name_last"]).replace("fall", "autumn"))
    if match["next"] and (place != _WINTER or int(match["next"][-2:]) != (year + 1) % 100):
        return ()
    if place != _WINTER:
        return (f"{partial.month_of(year, 3 * place + 3)}~/{partial.month_of(year, 3 * place + 5)}~",)
    winters = tuple(f"{partial.month_of(first, 12)}~/{partial.month_of(first + 1, 2)}~" for first in (year, year - 1))
    return winters[:1] if match["next"] else winters


def _numbered(match: re.Match[str]) -> tuple[str, ...]:
    """Read a week by its number in ISO 8601; with a weekday's number it is a day."""
    year = int(match["year"] or match["year_last"] or match["year_zh"])
    week = int(match["week"] or match["week_first"] or match["week_zh"])
    partial.year_of(year)
    try:
        monday = dt.date.fromisocalendar(year, week, 1)
    except ValueError:
        raise DateProblem(f"There is no week {week} in {year}; a year has 52 weeks or 53.") from None
    if match["day"]:
        return ((monday + dt.timedelta(days=int(match["day"]) - 1)).isoformat(),)
    return (_week_from(monday),)


def _around(match: re.Match[str], read: _Reader) -> tuple[str, ...]:
    """Read the week that begins, ends or lies around a day; around a Sunday lie two, by where weeks begin."""
    dates = [from_edtf(edtf) for edtf in read(match["day"] or match["day_zh"])]
    if len(dates) != 1 or dates[0].is_interval or dates[0].precision is not Precision.DAY:
        return ()
    day = dates[0].start
    if match["to"]:
        return (_week_from(day - dt.timedelta(days=_DAYS - 1)),)
    if match["from"]:
        return (_week_from(day),)
    weeks = (_week_from(day - dt.timedelta(days=day.weekday())),)
    return (_week_from(day), *weeks) if day.isoweekday() == _DAYS and match["day"] else weeks


def _week_from(day: dt.date) -> str:
    return f"{day.isoformat()}~/{(day + dt.timedelta(days=_DAYS - 1)).isoformat()}~"
