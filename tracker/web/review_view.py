"""The queue of the review page: the first draft in full with its buttons, the rest as a list."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from tracker.charts.plain import signed
from tracker.filters import ACCEPTED_ONLY, EventFilter
from tracker.rows import EventRow
from tracker.sentiment import counted_events, evidence_of, policy_index
from tracker.vocabulary import ReviewState, Role
from tracker.web import review_actions
from tracker.web.event_card import render_event_card
from tracker.web.reads import Record
from tracker.web.signing_in import current_actor
from tracker.web.text import escape_markdown

# Label, step, key of the keyboard, help.
_BUTTONS = (
    ("Accept", "accept", "a", "It enters the record and the index."),
    ("Send back", "send_back", "s", "It goes back to its editor with your reason."),
    ("Reject", "reject", "x", "It stays out of the record; its history is kept."),
)


def render_effect(record: Record) -> None:
    """Say what accepting all drafts would do to today's index."""
    now = _index_today(record, ACCEPTED_ONLY)
    then = _index_today(record, (*ACCEPTED_ONLY, ReviewState.DRAFT))
    before, after = signed(now), signed(then)
    change = f"{before}, as it is" if before == after else f"{after} instead of {before}"
    st.caption(f"With all drafts accepted, the index today would be {change}.")


def _index_today(record: Record, states: tuple[ReviewState, ...]) -> float:
    counted = counted_events(record.events(EventFilter(states=states)))
    return float(policy_index(evidence_of(counted), since=record.today, until=record.today).at(record.today))


def render_waiting(record: Record, events: Sequence[EventRow]) -> None:
    """Draw the chosen Event of the queue in full, and the box that chooses another."""
    by_slug = {event.slug: event for event in events}
    if st.session_state.get("review event") not in by_slug:
        st.session_state["review event"] = events[0].slug
    slug = st.selectbox(
        f"{len(events)} waiting",
        list(by_slug),
        key="review event",
        format_func=lambda each: f"{by_slug[each].date}  {by_slug[each].title}",
    )
    event = by_slug[slug]
    _render_buttons(event)
    render_event_card(record, event)


def _render_buttons(event: EventRow) -> None:
    actor = current_actor()
    why = st.text_input("Reason, for the history", key=f"review why {event.slug}", max_chars=1000)
    with st.container(horizontal=True):
        if actor.may(Role.REVIEWER):
            for label, step, shortcut, meaning in _BUTTONS:
                st.button(
                    label,
                    # A press is for the draft that the person saw, never for the one that takes its place.
                    key=f"review {step} {event.slug} {event.version}",
                    shortcut=f"Alt+{shortcut}",
                    help=meaning,
                    type="primary" if step == "accept" else "secondary",
                    on_click=partial(review_actions.move, event, step, why),
                )
        if event.review_state == ReviewState.DISPUTED and actor.may(Role.EDITOR):
            st.button(
                "Submit again",
                key=f"review submit {event.slug} {event.version}",
                on_click=partial(review_actions.move, event, "submit", why),
            )
    if not actor.may(Role.REVIEWER):
        st.caption(escape_markdown("A reviewer decides; you can edit the draft from its card."))


def waiting_count(record: Record) -> int:
    """Return how many Events wait for review."""
    return len(record.events(EventFilter(states=(ReviewState.DRAFT, ReviewState.DISPUTED))))
