"""The table that says which sector eased first: lowest point, first day above 0 after it, and the event that did it."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from tracker.filters import EventFilter
from tracker.sentiment.easing import Easing
from tracker.web.by_sector import sector_easings
from tracker.web.event_card import choose
from tracker.web.reads import Record
from tracker.web.text import escape_markdown

KEY = "sectors eased"


def render_easings(record: Record, chosen: EventFilter) -> None:
    """Draw the table; a row that is chosen shows its event."""
    found = sector_easings(record, chosen)
    if not found:
        return
    st.subheader("Which sector eased first")
    st.dataframe(
        pd.DataFrame([_row(name, easing) for name, easing in found]),
        hide_index=True,
        key=KEY,
        on_select=lambda: _choose(found),
        selection_mode="single-row",
        column_config={
            "Lowest": st.column_config.NumberColumn(format="%.2f", width="small"),
            "Event that did it": st.column_config.TextColumn(width="large"),
        },
    )
    st.caption(escape_markdown(_words(found)))


def _row(name: str, easing: Easing) -> dict[str, object]:
    return {
        "Sector": name,
        "First above 0": easing.day.isoformat() if easing.day else "",
        "Event that did it": easing.event.title if easing.event else "",
        "Lowest": round(easing.lowest.value, 2),
        "Lowest on": easing.lowest.day.isoformat(),
    }


def _words(found: Sequence[tuple[str, Easing]]) -> str:
    words = (
        "By the first day above 0 after the lowest point of the period shown. The event is the one that came in on "
        "that day with the most weight; several may have worked together. Days with too little in memory are passed "
        "over."
    )
    still = [name for name, each in found if each.day is None and each.lowest.value < 0]
    never = [name for name, each in found if each.day is None and each.lowest.value >= 0]
    words += f" Never above 0 after it: {', '.join(still)}." if still else ""
    return words + (f" Never below 0: {', '.join(never)}." if never else "")


def _choose(found: Sequence[tuple[str, Easing]]) -> None:
    rows = st.session_state[KEY].selection.rows
    event = found[rows[0]][1].event if rows else None
    if event is not None:
        choose(event.slug)
