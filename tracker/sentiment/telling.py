"""The record in plain sentences: what happened, and how it stands, whatever part of the record is asked for.

Where enough is recorded the index tells; where it is not, or where it shows one side only, the Events do.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.dates import describe
from tracker.read_models import EventRow
from tracker.sentiment.band import Band
from tracker.sentiment.course import Course, course_of, last_day, last_event
from tracker.sentiment.index import IndexSeries
from tracker.sentiment.reading import Sureness, in_tenths
from tracker.sentiment.turning import Bottom
from tracker.vocabulary import COUNTED_KINDS
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
    events: Sequence[EventRow],
    counted: Sequence[EventRow],
    index: tuple[IndexSeries, Band] | None,
    sectors: Mapping[str, str],
    *,
    since: date | None,
    until: date | None,
    today: date,
) -> Telling:
    """Tell what happened in some Events.

    Args:
        events: those that are shown, in the order of their dates; at least one.
        counted: those that count in the index, before the period too.
        index: the series made of them and its range; None where it must not be read.
        sectors: the names of the sectors by key.
        since: first day of the period, if it has one.
        until: its last day, if it has one.
        today: the day on which this is told.
    """
    end = min(until, today) if until else today
    course = course_of(counted, *index, since=since, until=end) if index else None
    silence = "" if end < today else _silence(events, course, today)
    if course is None:
        return Telling(_events_in_words(events, today), "", silence, None)
    is_past = end < today
    happened = _turns(course, sectors, since=since, is_past=is_past)
    stands = _standing(course, events, counted, end, is_past=is_past)
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
        eased = f"; {first} was the first month after that with more easing acts than tightening ones" if first else ""
        sentences.append(f"It rises from {_month(course.rises_from)}{eased}.")
    if course.eased_first:
        sentences.append(f"First to ease: {listed([sectors.get(key, key) for key in course.eased_first])}.")
    return sentences


def _standing(
    course: Course, events: Sequence[EventRow], counted: Sequence[EventRow], until: date, *, is_past: bool
) -> str:
    last = course.last
    is_latest = last.day == last_day(events, until)
    event = "last event of this period" if is_past else "last recorded event"
    known = last_event(counted, until)
    day = describe(known.date) if known else ""
    if last.is_old(until):
        old = last.as_last(day, " at the end of this period" if is_past else "")
        return " ".join(filter(None, (f"{old}.", last.without_pull)))
    start = f"At the {event if is_latest else 'last event that counts in the line'}, {day}, "
    if last.sureness is Sureness.FEW:
        return f"{start}there were too few events to say which way it went."
    if last.sureness is Sureness.OPEN:
        return f"{start}there was no clear direction: {last.numbers}."
    again = " again" if last.index < 0 and course.above_zero else ""
    is_older = course.since and _month(course.since) != _month(last.day)
    since = f", clearly since {_month(course.since)}" if course.since and is_older else ""
    return f"{start}it was {last.direction}{again}{since}: {last.numbers}."


def _silence(events: Sequence[EventRow], course: Course | None, today: date) -> str:
    last, day = last_event(events, today), last_day(events, today)
    if last is None or day is None or day >= today:
        return ""
    if course and course.last.day < day:
        later = [event for event in events if course.last.day < event.counted_days[1] <= today]
        of_kinds = all(event.kind not in COUNTED_KINDS for event in later)
        return "Later events are of kinds not counted." if of_kinds else "Later events do not count."
    return "Nothing recorded since."


def _events_in_words(events: Sequence[EventRow], today: date) -> str:
    first, last = events[0], events[-1]
    ahead = " still to come" if all(event.first_on > today for event in events) else ""
    if len(events) == 1:
        return f"One event{ahead}: {_named(first)}."
    tightened = [event for event in events if event.stance < 0]
    eased = [event for event in events if event.stance > 0]
    numbers = len(tightened), len(eased), len(events) - len(tightened) - len(eased)
    words = ("tightening", "easing", "neither") if ahead else ("tightened", "eased", "did neither")
    ways = [f"{number} {way}" for number, way in zip(numbers, words, strict=True) if number]
    days = " to ".join(dict.fromkeys((describe(first.date), describe(last.date))))
    counted = f"{count_of(len(events), 'event')}{ahead}, {days}"
    if ahead:
        told = [f"{counted}: {listed(ways)}."]
    elif len(ways) > 1:
        told = [f"Of {counted}, {listed(ways)}."]
    else:
        told = [f"All {counted}, {'tightened' if tightened else 'eased' if eased else 'neither tightened nor eased'}."]
    for side, start in ((tightened, "Hardest"), (eased, "Strongest easing")):
        strongest = max(side, key=_strength, default=last)
        alike = sum(_strength(event) == _strength(strongest) for event in side) - 1
        more = f" (and {alike} more)" if alike else ""
        if strongest is not last:
            told.append(f"{start}: {_named(strongest)}{more}.")
    return " ".join([*told, f"Last: {_named(last)}."])


def _strength(event: EventRow) -> tuple[int, int]:
    return abs(event.stance), event.reach


def _named(event: EventRow) -> str:
    return f"“{event.title}”, {describe(event.date)}"


def _month(day: date) -> str:
    return describe(f"{day:%Y-%m}")
