"""The Events that the chart shows, as a list to read or as a table, page by page."""

from collections.abc import Sequence

import numpy as np
import streamlit as st

from tracker.columns.arrays import Array
from tracker.filters import EventFilter
from tracker.read_models import EventRow
from tracker.web.event_card import choose
from tracker.web.event_view import EventView
from tracker.web.news import render_news
from tracker.web.pages.timeline.choice import CHOICES, EventsAs, ListOrder
from tracker.web.pages.timeline.table import render_events_table
from tracker.web.paging import page_of
from tracker.web.reading_list import render_reading_list
from tracker.web.reads import Record

PAGE_SIZES = {EventsAs.LIST: 100, EventsAs.TABLE: 500}
"""How many Events stand on a page; a table takes more of them, since it is sorted by its columns."""

MOST_ROWS = 1000
"""Lists that are not paged show so many Events at most; a download holds them all."""


def render_events_listing(record: Record, chosen: EventFilter, view: EventView, slug: str | None) -> None:
    """Draw the Events; one whose title is pressed becomes the chosen Event, which has this slug."""
    choice = CHOICES.value(record)
    view = render_news(record, view)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        CHOICES.row("Events as", "show", EventsAs, lambda each: each.value.capitalize())
        CHOICES.row("Order", "order", ListOrder, lambda each: each.label)
    body = st.container()
    # Another filter, order or look begins at its first page: the key is of this one alone.
    key = f"page {(chosen, choice.show.value, choice.order.value)!r}"
    places = places_in_order(view, choice.order).tolist()
    shown = view.at(page_of(places, key, "events", size=PAGE_SIZES[choice.show])).rows()
    with body:
        if choice.show is EventsAs.TABLE:
            render_events_table(record, shown)
        else:
            render_reading_list(record, shown, "events list", choose, chosen=slug, total=len(view))


def places_in_order(view: EventView, order: ListOrder) -> Array:
    """Return the places of a view's Events in the order in which they are read."""
    places = np.arange(len(view))
    if order is ListOrder.OLDEST:
        return places
    if order is ListOrder.NEWEST:
        return places[::-1]
    columns, at = view.columns, view.positions
    return np.lexsort((-places, -columns.reach[at].astype(int), -np.abs(columns.stance[at].astype(int))))


def latest_of(view: EventView) -> Sequence[EventRow]:
    """Return the Events of a view that a list shows, the latest; where that are not all, say so."""
    if len(view) > MOST_ROWS:
        st.caption(f"The last {MOST_ROWS:,} of {len(view):,} events; a download holds all of them.")
    return view.rows(-MOST_ROWS)
