"""Words that count on from the date before, which nobody would type into a form: "a day later", "that year", 次日."""

import datetime as dt
import re

from tracker.dates import PartialDate, from_edtf
from tracker.dates.partial import years_on
from tracker.errors import DateProblem
from tracker.vocabulary import Precision

_COUNT = r"(?P<count>\d{1,3}|[Aa]n?|[Oo]ne|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix|[Ss]even|[Ee]ight|[Nn]ine|[Tt]en)"
_STEP = "next|following|same|previous|preceding"
LATER = re.compile(
    rf"\b{_COUNT}[ \n](?P<unit>day|week|month|year)s?[ \n](?:later|after that)\b"
    rf"|\b(?:(?:[Ll]ater|[Ee]arlier)[ \n](?:in[ \n])?)?"
    rf"(?:[Tt]he[ \n](?P<next>{_STEP})|(?P<that>[Tt]hat)(?:[ \n]same)?)"
    r"[ \n](?P<next_unit>day|night|evening|morning|month|year)\b(?![ \n](?:after|before|of)\b)"
    r"|\b[Tt]he[ \n](?P<beside_unit>day|month|year)[ \n](?P<beside>before|after)(?=[,.;:)]|[ \n]?$)"
    r"|\b(?:[Oo]n|[Uu]ntil|[Bb]y|[Ss]ince|[Ff]rom)[ \n][Tt]he[ \n](?P<day>3[01]|[12]\d|[1-9])(?:st|nd|rd|th)"
    r"(?=[,.;:)]|[ \n](?:and|that|at|it|the|an?|in|after|when|to|by|with|two|three|four|more|was|were|\w+ed|\w+ing)\b"
    r"|[ \n]\d|$)"
    r"|(?<![\d月年.])(?P<count_zh>\d{1,3}|[一二两三四五六七八九十半])(?P<unit_zh>天|日|个?月|周|年)[之以]?后(?![期半])"
    r"|(?P<zh>次日|翌日|第二天|同日|当晚|当夜|即日起(?![至到])|次月|次年|翌年|同月|同年)(?![\d一二三四五六七八九十])"
)
"""Such words; each match is read by ``count_on``."""

OF_THAT_YEAR = re.compile(
    rf",?[ \n](?:of[ \n])?(?:[Tt]he[ \n](?P<step>{_STEP})|that(?:[ \n]same)?)[ \n]year\b"
    r"|,?[ \n]the[ \n]year[ \n](?P<side>before|after)\b"
)
"""Words behind a month or day that put it into the year of the date before, or into the one beside that."""

NEXT_YEAR = ("次年", "翌年")
"""Words before a month and day that put them into the year after the date before."""

_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
NUMBERS = {"a": 1, "an": 1, "两": 2} | {word: number for number, word in enumerate(_WORDS, start=1)}
NUMBERS |= {sign: number for number, sign in enumerate("一二三四五六七八九十", start=1)}
UNITS_ZH = {
    "日": "day",
    "天": "day",
    "周": "week",
    "个月": "month",
    "月": "month",
    "年": "year",
    "起": "day",
    "晚": "day",
    "夜": "day",
}
_PARTS_OF_DAY = dict.fromkeys(("night", "evening", "morning"), "day")
_STEPS = {"same": 0, "previous": -1, "preceding": -1, "before": -1}
_HALF = {"month": (15, "day"), "year": (6, "month")}


def count_on(match: re.Match[str], before: PartialDate) -> PartialDate | None:
    """Return the date that a match of ``LATER`` means after another date, None where no calendar holds it."""
    count, unit = _count_of(match)
    fine = before.precision is Precision.DAY and match["count_zh"] != "半"
    if unit == "day" and not fine and count <= 1:
        return None
    if unit == "month" and before.precision not in {Precision.DAY, Precision.MONTH}:
        return None
    return edtf_or_none(forward(before.start, count, unit, fine=fine))


def _count_of(match: re.Match[str]) -> tuple[int, str]:
    if match["zh"]:
        return int(not match["zh"].startswith(("同", "即", "当"))), UNITS_ZH[match["zh"][-1]]
    if match["that"]:
        return 0, _PARTS_OF_DAY.get(match["next_unit"], match["next_unit"])
    if match["next"] or match["beside"]:
        word = match["next"] or match["beside"]
        unit = match["next_unit"] or match["beside_unit"]
        return _STEPS.get(word.casefold(), 1), _PARTS_OF_DAY.get(unit, unit)
    word = (match["count"] or match["count_zh"]).casefold()
    unit = match["unit"] or UNITS_ZH[match["unit_zh"]]
    if word == "半":
        return _HALF.get(unit, (0, "day"))
    return NUMBERS[word] if word in NUMBERS else int(word), unit


def forward(base: dt.date, count: int, unit: str, *, fine: bool) -> str:
    """Return the day, month or year so many units after a day as EDTF text; a day only where the base is as fine."""
    if unit == "year":
        return f"{base.year + count:04d}"
    if unit == "month":
        months = base.year * 12 + base.month - 1 + count
        return f"{months // 12:04d}-{months % 12 + 1:02d}"
    day = base + dt.timedelta(days=count if unit == "day" else 7 * count)
    return day.isoformat() if unit == "day" and fine else f"{day:%Y-%m}~"


def day_of_month(day: int, before: PartialDate) -> PartialDate | None:
    """Return the first such day of a month from another date on; None where that is no day and no month."""
    if before.precision not in {Precision.DAY, Precision.MONTH} or before.is_interval:
        return None
    start = before.start
    step = int(before.precision is Precision.DAY and day < start.day)
    return edtf_or_none(f"{forward(start, step, 'month', fine=True)}-{day:02d}")


def years_beside(match: re.Match[str]) -> int:
    """Return how many years a match of ``OF_THAT_YEAR`` lies beside that of the date before."""
    word = match["step"] or match["side"]
    return _STEPS.get(word.casefold(), 1) if word else 0


def in_year(date: PartialDate, year: int) -> PartialDate | None:
    """Return the same date, or span, with its beginning in another year; None where that year has no such day."""
    return edtf_or_none(years_on(date.edtf, year - date.start.year))


def edtf_or_none(text: str) -> PartialDate | None:
    """Read EDTF text, None where it names no day of the calendar."""
    try:
        return from_edtf(text)
    except DateProblem:
        return None
