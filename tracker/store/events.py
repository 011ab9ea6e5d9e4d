"""Adding, revising and merging Events."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, bindparam, union_all
from sqlmodel import Session, col, select

from tracker.actors import Actor
from tracker.duplicates import Duplicate, find_duplicates
from tracker.errors import InvalidDraft, NotFound, VersionConflict
from tracker.event.draft import EventDraft
from tracker.event.fields import whole_document
from tracker.models import Event, Redirect, Revision
from tracker.queries import list_events, list_terms
from tracker.queries.events import EVERY_STATE
from tracker.queries.terms import with_known_names
from tracker.slugs import is_slug, make_slug
from tracker.store import history, projection
from tracker.store.documents import draft_of, revised_document, stored_document
from tracker.store.history import canonical_json
from tracker.store.terms import settle_names
from tracker.vocabulary import Origin, ReviewState, Role


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
    document = stored_document(slug, draft, state=state, origin=origin)
    return PreparedEvent(document, canonical_json(document))


def as_draft(event: PreparedEvent) -> PreparedEvent:
    """Return a new Event as one that waits for review, whatever state was asked for."""
    draft = str(ReviewState.DRAFT)
    if event.document["review_state"] == draft:
        return event
    document = event.document | {"review_state": draft}
    return PreparedEvent(document, canonical_json(document))


_CHUNK = 500
_CALLED = {"term": "name"}

# Made once: to put such a statement together takes longer than SQLite takes to answer it.
_AMONG: BindParameter[str] = bindparam("among", expanding=True)
_ALL_SLUGS = union_all(select(Event.slug), select(Redirect.slug))
_SOME_SLUGS = union_all(
    select(Event.slug).where(col(Event.slug).in_(_AMONG)), select(Redirect.slug).where(col(Redirect.slug).in_(_AMONG))
)


@dataclass(frozen=True, slots=True)
class NewEvent:
    """A draft on its way into the record. Without a slug one is made from the title.

    ``origin`` stands where it is not that of all the others.
    """

    draft: EventDraft
    slug: str | None = None
    state: ReviewState = ReviewState.ACCEPTED
    origin: Origin | None = None


def add_event(
    session: Session,
    draft: EventDraft,
    *,
    origin: Origin,
    actor: Actor,
    reason: str = "",
    token: str | None = None,
    state: ReviewState = ReviewState.ACCEPTED,
    slug: str | None = None,
) -> str:
    """Add one Event and return its slug; a token that was used before returns the Event that it made.

    Args:
        session: a writing session.
        draft: the validated Event; names that the vocabularies do not hold are added to them.
        origin: how it came in.
        actor: who adds it.
        reason: why, for the history.
        token: names one press of a submit button, so that a double click saves once.
        state: accepted, or draft where a reviewer has to look first; an editor's is a draft whatever is asked for.
        slug: the lasting name; made from the title where none is given.
    """
    if token and (known := slug_of_token(session, token)):
        return known
    new = NewEvent(draft, slug, state)
    return add_events(session, [new], origin=origin, actor=actor, reason=reason, token=token)[0]


def add_events(
    session: Session,
    events: Sequence[NewEvent],
    *,
    origin: Origin,
    actor: Actor,
    reason: str = "",
    token: str | None = None,
    taken: set[str] | None = None,
) -> list[str]:
    """Add many Events in their order and return their slugs.

    Args:
        session: a writing session.
        events: the validated Events; names that the vocabularies do not hold are added to them.
        origin: how they came in.
        actor: who adds them.
        reason: why, for the history.
        token: names one press of a submit button.
        taken: the slugs in use (``slugs_in_use``), where the caller keeps them between calls; new ones are put in.

    Raises:
        VersionConflict: if a given slug is in use. Nothing is written then.
        NotAllowed: if the actor may not add. What an editor adds is a draft, whatever state is asked for.
    """
    prepared = []
    made: set[str] = set()

    def is_taken(slug: str) -> bool:
        return slug in made or slug in (slugs_in_use(session, [slug]) if taken is None else taken)

    for event in events:
        slug = event.slug or make_slug(event.draft.title, str(event.draft.when.start), is_taken=is_taken)
        made.add(slug)
        prepared.append(prepare_event(slug, event.draft, state=event.state, origin=event.origin or origin))
    return add_prepared(session, prepared, actor=actor, reason=reason, token=token, taken=taken)


def add_prepared(
    session: Session,
    events: Sequence[PreparedEvent],
    *,
    actor: Actor,
    reason: str = "",
    token: str | None = None,
    taken: set[str] | None = None,
) -> list[str]:
    """Add many prepared Events in their order and return their slugs; arguments as in ``add_events``, raises as it."""
    actor.check(Role.EDITOR)
    if not actor.may(Role.REVIEWER):
        events = [as_draft(event) for event in events]
    coined, documents = settle_names(session, [event.document for event in events], actor=actor)
    if taken is None:
        taken = slugs_in_use(session, [event.document["slug"] for event in events])
    changes = []
    for event, document in zip(events, documents, strict=True):
        slug = document["slug"]
        if slug in taken:
            raise VersionConflict(f"An event “{slug}” is in the record already.")
        taken.add(slug)
        text = event.text if document is event.document else ""
        changes.append(history.Change("event", slug, 1, "add", actor.name, reason, document, token, text))
    if changes:
        _write_changes(session, changes, coined, all_new=True)
    return [change.subject_key for change in changes]


def slugs_in_use(session: Session, among: Sequence[str] | None = None) -> set[str]:
    """Return every slug that leads to an Event, or those among the given ones that do."""
    if among is None or len(among) > _CHUNK:
        return set(session.connection().scalars(_ALL_SLUGS))
    return set(session.connection().scalars(_SOME_SLUGS, {"among": list(among)}))


def slug_of_token(session: Session, token: str) -> str | None:
    """Return the Event that was saved under a token; None where nothing was."""
    return session.exec(select(Revision.subject_key).where(Revision.token == token)).first()


def revise_event(
    session: Session,
    slug: str,
    draft: EventDraft,
    *,
    version: int,
    actor: Actor,
    reason: str = "",
    token: str | None = None,
) -> int:
    """Replace an Event's content and return its new version; what stands already is not written again.

    Args:
        session: a writing session.
        slug: which Event.
        draft: the whole new content.
        version: the version that the change was made on.
        actor: who changes it.
        reason: why, for the history.
        token: names one press of a submit button; used twice, it changes once.

    Raises:
        NotFound: if there is no such Event.
        VersionConflict: if somebody else has saved a newer version.
        NotAllowed: if the actor may not change Events.
    """
    actor.check(Role.EDITOR)
    if token and slug_of_token(session, token):
        return current(session, slug)[0]
    stored, document = current(session, slug)
    check_version(document, stored, version)
    coined, (new,) = settle_names(session, [revised_document(document, draft)], actor=actor)
    if history.canonical_json(new) == history.canonical_json(document):
        return stored
    change = history.Change("event", slug, stored + 1, "revise", actor.name, reason, new, token)
    _write_changes(session, [change], coined)
    return change.version


def revise_events(session: Session, drafts: Sequence[tuple[str, EventDraft]], *, actor: Actor, reason: str) -> int:
    """Replace the content of many Events, whatever their version, and return how many changes that were.

    Raises:
        NotFound: if a slug names no Event. Nothing is written then.
        NotAllowed: if the actor may not change Events.
    """
    actor.check(Role.EDITOR)
    latest = latest_versions(session, [slug for slug, _ in drafts])
    changes = []
    revised = [revised_document(latest[slug][1], draft) for slug, draft in drafts]
    coined, settled = settle_names(session, revised, actor=actor)
    for (slug, _), new in zip(drafts, settled, strict=True):
        version, document = latest[slug]
        if history.canonical_json(new) != history.canonical_json(document):
            latest[slug] = (version + 1, new)
            changes.append(history.Change("event", slug, version + 1, "revise", actor.name, reason, new))
    if changes:
        _write_changes(session, changes, coined)
    return len(changes)


def _write_changes(
    session: Session, changes: Sequence[history.Change], coined: Sequence[history.Change], *, all_new: bool = False
) -> None:
    """Record changes of Events and bring the tables in line; the names that they coined are recorded first."""
    last = {change.subject_key: change for change in changes}
    documents = [(change.document, change.version) for change in last.values()]
    projection.project_events(session, documents, all_new=all_new)
    history.append(session, [*coined, *changes])


def latest_versions(session: Session, slugs: Sequence[str]) -> dict[str, tuple[int, dict[str, Any]]]:
    """Return the version and the latest document of Events by slug.

    Raises:
        NotFound: if there is no such Event.
    """
    found: dict[str, tuple[int, str]] = {}
    for start in range(0, len(slugs), _CHUNK):
        statement = select(Revision.subject_key, Revision.version, Revision.document).where(
            Revision.subject_type == "event", col(Revision.subject_key).in_(slugs[start : start + _CHUNK])
        )
        for slug, version, text in session.exec(statement.order_by(col(Revision.version))):
            found[slug] = (version, text)
    if missing := set(slugs) - found.keys():
        raise NotFound(f"There is no event “{min(missing)}” in the record.")
    return {slug: (version, whole_document(json.loads(text))) for slug, (version, text) in found.items()}


def current(session: Session, slug: str, *, subject_type: str = "event") -> tuple[int, dict[str, Any]]:
    """Return the version and the latest document of an Event, or of another subject by its key.

    Raises:
        NotFound: if there is no such Event.
    """
    statement = select(Revision.version, Revision.document).where(
        Revision.subject_type == subject_type, Revision.subject_key == slug
    )
    latest = session.exec(statement.order_by(col(Revision.version).desc()).limit(1)).first()
    if latest is None:
        raise NotFound(f"There is no {_CALLED.get(subject_type, subject_type)} “{slug}” in the record.")
    document = json.loads(latest[1])
    return latest[0], whole_document(document) if subject_type == "event" else document


def check_version(document: Mapping[str, Any], stored: int, version: int) -> None:
    """Raise ``VersionConflict`` where a change was made on another version than the stored one."""
    if stored != version:
        called = document.get("title") or document["name"]
        raise VersionConflict(
            f"“{called}” was changed by somebody else in the meantime (version {stored}, yours is {version}). "
            "Nothing was saved; compare the two and save again."
        )


def write_change(session: Session, change: history.Change) -> int:
    """Record one change of an Event, bring the tables in line and return the new version."""
    _write_changes(session, [change], ())
    return change.version


def write_moved(session: Session, changes: Sequence[history.Change]) -> None:
    """Record changes of Events, each of another one, whose names are all known."""
    if changes:
        _write_changes(session, changes, ())


def stored_draft(session: Session, slug: str) -> tuple[int, EventDraft]:
    """Return an Event's version and its content as a draft, to be changed and saved again."""
    version, document = current(session, slug)
    return version, draft_of(document)
