"""The button that opens something read as a new event in the form; a half-typed one is not replaced without asking.

What a program read waits on Review once it is saved, whoever saves it.
"""

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from tracker.web.form_state import form_to_add
from tracker.web.links import go_to


def render_opening(
    label: str,
    key: str,
    values: Callable[[], Mapping[str, Any]],
    *,
    item: int | None = None,
    shortcut: str | None = None,
) -> None:
    """Draw the button.

    Args:
        label: what stands on it.
        key: its key.
        values: gives the fields of the form at the press, those of a document.
        item: the number of the item of the inbox that is read; it is settled once the Event is saved.
        shortcut: its key of the keyboard.
    """
    asked = _question_of(key)
    if st.button(label, key=key, icon=":material/edit_note:", shortcut=shortcut):
        if form_to_add().is_blank:
            _open(values(), item)
        st.session_state[asked] = True
    if st.session_state.get(asked) and not form_to_add().is_blank:
        st.warning("The form holds an event that is not saved yet.", icon=":material/edit_off:")
        if st.button("Replace what the form holds", key=f"{key} over"):
            del st.session_state[asked]
            _open(values(), item)


def _question_of(key: str) -> str:
    """Return the key under which the session keeps that a button has met a half-typed event."""
    return f"{key} asked"


def _open(values: Mapping[str, Any], item: int | None) -> None:
    form = form_to_add()
    form.fill(values)
    form.set("item", item)
    form.set("read", True)
    go_to("add")
