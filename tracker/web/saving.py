"""What the form's buttons do: check, warn of a likely duplicate, save once."""

from tracker.database import writing
from tracker.drafts import EventDraft, parse_event
from tracker.duplicates import Duplicate, find_duplicates
from tracker.errors import InvalidDraft, TrackerError
from tracker.queries import list_events, list_terms
from tracker.queries.events import EVERY_STATE
from tracker.queries.terms import with_known_names
from tracker.store import add_event
from tracker.vocabulary import Origin
from tracker.web.form_state import ADD
from tracker.web.reads import engine
from tracker.web.signing_in import current_actor


def save(*, although_alike: bool = False) -> None:
    """Save what the form holds, or leave the reasons why not for the next run to show."""
    if ADD.is_blank and ADD.get("saved"):
        # The second half of a double click arrives after the form was emptied.
        return
    for name in ("problems", "alike", "failed", "saved"):
        ADD.set(name, None)
    try:
        draft = parse_event(ADD.values())
        alike, slug = _save(draft, ADD.token, although_alike=although_alike)
        ADD.set("alike", alike)
        ADD.set("saved", slug)
    except InvalidDraft as problem:
        ADD.set("problems", problem.problems)
    except TrackerError as problem:
        ADD.set("failed", str(problem))
    if ADD.get("saved"):
        ADD.clear()


def _save(draft: EventDraft, token: str, *, although_alike: bool) -> tuple[tuple[Duplicate, ...], str | None]:
    actor = current_actor()
    with writing(engine()) as session:
        named, _ = with_known_names(list_terms(session), draft)
        alike = () if although_alike else find_duplicates(named, list_events(session, EVERY_STATE))
        if alike:
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
