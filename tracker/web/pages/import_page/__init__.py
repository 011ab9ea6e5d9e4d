"""Import a file: upload, see and correct how it is read, look at the preview, write it in one go."""

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from tracker.imports import UPLOAD_LIMITS, FileProblem, Table, map_table
from tracker.web import review_actions
from tracker.web.form_state import FormState
from tracker.web.links import render_link
from tracker.web.pages.import_page import parts
from tracker.web.pages.import_page.choice import (
    ImportAnswers,
    ask_defaults,
    ask_order,
    ask_sheet,
    begin_round,
    open_upload,
)
from tracker.web.pages.import_page.columns import ask_columns
from tracker.web.pages.import_page.parts import ask_likely
from tracker.web.reads import Record, open_record
from tracker.web.text import escape_markdown

if TYPE_CHECKING:
    from streamlit.runtime.uploaded_file_manager import UploadedFile


def render_import() -> None:
    """Draw the page."""
    record = open_record()
    st.title("Import a file")
    st.caption(
        "CSV, Excel or JSON: own exports come back without a loss, other people's tables are read by their headings. "
        "Nothing is written before you have seen what would happen; the same file twice adds nothing."
    )
    review_actions.render_outcome()
    asked = parts.take_press()
    upload = st.file_uploader("File", type=["csv", "tsv", "txt", "xlsx", "json", "jsonl"], key="import file")
    st.caption(
        f"A file may have up to {UPLOAD_LIMITS.size // 1_000_000} MB and {UPLOAD_LIMITS.rows:,} rows here. "
        "The command tracker import takes larger ones."
    )
    if upload is None:
        return
    try:
        _render_file(record, upload, asked)
    except FileProblem as problem:
        st.error(escape_markdown(str(problem)), icon=":material/error:")


def _render_file(record: Record, upload: "UploadedFile", asked: parts.Asked | None) -> None:
    prefix = begin_round(upload.file_id)
    table = open_upload(upload, FormState(prefix).get("sheet"))
    sheet = ask_sheet(prefix, table)
    file_key = (upload.file_id, sheet)
    choices = _ask(f"{prefix} {sheet}" if table.sheets[1:] else prefix, file_key, table)
    if choices is None:
        return
    plan, likely = parts.make_plan(record, file_key, choices, table)
    if plan.asks_order and (day_first := ask_order(prefix)) is not None:
        choices = replace(choices, day_first=day_first)
        plan, likely = parts.make_plan(record, file_key, choices, table)
    parts.render_plan(record, plan)
    parts.render_save(record, table, plan, choices, asked, leave_out=ask_likely(prefix, likely))
    render_link("review", "To the review", icon=":material/fact_check:")


def _ask(prefix: str, file_key: object, table: Table) -> ImportAnswers | None:
    """Ask what the file leaves open; None while an answer is missing."""
    remembered = parts.remembered()
    choices = ask_columns(prefix, file_key, table, remembered)
    if choices is None:
        return None
    missing = map_table(table, chosen=choices.headings).missing
    defaults = ask_defaults(prefix, missing)
    return replace(choices, defaults=choices.defaults | defaults) if len(defaults) == len(missing) else None
