"""The files that a reader can take from the timeline: Events and index, as the filter keeps them."""

import csv
import io
from collections.abc import Iterable
from functools import partial

import streamlit as st

from tracker.addresses import PagesOf
from tracker.database import reading
from tracker.exports import Asked, write_export
from tracker.filters import ACCEPTED_ONLY, EventFilter
from tracker.formats import FORMATS, Format, Purpose
from tracker.sentiment import INDEX_COLUMNS, IndexRow, rows
from tracker.web.data_view import render_download
from tracker.web.reads import IndexView, Record, engine
from tracker.web.taking import download_name, whole_address

_AT_HAND = {"csv": "Timeline as CSV", "json": "Timeline as JSON", "xlsx": "Timeline for Excel"}
"""What most readers want stands on the page itself, and what the button says."""


def render_downloads(record: Record, chosen: EventFilter, view: IndexView | None) -> None:
    """Draw the download buttons; a file is made only when it is asked for, and its name says what it holds."""
    with st.container(horizontal=True):
        for name, words in _AT_HAND.items():
            _render_one(record, chosen, view, FORMATS[name], words)
        if view is not None:
            render_download(
                "Index as CSV",
                "download index",
                download_name(record, chosen, "index", "csv"),
                lambda: index_csv(view, chosen),
            )
    _render_others(record, chosen, view)


def _render_others(record: Record, chosen: EventFilter, view: IndexView | None) -> None:
    """Draw the box of the other formats; what each holds and leaves out is said beside it."""
    # Below the end of a page there is no room for a menu that hangs from a button.
    box = st.expander("Other files", icon=":material/download:", key="other files", on_change="rerun")
    if not box.open:
        return
    others = [each for name, each in FORMATS.items() if name not in _AT_HAND and each.takes_filter]
    with box:
        if chosen.states != ACCEPTED_ONLY:
            st.caption("Formats that do not say where an event stands in review hold accepted events alone.")
        for purpose in Purpose:
            of_it = [each for each in others if each.purpose is purpose]
            if not of_it:
                continue
            st.caption(purpose.value)
            with st.container(horizontal=True):
                for each in of_it:
                    left_out = f"Leaves out: {each.leaves_out}" if each.leaves_out else "Leaves nothing out."
                    _render_one(record, chosen, view, each, each.label, help_=f"{each.holds} {left_out}")


def _render_one(
    record: Record, chosen: EventFilter, view: IndexView | None, form: Format, words: str, *, help_: str | None = None
) -> None:
    render_download(
        words,
        f"download {form.suffix}",
        download_name(record, chosen, "timeline", form.suffix),
        partial(_file, chosen, view, form.suffix, whole_address({}, "")),
        mime=form.media_type,
        help_=help_,
    )


def _file(chosen: EventFilter, view: IndexView | None, name: str, pages: str) -> bytes:
    # Streamlit keeps the whole file until it is fetched; the Events pass through one by one.
    stream = io.BytesIO()
    with reading(engine()) as session:
        asked = Asked(
            session=session,
            chosen=chosen,
            index=lambda: _days_of(view, chosen) if view else (),
            link=PagesOf(pages),
        )
        write_export(asked, name, stream)
    return stream.getvalue()


def _days_of(view: IndexView, chosen: EventFilter) -> Iterable[IndexRow]:
    return rows(view.series, view.band, since=chosen.since, until=chosen.until)


def index_csv(view: IndexView, chosen: EventFilter) -> bytes:
    """Return the index day by day in the period as CSV, as ``tracker index`` prints it."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(INDEX_COLUMNS)
    writer.writerows(_days_of(view, chosen))
    return text.getvalue().encode()
