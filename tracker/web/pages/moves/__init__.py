"""What moved the index between two days, or what it is made of on one."""

import streamlit as st

from tracker.filters import EventFilter
from tracker.web import address, screen
from tracker.web.event_card import render_event_card
from tracker.web.filter_bar import current_filter, render_filter_bar
from tracker.web.pages.moves.choice import Choice, read_choice, render_choice
from tracker.web.pages.moves.parts import render_line, render_waterfall, render_words
from tracker.web.reads import Record, open_record, without_period
from tracker.web.timeline_view import chosen_event, render_empty


def render_moves() -> None:
    """Draw the page."""
    record = open_record()
    params = address.read_address(record)
    if params is not None:
        read_choice(params, record, current_filter(record))
    words = st.container()
    whole = render_filter_bar(record, with_period=False)
    chosen = without_period(whole)
    view = record.index(chosen)
    event = chosen_event(record)
    if view is None:
        address.write_address(chosen, event.slug if event else None, taken_along=whole)
        words.title("What moved it")
        render_empty()
        return
    choice = render_choice(record, view)
    address.write_address(chosen, event.slug if event else None, choice.to_params(), taken_along=whole)
    with words:
        render_words(record, chosen, choice)
    chart, card = st.columns([7, 3], gap="medium") if event else (st.container(), None)
    with chart:
        _render_charts(record, chosen, choice)
    if card is not None and event is not None:
        with card:
            render_event_card(record, event)


def _render_charts(record: Record, chosen: EventFilter, choice: Choice) -> None:
    render_line(record, chosen, choice)
    render_waterfall(record, chosen, choice)
    screen.watch_width(narrow=screen.is_narrow())
