"""What a person decides about an item: a source of known Events, or drafts. Item and record change together."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tracker.actors import Actor
from tracker.articles import add_article_as_source, save_drafts
from tracker.errors import NotFound
from tracker.feed_items import InboxItem
from tracker.feeds.item_reading import item_article
from tracker.queries import find_slug, get_event
from tracker.queries.inbox import get_item
from tracker.queries.past import latest_change
from tracker.store import take_step, undo_change
from tracker.store.inbox import mark_confirmed, mark_drafted, put_back_item
from tracker.vocabulary import ReviewState, Step

if TYPE_CHECKING:
    from sqlmodel import Session


def confirm_item(
    session: "Session", number: int, slugs: Sequence[str], *, actor: Actor, version: int | None = None
) -> InboxItem:
    """Add an item to the sources of known Events, with history, and note it.

    Args:
        session: a writing session.
        number: the item's number.
        slugs: the Events, by any slug that leads to them.
        actor: who confirms.
        version: the item's version that the actor has seen; None for whichever there is.

    Raises:
        NotFound: if there is no such item or Event.
        WrongState: if somebody else has decided otherwise about the item in the meantime.
        NotAllowed: if the actor may not change the record.
    """
    found = [_slug(session, slug) for slug in slugs]
    item = mark_confirmed(session, number, found, actor=actor, version=version)
    for slug in found:
        add_article_as_source(session, item_article(item), slug, actor=actor)
    return item


def _slug(session: "Session", slug: str) -> str:
    found = find_slug(session, slug)
    if found is None:
        raise NotFound(f"There is no event “{slug}” in the record.")
    return found


def draft_item(
    session: "Session",
    number: int,
    *,
    actor: Actor,
    chosen: Collection[int] | None = None,
    version: int | None = None,
) -> list[str]:
    """Put an item's new Events into review as drafts, note it, and return their slugs, none where nothing is new.

    Args:
        session: a writing session.
        number: the item's number.
        actor: who saves.
        chosen: where the statements that are meant begin in the text; None for all new ones.
        version: the item's version that the actor has seen; None for whichever there is.

    Raises:
        NotFound: if there is no such item.
        WrongState: if somebody else has decided otherwise about the item in the meantime.
        NotAllowed: if the actor may not change the record.
    """
    slugs = save_drafts(session, item_article(get_item(session, number)), actor=actor, chosen=chosen)
    if slugs:
        mark_drafted(session, number, slugs, actor=actor, version=version)
    return slugs


def accept_item_drafts(session: "Session", number: int, *, actor: Actor) -> list[str]:
    """Accept the drafts of an item that still wait for review, and return their slugs.

    Raises:
        NotFound: if there is no such item.
        NotAllowed: if the actor is not a reviewer.
    """
    accepted = []
    for slug in get_item(session, number).drafted:
        event = get_event(session, slug)
        if event.review_state is ReviewState.DRAFT:
            take_step(session, event.slug, Step.ACCEPT, version=event.version, actor=actor, reason="from the inbox")
            accepted.append(event.slug)
    return accepted


@dataclass(frozen=True, slots=True)
class ItemStep:
    """A decision about an item, as it can be taken back.

    Attributes:
        before: the item as it was.
        version: the item's version after it.
        changes: the numbers of the changes that it made to the record.
    """

    before: InboxItem
    version: int
    changes: tuple[int, ...]


def decide(session: "Session", number: int, decision: "Callable[[], object]") -> ItemStep:
    """Make a decision about an item and return how it is taken back.

    Args:
        session: a writing session, so that nobody else writes in between.
        number: the item's number.
        decision: makes it; its errors are passed on.
    """
    before, first = get_item(session, number), latest_change(session)
    decision()
    changes = range(first + 1, latest_change(session) + 1)
    return ItemStep(before, get_item(session, number).version, tuple(changes))


def take_back(session: "Session", step: ItemStep, *, actor: Actor) -> InboxItem:
    """Take a decision back: what it changed in the record, as new changes, and where the item stands.

    Raises:
        WrongState: if somebody has decided about the item since.
        VersionConflict: if somebody has changed since what the decision changed.
        NotAllowed: if the actor may not take it back.
    """
    item = put_back_item(session, step.before, actor=actor, version=step.version)
    for number in reversed(step.changes):
        undo_change(session, number, actor=actor, reason="taken back in the inbox")
    return item


def after_taking_back(step: ItemStep, taken: ItemStep, item: InboxItem) -> ItemStep:
    """Return an earlier decision as it can be taken back after a later one was.

    Args:
        step: the earlier one.
        taken: the one that was taken back.
        item: the item as that left it.
    """
    is_the_one_before = (step.before.id, step.version) == (item.id, taken.before.version)
    return replace(step, version=item.version) if is_the_one_before else step
