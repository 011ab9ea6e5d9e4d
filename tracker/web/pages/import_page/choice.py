"""What a person says about a file before it is imported: what no column says, and how it orders day and month."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import streamlit as st

from tracker.event.labels import label_of
from tracker.imports import DEFAULT_FIELDS, Table, open_event_table
from tracker.vocabulary import Kind
from tracker.web import session_keys
from tracker.web.form_state import FormState
from tracker.web.keeping import cached

if TYPE_CHECKING:
    from streamlit.runtime.uploaded_file_manager import UploadedFile


@dataclass(frozen=True)
class ImportAnswers:
    """The answers about one file.

    Attributes:
        headings: heading to field, as every box shows it.
        changed: those of them that differ from what the program would have taken, to be remembered.
        defaults: field to text for all rows.
        values: by field, what words of the file mean.
        day_first: the order of day and month where it was asked.
    """

    headings: dict[str, str] = field(default_factory=dict)
    changed: dict[str, str] = field(default_factory=dict)
    defaults: dict[str, str] = field(default_factory=dict)
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    day_first: bool | None = None


def ask_sheet(prefix: str, table: Table) -> str | None:
    """Ask which sheet of a workbook is meant, where it has several; the one that was read is preset."""
    sheets = table.sheets
    if len(sheets) < 2:  # noqa: PLR2004 - a choice needs two
        return table.sheet
    place = sheets.index(table.sheet) if table.sheet in sheets else 0
    return st.selectbox("Sheet", sheets, key=FormState(prefix).key("sheet"), index=place, width=320)


def ask_defaults(prefix: str, missing: tuple[str, ...]) -> dict[str, str]:
    """Ask for one value for all rows where no column holds a field that every Event needs."""
    given: dict[str, str] = {}
    wanted = [name for name in missing if name in DEFAULT_FIELDS]
    if wanted:
        st.markdown("**No column holds these; say one value for all rows**")
        with st.container(horizontal=True):
            for name in wanted:
                if text := _ask_default(prefix, name):
                    given[name] = text
    return given


def _ask_default(prefix: str, name: str) -> str:
    key, label = f"{prefix} default {name}", label_of(name)
    if name == "kind":
        return (
            st.selectbox(label, list(Kind), key=key, index=None, format_func=lambda kind: kind.label, width=240) or ""
        )
    return st.text_input(label, key=key, width=240).strip()


def ask_order(prefix: str) -> bool | None:
    """Ask how the file writes days and months."""
    order = st.radio(
        "Some dates can be read in two ways. How does this file write 3 April 2022?",
        ["03/04/2022", "04/03/2022"],
        key=f"{prefix} order",
        index=None,
        horizontal=True,
    )
    return None if order is None else order == "03/04/2022"


def begin_round(file_id: str) -> str:
    """Return what the keys of a file's boxes begin with; files share none, as a browser keeps what a box showed."""
    last: tuple[str, int] = st.session_state.get(session_keys.IMPORT_ROUND, ("", -1))
    if last[0] != file_id:
        last = (file_id, last[1] + 1)
        st.session_state[session_keys.IMPORT_ROUND] = last
    return f"import {last[1]}" if last[1] else "import"


def open_upload(upload: "UploadedFile", sheet: str | None) -> Table:
    """Open the file once, since each answer runs the page again and a workbook takes seconds to read."""
    return _open(upload.file_id, sheet, upload)


@cached(1, spinner="Opening the file", show_time=True, per_visitor=True)
def _open(file_id: str, sheet: str | None, _upload: "UploadedFile") -> Table:
    del file_id  # It names what is cached.
    return open_event_table(_upload.name, _upload.getvalue(), sheet=sheet)
