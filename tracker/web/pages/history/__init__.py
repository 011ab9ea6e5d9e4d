"""All recorded changes, or those of one Event; any of them can be taken back."""

import streamlit as st

from tracker.web import address, review_actions
from tracker.web.links import render_link
from tracker.web.pages.history.choice import CHOICES, choose_changes, open_history
from tracker.web.pages.history.parts import render_history
from tracker.web.readable import readable_value
from tracker.web.reads import open_record, render_where_read
from tracker.web.text import escape_markdown


def render_history_page() -> None:
    """Draw the page."""
    record = open_record()
    st.title("Changes to the record")
    st.caption("Every change, with who made it, when and why. Nothing is ever erased: an undo is a new change.")
    render_where_read()
    review_actions.render_outcome()
    open_history(record)
    slug = CHOICES.value(record).event
    if slug:
        st.markdown(f"Changes of **{escape_markdown(readable_value(record, 'event', slug))}**")
        render_link("history", "All changes", icon=":material/history:")
    choice = choose_changes(record)
    address.write_parts(CHOICES.params(choice, record))
    render_history(record, choice)
