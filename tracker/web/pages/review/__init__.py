"""Review: drafts and events that were sent back, one after the other, to accept, send back or reject."""

import streamlit as st

from tracker.filters import EventFilter
from tracker.vocabulary import Origin
from tracker.web import held, review_actions
from tracker.web.pages.review.clashes import render_clashes
from tracker.web.pages.review.parts import render_effect, render_waiting
from tracker.web.reads import open_record
from tracker.web.waiting import WAITING


def render_review() -> None:
    """Draw the page."""
    record = open_record()
    st.title("Review")
    st.caption("Drafts are hollow marks on the timeline and never in the index until a reviewer accepts them.")
    review_actions.render_outcome()
    render_clashes(record)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        state = held.segmented_control(
            "State", WAITING, key="review state", format_func=lambda each: each.value, default=None
        )
        origin = held.selectbox(
            "Came in by", list(Origin), key="review origin", index=None, format_func=lambda each: each.value, width=180
        )
        search = held.text_input("Search", key="review search", max_chars=200, width=260)
    chosen = EventFilter(states=(state,) if state else WAITING, search=search or "")
    events = [event for event in record.events(chosen) if origin is None or event.origin == origin]
    if not events:
        st.info("Nothing waits for review here.", icon=":material/done_all:")
        return
    render_effect(record)
    render_waiting(record, events)
