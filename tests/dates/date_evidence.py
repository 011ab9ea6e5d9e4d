"""What a typed text says, found without the reader: its numbers, months and words.

The rule: a reading may hold no day, month, quarter, half or year that the text does not name, unless the text counts
from a base day; and no number, month's name or word of the text may be left out of the reading.
"""

import datetime as dt
import re
import unicodedata

from tracker.dates import PartialDate, from_edtf
from tracker.dates.partial import FIRST_YEAR, LATEST_YEAR
from tracker.vocabulary import Precision

SIGNS = "〇一二三四五六七八九"
NUMERALS = re.compile("[〇○零一二两三四五六七八九十廿卅]+")
SAME_NUMERALS = {"○": "〇", "零": "〇", "两": "二", "廿": "二十", "卅": "三十"}
FULL_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
MONTHS = tuple(month[:3] for month in FULL_MONTHS)
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4}
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
SHORT_WEEKDAYS = (*(day[:3] for day in WEEKDAYS), "tues", "thur", "thurs")
COUNTS = (
    *("a", "an", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("several", "few", "couple"),
)
UNITS = ("day", "week", "month", "year", "quarter", "half", "q", "h", "st", "nd", "rd", "th", "s")
AROUND = ("of", "the", "in", "on", "at", "during", "dated", "about", "around", "approximately", "approx", "roughly")
PARTS = ("circa", "c", "ca", "or", "so", "early", "very", "mid", "middle", "late", "beginning", "start", "end")
JOINTS = ("from", "between", "and", "since", "to", "until", "till", "through", "now", "date", "present", "onward")
FROM_BASE = (
    *("today", "yesterday", "tomorrow", "before", "ago", "earlier", "back", "last", "this", "next"),
    *("previous", "same", "past", "recently", "recent"),
)
NAMES = (*FULL_MONTHS, *MONTHS, "sept", *ORDINALS, *WEEKDAYS, *SHORT_WEEKDAYS)
CHINESE = frozenset(
    "年月日号度份初中底末上下旬期第季半至到起今以来开始自从由在和与之间约大概左右前后止期间"
    "去本当同明昨这个周星礼拜天近不久早些时候〇零一二两三四五六七八九十廿卅"
    "点分秒刻整许凌晨清午傍晚夜深北京香港美东标准国春夏秋冬最后的那所当前之止为截至有效应将拟该于在"
    "发布公布印发文颁签署通过修订正发表更新公告施行实施生效执行适用启成办法规定条例知决定细则指南制度意见准措"
    "消息讯电获悉完整改报送提交反馈时间昨今元西历不迟零。【】"
)
COUNTS_FROM_BASE = re.compile(
    rf"{'|'.join((*FROM_BASE, *WEEKDAYS))}|[去今前本当同明昨这近]|上个?[月周年星]|下个?月|不久|周|星期|礼拜|coming"
    r"|(?<![月\d])(?:\d{1,2}|[一二三四五六七八九十廿卅]{1,3})[日号]|quarter|q\d|季"
)
NAMES_A_DAY = re.compile(rf"day|tomorrow|{'|'.join(WEEKDAYS)}|[天日号夜晚早晨]|周|星期|礼拜")
# A time of day and its zone, which name no part of a date; written anew, apart from the reader's own patterns.
HAND = r"(?:\d{1,2}|[〇零一二两三四五六七八九十廿]{1,3})\s*"
TIME = (
    r"(?:\d{1,2}:\d\d(?::\d\d(?:\.\d{1,9})?)?(?!\d)(?:\s*[ap]\.?m\.?)?|\d{1,2}(?:\.\d\d)?\s*[ap]\.?m\.?"
    rf"|{HAND}[时点]\s*(?:半|整|[13一三]刻|{HAND}分?\s*(?:{HAND}秒)?)?|(?<=\dt)\d{{4}}(?:\d\d)?(?!\d))"
)
ZONE = r"[+-]\d{1,2}(?::?\d\d)?"
CLOCK = re.compile(rf"{TIME}(?:\s*(?:[-–—~至到]|to)\s*\D{{0,2}}{TIME})?(?:\s*{ZONE})?|(?:utc|gmt)\s*{ZONE}")
ZONES = (
    *(
        "utc",
        "gmt",
        "wet",
        "hkt",
        "sgt",
        "myt",
        "awst",
        "bjt",
        "jst",
        "kst",
        "aest",
        "aedt",
        "cet",
        "cest",
        "eet",
        "msk",
    ),
    *("edt", "est", "cdt", "mdt", "pdt", "mst", "pst", "cst", "ist", "bst", "et", "pt", "z", "prc"),
)
AROUND_TIMES = (
    *("asia", "beijing", "china", "standard", "hong", "kong", "shanghai", "time", "t", "p", "am", "pm", "m"),
    *("morning", "afternoon", "evening", "noon", "midnight", "night"),
)
FRAMES = (
    *(
        "effective",
        "effect",
        "force",
        "operation",
        "take",
        "takes",
        "took",
        "taking",
        "taken",
        "will",
        "shall",
        "would",
    ),
    *("come", "comes", "came", "coming", "enter", "enters", "entered", "entering", "into", "with", "be", "is", "was"),
    *("were", "due", "as", "by", "no", "not", "later", "than", "or", "after", "following", "prior", "some", "sometime"),
    *("up", "including", "valid", "through", "published", "issued", "released", "announced", "adopted", "passed"),
    *("promulgated", "updated", "posted", "signed", "approved", "filed", "revised", "enacted", "amended", "release"),
    *("implemented", "launched", "publication", "week", "w", "ended", "ending", "beginning", "starting", "commencing"),
    *("final", "full", "spring", "summer", "autumn", "fall", "winter"),
)
SEASONS = {
    **dict.fromkeys(("spring", "春"), (3, 4, 5)),
    **dict.fromkeys(("summer", "夏"), (6, 7, 8)),
    **dict.fromkeys(("autumn", "fall", "秋"), (9, 10, 11)),
    **dict.fromkeys(("winter", "冬"), (12, 1, 2)),
}
NAMES_A_WEEK = re.compile(r"week|w\d|周|星期|礼拜")
WORDS = frozenset((*NAMES, *COUNTS, *UNITS, *AROUND, *PARTS, *JOINTS, *FROM_BASE, *ZONES, *AROUND_TIMES, *FRAMES))
NAMES_A_ZONE = re.compile(rf"(?<![a-z])(?:{'|'.join(ZONES)})(?![a-z])|\dz|\d\s*{ZONE}|美东")


def plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def words(text: str) -> list[str]:
    return re.findall(r"[a-z]+", plain(text))


def number(numeral: str) -> int:
    """Read a Chinese numeral below 100, or a year sign by sign."""
    signs = "".join(SAME_NUMERALS.get(sign, sign) for sign in numeral)
    if "十" not in signs:
        return int("".join(str(SIGNS.index(sign)) for sign in signs))
    tens, _, ones = signs.partition("十")
    return 10 * (SIGNS.index(tens) if tens else 1) + (SIGNS.index(ones) if ones else 0)


def numbers(text: str) -> set[int]:
    """Return every number that a text names; eight figures are a year, a month and a day, 2021w027 a week's day."""
    bare = re.sub(r"(?:星期|礼拜|周)\s*[一二三四五六日天]|(?<=\dw\d\d)(?=[1-7]\b)", " ", plain(text))
    found = {number(run) for run in NUMERALS.findall(bare)}
    for run in re.findall(r"\d+", bare):
        found |= {int(run[:4]), int(run[4:6]), int(run[6:])} if len(run) == 8 else {int(run)}
    return found | {ORDINALS[word] for word in words(text) if word in ORDINALS}


def month_names(text: str) -> set[int]:
    named = re.findall("|".join((*FULL_MONTHS, *MONTHS)), plain(text))
    return {MONTHS.index(name[:3]) + 1 for name in named}


def problem(text: str, date: PartialDate, base: dt.date | None) -> str | None:
    """Say in what a reading goes beyond its text or falls short of it; None where it does neither.

    Where another zone is named, the day beside the one that is written may be meant.
    """
    timeless = CLOCK.sub(" ", " ".join(plain(text).split()))
    shifts = (0, -1, 1) if NAMES_A_ZONE.search(plain(text)) and date.edtf == date.start.isoformat() else (0,)
    days = (date.start + dt.timedelta(days=shift) for shift in shifts[1:])
    dates = (date, *(from_edtf(day.isoformat()) for day in days if FIRST_YEAR <= day.year <= LATEST_YEAR))
    found = [_problem(timeless, each, base) for each in dates]
    return None if None in found else found[0]


def _problem(text: str, date: PartialDate, base: dt.date | None) -> str | None:
    dense = "".join(plain(text).split())
    counts = base is not None and COUNTS_FROM_BASE.search(dense) is not None
    in_week = NAMES_A_WEEK.search(dense) is not None and date.end is not None and (date.end - date.start).days < 7
    by_day = in_week or (counts and NAMES_A_DAY.search(dense) is not None)
    named, months = numbers(text), month_names(text)
    named |= {place for place, sign in ((1, "上半"), (2, "下半")) if sign in dense}
    seasons = set().union(*(set(SEASONS[name]) for name in SEASONS if name in dense))
    sides = [side for side in (date.first, date.last) if side is not None]
    years = years_named(named, date, winter=1 in seasons)
    for side in sides:
        year, month, day, codes = parts(side)
        if year not in years and base is None:
            return f"nobody typed the year {year}"
        if month and month not in named | months | seasons and not counts and not in_week:
            return f"nobody typed the month {month}"
        if day and day not in named and not by_day:
            return f"nobody typed the day {day}"
        if codes and not codes & named:
            return f"nobody typed the quarter or half of {side.edtf}"
    used = set().union(*({year, month, day} | codes for year, month, day, codes in map(parts, sides)))
    # "First half of May" says which half is meant, and that makes the month approximate.
    used |= {1, 2} if "half" in words(text) else set()
    used |= {figures for figures in (year % 100 for year in years) if not any(number > 99 for number in named)}
    used |= {year for year in years if winter_years(dense)} | (
        {n % 100 for n in years} if winter_years(dense) else set()
    )
    used |= numbers_of_weeks(date) if NAMES_A_WEEK.search(dense) else set()
    left_out = (named | months) - used
    return f"{left_out} are left out" if left_out and not counts else None


def years_named(named: set[int], date: PartialDate, *, winter: bool) -> set[int]:
    """Return the years that the numbers of a text can stand for.

    Two figures alone are a year from 1950 to 2049, a winter lies in two years, what lasts over New Year may name one,
    and what ends on 1 January began in the year before.
    """
    years = {number for number in named if number > 99}
    years |= {number + (2000 if number < 50 else 1900) for number in named - years if not years and number < 100}
    years |= {year + 1 for year in years} | {year - 1 for year in years} if winter else set()
    last = date.last
    if date.is_interval and last is not None and last.start.year - date.start.year == 1 and len(years) == 1:
        # December 2021 to January, or a week that ends in the next year.
        near = last.start.toordinal() - date.start.toordinal() < 184
        years |= {date.start.year, last.start.year} if near else set()
    if date.is_interval and last is not None and (last.start.month, last.start.day) == (1, 1):
        years.add(last.start.year - 1)
    return years


def winter_years(dense: str) -> bool:
    return re.search(r"winter|冬", dense) is not None


def numbers_of_weeks(date: PartialDate) -> set[int]:
    """Return every number that a week, or a day of it, can be named by."""
    end = date.end or date.start
    days = [date.start + dt.timedelta(days=number) for number in range(min((end - date.start).days, 31) + 1)]
    return {number for day in days for number in (day.year, day.month, day.day, *day.isocalendar())} | set(range(1, 6))


def parts(side: PartialDate) -> tuple[int, int, int, set[int]]:
    """Return year, month and day of a single date, 0 where it has none, and numbers that name its quarter or half."""
    month = side.start.month if side.precision in {Precision.DAY, Precision.MONTH} else 0
    day = side.start.day if side.precision is Precision.DAY else 0
    quarter, half = side.start.month // 3 + 1, side.start.month // 6 + 1
    codes = {Precision.QUARTER: {quarter, 32 + quarter}, Precision.HALF: {half, 39 + half}}
    return side.start.year, month, day, codes.get(side.precision, set())


def unknown_words(text: str) -> list[str]:
    """Return the words and Chinese signs of a text that say nothing about a date."""
    known = re.compile(f"(?:{'|'.join(sorted(WORDS, key=len, reverse=True))})+")
    strange = [sign for sign in plain(text) if sign > "\u2fff" and sign not in CHINESE]
    return [word for word in words(text) if not known.fullmatch(word)] + strange
