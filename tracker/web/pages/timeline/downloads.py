"""The files that a reader can take from the timeline: Events and index, as the filter keeps them."""

import csv
import io
from collections.abc import Iterable
from functools import partial
from typing import Any

import streamlit as st

from tracker.citation import about_words
from tracker.database import reading
from tracker.exports import FORMATS, write_export
from tracker.filters import EventFilter
from tracker.sentiment import INDEX_COLUMNS, IndexRow, rows
from tracker.web.data_view import render_download
from tracker.web.reads import IndexView, Record, engine
from tracker.web.taking import download_name, kept_words


def render_downloads(record: Record, chosen: EventFilter, view: IndexView | None) -> None:
    """Draw the download buttons; a file is made only when it is asked for, and its name says what it holds."""
    with st.container(horizontal=True):
        for name, words in (("csv", "Timeline as CSV"), ("json", "Timeline as JSON"), ("xlsx", "Timeline for Excel")):
            more = partial(_sheets, record, chosen, view) if name == "xlsx" else dict
            render_download(
                words,
                f"download {name}",
                download_name(record, chosen, "timeline", name),
                lambda name=name, more=more: _file(chosen, name, more()),  # type: ignore[misc]
                mime=FORMATS[name].media_type,
            )
        if view is not None:
            render_download(
                "Index as CSV",
                "download index",
                download_name(record, chosen, "index", "csv"),
                lambda: index_csv(view, chosen),
            )


def _file(chosen: EventFilter, name: str, more: dict[str, Any]) -> bytes:
    # Streamlit keeps the whole file until it is fetched; the Events pass through one by one.
    stream = io.BytesIO()
    with reading(engine()) as session:
        write_export(session, chosen, name, stream, **more)
    return stream.getvalue()


def _sheets(record: Record, chosen: EventFilter, view: IndexView | None) -> dict[str, Any]:
    """Return what the workbook holds beside the Events: the index, and what the codebook says first."""
    about = about_words(kept_words(record, chosen), record.state())
    return {"index": _days_of(view, chosen) if view else (), "about": about}


def _days_of(view: IndexView, chosen: EventFilter) -> Iterable[IndexRow]:
    return rows(view.series, view.band, since=chosen.since, until=chosen.until)


def index_csv(view: IndexView, chosen: EventFilter) -> bytes:
    """Return the index day by day in the period as CSV, as ``tracker index`` prints it."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(INDEX_COLUMNS)
    writer.writerows(_days_of(view, chosen))
    return text.getvalue().encode()
