"""The names and threads that some Events share, each a link to its own page."""

from collections.abc import Mapping, Sequence

import streamlit as st

from tracker.event.fields import NAME_LISTS
from tracker.event.labels import label_of
from tracker.filters import EventFilter
from tracker.read_models import EventRow, TermRow
from tracker.sentiment.groups import summaries
from tracker.vocabulary import TermType
from tracker.web.links import address_of_name, fits, render_link, render_links, render_name_link
from tracker.web.reads import Record
from tracker.web.text import escape_markdown

CARD = 42
"""So many Latin letters of a link fit on a card."""

FIELD_OF: Mapping[TermType, str] = {term_type: field for field, term_type in NAME_LISTS.items()}
"""The field of an Event, and the condition of a filter, that holds names of each sort."""


def render_ways_on(term_type: TermType, key: str) -> None:
    """Draw the links from a name to its own page and to its Events on the timeline."""
    path, params = address_of_name(term_type, key)
    with st.container(horizontal=True):
        render_link(path, "All about it", icon=":material/open_in_full:", params=params)
        render_link("timeline", "Show on the timeline", icon=":material/timeline:", params={FIELD_OF[term_type]: key})


def render_names_of(record: Record, event: EventRow) -> None:
    """Draw the names of one Event, in both languages, each sort in a row of its own."""
    for field, term_type in NAME_LISTS.items():
        keys: Sequence[str] = getattr(event, field)
        if not keys:
            continue
        terms = {term.key: term for term in record.terms(term_type)}
        with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
            st.markdown(f"**{label_of(field)}:**", width="content")
            for key in keys:
                to = address_of_name(term_type, key)
                both = in_both_languages(terms[key])
                if fits(both, CARD):
                    render_name_link(both, to, f"named {field}", room=CARD)
                    continue
                render_name_link(terms[key].name, to, f"named {field}", room=CARD)
                st.markdown(escape_markdown(terms[key].name_zh or ""), width="content")


def in_both_languages(term: TermRow) -> str:
    """Return a name in English and, where it is known, in Chinese."""
    return f"{term.name} {term.name_zh or ''}".strip()


def render_names_among(record: Record, events: Sequence[EventRow], key: str, *, but: str | None = None) -> None:
    """Draw the names that Events share, each with the number of them, the most frequent first.

    Args:
        record: the state of the record.
        events: what they are named in.
        key: begins the keys of the boxes.
        but: the key of a name that is left out, since the page is about it.
    """
    for field, term_type in NAME_LISTS.items():
        names = record.names(term_type)
        found = [each for each in summaries(events, [getattr(event, field) for event in events]) if each.label != but]
        if not found:
            continue
        st.markdown(f"**{label_of(field)}**")
        links = [(f"{names[each.label]} ({each.events})", address_of_name(term_type, each.label)) for each in found]
        render_links(links, f"{key} {field}")


def render_threads_among(record: Record, events: Sequence[EventRow], key: str) -> None:
    """Draw a link to each thread of which some of the Events are part, with how many of it they are.

    Args:
        record: the state of the record.
        events: those that count.
        key: key of the box with the threads that do not fit.
    """
    own = [event for event in events if event.thread]
    names = record.names(TermType.THREAD)
    found = summaries(own, [(event.thread or "",) for event in own])
    whole = summaries(every := record.events(EventFilter()), [(event.thread or "",) for event in every])
    lengths = {each.label: each.events for each in whole}
    links = [
        (
            f"{names[each.label]}: {each.events} of its {lengths.get(each.label, each.events)} events",
            address_of_name(TermType.THREAD, each.label),
        )
        for each in found
    ]
    render_links(links, key, in_rows=False)
