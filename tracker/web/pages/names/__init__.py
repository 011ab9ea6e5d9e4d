"""Names of the record: look one up, call it otherwise, fill it in, or merge two that are one."""

import streamlit as st

from tracker.vocabulary import Role
from tracker.web import review_actions
from tracker.web.pages.names.choice import choose_name, choose_type, render_names_table
from tracker.web.pages.names.parts import render_changes, render_merge, render_name
from tracker.web.reads import open_record
from tracker.web.signing_in import current_actor


def render_names() -> None:
    """Draw the page."""
    record = open_record()
    st.title("Names")
    st.caption(
        "What sectors, agencies, companies, people and stories are called. Every name leads to its entry whatever the "
        "case, spaces and hyphens, and so does what it was called before."
    )
    review_actions.render_outcome()
    term_type = choose_type(record)
    render_names_table(record, term_type)
    term = choose_name(record, term_type)
    if term is None:
        return
    render_name(term)
    if current_actor().may(Role.REVIEWER):
        render_merge(record, term)
    render_changes(record, term)
