"""What is asked of the record before a new Event is added: its names for things, and what may be the same Event."""

from sqlmodel import Session

from tracker.drafts import EventDraft
from tracker.duplicates import Duplicate, find_duplicates
from tracker.queries import list_events, list_terms
from tracker.queries.events import EVERY_STATE
from tracker.queries.terms import with_known_names


def prepare_draft(session: Session, draft: EventDraft) -> tuple[EventDraft, tuple[str, ...], tuple[Duplicate, ...]]:
    """Return a draft with its names as the vocabularies write them, the names that are new, and likely duplicates.

    Events in every state count: what was rejected or withdrawn is to be looked at before it is added again.
    """
    terms = list_terms(session)
    named, coined = with_known_names(terms, draft)
    return named, coined, find_duplicates(named, list_events(session, EVERY_STATE), terms)
