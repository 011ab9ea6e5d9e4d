"""What the record holds, beside what others counted."""

import streamlit as st

from tracker.web.links import render_link
from tracker.web.pages.coverage.parts import ABOUT, render_others
from tracker.web.reads import open_record


def render_coverage() -> None:
    """Draw the page."""
    st.title("Coverage against others")
    st.caption(ABOUT)
    render_others(open_record())
    render_link("method", "The record's own coverage and its known gaps", icon=":material/menu_book:")
