"""When a part of the record eased: its lowest point, the first day above zero after it, and the event that did it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from tracker.rows import EventRow
from tracker.sentiment.index import policy_index
from tracker.sentiment.reading import LEAST_MASS_OF_PART, Point, trough, turn_above_zero
from tracker.sentiment.record import evidence_of


@dataclass(frozen=True, slots=True)
class Easing:
    """The turn of one part of the record.

    Attributes:
        lowest: day and value of the lowest point.
        day: first day above zero after it; None where the index never was below zero or never rose above it.
        event: the event that came in on that day with the strongest pull upwards.
    """

    lowest: Point
    day: date | None
    event: EventRow | None


def easing_of(events: Sequence[EventRow], since: date, until: date) -> Easing | None:
    """Return when the index of some events eased between two days; None where too little is in memory on every day.

    Days on which the evidence in memory is below ``LEAST_MASS_OF_PART`` are passed over, as on the charts of parts.

    Args:
        events: the part's events that count, those before ``since`` too.
        since: first day that is looked at.
        until: last day that is looked at.
    """
    series = policy_index(evidence_of(events), since=since, until=until)
    shown = series.mass >= LEAST_MASS_OF_PART
    if not shown.any():
        return None
    lowest = trough(series, within=shown)
    if lowest.value >= 0:
        return Easing(lowest, None, None)
    seen = type(series)(series.first_day, np.where(shown, series.index, 0.0), series.mass, series.stories)
    day = turn_above_zero(seen, lowest.day)
    return Easing(lowest, day, strongest_on(events, day) if day else None)


def strongest_on(events: Sequence[EventRow], day: date) -> EventRow | None:
    """Return the event above zero that puts most weight in on a day; None where none does.

    All that is in memory fades alike, so that only what comes in can lift an index above zero.
    """
    coming = [event for event in events if event.stance > 0 and event.first_on <= day <= event.last_on]
    return max(coming, key=_pull, default=None)


def _pull(event: EventRow) -> float:
    return int(event.reach) * int(event.stance) / ((event.last_on - event.first_on).days + 1)


def in_order(found: Sequence[tuple[str, Easing]]) -> list[tuple[str, Easing]]:
    """Return named parts, the one that eased first on top; those that never did come last, by name."""
    return sorted(found, key=lambda each: (each[1].day or date.max, each[0]))
