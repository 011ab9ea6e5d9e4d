"""From the record's rows to the arrays that the index is computed of."""

from collections.abc import Iterable

from tracker.rows import EventRow
from tracker.sentiment.evidence import Evidence
from tracker.vocabulary import COUNTED_KINDS, Kind


def counted_events(events: Iterable[EventRow], kinds: frozenset[Kind] = COUNTED_KINDS) -> list[EventRow]:
    """Keep the Events of the kinds that count, in their order; each is one row of ``evidence_of``'s arrays."""
    return [event for event in events if event.kind in kinds]


def evidence_of(events: Iterable[EventRow]) -> Evidence:
    """Write Events as arrays; which of them count is for the caller to say (``counted_events``)."""
    return Evidence.of(
        (event.first_on, event.last_on, int(event.stance), int(event.reach), event.thread) for event in events
    )
