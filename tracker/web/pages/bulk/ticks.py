"""The table to tick Events in. Ticks belong to Events: they stay while another page or another filter is looked at."""

from dataclasses import dataclass, field

import pandas as pd
import streamlit as st

from tracker.event.labels import label_of
from tracker.web import session_keys
from tracker.web.data_view import table_key
from tracker.web.event_view import EventView
from tracker.web.readable import readable_value
from tracker.web.text import escape_markdown
from tracker.wording import count_of


@dataclass(slots=True)
class _Ticked:
    """What a visitor has ticked.

    Attributes:
        database: whose Events they are.
        ids: their numbers in that database.
        started: which rows of the table that stands on the page were ticked when it came there. Streamlit is told the
            same as long as it stands; what was ticked since, it knows from the browser.
        cleared: how often all were taken off, each time with a new table.
    """

    database: str
    ids: set[int] = field(default_factory=set)
    started: tuple[int, ...] = ()
    cleared: int = 0

    def clear(self) -> None:
        """Take all ticks off."""
        self.ids.clear()
        self.cleared += 1


def tick_events(view: EventView, shown: EventView) -> EventView:
    """Draw the table and return the Events of a view that are ticked.

    Args:
        view: the Events that the filter keeps.
        shown: those of them that stand on the page.
    """
    ticked = _ticked(view.record.url)
    table = _table(shown)
    key = table_key(f"bulk table {ticked.cleared}", table)
    ids = shown.columns.ids[shown.positions].tolist()
    if key not in st.session_state:
        ticked.started = tuple(place for place, number in enumerate(ids) if number in ticked.ids)
    found = st.dataframe(
        table,
        hide_index=True,
        key=key,
        on_select="rerun",
        selection_mode="multi-row",
        selection_default={"selection": {"rows": list(ticked.started), "columns": [], "cells": []}},
        column_config={"Title": st.column_config.TextColumn(width="large")},
    )
    ticked.ids.difference_update(ids)
    here = {ids[place] for place in found.selection.rows if place < len(ids)}
    ticked.ids |= here
    chosen = view.those(ticked.ids)
    _render_others(ticked, on_other_pages=len(chosen) - len(here), left_out=len(ticked.ids) - len(chosen))
    return chosen


def _ticked(database: str) -> _Ticked:
    ticked: _Ticked | None = st.session_state.get(session_keys.TICKED)
    if ticked is None or ticked.database != database:
        ticked = st.session_state[session_keys.TICKED] = _Ticked(database)
    return ticked


def _table(shown: EventView) -> pd.DataFrame:
    record = shown.record
    rows = [
        {
            "Date": event.date,
            "Title": event.title,
            label_of("thread"): readable_value(record, "thread", event.thread),
            "Sectors": readable_value(record, "sectors", event.sectors),
            "Review": event.review_state.value,
        }
        for event in shown.rows()
    ]
    return pd.DataFrame(rows)


def _render_others(ticked: _Ticked, *, on_other_pages: int, left_out: int) -> None:
    """Say which ticks do not stand in the table that is seen, and offer to take all of them off."""
    if not ticked.ids:
        return
    parts = []
    if on_other_pages:
        parts.append(f"{count_of(on_other_pages, 'ticked event')} on other pages.")
    if left_out:
        are = "is" if left_out == 1 else "are"
        parts.append(f"{count_of(left_out, 'ticked event')} {are} not kept by the filter, and will not change.")
    with st.container(horizontal=True, vertical_alignment="center"):
        if parts:
            st.caption(escape_markdown(" ".join(parts)), width="content")
        st.button("Untick all", key="bulk untick", type="tertiary", on_click=ticked.clear)
