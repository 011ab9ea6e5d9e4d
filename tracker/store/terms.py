"""Writes to the open vocabularies, to codings of further coders and to eras, and the names of a document as keys."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel import Session, col, select

from tracker.actors import Actor
from tracker.coders import coding_key
from tracker.models import Revision
from tracker.naming import NameIndex
from tracker.queries import list_terms
from tracker.queries.terms import merged_keys
from tracker.read_models import CodingRow, EraRow, TermRow
from tracker.store import history, projection
from tracker.store.documents import coding_document, era_document, term_document
from tracker.vocabulary import Role, TermType

_MOST_KEYS = 500
"""Beyond so many keys one read of them all is cheaper, and a database takes no longer list."""


def add_terms(session: Session, terms: Sequence[TermRow], *, actor: Actor, reason: str = "") -> int:
    """Write vocabulary entries, new or revised; entries that stand as given already are left alone.

    So is an entry that was merged into another one: its names lead there, and only an undo brings it back.

    Returns:
        How many were written.
    """
    merged = merged_keys(session)
    pairs = [(term_key(term), term_document(term)) for term in terms if (term.type, term.key) not in merged]
    return write_entries(session, "term", pairs, actor, reason)


def add_codings(
    session: Session, codings: Sequence[CodingRow], *, actor: Actor, reason: str = "", action: str = ""
) -> int:
    """Record other coders' stance and reach; a coder's earlier coding of an Event is revised, not doubled.

    Args:
        session: a writing session.
        codings: at most one of an Event by a coder.
        actor: who decided.
        reason: why, for the history.
        action: as ``write_entries`` takes it.

    Returns:
        How many were written.
    """
    pairs = [(coding_key(coding.slug, coding.coder), coding_document(coding)) for coding in codings]
    return write_entries(session, "coding", pairs, actor, reason, action=action)


def add_eras(session: Session, eras: Sequence[EraRow], *, actor: Actor, reason: str = "") -> int:
    """Write eras, new or revised.

    Returns:
        How many were written.
    """
    return write_entries(session, projection.ERA, [(era.key, era_document(era)) for era in eras], actor, reason)


def term_key(term: TermRow) -> str:
    """Return the key under which the history holds an entry."""
    return f"{term.type}/{term.key}"


def write_entries(
    session: Session,
    subject_type: str,
    pairs: Sequence[tuple[str, Mapping[str, object]]],
    actor: Actor,
    reason: str,
    *,
    action: str = "",
) -> int:
    """Write documents, new or revised; those that stand as given already are left alone.

    Args:
        session: a writing session.
        subject_type: the history's word for what they are.
        pairs: the history's key of each, and the document.
        actor: who decided.
        reason: why, for the history.
        action: what was done, in the history's words; without it, that a subject was added or revised.

    Returns:
        How many were written.

    Raises:
        NotAllowed: if the actor may not change the record.
    """
    actor.check(Role.EDITOR)
    latest = latest_documents(session, subject_type, [key for key, _ in pairs])
    changes = []
    for key, document in pairs:
        version, before = latest.get(key, (0, ""))
        if history.canonical_json(document) != before:
            done = action or ("revise" if version else "add")
            changes.append(history.Change(subject_type, key, version + 1, done, actor.name, reason, document))
    if changes:
        projection.project(session, subject_type, [change.document for change in changes], [1] * len(changes))
        forget_names(session)
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


FIRST_USE = "first used by an event"
"""Why an entry is there that nobody has filled in: the history's words."""

_INDEX = "index of names"


def settle_names(
    session: Session, documents: Sequence[dict[str, Any]], *, actor: Actor
) -> tuple[list[history.Change], list[dict[str, Any]]]:
    """Write keys in place of the names that documents of Events use; names that nobody knows become entries.

    This is the one place through which every Event passes, however it came in.

    Returns:
        One change for each new entry, for the caller to record before those of the Events; and the documents, those
        without another name as they were given.
    """
    names = dict.fromkeys(name for document in documents for name in projection.used_names(document))
    unknown = names.keys() - projection.keys_in_use(session, names)
    if not unknown:
        return [], list(documents)
    index = name_index(session)
    keys: dict[tuple[str, str], str] = {}
    coined: list[TermRow] = []
    for name in names:
        if name in unknown:
            term_type = TermType(name[0])
            key = index.find(term_type, name[1])
            if key is None:
                coined.append(index.coin(term_type, name[1]))
                key = coined[-1].key
            keys[name] = key
    changes = [
        history.Change("term", term_key(term), 1, "add", actor.name, FIRST_USE, term_document(term)) for term in coined
    ]
    projection.add_new_terms(session, [change.document for change in changes])
    return changes, [with_keys(document, keys) for document in documents]


def with_keys(document: dict[str, Any], keys: Mapping[tuple[str, str], str]) -> dict[str, Any]:
    """Return a document with other keys in place of some of its names, each once; itself where it has none of them."""
    if not any(name in keys for name in projection.used_names(document)):
        return document
    new = dict(document)
    for field, type_ in projection.NAME_TYPES:
        new[field] = list(dict.fromkeys(keys.get((type_, name), name) for name in document.get(field, ())))
    if document.get("thread"):
        new["thread"] = keys.get((str(TermType.THREAD), document["thread"]), document["thread"])
    return new


def name_index(session: Session) -> NameIndex:
    """Return the index of all names, kept for as long as the writing session lasts and no entry is revised."""
    index: NameIndex | None = session.info.get(_INDEX)
    if index is None:
        index = session.info[_INDEX] = NameIndex(list_terms(session))
    return index


def forget_names(session: Session) -> None:
    """Forget the names that were read, because an entry was revised; they are read when next asked for."""
    session.info.pop(_INDEX, None)
