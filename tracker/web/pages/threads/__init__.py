"""Each story as a lane with its events in order; one of them opens as a chronology."""

import streamlit as st

from tracker.filters import EventFilter
from tracker.web import address, held
from tracker.web.filter_bar import render_empty, render_filter_bar
from tracker.web.pages.threads.parts import (
    CHOICES,
    STORIES_ON_A_PAGE,
    choose_stories,
    render_lanes,
    render_threads_table,
    stories_of,
    threads_of,
)
from tracker.web.pages.threads.story import render_story
from tracker.web.paging import page_of
from tracker.web.reads import open_record


def render_threads() -> None:
    """Draw the page."""
    record = open_record()
    CHOICES.open(record)
    st.title("Stories")
    chosen = render_filter_bar(record)
    choice = choose_stories(record)
    key, day, order = choice.thread, choice.day, choice.order
    address.write_address(chosen, held.value("event"), CHOICES.params(choice, record))
    # A story is read whole, whatever the filter keeps of it.
    shown = EventFilter(threads=(key,)) if key else chosen
    every = threads_of(record, shown, day, order)
    if not every:
        render_empty()
        return
    page = f"stories page {shown} {order}"
    keys = (key,) if key in every else tuple(page_of(every, page, "stories", size=STORIES_ON_A_PAGE))
    stories = stories_of(record, shown, day, keys)
    render_lanes(record, shown, day, keys, held.value("event"))
    if key:
        render_story(record, stories[0], day)
    else:
        render_threads_table(stories, day)
