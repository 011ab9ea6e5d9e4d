"""New rows of a file that may be in the record already, and which of them a person leaves out."""

import streamlit as st

from tracker.imports import LikelyDuplicate
from tracker.web import held
from tracker.web.links import render_link
from tracker.web.text import escape_markdown

_MOST_ASKED = 50
"""So many rows have a box of their own; of more, all are left out or none."""


def ask_likely(prefix: str, likely: tuple[LikelyDuplicate, ...]) -> frozenset[int]:
    """Draw what may be a duplicate with a box for each row and one for all; return the rows that are to be left out."""
    if not likely:
        return frozenset()
    rows = "1 new row" if len(likely) == 1 else f"{len(likely):,} new rows"
    st.markdown(f"**{rows} may repeat an event of the record or an earlier row**")
    every = frozenset(each.row for each in likely)
    if held.toggle(f"Leave all {len(likely):,} out", key=f"{prefix} likely all"):
        return every
    with st.expander("Look at each of them", expanded=len(likely) <= _MOST_ASKED // 5):
        chosen = [each.row for each in likely[:_MOST_ASKED] if _ask_one(prefix, each)]
        if len(likely) > _MOST_ASKED:
            st.caption(f"The first {_MOST_ASKED} are shown.")
    return frozenset(chosen)


def _ask_one(prefix: str, each: LikelyDuplicate) -> bool:
    with st.container(border=True, gap="small"):
        label = f"Leave out row {each.row:,}: {each.title} ({each.date})"
        leaves_out = held.checkbox(escape_markdown(label), key=f"{prefix} likely {each.row}")
        place = "" if each.other_row is None else f"row {each.other_row:,}: "
        st.caption(escape_markdown(f"May be {place}{each.other.title} ({each.other.date}). Why: {each.other.why}"))
        if each.other_row is None:
            render_link("timeline", "Show that event", params={"event": each.other.slug})
    return leaves_out
