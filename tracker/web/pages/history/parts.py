"""Recorded changes: who, when and why, field by field, with a button that takes one back."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import streamlit as st

from tracker.changes import FieldChange, action_words, field_changes
from tracker.coders import SET_ASIDE
from tracker.database import reading
from tracker.queries import list_revisions
from tracker.queries.past import documents_before, latest_change
from tracker.read_models import RevisionRow
from tracker.web import session_keys
from tracker.web.keeping import cached
from tracker.web.links import render_link
from tracker.web.pages.history.choice import ChangesChoice
from tracker.web.readable import readable, readable_value
from tracker.web.reads import Record, engine
from tracker.web.text import escape_markdown
from tracker.web.undo_view import render_undo

PAGE_LENGTH = 30

_Change = tuple[RevisionRow, Mapping[str, Any] | None]


def render_history(record: Record, choice: ChangesChoice) -> None:
    """Draw the chosen changes, the newest first, a page at a time."""
    # How far somebody has read is of no use for another choice.
    of, before = st.session_state.get(session_keys.HISTORY_BEFORE, (None, None))
    before = before if of == choice else None
    with reading(engine()) as session:
        latest = latest_change(session)
    changes = _changes(record, latest, choice, before)
    for change in changes:
        _render_change(record, change)
    if not changes:
        st.info("There is no change here.", icon=":material/info:")
    _render_pages(changes, choice, before)


def _go_to(choice: ChangesChoice, number: int | None) -> None:
    st.session_state[session_keys.HISTORY_BEFORE] = choice, number


def _render_pages(changes: Sequence[_Change], choice: ChangesChoice, before: int | None) -> None:
    with st.container(horizontal=True):
        if before:
            st.button("Newest", key="history newest", on_click=partial(_go_to, choice, None))
        if len(changes) == PAGE_LENGTH:
            last = changes[-1][0].id
            st.button("Older", key="history older", on_click=partial(_go_to, choice, last))


@cached(16)
def _changes(record: Record, latest: int, choice: ChangesChoice, before: int | None) -> tuple[_Change, ...]:
    del record, latest  # They name the state that is cached; what was set aside is not in the record's own.
    with reading(engine()) as session:
        rows = list_revisions(
            session,
            subject_type=choice.of.subject,
            subject_key=choice.event,
            actor=choice.by,
            day=choice.day,
            search=choice.words or "",
            before=before,
            limit=PAGE_LENGTH,
        )
        earlier = documents_before(session, rows)
    return tuple((row, earlier.get(row.id)) for row in rows)


def _render_change(record: Record, change: _Change) -> None:
    row, before = change
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            at = row.recorded_at.strftime("%Y-%m-%d %H:%M UTC")
            st.markdown(f"**{escape_markdown(_subject(record, row))}**")
            st.caption(escape_markdown(f"{action_words(row.action)} by {row.actor}, {at}, change {row.id}"))
            if row.subject_type == "event":
                render_link("timeline", "Show", icon=":material/timeline:", params={"event": row.subject_key})
            render_undo(row, _subject(record, row))
        if row.reason:
            st.caption(f"Why: {escape_markdown(row.reason)}")
        if row.version > 1:
            _render_fields(field_changes(readable(record, before or {}), readable(record, row.document)))


def _subject(record: Record, row: RevisionRow) -> str:
    document = readable(record, row.document)
    if row.subject_type == "distinct":
        return " / ".join(document["slugs"])
    if row.subject_type == "coding":
        return f"{readable_value(record, 'event', document['slug'])}, coded by {document['coder']}"
    if row.subject_type == SET_ASIDE:
        return f"{readable_value(record, 'event', row.document['slug'])}, set aside by {document['coder']}"
    if row.subject_type == "curated":
        return f"{readable_value(record, 'event', row.document['slug'])}, by the curated record"
    return str(document.get("title") or document.get("name") or document.get("heading") or "")


def _render_fields(fields: Sequence[FieldChange]) -> None:
    st.table(
        {
            "Field": [each.name for each in fields],
            "Before": [escape_markdown(each.before) for each in fields],
            "After": [escape_markdown(each.after) for each in fields],
        }
    )
