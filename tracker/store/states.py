"""An Event's way through review, one by one or several at once. Its content stays; nothing is ever erased."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from tracker.actors import Actor
from tracker.database import ask_ahead
from tracker.errors import WrongState
from tracker.models import Revision
from tracker.store import history
from tracker.store.documents import draft_of
from tracker.store.events import check_version, current, questions_of_subject, revise_event, write_change
from tracker.store.projection import IDS_OF_EVENTS
from tracker.vocabulary import STATES_IN_PLAY, ReviewState, Role, Step

_OUT = frozenset(ReviewState) - STATES_IN_PLAY


def take_step(session: Session, slug: str, step: Step, *, version: int, actor: Actor, reason: str = "") -> int:
    """Take an Event one step in review.

    What a reviewer rejected comes back as a draft where an editor restores it; what was merged, by a reviewer only.

    Args:
        session: a writing session.
        slug: which Event.
        step: which step.
        version: the version that the actor has seen.
        actor: who does it.
        reason: why, for the history.

    Returns:
        The new version; the stored one where the Event stands there already.

    Raises:
        NotFound: if there is no such Event.
        VersionConflict: if somebody else has saved a newer version.
        WrongState: if the step does not fit where the Event stands, or if it was merged into another one.
        NotAllowed: if the actor's role does not permit it.
    """
    actor.check(step.role)
    ask_ahead(session, *questions_of_subject(slug), (IDS_OF_EVENTS, {"slugs": [slug]}))
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
        raise WrongState(f"“{title}” is {document['review_state']}; {step} starts from {starts}. Nothing was changed.")
    state = step.target or state_before(session, slug, actor)
    change = history.Change("event", slug, stored + 1, str(step), actor.name, reason, _moved(document, state))
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


@dataclass(frozen=True, slots=True)
class BulkChange:
    """What to set on each of many Events; None leaves it as it is. An empty thread takes the thread away."""

    thread: str | None = None
    add_sectors: tuple[str, ...] = ()
    take_sectors: tuple[str, ...] = ()
    step: Step | None = None


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
        NotFound, VersionConflict, WrongState, NotAllowed: as the single changes do; nothing is written then.
    """
    changed = []
    for slug, version in versions.items():
        latest = _revise(session, slug, version, change, actor=actor, reason=reason)
        if change.step:
            latest = take_step(session, slug, change.step, version=latest, actor=actor, reason=reason)
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
