"""When something in an article happened: dates in sentences, and words that count on from the date before."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from tracker.articles.sentences import Span
from tracker.dates import PartialDate, from_edtf, parse_date
from tracker.dates.finding import FoundDate, find_dates
from tracker.dates.partial import years_on
from tracker.errors import DateProblem
from tracker.vocabulary import Precision

_COUNT = r"(?P<count>\d{1,3}|[Aa]n?|[Oo]ne|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix|[Ss]even|[Ee]ight|[Nn]ine|[Tt]en)"
_LATER = re.compile(
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


_EARLIER = re.compile(r"(?:earlier|before|之?前|以前)$")
_SAME = re.compile(r"^(?:同年|当年|同月|当月|当[天日])")
_HAS_YEAR = re.compile(r"\d{4}|last|this|previous|[去今前本上]年|同年|当年|year", re.IGNORECASE)
_WEEKDAY = re.compile(
    r"^(?:(?:on|[Tt]his) )?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day$|^[本这]?个?(?:周|星期|礼拜)[一二三四五六日天]$"
)
_NAMED = re.compile(
    r"^(?:[Ll]ast|[Tt]his|[Pp]ast) (?:\w+day|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\w*)$"
    r"|^[上下本这]+个?(?:周|星期|礼拜).$"
)
_VAGUE = re.compile(r"[Rr]ecently|recent days|week$|日前|近日|近期|不久前|周$|星期$")
_AHEAD = re.compile(
    r"\b(?:will|shall|expects?|forecasts?|to take effect|is to|are to|be to|due|until|till|by|before|deadline"
    r"|open for comment|expires?)\b|将|截止|届满|前完成"
)
_MAYBE_AHEAD = re.compile(
    r"\b(?:takes? effect|comes? into force|enters? into force|applies|from)\b|起施行|起实施|生效|施行"
)
_DATELINE = re.compile(
    r"^\s*[A-Z][A-Z .]{2,30},[^\n]{0,28}?(?=\s*(?:\([A-Z][\w ]+\)\s*)?[-–—]+\s)"
    r"|^\s*(?:新华社|中新社|本报)[^\s，。]{0,8}?\d{1,2}月\d{1,2}日电"
)
_ZH = re.compile(r"[\u3400-\u9fff]")
_MONTH = re.compile(r"月|\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)")

# By eye on the labelled articles that rules were tuned on (tests/articles/measure.py), as all numbers here; not fitted.
_NEAR = 60
"""So many characters before a date words that point ahead may stand; a quarter of it behind."""

_CARRIED_DAYS, _CARRIED_DAYS_ENGLISH = 130, 31
"""A story goes on in the year of the date before for so many days; in English, from sentence to sentence, a month."""

# How sure each way of reading is: an order, and no measured share of right readings.
_SURE, _NO_YEAR, _SHIFTED, _CARRIED, _COUNTED, _DOUBTFUL = 0.99, 0.9, 0.85, 0.75, 0.8, 0.4


@dataclass(frozen=True, slots=True)
class ReadDate:
    """A date of an article as it is meant there.

    Attributes:
        span: where its words stand.
        text: its words.
        date: what it means; None where the day of publication is missing, or it can be read in two ways.
        how: in words, what it was read against.
        confidence: from 0 to 1.
        in_dateline: whether it only says when and where the text was written.
    """

    span: Span
    text: str
    date: PartialDate | None
    how: str
    confidence: float
    in_dateline: bool = False


@dataclass(frozen=True, slots=True)
class _Anchor:
    """The date before, from which others count on."""

    paragraph: int
    sentence: Span
    date: ReadDate
    value: PartialDate


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a date stands: the article, its day, the sentence and what came before."""

    text: str
    published: dt.date | None
    paragraph: int
    sentence: Span
    before: _Anchor | None

    @property
    def day(self) -> str:
        """The day of publication in words."""
        return from_edtf(self.published.isoformat()).words if self.published else "an unknown day"


def read_dates(
    text: str, published: dt.date | None, sentences: Sequence[tuple[int, Span]]
) -> tuple[tuple[ReadDate, ...], ...]:
    """Read the dates of an article, sentence by sentence.

    Args:
        text: the article.
        published: the day of publication.
        sentences: each sentence with the number of its paragraph.
    """
    found = find_dates(text, published)
    read: list[tuple[ReadDate, ...]] = []
    at = 0
    before: _Anchor | None = None
    for paragraph, sentence in sentences:
        first = at
        while at < len(found) and found[at].start < sentence.end:
            at += 1
        dates: list[ReadDate] = []
        for each in _with_later(text, sentence, found[first:at]):
            near = before if before and before.paragraph >= paragraph - 1 else None
            if isinstance(each, re.Match) and near is None:
                continue
            date = _read_one(_Place(text, published, paragraph, sentence, near), each)
            dates.append(date)
            # What lasts ("since July 2021") is background; a story counts on from what happened.
            if date.date is None:
                # What follows may count on from a date that nobody can read.
                before = None
            elif not date.in_dateline and not date.date.is_interval:
                before = _Anchor(paragraph, sentence, date, date.date)
        read.append(tuple(dates))
    return tuple(read)


def _with_later(text: str, sentence: Span, own: Sequence[FoundDate]) -> list[FoundDate | re.Match[str]]:
    """Add the words that count on from another date, which nobody would type into a form."""
    matches = [
        match
        for match in _LATER.finditer(text, sentence.start, sentence.end)
        if not any(each.start < match.end() and match.start() < each.end for each in own)
    ]
    return sorted((*own, *matches), key=lambda each: each.start() if isinstance(each, re.Match) else each.start)


def _read_one(place: _Place, found: FoundDate | re.Match[str]) -> ReadDate:
    before = place.before
    if isinstance(found, re.Match):
        return _counted_on(found, before)
    span = Span(found.start, found.end)
    date = found.reading.date if found.reading else None
    if _in_dateline(place.text, span):
        return ReadDate(span, found.text, date, "the article's dateline", _SURE, in_dateline=True)
    if before and (counted := _from_before(place, found, before)):
        return counted
    if date is None:
        return _unread(place, found, span)
    if place.published is None or (_HAS_YEAR.search(found.text) and not _NAMED.match(found.text)):
        return ReadDate(span, found.text, date, "as it stands", _SURE)
    return _without_year(place, found, span, date)


def _counted_on(match: re.Match[str], before: "_Anchor | None") -> ReadDate:
    """Count on from the date before: "a day later", "the following month", 次日."""
    date = count_on(match, before.value) if before else None
    how = f"counted from “{before.date.text}”" if before else "nothing to count from"
    return ReadDate(Span(match.start(), match.end()), " ".join(match[0].split()), date, how, _COUNTED)


def _from_before(place: _Place, found: FoundDate, before: _Anchor) -> ReadDate | None:
    """Read "a month earlier", 同年12月 and 次年4月 from the date before; None for any other date."""
    start, how = found.start, f"counted from “{before.date.text}”"
    date = None
    if place.text[max(0, start - 2) : start] in NEXT_YEAR:
        start -= 2
        read = _try(found.text, before.value.start)
        date = in_year(read, before.value.start.year + 1) if read else None
    elif _EARLIER.search(found.text) or _SAME.match(found.text):
        date = _try(found.text, before.value.start)
    return ReadDate(Span(start, found.end), place.text[start : found.end], date, how, _COUNTED) if date else None


def _without_year(place: _Place, found: FoundDate, span: Span, date: PartialDate) -> ReadDate:
    """Give a date without a year the year that its place gives it."""
    how = f"read against the day of publication, {place.day}"
    if _VAGUE.search(found.text):
        return ReadDate(span, found.text, date, how, _DOUBTFUL)
    carried = _carried(place, found, date)
    if carried is not None and place.before is not None:
        return ReadDate(span, found.text, carried, f"in the year of “{place.before.date.text}”", _CARRIED)
    ahead = _ahead(place, found, date)
    if ahead is not None:
        return ReadDate(span, found.text, ahead, f"still to come after {place.day}", _SHIFTED)
    return ReadDate(span, found.text, date, how, _NO_YEAR)


def _carried(place: _Place, found: FoundDate, date: PartialDate) -> PartialDate | None:
    """Go on in the year of the date before, where a story is told in its order."""
    before = place.before
    if (
        before is None
        or before.paragraph != place.paragraph
        or not _MONTH.search(found.text)
        or before.value.end is None
    ):
        return None
    precisions = {date.precision, before.value.precision}
    chinese = _ZH.search(found.text) is not None
    if date.start.year == before.value.start.year or Precision.YEAR in precisions:
        return None
    if not chinese and Precision.MONTH in precisions:
        return None
    most = _CARRIED_DAYS if chinese or before.sentence == place.sentence else _CARRIED_DAYS_ENGLISH
    moved = in_year(date, before.value.start.year)
    return moved if moved and 0 <= (moved.start - before.value.start).days <= most else None


def _unread(place: _Place, found: FoundDate, span: Span) -> ReadDate:
    if found.reading is not None:
        return ReadDate(span, found.text, None, "can be read in two ways", 0.0)
    told = _told_on(place, place.before, found) if place.before else None
    if told is not None and place.before is not None:
        return ReadDate(span, found.text, told, f"in the year of “{place.before.date.text}”", _CARRIED)
    return ReadDate(span, found.text, None, found.problem or "needs the day of publication", 0.0)


def _told_on(place: _Place, before: _Anchor, found: FoundDate) -> PartialDate | None:
    """Read a day or month without a year, of a text without a day of publication, as soon after the date before."""
    if before.paragraph != place.paragraph or not _MONTH.search(found.text):
        return None
    if before.value.precision is Precision.YEAR:
        return None
    most = _CARRIED_DAYS if _ZH.search(found.text) or before.sentence == place.sentence else _CARRIED_DAYS_ENGLISH
    date = _try(found.text, before.value.start + dt.timedelta(days=most))
    return date if date is not None and date.start >= before.value.start else None


def _ahead(place: _Place, found: FoundDate, date: PartialDate) -> PartialDate | None:
    """Return the next such date where the words around it speak of what is to come."""
    before = place.text[max(place.sentence.start, found.start - _NEAR) : found.start]
    after = place.text[found.end : min(place.sentence.end, found.end + _NEAR // 4)].strip()
    surely = _AHEAD.search(before) is not None or _AHEAD.match(after) is not None
    published = place.published
    if published is None or date.end is None or date.end >= published:
        return None
    if _WEEKDAY.match(found.text):
        return from_edtf((date.start + dt.timedelta(weeks=1)).isoformat()) if _AHEAD.search(before) else None
    if not _MONTH.search(found.text) or not (surely or _MAYBE_AHEAD.search(before) or _MAYBE_AHEAD.search(after)):
        return None
    later = in_year(date, date.start.year + 1)
    if later is None:
        return None
    return later if surely or later.start - published < published - date.end else None


def _try(text: str, base: dt.date) -> PartialDate | None:
    try:
        return parse_date(text, base=base).date
    except DateProblem:
        return None


def _in_dateline(text: str, span: Span) -> bool:
    start = text.rfind("\n\n", 0, span.start) + 1
    match = _DATELINE.match(text[start : span.end + _NEAR])
    return match is not None and start + match.end() >= span.end
