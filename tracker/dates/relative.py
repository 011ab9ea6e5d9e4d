"""Words that count from a base day: yesterday, last year, three days ago, on Sunday; 去年, 本月, 三天前, 日前.

A word that stands for a year or month is replaced by it and the whole is read again, so that "July last year" and
去年7月 need no rules of their own. What is known no finer than a week becomes an approximate month, since EDTF has no
week and a range would say that the Event lasted.
"""

import datetime as dt
import re
from collections.abc import Callable

from tracker.dates import partial
from tracker.dates.english import MONTH, MONTH_NUMBERS
from tracker.dates.partial import ORDINALS, WEEKDAYS
from tracker.dates.words import NEEDS_BASE, MissingBase

_COUNTS = {
    word: number
    for number, words in enumerate(
        ("", "a an one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
    )
    for word in words.split()
}
_COUNT = rf"(\d{{1,3}}|{'|'.join(_COUNTS)}|a couple|several|a few)"
_AGO = re.compile(rf"{_COUNT} (day|week|month|year)s? (?:ago|earlier|before|ago today|back)")
_AGO_ZH = re.compile(r"(\d{1,3})(天|日|个?星期|周|个月|年)(?:之?前|以前)")
WEEKDAY_NAMES = tuple(day.lower() for day in WEEKDAYS)
_WEEKDAY = re.compile(rf"(?:on )?(?:(last|this|this past|past|next|coming|this coming) )?({'|'.join(WEEKDAY_NAMES)})")
_WEEKDAY_ZH = re.compile("(上上个?|上个?|本|这个?|下个?)?(?:周|星期|礼拜)([一二三四五六日天])")
_WEEK = 7
_LONE_DAY = re.compile(r"(\d{1,2})[日号]")
_NAMED_DAY = re.compile(r"([今昨前明])(?:[天日]\(?(?:(\d{1,2})月)?(\d{1,2})[日号]\)?|\((\d{1,2})\)日)")
_LONE_QUARTER = re.compile(r"(?:in )?(?:q([1-4])|(first|second|third|fourth|[1-4]) quarter)|第?([1-4])季度?")
_NAMED_MONTH = re.compile(rf"(last|this|past|next) {MONTH}")

_DAYS = {
    "today": 0, "yesterday": 1, "day before yesterday": 2, "tomorrow": -1,
    "今天": 0, "今日": 0, "当天": 0, "当日": 0, "昨天": 1, "昨日": 1, "前天": 2, "前日": 2, "明天": -1, "明日": -1,
    "今晚": 0, "今早": 0, "今晨": 0, "昨晚": 1, "昨夜": 1, "明晚": -1,
}  # fmt: skip
_VAGUE = frozenset({
    "this week", "last week", "earlier this week", "recently", "in recent days", "earlier this month", "past week",
    "本周", "这周", "上周", "上星期", "本星期", "日前", "近日", "近期", "不久前",
})  # fmt: skip
_VAGUE_YEAR = frozenset({"earlier this year", "今年早些时候", "今年以来"})
_SEASON = re.compile(r"(last|this) (spring|summer|autumn|fall|winter)")
_YEARS = {"last year": 1, "this year": 0, "previous year": 1, "same year": 0, "year before": 1, "next year": -1}
_YEARS_ZH = {"去年": 1, "今年": 0, "前年": 2, "本年": 0, "当年": 0, "同年": 0, "上年": 1, "明年": -1}
_MONTHS_ZH = {"本月": 0, "上个月": 1, "上月": 1, "这个月": 0, "当月": 0, "同月": 0, "下个月": -1, "下月": -1}
_MONTHS = {"last month": 1, "this month": 0, "previous month": 1, "month before": 1, "next month": -1}


def read_relative(text: str, base: dt.date | None) -> tuple[str, ...]:
    """Read a text that counts from a base day as one date; nothing where it does not.

    Raises:
        MissingBase: if it counts from a base day and none was given.
    """
    for read in (_whole_words, _ago):
        if found := read(text, base):
            return (found,)
    return _weekday(text, base) or _parts(text, base)


def _needed(base: dt.date | None) -> dt.date:
    if base is None:
        raise MissingBase(NEEDS_BASE)
    return base


def _whole_words(text: str, base: dt.date | None) -> str | None:
    if text in _DAYS:
        return (_needed(base) - dt.timedelta(days=_DAYS[text])).isoformat()
    if text in _VAGUE:
        day = _needed(base) - dt.timedelta(days=7 if text in {"last week", "上周", "上星期"} else 0)
        return partial.about(partial.month_of(day.year, day.month))
    if text in _VAGUE_YEAR:
        return partial.about(partial.year_of(_needed(base).year))
    if text in _MONTHS:
        return partial.month_back(_needed(base), _MONTHS[text])
    return None


def _ago(text: str, base: dt.date | None) -> str | None:
    if match := _AGO.fullmatch(text):
        count, unit = match[1], match[2]
        if count in {"a couple", "several", "a few"}:
            return partial.about(_back(_needed(base), 3, unit)[: 7 if unit != "year" else 4])
        return _back(_needed(base), _COUNTS.get(count) or int(count), unit)
    if match := _AGO_ZH.fullmatch(text):
        unit = {"天": "day", "日": "day", "个月": "month", "年": "year"}.get(match[2], "week")
        return _back(_needed(base), int(match[1]), unit)
    return None


def _back(base: dt.date, count: int, unit: str) -> str:
    if unit == "day":
        return (base - dt.timedelta(days=count)).isoformat()
    if unit == "week":
        day = base - dt.timedelta(weeks=count)
        return partial.about(partial.month_of(day.year, day.month))
    if unit == "month":
        return partial.month_back(base, count)
    return partial.year_of(base.year - count)


def _weekday(text: str, base: dt.date | None) -> tuple[str, ...]:
    """Read a weekday: by itself the latest; "this" and 本 that of the base's own week, "next" and 下 that of the next.

    "Next Friday" said on a Wednesday is the coming one to some and the one after to others.
    """
    if match := _WEEKDAY_ZH.fullmatch(text):
        return (_weekday_zh(match, _needed(base)),)
    match = _WEEKDAY.fullmatch(text)
    if match is None:
        return ()
    base, which = _needed(base), match[1]
    day = base + dt.timedelta(days=WEEKDAY_NAMES.index(match[2]) - base.weekday())
    back = (base - day).days % _WEEK
    if which == "this":
        return (day.isoformat(),)
    if which == "next" and day > base:
        return day.isoformat(), _weeks_on(day, 1)
    if which in {"next", "coming", "this coming"}:
        return (_weeks_on(day, 1 if day <= base else 0),)
    # "Last Tuesday" said on a Tuesday is a week ago; "on Tuesday" may be today.
    if which and back == 0:
        back = _WEEK
    return ((base - dt.timedelta(days=back)).isoformat(),)


def _weekday_zh(match: re.Match[str], base: dt.date) -> str:
    which, sign = match[1], match[2]
    day = base + dt.timedelta(days=min("一二三四五六日天".index(sign), _WEEK - 1) - base.weekday())
    if which:
        return _weeks_on(day, {"上上": -2, "上": -1, "下": 1}.get(which.removesuffix("个"), 0))
    return _weeks_on(day, -1 if day > base else 0)


def _weeks_on(day: dt.date, weeks: int) -> str:
    return (day + dt.timedelta(weeks=weeks)).isoformat()


def _parts(text: str, base: dt.date | None) -> tuple[str, ...]:
    """Read a day without its month, a quarter without its year, and "last July" as the latest there was."""
    if match := _LONE_DAY.fullmatch(text):
        day = int(match[1])
        return (f"{partial.month_back(_needed(base), 0 if day <= _needed(base).day else 1)}-{day:02d}",)
    if match := _NAMED_DAY.fullmatch(text):
        found = _whole_words(f"{match[1]}日", base)
        day, month = int(match[3] or match[4]), match[2]
        right = found and int(found[-2:]) == day and (not month or int(found[5:7]) == int(month))
        return (found,) if found and right else ()
    if match := _LONE_QUARTER.fullmatch(text):
        sign = match[1] or match[2] or match[3]
        quarter = ORDINALS.index(sign) + 1 if sign in ORDINALS else int(sign)
        late = 3 * quarter - 2 > _needed(base).month
        return (partial.quarter_of(_needed(base).year - late, quarter),)
    if match := _NAMED_MONTH.fullmatch(text):
        month, year = MONTH_NUMBERS[match[2]], _needed(base).year
        if match[1] == "next":
            return (partial.month_of(year + (month <= _needed(base).month), month),)
        return (partial.month_of(year if match[1] == "this" or month < _needed(base).month else year - 1, month),)
    return ()


def with_base(text: str, base: dt.date | None) -> str:
    """Replace words that stand for a year or a month by the year or month that they mean.

    Raises:
        MissingBase: if there is such a word and no base day.
    """
    if match := _SEASON.search(text):
        return text.replace(match[0], _season(match, _needed(base)), 1)
    for words, write in _REPLACEMENTS:
        for word, back in words.items():
            if word in text and text != word:
                replaced = write(_needed(base), back)
                text = _put(text, word, replaced)
            elif text == word:
                return write(_needed(base), back)
    return text


def _season(match: re.Match[str], base: dt.date) -> str:
    """Write "last summer" as the latest that was over, and "this summer" as that of the base day's year."""
    name = match[2]
    if name == "winter":
        first = base.year - (base.month <= 2 or match[1] == "last")  # noqa: PLR2004 - February ends a winter
        first -= match[1] == "last" and base.month <= 2  # noqa: PLR2004
        return f"winter {first}/{first + 1}"
    ends = {"spring": 5, "summer": 8}.get(name, 11)
    return f"{name} {base.year - (match[1] == 'last' and base.month <= ends)}"


def is_lone_day(text: str) -> bool:
    """Whether a text is a day without its month, which only another one can stand beside in a range."""
    return _LONE_DAY.fullmatch(text) is not None


def is_weekday(text: str) -> bool:
    """Whether a text is the name of a weekday and no more."""
    return text in WEEKDAY_NAMES or re.fullmatch("(?:周|星期|礼拜)[一二三四五六日天]", text) is not None


def _put(text: str, word: str, replaced: str) -> str:
    """Put a year where English words stood, with a space around it, or where Chinese ones stood, without."""
    if not word.isascii():
        return text.replace(word, replaced, 1)
    rest = " ".join(text.replace(word, " ", 1).split())
    return f"{rest} {replaced}"


def _year(base: dt.date, back: int) -> str:
    return partial.year_of(base.year - back)


def _year_zh(base: dt.date, back: int) -> str:
    return f"{base.year - back}年"


def _month_zh(base: dt.date, back: int) -> str:
    year, month = partial.month_back(base, back).split("-")
    return f"{year}年{int(month)}月"


_REPLACEMENTS: tuple[tuple[dict[str, int], Callable[[dt.date, int], str]], ...] = (
    (_YEARS, _year),
    (_YEARS_ZH, _year_zh),
    (_MONTHS_ZH, _month_zh),
)
