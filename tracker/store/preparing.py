"""What comes before a new Event is added: its names, what may be the same Event, and the document that is stored."""

from typing import Any, NamedTuple

from sqlmodel import Session

from tracker.drafts import EventDraft
from tracker.duplicates import Duplicate, find_duplicates
from tracker.errors import InvalidDraft
from tracker.queries import list_events, list_terms
from tracker.queries.events import EVERY_STATE
from tracker.queries.terms import with_known_names
from tracker.slugs import is_slug
from tracker.store.documents import event_document
from tracker.store.history import canonical_json
from tracker.vocabulary import Origin, ReviewState


def prepare_draft(session: Session, draft: EventDraft) -> tuple[EventDraft, tuple[str, ...], tuple[Duplicate, ...]]:
    """Return a draft with its names as the vocabularies write them, the names that are new, and likely duplicates.

    Events in every state count: what was rejected or withdrawn is to be looked at before it is added again.
    """
    terms = list_terms(session)
    named, coined = with_known_names(terms, draft)
    return named, coined, find_duplicates(named, list_events(session, EVERY_STATE), terms)


class PreparedEvent(NamedTuple):
    """A new Event's document with its canonical JSON: all of the work that needs no database, done."""

    document: dict[str, Any]
    text: str


def prepare_event(slug: str, draft: EventDraft, *, state: ReviewState, origin: Origin) -> PreparedEvent:
    """Write the document of an Event that is to be added; any process may do this.

    Raises:
        InvalidDraft: if the slug is none.
    """
    if not is_slug(slug):
        raise InvalidDraft({"slug": "A name in links is lower-case letters and digits, joined by single hyphens."})
    document = event_document(slug, draft, state=state, origin=origin)
    return PreparedEvent(document, canonical_json(document))


def as_draft(event: PreparedEvent) -> PreparedEvent:
    """Return a new Event as one that waits for review, whatever state was asked for."""
    draft = str(ReviewState.DRAFT)
    if event.document["review_state"] == draft:
        return event
    document = event.document | {"review_state": draft}
    return PreparedEvent(document, canonical_json(document))
