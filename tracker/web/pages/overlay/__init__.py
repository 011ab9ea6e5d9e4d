"""A reader's own series: as lines with the events on them, and beside the index."""

import streamlit as st

from tracker.filters import EventFilter
from tracker.market import OverlaySeries
from tracker.read_models import EventRow
from tracker.web import address
from tracker.web.event_card import beside_card, chosen_event
from tracker.web.filter_bar import render_empty, render_filter_bar
from tracker.web.pages.overlay.beside_index import (
    comparison,
    render_lags,
    render_overlay_chart,
    render_overlay_words,
    render_pairs,
)
from tracker.web.pages.overlay.choice import CHOICES, Beside, OverlayChoice, choose_lines, chosen_lines, lines_of
from tracker.web.pages.overlay.with_events import render_event_lines
from tracker.web.price_box import render_price_box
from tracker.web.reads import Record, open_record, without_period
from tracker.web.upload_view import Files, render_file_notes

PATH = "overlay"
NO_FILE = """
Give CSV, Excel or JSON files with a column of dates and one of values: prices of shares, another policy index, a search
volume. Days, months such as `2021-07` and quarters such as `2021Q3` are read. Files stay in this session and go nowhere
else.
"""


def render_overlay() -> None:
    """Draw the page."""
    record = open_record()
    CHOICES.open(record)
    st.title("Prices and own figures")
    whole = render_filter_bar(record, with_period=False)
    chosen = without_period(whole)
    files = render_price_box(PATH, "Your series (CSV, Excel or JSON)", "A column of dates, and one or more of values.")
    event = chosen_event(record)
    if files:
        _render_lines(record, files, chosen, event)
    else:
        st.markdown(NO_FILE)
    params = CHOICES.params(CHOICES.value(record), record)
    address.write_address(chosen, event.slug if event else None, params, taken_along=whole)


def _render_lines(record: Record, files: Files, chosen: EventFilter, event: EventRow | None) -> None:
    reading = lines_of(files)
    render_file_notes(reading.notes)
    if not reading.series:
        return
    choice = choose_lines(record, [one.name for one in reading.series])
    with beside_card(record, event):
        if choice.view is Beside.EVENTS:
            render_event_lines(files, record, chosen, choice, event)
        else:
            _render_beside_index(record, files, chosen, choice, chosen_lines(reading, choice)[0])


def _render_beside_index(
    record: Record, files: Files, chosen: EventFilter, choice: OverlayChoice, own: OverlaySeries
) -> None:
    result = comparison(files, own.name, record, chosen, choice.compared, weekly=choice.weekly)
    if result is None:
        render_empty()
        return
    render_overlay_words(result, choice.compared)
    render_overlay_chart(files, own, record, chosen, rebased=choice.rebased)
    render_lags(record, chosen, result)
    render_pairs(result, choice.compared)
