"""Events as words about them need them: arrays of all, and a row only for the few that a sentence names."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Self

import numpy as np

from tracker.read_models import EventRow
from tracker.sentiment.record import Evidence, Mask, Whole, evidence_of

Labels = Mapping[str, Mask]
"""For each label which of the Events carry it."""


@dataclass(frozen=True, eq=False)
class Acts:
    """Some Events, in the order of their dates.

    Attributes:
        evidence: the days on which each can have become known, its stance, reach and story.
        first_on: ordinal of the first day that each one's date allows.
        middle: ordinal of the middle of the days that it allows; it says in which period an Event is counted.
        of_kind: whether each is of a kind that counts in the index.
        row: gives the Event at a place.
        labels: gives the sectors of the Events.
    """

    evidence: Evidence
    first_on: Whole
    middle: Whole
    of_kind: Mask
    row: Callable[[int], EventRow]
    labels: Callable[[], Labels]

    @classmethod
    def of(cls, events: Sequence[EventRow]) -> Self:
        """Return Events that are at hand as rows."""
        return cls(
            evidence_of(events),
            np.array([event.first_on.toordinal() for event in events], dtype=np.int64),
            np.array([middle_day(event).toordinal() for event in events], dtype=np.int64),
            np.array([event.kind.counts for event in events], dtype=np.bool_),
            events.__getitem__,
            lambda: labels_of([event.sectors for event in events]),
        )

    def __len__(self) -> int:
        """Return the number of Events."""
        return len(self.first_on)

    @property
    def begins(self) -> date:
        """The first day on which one of the Events, of which there has to be one, can have begun or become known."""
        return date.fromordinal(int(min(self.first_on.min(), self.evidence.first.min())))


def middle_day(event: EventRow) -> date:
    """Return the middle of the days that the Event's date allows."""
    return event.first_on + (event.last_on - event.first_on) // 2


def labels_of(labels: Sequence[Sequence[str]]) -> Labels:
    """Return labels that are given for each Event as one mask for each label, by label."""
    found = {label: np.zeros(len(labels), dtype=np.bool_) for label in sorted({each for one in labels for each in one})}
    for place, names in enumerate(labels):
        for name in names:
            found[name][place] = True
    return found


def story_names(acts: Acts, codes: Iterable[int], threads: Mapping[str, str]) -> dict[int, str]:
    """Return what some story codes of the evidence stand for: the name of a thread, or the title of an Event alone.

    Args:
        acts: the Events.
        codes: story codes; one that no Event has is passed over.
        threads: the names of the threads by key.
    """
    first = dict(zip(*(each.tolist() for each in np.unique(acts.evidence.group, return_index=True)), strict=True))
    events = {code: acts.row(first[code]) for code in dict.fromkeys(codes) if code in first}
    return {
        code: threads.get(event.thread, event.thread) if event.thread else event.title for code, event in events.items()
    }


def last_place(acts: Acts, until: date) -> int | None:
    """Return where the Event stands that can have been last, up to ``until``; None where all came later.

    Of several with the same last day it is the one whose date is known the most finely.
    """
    first, last = acts.evidence.first, np.minimum(acts.evidence.last, until.toordinal())
    begun = np.flatnonzero(first <= until.toordinal())
    if not len(begun):
        return None
    latest = begun[last[begun] == last[begun].max()]
    return int(latest[first[latest].argmax()])


def last_event(acts: Acts, until: date) -> EventRow | None:
    """Return the Event that can have been last, as ``last_place`` finds it."""
    place = last_place(acts, until)
    return None if place is None else acts.row(place)


def last_day(acts: Acts, until: date) -> date | None:
    """Return the last day, up to ``until``, on which an Event can have become known; None where all came later.

    It is for calculation: words tell the date of ``last_event`` as it is known.
    """
    place = last_place(acts, until)
    return None if place is None else date.fromordinal(min(int(acts.evidence.last[place]), until.toordinal()))
