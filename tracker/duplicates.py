"""Whether an Event is in the record already: the same page as source, or a near title at nearly the same time."""

from collections.abc import Iterable
from dataclasses import dataclass

from tracker.addresses import normalise_address
from tracker.cleaning import fold_text
from tracker.drafts import EventDraft
from tracker.rows import EventRow

NEAR_DAYS = 14
"""How many days apart two Events with near titles may lie to be taken for one."""

NEAR_TITLE = 80.0
"""The least likeness of two titles, of 100, by rapidfuzz's token set ratio."""


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A stored Event that a draft may repeat, and why."""

    slug: str
    title: str
    why: str
    likeness: float


def find_duplicates(draft: EventDraft, events: Iterable[EventRow], *, most: int = 5) -> tuple[Duplicate, ...]:
    """Return stored Events that a draft may repeat, the likeliest first.

    One page often supports several Events, so a shared source counts only where the dates can be the same.
    """
    from rapidfuzz import fuzz, utils

    addresses = {normalise_address(source.url) for source in draft.sources}
    title = utils.default_process(fold_text(draft.title))
    found = []
    for event in events:
        gap = days_apart(draft, event)
        if gap == 0 and addresses & {normalise_address(source.url) for source in event.sources}:
            found.append(Duplicate(event.slug, event.title, "the same source and date", 100.0))
        elif gap <= NEAR_DAYS:
            likeness = fuzz.token_set_ratio(title, utils.default_process(fold_text(event.title)))
            if likeness >= NEAR_TITLE:
                found.append(Duplicate(event.slug, event.title, "a near title within days", likeness))
    return tuple(sorted(found, key=lambda each: (-each.likeness, each.slug))[:most])


def days_apart(draft: EventDraft, event: EventRow) -> int:
    """Return how many days lie between what two dates allow, 0 where they can be the same day."""
    return max((event.first_on - draft.last_on).days, (draft.when.start - event.last_on).days, 0)
