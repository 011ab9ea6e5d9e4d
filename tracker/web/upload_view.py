"""A box for a reader's own files. They stay in this session only, also while another page is shown."""

from functools import partial
from typing import Any

import streamlit as st

from tracker.web.form_state import FormState
from tracker.web.text import escape_markdown

Files = tuple[tuple[str, bytes], ...]
"""Name and bytes of each file."""

TYPES = ["csv", "txt", "tsv", "xlsx", "json"]


def render_upload(key: str, label: str, help_text: str, *, several: bool = True) -> Files:
    """Draw the box and return the files that the session holds.

    Args:
        key: names the files in the session.
        label: above the box.
        help_text: what the files have to look like.
        several: whether more than one file is taken.
    """
    given = st.file_uploader(
        label,
        TYPES,
        accept_multiple_files=several,
        key=FormState(key).key("box"),
        help=help_text,
        on_change=partial(_keep, key),
    )
    kept: Files = st.session_state.get(key, ())
    if kept and not given:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption("Still here: " + escape_markdown(", ".join(name for name, _ in kept)))
            st.button("Forget these files", key=f"{key} forget", type="tertiary", on_click=partial(_forget, key))
    return kept


def _keep(key: str) -> None:
    given: Any = FormState(key).get("box")
    files = given if isinstance(given, list) else [given] if given else []
    st.session_state[key] = tuple((file.name, file.getvalue()) for file in files)


def _forget(key: str) -> None:
    st.session_state[key] = ()


def render_file_notes(notes: tuple[str, ...], *, most: int = 8) -> None:
    """Draw what a reader should know about the files, one line each; a long list opens on request."""
    if not notes:
        return
    lines = "\n".join(f"- {escape_markdown(note)}" for note in notes)
    if len(notes) <= most:
        st.warning(lines, icon=":material/info:")
        return
    with st.expander(f"{len(notes)} remarks on the files", icon=":material/info:"):
        st.markdown(lines)
