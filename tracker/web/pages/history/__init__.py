"""All recorded changes, or those of one Event; any of them can be taken back."""

import streamlit as st

from tracker.web import held, review_actions
from tracker.web.links import render_link
from tracker.web.pages.history.choice import EVENT, read_choice, render_choice, write_choice
from tracker.web.pages.history.parts import render_history
from tracker.web.readable import readable_value
from tracker.web.reads import open_record
from tracker.web.text import escape_markdown


def render_history_page() -> None:
    """Draw the page."""
    record = open_record()
    st.title("History")
    st.caption("Every change, with who made it, when and why. Nothing is ever erased: an undo is a new change.")
    review_actions.render_outcome()
    read_choice(record)
    slug = held.value(EVENT)
    if slug:
        st.markdown(f"Changes of **{escape_markdown(readable_value(record, 'event', slug))}**")
        render_link("history", "All changes", icon=":material/history:")
    choice = render_choice(record)
    write_choice(choice)
    render_history(record, choice)
