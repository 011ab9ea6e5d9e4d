"""What the form's buttons do: check, warn of a likely duplicate, save once."""

from contextlib import suppress
from functools import partial

import streamlit as st

from tracker.database import reading, writing
from tracker.duplicates import Duplicate
from tracker.errors import InvalidDraft, TrackerError, WrongState
from tracker.event.draft import EventDraft, parse_event
from tracker.event.labels import invisible_notes
from tracker.store import add_event, prepare_draft
from tracker.store.events import slug_of_token
from tracker.store.inbox import mark_drafted
from tracker.vocabulary import Origin, ReviewState
from tracker.web import session_keys
from tracker.web.form_state import FormState, begin_next_form, form_to_add
from tracker.web.reads import engine
from tracker.web.signing_in import current_actor
from tracker.web.text import on_screen
from tracker.web.unsaved import Back, Found, Unsaved, keep_unsaved


def save(form: FormState, *, although_alike: bool = False) -> None:
    """Save what the form holds, or leave the reasons why not for the next run to show."""
    if form != form_to_add() or (form.is_blank and st.session_state.get(session_keys.SAVED)):
        # The second half of a double click: its form is saved, and the next one is empty.
        return
    for name in ("problems", "alike", "failed"):
        form.set(name, None)
    st.session_state[session_keys.SAVED], st.session_state[session_keys.TAKEN_OUT] = None, ()
    try:
        draft = parse_event(form.values())
        alike, slug = _save(draft, form, although_alike=although_alike)
        form.set("alike", alike)
        st.session_state[session_keys.SAVED] = slug
        st.session_state[session_keys.TAKEN_OUT] = invisible_notes(form.values()) if slug else ()
    except InvalidDraft as problem:
        form.refuse(problem.problems)
    except TrackerError as problem:
        form.set("failed", on_screen(problem))
    if st.session_state[session_keys.SAVED]:
        begin_next_form()


def clear_form() -> None:
    """Give up what the form for a new Event holds."""
    begin_next_form()
    st.session_state[session_keys.SAVED] = None


def keep(form: FormState) -> None:
    """Let the browser keep what the form for a new Event holds."""
    texts = {field: form.key(field) for field in form.texts}
    changes = form.changes()
    if changes and form.get("read"):
        changes["read"] = True
    keep_unsaved(Unsaved("add", form.token, partial(_take_back, form), texts, changes))


def _take_back(form: FormState, found: Found) -> Back:
    # The tab may have been reloaded after its event was stored and before the browser was told.
    with reading(engine()) as session:
        if slug_of_token(session, found.id):
            return Back.NEEDLESS
    if not form.put_back(found.values, but=found.since):
        return Back.NEEDLESS
    form.set("read", found.values.get("read") is True)
    return Back.WRITTEN


def _save(draft: EventDraft, form: FormState, *, although_alike: bool) -> tuple[tuple[Duplicate, ...], str | None]:
    actor, is_read = current_actor(), bool(form.get("read"))
    with reading(engine()) as session:
        before = prepare_draft(session, draft)
    with writing(engine()) as session:
        # A second press may end the run of the first after its Event was stored and before the page knew.
        if saved := slug_of_token(session, form.token):
            return (), saved
        prepared = prepare_draft(session, draft, before)
        if prepared.alike and not although_alike:
            return prepared.alike, None
        slug = add_event(
            session,
            prepared.draft,
            origin=Origin.ARTICLE if is_read else Origin.FORM,
            actor=actor,
            reason="read from an article, and changed in the form" if is_read else "added through the form",
            token=form.token,
            state=ReviewState.DRAFT if is_read else actor.state_of_new,
        )
        if item := form.get("item"):
            # Whatever somebody else has decided about the item since, the Event that was typed is saved.
            with suppress(WrongState):
                mark_drafted(session, item, [slug], actor=actor)
        return (), slug
