"""An Event's way through review, one by one or several at once. Its content stays; nothing is ever erased."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from tracker.actors import Actor
from tracker.errors import UnknownValue, WrongState
from tracker.models import Revision
from tracker.store import history
from tracker.store.documents import draft_of
from tracker.store.events import check_version, current, revise_event, write_change
from tracker.vocabulary import ReviewState, Role

STATES_IN_PLAY = frozenset({ReviewState.ACCEPTED, ReviewState.DRAFT, ReviewState.DISPUTED})
"""Where an Event stands that is in the record or on its way there."""

_OUT = frozenset({ReviewState.WITHDRAWN, ReviewState.REJECTED})


@dataclass(frozen=True, slots=True)
class Step:
    """One step in review: where it starts, where it leads (None: to where the Event stood before), who may take it."""

    starts: frozenset[ReviewState]
    target: ReviewState | None
    role: Role


STEPS: dict[str, Step] = {
    "withdraw": Step(STATES_IN_PLAY, ReviewState.WITHDRAWN, Role.EDITOR),
    "restore": Step(_OUT, None, Role.EDITOR),
    "submit": Step(frozenset({ReviewState.DISPUTED}), ReviewState.DRAFT, Role.EDITOR),
    "accept": Step(frozenset({ReviewState.DRAFT, ReviewState.DISPUTED}), ReviewState.ACCEPTED, Role.REVIEWER),
    "send back": Step(frozenset({ReviewState.DRAFT, ReviewState.ACCEPTED}), ReviewState.DISPUTED, Role.REVIEWER),
    "reject": Step(frozenset({ReviewState.DRAFT, ReviewState.DISPUTED}), ReviewState.REJECTED, Role.REVIEWER),
}
"""Every step by the history's word for it."""


def withdraw_event(session: Session, slug: str, *, version: int, actor: Actor, reason: str) -> int:
    """Take an Event out of chart, index and exports; it stays in the history.

    Args:
        session: a writing session.
        slug: which Event.
        version: the version that the actor has seen.
        actor: who does it; at least an editor.
        reason: why, for the history.

    Returns:
        The new version; the stored one where the Event stands there already.

    Raises:
        NotFound: if there is no such Event.
        VersionConflict: if somebody else has saved a newer version.
        WrongState: if the step does not fit where the Event stands, or if it was merged into another one.
        NotAllowed: if the actor's role does not permit it.
    """
    return _take_step(session, slug, "withdraw", version, actor, reason)


def restore_event(session: Session, slug: str, *, version: int, actor: Actor, reason: str) -> int:
    """Bring an Event that was withdrawn or rejected back to where it stood before; raises as ``withdraw_event``.

    What a reviewer rejected comes back as a draft where an editor restores it; what was merged, by a reviewer only.
    """
    return _take_step(session, slug, "restore", version, actor, reason)


def accept_event(session: Session, slug: str, *, version: int, actor: Actor, reason: str = "") -> int:
    """Accept a draft into the record, as a reviewer; raises as ``withdraw_event``."""
    return _take_step(session, slug, "accept", version, actor, reason)


def send_back_event(session: Session, slug: str, *, version: int, actor: Actor, reason: str) -> int:
    """Send an Event back to its editor as disputed, as a reviewer; raises as ``withdraw_event``."""
    return _take_step(session, slug, "send back", version, actor, reason)


def reject_event(session: Session, slug: str, *, version: int, actor: Actor, reason: str) -> int:
    """Keep a draft out of the record, as a reviewer; raises as ``withdraw_event``."""
    return _take_step(session, slug, "reject", version, actor, reason)


def submit_event(session: Session, slug: str, *, version: int, actor: Actor, reason: str = "") -> int:
    """Put a disputed Event before the reviewer again, as a draft; raises as ``withdraw_event``."""
    return _take_step(session, slug, "submit", version, actor, reason)


def _take_step(session: Session, slug: str, name: str, version: int, actor: Actor, reason: str) -> int:  # noqa: PLR0917 - all of one step
    step = STEPS[name]
    actor.check(step.role)
    stored, document = current(session, slug)
    check_version(document, stored, version)
    title = document["title"]
    if into := document.get("merged_into"):
        if step.target is not None:
            other = current(session, into)[1]["title"]
            raise WrongState(
                f"“{title}” was merged into “{other}”; nothing was changed. Name that one, or undo the merge.",
                hint=f"That one is {into}.",
            )
        actor.check(Role.REVIEWER)
    if document["review_state"] == step.target:
        return stored
    if document["review_state"] not in step.starts:
        starts = " or ".join(sorted(step.starts))
        raise WrongState(f"“{title}” is {document['review_state']}; {name} starts from {starts}. Nothing was changed.")
    state = step.target or state_before(session, slug, actor)
    change = history.Change("event", slug, stored + 1, name, actor.name, reason, _moved(document, state))
    return write_change(session, change)


def _moved(document: dict[str, Any], state: ReviewState) -> dict[str, Any]:
    kept = {name: value for name, value in document.items() if name != "merged_into"}
    return kept | {"review_state": str(state)}


def state_before(session: Session, slug: str, actor: Actor) -> ReviewState:
    """Look up where an Event stood before it was taken out, as far as this actor may bring it back there.

    An Event that never stood in the record is a draft, and so is, for an editor, one that a reviewer rejected.
    """
    statement = (
        select(Revision)
        .where(Revision.subject_type == "event", Revision.subject_key == slug)
        .order_by(col(Revision.version).desc())
    )
    for revision in session.exec(statement):
        state = ReviewState(history.document_of(revision)["review_state"])
        if state is ReviewState.REJECTED and not actor.may(Role.REVIEWER):
            return ReviewState.DRAFT
        if state not in _OUT:
            return state
    return ReviewState.DRAFT


_MOVES: dict[str, Callable[..., int]] = {
    "accept": accept_event,
    "send back": send_back_event,
    "reject": reject_event,
    "withdraw": withdraw_event,
    "restore": restore_event,
}
MOVES: tuple[str, ...] = tuple(_MOVES)
"""The steps in review that can be taken for many Events at once."""


@dataclass(frozen=True, slots=True)
class BulkChange:
    """What to set on each of many Events; None leaves it as it is. An empty thread takes the thread away."""

    thread: str | None = None
    add_sectors: tuple[str, ...] = ()
    take_sectors: tuple[str, ...] = ()
    move: str | None = None


def revise_many(
    session: Session, versions: Mapping[str, int], change: BulkChange, *, actor: Actor, reason: str = ""
) -> Sequence[str]:
    """Change many Events in one transaction and return the slugs of those that changed.

    Args:
        session: a writing session.
        versions: slug to the version that the actor has seen.
        change: what to set.
        actor: who does it.
        reason: why, for the history.

    Raises:
        NotFound, VersionConflict, NotAllowed: as the single changes do; nothing is written then.
        UnknownValue: if the step in review does not exist.
    """
    if change.move and change.move not in _MOVES:
        raise UnknownValue(f"“{change.move}” is not a step in review; the steps are: {', '.join(MOVES)}.")
    changed = []
    for slug, version in versions.items():
        latest = _revise(session, slug, version, change, actor=actor, reason=reason)
        if change.move:
            latest = _MOVES[change.move](session, slug, version=latest, actor=actor, reason=reason)
        if latest != version:
            changed.append(slug)
    return changed


def _revise(session: Session, slug: str, version: int, change: BulkChange, *, actor: Actor, reason: str) -> int:
    _, document = current(session, slug)
    kept = [key for key in document["sectors"] if key not in change.take_sectors]
    document["sectors"] = list(dict.fromkeys([*kept, *change.add_sectors]))
    if change.thread is not None:
        document["thread"] = change.thread
    return revise_event(session, slug, draft_of(document), version=version, actor=actor, reason=reason)
