"""Recorded changes: who, when and why, field by field, with a button that takes one back."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from tracker.changes import FieldChange, action_words, field_changes
from tracker.database import reading
from tracker.queries import list_revisions
from tracker.queries.past import documents_before
from tracker.rows import RevisionRow
from tracker.vocabulary import Role
from tracker.web import review_actions
from tracker.web.letters import in_text_colour
from tracker.web.links import render_link
from tracker.web.reads import Record, engine
from tracker.web.signing_in import current_actor
from tracker.web.text import escape_markdown

PAGE_LENGTH = 30

_EVERYTHING = "all"
_TYPES = {
    "event": "Events",
    "term": "Names",
    "coding": "Codings",
    "measure": "Measures",
    "distinct": "Told apart",
    _EVERYTHING: "Everything",
}
_Change = tuple[RevisionRow, tuple[FieldChange, ...]]


def render_history(record: Record, slug: str | None) -> None:
    """Draw the changes of one Event or of everything, the newest first, a page at a time."""
    kind = "event" if slug else _choose_type()
    changes = _changes(record.url, record.version, kind, slug, st.session_state.get(_place(slug)))
    for change in changes:
        _render_change(change)
    if not changes:
        st.info("There is no change here.", icon=":material/info:")
    _render_pages(changes, slug)


def _place(slug: str | None) -> str:
    """Name what the session keeps of how far somebody has read: each Event's history has a place of its own."""
    return f"history before {slug or ''}"


def _choose_type() -> str | None:
    chosen = in_text_colour(st.segmented_control)(
        "Changes of",
        list(_TYPES),
        key="history type",
        default="event",
        format_func=_TYPES.__getitem__,
        on_change=partial(_go_to, None, None),
        required=True,
    )
    return None if chosen == _EVERYTHING else chosen


def _go_to(slug: str | None, number: int | None) -> None:
    st.session_state[_place(slug)] = number


def _render_pages(changes: Sequence[_Change], slug: str | None) -> None:
    with st.container(horizontal=True):
        if st.session_state.get(_place(slug)):
            st.button("Newest", key="history newest", on_click=partial(_go_to, slug, None))
        if len(changes) == PAGE_LENGTH:
            last = changes[-1][0].id
            st.button("Older", key="history older", on_click=partial(_go_to, slug, last))


@st.cache_resource(show_spinner=False, max_entries=16)
def _changes(url: str, version: int, kind: str | None, slug: str | None, before: int | None) -> tuple[_Change, ...]:
    del url, version  # They name the state that is cached.
    with reading(engine()) as session:
        rows = list_revisions(session, subject_type=kind, subject_key=slug, before=before, limit=PAGE_LENGTH)
        earlier = documents_before(session, rows)
    return tuple((row, field_changes(earlier.get(row.id), row.document)) for row in rows)


def _render_change(change: _Change) -> None:
    row, fields = change
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            at = row.recorded_at.strftime("%Y-%m-%d %H:%M UTC")
            st.markdown(f"**{escape_markdown(_subject(row))}**")
            st.caption(escape_markdown(f"{action_words(row.action)} by {row.actor}, {at}, change {row.id}"))
            if row.subject_type == "event":
                render_link("timeline", "Show", icon=":material/timeline:", params={"event": row.subject_key})
            if current_actor().may(Role.EDITOR) and _can_be_undone(row):
                st.button("Undo", key=f"undo {row.id}", on_click=partial(review_actions.undo, row.id))
        if row.reason:
            st.caption(f"Why: {escape_markdown(row.reason)}")
        if row.version > 1:
            _render_fields(fields)


def _can_be_undone(row: RevisionRow) -> bool:
    """A name that came into use stays in the vocabularies, and a first coding has nothing to go back to."""
    return row.subject_type == "event" or (row.subject_type in {"term", "coding", "measure"} and row.version > 1)


def _subject(row: RevisionRow) -> str:
    return str(row.document.get("title") or row.document.get("name") or row.subject_key)


def _render_fields(fields: Sequence[FieldChange]) -> None:
    st.table(
        {
            "Field": [each.name for each in fields],
            "Before": [escape_markdown(each.before) for each in fields],
            "After": [escape_markdown(each.after) for each in fields],
        }
    )
