"""An Event's way through review. Its content stays; nothing is ever erased."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from tracker.actors import Actor
from tracker.models import Revision
from tracker.store import history
from tracker.store.events import check_version, current, write_change
from tracker.vocabulary import ReviewState, Role

_OUT = frozenset({ReviewState.WITHDRAWN, ReviewState.REJECTED})


def withdraw_event(session: Session, slug: str, *, version: int, actor: Actor, reason: str) -> int:
    """Take an Event out of chart, index and exports; it stays in the history.

    Args:
        session: a writing session.
        slug: which Event.
        version: the version that the actor has seen.
        actor: who does it; at least an editor.
        reason: why, for the history.

    Returns:
        The new version.

    Raises:
        NotFound: if there is no such Event.
        VersionConflict: if somebody else has saved a newer version.
        NotAllowed: if the actor's role does not permit it.
    """
    actor.check(Role.EDITOR)
    return _move(session, slug, _Move(ReviewState.WITHDRAWN, "withdraw", actor, reason), version)


def restore_event(session: Session, slug: str, *, version: int, actor: Actor, reason: str) -> int:
    """Bring an Event that was withdrawn or rejected back to where it stood before; raises as ``withdraw_event``."""
    actor.check(Role.EDITOR)
    return _move(session, slug, _Move(_state_before(session, slug), "restore", actor, reason), version)


def accept_event(session: Session, slug: str, *, version: int, actor: Actor, reason: str = "") -> int:
    """Accept a draft into the record, as a reviewer; raises as ``withdraw_event``."""
    actor.check(Role.REVIEWER)
    return _move(session, slug, _Move(ReviewState.ACCEPTED, "accept", actor, reason), version)


def send_back_event(session: Session, slug: str, *, version: int, actor: Actor, reason: str) -> int:
    """Send an Event back to its editor as disputed, as a reviewer; raises as ``withdraw_event``."""
    actor.check(Role.REVIEWER)
    return _move(session, slug, _Move(ReviewState.DISPUTED, "send back", actor, reason), version)


def reject_event(session: Session, slug: str, *, version: int, actor: Actor, reason: str) -> int:
    """Keep a draft out of the record, as a reviewer; raises as ``withdraw_event``."""
    actor.check(Role.REVIEWER)
    return _move(session, slug, _Move(ReviewState.REJECTED, "reject", actor, reason), version)


def submit_event(session: Session, slug: str, *, version: int, actor: Actor, reason: str = "") -> int:
    """Put a disputed Event before the reviewer again, as a draft; raises as ``withdraw_event``."""
    actor.check(Role.EDITOR)
    return _move(session, slug, _Move(ReviewState.DRAFT, "submit", actor, reason), version)


@dataclass(frozen=True, slots=True)
class _Move:
    """One step in review: where to, what it is called, who takes it and why."""

    state: ReviewState
    action: str
    actor: Actor
    reason: str


def _move(session: Session, slug: str, move: _Move, version: int) -> int:
    stored, document = current(session, slug)
    check_version(slug, stored, version)
    if document["review_state"] == move.state:
        return stored
    new = {name: value for name, value in document.items() if name != "merged_into"} | {"review_state": str(move.state)}
    change = history.Change("event", slug, stored + 1, move.action, move.actor.name, move.reason, new)
    return write_change(session, change)


def _state_before(session: Session, slug: str) -> ReviewState:
    """Look up where an Event stood before it was taken out; an Event that never stood in the record is a draft."""
    statement = (
        select(Revision)
        .where(Revision.subject_type == "event", Revision.subject_key == slug)
        .order_by(col(Revision.version).desc())
    )
    for revision in session.exec(statement):
        state = ReviewState(history.document_of(revision)["review_state"])
        if state not in _OUT:
            return state
    return ReviewState.DRAFT
