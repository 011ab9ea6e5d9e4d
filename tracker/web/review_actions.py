"""What the buttons on a stored Event do: withdraw, restore, accept, send back, reject, undo, merge, code."""

from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING, Any

import streamlit as st

from tracker import store
from tracker.changes import action_words
from tracker.coders import own_name
from tracker.database import writing
from tracker.errors import TrackerError
from tracker.queries import data_version
from tracker.read_models import CodingRow, EventRow
from tracker.store.coding import code_event
from tracker.vocabulary import Reach, Stance, Step
from tracker.web import held, session_keys
from tracker.web.reads import engine
from tracker.web.signing_in import current_actor
from tracker.web.text import escape_markdown, on_screen

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlmodel import Session

    from tracker.actors import Actor


@dataclass(slots=True)
class _News:
    """What came of the last press of a button.

    A second press starts a run of its own at once, and the first one's is stopped where it next touches the session.
    Hence the lock, and hence this is changed in place.
    """

    words: str = ""
    is_good: bool = True
    is_shown: bool = True
    press: object = None
    version: int = 0
    turn: Lock = field(default_factory=Lock)

    def tell(self, words: str, press: object, *, is_good: bool, version: int = 0) -> None:
        """Keep what came of a press for the next run to show, and at which version it left the record."""
        self.words, self.press, self.is_good, self.version, self.is_shown = words, press, is_good, version, False


def _news() -> _News:
    news: _News = st.session_state.setdefault(session_keys.NEWS, _News())
    return news


def act(words: "str | Callable[[Any], str]", change: "Callable[[Session, Actor], Any]", press: object = None) -> None:
    """Make one change and keep the news of it, good or bad, for the next run to show.

    Args:
        words: what to say when it is done, or what says it from what the change returned.
        change: the change, in one transaction.
        press: what the button is for, on which version. The second half of a double click is for the same, on the
            record as the first one left it, and only tells again what that did.
    """
    news = _news()
    with news.turn:
        try:
            with writing(engine()) as session:
                is_told = press is not None and news.is_good and news.press == press
                if is_told and news.version == data_version(session):
                    news.is_shown = False
                    return
                done = change(session, current_actor())
                version = data_version(session)
            news.tell(words if isinstance(words, str) else words(done), press, is_good=True, version=version)
        except TrackerError as problem:
            news.tell(on_screen(problem), press, is_good=False)


def render_outcome() -> None:
    """Show the news of the last action once."""
    news = _news()
    if not news.is_shown:
        if news.is_good:
            st.success(escape_markdown(news.words), icon=":material/check:")
        else:
            st.error(escape_markdown(news.words), icon=":material/error:")
    news.is_shown = True


def typed(key: str) -> str:
    """Return what a text field holds at a press; the last run may be older than the last letters that were typed."""
    return held.value(key) or ""


def move(event: EventRow, step: Step, why_key: str) -> None:
    """Take an Event one step in review.

    Args:
        event: the Event as the person saw it.
        step: which step.
        why_key: the key of the text field that holds the reason.
    """
    why = typed(why_key)
    act(
        f"{action_words(step)}: {event.title}",
        lambda session, actor: store.take_step(
            session, event.slug, step, version=event.version, actor=actor, reason=why
        ),
        press=(step, event.slug, event.version),
    )
    if is_done():
        held.put(why_key, "")


def is_done() -> bool:
    """Tell whether the last press changed the record."""
    return _news().is_good


def undo(number: int, why_key: str) -> None:
    """Take one change back.

    Args:
        number: the change's number in the history.
        why_key: the key of the text field that holds the reason.
    """
    why = typed(why_key)
    act(
        f"Change {number} was taken back.",
        lambda session, actor: store.undo_change(session, number, actor=actor, reason=why),
        press=("undo", number),
    )
    if _news().is_good:
        held.put(why_key, "")


def merge(kept: EventRow, gone: EventRow) -> None:
    """Merge one Event into another."""
    act(
        f"“{gone.title}” was merged into “{kept.title}”; its link leads there.",
        lambda session, actor: store.merge_events(
            session, kept.slug, gone.slug, kept_version=kept.version, gone_version=gone.version, actor=actor
        ),
        press=("merge", kept.slug, kept.version, gone.slug, gone.version),
    )


def press_distinct(first: str, second: str) -> None:
    """Remember that two Events are not one."""
    act(
        "Remembered: these are two events.",
        lambda session, actor: store.mark_distinct(session, first, second, actor=actor),
    )


def code(event: EventRow, stance: Stance, reach: Reach, reason_key: str) -> None:
    """Record the actor's own stance and reach beside the accepted ones, with the reason that a text field holds."""
    reason = typed(reason_key)
    act(
        "Your coding is recorded beside the accepted one.",
        lambda session, actor: code_event(
            session, CodingRow(event.slug, own_name(actor.name), stance, reach, reason), actor=actor
        ),
    )
