"""What is in force: how many measures of the record hold on each day, tightening and easing apart.

The index is about announcements and forgets; what they brought about may last. Laws and rules count from the day on
which they were made public, because the record rarely holds the day on which one takes effect, to the end that the
record gives them. Other Events of kinds that the index counts, save drafts, count where they last: from their first
day to their last. What has no end goes on.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np

from tracker.rows import EventRow
from tracker.sentiment.evidence import Whole
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


def in_force(events: Iterable[EventRow], since: date, until: date) -> InForce:
    """Return how many measures hold on each day from ``since`` to ``until``."""
    changes = np.zeros((2, (until - since).days + 2), dtype=np.int64)
    for event in events:
        if not holds(event) or event.stance == 0:
            continue
        row = int(event.stance > 0)
        start = max((event.first_on - since).days, 0)
        end = (event.end_on - since).days + 1 if event.end_on else changes.shape[1]
        if start < end and start < changes.shape[1]:
            changes[row, start] += 1
            changes[row, min(end, changes.shape[1] - 1)] -= event.end_on is not None
    tightening, easing = np.cumsum(changes, axis=1)[:, :-1]
    return InForce(since, tightening, easing)


def holds(event: EventRow) -> bool:
    """Tell whether an Event is a measure that holds: a law, a rule, or another counted Event that lasts."""
    lasting = event.lasts and event.kind.counts and event.kind is not Kind.DRAFT_RULE
    return event.kind in STANDING or lasting
