"""Correct an Event: the form filled from the record, and both texts side by side where somebody else was quicker."""

from functools import partial

import streamlit as st

from tracker.errors import NotFound
from tracker.event.labels import label_of
from tracker.read_models import EventRow
from tracker.web.event_form import render_form, render_nothing_saved
from tracker.web.form_state import FormState
from tracker.web.links import render_link
from tracker.web.pages.edit import saving
from tracker.web.pages.edit.conflict import render_conflict
from tracker.web.reads import Record, open_record, read_one
from tracker.web.text import escape_markdown, on_screen
from tracker.web.unsaved import render_back


def render_edit() -> None:
    """Draw the page."""
    record = open_record()
    event = _event(record)
    st.title("Correct an event")
    if event is None:
        st.info("Choose an event on the timeline and press Edit on its card.", icon=":material/info:")
        render_link("timeline", "To the timeline")
        return
    slug = event.slug
    form = saving.form_of(slug, event.version)
    st.caption(f"{escape_markdown(event.title)}, version {form.get('version')}. Its link never changes.")
    again = partial(saving.start_again, form, slug)
    render_back(form.name, again)
    with st.container(horizontal=True):
        render_link("timeline", "Show it on the timeline", params={"event": slug})
        render_link("history", "History of this event", params={"event": slug})
    if form.get("conflict"):
        render_conflict(form, slug)
        return
    render_form(form, record)
    st.text_input(label_of("why"), key=form.key("why"), help="For the history.", persist_state="session")
    _render_outcome(form)
    with st.container(horizontal=True):
        st.button("Save the change", type="primary", key="edit save", on_click=partial(saving.save, form, slug))
        st.button("Start again from the record", key="edit again", on_click=again)
    saving.keep(form, slug)


def _event(record: Record) -> EventRow | None:
    slug = st.query_params.get("event")
    try:
        return read_one(record, slug) if slug else None
    except NotFound as problem:
        st.error(escape_markdown(on_screen(problem)), icon=":material/error:")
        return None


def _render_outcome(form: FormState) -> None:
    if version := form.get("saved"):
        st.success(f"Saved as version {version}.", icon=":material/check:")
    for note in form.get("taken out") or ():
        st.caption(escape_markdown(note))
    render_nothing_saved(form)
    if failed := form.get("failed"):
        st.error(escape_markdown(failed), icon=":material/error:")
