"""Words that count on from the date before, which nobody would type into a form: "a day later", 次日, 次年4月."""

import datetime as dt
import re

from tracker.dates import PartialDate, from_edtf
from tracker.dates.calendar import years_on
from tracker.errors import DateProblem
from tracker.vocabulary import Precision

_COUNT = r"(?P<count>\d{1,3}|[Aa]n?|[Oo]ne|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix|[Ss]even|[Ee]ight|[Nn]ine|[Tt]en)"
LATER = re.compile(
    rf"\b{_COUNT}[ \n](?P<unit>day|week|month|year)s?[ \n](?:later|after that)\b"
    r"|\b[Tt]he[ \n](?P<next>next|following|same)[ \n](?P<next_unit>day|month|year)\b"
    r"|(?<![\d月年.])(?P<count_zh>\d{1,3}|[一二两三四五六七八九十])(?P<unit_zh>天|日|周|个月|年)[之以]?后(?![期半])"
    r"|(?P<zh>次日|翌日|第二天|同日|次月|次年|翌年|同月|同年)(?![\d一二三四五六七八九十])"
)
"""Such words; each match is read by ``count_on``."""

NEXT_YEAR = ("次年", "翌年")
"""Words before a month and day that put them into the year after the date before."""

_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_NUMBERS = {"a": 1, "an": 1, "两": 2} | {word: number for number, word in enumerate(_WORDS, start=1)}
_NUMBERS |= {sign: number for number, sign in enumerate("一二三四五六七八九十", start=1)}
_UNITS_ZH = {"日": "day", "天": "day", "周": "week", "个月": "month", "月": "month", "年": "year"}


def count_on(match: re.Match[str], before: PartialDate) -> PartialDate | None:
    """Return the date that a match of ``LATER`` means after another date, None where no calendar holds it."""
    count, unit = _count_of(match)
    fine = before.precision is Precision.DAY
    return edtf_or_none(_forward(before.start, count, unit, fine=fine))


def _count_of(match: re.Match[str]) -> tuple[int, str]:
    if match["zh"]:
        return int(not match["zh"].startswith("同")), _UNITS_ZH[match["zh"][-1]]
    if match["next"]:
        return int(match["next"].casefold() != "same"), match["next_unit"]
    word = (match["count"] or match["count_zh"]).casefold()
    return _NUMBERS[word] if word in _NUMBERS else int(word), match["unit"] or _UNITS_ZH[match["unit_zh"]]


def _forward(base: dt.date, count: int, unit: str, *, fine: bool) -> str:
    if unit == "year":
        return f"{base.year + count:04d}"
    if unit == "month":
        months = base.year * 12 + base.month - 1 + count
        return f"{months // 12:04d}-{months % 12 + 1:02d}"
    day = base + dt.timedelta(days=count if unit == "day" else 7 * count)
    return day.isoformat() if unit == "day" and fine else f"{day:%Y-%m}~"


def in_year(date: PartialDate, year: int) -> PartialDate | None:
    """Return the same date, or span, with its beginning in another year; None where that year has no such day."""
    return edtf_or_none(years_on(date.edtf, year - date.start.year))


def edtf_or_none(text: str) -> PartialDate | None:
    """Read EDTF text, None where it names no day of the calendar."""
    try:
        return from_edtf(text)
    except DateProblem:
        return None
