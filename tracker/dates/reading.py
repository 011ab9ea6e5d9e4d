"""From what a person typed to a date as far as it is known, or a sentence about what would work."""

import datetime as dt
from dataclasses import dataclass, replace

from tracker.dates import calendar, words
from tracker.dates.chinese import read_chinese, to_figures
from tracker.dates.english import read_english
from tracker.dates.fallback import read_fallback
from tracker.dates.partial import WEEKDAYS, PartialDate, check_year, from_edtf, is_edtf
from tracker.dates.ranges import cut, filled, take_open
from tracker.dates.relative import read_relative, with_base
from tracker.dates.words import MissingBase
from tracker.errors import DateProblem
from tracker.vocabulary import Precision

_CHINESE_UNITS = frozenset("年月日号")


@dataclass(frozen=True, slots=True)
class DateReading:
    """What a text was read as: one date, or two where nobody can tell which is meant."""

    text: str
    date: PartialDate | None
    alternatives: tuple[PartialDate, ...] = ()

    def to_dict(self) -> dict[str, object]:
        """Give the reading as the command line prints it; what is not settled is None."""
        if self.date is not None:
            return {"text": self.text, **self.date.to_dict(), "alternatives": []}
        nothing = dict.fromkeys(("edtf", "start", "end", "precision", "approximate"))
        choices = " or ".join(each.words for each in self.alternatives)
        others = [each.to_dict() for each in self.alternatives]
        return {"text": self.text, **nothing, "reading": f"ambiguous: {choices}", "alternatives": others}


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
    found = _read_one(plain, base) or _read_lasting(plain, base)
    if not found:
        raise DateProblem(f"{words.quoted(text)} cannot be read as a date. {words.HINT}")
    dates = tuple(replace(from_edtf(edtf), text=text) for edtf in found)
    return DateReading(text, dates[0]) if len(dates) == 1 else DateReading(text, None, dates)


def parse_one(text: str, *, base: dt.date | None = None) -> PartialDate:
    """Read a date that has to have one meaning.

    Raises:
        DateProblem: if the text cannot be read or is ambiguous; then both meanings are named.
    """
    reading = parse_date(text, base=base)
    if reading.date is None:
        choices = " or ".join(f"{each.words} (type {each.edtf})" for each in reading.alternatives)
        raise DateProblem(f"{words.quoted(text)} can be {choices}.")
    return reading.date


def _read_one(text: str, base: dt.date | None) -> tuple[str, ...]:
    """Read a tidied text as a single date: EDTF of one meaning, of two, or nothing."""
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
        found = _on_weekday(found, weekday)
    return tuple(calendar.about(edtf) for edtf in found) if doubtful else found


def _read_plain(text: str, base: dt.date | None) -> tuple[str, ...]:
    if not _CHINESE_UNITS.isdisjoint(text):
        return read_chinese(text, base)
    if found := read_english(text, base):
        return found
    fallback = read_fallback(text)
    return (fallback,) if fallback else ()


def _on_weekday(found: tuple[str, ...], weekday: int) -> tuple[str, ...]:
    """Keep the readings that fall on the weekday that was typed with them."""
    days = [day for day in map(from_edtf, found) if day.precision is Precision.DAY]
    right = tuple(day.edtf for day in days if day.start.weekday() == weekday)
    if days and not right:
        day = days[0]
        raise DateProblem(
            f"{day.words} was a {WEEKDAYS[day.start.weekday()]}, not a {WEEKDAYS[weekday]}; check the day."
        )
    return right


def _read_lasting(text: str, base: dt.date | None) -> tuple[str, ...]:
    """Read a tidied text as something that lasts, with an end or without.

    Raises:
        MissingBase: if it would be one, were there a base day.
    """
    missing: list[MissingBase] = []
    begin = take_open(text)
    if begin and (found := _single(begin, base, missing)):
        return (f"{found}/..",)
    for left, right in cut(text):
        first, last = _sides(left, right, base, missing)
        if first and last:
            return (f"{first}/{last}",)
    if missing:
        raise missing[0]
    return ()


def _sides(left: str, right: str, base: dt.date | None, missing: list[MissingBase]) -> tuple[str | None, str | None]:
    """Read a beginning and an end; words that stand for a year are replaced first, so that they can be lent."""
    begin, end = filled(with_base(left, base), with_base(right, base))
    return _single(begin, base, missing), _single(end, base, missing)


def _single(text: str, base: dt.date | None, missing: list[MissingBase]) -> str | None:
    """Read one side of a range; a side with two meanings is not read."""
    try:
        found = _read_one(text, base)
    except MissingBase as problem:
        missing.append(problem)
        return None
    return found[0] if len(found) == 1 else None
