"""Inbox: what feeds brought, one item after the other, to confirm, to make drafts of, or to dismiss."""

import streamlit as st

from tracker.web import review_actions, screen
from tracker.web.pages.inbox.choice import choose_items, render_paging
from tracker.web.pages.inbox.item import render_item
from tracker.web.pages.inbox.listing import choose_item, render_list
from tracker.web.pages.inbox.standing import render_how_to_begin, render_standing
from tracker.web.reads import open_record


def render_inbox() -> None:
    """Draw the page."""
    record = open_record()
    # Drawn below what comes and goes, it would be made anew, and its answer would end the run that tells the news.
    screen.watch_width(narrow=screen.is_narrow())
    st.title("Inbox")
    st.caption(
        "Pages that feeds brought, those first that most likely speak of the field. What they say is compared with the "
        "record; nothing enters it without a press of yours. Pages are fetched by the command tracker fetch alone."
    )
    review_actions.render_outcome()
    feeds = render_standing()
    if not feeds:
        render_how_to_begin()
        return
    chosen = choose_items(feeds)
    if not chosen.items:
        st.info("No item is left here.", icon=":material/done_all:")
        render_item(record, None, after=None)
        return
    item, after = choose_item(chosen.items)
    one, others = st.columns([3, 2], gap="medium")
    with one:
        render_item(record, item, after=after)
    with others:
        render_list(record, chosen.items, item, total=chosen.total)
        render_paging(chosen)
