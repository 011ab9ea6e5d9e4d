"""The names and threads that some Events share, each a link to its own page."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import streamlit as st

from tracker.event.fields import NAME_LISTS
from tracker.event.labels import label_of
from tracker.filters import EventFilter
from tracker.read_models import EraRow, EventRow, TermRow
from tracker.vocabulary import TermType
from tracker.web.keeping import cached
from tracker.web.links import address_of_name, fits, render_link, render_links, render_name_link
from tracker.web.reads import Record
from tracker.web.text import escape_markdown

CARD = 42
"""So many Latin letters of a link fit on a card."""

FIELD_OF: Mapping[TermType, str] = {term_type: field for field, term_type in NAME_LISTS.items()}
"""The field of an Event, and the condition of a filter, that holds names of each sort."""


PLURALS: Mapping[TermType, str] = {
    TermType.SECTOR: "Sectors",
    TermType.AGENCY: "Agencies",
    TermType.COMPANY: "Companies",
    TermType.PERSON: "People",
    TermType.THREAD: "Stories",
}
"""What several names of a sort are called on screens."""


@cached(8)
def uses_of_names(record: Record, chosen: EventFilter | None = None) -> Counter[tuple[TermType, str]]:
    """Return how many Events of a filter, without one of the accepted record, bear each name."""
    view = record.view(chosen or EventFilter())
    kept = view.columns.take(view.positions)
    uses = np.bincount(kept.term_ids, minlength=1)
    threads = np.bincount(kept.thread, minlength=1)
    counts = {
        name: int((threads if name[0] is TermType.THREAD else uses)[number : number + 1].sum())
        for name, number in record.term_numbers().items()
    }
    return Counter({name: count for name, count in counts.items() if count})


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


def in_both_languages(named: TermRow | EraRow) -> str:
    """Return a name in English and, where it is known, in Chinese."""
    return f"{named.name} {named.name_zh or ''}".strip()


def _most_frequent(keys: Iterable[str]) -> list[tuple[str, int]]:
    return sorted(Counter(keys).items(), key=lambda pair: (-pair[1], pair[0]))


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
        found = _most_frequent(key for event in events for key in getattr(event, field) if key != but)
        if not found:
            continue
        st.markdown(f"**{label_of(field)}**")
        links = [(f"{names[name]} ({count})", address_of_name(term_type, name)) for name, count in found]
        render_links(links, f"{key} {field}")


def render_threads_among(record: Record, events: Sequence[EventRow], key: str) -> None:
    """Draw a link to each thread of which some of the Events are part, with how many of it they are.

    Args:
        record: the state of the record.
        events: those that count.
        key: key of the box with the threads that do not fit.
    """
    names, uses = record.names(TermType.THREAD), uses_of_names(record)
    links = [
        (
            f"{names[thread]}: {count} of its {uses[TermType.THREAD, thread] or count} events",
            address_of_name(TermType.THREAD, thread),
        )
        for thread, count in _most_frequent(event.thread for event in events if event.thread)
    ]
    render_links(links, key, in_rows=False)
