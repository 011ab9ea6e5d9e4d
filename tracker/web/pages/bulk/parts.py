"""What is to be set on the ticked Events, with a preview of the effect."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import pandas as pd
import streamlit as st

from tracker.event.labels import label_of
from tracker.read_models import EventRow
from tracker.store import revise_many
from tracker.store.states import BulkChange
from tracker.vocabulary import ReviewState, Step, TermType
from tracker.web import held, review_actions
from tracker.web.long_boxes import names_to_choose, render_one, render_some
from tracker.web.readable import readable_value
from tracker.web.reads import Record

_NO_THREAD = "no story"
_STEPS = tuple(step for step in Step if step is not Step.SUBMIT)


def render_change(record: Record, events: Sequence[EventRow]) -> None:
    """Draw what can be set, what it would change, and the button that saves."""
    change = _ask(record)
    held.text_input("Why, for the history", key="bulk why", max_chars=1000)
    effect = [row for event in events for row in _effect(record, event, change)]
    st.markdown(f"**{len(events)} chosen, {len({row['Event'] for row in effect})} would change**")
    if effect:
        st.dataframe(pd.DataFrame(effect), hide_index=True)
    st.button(
        "Save these changes",
        key="bulk save",
        type="primary",
        disabled=not effect,
        on_click=partial(_save, {event.slug: event.version for event in events}, change),
    )


def _ask(record: Record) -> BulkChange:
    threads, sectors = names_to_choose(record, TermType.THREAD), names_to_choose(record, TermType.SECTOR)
    threads = replace(threads, options=[_NO_THREAD, *threads.options], total=threads.total + 1)
    with st.container(horizontal=True):
        render_one(label_of("thread"), threads, key="bulk thread", placeholder="Leave as it is", width=260)
        for label, key in (("Add sectors", "bulk add"), ("Take sectors off", "bulk take")):
            render_some(label, sectors, key=key, width=260)
        thread, add, take = map(held.value, ("bulk thread", "bulk add", "bulk take"))
        step = held.selectbox("Review", _STEPS, key="bulk move", index=None, placeholder="Leave as it is", width=200)
    return BulkChange("" if thread == _NO_THREAD else thread, tuple(add), tuple(take), step)


def _effect(record: Record, event: EventRow, change: BulkChange) -> list[dict[str, str]]:
    kept = [key for key in event.sectors if key not in change.take_sectors]
    sectors = tuple(dict.fromkeys([*kept, *change.add_sectors]))
    thread = event.thread if change.thread is None else change.thread
    pairs = (("thread", event.thread, thread), ("sectors", event.sectors, sectors))
    changed = ((field, *(readable_value(record, field, each) for each in values)) for field, *values in pairs)
    rows = [
        {"Event": event.title, "Field": label_of(field), "Before": before, "After": after}
        for field, before, after in changed
        if before != after
    ]
    if change.step and (after := _state_after(event.review_state, change.step)) != event.review_state:
        rows.append({"Event": event.title, "Field": "Review", "Before": event.review_state.value, "After": after})
    return rows


def _state_after(state: ReviewState, step: Step) -> str:
    if state == step.target:
        return state
    if state not in step.starts:
        return f"{state}: {step} is not possible here"
    return step.target or "where it stood before"


def _save(versions: dict[str, int], change: BulkChange) -> None:
    why = review_actions.typed("bulk why")
    review_actions.act(
        lambda changed: f"Saved for {len(changed)} of {len(versions)} events.",
        lambda session, actor: revise_many(session, versions, change, actor=actor, reason=why),
        press=("bulk", versions, change),
    )
