"""When something in an article happened: dates in sentences, and words that count on from the date before."""

import datetime as dt
import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tracker.articles.counting import (
    LATER,
    NEXT_YEAR,
    OF_THAT_YEAR,
    count_on,
    day_of_month,
    edtf_or_none,
    in_year,
    years_beside,
)
from tracker.articles.datelines import headings_in, is_written_in, own_day, own_year
from tracker.articles.ends import DateRole, date_role
from tracker.articles.from_now import FROM_NOW, period_until, read_from_now, week_around
from tracker.articles.sentences import Span
from tracker.articles.years import Anchor, DatePlace, is_embedded, pointed, told_on
from tracker.dates import PartialDate, from_edtf, parse_date
from tracker.dates.finding import FoundDate, find_dates
from tracker.errors import DateProblem
from tracker.vocabulary import Precision

_EARLIER = re.compile(r"(?:earlier|before|之?前|以前)$|^[Pp]revious")
_SAME = re.compile(r"^(?:同年|当年|同月|当月|当[天日])")
_HAS_YEAR = re.compile(r"\d{4}|last|this|previous|next|[去今前明本上]年|同年|当年|year", re.IGNORECASE)
_WEEKDAY = re.compile(
    r"^(?:(?:on|[Tt]his) )?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day$|^[本这]?个?(?:周|星期|礼拜)[一二三四五六日天]$"
)
_MONTHS = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\w*"
_NAMED = re.compile(rf"^(?:[Ll]ast|[Tt]his|[Pp]ast) (?:\w+day|{_MONTHS})$|^[上下本这]+个?(?:周|星期|礼拜).$")
_LAST_MONTH = re.compile(rf"^[Ll]ast {_MONTHS}$")
_VAGUE = re.compile(r"[Rr]ecently|recent days|日前|近日|近期|不久前")
_LONE_DAY = re.compile(r"^(\d{1,2})日")
_MONTH = re.compile(r"月|\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)")
_COMPARED = re.compile(
    r"\b(?:from|than|versus|vs\.?|over|against|compared (?:with|to)|relative to|on)[ \n]"
    r"(?:the[ \n](?:same[ \n]\w+[ \n])?)?$"
    r"|\bsame (?:period|quarter|month|time)[ \n](?:of[ \n]|in[ \n])?(?:the[ \n])?$|[比较]$"
)
_COMPARABLE = re.compile(r"(?:earlier|ago|[Ll]ast (?:year|month|quarter|week)|[Pp]revious \w+)$|^[去上前]年$|^上个?月$")
_THEN = re.compile(r"\s?(?:年?同期|同月)|’s peak")
_PRIOR = re.compile(r"\b[Pp]rior to[ \n]$")
_OF_DOCUMENT = re.compile(r"年?[)）〕\]】]\s?第?\d+号")
"""What follows a year that is part of a document's number."""

_SINCE_NOW = re.compile(r"即日起?[至到]$")

# How sure each way of reading is: an order, and no measured share of right readings.
_SURE, _NO_YEAR, _SHIFTED, _CARRIED, _COUNTED, _GUESSED, _DOUBTFUL = 0.99, 0.9, 0.85, 0.75, 0.8, 0.5, 0.4


@dataclass(frozen=True, slots=True)
class ReadDate:
    """A date of an article as it is meant there.

    Attributes:
        span: where its words stand.
        text: its words.
        date: what it means; None where the day of publication is missing, or it can be read in two ways.
        how: in words, what it was read against.
        confidence: from 0 to 1.
        in_dateline: whether it only says when the text was written, or heads what follows, so that nothing happened
            on it by itself.
        role: whether something began or ended on it, or simply happened.
    """

    span: Span
    text: str
    date: PartialDate | None
    how: str
    confidence: float
    in_dateline: bool = False
    role: DateRole = DateRole.HAPPENED

    @property
    def when(self) -> str:
        """The EDTF text that a draft would hold, empty where the date is not read; of a week, its month."""
        if self.date is None:
            return ""
        first, last = self.date.first, self.date.last
        if not (self.date.is_interval and first.approximate and last and first.precision is Precision.DAY):
            return self.date.edtf
        return f"{first.start + (last.start - first.start) / 2:%Y-%m}~"

    @property
    def without_year(self) -> PartialDate | None:
        """The month or day that is said where no year is known, given in any year; None where one is known."""
        if self.date is not None or self.in_dateline or not _MONTH.search(self.text):
            return None
        return _try(self.text, dt.date(_ANY_YEAR, 12, 31))

    @property
    def is_settled(self) -> bool:
        """Whether a careful reader could tell as much; 日前 and "recently" only lend a draft its month."""
        return self.date is not None and self.confidence > _DOUBTFUL


def read_dates(
    text: str, published: dt.date | None, sentences: Sequence[tuple[int, Span]]
) -> tuple[tuple[ReadDate, ...], ...]:
    """Read the dates of an article, sentence by sentence.

    Args:
        text: the article.
        published: the day of publication.
        sentences: each sentence with the number of its paragraph; what stands between them is left out.
    """
    published = published or own_day(text)
    found = find_dates(text, published)
    headings = headings_in(text, found, published)
    own = None if published else own_year(text)
    read: list[tuple[ReadDate, ...]] = []
    at = 0
    before: Anchor | None = None
    for paragraph, sentence in sentences:
        while at < len(found) and found[at].start < sentence.start:
            at += 1
        first = at
        while at < len(found) and found[at].start < sentence.end:
            at += 1
        head = bisect_right(headings, (sentence.start, 9999)) - 1
        dates: list[ReadDate] = []
        for each in _with_later(text, sentence, found[first:at]):
            near = before if before and (published is None or before.paragraph >= paragraph - 1) else None
            year = headings[head][1] if head >= 0 else None
            place = DatePlace(text, published, paragraph, sentence, near, year, own)
            begins = each.start() if isinstance(each, re.Match) else each.start
            if (dates and begins < dates[-1].span.end) or (date := _read_one(place, each)) is None:
                continue
            dates.append(date)
            # What lasts ("since July 2021") is background; a story counts on from what happened.
            if date.date is None:
                # What follows may count on from a date that nobody can read.
                before = None
            elif not date.in_dateline and not date.date.is_interval:
                before = Anchor(paragraph, sentence, date.span, date.text, date.date)
        read.append(tuple(dates))
    return tuple(read)


def _with_later(text: str, sentence: Span, own: Sequence[FoundDate]) -> list[FoundDate | re.Match[str]]:
    """Add the words that count on from another date, which nobody would type into a form."""
    ends = (sentence.start, sentence.end)
    matches = [
        match
        for match in (*LATER.finditer(text, *ends), *FROM_NOW.finditer(text, *ends))
        if not any(each.start < match.end() and match.start() < each.end for each in own)
    ]
    return sorted((*own, *matches), key=lambda each: each.start() if isinstance(each, re.Match) else each.start)


def _read_one(place: DatePlace, found: FoundDate | re.Match[str]) -> ReadDate | None:
    """Read one date in its place; None where it is none there."""
    if isinstance(found, re.Match):
        return _counted_on(place, found)
    span = Span(found.start, found.end)
    date = found.reading.date if found.reading else None
    if date is None and found.reading is not None:
        # 09/02 in a text of 9 February is the text's own day rather than one in September.
        date = next((each for each in found.reading.alternatives if each.start == place.published), None)
    if is_written_in(place.text, found):
        return ReadDate(span, found.text, date, "the article's own date", _SURE, in_dateline=True)
    if _is_compared(place.text, found) or _OF_DOCUMENT.match(place.text, found.end):
        return None
    read = _from_before(place, found) or _in_place(place, found, span, date)
    if read.date and (period := period_until(place.text[max(0, span.start - 40) : span.start], read.date)):
        return replace(read, date=period, role=DateRole.REPORTED)
    if (now := _SINCE_NOW.search(place.text, max(place.sentence.start, span.start - 4), span.start)) and read.date:
        return _from_now(place, read, now.start())
    return replace(read, role=date_role(place.text, place.sentence, read.span))


def _from_now(place: DatePlace, last: ReadDate, start: int) -> ReadDate:
    """Read 即日起至 with its end, as what lasts from the date before."""
    span = Span(start, last.span.end)
    first = place.before.value.edtf if place.before and place.before.value.precision is Precision.DAY else ""
    lasts = edtf_or_none(f"{first}/{last.date.edtf}") if first and last.date else None
    how = f"counted from “{place.before.text}”" if place.before else "nothing to count from"
    return ReadDate(span, span.of(place.text), lasts, how, _COUNTED, role=DateRole.ENDS)


def _in_place(place: DatePlace, found: FoundDate, span: Span, date: PartialDate | None) -> ReadDate:
    if match := _LONE_DAY.match(found.text):
        return _lone_day(place, span, found.text, int(match[1]), date)
    if date is None:
        return _unread(place, found, span)
    if week := week_around(found.text, place.published):
        return ReadDate(span, found.text, week, f"read against the day of publication, {place.day}", _NO_YEAR)
    if place.published is None or (_HAS_YEAR.search(found.text) and not _NAMED.match(found.text)):
        return ReadDate(span, found.text, date, "as it stands", _SURE)
    return _without_year(place, found, span, date)


def _is_compared(text: str, found: FoundDate) -> bool:
    """Tell whether a figure is only compared with that of a time before: "from a year earlier", 较去年同期."""
    before = text[max(0, found.start - 40) : found.start]
    if (_THEN.match(text, found.end) and not found.text[0].isdigit()) or _PRIOR.search(before):
        return True
    return _COMPARABLE.search(found.text) is not None and _COMPARED.search(before) is not None


def _counted_on(place: DatePlace, match: re.Match[str]) -> ReadDate | None:
    """Count on from the date before: "a day later", "the following month", 次日; None where nothing is counted."""
    span, words = Span(match.start(), match.end()), " ".join(match[0].split())
    if match.re is FROM_NOW:
        date = read_from_now(match, place.published) if place.published else None
        return (
            ReadDate(span, words, date, f"read against the day of publication, {place.day}", _COUNTED) if date else None
        )
    if match["day"]:
        return _lone_day(place, Span(match.start("day"), match.end()), words, int(match["day"]), None)
    if place.before is None:
        return None
    date = count_on(match, place.before.value)
    how = f"counted from “{place.before.text}”"
    return ReadDate(span, words, date, how, _COUNTED, role=date_role(place.text, place.sentence, span))


def _from_before(place: DatePlace, found: FoundDate) -> ReadDate | None:
    """Read what is told from the date before: "a month earlier", 同年12月, 次年4月, "in May of that year"."""
    before, start, end = place.before, found.start, found.end
    beside = OF_THAT_YEAR.match(place.text, found.end) if _MONTH.search(found.text) else None
    next_year = place.text[max(0, start - 2) : start] in NEXT_YEAR
    counted = not _VAGUE.search(found.text) and (_EARLIER.search(found.text) or _SAME.match(found.text))
    if not (beside or next_year or counted):
        return None
    start, end = start - 2 * next_year, beside.end() if beside else end
    span, words = Span(start, end), " ".join(place.text[start:end].split())
    if before is None:
        # 三天前 counts from the day of publication as well; "three days earlier" never does.
        from_now = counted and found.text.endswith("前")
        return None if from_now else ReadDate(span, words, None, "nothing to count from", 0.0)
    how = f"counted from “{before.text}”"
    if counted:
        return ReadDate(span, words, _read_from(found.text, before.value), how, _COUNTED)
    read = _try(found.text, before.value.start)
    years = years_beside(beside) if beside else 1
    date = in_year(read, before.value.start.year + years) if read else None
    return ReadDate(span, words, date, how, _COUNTED)


def _read_from(words: str, before: PartialDate) -> PartialDate | None:
    """Read words against the date before, no finer than that is known."""
    date = _try(words, before.start)
    if date is None or before.precision is Precision.DAY or date.precision is Precision.YEAR:
        return date
    if date.precision is Precision.DAY and not re.search(r"\d", words):
        return None
    return None if before.precision is Precision.YEAR and not re.search(r"\d", words) else date


def _lone_day(place: DatePlace, span: Span, words: str, day: int, latest: PartialDate | None) -> ReadDate:
    """Read 15日 and "the 18th": in the month of the date before, or as the latest such day."""
    before, published = place.before, place.published
    if latest is None and published is not None:
        latest = _try(f"{day}日", published)
    told = day_of_month(day, before.value) if before is not None and place.told_with(span) else None
    if told is not None and published is not None and latest is not None:
        fresh = (published - latest.start).days <= _NEWS_DAYS
        # A row of lone days is a story that goes on.
        told_before = (
            before is not None
            and not _LONE_DAY.match(before.text)
            and (before.sentence != place.sentence or is_embedded(place, before))
        )
        stale = (published - told.start).days > _STALE_DAYS
        told = None if told.start > published or (fresh and told_before and stale) else told
    if told is not None and before is not None:
        return ReadDate(span, words, told, f"counted from “{before.text}”", _COUNTED)
    if latest is None:
        return ReadDate(span, words, None, "needs the day of publication", 0.0)
    next_month = from_edtf(published.isoformat()) if published else latest
    coming = day_of_month(day, next_month)
    date = pointed(place, span, latest, coming)
    how = f"still to come after {place.day}" if date else f"read against the day of publication, {place.day}"
    return ReadDate(span, words, date or latest, how, _NO_YEAR)


_NEWS_DAYS, _STALE_DAYS = 10, 45
"""A lone day of the last few days is news, not a day in the month of a story told before it: by eye."""


def _without_year(place: DatePlace, found: FoundDate, span: Span, date: PartialDate) -> ReadDate:
    """Give a date without a year the year that its place gives it."""
    how = f"read against the day of publication, {place.day}"
    if _VAGUE.search(found.text) or place.published is None:
        return ReadDate(span, found.text, date, how, _DOUBTFUL)
    if _LAST_MONTH.match(found.text):
        return ReadDate(span, found.text, in_year(date, place.published.year - 1) or date, how, _SHIFTED)
    if _MONTH.search(found.text) and not _NAMED.match(found.text):
        if carried := _carried(place, span, found.text, date):
            return carried
        coming = in_year(date, date.start.year + 1)
    else:
        next_week = (date.start + dt.timedelta(weeks=1)).isoformat()
        coming = from_edtf(next_week) if _WEEKDAY.match(found.text) else None
    if ahead := pointed(place, span, date, coming):
        return ReadDate(span, found.text, ahead, f"still to come after {place.day}", _SHIFTED)
    return ReadDate(span, found.text, date, how, _NO_YEAR)


def _carried(place: DatePlace, span: Span, words: str, date: PartialDate) -> ReadDate | None:
    """Read a month or day in the year that heads its part of the text, or in that of the date before."""
    headed = in_year(date, place.headed) if place.headed and place.headed != date.start.year else None
    if headed is not None and not (place.published and headed.start > place.published):
        return ReadDate(span, words, headed, f"under the heading {place.headed}", _CARRIED)
    if place.before and (told := told_on(place, span, date)):
        return ReadDate(span, words, told, f"in the year of “{place.before.text}”", _CARRIED)
    return None


def _unread(place: DatePlace, found: FoundDate, span: Span) -> ReadDate:
    if found.reading is not None:
        return ReadDate(span, found.text, None, "can be read in two ways", 0.0)
    unread = ReadDate(span, found.text, None, found.problem or "needs the day of publication", 0.0)
    counts_from_day = _HAS_YEAR.search(found.text) or found.text[0] in "本上下"
    if (
        place.published
        or counts_from_day
        or not _MONTH.search(found.text)
        or not (place.before or place.own_year or place.headed)
    ):
        return unread
    # Any other year will do to read the words; their place then gives them theirs.
    date = _try(found.text, dt.date(_ANY_YEAR, 12, 31))
    if date is None:
        return unread
    if carried := _carried(place, span, found.text, date):
        return carried
    if place.own_year and (told := in_year(date, place.own_year)):
        return ReadDate(span, found.text, told, f"in {place.own_year}, the year of the text", _GUESSED)
    return unread


_ANY_YEAR = 2000


def _try(text: str, base: dt.date) -> PartialDate | None:
    try:
        return parse_date(text, base=base).date
    except DateProblem:
        return None
