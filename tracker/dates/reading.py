"""A typed text to a partial date: the own grammar first, dateparser last.

dateparser guesses what is missing, drops words that it does not understand (it reads "after 17 May 2022" as that day)
and believes any weekday. So it is asked only where the text holds nothing but one month's name, one year, at most one
more number and at most one weekday, and it is believed only where it finds just these. Loading it takes long.
"""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from tracker.dates import partial, words
from tracker.dates.chinese import read_chinese, to_figures
from tracker.dates.english import MONTH_NUMBERS, read_english
from tracker.dates.partial import LATEST_YEAR, WEEKDAYS, PartialDate, check_year, from_edtf, is_edtf
from tracker.dates.ranges import cut, filled, take_open
from tracker.dates.relative import is_lone_day, is_weekday, read_relative, with_base
from tracker.dates.words import UNSAID, WEEKDAY_NUMBERS, MissingBase, MissingYear, WrongWeekday
from tracker.errors import DateProblem
from tracker.vocabulary import Precision

_SIGNS = re.compile(r"[a-z0-9 .,()']+")
_WORD = re.compile(r"[a-z]+|[0-9]+")
_YEAR_LENGTH = 4


def read_fallback(text: str) -> str | None:
    """Read a tidied text with dateparser; None where it cannot be trusted.

    Raises:
        DateProblem: if the day that is named does not exist.
    """
    words = _WORD.findall(text)
    months = [MONTH_NUMBERS[word] for word in words if word in MONTH_NUMBERS]
    weekdays = [WEEKDAY_NUMBERS[word] for word in words if word in WEEKDAY_NUMBERS]
    years = [int(word) for word in words if word.isdigit() and len(word) == _YEAR_LENGTH]
    days = [int(word) for word in words if word.isdigit() and len(word) < _YEAR_LENGTH]
    known = len(months) + len(weekdays) + len(years) + len(days)
    if not (_SIGNS.fullmatch(text) and len(months) == len(years) == 1 and len(words) == known):
        return None
    if len(days) > 1 or len(weekdays) > len(days):
        return None
    month = partial.month_of(years[0], months[0])
    edtf = partial.day_of(years[0], months[0], days[0]) if days else month
    if weekdays and from_edtf(edtf).start.weekday() != weekdays[0]:
        return None
    return edtf if from_edtf(edtf).edtf == _ask(text) else None


def _ask(text: str) -> str | None:
    """Return what dateparser finds, no finer than it says that it knows."""
    from dateparser.date import DateDataParser

    reader = DateDataParser(languages=["en", "zh"], settings={"PARSERS": ["absolute-time"]})
    found = reader.get_date_data(text)
    length = {"day": 10, "month": 7}.get(found.period)
    return found.date_obj.date().isoformat()[:length] if found.date_obj and length else None


_SOON, _HALF_A_YEAR = 92, 184
_CHINESE_UNITS = frozenset("年月日号")
_FOUR_FIGURES = re.compile(r"\d{4}")


@dataclass(frozen=True, slots=True)
class DateReading:
    """What a text was read as: one date, or several where nobody can tell which is meant.

    Attributes:
        text: what was typed.
        date: the date; None where it is not settled.
        alternatives: the dates that it can be.
        others: whether it can be another date as well, one that cannot be given because a part of it was not typed.
    """

    text: str
    date: PartialDate | None
    alternatives: tuple[PartialDate, ...] = ()
    others: bool = False

    @property
    def choices(self) -> str:
        """The dates that it can be, in words."""
        return self._choices([each.words for each in self.alternatives])

    @property
    def question(self) -> str:
        """Which dates it can be and what to type for each, as a sentence."""
        choices = self._choices([f"{each.words} (type {each.edtf})" for each in self.alternatives])
        short = not _FOUR_FIGURES.search(words.tidy(self.text)) and words.SHORT_YEAR.search(words.tidy(self.text))
        return f"{words.quoted(self.text)} {'has a year of two figures; it ' if short else ''}can be {choices}."

    def _choices(self, named: list[str]) -> str:
        return " or ".join([*named, *(["another date"] if self.others else [])])

    def to_dict(self) -> dict[str, object]:
        """Give the reading as the command line prints it; what is not settled is None."""
        if self.date is not None:
            return {"text": self.text, **self.date.to_dict(), "alternatives": []}
        nothing = dict.fromkeys(("edtf", "start", "end", "precision", "approximate"))
        others = [each.to_dict() for each in self.alternatives]
        return {"text": self.text, **nothing, "reading": f"ambiguous: {self.choices}", "alternatives": others}


def parse_date(text: str, *, base: dt.date | None = None) -> DateReading:
    """Read a date in English, Chinese, figures or EDTF.

    Args:
        text: what was typed.
        base: the day that "last month", 去年 or a date without a year count from; without it they are refused.

    Raises:
        DateProblem: if the text cannot be read, with a sentence that says what would work.
    """
    if is_edtf(text):
        return DateReading(text, from_edtf(text))
    if base is not None:
        check_year(base.year)
    plain = to_figures(words.tidy(text))
    found = _read(plain, base)
    if not found:
        raise DateProblem(words.refusal(text))
    dates = tuple(replace(from_edtf(edtf), text=text) for edtf in found if edtf)
    return DateReading(text, dates[0]) if len(found) == 1 else DateReading(text, None, dates, UNSAID in found)


def parse_one(text: str, *, base: dt.date | None = None) -> PartialDate:
    """Read a date that has to have one meaning.

    Raises:
        DateProblem: if the text cannot be read or is ambiguous; then both meanings are named.
    """
    reading = parse_date(text, base=base)
    if reading.date is None:
        raise DateProblem(reading.question)
    return reading.date


def _read(text: str, base: dt.date | None) -> tuple[str, ...]:
    """Read a tidied text as a date, in the frame of a notice, or as something that lasts."""
    return _read_one(text, base) or _read_framed(text, base) or _read_lasting(text, base)


def _read_one(text: str, base: dt.date | None) -> tuple[str, ...]:
    """Read a tidied text as a single date: EDTF of one meaning, of several, or nothing."""
    if is_edtf(text):
        return (text,)
    if found := read_relative(text, base):
        return found
    if words.may_have_clock(text):
        # Apart, because its patterns would slow the first reading of every other text.
        from tracker.dates.clock import take_clock

        bare, clock = take_clock(text)
        if clock is not None:
            return clock.in_beijing(_read_one(bare, base))
    bare, weekday = words.take_weekday(text)
    bare, doubtful = words.take_doubt(bare)
    found = read_relative(bare, base) or _read_plain(with_base(bare, base), base)
    if weekday is not None:
        found = _on_weekday(found, weekday, lambda: _coming(bare, base))
    return tuple(partial.about(edtf) if edtf else edtf for edtf in found) if doubtful else found


def _read_framed(text: str, base: dt.date | None) -> tuple[str, ...]:
    """Read a tidied text as a date in the words that notices put around it; nothing where there are none."""
    if not words.FRAMED.search(text):
        return ()
    # Apart, because its patterns would slow the first refusal of every other text.
    from tracker.dates.frames import framed, take_frame

    taken = take_frame(text)
    if taken is None or not (found := _read(taken[0], base)):
        return ()
    return framed(found, taken[1], base, has_year=_has_year(taken[0]))


def _has_year(text: str) -> bool:
    """Whether a text names its year, so that it reads the same on any day."""
    try:
        _read(text, None)
    except MissingBase:
        return False
    return True


def _read_plain(text: str, base: dt.date | None) -> tuple[str, ...]:
    if is_edtf(text):
        return (text,)
    chinese = not _CHINESE_UNITS.isdisjoint(text)
    if found := read_chinese(text, base) if chinese else read_english(text, base):
        return found
    # Apart, because few texts need their patterns, which would slow the first reading of every other.
    if words.SEASON_OR_WEEK.search(text):
        from tracker.dates.seasons import read_season_or_week

        if found := read_season_or_week(text, lambda part: _read_one(part, base)):
            return found
    if words.SHORT_YEAR.search(text):
        from tracker.dates.short_years import read_short_year

        if found := read_short_year(text, base):
            return found
    fallback = None if chinese else read_fallback(text)
    return (fallback,) if fallback else ()


def _on_weekday(found: tuple[str, ...], weekday: int, coming: Callable[[], tuple[str, ...]]) -> tuple[str, ...]:
    """Keep the readings that fall on the weekday that was typed with them, else the one to come that does.

    Raises:
        WrongWeekday: if there is no such reading.
    """
    right = _of_weekday(found, weekday) or _of_weekday(coming(), weekday)
    days = [edtf for edtf in found if edtf and from_edtf(edtf).precision is Precision.DAY]
    if days and not right:
        day = from_edtf(days[0])
        raise WrongWeekday(
            f"{day.words} was a {WEEKDAYS[day.start.weekday()]}, not a {WEEKDAYS[weekday]}; check the day."
        )
    return right + (UNSAID,) * (UNSAID in found and bool(right))


def _of_weekday(found: tuple[str, ...], weekday: int) -> tuple[str, ...]:
    days = [day for day in map(from_edtf, filter(None, found)) if day.precision is Precision.DAY]
    return tuple(day.edtf for day in days if day.start.weekday() == weekday)


def _coming(text: str, base: dt.date | None) -> tuple[str, ...]:
    """Read a day without a year as one of the weeks to come."""
    if base is None or base.year >= LATEST_YEAR or not _lacks_year(text):
        return ()
    return _read_plain(text, base + dt.timedelta(days=_SOON))


def _read_lasting(text: str, base: dt.date | None) -> tuple[str, ...]:
    """Read a tidied text as something that lasts, with an end or without.

    Raises:
        MissingBase: if it would be one, were there a base day.
    """
    missing: list[DateProblem] = []
    begin = take_open(text)
    if begin and (found := _single(begin, base, missing)):
        return (f"{found}/..",)
    for left, right in cut(text):
        first, last = _sides(left, right, base, missing)
        if first and last:
            return (f"{first}/{last}",)
    if missing:
        # A year of two figures is the nearer cause: other cuts of the same text lack a year only because of it.
        raise next((problem for problem in missing if not isinstance(problem, MissingBase)), missing[0])
    return ()


def _sides(left: str, right: str, base: dt.date | None, missing: list[DateProblem]) -> tuple[str | None, str | None]:
    """Read a beginning and an end; words that stand for a year are replaced first, so that they can be lent."""
    begin, end = filled(with_base(left, base), with_base(right, base))
    if is_lone_day(begin) != is_lone_day(end):
        return None, None
    first, last = _single(begin, base, missing), _single(end, base, missing)
    if not first or not last or not _turns(first, last):
        return first, last
    if _by_turns(left, right):
        return first, next(filter(None, (_after(first, end, days) for days in (6, 364))), last)
    return _round_new_year(left, first, right, last)


def _round_new_year(left: str, first: str, right: str, last: str) -> tuple[str, str]:
    """Put the side that took its year from the other into the year beside it: December 2021 to January."""
    if _lacks_year(right):
        moved = first, partial.years_on(last, 1)
    elif _lacks_year(left):
        moved = partial.years_on(first, -1), last
    else:
        return first, last
    near = (from_edtf(moved[1]).start - from_edtf(moved[0]).start).days < _HALF_A_YEAR
    return moved if near else (first, last)


def _turns(first: str, last: str) -> bool:
    """Whether an end lies before its beginning."""
    end = from_edtf(last).end
    return end is not None and end < from_edtf(first).start


def _by_turns(left: str, right: str) -> bool:
    """Whether both ends come round, every year or every week, so that the end is the next one after the beginning."""
    return is_weekday(left) == is_weekday(right) and (is_weekday(left) or all(map(_lacks_year, (left, right))))


def _lacks_year(text: str) -> bool:
    try:
        _read_one(text, None)
    except MissingYear:
        return True
    except DateProblem:
        return False
    return False


def _after(first: str, end: str, days: int) -> str | None:
    """Read an end as the latest up to so many days after the beginning; none that comes round to the same month."""
    begin = from_edtf(first)
    found = _single(end, begin.start + dt.timedelta(days=days), [])
    if found is None or _turns(first, found):
        return None
    return found if is_weekday(end) or from_edtf(found).start.month != begin.start.month else None


def _single(text: str, base: dt.date | None, missing: list[DateProblem]) -> str | None:
    """Read one side of a range; a side with two meanings is not read."""
    try:
        found = _read_one(text, base)
    except MissingBase as problem:
        missing.append(problem)
        return None
    if UNSAID in found or (len(found) > 1 and words.SHORT_YEAR.search(text)):
        missing.append(DateProblem(f"{words.quoted(text)} has a year of two figures; type all four on both sides."))
    return found[0] if len(found) == 1 else None
