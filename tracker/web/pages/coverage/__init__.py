"""What the record holds, beside what others counted and beside the events that others list."""

import streamlit as st

from tracker.web.links import render_link
from tracker.web.pages.coverage.counts import render_counts
from tracker.web.pages.coverage.lists import render_lists_by_others
from tracker.web.reads import open_record

_ABOUT = (
    "The record beside other people's work: first event lists that others published, entry by entry, then counts that "
    "others made. Both are kept by hand, each with its page."
)


def render_coverage_page() -> None:
    """Draw the page: lists by others with how much of them is here, then counts by others beside the record's own."""
    record = open_record()
    st.title("Other trackers")
    st.caption(_ABOUT)
    render_lists_by_others(record)
    render_counts(record)
    render_link("method", "The record's own coverage and its known gaps", icon=":material/menu_book:")
