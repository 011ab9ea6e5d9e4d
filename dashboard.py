"""The dashboard's entry: `tracker serve`, or `streamlit run dashboard.py`."""

import streamlit as st

from tracker.errors import TrackerError
from tracker.web.pages import list_pages
from tracker.web.reads import make_ready

st.set_page_config(page_title="China tech-regulation timeline", layout="wide", initial_sidebar_state="collapsed")

try:
    make_ready()
    page = st.navigation(
        [st.Page(render, title=title, icon=icon, url_path=path) for render, title, icon, path in list_pages()],
        position="top",
    )
    page.run()
except TrackerError as problem:
    st.error(str(problem), icon=":material/error:")
