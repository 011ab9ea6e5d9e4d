"""A thread as a story: where it stands on a day, how long things lasted in it, and how far its events lie apart.

Nothing here is stored: the rules are plain, and a status follows from the events alone.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from tracker.dates import describe, from_edtf
from tracker.read_models import EventRow
from tracker.vocabulary import COUNTED_KINDS, Kind
from tracker.wording import count_of

QUIET_DAYS = 730
"""A thread in which nothing has been recorded for so many days is closed: two years."""


class ThreadStatus(StrEnum):
    """Where a thread stands."""

    OPEN = "open"
    EASED = "eased"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        """The name on screens."""
        return self.value.capitalize()

    @property
    def definition(self) -> str:
        """When a thread is said to stand here; the rules are tried in the order closed, eased, open."""
        return _DEFINITIONS[self]


_DEFINITIONS = {
    ThreadStatus.CLOSED: f"Nothing was recorded for {QUIET_DAYS} days, and nothing in it is still going on.",
    ThreadStatus.EASED: "The latest event that points one way eases, and no restriction in it is still going on.",
    ThreadStatus.OPEN: "Anything else: the latest event that points one way tightens, or a restriction goes on.",
}

RULES = tuple(f"{status.label}: {_DEFINITIONS[status]}" for status in _DEFINITIONS)
"""The rules in words, in the order in which they are tried."""


@dataclass(frozen=True, slots=True)
class ThreadState:
    """The status of a thread on a day, and the event or silence that it follows from."""

    status: ThreadStatus
    reason: str


def known_by(events: Iterable[EventRow], day: dt.date) -> tuple[EventRow, ...]:
    """Return the Events that had begun by a day, by date."""
    known = (event for event in events if event.first_on <= day)
    return tuple(sorted(known, key=lambda event: (event.first_on, event.last_on, event.slug)))


def thread_state(events: Iterable[EventRow], day: dt.date) -> ThreadState | None:
    """Return where a thread stood on a day; None where nothing of it had happened by then.

    Events of the kinds that the index counts decide about the direction; where there are none, all do. Of several
    events on one day the stronger one decides, and of two as strong the one that tightens.
    """
    known = known_by(events, day)
    if not known:
        return None
    lasting = [event for event in known if goes_on(event, day)]
    last = max(_last_day(event, day) for event in known)
    if not lasting and (day - last).days >= QUIET_DAYS:
        return ThreadState(ThreadStatus.CLOSED, f"nothing recorded since {describe(last.isoformat())}")
    restrictions = [event for event in lasting if event.stance < 0]
    if restrictions:
        return ThreadState(ThreadStatus.OPEN, f"still going on: {_named(restrictions[-1])}")
    latest = _latest_direction(known)
    if latest is None:
        return ThreadState(ThreadStatus.OPEN, "no event of it points one way")
    if latest.stance > 0:
        return ThreadState(ThreadStatus.EASED, f"latest easing: {_named(latest)}")
    return ThreadState(ThreadStatus.OPEN, f"latest tightening: {_named(latest)}")


def goes_on(event: EventRow, day: dt.date) -> bool:
    """Tell whether an Event lasts beyond a day."""
    return event.is_open or (event.end_on is not None and event.end_on > day)


def _last_day(event: EventRow, day: dt.date) -> dt.date:
    return min(max(event.last_on, event.end_on or event.last_on), day)


def _latest_direction(known: Sequence[EventRow]) -> EventRow | None:
    directed = [event for event in known if event.stance]
    counted = [event for event in directed if event.kind in COUNTED_KINDS] or directed
    return max(counted, key=lambda event: (event.first_on, abs(event.stance), -event.stance), default=None)


def _named(event: EventRow) -> str:
    return f"{event.title} ({describe(event.date)})"


@dataclass(frozen=True, slots=True)
class DaysBetween:
    """A number of days between two dates, as exactly as both are known."""

    least: int
    most: int

    @property
    def words(self) -> str:
        """The number in words: ``1 day``, ``263 days``, ``273 to 303 days``."""
        if self.least != self.most:
            return f"{self.least:,} to {self.most:,} days"
        return count_of(self.most, "day")


def duration(event: EventRow, day: dt.date) -> DaysBetween | None:
    """Return how long an Event lasted, or has lasted by a day if it goes on; None for one that does not last."""
    if not event.lasts:
        return None
    if goes_on(event, day) or event.end is None:
        first, last = day, day
    else:
        end = from_edtf(event.end)
        first, last = end.start, end.end or day
    return DaysBetween(max((first - event.last_on).days, 0), max((last - event.first_on).days, 0))


def duration_words(event: EventRow, day: dt.date) -> str:
    """Return a duration in words: ``263 days frozen``, ``512 days under investigation so far``, or an empty text."""
    days = duration(event, day)
    if days is None:
        return ""
    so_far = " so far" if goes_on(event, day) else ""
    return f"{days.words} {_state_word(event)}{so_far}"


def _state_word(event: EventRow) -> str:
    if event.kind is Kind.LICENSING and event.stance < 0:
        return "frozen"
    if event.kind is Kind.PUBLIC_HEALTH and event.stance < 0:
        return "locked down"
    return _STATE_WORDS.get(event.kind, "long")


_STATE_WORDS = {
    Kind.INVESTIGATION: "under investigation",
    Kind.DRAFT_RULE: "as a draft",
    Kind.RULE: "in effect",
    Kind.LAW: "in effect",
    Kind.FOREIGN_MEASURE: "in effect",
    Kind.ENFORCEMENT: "in effect",
}


def gap(earlier: EventRow, later: EventRow) -> DaysBetween:
    """Return how many days lie between the beginnings of two Events, the earlier one first."""
    least = max((later.first_on - earlier.last_on).days, 0)
    return DaysBetween(least, max((later.last_on - earlier.first_on).days, least))


def gap_words(earlier: EventRow, later: EventRow) -> str:
    """Return how much later an Event followed: ``the same day``, ``12 days later``, ``1 to 31 days later``."""
    days = gap(earlier, later)
    return "the same day" if days.most == 0 else f"{days.words} later"


def longest_gap(events: Sequence[EventRow]) -> tuple[EventRow, EventRow] | None:
    """Return the two neighbours that lie farthest apart; None where there are fewer than two Events."""
    return max(pairwise(events), key=lambda pair: gap(*pair).least, default=None)
