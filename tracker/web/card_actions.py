"""What a person who may write can do from an Event's card."""

from functools import partial

import streamlit as st

from tracker.read_models import EventRow
from tracker.vocabulary import Reach, Role, Stance, Step
from tracker.web import held, review_actions
from tracker.web.links import render_link
from tracker.web.reads import Record
from tracker.web.signing_in import current_actor
from tracker.web.taking import render_event_share


def render_card_actions(record: Record, event: EventRow) -> None:
    """Draw the news of the last press, the links and the buttons; a viewer sees the history alone."""
    review_actions.render_outcome()
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        render_event_share(record, event)
        render_link("history", "History", icon=":material/history:", params={"event": event.slug})
        if not current_actor().may(Role.EDITOR):
            return
        render_link("edit", "Edit", icon=":material/edit:", params={"event": event.slug})
        with st.popover("More", icon=":material/more_horiz:"):
            _render_out_and_back(event)
            st.divider()
            _render_coding(event)


def _render_out_and_back(event: EventRow) -> None:
    why_key = f"why {event.slug}"
    held.text_input("Why, for the history", key=why_key, max_chars=1000)
    is_out = event.review_state in Step.RESTORE.starts
    step, label = (Step.RESTORE, "Bring back") if is_out else (Step.WITHDRAW, "Withdraw the event")
    st.button(
        label,
        key=f"{step} {event.slug}",
        on_click=partial(review_actions.move, event, step, why_key),
        help="A withdrawn event leaves chart, index and exports; its history stays and it can be brought back.",
    )


def _render_coding(event: EventRow) -> None:
    st.markdown("**Your own coding**")
    st.caption("It stands beside the accepted one and enters the agreement of coders.")
    stance = held.selectbox(
        "Stance",
        list(Stance),
        key=f"code stance {event.slug}",
        index=None,
        format_func=lambda each: f"{each.signed} {each.label}",
    )
    reach = held.selectbox(
        "Reach",
        list(Reach),
        key=f"code reach {event.slug}",
        index=None,
        format_func=lambda each: f"{each.value} {each.label}",
    )
    reason_key = f"code reason {event.slug}"
    reason = held.text_input("Reason", key=reason_key, max_chars=1000)
    if stance is None or reach is None or not reason.strip():
        st.caption("Choose both and give a reason.")
        return
    st.button(
        "Record it", key=f"code {event.slug}", on_click=partial(review_actions.code, event, stance, reach, reason_key)
    )
