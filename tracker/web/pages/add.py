"""Add an Event through a form."""

import streamlit as st

from tracker.vocabulary import ReviewState
from tracker.web.event_form import render_form
from tracker.web.form_state import FormState, form_to_add
from tracker.web.links import render_link
from tracker.web.reads import open_record, read_one
from tracker.web.saving import SAVED, TAKEN_OUT, save
from tracker.web.text import escape_markdown


def render_add() -> None:
    """Draw the page."""
    record = open_record()
    st.title("Add an event")
    st.caption("What has happened and where it can be read. Dates are never finer than they are known.")
    form = form_to_add()
    render_form(form, record)
    # What came of a press is told beside the button: the top of the form is far out of sight there.
    _render_outcome()
    _render_outcome_of_try(form)
    st.button("Save the event", type="primary", key="add save", on_click=save, args=(form,))


def _render_outcome() -> None:
    slug = st.session_state.get(SAVED)
    if not slug:
        return
    for note in st.session_state.get(TAKEN_OUT, ()):
        st.caption(escape_markdown(note))
    event = read_one(open_record(), slug)
    title = escape_markdown(event.title)
    if event.review_state is ReviewState.DRAFT:
        st.success(f"Saved as a draft; a reviewer has to accept it: {title}", icon=":material/check:")
        render_link("timeline", "Show the draft", params={"event": slug})
        render_link("review", "To the review", icon=":material/fact_check:")
    else:
        st.success(f"Saved: {title}", icon=":material/check:")
        render_link("timeline", "Show it on the timeline", params={"event": slug})


def _render_outcome_of_try(form: FormState) -> None:
    if form.get("problems"):
        st.error("Nothing was saved: the fields that are marked need a change.", icon=":material/error:")
    if failed := form.get("failed"):
        st.error(escape_markdown(failed), icon=":material/error:")
    if alike := form.get("alike"):
        st.warning("Nothing was saved yet: this may be in the record already.", icon=":material/content_copy:")
        for each in alike:
            st.markdown(f"- {escape_markdown(f'{each.title} ({each.why})')}")
        st.button(
            "Save it all the same", key="add save alike", on_click=save, args=(form,), kwargs={"although_alike": True}
        )
