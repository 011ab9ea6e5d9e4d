"""Whether two Events are one: the same page as source, a near title at nearly the same time, or one story and day."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

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


@dataclass(frozen=True, slots=True)
class Pair:
    """Two stored Events that may be one, by their slugs in alphabetical order, and why."""

    first: str
    second: str
    why: str
    likeness: float


class _Dated(Protocol):
    """What both drafts and stored Events have."""

    @property
    def title(self) -> str: ...
    @property
    def thread(self) -> str | None: ...
    @property
    def sources(self) -> Sequence["_Sourced"]: ...


class _Sourced(Protocol):
    @property
    def url(self) -> str: ...


def find_duplicates(draft: EventDraft, events: Iterable[EventRow], *, most: int = 5) -> tuple[Duplicate, ...]:
    """Return stored Events that a draft may repeat, the likeliest first.

    One page often supports several Events, so a shared source counts only where the dates can be the same.
    """
    reasons = ((event, _why_alike(draft, event, days_apart(draft, event))) for event in events)
    found = [Duplicate(event.slug, event.title, *why) for event, why in reasons if why]
    return tuple(sorted(found, key=lambda each: (-each.likeness, each.slug))[:most])


def find_pairs(events: Iterable[EventRow], *, apart: Collection[tuple[str, str]] = ()) -> tuple[Pair, ...]:
    """Return pairs of stored Events that may be one, the likeliest first.

    Args:
        events: Events in any order.
        apart: pairs of slugs, each in alphabetical order, that were found to be two Events.
    """
    ordered = sorted(events, key=lambda event: event.first_on)
    pairs = []
    for place, one in enumerate(ordered):
        for other in ordered[place + 1 :]:
            gap = (other.first_on - one.last_on).days
            if gap > NEAR_DAYS:
                break
            first, second = sorted((one.slug, other.slug))
            why = _why_alike(one, other, max(gap, 0)) or _one_story(one, other)
            if why and (first, second) not in apart:
                pairs.append(Pair(first, second, *why))
    return tuple(sorted(pairs, key=lambda pair: (-pair.likeness, pair.first, pair.second)))


def _why_alike(one: _Dated, other: EventRow, gap: int) -> tuple[str, float] | None:
    from rapidfuzz import fuzz, utils

    if gap == 0 and _addresses(one) & _addresses(other):
        return "the same source and date", 100.0
    if gap <= NEAR_DAYS:
        titles = (utils.default_process(fold_text(each.title)) for each in (one, other))
        likeness = fuzz.token_set_ratio(*titles)
        if likeness >= NEAR_TITLE:
            return "a near title within days", likeness
    return None


def _one_story(one: EventRow, other: EventRow) -> tuple[str, float] | None:
    same = one.thread and one.thread == other.thread and one.date == other.date
    return ("the same thread and date", 50.0) if same else None


def _addresses(event: _Dated) -> set[str]:
    return {normalise_address(source.url) for source in event.sources}


def days_apart(draft: EventDraft, event: EventRow) -> int:
    """Return how many days lie between what two dates allow, 0 where they can be the same day."""
    return max((event.first_on - draft.last_on).days, (draft.when.start - event.last_on).days, 0)
