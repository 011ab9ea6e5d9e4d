"""The table to tick Events in, and what is to be set on them with a preview of the effect."""

from collections.abc import Sequence
from functools import partial

import pandas as pd
import streamlit as st

from tracker.rows import EventRow
from tracker.store import revise_many
from tracker.store.bulk import MOVES, BulkChange
from tracker.vocabulary import TermType
from tracker.web import review_actions
from tracker.web.reads import Record

_NO_THREAD = "no thread"


def render_choice(events: Sequence[EventRow]) -> tuple[EventRow, ...]:
    """Draw the table and return the Events that are ticked."""
    rows = [
        {
            "Date": event.date,
            "Title": event.title,
            "Thread": event.thread or "",
            "Sectors": ", ".join(event.sectors),
            "Review": event.review_state.value,
        }
        for event in events
    ]
    table = st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        key="bulk table",
        on_select="rerun",
        selection_mode="multi-row",
        column_config={"Title": st.column_config.TextColumn(width="large")},
    )
    return tuple(events[place] for place in table.selection.rows if place < len(events))


def render_change(record: Record, events: Sequence[EventRow]) -> None:
    """Draw what can be set, what it would change, and the button that saves."""
    change = _ask(record)
    why = st.text_input("Why, for the history", key="bulk why", max_chars=1000)
    effect = [row for event in events for row in _effect(event, change)]
    st.markdown(f"**{len(events)} chosen, {len({row['Event'] for row in effect})} would change**")
    if effect:
        st.dataframe(pd.DataFrame(effect), hide_index=True)
    st.button(
        "Save these changes",
        key="bulk save",
        type="primary",
        disabled=not effect,
        on_click=partial(_save, {event.slug: event.version for event in events}, change, why),
    )


def _ask(record: Record) -> BulkChange:
    threads, sectors = record.names(TermType.THREAD), record.names(TermType.SECTOR)
    with st.container(horizontal=True):
        thread = st.selectbox(
            "Thread",
            [_NO_THREAD, *threads],
            key="bulk thread",
            index=None,
            format_func=lambda key: threads.get(key, key),
            placeholder="Leave as it is",
            width=260,
        )
        add = st.multiselect("Add sectors", list(sectors), key="bulk add", format_func=sectors.__getitem__, width=260)
        take = st.multiselect(
            "Take sectors off", list(sectors), key="bulk take", format_func=sectors.__getitem__, width=260
        )
        move = st.selectbox("Review", MOVES, key="bulk move", index=None, placeholder="Leave as it is", width=200)
    return BulkChange("" if thread == _NO_THREAD else thread, tuple(add), tuple(take), move)


def _effect(event: EventRow, change: BulkChange) -> list[dict[str, str]]:
    kept = [key for key in event.sectors if key not in change.take_sectors]
    sectors = ", ".join(dict.fromkeys([*kept, *change.add_sectors]))
    thread = (event.thread if change.thread is None else change.thread) or ""
    pairs = (("Thread", event.thread or "", thread), ("Sectors", ", ".join(event.sectors), sectors))
    rows = [
        {"Event": event.title, "Field": field, "Before": before, "After": after}
        for field, before, after in pairs
        if before != after
    ]
    if change.move:
        rows.append({"Event": event.title, "Field": "Review", "Before": event.review_state.value, "After": change.move})
    return rows


def _save(versions: dict[str, int], change: BulkChange, why: str) -> None:
    review_actions.act(
        f"Saved for {len(versions)} events.",
        lambda session, actor: revise_many(session, versions, change, actor=actor, reason=why),
    )
