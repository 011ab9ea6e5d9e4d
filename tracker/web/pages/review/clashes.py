"""Where the curated record says otherwise than a person: both sides of each field, and one decision for the event."""

from functools import partial

import streamlit as st

from tracker import store
from tracker.changes import field_changes
from tracker.exports.documents import event_document
from tracker.read_models import EventRow
from tracker.store import CuratedVersion
from tracker.vocabulary import Role
from tracker.web import held, review_actions
from tracker.web.links import render_link
from tracker.web.long_boxes import choice_among, render_one
from tracker.web.readable import readable
from tracker.web.reads import Record, read_one
from tracker.web.signing_in import current_actor
from tracker.web.text import escape_markdown
from tracker.web.waiting import clashes_of


def render_clashes(record: Record) -> None:
    """Draw the events that somebody has changed here and the curated record as well; nothing where there is none."""
    clashes = {each.slug: each for each in clashes_of(record)}
    if not clashes:
        return
    st.subheader("The curated record says otherwise")
    st.caption(
        "These fields were changed here, and in a newer version of the curated record as well. Nothing was "
        "overwritten; what you decide holds until the curated record changes them again."
    )
    if held.value("clash event") not in clashes:
        held.put("clash event", next(iter(clashes)))
    choice = choice_among({slug: _title(record, slug) for slug in clashes}, "clashes")
    render_one(f"{len(clashes)} to decide", choice, key="clash event", index=0)
    _render_clash(record, clashes[held.value("clash event")])
    st.divider()


def _title(record: Record, slug: str) -> str:
    return read_one(record, slug).title


def _render_clash(record: Record, clash: CuratedVersion) -> None:
    event = read_one(record, clash.slug)
    sides = event_document(event), clash.says.model_dump(mode="json")
    ours, theirs = (readable(record, {name: side[name] for name in clash.fields}) for side in sides)
    fields = field_changes(ours, theirs)
    st.table(
        {
            "Field": [each.name for each in fields],
            "Here": [escape_markdown(each.before) or "*empty*" for each in fields],
            "Curated record": [escape_markdown(each.after) or "*empty*" for each in fields],
        }
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        if current_actor().may(Role.EDITOR):
            _render_button(clash.slug, event, takes_over=True)
            _render_button(clash.slug, event, takes_over=False)
        render_link("timeline", "Show the event", icon=":material/timeline:", params={"event": clash.slug})


def _render_button(slug: str, event: EventRow, *, takes_over: bool) -> None:
    st.button(
        "Take it over" if takes_over else "Keep ours",
        # A press is for the version that the person saw.
        key=f"clash {takes_over} {slug} {event.version}",
        type="primary" if takes_over else "secondary",
        help="Only the fields in the table change." if takes_over else "The event stays as it is.",
        on_click=partial(_decide, slug, event, takes_over=takes_over),
    )


def _decide(slug: str, event: EventRow, *, takes_over: bool) -> None:
    # The question's own slug: the event read by it may be another, where it was merged since.
    review_actions.act(
        f"Taken over from the curated record: {event.title}" if takes_over else f"Kept as it is: {event.title}",
        lambda session, actor: store.decide_clash(
            session, slug, takes_over=takes_over, version=event.version, actor=actor
        ),
        press=("clash", takes_over, slug, event.version),
    )
