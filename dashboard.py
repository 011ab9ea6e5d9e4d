"""The dashboard's entry: `tracker serve`, or `streamlit run dashboard.py`."""

import streamlit as st

from tracker.errors import TrackerError
from tracker.resources import favicon_file
from tracker.web.navigation import open_current_page
from tracker.web.outage import render_problem

# Without an icon of its own the page would fetch one from a network.
st.set_page_config(
    page_title="China tech-regulation timeline",
    page_icon=str(favicon_file()),
    layout="wide",
    initial_sidebar_state="collapsed",
)

try:
    open_current_page()
except TrackerError as problem:
    render_problem(problem)
