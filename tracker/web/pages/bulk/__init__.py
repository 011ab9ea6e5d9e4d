"""Change several events at once: choose rows, say what to set, look at the effect, save."""

import numpy as np
import streamlit as st

from tracker.web import address, review_actions
from tracker.web.filter_bar import render_filter_bar
from tracker.web.pages.bulk.parts import render_change
from tracker.web.pages.bulk.ticks import tick_events
from tracker.web.paging import page_of
from tracker.web.reads import open_record


def render_bulk() -> None:
    """Draw the page."""
    record = open_record()
    address.read_address(record)
    st.title("Change several events")
    st.caption(
        "Tick rows, set story, sectors or the step in review, and look at the effect before saving. Ticks stay when "
        "you turn the page."
    )
    review_actions.render_outcome()
    chosen = render_filter_bar(record)
    address.write_address(chosen, None)
    view = record.view(chosen)
    shown = view.at(np.asarray(page_of(range(len(view)), f"bulk page {chosen}", "events"), dtype=np.int64))
    ticked = tick_events(view, shown)
    if len(ticked):
        render_change(record, ticked.rows())
