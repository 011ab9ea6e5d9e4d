"""Which part of time the timeline shows."""

import datetime as dt
from dataclasses import replace

from tracker.filters import ACCEPTED_ONLY, EventFilter
from tracker.read_models import EventsExtent

_ROOM = 0.05
"""So much of their time is left free on both sides of a filter's Events."""

_LEAST_ROOM = dt.timedelta(days=30)


def is_part(chosen: EventFilter) -> bool:
    """Tell whether a filter keeps only some Events of its period."""
    return replace(chosen, since=None, until=None, states=ACCEPTED_ONLY) != EventFilter()


def axis_of(chosen: EventFilter, extent: EventsExtent | None, today: dt.date) -> tuple[dt.date | None, dt.date | None]:
    """Return the ends of the time axis: the filter's period, else what its Events fill; None is as usual.

    Args:
        chosen: the filter.
        extent: that of the Events it keeps.
        today: where a period ends that has no end, and Events that go on, unless one of the Events lies ahead.
    """
    if chosen.since or chosen.until or not extent or not is_part(chosen):
        return axis_of_period(chosen, extent, today)
    first, present = extent.first_on, _present(extent, today)
    last = present if extent.goes_on else min(extent.end_on, present)
    room = max((last - first) * _ROOM, _LEAST_ROOM)
    return first - room, last + room


def axis_of_period(
    chosen: EventFilter, extent: EventsExtent | None, today: dt.date
) -> tuple[dt.date | None, dt.date | None]:
    """Return the ends of the time axis by the filter's period; None is as usual, as where an Event lies ahead."""
    is_past = chosen.since is not None and chosen.since < today == _present(extent, today)
    return chosen.since, chosen.until or (today if is_past else None)


def _present(extent: EventsExtent | None, today: dt.date) -> dt.date:
    """Return today, or the last day of the Events that lie ahead of it."""
    return max(today, (extent and extent.coming_on) or today)
