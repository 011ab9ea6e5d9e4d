"""An event as a blind coder sees it: title, kind, date, names and summary, and nothing that tells a code."""

from dataclasses import dataclass

import streamlit as st

from tracker.dates import describe
from tracker.event.fields import NAME_LISTS
from tracker.event.labels import label_of
from tracker.read_models import EventRow
from tracker.vocabulary import Kind
from tracker.web.reads import Record
from tracker.web.text import escape_markdown


@dataclass(frozen=True, slots=True)
class BlindEvent:
    """What a blind coder sees of an event. Codes, reasons, story, sources and what came later have no place in it.

    Attributes:
        title: the English title.
        title_zh: the Chinese title; empty where there is none.
        date: the beginning in words. The end is left out: on the day nobody knew it.
        kind: the kind.
        names: names in both languages by the label of their sort.
        summary: what happened.
    """

    title: str
    title_zh: str
    date: str
    kind: Kind
    names: tuple[tuple[str, str], ...]
    summary: str


def blind_event(record: Record, event: EventRow) -> BlindEvent:
    """Return what a blind coder sees of an event."""
    names = []
    for field, term_type in NAME_LISTS.items():
        known = record.names(term_type)
        if keys := getattr(event, field):
            names.append((label_of(field), ", ".join(known.get(key, key) for key in keys)))
    return BlindEvent(event.title, event.title_zh or "", describe(event.date), event.kind, tuple(names), event.summary)


def render_blind_event(record: Record, event: EventRow) -> None:
    """Draw an event for a blind coder."""
    seen = blind_event(record, event)
    with st.container(border=True, key="blind event"):
        st.markdown(f"#### {escape_markdown(seen.title)}")
        if seen.title_zh:
            st.markdown(escape_markdown(seen.title_zh))
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(f"**{escape_markdown(seen.date)}**", width="content")
            st.badge(seen.kind.label, color="gray")
        st.caption(escape_markdown(seen.kind.definition))
        if seen.summary:
            st.markdown(escape_markdown(seen.summary))
        for label, names in seen.names:
            st.markdown(f"**{label}:** {escape_markdown(names)}")
