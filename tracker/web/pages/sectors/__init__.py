"""Which sectors eased first, which agencies act how, what a company met, and how the pace went."""

import streamlit as st

from tracker.filters import EventFilter
from tracker.web import address, screen
from tracker.web.event_card import beside_card, chosen_event
from tracker.web.filter_bar import render_empty, render_filter_bar
from tracker.web.pages.sectors.agencies import render_agencies
from tracker.web.pages.sectors.choice import CHOICES, View, ViewChoice, choose_view
from tracker.web.pages.sectors.companies import render_companies
from tracker.web.pages.sectors.quarters import render_quarters
from tracker.web.pages.sectors.reads import shown_events
from tracker.web.pages.sectors.sectors import render_lines, render_map, render_sector_links
from tracker.web.reads import Record, open_record


def render_sectors_page() -> None:
    """Draw the page."""
    record = open_record()
    CHOICES.open(record)
    st.title("Sectors and agencies")
    choice = choose_view(record)
    chosen = render_filter_bar(record)
    event = chosen_event(record)
    with beside_card(record, event):
        _render_view(record, chosen, choice)
    screen.watch_width(narrow=screen.is_narrow())
    address.write_address(chosen, event.slug if event else None, CHOICES.params(choice, record))


def _render_view(record: Record, chosen: EventFilter, choice: ViewChoice) -> None:
    if choice.view is View.COMPANIES:
        render_companies(record, chosen, choice)
    elif not len(shown_events(record, chosen)):
        render_empty()
    elif choice.view is View.AGENCIES:
        render_agencies(record, chosen, choice)
    elif choice.view is View.QUARTERS:
        render_quarters(record, chosen)
    elif choice.view is View.LINES:
        render_lines(record, chosen)
    else:
        render_map(record, chosen)
        render_sector_links(record, chosen)
