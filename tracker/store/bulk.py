"""One change for many Events at once: their thread, their sectors or their place in review."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from tracker.actors import Actor
from tracker.errors import UnknownValue
from tracker.store.documents import draft_of
from tracker.store.events import current, revise_event
from tracker.store.states import accept_event, reject_event, restore_event, send_back_event, withdraw_event

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
