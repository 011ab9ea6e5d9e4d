"""What feeds gave: items on their way to the record, where each stands, and how a feed fares. Plain frozen values."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from tracker.wording import count_of

STALE_DAYS = 31
"""After so many days without a new item and without a new Event, pages and commands say that nothing is new."""


class ItemState(StrEnum):
    """Where an item of a feed stands."""

    NEW = "new"
    CONFIRMED = "confirmed"
    DRAFTED = "drafted"
    DISMISSED = "dismissed"

    @property
    def definition(self) -> str:
        """What the state means, in one line."""
        return _DEFINITIONS[self]


_DEFINITIONS = {
    ItemState.NEW: "Nobody has decided about it yet.",
    ItemState.CONFIRMED: "It was added to known events as a source.",
    ItemState.DRAFTED: "Drafts were made from it.",
    ItemState.DISMISSED: "It is not about this record.",
}


@dataclass(frozen=True, slots=True)
class FetchedItem:
    """One item as a feed gave it, cleaned.

    Attributes:
        url: the page's address.
        title: its title, never empty.
        own_id: what the feed itself calls the item by, empty where it says nothing.
        published_on: the day of publication, None where the feed gives none that can be believed.
        language: a short code, as the feed or the text itself says.
        summary: a few words for the screen.
        text: the main text as far as it is at hand, empty where only the title is.
        score: from 0 to 1, how likely it speaks of the field.
    """

    url: str
    title: str
    own_id: str = ""
    published_on: dt.date | None = None
    language: str | None = None
    summary: str = ""
    text: str = ""
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class InboxItem:
    """One item as it is kept.

    Attributes:
        id: its number.
        feed: the key of the feed that brought it first.
        publisher: that feed's name.
        source_kind: what sort of source it is, None where the feed does not say.
        first_seen_at: when it was fetched first, in UTC.
        confirmed: the Events that have it as a source by a press in the inbox.
        drafted: the drafts that were made from it.
        decided_by: who decided last, empty for a new one.
        version: counts decisions and changes of what is read; a press names the one it has seen.
    """

    id: int
    feed: str
    publisher: str
    source_kind: str | None
    url: str
    title: str
    published_on: dt.date | None
    language: str | None
    summary: str
    text: str
    score: float
    state: ItemState
    confirmed: tuple[str, ...]
    drafted: tuple[str, ...]
    decided_by: str
    decided_at: dt.datetime | None
    first_seen_at: dt.datetime
    version: int


@dataclass(frozen=True, slots=True)
class FeedStanding:
    """How the last fetch of a feed went, and what the next one needs to know.

    Attributes:
        feed: the feed's key.
        address: the address that was asked; another one starts afresh.
        selector: by which a page that lists links was read; with another one, the whole page is needed again.
        etag: the server's mark of the version that is known, for a conditional request.
        modified: the same as a time, in the server's words.
        checked_at: the last try.
        succeeded_at: the last try that went well.
        failures: how many tries failed since then.
        wait_until: no try before this instant.
        asked_until: the same as far as the server itself has asked for it.
        problem: one sentence on the last failure, empty where all is well.
    """

    feed: str
    address: str
    selector: str = ""
    etag: str = ""
    modified: str = ""
    checked_at: dt.datetime | None = None
    succeeded_at: dt.datetime | None = None
    failures: int = 0
    wait_until: dt.datetime | None = None
    asked_until: dt.datetime | None = None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class FeedCount:
    """How many items of a feed stand where."""

    feed: str
    publisher: str
    states: dict[ItemState, int]

    @property
    def total(self) -> int:
        """All of its items."""
        return sum(self.states.values())

    @property
    def words(self) -> str:
        """How many were not ours: ``dismissed 12 of 40``."""
        return f"dismissed {self.states.get(ItemState.DISMISSED, 0)} of {self.total}"


@dataclass(frozen=True, slots=True)
class Freshness:
    """When something new came last, in UTC; None where nothing ever did."""

    item_at: dt.datetime | None
    event_at: dt.datetime | None
    now: dt.datetime

    @property
    def days(self) -> int | None:
        """Whole days since the last new item or Event."""
        known = [at for at in (self.item_at, self.event_at) if at is not None]
        return max(0, (self.now - max(known)).days) if known else None

    @property
    def is_stale(self) -> bool:
        """Whether nothing new has come for too long."""
        return self.days is not None and self.days >= STALE_DAYS

    @property
    def sentence(self) -> str:
        """What a screen says: that nothing is new, or since when something is."""
        if self.days is None:
            return "Nothing has come in yet."
        if self.is_stale:
            return f"Nothing new for {self.days} days: no item was fetched and no event was added."
        return f"Something new came {count_of(self.days, 'day')} ago." if self.days else "Something new came today."
