"""Undo: a new change that takes an earlier one back, field by field, and leaves what came later alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from tracker.actors import Actor
from tracker.coders import MACHINE_CODERS, SET_ASIDE, TAKEN_BACK, coder_of
from tracker.errors import InvalidDraft, NotFound, VersionConflict
from tracker.event.labels import label_of, problems_in_words
from tracker.models import Revision
from tracker.read_models import RevisionRow
from tracker.store import history, projection
from tracker.store.curated import CURATED
from tracker.store.documents import draft_of
from tracker.store.events import current
from tracker.store.names import MERGE_NAMES, check_names
from tracker.store.states import state_before
from tracker.store.terms import forget_names, settle_names
from tracker.vocabulary import STATES_IN_PLAY, ReviewState, Role, Step

_STATE, _INTO = "review_state", "merged_into"
_OPPOSITE = {"merge": "unmerge", "unmerge": "merge", MERGE_NAMES: "unmerge names"}
"""Changes of several rows, what stays first; each is undone by the other."""

_DECISIONS = frozenset({*_OPPOSITE, *Step} - {Step.WITHDRAW, Step.RESTORE})
"""What only a reviewer takes back: merges, and steps in review that do not just take an Event out and bring it back."""

_FIRST = {
    "term": "A name that was added stays in the vocabularies; rename it or merge it instead.",
    "measure": "A rule or case that was added has nothing to go back to; load it anew as it should be.",
    "era": "An era that was added has nothing to go back to; load it anew as it should be.",
    "distinct": "That two events were told apart stays remembered; merge the two if they are one after all.",
    "heading": "What a heading of a table means stays remembered; choose another meaning at the next import.",
}
"""Why the first row of a subject cannot be taken back; that of an Event or of a person's coding can."""


@dataclass(frozen=True, slots=True)
class _TakenBack:
    """A recorded change, and its subject's document as it is and as it would be without that change."""

    revision: Revision
    version: int
    now: dict[str, Any]
    new: dict[str, Any]

    @property
    def is_change(self) -> bool:
        return history.canonical_json(self.now) != history.canonical_json(self.new)


def can_be_undone(change: Revision | RevisionRow, actor: Actor) -> bool:
    """Tell whether to offer the undo of a change to somebody: it has one, and is not refused for the role alone.

    What the record holds by now may still be in the way; ``undo_change`` says so then.
    """
    needed = Role.REVIEWER if change.action in _DECISIONS else Role.EDITOR
    return actor.may(needed) and _refusal(change) is None


def _refusal(change: Revision | RevisionRow) -> str | None:
    """Return why a change has no undo, whatever the record holds by now; None where it has one."""
    if change.action == _OPPOSITE[MERGE_NAMES]:
        return "That a merge of names was taken back cannot be undone; merge the two names again."
    if change.subject_type == CURATED:
        return "What the curated record said stays remembered; change the event itself, or undo that change."
    if change.subject_type == SET_ASIDE:
        return "An event that was set aside waits for its coder; coding it ends that."
    if change.version > 1:
        return None
    if change.subject_type == "coding" and coder_of(change.subject_key) in MACHINE_CODERS:
        return "A machine-assisted coding is part of the curated record; it stays."
    return _FIRST.get(change.subject_type)


def undo_change(session: Session, number: int, *, actor: Actor, reason: str = "") -> int:
    """Take one recorded change back and return the new version of its subject.

    Each field that the change altered gets its former value again. An Event that was added is withdrawn, a person's
    coding that was added is there no more. A merge has a row for each Event or name that it touched; the undo of any
    takes all of them back.

    Args:
        session: a writing session.
        number: the change's number in the history.
        actor: who undoes it; what only a reviewer may do, only a reviewer may undo.
        reason: why, for the history.

    Raises:
        NotFound: if the history has no such change.
        VersionConflict: if a later change altered the same fields; the message names them. Nothing is written then.
        NotAllowed: if the actor's role does not permit it.
    """
    revision = session.get(Revision, number)
    if revision is None:
        raise NotFound(f"The history has no change {number}; tracker history lists them.")
    actor.check(Role.EDITOR)
    if refusal := _refusal(revision):
        raise VersionConflict(refusal)
    rows = [_taken_back(session, each) for each in _rows_of_one_change(session, revision)]
    for row in rows:
        _check_rights(session, row, actor)
    new = [row for row in rows if row.is_change]
    if not new:
        raise VersionConflict(f"Change {number} has been taken back already.")
    _check_names(session, new)
    for row in new:
        _check_whole(session, row)
        _write(session, row, actor, reason or f"undo of change {row.revision.id}")
    return next(row.version + row.is_change for row in rows if row.revision.id == number)


def _rows_of_one_change(session: Session, revision: Revision) -> Sequence[Revision]:
    """Return a change with all rows of the merge that it belongs to, what stays first."""
    if revision.action == MERGE_NAMES:
        return _rows_of_merged_names(session, revision)
    if revision.action not in _OPPOSITE:
        return (revision,)
    gone = revision.version > 1 and _before(session, revision).get(_INTO) != history.document_of(revision).get(_INTO)
    partner = session.get(Revision, revision.id + (-1 if gone else 1))
    if partner is None or partner.action != revision.action:
        return (revision,)
    return (partner, revision) if gone else (revision, partner)


def _rows_of_merged_names(session: Session, revision: Revision) -> Sequence[Revision]:
    """Return the rows that stand together: the name that stays, the one that goes, and the Events up to the next."""
    first = revision
    while _INTO in history.document_of(first) or first.subject_type != "term":
        first = session.get_one(Revision, first.id - 1)
    rows = [first, session.get_one(Revision, first.id + 1)]
    statement = select(Revision).where(col(Revision.id) > first.id + 1).order_by(col(Revision.id))
    for row in session.exec(statement.execution_options(yield_per=100)):
        if row.action != MERGE_NAMES or row.subject_type != "event":
            break
        rows.append(row)
    return rows


def _taken_back(session: Session, revision: Revision) -> _TakenBack:
    version, now = _latest(session, revision)
    new = _without_change(now, _before(session, revision), history.document_of(revision), revision.id)
    if revision.subject_type == "event" and revision.action != MERGE_NAMES:
        # A name that the Event had before may have been merged since; it leads to the one that stayed.
        _, (new,) = settle_names(session, [new], actor=Actor(revision.actor))
    return _TakenBack(revision, version, now, new)


def _check_rights(session: Session, row: _TakenBack, actor: Actor) -> None:
    """Ask for a reviewer where the undo would decide what only a reviewer decides, whatever the change was called."""
    is_merge = row.revision.action in _OPPOSITE or row.now.get(_INTO) != row.new.get(_INTO)
    if is_merge or (row.revision.subject_type == "event" and _decides(session, row, actor)):
        actor.check(Role.REVIEWER)


def _decides(session: Session, row: _TakenBack, actor: Actor) -> bool:
    """Tell whether the state would change otherwise than an editor may change it by withdrawing and restoring."""
    before, after = ReviewState(row.now[_STATE]), ReviewState(row.new[_STATE])
    if before is after:
        return False
    if after is ReviewState.WITHDRAWN:
        return before not in STATES_IN_PLAY
    return before is not ReviewState.WITHDRAWN or after is not state_before(session, row.now["slug"], actor)


def _check_whole(session: Session, row: _TakenBack) -> None:
    """Refuse what would not hold together, since single fields go back and others stay."""
    if row.revision.subject_type != "event":
        return
    number = row.revision.id
    try:
        draft_of(row.new)
    except InvalidDraft as problem:
        words = problems_in_words(problem.problems)
        raise VersionConflict(f"Change {number} cannot be undone on its own: {words}") from problem
    into = row.new.get(_INTO)
    if into and into != row.now.get(_INTO):
        other = current(session, into)[1]
        if other[_STATE] not in STATES_IN_PLAY:
            raise VersionConflict(
                f"Change {number} cannot be undone: it would lead to “{other['title']}”, which is out of the record."
            )


def _check_names(session: Session, rows: Sequence[_TakenBack]) -> None:
    """Refuse to give a name back that leads to another entry by now."""
    names = [row for row in rows if row.revision.subject_type == "term"]
    try:
        check_names(session, [row.new for row in names])
    except InvalidDraft as problem:
        number = names[0].revision.id
        raise VersionConflict(f"Change {number} cannot be undone: {' '.join(problem.problems.values())}") from problem


def _write(session: Session, row: _TakenBack, actor: Actor, why: str) -> None:
    revision = row.revision
    change = history.Change(
        revision.subject_type,
        revision.subject_key,
        row.version + 1,
        _OPPOSITE.get(revision.action, "undo"),
        actor.name,
        why,
        row.new,
    )
    projection.project(session, change.subject_type, [change.document], [change.version])
    forget_names(session)
    history.append(session, [change])


def _latest(session: Session, revision: Revision) -> tuple[int, dict[str, Any]]:
    return current(session, revision.subject_key, subject_type=revision.subject_type)


def _before(session: Session, revision: Revision) -> dict[str, Any]:
    """Return the document that a change was made on; that of an addition is the same one, out of the record."""
    if revision.version == 1:
        gone = {TAKEN_BACK: "yes"} if revision.subject_type == "coding" else {_STATE: str(ReviewState.WITHDRAWN)}
        return history.document_of(revision) | gone
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
            f"Change {number} cannot be undone on its own: {', '.join(map(label_of, changed_since))} was changed again "
            "later. Undo the later change first."
        )
    new = now | {name: before.get(name) for name in fields}
    return {name: value for name, value in new.items() if name not in (_INTO, TAKEN_BACK) or value}
