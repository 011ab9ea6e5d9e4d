"""Bring what the curated record says of Events into a database that holds them, and leave what a person changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from tracker.actors import CURATED_RECORD, Actor
from tracker.event.draft import EventDraft
from tracker.event.three_way import unite_drafts
from tracker.queries import list_revisions
from tracker.read_models import RevisionRow
from tracker.store import CuratedVersion, curated_versions, remember_curated, revise_event, stored_draft, take_step
from tracker.store.documents import draft_of, is_in_play
from tracker.vocabulary import ReviewState, Role, Step

if TYPE_CHECKING:
    from sqlmodel import Session

ACTOR = Actor(CURATED_RECORD, Role.REVIEWER)
"""Who stands on changes made by loading; a change by anybody else is a person's."""

CORRECTED = "the curated record was corrected"
_ACCEPTED = "the curated record holds it now"


@dataclass(frozen=True, slots=True)
class _Contents:
    """An Event as the database holds it, with its version, and as the curated record says it."""

    slug: str
    version: int
    ours: EventDraft
    theirs: EventDraft


@dataclass(slots=True)
class EventUpdates:
    """What became of Events that a database held: updated, left as a person changed them, and the open fields."""

    updated: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    clashes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    unchanged: int = 0


def update_events(
    session: "Session", events: Sequence[tuple[str, EventDraft]], latest: Mapping[str, RevisionRow]
) -> EventUpdates:
    """Bring each Event in line with the curated record, field by field.

    What the curated record changed since it was loaded last is taken where nobody else changed the same field. Where
    a person did, the Event stays, and what the curated record says is remembered for a decision.

    Args:
        session: a writing session.
        events: slugs and contents, names as this database writes them.
        latest: the last change of each Event.
    """
    known, updates = curated_versions(session), EventUpdates()
    remembered = []
    for slug, theirs in events:
        version, ours = stored_draft(session, slug)
        if ours == theirs:
            updates.unchanged += 1
            remembered += [CuratedVersion(slug, theirs)] if slug in known else []
        elif not is_in_play(latest[slug].document):
            updates.kept.append(slug)
        elif slug in known and known[slug].says == theirs:
            updates.kept.append(slug)
            updates.clashes[slug] = known[slug].still_open(ours)
            # What somebody settled by writing the same is not asked again, whatever is written there later.
            remembered.append(replace(known[slug], fields=updates.clashes[slug]))
        else:
            contents = _Contents(slug, version, ours, theirs)
            base = known[slug].says if slug in known else _as_loaded(session, slug, latest[slug])
            remembered += _bring_in(session, contents, base, known.get(slug), updates)
    remember_curated(session, remembered, actor=ACTOR, reason=CORRECTED)
    updates.clashes = {slug: fields for slug, fields in updates.clashes.items() if fields}
    return updates


def let_in_drafts(
    session: "Session", events: Sequence[tuple[str, EventDraft]], latest: Mapping[str, RevisionRow]
) -> list[str]:
    """Accept what lay in the record as the curated record's own draft, and return which Events these were.

    Where a person's words stand in a draft, even beside the curated record's, it goes on waiting for review.
    """
    accepted = []
    for slug, theirs in events:
        last = latest[slug]
        if last.actor != ACTOR.name or last.document["review_state"] != ReviewState.DRAFT:
            continue
        version, ours = stored_draft(session, slug)
        if ours == theirs:
            take_step(session, slug, Step.ACCEPT, version=version, actor=ACTOR, reason=_ACCEPTED)
            accepted.append(slug)
    return accepted


def _bring_in(
    session: "Session",
    event: _Contents,
    base: EventDraft | None,
    known: CuratedVersion | None,
    updates: EventUpdates,
) -> list[CuratedVersion]:
    """Write what can be taken of one Event, and return what is to be remembered of the curated record."""
    united = unite_drafts(base, event.ours, event.theirs)
    waiting = known.still_open(event.ours) if known else ()
    clashes = dict.fromkeys((*united.clashes, *waiting))
    fields = tuple(name for name in clashes if getattr(united.draft, name) != getattr(event.theirs, name))
    if united.draft != event.ours:
        revise_event(session, event.slug, united.draft, version=event.version, actor=ACTOR, reason=CORRECTED)
        updates.updated.append(event.slug)
    if united.draft != event.theirs:
        updates.kept.append(event.slug)
        updates.clashes[event.slug] = fields
    is_new = base != event.theirs and (known or united.draft != event.theirs)
    return [CuratedVersion(event.slug, event.theirs, fields)] if is_new else []


def _as_loaded(session: "Session", slug: str, last: RevisionRow) -> EventDraft | None:
    """Return what the curated record said of an Event before a person changed it; None where it never wrote it."""
    if last.actor == ACTOR.name:
        return draft_of(last.document)
    rows = list_revisions(session, subject_type="event", subject_key=slug, actor=ACTOR.name, limit=1)
    return draft_of(rows[0].document) if rows else None
