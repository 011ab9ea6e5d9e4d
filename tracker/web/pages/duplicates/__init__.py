"""Pairs of events that may be one: compare them side by side, merge them, or say that they are two."""

from functools import partial

import streamlit as st

from tracker.duplicates import Pair
from tracker.queries.events import IN_PLAY
from tracker.vocabulary import Role
from tracker.web import review_actions
from tracker.web.pages.duplicates.parts import MOST_COMPARED, ask_to_merge, likely_pairs, render_comparison
from tracker.web.paging import page_of
from tracker.web.reads import Record, open_record, read_one
from tracker.web.signing_in import current_actor

PAIRS_ON_A_PAGE = 50


def render_duplicates() -> None:
    """Draw the page."""
    record = open_record()
    st.title("Duplicates")
    st.caption(
        "Events with the same source and date, the same story and date, or much in common within 14 days: names, kind "
        "and words. "
        "Merging unites sources and names; the other event's link then leads to the one that stays."
    )
    review_actions.render_outcome()
    if (count := len(record.view(IN_PLAY))) > MOST_COMPARED:
        st.caption(
            f"Compared are the {MOST_COMPARED:,} of {count:,} events that came in last; "
            "`tracker duplicates` compares all."
        )
    pairs = likely_pairs(record)
    if not pairs:
        st.info("No pair looks like one event.", icon=":material/done_all:")
        return
    st.markdown(f"**{len(pairs):,} pairs**")
    for pair in page_of(pairs, "duplicates page", "pairs", size=PAIRS_ON_A_PAGE):
        _render_pair(record, pair)


def _render_pair(record: Record, pair: Pair) -> None:
    one, other = read_one(record, pair.first), read_one(record, pair.second)
    with st.container(border=True):
        st.caption(f"Why: {pair.why}")
        render_comparison(one, other)
        actor = current_actor()
        with st.container(horizontal=True):
            if actor.may(Role.REVIEWER):
                for side, kept, gone in (("left", one, other), ("right", other, one)):
                    if st.button(f"Merge, keep the {side} one", key=f"merge {kept.slug} {gone.slug}"):
                        ask_to_merge(kept, gone)
            if actor.may(Role.EDITOR):
                st.button(
                    "Not a duplicate",
                    key=f"distinct {pair.first} {pair.second}",
                    on_click=partial(review_actions.press_distinct, pair.first, pair.second),
                )
