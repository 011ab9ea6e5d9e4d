"""How the record is coded, what the index means and how well both are founded."""

import streamlit as st

from tracker.web import screen
from tracker.web.pages.method.codebook import render_codebook, render_formula
from tracker.web.pages.method.coverage import render_citation, render_record_coverage
from tracker.web.pages.method.eras import render_era_list
from tracker.web.pages.method.use import render_use
from tracker.web.pages.method.worked_example import render_example
from tracker.web.reads import open_record


def render_method() -> None:
    """Draw the page."""
    record = open_record()
    st.title("How it works")
    render_codebook(record)
    render_formula()
    render_example()
    render_use(record)
    render_era_list(record)
    render_record_coverage(record)
    render_citation(record)
    screen.watch_width(narrow=screen.is_narrow())
