"""What moved the index between two days, or what it is made of on one."""

import streamlit as st

from tracker.filters import EventFilter
from tracker.web import address, screen
from tracker.web.event_card import beside_card, chosen_event
from tracker.web.filter_bar import render_empty, render_filter_bar
from tracker.web.pages.moves.choice import CHOICES, MoveChoice, choose_move, open_moves
from tracker.web.pages.moves.parts import render_days_line, render_moves_words, render_waterfall
from tracker.web.reads import Record, open_record, without_period


def render_moves() -> None:
    """Draw the page."""
    record = open_record()
    open_moves(record)
    st.title("What moved the line")
    words = st.container()
    whole = render_filter_bar(record, with_period=False)
    chosen = without_period(whole)
    view = record.index(chosen)
    event = chosen_event(record)
    if view is None:
        address.write_address(chosen, event.slug if event else None, taken_along=whole)
        render_empty()
        return
    choice = choose_move(record, view)
    address.write_address(chosen, event.slug if event else None, CHOICES.params(choice, record), taken_along=whole)
    with words:
        render_moves_words(record, chosen, choice)
    with beside_card(record, event):
        _render_charts(record, chosen, choice)


def _render_charts(record: Record, chosen: EventFilter, choice: MoveChoice) -> None:
    render_days_line(record, chosen, choice)
    render_waterfall(record, chosen, choice)
    screen.watch_width(narrow=screen.is_narrow())
