"""The file that was uploaded: opened once, and with boxes of its own."""

from typing import TYPE_CHECKING

import streamlit as st

from tracker.imports import Table, open_table

if TYPE_CHECKING:
    from streamlit.runtime.uploaded_file_manager import UploadedFile

_ROUND = "import round"
_TABLE = "import table"


def begin_round(file_id: str) -> str:
    """Return what the keys of a file's boxes begin with; files share none, as a browser keeps what a box showed."""
    last: tuple[str, int] = st.session_state.get(_ROUND, ("", -1))
    if last[0] != file_id:
        last = (file_id, last[1] + 1)
        st.session_state[_ROUND] = last
    return f"import {last[1]}" if last[1] else "import"


def open_upload(upload: "UploadedFile", sheet: str | None) -> Table:
    """Open the file once, since each answer draws the page anew and a workbook takes seconds to read."""
    kept: tuple[object, Table | None] = st.session_state.get(_TABLE, (None, None))
    table = kept[1]
    if kept[0] != (upload.file_id, sheet) or table is None:
        with st.spinner("Opening the file", show_time=True):
            table = open_table(upload.name, upload.getvalue(), sheet=sheet)
        st.session_state[_TABLE] = ((upload.file_id, sheet), table)
    return table
