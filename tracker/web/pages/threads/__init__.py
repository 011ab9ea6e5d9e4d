"""Each story as a lane with its events in order; one of them opens as a chronology."""

from functools import partial

import streamlit as st

from tracker.filters import EventFilter
from tracker.vocabulary import TermType
from tracker.web import address, held
from tracker.web.asked import Asked
from tracker.web.boxes import as_of_params, read_as_of
from tracker.web.filter_bar import render_filter_bar
from tracker.web.pages.threads.parts import (
    DAY,
    ORDER,
    THREAD,
    Order,
    render_choice,
    render_lanes,
    render_table,
    stories_of,
)
from tracker.web.pages.threads.story import render_story
from tracker.web.reads import Record, open_record
from tracker.web.timeline_view import render_empty


def render_threads() -> None:
    """Draw the page."""
    record = open_record()
    params = address.read_address(record, {THREAD: TermType.THREAD})
    if params is not None:
        _read_choice(params, record)
    st.title("Threads")
    chosen = render_filter_bar(record)
    day, order = render_choice(record)
    key = held.value(THREAD)
    own = {
        **({"thread": [key]} if key else {}),
        **as_of_params(record, day),
        **({"order": [order.value]} if order is not Order.FIRST else {}),
    }
    address.write_address(chosen, held.value("event"), own)
    # A story is read whole, whatever the filter keeps of it.
    shown = EventFilter(threads=(key,)) if key else chosen
    stories = stories_of(record, shown, day, order)
    if not stories:
        render_empty()
        return
    render_lanes(record, shown, day, order, held.value("event"))
    if key:
        render_story(record, stories[0], day)
    else:
        render_table(stories, day)


def _read_choice(params: address.Params, record: Record) -> None:
    asked = Asked(params)
    held.put(THREAD, asked.one_found("thread", partial(record.key_of, TermType.THREAD)))
    read_as_of(asked, record, DAY)
    held.put(ORDER, asked.one_of("order", Order.FIRST))
    address.add_notes(asked.notes)
