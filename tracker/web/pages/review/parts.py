"""The queue of the review page: the first draft in full with its buttons, the rest as a list."""

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

import streamlit as st

from tracker.charts.plain import signed
from tracker.filters import ACCEPTED_ONLY, EventFilter
from tracker.read_models import EventRow
from tracker.sentiment import policy_index
from tracker.vocabulary import ReviewState, Role, Step
from tracker.web import held, review_actions
from tracker.web.event_card import render_event_card
from tracker.web.long_boxes import choice_among, render_one
from tracker.web.reads import Record
from tracker.web.signing_in import current_actor
from tracker.web.text import escape_markdown
from tracker.web.unsaved import Unsaved, keep_unsaved, put_back_texts, render_back


class _Button(NamedTuple):
    """A step in review as a button, with its key of the keyboard."""

    label: str
    step: Step
    shortcut: str
    meaning: str


_BUTTONS = (
    _Button("Accept", Step.ACCEPT, "a", "It enters the record and the index."),
    _Button("Send back", Step.SEND_BACK, "s", "It goes back to its editor with your reason."),
    _Button("Reject", Step.REJECT, "x", "It stays out of the record; its history is kept."),
    _Button("Submit again", Step.SUBMIT, "u", "It stands before the reviewer again."),
)


def render_effect(record: Record) -> None:
    """Say what accepting all drafts would do to today's index."""
    now = _index_today(record, ACCEPTED_ONLY)
    then = _index_today(record, (*ACCEPTED_ONLY, ReviewState.DRAFT))
    before, after = signed(now), signed(then)
    change = f"{before}, as it is" if before == after else f"{after} instead of {before}"
    st.caption(f"With all drafts accepted, the index today would be {change}.")


def _index_today(record: Record, states: tuple[ReviewState, ...]) -> float:
    evidence = record.view(EventFilter(states=states)).counted.evidence
    return float(policy_index(evidence, since=record.today, until=record.today).at(record.today))


def render_waiting(record: Record, events: Sequence[EventRow]) -> None:
    """Draw the chosen Event of the queue in full, and the box that chooses another."""
    by_slug = {event.slug: event for event in events}
    if held.value("review event") not in by_slug:
        held.put("review event", events[0].slug)
    queue = choice_among({event.slug: f"{event.date}  {event.title}" for event in events}, "waiting events")
    render_one(f"{len(events)} waiting", queue, key="review event", index=0)
    slug = held.value("review event")
    event = by_slug[slug]
    _render_buttons(event, _after(slug, list(by_slug)))
    _keep_reason(event)
    render_event_card(record, event)


def _after(slug: str, queue: list[str]) -> str:
    """Return the next one of the queue; after the last one comes the first."""
    return queue[(queue.index(slug) + 1) % len(queue)]


def _render_buttons(event: EventRow, after: str) -> None:
    actor = current_actor()
    buttons = [each for each in _BUTTONS if actor.may(each.step.role) and event.review_state in each.step.starts]
    if buttons:
        render_back(f"review {event.slug} {event.version}", partial(_discard_reason, event))
        # Only a form sends a reason that is still being typed along with a key of the keyboard.
        with st.form(f"review {event.slug} {event.version}", enter_to_submit=False, border=False):
            why_key = _why_key(event)
            held.text_input("Reason, for the history", key=why_key, max_chars=1000)
            with st.container(horizontal=True):
                for each in buttons:
                    _render_button(each, event, why_key, after)
    if not actor.may(Role.REVIEWER):
        st.caption(escape_markdown("A reviewer decides; you can edit the draft from its card."))


def _keep_reason(event: EventRow) -> None:
    """Let the browser keep the reason; after a step the draft has another version, for which nothing is kept."""
    name = f"review {event.slug} {event.version}"
    texts = {"why": _why_key(event)}
    keep_unsaved(Unsaved(name, name, partial(put_back_texts, texts), texts))


def _discard_reason(event: EventRow) -> None:
    held.put(_why_key(event), "")


def _why_key(event: EventRow) -> str:
    return f"review why {event.slug} {event.version}"


def _render_button(button: _Button, event: EventRow, why_key: str, after: str) -> None:
    st.form_submit_button(
        button.label,
        # A press is for the draft that the person saw, never for the one that takes its place.
        key=f"review {button.step} {event.slug} {event.version}",
        shortcut=f"Alt+{button.shortcut}",
        help=button.meaning,
        type="primary" if button.step is Step.ACCEPT else "secondary",
        on_click=partial(_move, event, button.step, why_key, after),
    )


def _move(event: EventRow, step: Step, why_key: str, after: str) -> None:
    """Take a step, and go on in the queue: an event that was sent back waits as well, but not for the next press."""
    review_actions.move(event, step, why_key)
    if review_actions.is_done():
        held.put("review event", after)
