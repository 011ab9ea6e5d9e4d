"""Which sectors eased first, which agencies act how, what a company met, and how the pace went."""

import streamlit as st

from tracker.filters import EventFilter
from tracker.web import address, screen
from tracker.web.event_card import render_event_card
from tracker.web.filter_bar import render_filter_bar
from tracker.web.pages.sectors.agencies import render_agencies
from tracker.web.pages.sectors.choice import OWN_NAMES, Choice, View, read_choice, render_choice
from tracker.web.pages.sectors.companies import render_companies
from tracker.web.pages.sectors.quarters import render_quarters
from tracker.web.pages.sectors.reads import shown_events
from tracker.web.pages.sectors.sectors import render_lines, render_map
from tracker.web.reads import Record, open_record
from tracker.web.timeline_view import chosen_event, render_empty


def render_sectors_page() -> None:
    """Draw the page."""
    record = open_record()
    params = address.read_address(record, OWN_NAMES)
    if params is not None:
        read_choice(params, record)
    st.title("Sectors and agencies")
    choice = render_choice()
    chosen = render_filter_bar(record)
    event = chosen_event(record)
    body, card = st.columns([7, 3], gap="medium") if event else (st.container(), None)
    with body:
        _render_view(record, chosen, choice)
    if card is not None and event is not None:
        with card:
            render_event_card(record, event)
    screen.watch_width(narrow=screen.is_narrow())
    address.write_address(chosen, event.slug if event else None, choice.to_params())


def _render_view(record: Record, chosen: EventFilter, choice: Choice) -> None:
    if choice.view is View.COMPANIES:
        render_companies(record, chosen, choice)
    elif not shown_events(record, chosen):
        render_empty()
    elif choice.view is View.AGENCIES:
        render_agencies(record, chosen, choice)
    elif choice.view is View.QUARTERS:
        render_quarters(record, chosen)
    elif choice.view is View.LINES:
        render_lines(record, chosen)
    else:
        render_map(record, chosen)
