"""Coding: events one after the other, without any code in sight, for a person to code as one more coder."""

import streamlit as st

from tracker.web import address, review_actions, screen
from tracker.web.filter_bar import current_filter, render_filter_bar
from tracker.web.pages.coding.choice import CHOICES, choose_coder
from tracker.web.pages.coding.decisions import render_decisions
from tracker.web.pages.coding.event import render_blind_event
from tracker.web.pages.coding.form import render_coding_form, render_coding_steps
from tracker.web.pages.coding.round import coding_round, render_progress, shown_slug
from tracker.web.reads import open_record, read_one


def render_coding() -> None:
    """Draw the page."""
    record = open_record()
    CHOICES.open(record)
    st.title("Coding")
    st.caption(
        "Code events without seeing how others coded them: no codes, no reasons, no sources. The order is random and "
        "your own, so that you may stop at any time. Each code is kept at once."
    )
    review_actions.render_outcome()
    coder = choose_coder(record)
    chosen = render_filter_bar(record, is_blind=True)
    own = CHOICES.params(CHOICES.value(record), record)
    address.write_address(chosen, None, own, taken_along=current_filter(record))
    if coder:
        found = coding_round(record, chosen, coder)
        render_progress(record, found)
        slug = shown_slug(found)
        render_coding_steps(found, slug)
        if slug:
            event, form = st.columns([5, 6], gap="large")
            with event:
                render_blind_event(record, read_one(record, slug))
            with form:
                render_coding_form(found, slug)
    render_decisions()
    screen.watch_width(narrow=screen.is_narrow())
