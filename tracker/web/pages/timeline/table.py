"""The Events that the chart shows as a table."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence

import streamlit as st

from tracker.dates import describe
from tracker.read_models import OPEN_END, EventRow
from tracker.vocabulary import TermType
from tracker.web.data_view import table_key
from tracker.web.event_card import choose
from tracker.web.reads import Record

DATE_WIDTH = 110
"""Pixels in which a whole day such as 2018-12-29 stands uncut."""

_FIGURES = re.compile(r"\d{4}(-(0\d|1[0-2])(-\d\d)?)?")
"""A day, a month or a year, without a doubt."""

_NAMED = {
    "Agencies": ("agencies", TermType.AGENCY),
    "Companies": ("companies", TermType.COMPANY),
    "Sectors": ("sectors", TermType.SECTOR),
}


def render_events_table(record: Record, events: Sequence[EventRow]) -> None:
    """Draw the table without the columns that none of the Events fills; a cell that is pressed opens its Event."""
    # Whoever reads the list does not wait until pandas is loaded.
    import pandas as pd

    names = {
        term_type: record.names(term_type) for term_type in (*(each for _, each in _NAMED.values()), TermType.THREAD)
    }

    link = st.column_config.LinkColumn(display_text=r"https?://(?:www\.)?([^/]+)")
    table = pd.DataFrame([_row(event, names) for event in events])
    key = table_key("table", table)

    def pick() -> None:
        for row, _ in st.session_state[key].selection.cells:
            choose(events[row].slug)

    filled = [name for name in table.columns if (table[name] != "").any()]
    st.dataframe(
        table,
        column_order=filled,
        hide_index=True,
        key=key,
        on_select=pick,
        selection_mode="single-cell",
        column_config={
            "Date": st.column_config.TextColumn(width=DATE_WIDTH, help="As much of the date as is known"),
            "End": st.column_config.TextColumn(width=DATE_WIDTH, help="Where it lasted"),
            "Title": st.column_config.TextColumn(width="large", help="Press a title to open the event"),
            "Stance": st.column_config.NumberColumn(
                width="small", format="%+d", help="From -3 severe restriction to +3 strong opening"
            ),
            "Source": link,
            "Second source": link,
            "Sources": st.column_config.NumberColumn(width="small", help="How many sources; the card lists them all"),
        },
    )


def _sortable(edtf: str, begins: dt.date) -> str:
    """Return a date that is in order as text; what figures alone do not say stands behind it in words."""
    if edtf == OPEN_END:
        return "still going"
    return edtf if _FIGURES.fullmatch(edtf) else f"{begins:%Y-%m} ({describe(edtf)})"


def _row(event: EventRow, names: Mapping[TermType, Mapping[str, str]]) -> dict[str, object]:
    urls = [source.url for source in event.sources]
    return {
        "Date": _sortable(event.date, event.first_on),
        "End": _sortable(event.end, event.end_on or event.last_on) if event.end else "",
        "Title": event.title,
        "Chinese title": event.title_zh or "",
        "Stance": int(event.stance),
        "Reach": f"{event.reach.value} {event.reach.label}",
        "Kind": event.kind.label,
        **{
            label: ", ".join(names[term_type].get(key, key) for key in getattr(event, field))
            for label, (field, term_type) in _NAMED.items()
        },
        TermType.THREAD.label: names[TermType.THREAD].get(event.thread, event.thread) if event.thread else "",
        "Source": urls[0] if urls else "",
        "Second source": urls[1] if len(urls) > 1 else "",
        "Sources": len(urls),
    }
