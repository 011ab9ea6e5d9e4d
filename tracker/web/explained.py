"""Cached reads for the pages that explain the index: what moved it, which sectors, how sure it is.

They are kept by database, data version and choice, like those of ``tracker.web.reads``.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum

from tracker.filters import ACCEPTED_ONLY, EventFilter
from tracker.queries.events import events_called
from tracker.read_models import EventRow
from tracker.sentiment import Moves, Part, moves_between
from tracker.vocabulary import TermType
from tracker.web.event_view import EventView
from tracker.web.keeping import cached
from tracker.web.reads import Record, without_period


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

    def keys(self, view: EventView) -> list[tuple[str, ...]]:
        """Return the labels of each Event; one without a thread is a story of its own."""
        if self is By.EVENT:
            return [(slug,) for slug in view.slugs()]
        if self is By.THREAD:
            return [(thread or slug,) for thread, slug in zip(view.threads(), view.slugs(), strict=True)]
        return view.keys(TermType(self.value))


@cached(16)
def counted(record: Record, chosen: EventFilter) -> EventView:
    """Return what the index of a filter is made from; its period is a window and no choice of evidence."""
    return record.view(replace(without_period(chosen), states=ACCEPTED_ONLY)).counted


@cached(16)
def moves(record: Record, chosen: EventFilter, before: dt.date | None, after: dt.date, by: By) -> Moves:
    """Return what moved the index of a filter between two days, or its make-up on one."""
    part = counted(record, chosen)
    return moves_between(part.evidence, by.keys(part), before, after)


def events_among(record: Record, parts: Sequence[Part], by: By) -> dict[str, EventRow]:
    """Return those of some parts that are Events, by label; a story can be one Event without a thread."""
    if by.term_type not in {None, TermType.THREAD}:
        return {}
    labels = tuple(part.label for part in parts)
    return {event.slug: event for event in record.read(events_called, labels)}


def part_names(record: Record, parts: Sequence[Part], by: By) -> dict[str, str]:
    """Return the names of some parts of a move, by label; that of Events without any stands under no label."""
    titles = {slug: event.title for slug, event in events_among(record, parts, by).items()}
    if by is By.EVENT:
        return titles
    if by is By.THREAD:
        return titles | record.names(TermType.THREAD)
    kind = TermType.SECTOR if by is By.SECTOR else TermType.AGENCY
    return record.names(kind) | {"": f"No {kind.value} named"}
