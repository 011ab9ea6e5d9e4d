"""Load the curated record into a database: as often as one likes, and never over a person's work."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.actors import Actor
from tracker.queries import list_revisions
from tracker.seeds.reading import SeedRecord
from tracker.store import NewEvent, add_codings, add_events, add_terms, revise_event, stored_draft
from tracker.vocabulary import Origin, Role

if TYPE_CHECKING:
    from sqlmodel import Session

ACTOR = Actor("curated record", Role.REVIEWER)
"""Who stands on changes made by loading; a change by anybody else is a person's."""


@dataclass(frozen=True, slots=True)
class SeedReport:
    """What loading did: slugs of Events added, updated, and kept because a person had changed them."""

    added: tuple[str, ...]
    updated: tuple[str, ...]
    kept: tuple[str, ...]
    unchanged: int


def load_seeds(session: "Session", record: SeedRecord) -> SeedReport:
    """Bring the Events, vocabularies and codings of the curated record into a database, in one transaction.

    Args:
        session: a writing session.
        record: what ``read_seeds`` returned.

    Returns:
        What was added and updated, and the slugs whose stored form differs because a person changed it.
    """
    add_terms(session, record.terms, actor=ACTOR)
    latest = {row.subject_key: row.actor for row in reversed(list_revisions(session, subject_type="event"))}
    new = [(slug, draft) for slug, draft in record.events if slug not in latest]
    added = add_events(session, [NewEvent(draft, slug) for slug, draft in new], origin=Origin.SEED, actor=ACTOR)
    updated, kept = [], []
    for slug, draft in record.events:
        if slug not in latest:
            continue
        version, stored = stored_draft(session, slug)
        if stored == draft:
            continue
        if latest[slug] != ACTOR.name:
            kept.append(slug)
            continue
        revise_event(session, slug, draft, version=version, actor=ACTOR, reason="the curated record was corrected")
        updated.append(slug)
    add_codings(session, record.codings, actor=ACTOR)
    unchanged = len(record.events) - len(added) - len(updated) - len(kept)
    return SeedReport(tuple(added), tuple(updated), tuple(kept), unchanged)
