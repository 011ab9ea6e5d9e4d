"""The Events that the chart shows as a table, and the files to download."""

import csv
import io
from collections.abc import Sequence
from functools import partial

import pandas as pd
import streamlit as st

from tracker.exports import FORMATS, export_bytes
from tracker.read_models import EventRow
from tracker.sentiment import INDEX_COLUMNS, rows
from tracker.web.data_view import render_download, render_rows
from tracker.web.event_card import choose
from tracker.web.reads import IndexView

MOST_ROWS = 1000
"""The table shows so many Events at most; a download holds them all."""

DATE_WIDTH = 110
"""Pixels in which a whole day such as 2018-12-29 stands uncut."""


def render_events_table(events: Sequence[EventRow]) -> None:
    """Draw the table; a row that is chosen becomes the chosen Event."""
    shown = events[-MOST_ROWS:]
    if len(shown) < len(events):
        st.caption(f"The last {MOST_ROWS:,} of {len(events):,} events; a download holds all of them.")
    render_rows(
        pd.DataFrame([_row(event) for event in shown]),
        "table",
        shown,
        lambda event: choose(event.slug),
        column_config={
            "Date": st.column_config.TextColumn(width=DATE_WIDTH, help="EDTF: as much of the date as is known"),
            "End": st.column_config.TextColumn(width=DATE_WIDTH, help="Where it lasted; .. where it goes on"),
            "Title": st.column_config.TextColumn(width="large"),
            "Stance": st.column_config.NumberColumn(width="small", format="%d"),
            "Reach": st.column_config.NumberColumn(width="small"),
            "Source": st.column_config.LinkColumn(display_text=r"https?://(?:www\.)?([^/]+)"),
            "Second source": st.column_config.LinkColumn(display_text=r"https?://(?:www\.)?([^/]+)"),
            "Sources": st.column_config.NumberColumn(width="small", help="How many sources; the card lists them all"),
        },
    )


def _row(event: EventRow) -> dict[str, object]:
    urls = [source.url for source in event.sources]
    return {
        "Date": event.date,
        "End": event.end or "",
        "Title": event.title,
        "Chinese title": event.title_zh or "",
        "Stance": int(event.stance),
        "Reach": int(event.reach),
        "Kind": event.kind.label,
        "Agencies": ", ".join(event.agencies),
        "Companies": ", ".join(event.companies),
        "Sectors": ", ".join(event.sectors),
        "Thread": event.thread or "",
        "Source": urls[0] if urls else "",
        "Second source": urls[1] if len(urls) > 1 else "",
        "Sources": len(urls),
    }


def render_downloads(events: Sequence[EventRow], view: IndexView | None, *, filtered: bool) -> None:
    """Draw the download buttons; a file is made only when it is asked for, and its name says if a filter was on."""
    part = "-filtered" if filtered else ""
    with st.container(horizontal=True):
        for name, words in (("csv", "Timeline as CSV"), ("json", "Timeline as JSON"), ("xlsx", "Timeline for Excel")):
            make = partial(export_bytes, events, name)
            render_download(words, f"download {name}", f"timeline{part}.{name}", make, mime=FORMATS[name].media_type)
        if view is not None:
            render_download("Index as CSV", "download index", f"index{part}.csv", lambda: index_csv(view))


def index_csv(view: IndexView) -> bytes:
    """Return the index day by day as CSV, as ``tracker index`` prints it."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(INDEX_COLUMNS)
    writer.writerows(rows(view.series, view.band))
    return text.getvalue().encode()
