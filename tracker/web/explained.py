"""Cached reads for the pages that explain the index: what moved it, which sectors, how sure it is.

They are kept by database, data version and choice, like those of ``tracker.web.reads``.
"""

import datetime as dt
from dataclasses import dataclass, replace
from enum import StrEnum

from tracker.filters import ACCEPTED_ONLY, EventFilter
from tracker.read_models import EventRow
from tracker.sentiment import Evidence, Moves, counted_events, evidence_of, moves_between
from tracker.vocabulary import TermType
from tracker.web.reads import Record, cached, without_period


class By(StrEnum):
    """How a move of the index is taken apart."""

    EVENT = "event"
    THREAD = "thread"
    SECTOR = "sector"
    AGENCY = "agency"

    @property
    def label(self) -> str:
        """The name on screens."""
        return {By.EVENT: "Events", By.THREAD: "Stories", By.SECTOR: "Sectors", By.AGENCY: "Agencies"}[self]

    @property
    def term_type(self) -> TermType | None:
        """The vocabulary of its parts; None where they are Events."""
        return None if self is By.EVENT else TermType(self.value)

    def keys(self, event: EventRow) -> tuple[str, ...]:
        """Return the labels of an Event; one without a thread is a story of its own."""
        if self is By.EVENT:
            return (event.slug,)
        if self is By.THREAD:
            return (event.thread or event.slug,)
        return event.sectors if self is By.SECTOR else event.agencies


@dataclass(frozen=True, eq=False)
class Counted:
    """The Events of a filter that the index counts, whatever their day, and the same as arrays."""

    events: tuple[EventRow, ...]
    evidence: Evidence


@cached()
def counted(record: Record, chosen: EventFilter) -> Counted:
    """Return what the index of a filter is made from; its period is a window and no choice of evidence."""
    events = tuple(counted_events(record.events(replace(without_period(chosen), states=ACCEPTED_ONLY))))
    return Counted(events, evidence_of(events))


@cached()
def moves(record: Record, chosen: EventFilter, before: dt.date | None, after: dt.date, by: By) -> Moves:
    """Return what moved the index of a filter between two days, or its make-up on one."""
    part = counted(record, chosen)
    return moves_between(part.evidence, [by.keys(event) for event in part.events], before, after)


@cached()
def part_names(record: Record, chosen: EventFilter, by: By) -> dict[str, str]:
    """Return the names of what a move is taken apart into, by key; that of Events without any is under no key."""
    titles = {event.slug: event.title for event in counted(record, chosen).events}
    if by is By.EVENT:
        return titles
    if by is By.THREAD:
        return titles | record.names(TermType.THREAD)
    kind = TermType.SECTOR if by is By.SECTOR else TermType.AGENCY
    return record.names(kind) | {"": f"No {kind.value} named"}
