"""Two Events side by side, and the pairs that are worth comparing."""

import streamlit as st

from tracker.database import reading
from tracker.duplicates import Pair, find_pairs
from tracker.queries import list_events
from tracker.queries.events import IN_PLAY
from tracker.rows import EventRow
from tracker.store import distinct_pairs
from tracker.web.event_card import when
from tracker.web.reads import Record, engine
from tracker.web.text import escape_markdown, source_link


@st.cache_resource(show_spinner=False, max_entries=4)
def _pairs(url: str, version: int) -> tuple[Pair, ...]:
    del url, version  # They name the state that is cached.
    with reading(engine()) as session:
        return find_pairs(list_events(session, IN_PLAY), apart=distinct_pairs(session))


def likely_pairs(record: Record) -> tuple[Pair, ...]:
    """Return the pairs of Events that may be one and that nobody has told apart yet."""
    return _pairs(record.url, record.version)


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
