"""The timeline: what the record says about a period, at a glance and down to each source."""

import streamlit as st

from tracker.web import address
from tracker.web.event_card import render_event_card
from tracker.web.event_table import render_downloads, render_table
from tracker.web.filter_bar import render_filter_bar
from tracker.web.reads import open_record
from tracker.web.timeline_view import chosen_event, render_chart, render_empty, render_event_box, render_headline


def render_timeline() -> None:
    """Draw the page."""
    record = open_record()
    address.read_address(record)
    headline = st.container()
    chosen = render_filter_bar(record)
    events = record.events(chosen)
    view = record.index(chosen)
    with headline:
        render_headline(record, chosen, events, view)
    event = chosen_event(record)
    address.write_address(chosen, event.slug if event else None)
    if not events:
        render_empty()
        return
    chart, card = st.columns([7, 3], gap="medium") if event else (st.container(), None)
    with chart:
        render_chart(record, chosen, events, view, event)
        render_event_box(events, event)
    if card is not None and event is not None:
        with card:
            render_event_card(record, event)
    render_table(events)
    render_downloads(events, view)
