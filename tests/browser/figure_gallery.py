"""A page for tests that draws every figure of the product, one below the other."""

import streamlit as st

from tests.support.every_figure import EVERY_FIGURE
from tracker.web.data_view import render_figure

st.set_page_config(layout="wide")
for name, figure in EVERY_FIGURE.items():
    render_figure(figure(), name, alt=name)
