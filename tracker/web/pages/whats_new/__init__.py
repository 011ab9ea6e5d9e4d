"""What happened to the record: which events came in, were corrected, merged or left, for the filter in the address."""

import streamlit as st

from tracker.web import address
from tracker.web.filter_bar import render_filter_bar
from tracker.web.links import render_link
from tracker.web.pages.whats_new.choice import CHOICES, choose_news
from tracker.web.pages.whats_new.parts import render_feeds, render_news_list
from tracker.web.reads import open_record, render_where_read


def render_whats_new() -> None:
    """Draw the page."""
    record = open_record()
    CHOICES.open(record)
    st.title("What is new")
    st.caption("What came into the record, was corrected in it or left it, the newest first.")
    render_where_read()
    chosen = render_filter_bar(record)
    choice = choose_news(record)
    address.write_address(chosen, None, CHOICES.params(choice, record))
    render_news_list(record, chosen, choice)
    render_feeds(record, chosen, choice)
    render_link("history", "Every change, with who made it", icon=":material/history:")
