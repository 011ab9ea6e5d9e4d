"""What the buttons on a stored Event do: withdraw, restore, accept, send back, reject, undo, merge, code."""

from typing import TYPE_CHECKING, Any

import streamlit as st

from tracker import store
from tracker.database import writing
from tracker.errors import TrackerError
from tracker.rows import CodingRow, EventRow
from tracker.vocabulary import Reach, Stance
from tracker.web.reads import engine
from tracker.web.signing_in import current_actor
from tracker.web.text import escape_markdown

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlmodel import Session

    from tracker.actors import Actor

_DONE = {
    "withdraw": "Withdrawn",
    "restore": "Brought back",
    "accept": "Accepted",
    "send_back": "Sent back",
    "reject": "Rejected",
    "submit": "Submitted",
}
_OUTCOME = "outcome of the last action"


def act(words: "str | Callable[[Any], str]", change: "Callable[[Session, Actor], Any]") -> None:
    """Make one change and keep the news of it, good or bad, for the next run to show.

    Args:
        words: what to say when it is done, or what says it from what the change returned.
        change: the change, in one transaction.
    """
    try:
        with writing(engine()) as session:
            done = change(session, current_actor())
        st.session_state[_OUTCOME] = (True, words if isinstance(words, str) else words(done))
    except TrackerError as problem:
        st.session_state[_OUTCOME] = (False, str(problem))


def render_outcome() -> None:
    """Show the news of the last action once."""
    done, words = st.session_state.pop(_OUTCOME, (None, ""))
    if done is True:
        st.success(escape_markdown(words), icon=":material/check:")
    elif done is False:
        st.error(escape_markdown(words), icon=":material/error:")


def typed(key: str) -> str:
    """Return what a text field holds at a press; the last run may be older than the last letters that were typed."""
    return st.session_state.get(key) or ""


def move(event: EventRow, step: str, why_key: str) -> None:
    """Take an Event one step in review.

    Args:
        event: the Event as the person saw it.
        step: withdraw, restore, accept, send_back, reject or submit.
        why_key: the key of the text field that holds the reason.
    """
    function = getattr(store, f"{step}_event")
    words = f"{_DONE[step]}: {event.title}"
    why = typed(why_key)
    act(words, lambda session, actor: function(session, event.slug, version=event.version, actor=actor, reason=why))


def undo(number: int) -> None:
    """Take one change back."""
    act(f"Change {number} was taken back.", lambda session, actor: store.undo_change(session, number, actor=actor))


def merge(kept: EventRow, gone: EventRow) -> None:
    """Merge one Event into another."""
    act(
        f"{gone.slug} was merged into {kept.slug}; its link leads there.",
        lambda session, actor: store.merge_events(
            session, kept.slug, gone.slug, kept_version=kept.version, gone_version=gone.version, actor=actor
        ),
    )


def mark_distinct(first: str, second: str) -> None:
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
        lambda session, actor: store.add_codings(
            session, [CodingRow(event.slug, actor.name, stance, reach, reason)], actor=actor
        ),
    )
