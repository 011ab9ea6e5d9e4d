"""Single dates in Chinese: 2022年5月17日, 二〇二二年五月, 2021年第三季度, 2022年上半年, 5月中旬, 年底."""

import datetime as dt
import re
from collections.abc import Callable

from tracker.dates import partial
from tracker.dates.words import NEEDS_YEAR, MissingYear

_DIGITS = {sign: str(value) for value, sign in enumerate("零一二三四五六七八九")} | {"〇": "0", "○": "0", "两": "2"}
_NUMERAL = re.compile(
    r"(?<!星期)(?<!礼拜)(?<![周\d])[〇○零一二三四五六七八九十廿卅两]+(?=[年月日号季天周个至到时点分~–—/ -]|星期|$)"
)
_YEAR_NUMERALS = 4
_WITH_YEAR: tuple[tuple[re.Pattern[str], Callable[[int, str], str]], ...] = (
    (re.compile(r"(\d{4})年度?()"), lambda year, _: partial.year_of(year)),
    (re.compile(r"(\d{4})年(年?[初中底末]|中期)"), lambda year, _: partial.about(partial.year_of(year))),
    (re.compile(r"(\d{4})年第?([1-4])季度?"), lambda year, sign: partial.quarter_of(year, int(sign))),
    (re.compile(r"(\d{4})年q([1-4])"), lambda year, sign: partial.quarter_of(year, int(sign))),
    (re.compile(r"(\d{4})年([上下])半年"), lambda year, sign: partial.half_of(year, "上下".index(sign) + 1)),
    (re.compile(r"(\d{4})年h([12])"), lambda year, sign: partial.half_of(year, int(sign))),
)
_MONTH = re.compile(r"(?:(?P<year>\d{4})年)?(?P<month>\d{1,2})月份?(?P<part>[初中底末]|[上中下]旬)?")
_DAY = re.compile(r"(?:(?P<year>\d{4})年)?(?P<month>\d{1,2})月(?P<day>\d{1,2})[日号]")


def to_figures(text: str) -> str:
    """Write Chinese numerals before a unit of time as figures: 二〇二二年五月十七日 becomes 2022年5月17日."""
    return _NUMERAL.sub(lambda match: _figures(match[0]), text)


def _figures(numeral: str) -> str:
    """Write a numeral as figures; one that may be two numbers, like 一二 or 两三, stays as it is."""
    if not set(numeral) & set("十廿卅"):
        is_one = len(numeral) in {1, _YEAR_NUMERALS} or set(numeral) & set("〇○零")
        return "".join(_DIGITS[sign] for sign in numeral) if is_one else numeral
    tens, _, ones = numeral.replace("廿", "二十").replace("卅", "三十").partition("十")
    if len(tens) > 1 or len(ones) > 1 or "十" in ones:
        return numeral
    return str(int(_DIGITS.get(tens, "1")) * 10 + int(_DIGITS.get(ones, "0")))


def read_chinese(text: str, base: dt.date | None) -> tuple[str, ...]:
    """Read a text of figures and Chinese units as one date; nothing where it is none.

    Raises:
        MissingYear: if the year is missing and there is no base day to take it from.
    """
    for pattern, write in _WITH_YEAR:
        if match := pattern.fullmatch(text):
            return (write(int(match[1]), match[2]),)
    if match := _MONTH.fullmatch(text):
        edtf = partial.month_of(_year_of(match, base), int(match["month"]))
        return (partial.about(edtf) if match["part"] else edtf,)
    if match := _DAY.fullmatch(text):
        return (partial.day_of(_year_of(match, base), int(match["month"]), int(match["day"])),)
    return ()


def _year_of(match: re.Match[str], base: dt.date | None) -> int:
    parts = match.groupdict()
    if parts["year"]:
        return int(parts["year"])
    if base is None:
        raise MissingYear(NEEDS_YEAR)
    return partial.latest_year(base, int(parts["month"]), int(parts.get("day", 1)))
