"""What is in force: how many measures of the record hold on each day, tightening and easing apart.

The index is about announcements and forgets; what they brought about may last. What belongs to a measure holds from
when to when its stages say. Other laws and rules count from the day on which they were made public to the end that the
record gives them; other Events of kinds that the index counts, save drafts, count where they last: from their first day
to their last. What has no end goes on.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from tracker.read_models import EventRow
from tracker.sentiment.record import Whole
from tracker.vocabulary import Kind

STANDING = frozenset({Kind.LAW, Kind.RULE})
"""Kinds that hold until something ends them."""


@dataclass(frozen=True, eq=False)
class InForce:
    """For each day of a span, how many measures hold.

    Attributes:
        first_day: the first day.
        tightening: measures with a stance below 0.
        easing: measures with a stance above 0.
    """

    first_day: date
    tightening: Whole
    easing: Whole


def in_force(
    events: Iterable[EventRow], spans: Mapping[str, tuple[date, date | None]], since: date, until: date
) -> InForce:
    """Return how many measures hold on each day from ``since`` to ``until``.

    Args:
        events: the Events that may count.
        spans: by slug the first and the last day on which what an Event of a measure brought holds; None goes on.
        since: the first day that is asked about.
        until: the last.
    """
    changes = np.zeros((2, (until - since).days + 2), dtype=np.int64)
    for event in events:
        if event.stance == 0 or not (event.slug in spans or holds(event)):
            continue
        first_on, last_on = spans.get(event.slug, (event.first_on, event.end_on))
        row = int(event.stance > 0)
        start = max((first_on - since).days, 0)
        end = (last_on - since).days + 1 if last_on else changes.shape[1]
        if start < end and start < changes.shape[1]:
            changes[row, start] += 1
            changes[row, min(end, changes.shape[1] - 1)] -= last_on is not None
    tightening, easing = np.cumsum(changes, axis=1)[:, :-1]
    return InForce(since, tightening, easing)


def holds(event: EventRow) -> bool:
    """Tell whether an Event is a measure that holds: a law, a rule, or another counted Event that lasts."""
    lasting = event.lasts and event.kind.counts and event.kind is not Kind.DRAFT_RULE
    return event.kind in STANDING or lasting
