"""What the form's buttons do: check, warn of a likely duplicate, save once."""

import streamlit as st

from tracker.database import writing
from tracker.drafts import EventDraft, parse_event
from tracker.duplicates import Duplicate
from tracker.errors import InvalidDraft, TrackerError
from tracker.invisible import invisible_notes
from tracker.store import add_event, prepare_draft
from tracker.store.events import slug_of_token
from tracker.vocabulary import Origin
from tracker.web.form_state import FormState, begin_next_form, form_to_add
from tracker.web.reads import engine
from tracker.web.signing_in import current_actor

SAVED = "saved event"
"""Under this the session keeps the slug of the Event that was saved last, until the next try."""


TAKEN_OUT = "taken out on saving"
"""Under this the session keeps what was taken out of the Event that was saved last, in sentences."""


def save(form: FormState, *, although_alike: bool = False) -> None:
    """Save what the form holds, or leave the reasons why not for the next run to show."""
    if form != form_to_add() or (form.is_blank and st.session_state.get(SAVED)):
        # The second half of a double click: its form is saved, and the next one is empty.
        return
    for name in ("problems", "alike", "failed"):
        form.set(name, None)
    st.session_state[SAVED], st.session_state[TAKEN_OUT] = None, ()
    try:
        draft = parse_event(form.values())
        alike, slug = _save(draft, form.token, although_alike=although_alike)
        form.set("alike", alike)
        st.session_state[SAVED] = slug
        st.session_state[TAKEN_OUT] = invisible_notes(form.values()) if slug else ()
    except InvalidDraft as problem:
        form.set("problems", problem.problems)
    except TrackerError as problem:
        form.set("failed", str(problem))
    if st.session_state[SAVED]:
        begin_next_form()


def _save(draft: EventDraft, token: str, *, although_alike: bool) -> tuple[tuple[Duplicate, ...], str | None]:
    actor = current_actor()
    with writing(engine()) as session:
        # A second press may end the run of the first after its Event was stored and before the page knew.
        if saved := slug_of_token(session, token):
            return (), saved
        named, _, alike = prepare_draft(session, draft)
        if alike and not although_alike:
            return alike, None
        return (), add_event(
            session,
            named,
            origin=Origin.FORM,
            actor=actor,
            reason="added through the form",
            token=token,
            state=actor.state_of_new,
        )
