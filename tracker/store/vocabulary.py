"""Writes to the open vocabularies and to the codings of further coders."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlmodel import Session, col, select

from tracker.actors import Actor
from tracker.models import Revision
from tracker.rows import CodingRow, TermRow
from tracker.store import history, projection
from tracker.store.documents import coding_document, term_document
from tracker.vocabulary import Role, TermType

_MOST_KEYS = 500
"""Beyond so many keys one read of them all is cheaper, and a database takes no longer list."""


def add_terms(session: Session, terms: Sequence[TermRow], *, actor: Actor, reason: str = "") -> int:
    """Write vocabulary entries, new or revised; entries that stand as given already are left alone.

    Returns:
        How many were written.
    """
    return _write(session, "term", [(_term_key(term), term_document(term)) for term in terms], actor, reason)


def add_codings(session: Session, codings: Sequence[CodingRow], *, actor: Actor, reason: str = "") -> int:
    """Record other coders' stance and reach; a coder's earlier coding of an Event is revised, not doubled.

    Returns:
        How many were written.
    """
    pairs = [(f"{coding.slug}/{coding.coder}", coding_document(coding)) for coding in codings]
    return _write(session, "coding", pairs, actor, reason)


def _term_key(term: TermRow) -> str:
    return f"{term.type}/{term.key}"


def _write(
    session: Session,
    subject_type: str,
    pairs: Sequence[tuple[str, dict[str, object]]],
    actor: Actor,
    reason: str,
) -> int:
    actor.check(Role.EDITOR)
    latest = latest_documents(session, subject_type, [key for key, _ in pairs])
    changes = []
    for key, document in pairs:
        version, before = latest.get(key, (0, ""))
        if history.canonical_json(document) != before:
            action = "revise" if version else "add"
            changes.append(history.Change(subject_type, key, version + 1, action, actor.name, reason, document))
    if changes:
        project = projection.project_terms if subject_type == "term" else projection.project_codings
        project(session, [change.document for change in changes])
        history.append(session, changes)
    return len(changes)


def latest_documents(
    session: Session, subject_type: str, keys: Sequence[str] | None = None
) -> dict[str, tuple[int, str]]:
    """Return the latest version and document text of every subject of a type, or of those with the given keys."""
    if keys is not None and len(keys) > _MOST_KEYS:
        keys = None
    statement = select(Revision.subject_key, Revision.version, Revision.document).where(
        Revision.subject_type == subject_type
    )
    if keys is not None:
        statement = statement.where(col(Revision.subject_key).in_(keys))
    rows = session.exec(statement.order_by(Revision.id))  # type: ignore[arg-type]
    return {key: (version, document) for key, version, document in rows}


def coin_terms(session: Session, documents: Iterable[Mapping[str, Any]], *, actor: Actor) -> list[history.Change]:
    """Write the names that documents of Events use and the vocabularies do not hold yet.

    Returns:
        One change for each, for the caller to record before those of the Events.
    """
    wanted = dict.fromkeys(name for document in documents for name in projection.names_of(document))
    known = projection.term_ids(session, wanted)
    new = [
        TermRow(type=TermType(name[0]), key=name[1], name=name[1], name_zh=None) for name in wanted if name not in known
    ]
    coined = [
        history.Change("term", _term_key(term), 1, "add", actor.name, "first used by an event", term_document(term))
        for term in new
    ]
    projection.add_new_terms(session, [change.document for change in coined])
    return coined
