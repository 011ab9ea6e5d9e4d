"""How the record is coded, what the index means and how well both are founded."""

import streamlit as st

from tracker.web import screen
from tracker.web.codebook_view import render_codebook, render_formula
from tracker.web.coverage_view import render_citation, render_coverage
from tracker.web.reads import open_record
from tracker.web.worked_example import render_example


def render_method() -> None:
    """Draw the page."""
    record = open_record()
    st.title("Method")
    render_codebook()
    render_formula()
    render_example()
    render_coverage(record)
    render_citation(record)
    screen.watch_width(narrow=screen.is_narrow())
