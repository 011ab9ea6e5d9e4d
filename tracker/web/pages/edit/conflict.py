"""Two people changed one Event: both texts side by side, a choice for each field, and one save."""

from functools import partial

import streamlit as st

from tracker.changes import FieldChoice
from tracker.event.labels import label_of
from tracker.web.form_state import FormState
from tracker.web.pages.edit import saving
from tracker.web.text import escape_markdown

_WORDS = {"mine": "Take yours", "theirs": "Take the saved one"}


def render_conflict(form: FormState, slug: str) -> None:
    """Draw the fields that differ; nothing is saved until each has a choice."""
    version, choices = saving.conflict_of(form, slug)
    st.warning(
        f"Somebody else saved version {version} while you were writing. Nothing is lost: choose in each field.",
        icon=":material/call_split:",
    )
    taken = {choice.field: _render_choice(form, version, choice) for choice in choices}
    missing = [field for field, side in taken.items() if side is None]
    if missing:
        st.caption(f"Still to choose: {', '.join(map(label_of, missing))}.")
    mine_in = tuple(field for field, side in taken.items() if side == "mine")
    with st.container(horizontal=True):
        st.button(
            "Save what is chosen",
            type="primary",
            key="conflict save",
            disabled=bool(missing),
            on_click=partial(saving.save_choice, form, slug, version, mine_in),
        )
        st.button(
            "Give up mine and start again", key="conflict again", on_click=partial(saving.start_again, form, slug)
        )


def _render_choice(form: FormState, version: int, choice: FieldChoice) -> str | None:
    with st.container(border=True):
        st.markdown(f"**{label_of(choice.field)}**")
        mine, theirs = st.columns(2)
        mine.caption("Yours, not saved")
        mine.markdown(escape_markdown(choice.mine) or "*empty*")
        theirs.caption("Saved in the meantime")
        theirs.markdown(escape_markdown(choice.theirs) or "*empty*")
        sides = list(_WORDS)
        return st.radio(
            "Which one",
            sides,
            # What was chosen beside an older text is no choice about a newer one.
            key=form.key(f"choice {version} {choice.field}"),
            index=sides.index(choice.preset) if choice.preset else None,
            format_func=lambda side: _WORDS[side],
            horizontal=True,
            label_visibility="collapsed",
        )
