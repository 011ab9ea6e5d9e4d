"""Writes of what feeds brought: items kept once, what was decided about each, and how each feed fares.

None of this is part of the record, so the history does not hold it. What a decision does to an Event is written by the
same functions as any other change, in the same transaction (``tracker.feeds.deciding``).
"""

import datetime as dt
import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from sqlmodel import Session, select

from tracker.actors import Actor
from tracker.addresses import normalise_address
from tracker.cleaning import fold_text
from tracker.errors import WrongState
from tracker.feed_items import FeedStanding, FetchedItem, InboxItem, ItemState
from tracker.models import FeedItem, FeedState
from tracker.queries.inbox import item_row, stored_item
from tracker.vocabulary import Role

_ENOUGH_TEXT = 200
"""So many characters say that two pages with the same title and text are one; short ones are too often alike."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of the items of one fetch: how many are new, were changed, or were known as they are."""

    new: int = 0
    updated: int = 0
    known: int = 0

    @property
    def words(self) -> str:
        """The three numbers in words."""
        return f"{self.new} new, {self.updated} updated, {self.known} known"


def keep_items(
    session: Session,
    feed: str,
    items: Sequence[FetchedItem],
    *,
    publisher: str,
    source_kind: str | None,
    at: dt.datetime,
) -> Kept:
    """Keep what a feed gave, each item once, whichever feed brings it and however its address is written.

    An item that is known by its address, by the feed's own name for it or by its text is brought up to date as long as
    nobody has decided about it; the day that was known first stays, since pages are dated anew without being new.

    Args:
        session: a writing session.
        feed: the feed's key.
        items: what it gave, the latest first.
        publisher: the feed's name.
        source_kind: what sort of source its pages are.
        at: the present instant.
    """
    new = updated = 0
    for item in items:
        known = _known(session, feed, item)
        if known is None:
            session.add(_added(feed, item, publisher, source_kind, at))
            new += 1
        elif known.state == ItemState.NEW.value and _update(session, known, item, is_own=known.feed == feed):
            known.updated_at = at
            updated += 1
        session.flush()
    return Kept(new, updated, len(items) - new - updated)


def _added(feed: str, item: FetchedItem, publisher: str, source_kind: str | None, at: dt.datetime) -> FeedItem:
    return FeedItem(
        **asdict(item),
        feed=feed,
        publisher=publisher,
        source_kind=source_kind,
        address=normalise_address(item.url),
        content_hash=content_hash(item),
        state=ItemState.NEW.value,
        first_seen_at=at,
        updated_at=at,
    )


def content_hash(item: FetchedItem) -> str | None:
    """Return what two copies of one text have in common; None for a text too short to tell."""
    if len(item.text) < _ENOUGH_TEXT:
        return None
    words = " ".join(fold_text(f"{item.title}\n{item.text}").split())
    return hashlib.sha256(words.encode()).hexdigest()


def _known(session: Session, feed: str, item: FetchedItem) -> FeedItem | None:
    address, digest = normalise_address(item.url), content_hash(item)
    conditions = [FeedItem.address == address]
    if item.own_id:
        conditions.append((FeedItem.feed == feed) & (FeedItem.own_id == item.own_id))
    if digest:
        conditions.append(FeedItem.content_hash == digest)
    found = (session.exec(select(FeedItem).where(each).limit(1)).first() for each in conditions)
    return next((each for each in found if each is not None), None)


def _update(session: Session, known: FeedItem, item: FetchedItem, *, is_own: bool) -> bool:
    """Bring a known item up to date and tell whether that changed it; another feed only fills in a missing text."""
    read, rest = (known.title, known.text, known.url), (known.summary, known.published_on)
    # At another address it is another page: what was there before does not belong to it.
    is_moved = is_own and _move(session, known, item.url)
    if is_own:
        known.title = item.title
        known.summary = item.summary if is_moved else item.summary or known.summary
    # A feed gives less than the page; what the page gave stays.
    if is_moved or len(item.text) > len(known.text):
        known.text = item.text
    known.published_on = known.published_on or item.published_on
    known.language = known.language or item.language
    if is_moved:
        known.page_asked_at = None
    known.score = item.score if is_moved else max(item.score, known.score)
    is_read_anew = read != (known.title, known.text, known.url)
    if is_read_anew:
        _note_new_reading(known)
    return is_read_anew or rest != (known.summary, known.published_on)


def _note_new_reading(item: FeedItem) -> None:
    """Let a press on what was read before be refused: the places of its statements may have moved."""
    item.content_hash = content_hash(FetchedItem(item.url, item.title, text=item.text))
    item.version += 1


def _move(session: Session, known: FeedItem, url: str) -> bool:
    """Follow a page to another address, unless another item stands there, and tell whether that was done."""
    address = normalise_address(url)
    if address == known.address or session.exec(select(FeedItem.id).where(FeedItem.address == address)).first():
        return False
    known.url, known.address = url, address
    return True


def note_page_asked(session: Session, number: int, *, at: dt.datetime) -> None:
    """Note that an item's page was asked for, so that one that does not answer is not asked again and again.

    Raises:
        NotFound: if there is no such item.
    """
    stored_item(session, number).page_asked_at = at
    session.flush()


def fill_text(
    session: Session, number: int, *, text: str, published_on: dt.date | None, score: float, at: dt.datetime
) -> None:
    """Put a page's text into a new item that had none, or less; a day that is known stays.

    A longer text stays as well: what a page shows to who is not signed in may be less than what the feed gave.

    Raises:
        NotFound: if there is no such item.
    """
    item = stored_item(session, number)
    if item.state != ItemState.NEW.value:
        return
    item.page_asked_at = item.updated_at = at
    item.published_on = item.published_on or published_on
    if len(text) > len(item.text):
        item.text, item.score = text, score
        _note_new_reading(item)
    session.flush()


def keep_standing(session: Session, standing: FeedStanding) -> None:
    """Keep how a feed's last fetch went."""
    session.merge(FeedState(**asdict(standing)))
    session.flush()


def mark_confirmed(
    session: Session, number: int, slugs: Sequence[str], *, actor: Actor, version: int | None = None
) -> InboxItem:
    """Note that an item is a source of some Events.

    Args:
        session: a writing session.
        number: the item's number.
        slugs: the Events.
        actor: who decides.
        version: the version that the actor has seen; None for whichever there is.

    Raises:
        NotFound: if there is no such item.
        WrongState: if somebody else has decided otherwise in the meantime.
        NotAllowed: if the actor may not change the record.
    """
    return _decide(session, number, ItemState.CONFIRMED, slugs, actor=actor, version=version)


def mark_drafted(
    session: Session, number: int, slugs: Sequence[str], *, actor: Actor, version: int | None = None
) -> InboxItem:
    """Note that drafts were made from an item; arguments and errors as of ``mark_confirmed``."""
    return _decide(session, number, ItemState.DRAFTED, slugs, actor=actor, version=version)


def dismiss_item(session: Session, number: int, *, actor: Actor, version: int | None = None) -> InboxItem:
    """Note that an item is not about this record; arguments and errors as of ``mark_confirmed``."""
    return _decide(session, number, ItemState.DISMISSED, (), actor=actor, version=version)


def restore_item(session: Session, number: int, *, actor: Actor, version: int | None = None) -> InboxItem:
    """Take a dismissal back; arguments and errors as of ``mark_confirmed``."""
    return _decide(session, number, ItemState.NEW, (), actor=actor, version=version)


def put_back_item(session: Session, before: InboxItem, *, actor: Actor, version: int) -> InboxItem:
    """Let an item stand where it stood before a decision.

    Args:
        session: a writing session.
        before: the item as it was.
        actor: who takes the decision back.
        version: the version that the decision left.

    Raises:
        NotFound: if there is no such item.
        WrongState: if somebody has decided about it since.
        NotAllowed: if the actor may not change the record.
    """
    actor.check(Role.EDITOR)
    item = stored_item(session, before.id)
    if item.version != version:
        raise WrongState(_too_late(item))
    item.state = before.state.value
    item.confirmed, item.drafted = json.dumps(list(before.confirmed)), json.dumps(list(before.drafted))
    item.decided_by, item.decided_at = before.decided_by, before.decided_at
    item.version += 1
    session.flush()
    return item_row(item)


_MAY_FOLLOW = {
    ItemState.CONFIRMED: {ItemState.NEW, ItemState.CONFIRMED, ItemState.DRAFTED},
    ItemState.DRAFTED: {ItemState.NEW, ItemState.CONFIRMED, ItemState.DRAFTED},
    ItemState.DISMISSED: {ItemState.NEW},
    ItemState.NEW: {ItemState.DISMISSED},
}
"""What may follow what: a dismissal is taken back before anything else, and what was used is not dismissed."""


def _decide(
    session: Session, number: int, state: ItemState, slugs: Sequence[str], *, actor: Actor, version: int | None
) -> InboxItem:
    actor.check(Role.EDITOR)
    item = stored_item(session, number)
    held = _slugs_of(item, state)
    if item.state == state.value and set(slugs) <= set(held):
        return item_row(item)  # A second press finds everything as it wants it.
    if (version is not None and version != item.version) or ItemState(item.state) not in _MAY_FOLLOW[state]:
        raise WrongState(_too_late(item))
    if slugs:
        setattr(item, state.value, json.dumps(list(dict.fromkeys([*held, *slugs]))))
    # Drafts need a look; being a source as well does not hide them.
    item.state = ItemState.DRAFTED.value if _slugs_of(item, ItemState.DRAFTED) else state.value
    item.decided_by, item.decided_at = actor.name, dt.datetime.now(dt.UTC)
    item.version += 1
    session.flush()
    return item_row(item)


def _slugs_of(item: FeedItem, state: ItemState) -> list[str]:
    held = {ItemState.CONFIRMED: item.confirmed, ItemState.DRAFTED: item.drafted}.get(state, "[]")
    slugs: list[str] = json.loads(held)
    return slugs


def _too_late(item: FeedItem) -> str:
    row = item_row(item)
    if row.state is ItemState.NEW:
        done = "put back among the new ones" if row.decided_by else "put back or brought up to date"
    else:
        done = {"confirmed": "confirmed as a source", "drafted": "made into drafts"}.get(row.state, str(row.state))
    at = f" on {row.decided_at:%d %B %Y at %H:%M} UTC" if row.decided_at else ""
    by = f" by {row.decided_by}" if row.decided_by else ""
    return f"“{row.title}” was {done}{by}{at}. Nothing was changed; look at it again."
