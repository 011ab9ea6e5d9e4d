"""The timeline: what the record says about a period, at a glance and down to each source."""

import streamlit as st

from tracker.web import address, screen
from tracker.web.event_card import chosen_event, render_event_card
from tracker.web.filter_bar import current_filter, render_empty, render_filter_bar
from tracker.web.headline import render_first_words
from tracker.web.pages.timeline.choice import CHOICES
from tracker.web.pages.timeline.downloads import render_downloads
from tracker.web.pages.timeline.listing import render_events_listing
from tracker.web.pages.timeline.parts import render_chart_tools, render_embedded, render_timeline_chart
from tracker.web.reads import open_record
from tracker.web.search_view import render_hits


def render_timeline() -> None:
    """Draw the page."""
    record = open_record()
    CHOICES.open(record)
    if screen.is_in_frame():
        render_embedded(record)
        return
    headline, bar, chart = st.container(), st.container(), st.container()
    chosen = current_filter(record)
    view, index = record.view(chosen), record.index(chosen)
    event = chosen_event(record)
    if len(view):
        # Readers wait for the chart: it is sent first, and the browser draws it while the rest is made.
        with chart:
            render_timeline_chart(record, chosen, event)
    with headline:
        render_first_words(record, chosen)
    with bar:
        render_filter_bar(record)
    own = CHOICES.params(CHOICES.value(record), record)
    address.write_address(chosen, event.slug if event else None, own)
    if not len(view):
        render_empty()
        screen.watch_width(narrow=screen.is_narrow())
        return
    with chart:
        render_chart_tools(record, chosen, event)
    # On a phone the card follows the chart, and the list the card.
    card, listing = st.columns(2, gap="medium") if event else (None, st.container())
    if card is not None and event is not None:
        with card:
            render_event_card(record, event)
    with listing:
        render_hits(record, chosen, view)
        render_events_listing(record, chosen, view, event.slug if event else None)
    render_downloads(record, chosen, index)
