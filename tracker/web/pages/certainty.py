"""How sure the index is: its range, its doubts, what other choices would show, and how far coders agree."""

import streamlit as st

from tracker.web import address, screen
from tracker.web.agreement_view import render_agreement
from tracker.web.certainty_view import render_headline, render_line
from tracker.web.filter_bar import render_filter_bar
from tracker.web.reads import open_record
from tracker.web.sensitivity_view import render_sensitivity
from tracker.web.sure_choice import read_choice, render_choice
from tracker.web.sure_reads import read_index

PATH = "certainty"


def render_certainty() -> None:
    """Draw the page."""
    record = open_record()
    params = address.read_address(record, PATH)
    if params is not None:
        read_choice(params, record)
    headline = st.container()
    chosen = render_filter_bar(record)
    choice = render_choice(record)
    address.write_address(chosen, st.session_state.get("event"), PATH, choice.to_params())
    found = read_index(record, chosen, choice)
    with headline:
        if found is None:
            st.markdown("### No event counts under this reading")
            st.caption("Take off a filter, or go back to the usual reading.")
        else:
            render_headline(found, record, choice)
    if found is not None:
        render_line(record, chosen, choice)
        render_sensitivity(record, chosen, choice)
    render_agreement(record, chosen)
    screen.watch_width(narrow=screen.is_narrow())
