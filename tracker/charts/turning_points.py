"""Which Events a chart names: few, strong, and far from each other."""

from collections.abc import Sequence

import numpy as np

from tracker.rows import EventRow
from tracker.vocabulary import ReviewState

FAR = 1 / 8
"""Events of one direction that lie nearer than this share of the time shown count less, the less the nearer."""


def strength(event: EventRow) -> int:
    """Return reach times the size of the stance, from 0 to 12."""
    return event.reach * abs(event.stance)


def turning_points(events: Sequence[EventRow], days: int, most: int) -> list[EventRow]:
    """Return the Events to name, the strongest first.

    Only accepted Events of kinds that move the index are named. Each next one has the greatest strength, lessened when
    one of its direction is named already near by; where that leaves several, the one with most sources, then the
    earliest.

    Args:
        events: the Events shown.
        days: length of the time shown.
        most: how many to name.
    """
    left = sorted(filter(_is_nameable, events), key=lambda event: (-len(event.sources), event.first_on, event.slug))
    value = np.array([strength(event) for event in left], dtype=np.float64)
    day = np.array([event.first_on.toordinal() for event in left])
    eases = np.array([event.stance > 0 for event in left], dtype=np.bool_)
    nearness = np.ones(len(left))
    chosen: list[EventRow] = []
    for _ in range(min(most, len(left))):
        best = int(np.argmax(value * nearness))
        chosen.append(left[best])
        near = np.minimum(np.abs(day - day[best]) / max(days * FAR, 1), 1.0)
        nearness = np.where(eases == eases[best], np.minimum(nearness, near), nearness)
        value[best] = -1.0
        nearness[best] = 1.0
    return chosen


def _is_nameable(event: EventRow) -> bool:
    return event.review_state is ReviewState.ACCEPTED and event.kind.counts and event.stance != 0
