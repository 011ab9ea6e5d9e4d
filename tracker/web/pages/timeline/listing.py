"""The Events that the chart shows, as a list to read or as a table."""

from collections.abc import Sequence

import streamlit as st

from tracker.read_models import EventRow
from tracker.web.event_card import choose
from tracker.web.news import render_news
from tracker.web.pages.timeline.choice import CHOICES, EventsAs, ListOrder
from tracker.web.pages.timeline.table import render_events_table
from tracker.web.reading_list import render_reading_list
from tracker.web.reads import Record

MOST_ROWS = 1000
"""List and table show so many Events at most; a download holds them all."""


def render_events_listing(record: Record, events: Sequence[EventRow], chosen: str | None) -> None:
    """Draw the Events; one whose title is pressed becomes the chosen Event."""
    choice = CHOICES.value(record)
    events = render_news(record, events)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        CHOICES.row("Events as", "show", EventsAs, lambda each: each.value.capitalize())
        CHOICES.row("Order", "order", ListOrder, lambda each: each.label)
    shown = list_in_order(latest_of(events), choice.order)
    if choice.show is EventsAs.TABLE:
        render_events_table(record, shown)
    else:
        render_reading_list(record, shown, "events list", choose, chosen=chosen)


def latest_of(events: Sequence[EventRow]) -> Sequence[EventRow]:
    """Return the Events that a list shows, the latest; where that are not all, say so."""
    if len(events) > MOST_ROWS:
        st.caption(f"The last {MOST_ROWS:,} of {len(events):,} events; a download holds all of them.")
    return events[-MOST_ROWS:]


def list_in_order(events: Sequence[EventRow], order: ListOrder) -> list[EventRow]:
    """Return Events, which come the earliest first, in another order."""
    if order is ListOrder.OLDEST:
        return list(events)
    latest = list(reversed(events))
    if order is ListOrder.NEWEST:
        return latest
    return sorted(latest, key=lambda event: (abs(event.stance), event.reach), reverse=True)
