"""What the record says about an agency, a sector or a company, and which companies share a story."""

from collections.abc import Sequence
from dataclasses import dataclass

from tracker.rows import EventRow


@dataclass(frozen=True, slots=True)
class Summary:
    """The Events under one label.

    Attributes:
        label: a key of a vocabulary.
        events: how many Events.
        mean: their mean stance.
        tightening: share of them below 0.
        easing: share of them above 0.
        first: the date of the first, as it is known (EDTF).
        last: the date of the last, likewise.
    """

    label: str
    events: int
    mean: float
    tightening: float
    easing: float
    first: str
    last: str


def summaries(events: Sequence[EventRow], labels: Sequence[Sequence[str]]) -> list[Summary]:
    """Return what stands under each label, the one with most Events first; an Event counts under each of its labels."""
    gathered: dict[str, list[EventRow]] = {}
    for event, names in zip(events, labels, strict=True):
        for name in names:
            gathered.setdefault(name, []).append(event)
    found = [_summary(label, under) for label, under in gathered.items()]
    return sorted(found, key=lambda summary: (-summary.events, summary.label))


def _summary(label: str, events: Sequence[EventRow]) -> Summary:
    stances = [int(event.stance) for event in events]
    in_order = sorted(events, key=lambda event: (event.first_on, event.last_on))
    return Summary(
        label=label,
        events=len(events),
        mean=sum(stances) / len(stances),
        tightening=sum(stance < 0 for stance in stances) / len(stances),
        easing=sum(stance > 0 for stance in stances) / len(stances),
        first=in_order[0].date,
        last=in_order[-1].date,
    )


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another company, and how many Events and threads it shares with the first."""

    company: str
    events: int
    threads: int


def neighbours(events: Sequence[EventRow], company: str) -> list[Neighbour]:
    """Return the companies that share an Event or a thread with a company, those with most Events in common first."""
    stories = {event.thread for event in events if company in event.companies and event.thread}
    shared: dict[str, int] = {}
    threads: dict[str, set[str]] = {}
    for event in events:
        for other in event.companies:
            if other == company:
                continue
            if company in event.companies:
                shared[other] = shared.get(other, 0) + 1
            if event.thread in stories:
                threads.setdefault(other, set()).add(event.thread or "")
    found = [
        Neighbour(other, shared.get(other, 0), len(threads.get(other, ()))) for other in shared.keys() | threads.keys()
    ]
    return sorted(found, key=lambda each: (-each.events, -each.threads, each.company.casefold()))
