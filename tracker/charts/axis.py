"""Which part of time the timeline shows."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from tracker.filters import ACCEPTED_ONLY, EventFilter
from tracker.read_models import EventRow

_ROOM = 0.05
"""So much of their time is left free on both sides of a filter's Events."""

_LEAST_ROOM = dt.timedelta(days=30)


def is_part(chosen: EventFilter) -> bool:
    """Tell whether a filter keeps only some Events of its period."""
    return replace(chosen, since=None, until=None, states=ACCEPTED_ONLY) != EventFilter()


def axis_of(chosen: EventFilter, events: Sequence[EventRow], today: dt.date) -> tuple[dt.date | None, dt.date | None]:
    """Return the ends of the time axis: the filter's period, else what its Events fill; None is as usual.

    Args:
        chosen: the filter.
        events: what it keeps, by date.
        today: where a period ends that has no end, and Events that go on, unless one of the Events lies ahead.
    """
    if chosen.since or chosen.until or not events or not is_part(chosen):
        return axis_of_period(chosen, events, today)
    first, last = events[0].first_on, max(event.end_on or event.last_on for event in events)
    present = _present(events, today)
    last = present if any(event.is_open for event in events) else min(last, present)
    room = max((last - first) * _ROOM, _LEAST_ROOM)
    return first - room, last + room


def axis_of_period(
    chosen: EventFilter, events: Sequence[EventRow], today: dt.date
) -> tuple[dt.date | None, dt.date | None]:
    """Return the ends of the time axis by the filter's period; None is as usual, as where an Event lies ahead."""
    is_past = chosen.since is not None and chosen.since < today == _present(events, today)
    return chosen.since, chosen.until or (today if is_past else None)


def _present(events: Sequence[EventRow], today: dt.date) -> dt.date:
    """Return today, or the last day of the Events that lie ahead of it."""
    return max([today, *(event.last_on for event in events if event.first_on > today)])
