"""What happened around one name, in one sentence or two."""

from collections.abc import Sequence

from tracker.dates import describe
from tracker.read_models import EventRow
from tracker.sentiment import counted_events


def name_summary(name: str, events: Sequence[EventRow]) -> str:
    """Return how many Events name something, from when to when, and which were the hardest and the most easing.

    Args:
        name: as people call it.
        events: by date, as reads return them.
    """
    if not events:
        return f"{name}: no accepted event of the record names it."
    first, last = describe(events[0].date), describe(events[-1].date)
    span = first if len(events) == 1 else f"{first} to {last}"
    noun = "event" if len(events) == 1 else "events"
    below, above = (sum(int(event.stance) * side > 0 for event in events) for side in (-1, 1))
    ends = strongest_of(events, side=-1)[:1], strongest_of(events, side=1)[:1]
    found = [f"{words}: {_told(each[0])}" for words, each in zip(("Hardest", "Most easing"), ends, strict=True) if each]
    head = f"{name}: {len(events):,} {noun}, {span}; {below} tightened, {above} eased"
    return " ".join(f"{each}." for each in (head, *found))


def strongest_of(events: Sequence[EventRow], *, side: int) -> list[EventRow]:
    """Return the Events on one side of zero that the index counts, the one with the greatest stance first.

    Of equal ones the one of the widest reach comes first, and then the earliest.

    Args:
        events: by date.
        side: -1 for tightening, 1 for easing.
    """
    kept = [event for event in counted_events(events) if int(event.stance) * side > 0]
    return sorted(kept, key=lambda event: (-abs(int(event.stance)), -int(event.reach)))


def _told(event: EventRow) -> str:
    return f"{event.title} ({describe(event.date)})"
