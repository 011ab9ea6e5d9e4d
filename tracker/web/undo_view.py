"""The button that takes a recorded change back: it asks why in a dialog, and acts after a second press."""

from functools import partial

import streamlit as st

from tracker.changes import action_words
from tracker.read_models import RevisionRow
from tracker.store import can_be_undone
from tracker.web import held, review_actions
from tracker.web.signing_in import current_actor
from tracker.web.text import escape_markdown


def render_undo(row: RevisionRow, subject: str) -> None:
    """Draw the button, where this reader may take the change back and there is something to go back to.

    Args:
        row: the change.
        subject: what it is a change of, as people call it.
    """
    if can_be_undone(row, current_actor()) and st.button("Undo", key=f"undo {row.id}"):
        _ask(row, subject)


@st.dialog("Take this change back?")
def _ask(row: RevisionRow, subject: str) -> None:
    """Say what the undo would do and ask why, and do it after a second press."""
    st.markdown(f"**{escape_markdown(subject)}**")
    st.caption(escape_markdown(f"{action_words(row.action)} by {row.actor}, change {row.id}"))
    st.caption("What it changed becomes what it was before. Nothing is erased: the undo is a new change.")
    why_key = f"undo why {row.id}"
    held.text_input("Why, for the history", key=why_key, max_chars=1000)
    now = partial(review_actions.undo, row.id, why_key)
    if st.button("Take it back", key=f"undo now {row.id}", type="primary", on_click=now):
        st.rerun()  # A dialog runs on its own; the page with the news is drawn by a whole run, which closes it.
