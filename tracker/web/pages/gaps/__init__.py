"""The work list: events that lack an official page, a page in Chinese, a Chinese name or a second coding."""

import streamlit as st

from tracker.web import address
from tracker.web.event_card import beside_card, chosen_event
from tracker.web.links import render_link
from tracker.web.pages.gaps.parts import CHOICES, choose_gaps, render_work_list, render_years
from tracker.web.reads import open_record
from tracker.web.text import escape_markdown


def render_gaps_page() -> None:
    """Draw the page."""
    record = open_record()
    st.title("Gaps")
    st.caption(
        "What the accepted events of the record still lack. A source counts as official where its host proves it, and "
        "a full translation of the text stands for it; an address that was only seen on another page counts as well, "
        "and the help of each figure says how many rest on one. A row opens the event beside the list."
    )
    render_link("coverage", "Acts that lists by others name and the record lacks", icon=":material/compare_arrows:")
    params = address.new_parts()
    for note in [] if params is None else [*CHOICES.read(params, record), *address.without_filter(params)]:
        st.info(escape_markdown(note), icon=":material/info:")
    render_years(record)
    choice = choose_gaps(record)
    address.write_parts(CHOICES.params(choice, record))
    with beside_card(record, chosen_event(record)):
        render_work_list(record, choice)
