"""Which sector eased first: a table with ranges, and whether the sectors can be told apart at all."""

import datetime as dt
from collections.abc import Sequence

import pandas as pd
import streamlit as st

from tracker.charts.texts import shortened
from tracker.filters import EventFilter
from tracker.sentiment import Bottom, shares_first, turn_range
from tracker.sentiment.course import TOLD_APART
from tracker.sentiment.groups import Easing
from tracker.web.data_view import render_rows
from tracker.web.event_card import choose
from tracker.web.headline import telling_of
from tracker.web.pages.sectors.reads import sector_easings
from tracker.web.reads import Record
from tracker.web.text import escape_markdown
from tracker.wording import listed

_TITLE = 60
"""A longer title would run beyond the table's edge on a screen 1,440 pixels wide; its row opens the whole."""

Easings = Sequence[tuple[str, Easing]]

_RANGE = "The days between which four of five draws of the stories lie, of those in which the sector rises above 0."
_NEVER = "The share of draws of the stories in which the sector's line does not rise above 0 after its lowest point."
_FIRST = "The share of draws of the stories in which, after the lowest point of all, no other sector rose earlier."


def render_easings(record: Record, chosen: EventFilter) -> None:
    """Draw the table; a row that is chosen shows its event."""
    found = sector_easings(record, chosen)
    if not found:
        return
    st.subheader("Which sector eased first")
    told = telling_of(record, chosen)
    lowest = told.course.lowest if told and told.course else None
    shares = shares_first([easing.turns for _, easing in found], after=lowest.day if lowest else None)
    if verdict := first_in_words(found, shares):
        st.markdown(escape_markdown(verdict))
    render_rows(
        pd.DataFrame([_row(name, easing, share) for (name, easing), share in zip(found, shares, strict=True)]),
        "sectors eased",
        [easing.event for _, easing in found],
        lambda event: choose(event.slug) if event else None,
        column_config={
            "Range (80 %)": st.column_config.TextColumn(help=_RANGE),
            "Never in": st.column_config.NumberColumn(format="%d %%", help=_NEVER),
            "First in": st.column_config.NumberColumn(format="%d %%", help=_FIRST),
            "Lowest": st.column_config.NumberColumn(format="%.2f", width="small"),
            "Event that did it": st.column_config.TextColumn(width="large"),
        },
    )
    st.caption(escape_markdown(_words(found)))


def first_in_words(found: Easings, shares: Sequence[float]) -> str:
    """Return who eased first, where enough draws agree on it, else how far they do; empty where no sector rose."""
    most = max(shares)
    if not most or not any(easing.day for _, easing in found):
        return ""
    named = [name for (name, _), share in zip(found, shares, strict=True) if share >= TOLD_APART]
    if named:
        return f"First to ease: {listed(named)}, in {100 * most:.0f} % of the draws of the stories."
    names = listed([name for (name, _), share in zip(found, shares, strict=True) if share == most], "or")
    return (
        f"Which sector eased first cannot be told: {names} is first most often, in {100 * most:.0f} % of the draws of "
        f"the stories. From {100 * TOLD_APART:.0f} % on a sector would be named."
    )


def _row(name: str, easing: Easing, share: float) -> dict[str, object]:
    drawn = turn_range(easing.turns)
    return {
        "Sector": name,
        "First above 0": easing.day.isoformat() if easing.day else "",
        "Range (80 %)": _span(*drawn.above) if drawn.above else "",
        "Never in": round(100 * drawn.never),
        "First in": round(100 * share),
        "Lowest": round(easing.bottom.lowest.value, 2),
        "Lowest on": _lowest_on(easing.bottom),
        "Event that did it": shortened(easing.event.title, _TITLE) if easing.event else "",
    }


def _lowest_on(bottom: Bottom) -> str:
    return _span(bottom.first, bottom.last) if bottom.is_flat else bottom.lowest.day.isoformat()


def _span(first: dt.date, last: dt.date) -> str:
    return first.isoformat() if first == last else f"{first} to {last}"


def _words(found: Easings) -> str:
    draws = len(found[0][1].turns.low)
    words = (
        "By the first day above 0 after the lowest point of the period shown; where that is flat, its first and last "
        f"day stand there. The range comes from drawing all stories again {draws:,} times, the same for every sector; "
        "it knows nothing of events that nobody recorded. The event is the one that came in on that day with the most "
        "weight; several may have worked together. Days with too few events are passed over."
    )
    still = [name for name, each in found if each.day is None and each.bottom.lowest.value < 0]
    never = [name for name, each in found if each.day is None and each.bottom.lowest.value >= 0]
    words += f" Never above 0 after it: {', '.join(still)}." if still else ""
    return words + (f" Never below 0: {', '.join(never)}." if never else "")
