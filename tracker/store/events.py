"""Adding, revising and merging Events."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, bindparam, union_all
from sqlmodel import Session, col, select

from tracker.actors import Actor
from tracker.database import Asked, ask, ask_ahead
from tracker.duplicates import NEAR_DAYS, Duplicate, compared, find_duplicates, pages_of
from tracker.errors import InvalidDraft, NotFound, VersionConflict
from tracker.event.draft import EventDraft
from tracker.event.fields import whole_document
from tracker.models import Event, Redirect, Revision, Term
from tracker.queries import list_terms
from tracker.queries.likely import likely_events
from tracker.queries.past import latest_change
from tracker.queries.terms import with_known_names
from tracker.slugs import is_slug, make_slug
from tracker.store import history, projection
from tracker.store.documents import draft_of, revised_document, stored_document
from tracker.store.hashed import SlugsInUse
from tracker.store.history import canonical_json
from tracker.store.terms import questions_of_names, settle_names
from tracker.vocabulary import Origin, ReviewState, Role


class PreparedDraft(NamedTuple):
    """A draft with its names as the vocabularies write them, the names that are new, and likely duplicates.

    ``seen`` is the number of the change up to which the record was looked at.
    """

    draft: EventDraft
    coined: tuple[str, ...]
    alike: tuple[Duplicate, ...]
    seen: int


def prepare_draft(session: Session, draft: EventDraft, before: PreparedDraft | None = None) -> PreparedDraft:
    """Look for a draft's names and for Events that it may repeat.

    Events in every state count: what was rejected or withdrawn is to be looked at before it is added again.

    Args:
        session: a session; inside a writing one, give what was found before others had to wait.
        draft: as it was typed.
        before: what this returned earlier; it stands where nobody has changed the record since.
    """
    seen = latest_change(session)
    if before is not None and before.seen == seen:
        return before
    names = set(projection.used_names(vars(draft)))
    # All names are read only where one is no key, such as an alias or a new one.
    is_known = names <= projection.keys_in_use(session, names)
    named, coined = (draft, ()) if is_known else with_known_names(list_terms(session), draft)
    act = compared("", named, {}).act
    likely = likely_events(session, act, pages_of(named), near_days=NEAR_DAYS)
    alike = find_duplicates(named, likely.events, likely.terms, rarity=likely.rarity)
    return PreparedDraft(named, coined, alike, seen)


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
_OF_TOKEN = select(col(Revision.subject_key)).where(col(Revision.token) == bindparam("token")).limit(1)
_LATEST = (
    select(col(Revision.version), col(Revision.document))
    .where(col(Revision.subject_type) == bindparam("type"), col(Revision.subject_key) == bindparam("key"))
    .order_by(col(Revision.version).desc())
    .limit(1)
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
    named = slug or _new_slug(draft, is_taken=lambda _slug: False)
    event = prepare_event(named, draft, state=state, origin=origin)
    ask_ahead(
        session,
        *([(_OF_TOKEN, {"token": token})] if token else []),
        (_SOME_SLUGS, {"among": [named]}),
        *((projection.LAST_ID[model], {}) for model in (Event, Term)),
        *questions_of_names(session, event.document),
    )
    if token and (known := slug_of_token(session, token)):
        return known
    if slug is None and (in_use := slugs_in_use(session, [named])):
        named = _new_slug(draft, is_taken=lambda each: each in in_use or bool(slugs_in_use(session, [each])))
        event = prepare_event(named, draft, state=state, origin=origin)
    return add_prepared(session, [event], actor=actor, reason=reason, token=token)[0]


def _new_slug(draft: EventDraft, *, is_taken: Callable[[str], bool]) -> str:
    return make_slug(draft.title, str(draft.when.start), is_taken=is_taken)


def add_events(
    session: Session,
    events: Sequence[NewEvent],
    *,
    origin: Origin,
    actor: Actor,
    reason: str = "",
    token: str | None = None,
    taken: SlugsInUse | None = None,
) -> list[str]:
    """Add many Events in their order and return their slugs.

    Args:
        session: a writing session.
        events: the validated Events; names that the vocabularies do not hold are added to them.
        origin: how they came in.
        actor: who adds them.
        reason: why, for the history.
        token: names one press of a submit button.
        taken: the slugs in use, where the caller keeps them between calls; new ones are put in.

    Raises:
        VersionConflict: if a given slug is in use. Nothing is written then.
        NotAllowed: if the actor may not add. What an editor adds is a draft, whatever state is asked for.
    """
    prepared = []
    made: set[str] = set()

    def is_taken(slug: str) -> bool:
        return slug in made or slug in (slugs_in_use(session, [slug]) if taken is None else taken)

    for event in events:
        slug = event.slug or _new_slug(event.draft, is_taken=is_taken)
        made.add(slug)
        prepared.append(prepare_event(slug, event.draft, state=event.state, origin=event.origin or origin))
        if taken is not None:
            taken.add(slug)
    return add_prepared(session, prepared, actor=actor, reason=reason, token=token)


def add_prepared(
    session: Session,
    events: Sequence[PreparedEvent],
    *,
    actor: Actor,
    reason: str = "",
    token: str | None = None,
) -> list[str]:
    """Add many prepared Events in their order and return their slugs; arguments as in ``add_events``, raises as it."""
    actor.check(Role.EDITOR)
    if not actor.may(Role.REVIEWER):
        events = [as_draft(event) for event in events]
    coined, documents = settle_names(session, [event.document for event in events], actor=actor)
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


def all_slugs(session: Session) -> Iterator[str]:
    """Yield every slug that leads to an Event."""
    yield from session.execute(_ALL_SLUGS, execution_options={"yield_per": _CHUNK}).scalars()


def slugs_in_use(session: Session, among: Sequence[str]) -> set[str]:
    """Return those of some slugs that lead to an Event."""
    found: set[str] = set()
    for start in range(0, len(among), _CHUNK):
        rows = ask(session, _SOME_SLUGS, among=list(among[start : start + _CHUNK]))
        found.update(slug for (slug,) in rows)
    return found


def slug_of_token(session: Session, token: str) -> str | None:
    """Return the Event that was saved under a token; None where nothing was."""
    return next((slug for (slug,) in ask(session, _OF_TOKEN, token=token)), None)


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
    ask_ahead(
        session,
        *([(_OF_TOKEN, {"token": token})] if token else []),
        *questions_of_subject(slug),
        (projection.IDS_OF_EVENTS, {"slugs": [slug]}),
        *questions_of_names(session, vars(draft)),
    )
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


def questions_of_subject(key: str, *, subject_type: str = "event") -> tuple[Asked, ...]:
    """Return what ``current`` and the history ask about a subject that is to be changed, to be asked ahead."""
    return (_LATEST, {"type": subject_type, "key": key}), (history.LAST_CHANGE, {})


def current(session: Session, slug: str, *, subject_type: str = "event") -> tuple[int, dict[str, Any]]:
    """Return the version and the latest document of an Event, or of another subject by its key.

    Raises:
        NotFound: if there is no such Event.
    """
    for version, text in ask(session, _LATEST, type=subject_type, key=slug):
        document = json.loads(text)
        return version, whole_document(document) if subject_type == "event" else document
    raise NotFound(f"There is no {_CALLED.get(subject_type, subject_type)} “{slug}” in the record.")


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
