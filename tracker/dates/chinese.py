"""Single dates in Chinese: 2022年5月17日, 二〇二二年五月, 2021年第三季度, 2022年上半年, 5月中旬, 年底."""

import datetime as dt
import re

from tracker.dates import calendar
from tracker.dates.words import NEEDS_YEAR, MissingBase

_DIGITS = {sign: str(value) for value, sign in enumerate("零一二三四五六七八九")} | {"〇": "0", "○": "0", "两": "2"}
_NUMERAL = re.compile(r"[〇○零一二三四五六七八九十廿卅两]+(?=[年月日号季天周个]|星期|$)")
_PART = r"(?P<part>[初中底末]|[上中下]旬)?"
_DATE = re.compile(
    r"(?:(?P<year>\d{4})年(?:度)?)?"
    r"(?:(?P<month>\d{1,2})月份?(?:(?P<day>\d{1,2})[日号])?)?" + _PART
)
_QUARTER = re.compile(r"(?:(?P<year>\d{4})年)第?(?P<quarter>[1-4])季度?")
_HALF = re.compile(r"(?:(?P<year>\d{4})年)(?P<half>[上下])半年")
_YEAR_PART = re.compile(r"(?P<year>\d{4})年(?:年)?(?:[初中底末]|年中|中期|前后)")


def to_figures(text: str) -> str:
    """Write Chinese numerals before a unit of time as figures: 二〇二二年五月十七日 becomes 2022年5月17日."""
    return _NUMERAL.sub(lambda match: _figures(match[0]), text)


def _figures(numeral: str) -> str:
    if not set(numeral) & set("十廿卅"):
        return "".join(_DIGITS[sign] for sign in numeral)
    tens, _, ones = numeral.replace("廿", "二十").replace("卅", "三十").replace("十十", "十").partition("十")
    if len(tens) > 1 or len(ones) > 1 or "十" in ones:
        return numeral
    return str(int(_DIGITS.get(tens, "1")) * 10 + int(_DIGITS.get(ones, "0")))


def read_chinese(text: str, base: dt.date | None) -> tuple[str, ...]:
    """Read a text of figures and Chinese units as one date; nothing where it is none.

    Raises:
        MissingBase: if the year is missing and there is no base day to take it from.
    """
    if match := _QUARTER.fullmatch(text):
        return (calendar.quarter_of(int(match["year"]), int(match["quarter"])),)
    if match := _HALF.fullmatch(text):
        return (calendar.half_of(int(match["year"]), 1 if match["half"] == "上" else 2),)
    if match := _YEAR_PART.fullmatch(text):
        return (calendar.about(calendar.year_of(int(match["year"]))),)
    match = _DATE.fullmatch(text)
    if match is None or not (match["year"] or match["month"]):
        return ()
    return _read_parts(match, base)


def _read_parts(match: re.Match[str], base: dt.date | None) -> tuple[str, ...]:
    month, day = int(match["month"] or 0), int(match["day"] or 0)
    if day and match["part"]:
        return ()
    if match["year"]:
        year = int(match["year"])
    elif base is None:
        raise MissingBase(NEEDS_YEAR)
    else:
        year = calendar.latest_year(base, month, day or 1)
    if day:
        return (calendar.day_of(year, month, day),)
    edtf = calendar.month_of(year, month) if match["month"] else calendar.year_of(year)
    return (calendar.about(edtf),) if match["part"] else (edtf,)
