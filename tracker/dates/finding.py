"""Dates inside running text: where they stand and how they read against the day on which the text was published.

Every span is read by the reader for typed dates, so that a date means the same in an article and in the form.
"""

import datetime as dt
import re
import string
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from tracker.dates.forms import CHINESE, ENGLISH, wider
from tracker.dates.partial import MONTHS_OF_YEAR, WEEKDAYS
from tracker.dates.reading import DateReading, parse_date
from tracker.dates.words import OTHER_CALENDAR, MissingBase, WrongWeekday
from tracker.errors import DateProblem

_AROUND = 24
"""How many characters before and after a lone month, year or weekday decide whether it is a date."""

_BEFORE_MONTH = re.compile(
    r"\b(?:in|since|by|until|till|from|during|last|next|this|early|mid|late|through|before|after|around)[ \n-]$",
    re.IGNORECASE,
)
_LINE_BEGINS = re.compile(r"(?:^|\n)[^\w\n]*$")
_PERHAPS_BEFORE_MONTH = re.compile(r"\b(?:of|to|and|for|between)[ \n]$", re.IGNORECASE)
_BEFORE_YEAR = re.compile(
    r"(?:\b(?:in|since|by|until|till|from|during|of|to|through|between|and|before|after|for)[ \n]|\bca?\. |[(（])$",
    re.IGNORECASE,
)
_NAME_AFTER = re.compile(r"[^\S\n][A-Z][a-z]+")
_NAME_BEFORE = re.compile(r"(?:^|[^.!?”\"\n] )(?:[A-Z][a-z]+|Black|Super) $")
_NO_WEEKDAY_BEFORE = re.compile(r"\b(?:[Ee]very|[Ee]ach|Black|Super|Good|on alternate)[ \n]$")
_ON = re.compile(r"\b(?:[Oo]n|[Ll]ate|[Ee]arly|[Ss]ince|[Uu]ntil|[Bb]y)[ \n]$")
_GOES_ON = re.compile(r"\s+\w")
_FISCAL_BEFORE = re.compile(r"(?:\b[Ff]iscal|\b[Ff]inancial|财)[ \n]?$")
_MONTH_IN = re.compile(r"\b[Ii]n[ \n](?:the[ \n])?$")
_DAY_OF_MONTH = re.compile(r"[ \n]\d{1,2}$")
_JOIN = re.compile(r"\s?(?:起?[-–—~～至到/]|--|——)\s?|\s(?:to|until|till|through)\s|/")
_AND = re.compile(r"\s?(?:and|和|与)\s?")
_BETWEEN = re.compile(r"\b[Bb]etween\s$")
_BETWEEN_ZH = "之间"
_SHORT_END = re.compile(
    r"\s?(?:[-–—~～至到]|——)\s?(?:(?:\d{1,2}|[一二三十廿]{1,2}[一二三四五六七八九十]?)[日号](?![内前后之])|[上中下]旬|[上下]半年|年底)"
    r"|[与和]\d{1,2}日之间"
)
_OTHER_CALENDAR = re.compile(
    rf"(?:{OTHER_CALENDAR.pattern})[\d〇零一二三四五六七八九十百廿元年月日号初 ]*", OTHER_CALENDAR.flags
)
_IN_FIGURES = re.compile(r"(?<!\d)(\d{1,2})[/.-](\d{1,2})[/.-]\d{4}(?!\d)")
_YEAR_ACTS = re.compile(
    r"[ \n](?:was|is|has|had|saw|could|will|would|brought|marked|began|ended|proved|turned)\b(?! \d)"
)
_ANY_YEARS = re.compile(r"(?:往年|历年|每年|常年)的?$")
_WEEKDAY = rf"(?:{'|'.join(WEEKDAYS)})s?|(?:周|星期|礼拜)?[一二三四五六日天]"
_LISTED = r"\s?(?:[,、，]\s?(?:and\s)?|and\s|[和及与]|到|至)"
_EVERY_WEEK = re.compile(
    rf"(?:{'|'.join(WEEKDAYS)}|(?:周|星期|礼拜)[一二三四五六日天])s?(?:{_LISTED}(?:{_WEEKDAY}))*"
    rf"{_LISTED}(?:(?:the\s)?(?:weekend|statutory|public|legal|official|national)?\s?holiday|weekends|法定|节假|(?:{_WEEKDAY}){_LISTED}(?:{_WEEKDAY}))"
)
"""Weekdays in a list, or beside holidays: the days of every week."""

_IN_FORCE = re.compile(r"起(?:正式|全面)?(?:施行|实施|执行|生效)")
"""Words behind a day from which a rule holds: the day is that on which something happened, and not a span."""

_NUMBER_OF = re.compile(r"\b(?:Nos?|[Nn]umbers?|[Aa]rticle|[Dd]ecree|[Oo]rder)\.? ?\(?\d+\)? of $|\b(?:Law|Act) of $")
_IN_TITLE = re.compile(r"《[^》\n]{0,60}$")
_TYPED = frozenset(string.ascii_letters + string.digits + "-/.")
_NARROW = {wide: wide - 0xFEE0 for wide in range(ord("！"), ord("～")) if chr(wide - 0xFEE0) in _TYPED} | {0x3000: " "}
"""Letters and figures in the full width of Chinese print, as the patterns know them; signs of the same length."""


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date in running text.

    Attributes:
        start: the place of its first character.
        end: the place after its last character.
        text: the words as they stand there, with single spaces.
        reading: one date or several; None where it cannot be read.
        problem: why it is not read, as a sentence; nothing where only the day of publication is missing.
    """

    start: int
    end: int
    text: str
    reading: DateReading | None
    problem: str = ""


def find_dates(text: str, base: dt.date | None) -> tuple[FoundDate, ...]:
    """Find the dates of a text, in the order in which they stand; ranges are one date.

    Args:
        text: an article, or any part of one.
        base: the day on which it was published; without it, words like "on Sunday" are found but not read.
    """
    text = text.translate(_NARROW)
    read = (_read(text, match, base) for match in _matches(text))
    found = _joined(text, base, [date for date in read if date is not None])
    return tuple(_in_one_order(list(_grown(text, base, found))))


def _in_one_order(found: list[FoundDate]) -> Iterator[FoundDate]:
    """Read 02/07/2021 in the order that another date of the same text, such as 16/07/2021, shows to be its own."""
    figures = {place: match for place, date in enumerate(found) if (match := _IN_FIGURES.search(date.text))}
    orders = {_day_first(match) for match in figures.values()} - {None}
    for place, date in enumerate(found):
        reading = date.reading
        if place in figures and len(orders) == 1 and reading is not None and reading.date is None:
            day = int(figures[place][1 if True in orders else 2])
            fit = [each for each in reading.alternatives if each.start.day == day]
            yield replace(date, reading=replace(reading, date=fit[0], alternatives=())) if len(fit) == 1 else date
        else:
            yield date


def _day_first(match: re.Match[str]) -> bool | None:
    """Tell whether a date in figures begins with its day; None where it can be read both ways."""
    first, second = int(match[1]) > MONTHS_OF_YEAR, int(match[2]) > MONTHS_OF_YEAR
    return first if first != second else None


def _matches(text: str) -> list[re.Match[str]]:
    """Return the spans that both languages propose; where two overlap, the one that begins earlier or is longer."""
    matches = [*ENGLISH.finditer(text), *CHINESE.finditer(text)]
    kept: list[re.Match[str]] = []
    others = [
        sorted((match.start(), match.end()) for match in pattern.finditer(text))
        for pattern in (_OTHER_CALENDAR, _EVERY_WEEK)
    ]
    for match in sorted(matches, key=lambda each: (each.start(), -each.end())):
        # The spans of one pattern do not overlap, so that the last that begins before the end is the only one to ask.
        reach = (match.end() + 2, len(text))
        if any((at := bisect_right(own, reach)) and own[at - 1][1] >= match.start() for own in others):
            continue
        if not kept or match.start() >= kept[-1].end():
            kept.append(match)
        elif match.end() - match.start() > kept[-1].end() - kept[-1].start():
            kept[-1] = match
    return kept


def _read(text: str, match: re.Match[str], base: dt.date | None) -> FoundDate | None:
    start, end, kind = match.start(), match.end(), match.lastgroup
    before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
    if (kind and not _is_date(kind, match[0], before, after)) or _IN_TITLE.search(text, max(0, start - 60), start):
        return None
    plain = " ".join(match[0].split())
    if kind is None and _MONTH_IN.search(before) and (day := _DAY_OF_MONTH.search(plain)) and plain[0].isupper():
        # "In May 17 firms" speaks of a month; "on May 17" would speak of a day.
        plain, end = plain[: day.start()], end - len(day[0])
    return _reading(start, end, plain, base)


def _reading(start: int, end: int, plain: str, base: dt.date | None) -> FoundDate | None:
    """Read the words of a span as if they were typed; None where they are no date."""
    try:
        return FoundDate(start, end, plain, parse_date(plain, base=base))
    except MissingBase:
        return FoundDate(start, end, plain, None)
    except WrongWeekday as problem:
        return FoundDate(start, end, plain, None, str(problem))
    except DateProblem:
        return None


def _is_date(kind: str, text: str, before: str, after: str) -> bool:
    """Tell whether a shape that is often something else is a date here, by the words beside it."""
    if kind == "lone_month":
        return _is_month(text, before, after)
    if kind == "lone_year":
        named = _BEFORE_YEAR.search(before) or _YEAR_ACTS.match(after)
        return not text[0].isdigit() or (named is not None and not _NUMBER_OF.search(before))
    if kind == "weekday" and text[0].isascii():
        return not _NO_WEEKDAY_BEFORE.search(before) and bool(_ON.search(before) or not _NAME_AFTER.match(after))
    if kind == "before":
        return _GOES_ON.match(after) is None
    if kind == "lone_quarter":
        return not _FISCAL_BEFORE.search(before)
    return True


def _is_month(text: str, before: str, after: str) -> bool:
    """Tell whether the name of a month stands for it: "in May", and not "Theresa May" or "the March of"."""
    if not (text[0].isascii() and text[0].isalpha()):
        return _ANY_YEARS.search(before) is None
    if _BEFORE_MONTH.search(before) or (after.startswith(":") and _LINE_BEGINS.search(before)):
        return True
    if _NAME_AFTER.match(after):
        return False
    if _PERHAPS_BEFORE_MONTH.search(before):
        return True
    return text.title() not in {"May", "March"} and not _NAME_BEFORE.search(before)


def _joined(text: str, base: dt.date | None, found: list[FoundDate]) -> list[FoundDate]:
    """Join two dates with a word or dash between them into one that lasts."""
    joined: list[FoundDate] = []
    for date in found:
        if joined and date.start < joined[-1].end:
            continue
        whole = _range(text, base, joined[-1], date) if joined else None
        if whole is not None:
            joined[-1] = whole
        else:
            joined.append(_with_short_end(text, base, date))
    return joined


def _range(text: str, base: dt.date | None, first: FoundDate, last: FoundDate) -> FoundDate | None:
    gap = text[first.end : last.start]
    between = _BETWEEN.search(text[max(0, first.start - _AROUND) : first.start])
    closing = _BETWEEN_ZH if text.startswith(_BETWEEN_ZH, last.end) else ""
    if not (_JOIN.fullmatch(gap) or ((between or closing) and _AND.fullmatch(gap))):
        return None
    start = first.start - len(between[0]) if between else first.start
    return _interval(text, base, start, last.end + len(closing))


def _with_short_end(text: str, base: dt.date | None, date: FoundDate) -> FoundDate:
    """Take a lone day in after a date that lends it its month: 4月29日至30日."""
    match = _SHORT_END.match(text, date.end)
    return (_interval(text, base, date.start, match.end()) if match else None) or date


def _grown(text: str, base: dt.date | None, found: Iterable[FoundDate]) -> Iterator[FoundDate]:
    """Take in the words beside a date where they change what it says; what they take in is no date by itself."""
    reached = 0
    for date in found:
        if date.start >= reached:
            wide = _with_words(text, base, date, reached)
            reached = wide.end
            yield wide


def _with_words(text: str, base: dt.date | None, date: FoundDate, reached: int) -> FoundDate:
    """Return the shortest of the spans around a date that say what the longest one says."""
    if _IN_FORCE.match(text, date.end):
        return date
    spans = [span for span in wider(text, date.start, date.end) if span[0] >= reached]
    readings = (_reading(start, end, " ".join(text[start:end].split()), base) for start, end in spans)
    widest = next((wide for wide in readings if wide), date)
    if _says(widest) == _says(date):
        return date
    return next(
        (wide for wide in reversed([each for each in readings if each]) if _says(wide) == _says(widest)), widest
    )


def _says(date: FoundDate) -> object:
    return (date.reading.date, date.reading.alternatives) if date.reading else None


def _interval(text: str, base: dt.date | None, start: int, end: int) -> FoundDate | None:
    plain = " ".join(text[start:end].split())
    found = _reading(start, end, plain, base)
    if found is None or found.reading is None or found.reading.date is None:
        return None
    return found if found.reading.date.is_interval else None
