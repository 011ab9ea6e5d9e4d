"""The words that dates are written with, in English and Chinese.

Words like "today" are not among them: they name a day.
"""

import re
import unicodedata

from tracker.dates.partial import MONTHS, WEEKDAYS
from tracker.errors import DateProblem

_WORDS = frozenset({
    "..", "open", "ongoing", "on-going", "still ongoing", "still going", "going on", "continuing", "current",
    "currently", "in progress", "until further notice", "till further notice",
    "至今", "迄今", "到现在", "现在", "目前", "当前", "进行中", "仍在进行", "持续", "持续中", "持续至今",
})  # fmt: skip
_PRESENT = r"(?:the )?(?:present|now)(?: day)?"
_NOW = re.compile(rf"(?:(?:up )?to |un?till? |up until )?{_PRESENT}|(?:up )?to date")
AFTER = (
    rf"(?:\s{{1,2}}(?:up\s)?(?:to|until|till)\s|\s?[-–—]\s?)(?:{_PRESENT}|date)\b|\s{{1,2}}onwards?\b|\s?/\.\."
    r"|\s?(?:(?:起|开始|持续)?[至迄]今|以来)"
)
"""The words behind a date that say so of what began then, as a part of a pattern."""

_AROUND = " .。()（）[]"


def is_still_going(text: str) -> bool:
    """Tell whether a text says that something has not ended: ``present``, ``ongoing``, ``now``, ``至今``, ``..``."""
    plain = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    bare = plain.strip(_AROUND)
    return plain in _WORDS or bare in _WORDS or _NOW.fullmatch(bare) is not None


_MOST_CHARACTERS = 100

HINT = "Type it like 17 May 2022, May 2022, Q3 2021, 2021, 2022-05-17 or 2022年5月17日."
NEEDS_YEAR = "The year is missing; type it as well, like 17 May 2022 or 2022年5月17日."
NEEDS_BASE = "This depends on the day it was written; type the date itself, like 17 May 2022 or 2022年5月."

UNSAID = ""
"""Stands among the dates that a text can be for one that cannot be given, because a part of it was not typed."""

SHORT_YEAR = re.compile(r"(?<![\d:])\d{2}$|^\d{2}年")
SEASON_OR_WEEK = re.compile(r"[春夏秋冬周]|week|w\d|spring|summer|autumn|fall|winter|星期")
FRAMED = re.compile(
    r"^[a-z].*(?:\d|\b(?:today|yesterday|tomorrow)$)|^[(\[【「“\"']|[.。;]$|[施实生执适启发公印颁签通修更成截至止前后于在自从由讯电息获时将拟]"
)
"""What a text must have to be a date with a year of two figures, a season or week, or a date in a frame of words."""


_CAUSES = tuple(
    (re.compile(pattern), cause)
    for pattern, cause in (
        (r"之日起|即日起|immediate|upon (?:publication|issue)", "names no date; type the day on which that was"),
        (
            r"\d0'?s\b|\d0年代|世纪|century|decade",
            "is wider than any date here; type a span of years, like 1990 to 1999",
        ),
        (
            r"\bfy ?'?\d|fiscal|financial year|财年",
            "is a year of accounts; type its months, like April 2021 to March 2022",
        ),
    )
)


class MissingBase(DateProblem):
    """A text that can only be read against the day it was written on."""


class WrongWeekday(DateProblem):
    """A day and a weekday that contradict each other."""


class MissingYear(MissingBase):
    """A text whose year alone is missing."""


OTHER_CALENDAR = re.compile(
    r"(?:中[华華])?民[国國]|令和|平成|昭和|大正|明治|佛[历曆]|[农農阴陰旧舊夏藏回][历曆]|伊斯[兰蘭][历曆]|皇[纪紀]|檀[纪紀]|主[体體]年"
    r"|正月|腊月|臘月|冬月|闰[一二三四五六七八九十]{1,2}月|月初[一二三四五六七八九十](?!日)|月廿[一二三四五六七八九]?(?![日号一二三四五六七八九])"
    r"|\b(?:minguo|reiwa|heisei|showa|taisho|lunar|hijri|hebrew|juche|islamic calendar)\b"
    r"|\b(?:roc|r\.o\.c\.) (?:year )?\d|(?<!\d)\d{1,5} ?(?-i:B\.?E|A\.?H|B\.?C)(?![A-Za-z])",
    re.IGNORECASE,
)
"""Names and figures of other calendars, in typed and in running text."""


_ABOUT = re.compile(r"(?:about|around|approximately|approx\.?|roughly|circa|ca?\.?)\s+|(?:大约|大概|约)\s*")
_ABOUT_AFTER = re.compile(r"\s*(?:左右|前后|or so)$")
_PART_BEFORE = re.compile(
    r"(?:(?:(?:very )?early|mid|middle|late)(?:[ \-]+in)?|beginning|start|end)[ \-]+(?=[a-z]|\d{4}$)"
    rf"|(?:first|second) half (?={'|'.join(month[:3].lower() for month in MONTHS)})"
)
_LEADING = re.compile(r"(?:in|on|at|during|dated)\s+")
_SMALL = re.compile(r"(?<![a-z0-9])(?:of|the)\s")
_NUMBER = re.compile(r"(?<![a-z0-9])(\d{1,2})(?:st|nd|rd|th)(?![a-z0-9:])")
WEEKDAY_NUMBERS = {word: place for place, name in enumerate(WEEKDAYS) for word in (name.lower(), name[:3].lower())} | {
    "tues": 1,
    "thur": 3,
    "thurs": 3,
}
_WEEKDAY = re.compile(r"(?:on )?([a-z]+)\.? (?=.*\d)")
_WEEKDAY_AFTER = re.compile(r"(?<=\d) ?\(?([a-z]{3,9})\.?\)?$")
_WEEKDAY_ZH = re.compile(r"(?<=[日号\d])[ (]*(?:星期|礼拜|周)([一二三四五六日天])\)?$")
_WEEKDAY_ZH_BEFORE = re.compile(r"^\(?(?:星期|礼拜|周)([一二三四五六日天])\)? ?(?=\d)")
_ZH_DAYS = "一二三四五六日天"
_NUMERALS = "〇○零一二三四五六七八九十廿卅两"
_FIGURES = frozenset(f"0123456789{_NUMERALS}")

_CLOCK = re.compile(
    r":\d|\dt\d|\d ?[ap]\.?m\b|[时点晨晚早夜午]|time|noon|night|morning|evening|[(\[ \d](?:[a-z]{2,4}|z)[)\]]?$|utc|gmt"
)


def tidy(text: str) -> str:
    """Bring a typed text into the form that the rules read.

    Raises:
        DateProblem: if it is empty, too long, or holds hidden characters or the figures of a third script.
    """
    if len(text.strip()) > _MOST_CHARACTERS:
        raise DateProblem(f"A date has at most {_MOST_CHARACTERS} characters. {HINT}")
    if any(unicodedata.category(sign).startswith("C") for sign in text.strip(" \t\r\n")):
        raise DateProblem(f"A date may not hold control characters or hidden ones. {HINT}")
    normal = unicodedata.normalize("NFKC", text).strip()
    plain = normal.casefold()
    if not plain:
        raise DateProblem(f"There is no date. {HINT}")
    if any(sign.isdecimal() and not sign.isascii() for sign in plain):
        raise DateProblem(f"A date has its figures in 0 to 9. {HINT}")
    if OTHER_CALENDAR.search(normal):
        raise DateProblem(
            f"{quoted(text)} is a date of another calendar; type it in the common one, like 2022年5月17日."
        )
    plain = re.sub("[‐‑‒−]", "-", plain).replace(",", " ")
    plain = _NUMBER.sub(r"\1", plain)
    return _close_up(_SMALL.sub(" ", plain).split())


def _close_up(words: list[str]) -> str:
    """Join words by spaces, except beside a Chinese unit, where a space says nothing: 2022 年 5 月, 2021年 Q3.

    Between two numbers it stays, since it may stand where a sign for "and" was: 一 二月 is not December.
    """
    text = "".join(words[:1])
    for word in words[1:]:
        before, after = text[-1], word[0]
        loose = _is_unit(before) and (_is_unit(after) or after in _FIGURES or after in "qh")
        text += word if loose or (before in _FIGURES and _is_unit(after)) else f" {word}"
    return text


def _is_unit(sign: str) -> bool:
    return "一" <= sign <= "鿿" and sign not in _FIGURES


def quoted(text: str) -> str:
    """Quote the beginning of a typed text for a message."""
    return f"“{' '.join(text.split())[:40]}”"


def refusal(text: str) -> str:
    """Say why a text is no date, and what would work."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    cause = next((cause for pattern, cause in _CAUSES if pattern.search(folded)), f"cannot be read as a date. {HINT}")
    return f"{quoted(text)} {cause.removesuffix('.')}."


def may_have_clock(text: str) -> bool:
    """Whether a tidied text has anything that looks like a time of day or a zone."""
    return _CLOCK.search(text) is not None


def take_weekday(text: str) -> tuple[str, int | None]:
    """Take a weekday's name from before or after a date; Monday is 0."""
    match = _WEEKDAY.match(text)
    if match and match[1] in WEEKDAY_NUMBERS:
        return text[match.end() :], WEEKDAY_NUMBERS[match[1]]
    match = _WEEKDAY_AFTER.search(text)
    if match and match[1] in WEEKDAY_NUMBERS:
        return text[: match.start()], WEEKDAY_NUMBERS[match[1]]
    for pattern in (_WEEKDAY_ZH_BEFORE, _WEEKDAY_ZH):
        match = pattern.search(text)
        if match:
            return text[: match.start()] + text[match.end() :], min(_ZH_DAYS.index(match[1]), 6)
    return text, None


def take_doubt(text: str) -> tuple[str, bool]:
    """Take words that make a date approximate: about, circa, mid-, early, late, 约, 左右."""
    doubtful = False
    for pattern in (_LEADING, _ABOUT, _PART_BEFORE):
        if (match := pattern.match(text)) and match.end() < len(text):
            text, doubtful = text[match.end() :], doubtful or pattern is not _LEADING
    if match := _ABOUT_AFTER.search(text):
        text, doubtful = text[: match.start()], True
    return text.strip(), doubtful
