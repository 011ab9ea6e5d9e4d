"""Add an Event through a form."""

import streamlit as st

from tracker.event.labels import when
from tracker.read_models import EventRow
from tracker.vocabulary import ReviewState
from tracker.web import session_keys
from tracker.web.event_form import render_form, render_nothing_saved
from tracker.web.form_state import FormState, form_to_add
from tracker.web.links import render_link
from tracker.web.pages.add import saving
from tracker.web.reads import Record, open_record, read_one
from tracker.web.text import escape_markdown, source_link
from tracker.web.unsaved import render_back


def render_add() -> None:
    """Draw the page."""
    record = open_record()
    st.title("Add an event")
    st.caption("What has happened and where it can be read. Dates are never finer than they are known.")
    form = form_to_add()
    render_back("add", saving.clear_form)
    if form.get("read"):
        st.info("Read from an article: it is saved as a draft and waits on Review.", icon=":material/rate_review:")
    render_form(form, record)
    # What came of a press is told beside the button: the top of the form is far out of sight there.
    _render_outcome()
    _render_outcome_of_try(form, record)
    with st.container(horizontal=True, vertical_alignment="center"):
        label = "Save as a draft" if form.get("read") else "Save the event"
        st.button(label, type="primary", key="add save", on_click=saving.save, args=(form,))
        if not form.is_blank:
            with st.popover("Clear", type="tertiary"):
                st.button("Give up what I typed", key="add clear", on_click=saving.clear_form)
    saving.keep(form)


def _render_outcome() -> None:
    slug = st.session_state.get(session_keys.SAVED)
    if not slug:
        return
    for note in st.session_state.get(session_keys.TAKEN_OUT, ()):
        st.caption(escape_markdown(note))
    event = read_one(open_record(), slug)
    title = escape_markdown(event.title)
    if event.review_state is ReviewState.DRAFT:
        st.success(f"Saved as a draft; it waits on Review: {title}", icon=":material/check:")
        render_link("timeline", "Show the draft", params={"event": slug})
        render_link("review", "To the review", icon=":material/fact_check:")
    else:
        st.success(f"Saved: {title}", icon=":material/check:")
        render_link("timeline", "Show it on the timeline", params={"event": slug})


def _render_outcome_of_try(form: FormState, record: Record) -> None:
    render_nothing_saved(form)
    if failed := form.get("failed"):
        st.error(escape_markdown(failed), icon=":material/error:")
    if alike := form.get("alike"):
        st.warning("Nothing was saved yet: this may be in the record already.", icon=":material/content_copy:")
        for each in alike:
            _render_alike(read_one(record, each.slug), each.why)
        st.button(
            "Save it all the same",
            key="add save alike",
            on_click=saving.save,
            args=(form,),
            kwargs={"although_alike": True},
        )


def _render_alike(event: EventRow, why: str) -> None:
    """Draw an Event that may be the same one: a link to it, its date and a page where it can be read."""
    with st.container(border=True):
        render_link("timeline", escape_markdown(f"{when(event)}: {event.title}"), params={"event": event.slug})
        st.caption(escape_markdown(f"Why: {why}."))
        for source in event.sources[:1]:
            st.markdown(f"Source: {source_link(source.url, source.publisher or source.url)}")
