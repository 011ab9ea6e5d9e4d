"""What stops a page: a sentence, and, where it is the database that does not answer, the way back by itself."""

import streamlit as st

from tracker.errors import DatabaseProblem, FileChanged, TrackerError
from tracker.migrations import check_ready
from tracker.web.reads import engine, forget_file, open_record
from tracker.web.text import escape_markdown, on_screen

SECONDS_BETWEEN_TRIES = 3


def render_problem(problem: TrackerError) -> None:
    """Say what stops the page; while the database does not answer, try again until it does."""
    st.error(escape_markdown(on_screen(problem)), icon=":material/error:")
    if isinstance(problem, FileChanged):
        forget_file()
    # A problem that is there although the database answers would only be drawn again and again.
    if isinstance(problem, DatabaseProblem) and not _database_answers():
        st.caption("This page comes back by itself; what you typed into a form is kept.")
        _wait_for_database()
    elif isinstance(problem, FileChanged):
        st.button("Show the record that lies there now", icon=":material/refresh:")


@st.fragment(run_every=SECONDS_BETWEEN_TRIES)
def _wait_for_database() -> None:
    if _database_answers():
        st.rerun()


def _database_answers() -> bool:
    try:
        check_ready(engine())
        open_record()
    except DatabaseProblem:
        return False
    return True
