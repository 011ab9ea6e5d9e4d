"""Undo: a new change that takes an earlier one back, field by field, and leaves what came later alone."""

from typing import Any

from sqlmodel import Session, select

from tracker.actors import Actor
from tracker.errors import NotFound, VersionConflict
from tracker.models import Revision
from tracker.store import history, projection
from tracker.store.events import current
from tracker.vocabulary import ReviewState, Role

_STATE = "review_state"
_BY_REVIEWER = frozenset({"accept", "send back", "reject", "merge"})


def undo_change(session: Session, number: int, *, actor: Actor, reason: str = "") -> int:
    """Take one recorded change back and return the new version of its subject.

    Each field that the change altered gets its former value again. An Event that was added is withdrawn.

    Args:
        session: a writing session.
        number: the change's number in the history.
        actor: who undoes it; what only a reviewer may do, only a reviewer may undo.
        reason: why, for the history.

    Raises:
        NotFound: if the history has no such change.
        VersionConflict: if a later change altered the same fields; the message names them.
        NotAllowed: if the actor's role does not permit it.
    """
    revision = session.get(Revision, number)
    if revision is None:
        raise NotFound(f"The history has no change {number}; tracker history lists them.")
    actor.check(Role.REVIEWER if revision.action in _BY_REVIEWER else Role.EDITOR)
    version, now = _latest(session, revision)
    after = history.document_of(revision)
    new = _without_change(now, _before(session, revision), after, number)
    if history.canonical_json(new) == history.canonical_json(now):
        raise VersionConflict(f"Change {number} has been taken back already.")
    why = reason or f"undo of change {number}"
    change = history.Change(revision.subject_type, revision.subject_key, version + 1, "undo", actor.name, why, new)
    projection.project(session, change.subject_type, [change.document], [change.version])
    history.append(session, [change])
    return change.version


def _latest(session: Session, revision: Revision) -> tuple[int, dict[str, Any]]:
    return current(session, revision.subject_key, subject_type=revision.subject_type)


def _before(session: Session, revision: Revision) -> dict[str, Any]:
    """Return the document that a change was made on; that of an Event's addition is the same Event, withdrawn."""
    if revision.version == 1:
        if revision.subject_type != "event":
            raise VersionConflict("A name that was added stays in the vocabularies; rename it instead.")
        return history.document_of(revision) | {_STATE: str(ReviewState.WITHDRAWN)}
    statement = select(Revision).where(
        Revision.subject_type == revision.subject_type,
        Revision.subject_key == revision.subject_key,
        Revision.version == revision.version - 1,
    )
    return history.document_of(session.exec(statement).one())


def _without_change(now: dict[str, Any], before: dict[str, Any], after: dict[str, Any], number: int) -> dict[str, Any]:
    fields = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    changed_since = [name for name in fields if now.get(name) not in (after.get(name), before.get(name))]
    if changed_since:
        raise VersionConflict(
            f"Change {number} cannot be undone on its own: {', '.join(changed_since)} was changed again later. "
            "Undo the later change first."
        )
    new = now | {name: before.get(name) for name in fields}
    return {name: value for name, value in new.items() if name != "merged_into" or value}
