"""From the record's rows to the arrays that the index is computed of."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from tracker.rows import CodingRow, EventRow
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


def recoded(events: Iterable[EventRow], codings: Iterable[CodingRow], coder: str) -> list[EventRow]:
    """Return the Events that a further coder has coded, with that coder's stance and reach; the others are left out."""
    codes = {coding.slug: coding for coding in codings if coding.coder == coder}
    return [
        replace(event, stance=codes[event.slug].stance, reach=codes[event.slug].reach)
        for event in events
        if event.slug in codes
    ]


def story_names(events: Sequence[EventRow], evidence: Evidence, threads: Mapping[str, str]) -> dict[int, str]:
    """Return what each story code of the evidence stands for: its thread's name, or the title of an Event alone.

    Args:
        events: the Events that the evidence was made from, in its order.
        evidence: their arrays.
        threads: the names of the threads by key.
    """
    return {
        code: threads.get(event.thread, event.thread) if event.thread else event.title
        for code, event in zip(evidence.group.tolist(), events, strict=True)
    }
