"""What the page of one name tells, from the sentence on top to the files at the foot."""

import streamlit as st

from tracker.citation import cited_view
from tracker.read_models import EventRow, TermRow
from tracker.web.event_card import beside_card
from tracker.web.headline import render_what_happened
from tracker.web.name_view import render_names_among, render_threads_among
from tracker.web.pages.name_page.choice import filter_of
from tracker.web.pages.name_page.parts import (
    render_measures_among,
    render_name_chart,
    render_name_sources,
    render_strongest,
)
from tracker.web.pages.name_page.reaction import render_reaction
from tracker.web.pages.sectors.agencies import render_event_list
from tracker.web.pages.timeline.downloads import render_downloads
from tracker.web.reads import Record
from tracker.web.taking import kept_words, render_share, written_address
from tracker.web.text import escape_markdown


def render_sections(record: Record, term: TermRow, event: EventRow | None) -> None:
    """Draw all that the record holds about a name; ``event`` is the chosen one, which the chart rings."""
    chosen = filter_of(term)
    events = record.events(chosen)
    if not events:
        st.info(f"No accepted event of the record names {escape_markdown(term.name)}.", icon=":material/info:")
        return
    render_what_happened(record, chosen)
    with beside_card(record, event):
        render_name_chart(record, chosen, term.name, event)
        st.subheader("What moved it")
        render_strongest(events)
    stories, rules = st.columns(2)
    with stories:
        st.subheader("Stories")
        render_threads_among(record, events, "name threads")
    with rules:
        st.subheader("Rules and cases")
        render_measures_among(record, events, "name measures")
    st.subheader("Named with it")
    render_names_among(record, events, "name", but=term.key)
    if term.tickers:
        st.subheader("Its share")
        render_reaction(record, term, chosen)
    st.subheader(f"All events ({len(events)})")
    render_event_list(record.view(chosen), "name events")
    render_downloads(record, chosen, record.index(chosen))
    render_share(
        "share name",
        written_address(),
        lambda: cited_view("Timeline", kept_words(record, chosen), record.state(), record.today, written_address()),
    )
    st.subheader("Sources")
    render_name_sources(record, chosen)
