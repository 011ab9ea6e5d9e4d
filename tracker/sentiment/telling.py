"""The record in plain sentences: what happened, and how it stands, whatever part of the record is asked for.

Where enough is recorded the index tells; where it is not, or where it shows one side only, the Events do.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from tracker.dates import describe, from_edtf
from tracker.read_models import EventRow
from tracker.sentiment.acts import Acts, last_day, last_event
from tracker.sentiment.band import Band
from tracker.sentiment.course import Course, course_of
from tracker.sentiment.index import IndexSeries
from tracker.sentiment.reading import Sureness, in_tenths
from tracker.sentiment.record import Whole
from tracker.sentiment.turning import Bottom
from tracker.vocabulary import Precision, Reach
from tracker.wording import between, count_of, listed


@dataclass(frozen=True, slots=True)
class Telling:
    """What a heading says below its title, as plain text.

    Attributes:
        happened: when it tightened and eased, and where that was clearest; or the Events in a few words.
        stands: how it stood on the day of the last Event, and where that is long ago that there is nothing recent;
            empty where no line can be read.
        silence: since when nothing is recorded; empty where the period ends earlier than today.
        course: the findings behind the words; None where the Events tell.
    """

    happened: str
    stands: str
    silence: str
    course: Course | None

    @property
    def sentence(self) -> str:
        """All of it, one sentence after the other."""
        return " ".join(filter(None, (self.happened, self.stands, self.silence)))


def tell(
    shown: Acts,
    counted: Acts,
    index: tuple[IndexSeries, Band] | None,
    sectors: Mapping[str, str],
    *,
    since: date | None,
    until: date | None,
    today: date,
) -> Telling:
    """Tell what happened in some Events.

    Args:
        shown: those that are shown; at least one.
        counted: those that count in the index, before the period too.
        index: the series made of them and its range; None where it must not be read.
        sectors: the names of the sectors by key.
        since: first day of the period, if it has one.
        until: its last day, if it has one.
        today: the day on which this is told.
    """
    end = min(until, today) if until else today
    course = course_of(counted, *index, since=since, until=end) if index else None
    silence = "" if end < today else _silence(shown, course, today)
    if course is None:
        return Telling(_events_in_words(shown, today), "", silence, None)
    is_past = end < today
    happened = _turns(course, sectors, since=since, is_past=is_past)
    stands = _standing(course, shown, counted, (since, end), is_past=is_past)
    return Telling(happened, stands, silence, course)


def _turns(course: Course, sectors: Mapping[str, str], *, since: date | None, is_past: bool) -> str:
    bottom, highest = course.bottom, course.highest
    # After a turn the highest point is looked for from there on only, and the words say so.
    # Levels of years differ in scale (``kept_by_year``), so that the highest is not told as the strongest easing.
    start = "Since then the line was highest" if course.above_zero else "The line was highest"
    eased = [f"{start} in {_month(highest.day)} ({in_tenths(highest.value)})."] if highest else []
    if bottom is None:
        return "".join(eased) or "Regulation neither clearly tightened nor clearly eased."
    if course.above_zero is None:
        stayed = "stayed below 0 to the end of this period" if is_past else "has stayed below 0 since"
        return " ".join([*eased, _tightening(course, bottom, since), f"The line {stayed}."])
    return " ".join([_tightening(course, bottom, since), *_turn(course, sectors), *eased])


def _tightening(course: Course, bottom: Bottom, since: date | None) -> str:
    lowest = bottom.lowest
    # A month is told, so that a bottom that is flat within one needs no more words.
    is_long = bottom.is_flat and _month(bottom.first) != _month(bottom.last)
    when = between(bottom.first, bottom.last) if is_long else f"in {_month(lowest.day)}"
    low = f"the line was lowest {when} ({in_tenths(lowest.value)})"
    start = course.tightened_from
    if start is None and since:
        return f"Regulation was tightening when this period began; {low}."
    if start is None or _month(start) == _month(lowest.day):
        return f"Regulation tightened; {low}."
    return f"Regulation tightened from {_month(start)}; {low}."


def _turn(course: Course, sectors: Mapping[str, str]) -> list[str]:
    sentences = []
    if course.rises_from:
        first = _month(course.eased_in) if course.eased_in else ""
        # Lists count events of all kinds, and may hold more that tightened in that month.
        more = "in which more of the events that count in the line eased than tightened"
        eased = f"; {first} was the first month after that {more}" if first else ""
        sentences.append(f"It rises from {_month(course.rises_from)}{eased}.")
    if course.eased_first:
        sentences.append(f"First to ease: {listed([sectors.get(key, key) for key in course.eased_first])}.")
    return sentences


def _standing(course: Course, shown: Acts, counted: Acts, period: tuple[date | None, date], *, is_past: bool) -> str:
    last, until = course.last, period[1]
    is_latest = last.day == last_day(shown, until)
    event = "last event of this period" if is_past else "last recorded event"
    known = last_event(counted, until)
    day = describe(known.counted_date) if known else ""
    if last.is_old(until):
        old = last.as_last(day, " at the end of this period" if is_past else "")
        return " ".join(filter(None, (f"{old}.", last.without_pull)))
    if is_past and known and from_edtf(known.counted_date).precision is not Precision.DAY:
        # A month that is the whole period would not say when in it.
        day = f"{describe(last.day.isoformat())} at the latest"
    since_when = f"known since {day}" if known and known.public_on else day
    start = f"At the {event if is_latest else 'last event that counts in the line'}, {since_when}, "
    if last.sureness is Sureness.FEW:
        return f"{start}there were too few events to say which way it went."
    if last.sureness is Sureness.OPEN:
        return f"{start}there was no clear direction: {last.numbers}."
    again = " again" if last.index < 0 and course.above_zero else ""
    return f"{start}it was {last.direction}{again}{_since(course, period[0])}: {last.numbers}."


def _since(course: Course, begin: date | None) -> str:
    """Return since when the line has clearly stood as it did at the end; what lies before a period is not looked at."""
    if course.since is None or _month(course.since) == _month(course.last.day):
        return ""
    return ", clearly throughout this period" if course.since == begin else f", clearly since {_month(course.since)}"


def _silence(shown: Acts, course: Course | None, today: date) -> str:
    day = last_day(shown, today)
    if day is None or day >= today:
        return ""
    if course and course.last.day < day:
        last = shown.evidence.last
        later = (last > course.last.day.toordinal()) & (last <= today.toordinal())
        of_kinds = not shown.of_kind[later].any()
        return "Later events are of kinds not counted." if of_kinds else "Later events do not count."
    return "Nothing recorded since."


def _events_in_words(shown: Acts, today: date) -> str:
    first, last, number = shown.row(0), shown.row(len(shown) - 1), len(shown)
    is_ahead = bool((shown.first_on > today.toordinal()).all())
    ahead = " still to come" if is_ahead else ""
    if number == 1:
        return f"One event{ahead}: {_named(first)}."
    stance = shown.evidence.stance
    tightened, eased = np.flatnonzero(stance < 0), np.flatnonzero(stance > 0)
    numbers = len(tightened), len(eased), number - len(tightened) - len(eased)
    words = ("tightening", "easing", "neither") if is_ahead else ("tightened", "eased", "did neither")
    ways = [f"{count:,} {way}" for count, way in zip(numbers, words, strict=True) if count]
    days = " to ".join(dict.fromkeys((describe(first.date), describe(last.date))))
    counted = f"{count_of(number, 'event')}{ahead}, {days}"
    if is_ahead:
        told = [f"{counted}: {listed(ways)}."]
    elif len(ways) > 1:
        told = [f"Of {counted}, {listed(ways)}."]
    else:
        way = "tightened" if len(tightened) else "eased" if len(eased) else "neither tightened nor eased"
        told = [f"All {counted}, {way}."]
    for side, start in ((tightened, "Hardest"), (eased, "Strongest easing")):
        told += _strongest_in_words(shown, side, start)
    return " ".join([*told, f"Last: {_named(last)}."])


def _strongest_in_words(shown: Acts, side: Whole, start: str) -> list[str]:
    """Name the strongest Event of one side, and how many are as strong; nothing where it is the last of all."""
    if not len(side):
        return []
    strength = np.abs(shown.evidence.stance[side]) * len(Reach) + shown.evidence.reach[side] - 1
    strongest = int(side[strength.argmax()])
    alike = int((strength == strength.max()).sum()) - 1
    more = f" (and {alike:,} more)" if alike else ""
    return [] if strongest == len(shown) - 1 else [f"{start}: {_named(shown.row(strongest))}{more}."]


def _named(event: EventRow) -> str:
    return f"“{event.title}”, {describe(event.date)}"


def _month(day: date) -> str:
    return describe(f"{day:%Y-%m}")
