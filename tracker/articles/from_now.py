"""Words that count from the day of publication and that nobody would type: "over the past two weeks", "last week"."""

import datetime as dt
import re

from tracker.articles.counting import NUMBERS, UNITS_ZH, edtf_or_none, forward
from tracker.dates import PartialDate
from tracker.dates.partial import half_of
from tracker.vocabulary import Precision

_WITHIN = r"\b(?:[Ii]n|[Oo]ver|[Dd]uring|[Ff]or|[Ww]ithin)[ \n]the[ \n](?:past|last)[ \n]"
FROM_NOW = re.compile(
    rf"{_WITHIN}(?P<lasted>\d{{1,2}}|two|three|four|five|six|nine|ten)[ \n](?P<lasted_unit>day|week|month|year)s\b"
    rf"|{_WITHIN}(?P<ten_years>decade)\b"
    r"|过去(?P<lasted_zh>\d{1,2}|[两三四五六七八九十])(?P<lasted_unit_zh>天|日|周|个月|年)(?![前后半])"
    r"|\b(?:(?:over|at|on|during)[ \n](?:the|last|this)|[Ll]ast|[Tt]his)[ \n](?:past[ \n])?(?P<weekend>weekend)\b"
    r"|[上本]个?(?P<weekend_zh>周末)"
    r"|\b[Nn]ext[ \n](?P<next_week>week)\b|下个?(?P<next_week_zh>周|星期)(?![一二三四五六日天末])"
    r"|(?<![\u3400-\u9fff\d])(?P<half_zh>[上下])半年"
)
"""Such words; each match is read by ``read_from_now``."""

_WEEKS = re.compile(
    r"^(?:(?P<last>[Ll]ast week|上个?(?:周|星期))|(?P<earlier>[Ee]arlier this week)|[Tt]his week|[本这]个?(?:周|星期))$"
)
_SATURDAY, _WEEK = 5, 7
_SECOND_HALF = 7


def read_from_now(match: re.Match[str], published: dt.date) -> PartialDate | None:
    """Return what a match of ``FROM_NOW`` means: what lasted up to the day of publication, or about which days."""
    monday = published - dt.timedelta(days=published.weekday())
    if match["weekend"] or match["weekend_zh"]:
        saturday = monday + dt.timedelta(days=_SATURDAY - (0 if published.weekday() >= _SATURDAY else _WEEK))
        return _about(saturday, saturday + dt.timedelta(days=1))
    if match["next_week"] or match["next_week_zh"]:
        return _about(monday + dt.timedelta(weeks=1), monday + dt.timedelta(days=2 * _WEEK - 1))
    if match["half_zh"]:
        second = match["half_zh"] == "下"
        return edtf_or_none(half_of(published.year - (second and published.month < _SECOND_HALF), 1 + second))
    return _lasted(match, published)


def _about(first: dt.date, last: dt.date) -> PartialDate | None:
    return edtf_or_none(f"{first.isoformat()}~/{last.isoformat()}~")


def _lasted(match: re.Match[str], published: dt.date) -> PartialDate | None:
    word = "ten" if match["ten_years"] else match["lasted"] or match["lasted_zh"]
    count = NUMBERS[word] if word in NUMBERS else int(word)
    unit = "year" if match["ten_years"] else match["lasted_unit"] or UNITS_ZH[match["lasted_unit_zh"]]
    if unit == "year":
        return edtf_or_none(f"{published.year - count:04d}/{published.year:04d}")
    if unit == "month":
        return edtf_or_none(f"{forward(published, -count, unit, fine=True)}/{published:%Y-%m}")
    first = published - dt.timedelta(days=count if unit == "day" else _WEEK * count)
    return edtf_or_none(f"{first.isoformat()}/{published.isoformat()}")


def week_around(words: str, published: dt.date | None) -> PartialDate | None:
    """Return the days of "last week" and 本周, somewhere in which something happened; None for other words."""
    match = _WEEKS.match(words)
    if match is None or published is None:
        return None
    monday = published - dt.timedelta(days=published.weekday() + (_WEEK if match["last"] else 0))
    return _about(monday, published if match["earlier"] else monday + dt.timedelta(days=_WEEK - 1))


_ENDED = re.compile(
    r"\b(?P<long>quarter|half|year|(?P<count>three|six|nine|twelve|3|6|9|12)[ \n]months?)[ \n](?:that[ \n])?"
    r"(?:ended|ending|to|through)[ \n](?:in[ \n]|on[ \n])?$"
)
_MONTHS_LONG = {"quarter": 3, "half": 6, "year": 12, "three": 3, "six": 6, "nine": 9, "twelve": 12}


def period_until(before: str, date: PartialDate) -> PartialDate | None:
    """Return the months of "the quarter ended" September, of which a report tells; None where no such words stand.

    Args:
        before: the text before the date.
        date: the month with which the period ends; a day is given as such.
    """
    match = _ENDED.search(before)
    if match is None or date.is_interval or date.precision not in {Precision.DAY, Precision.MONTH}:
        return None
    if date.precision is Precision.DAY:
        return date
    word = match["count"] or match["long"]
    months = _MONTHS_LONG[word] if word in _MONTHS_LONG else int(word)
    return edtf_or_none(f"{forward(date.start, 1 - months, 'month', fine=True)}/{date.start:%Y-%m}")
