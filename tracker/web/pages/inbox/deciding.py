"""The presses on an item: each is one transaction, is remembered so that it can be taken back, and goes on."""

from collections.abc import Callable, Collection, Sequence
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from tracker import feeds
from tracker.errors import ArticleProblem
from tracker.feed_items import InboxItem
from tracker.store.inbox import dismiss_item, restore_item
from tracker.web import session_keys
from tracker.web.pages.inbox.listing import choose_next
from tracker.web.review_actions import act, is_done
from tracker.wording import count_of

if TYPE_CHECKING:
    from sqlmodel import Session

    from tracker.actors import Actor
    from tracker.feeds import ItemStep

_Decision = Callable[["Session", "Actor"], object]


def last_step() -> "ItemStep | None":
    """Return the visitor's last decision that was not taken back; None where there is none."""
    steps = _steps()
    return steps[-1] if steps else None


def _steps() -> "list[ItemStep]":
    steps: list[ItemStep] = st.session_state.setdefault(session_keys.INBOX_STEPS, [])
    return steps


def confirm(item: InboxItem, ticked: Callable[[], Sequence[str]], after: int | None) -> None:
    """Add the item to the sources of the Events that are ticked at the press."""
    slugs = ticked()

    def decision(session: "Session", actor: "Actor") -> None:
        _check_some(slugs, "No event is ticked, so nothing was changed.")
        feeds.confirm_item(session, item.id, slugs, actor=actor, version=item.version)

    _decide(item, f"“{item.title}” is now a source of {count_of(len(slugs), 'event')}.", decision, after)


def accept_for_review(
    item: InboxItem, ticked_new: Callable[[], Collection[int]], ticked: Callable[[], Sequence[str]], after: int | None
) -> None:
    """Put the new Events that are ticked at the press into review, and add the item to the sources of the known ones.

    Both at once, since a decision takes an item out of the list.
    """
    starts, slugs = ticked_new(), ticked()
    drafts: list[str] = []

    def decision(session: "Session", actor: "Actor") -> None:
        _check_some(starts, "Nothing new is ticked, so nothing was changed.")
        drafts[:] = feeds.draft_item(session, item.id, chosen=starts, actor=actor, version=item.version)
        _check_some(drafts, "The record holds this by now, so nothing was changed; look at it again.")
        if slugs:
            feeds.confirm_item(session, item.id, slugs, actor=actor)

    also = f"; a source of {count_of(len(slugs), 'event')}" if slugs else ""
    # A statement that the record holds by now makes no draft, so what was saved is counted and not what was ticked.
    _decide(item, lambda _: f"In review: {count_of(len(drafts), 'draft')} from “{item.title}”{also}.", decision, after)


def accept(item: InboxItem, after: int | None) -> None:
    """Accept the drafts that were made of an item."""
    words = f"The drafts from “{item.title}” are in the record."
    _decide(item, words, lambda session, actor: feeds.accept_item_drafts(session, item.id, actor=actor), after)


def dismiss(item: InboxItem, after: int | None) -> None:
    """Say that an item is not about this record."""
    words = f"Not ours: “{item.title}”."
    change = partial(dismiss_item, number=item.id, version=item.version)
    _decide(item, words, lambda session, actor: change(session, actor=actor), after)


def put_back(item: InboxItem, after: int | None) -> None:
    """Put a dismissed item back among the new ones."""
    words = f"New again: “{item.title}”."
    change = partial(restore_item, number=item.id, version=item.version)
    _decide(item, words, lambda session, actor: change(session, actor=actor), after)


def take_last_back() -> None:
    """Take the visitor's last decision back and show its item again."""
    step = last_step()
    if step is None:
        return
    taken: list[InboxItem] = []
    act(
        f"Taken back: “{step.before.title}” is as it was.",
        lambda session, actor: taken.append(feeds.take_back(session, step, actor=actor)),
        press=("inbox undo", step.before.id, step.version),
    )
    steps = _steps()
    # One that cannot be taken back any more must not stand before those that can.
    steps.remove(step)
    if taken:
        steps[:] = [feeds.after_taking_back(each, step, taken[0]) for each in steps]
    if is_done():
        choose_next(step.before.id)


def _check_some(ticked: Collection[object], otherwise: str) -> None:
    if not ticked:
        raise ArticleProblem(otherwise)


def _decide(item: InboxItem, words: str | Callable[[object], str], decision: _Decision, after: int | None) -> None:
    made: list[ItemStep] = []
    press = words if isinstance(words, str) else "review"

    def change(session: "Session", actor: "Actor") -> None:
        made.append(feeds.decide(session, item.id, partial(decision, session, actor)))

    act(words, change, press=("inbox", press, item.id, item.version))
    if made and is_done():
        _steps().extend(made)
        choose_next(after)
