"""What the curated record says otherwise than a person: kept in the history until somebody decides, and after it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlmodel import Session

from tracker.actors import Actor
from tracker.errors import NotFound, WrongState
from tracker.event.draft import EventDraft
from tracker.event.three_way import unite_drafts
from tracker.store import history
from tracker.store.documents import draft_of, is_in_play
from tracker.store.events import check_version, current, revise_event, stored_draft
from tracker.store.terms import latest_documents
from tracker.vocabulary import Role

CURATED = "curated"
"""The history's word for the version of an Event that the curated record holds."""


@dataclass(frozen=True, slots=True)
class CuratedVersion:
    """What the curated record said of an Event that a person had changed, when it was loaded last.

    Attributes:
        slug: which Event.
        says: its content by the curated record.
        fields: the fields that both changed to different things and on which nobody has decided yet.
    """

    slug: str
    says: EventDraft
    fields: tuple[str, ...] = ()

    @property
    def document(self) -> dict[str, Any]:
        """The plain form that the history keeps."""
        return {"slug": self.slug, "says": self.says.model_dump(mode="json"), "open_fields": list(self.fields)}

    def still_open(self, ours: EventDraft) -> tuple[str, ...]:
        """Return the fields that wait for a decision and in which an Event still says something else."""
        return tuple(name for name in self.fields if getattr(ours, name) != getattr(self.says, name))


def curated_versions(session: Session) -> dict[str, CuratedVersion]:
    """Return by slug what the curated record says of Events that a person has changed."""
    return {slug: _version_of(json.loads(text)) for slug, (_, text) in latest_documents(session, CURATED).items()}


def _version_of(document: dict[str, Any]) -> CuratedVersion:
    return CuratedVersion(document["slug"], draft_of(document["says"]), tuple(document["open_fields"]))


def open_clashes(session: Session) -> tuple[CuratedVersion, ...]:
    """Return what waits for a decision, ordered by slug; each with the fields that are still open.

    Nothing is asked about an Event that is out of the record or merged into another.
    """
    found = []
    for slug, version in sorted(curated_versions(session).items()):
        if version.fields and is_in_play(document := current(session, slug)[1]):
            found.append(replace(version, fields=version.still_open(draft_of(document))))
    return tuple(each for each in found if each.fields)


def remember_curated(session: Session, versions: Sequence[CuratedVersion], *, actor: Actor, reason: str = "") -> None:
    """Write down what the curated record says of Events, where it says something new."""
    actor.check(Role.EDITOR)
    latest = latest_documents(session, CURATED, [each.slug for each in versions])
    changes = []
    for each in versions:
        number, before = latest.get(each.slug, (0, ""))
        if history.canonical_json(each.document) != before:
            action = "revise" if number else "add"
            change = history.Change(CURATED, each.slug, number + 1, action, actor.name, reason, each.document)
            changes.append(change)
    if changes:
        history.append(session, changes)


def decide_clash(
    session: Session, slug: str, *, takes_over: bool, version: int, actor: Actor, reason: str = ""
) -> None:
    """Decide where the curated record and a person differ; it is not asked again until the curated record changes.

    Args:
        session: a writing session.
        slug: which Event.
        takes_over: whether what the curated record says is taken into the Event, as a change by the actor.
        version: the version of the Event that the actor has seen.
        actor: who decides.
        reason: why, for the history.

    Raises:
        NotFound: if nothing waits for a decision there.
        WrongState: if what the curated record says would not be valid beside the rest of the Event.
        VersionConflict: if somebody else has saved a newer version of the Event.
        NotAllowed: if the actor may not change Events.
    """
    actor.check(Role.EDITOR)
    found = curated_versions(session).get(slug)
    if found is None or not found.fields:
        raise NotFound(f"Nothing of the curated record waits for a decision at “{slug}”.")
    if takes_over:
        # Without a common start nothing is taken but the open fields; the rest stays a person's.
        united = unite_drafts(None, stored_draft(session, slug)[1], found.says, taken=found.fields)
        if united.problem:
            raise WrongState(
                f"Nothing was taken over, since it does not fit the rest of the event ({united.problem.rstrip('.')}). "
                "Edit the event first, or keep ours."
            )
        why = reason or "as the curated record says"
        revise_event(session, slug, united.draft, version=version, actor=actor, reason=why)
    else:
        stored, document = current(session, slug)
        check_version(document, stored, version)
    words = "taken over" if takes_over else "ours kept"
    why = f"{words}: {reason}" if reason else words
    remember_curated(session, [replace(found, fields=())], actor=actor, reason=why)
