"""Import a file: upload, say what its headings hold, look at the preview, write it in one go."""

import streamlit as st

from tracker.imports import FileProblem, Table, open_table
from tracker.web import import_view, review_actions
from tracker.web.import_choice import Choices, ask_defaults, ask_headings, ask_order
from tracker.web.links import render_link
from tracker.web.reads import open_record
from tracker.web.text import escape_markdown


def render_import() -> None:
    """Draw the page."""
    record = open_record()
    st.title("Import")
    st.caption(
        "CSV, Excel or JSON: own exports come back without a loss, other people's tables are read by their headings. "
        "Nothing is written before you have seen what would happen; the same file twice adds nothing."
    )
    review_actions.render_outcome()
    asked = import_view.take_press()
    upload = st.file_uploader("File", type=["csv", "tsv", "txt", "xlsx", "json"], key="import file")
    if upload is None:
        return
    try:
        table = open_table(upload.name, upload.getvalue())
        choices = _ask(table)
        if choices is None:
            return
        plan = import_view.make_plan(record, upload.file_id, table, choices)
        if plan.asks_order and (day_first := ask_order()) is not None:
            choices = Choices(choices.headings, choices.defaults, day_first)
            plan = import_view.make_plan(record, upload.file_id, table, choices)
    except FileProblem as problem:
        st.error(escape_markdown(str(problem)), icon=":material/error:")
        return
    import_view.render_plan(record, plan)
    import_view.render_save(record, table, plan, choices, asked)
    render_link("review", "To the review", icon=":material/fact_check:")


def _ask(table: Table) -> Choices | None:
    """Ask what the file leaves open; None while an answer is missing."""
    found, headings = ask_headings(table, import_view.remembered())
    if found.unknown:
        return None
    defaults = ask_defaults(found.missing)
    return Choices(headings, defaults) if len(defaults) == len(found.missing) else None
