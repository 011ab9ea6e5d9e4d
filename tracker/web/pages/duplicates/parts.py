"""Two Events side by side, the question before a merge, and the pairs that are worth comparing."""

from functools import partial

import numpy as np
import streamlit as st

from tracker.database import reading
from tracker.duplicates import Pair, find_pairs
from tracker.event.labels import when
from tracker.queries import list_terms
from tracker.queries.events import IN_PLAY
from tracker.read_models import EventRow
from tracker.store import distinct_pairs
from tracker.web import review_actions
from tracker.web.keeping import cached
from tracker.web.reads import Record, engine
from tracker.web.text import escape_markdown, source_link

MOST_COMPARED = 10_000
"""So many Events are compared while somebody waits; the command compares all of a larger record."""


@cached(2, spinner="Comparing all events with each other, once for each state of the record", show_time=True)
def likely_pairs(record: Record) -> tuple[Pair, ...]:
    """Return the pairs of Events that may be one and that nobody has told apart yet, among those that came in last."""
    view = record.view(IN_PLAY)
    entered = view.columns.ids[view.positions]
    latest = np.sort(np.argsort(entered)[-MOST_COMPARED:])
    with reading(engine()) as session:
        return find_pairs(view.at(latest).rows(), record.read(list_terms), apart=distinct_pairs(session))


def render_comparison(one: EventRow, other: EventRow) -> None:
    """Draw two Events side by side."""
    for column, event in zip(st.columns(2), (one, other), strict=True):
        with column:
            st.markdown(f"**{escape_markdown(event.title)}**")
            if event.title_zh:
                st.markdown(escape_markdown(event.title_zh))
            facts = (when(event), event.kind.label, f"stance {event.stance.signed}", f"reach {event.reach.value}")
            st.caption(escape_markdown(" · ".join(facts)))
            st.markdown(escape_markdown(event.summary))
            links = (source_link(source.url, source.publisher or source.url) for source in event.sources)
            st.markdown("\n".join(f"- {link}" for link in links))


@st.dialog("Merge these two events?")
def ask_to_merge(kept: EventRow, gone: EventRow) -> None:
    """Say what the merge would do, and do it after a second press."""
    st.markdown(f"**Stays:** {escape_markdown(kept.title)}")
    st.markdown(f"**Goes into it:** {escape_markdown(gone.title)}")
    st.caption("Sources and names are united; the other event leaves chart and index, and its link leads to this one.")
    now = partial(review_actions.merge, kept, gone)
    if st.button("Merge", key=f"merge now {kept.slug} {gone.slug}", type="primary", on_click=now):
        st.rerun()  # A dialog runs on its own; the page with the news is drawn by a whole run, which closes it.
