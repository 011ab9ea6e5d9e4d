"""The timeline: what the record says about a period, at a glance and down to each source."""

import streamlit as st

from tracker.web import address, screen
from tracker.web.event_card import chosen_event, render_event_card
from tracker.web.filter_bar import current_filter, render_empty, render_filter_bar
from tracker.web.headline import render_first_words
from tracker.web.pages.timeline.parts import CHOICES, render_event_box, render_timeline_chart
from tracker.web.pages.timeline.table import render_downloads, render_events_table
from tracker.web.reads import open_record
from tracker.web.search_view import render_hits


def render_timeline() -> None:
    """Draw the page."""
    record = open_record()
    CHOICES.open(record)
    headline, bar, body = st.container(), st.container(), st.container()
    chosen = current_filter(record)
    events, view = record.events(chosen), record.index(chosen)
    with body:
        event = chosen_event(record)
        # The chart keeps its place on the page, beside a card and alone: the browser goes on with the one that it has.
        chart, *cards = st.columns([7, 3] if event and events else 1, gap="medium")
    if events:
        # Readers wait for the chart: it is sent first, and the browser draws it while the rest is made.
        with chart:
            render_timeline_chart(record, chosen, events, view, event)
    with headline:
        render_first_words(record, chosen)
    with bar:
        render_filter_bar(record)
    own = CHOICES.params(CHOICES.value(record), record)
    address.write_address(chosen, event.slug if event else None, own)
    if not events:
        render_empty()
        screen.watch_width(narrow=screen.is_narrow())
        return
    with chart:
        render_event_box(events, event)
    for card in cards:
        if event is not None:
            with card:
                render_event_card(record, event)
    render_hits(record, chosen, events)
    render_events_table(events)
    render_downloads(events, view, filtered=not chosen.is_empty)
