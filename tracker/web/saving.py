"""What the form's buttons do: check, warn of a likely duplicate, save once."""

import streamlit as st

from tracker.database import writing
from tracker.drafts import EventDraft, parse_event
from tracker.duplicates import Duplicate, find_duplicates
from tracker.errors import InvalidDraft, TrackerError
from tracker.queries import list_events, list_terms
from tracker.queries.events import EVERY_STATE
from tracker.queries.terms import with_known_names
from tracker.settings import check_writable, editor_name
from tracker.store import add_event
from tracker.vocabulary import Origin
from tracker.web import event_form
from tracker.web.reads import engine


def save(*, although_alike: bool = False) -> None:
    """Save what the form holds, or leave the reasons why not for the next run to show."""
    state = st.session_state
    values = event_form.typed_values()
    if event_form.is_blank(values) and state.get("add saved"):
        # The second half of a double click arrives after the form was emptied.
        return
    state["add problems"], state["add alike"], state["add failed"], state["add saved"] = {}, (), None, None
    try:
        check_writable()
        draft = parse_event(values)
        state["add alike"], state["add saved"] = _save(draft, event_form.token(), although_alike=although_alike)
    except InvalidDraft as problem:
        state["add problems"] = problem.problems
    except TrackerError as problem:
        state["add failed"] = str(problem)
    if state["add saved"]:
        event_form.clear_form()


def _save(draft: EventDraft, token: str, *, although_alike: bool) -> tuple[tuple[Duplicate, ...], str | None]:
    with writing(engine()) as session:
        named, _ = with_known_names(list_terms(session), draft)
        alike = () if although_alike else find_duplicates(named, list_events(session, EVERY_STATE))
        if alike:
            return alike, None
        return (), add_event(
            session, named, origin=Origin.FORM, actor=editor_name(), reason="added through the form", token=token
        )
