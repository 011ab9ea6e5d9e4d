"""The codes that every event has from its coders, as arrays from which one can be drawn."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from tracker.read_models import CodingRow, EventRow
from tracker.sentiment.record import Mask, Real, Whole


@dataclass(frozen=True, eq=False)
class Codings:
    """All codes of some events, in the order of their evidence.

    Attributes:
        stance: codes by events; the first ``count`` rows of a column are the event's, the others stand empty.
        reach: likewise.
        count: number of coders of each event, 1 or more.
    """

    stance: Whole
    reach: Whole
    count: Whole

    @classmethod
    def of(cls, rows: Iterable[Sequence[tuple[int, int]]]) -> Self:
        """Return the codings of rows that hold, for each event, (stance, reach) of each of its coders.

        Raises:
            ValueError: when an event has no code.
        """
        listed = list(rows)
        count = np.array([len(codes) for codes in listed], dtype=np.int64)
        if np.any(count == 0):
            raise ValueError("Every event needs at least one code.")
        table = np.zeros((2, max(count, default=0), len(listed)), dtype=np.int64)
        for place, codes in enumerate(listed):
            table[:, : len(codes), place] = np.array(codes).T
        return cls(table[0], table[1], count)

    @property
    def is_of_several(self) -> bool:
        """Whether any event has more than one coder, so that there is something to draw."""
        return bool(np.any(self.count > 1))

    def subset(self, mask: Mask) -> "Codings":
        """Return the codings of the events where ``mask`` is true.

        Raises:
            ValueError: when there is not one yes or no for each event.
        """
        if mask.shape != self.count.shape:
            raise ValueError("Codings must hold the codes of each event of the evidence.")
        return self.of_events(np.flatnonzero(mask))

    def of_events(self, places: Whole) -> "Codings":
        """Return the codings of the events at some places, in their order."""
        return Codings(self.stance[:, places], self.reach[:, places], self.count[places])

    def pick(self, shares: Real) -> tuple[Whole, Whole]:
        """Return stance and reach of one coder of each event: of n coders the one at the ``share`` (0 to 1) of n."""
        events = np.arange(len(self.count))
        row = (shares * self.count).astype(np.int64)
        return self.stance[row, events], self.reach[row, events]


def codings_of(events: Iterable[EventRow], codings: Iterable[CodingRow]) -> Codings:
    """Return the codes of Events: the accepted one first, then those of the further coders by their names.

    Args:
        events: the Events with their accepted codes, in the order of their evidence.
        codings: those of the further coders.
    """
    further: dict[str, list[tuple[int, int]]] = {}
    for coding in sorted(codings, key=lambda each: each.coder):
        further.setdefault(coding.slug, []).append((int(coding.stance), int(coding.reach)))
    return Codings.of([(int(event.stance), int(event.reach)), *further.get(event.slug, ())] for event in events)
