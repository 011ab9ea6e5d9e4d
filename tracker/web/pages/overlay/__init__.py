"""A reader's own series over the index."""

import streamlit as st

from tracker.filters import EventFilter
from tracker.web import address
from tracker.web.filter_bar import render_empty, render_filter_bar
from tracker.web.pages.overlay.parts import (
    CHOICES,
    NO_FILE,
    OverlayChoice,
    choose_comparison,
    comparison,
    render_lags,
    render_overlay_chart,
    render_overlay_words,
    render_pairs,
    series_of,
)
from tracker.web.reads import Record, open_record, without_period
from tracker.web.upload_view import Files, render_file_notes, render_upload

PATH = "overlay"


def render_overlay() -> None:
    """Draw the page."""
    record = open_record()
    CHOICES.open(record)
    st.title("Your own figures")
    label = "Your series (CSV, Excel or JSON)"
    files = render_upload(PATH, label, "A column of dates and one of values.", several=False)
    whole = render_filter_bar(record, with_period=False)
    chosen = without_period(whole)
    choice = choose_comparison(record)
    if files:
        _render_overlay(record, files, chosen, choice)
    else:
        st.markdown(NO_FILE)
    address.write_address(chosen, None, CHOICES.params(choice, record), taken_along=whole)


def _render_overlay(record: Record, files: Files, chosen: EventFilter, choice: OverlayChoice) -> None:
    reading = series_of(files)
    render_file_notes(reading.notes)
    view = record.index(chosen)
    result = comparison(files, record, chosen, changes=choice.changes)
    if view is None:
        render_empty()
    if reading.series is None or view is None or result is None:
        return
    render_overlay_words(result)
    render_overlay_chart(files, record, chosen, rebased=choice.rebased)
    render_lags(files, record, chosen, result)
    render_pairs(result)
