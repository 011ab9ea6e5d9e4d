"""Writes to the open vocabularies, to codings of further coders and to eras, and the names of a document as keys."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Dialect, Integer, bindparam, or_
from sqlmodel import Session, col, select

from tracker.actors import Actor
from tracker.coders import coding_key
from tracker.database import Asked, answered, ask
from tracker.models import Revision
from tracker.naming import NameIndex
from tracker.queries import list_terms
from tracker.queries.terms import merged_keys
from tracker.read_models import CodingRow, EraRow, TermRow
from tracker.store import history, projection
from tracker.store.documents import coding_document, era_document, term_document, term_of
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
    is_all = keys is None or len(keys) > _MOST_KEYS
    rows = (
        ask(session, _ALL, type=subject_type)
        if is_all
        else ask(session, LATEST_OF, type=subject_type, keys=list(keys or ()))
    )
    return {key: (version, document) for key, version, document in rows}


_ALL = (
    select(col(Revision.subject_key), col(Revision.version), col(Revision.document))
    .where(col(Revision.subject_type) == bindparam("type"))
    .order_by(col(Revision.id))
)
LATEST_OF = _ALL.where(col(Revision.subject_key).in_(bindparam("keys", expanding=True)))
"""Key, version and document of all changes of subjects of a ``type`` with one of the ``keys``, the latest last."""

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
        _bring_up_if_answered(session)
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
        # What this session coins may be taken back with it, so it does not go into what others are given.
        index = session.info[_INDEX] = NameIndex(base=_index_of_record(session))
    return index


def forget_names(session: Session) -> None:
    """Forget the names that were read, because an entry was revised; they are read when next asked for."""
    session.info.pop(_INDEX, None)


@dataclass
class _KeptIndex:
    """The names of a record as they were after a change, which its digest tells from any other history's."""

    number: int
    digest: str
    index: NameIndex


_KEPT: "WeakKeyDictionary[Dialect, _KeptIndex]" = WeakKeyDictionary()
"""One for each database that this program writes to, by what all variants of an engine share.

Only who holds its writers' queue uses it.
"""

_MOST_CHANGES = 5000
"""After more changes than this, all names are read again."""

_SINCE = bindparam("since", type_=Integer)
_NAMES_SINCE = (
    select(Revision.id, Revision.digest, Revision.version, Revision.reason, Revision.document)  # type: ignore[call-overload]
    .where(col(Revision.id) >= _SINCE, col(Revision.id) <= _SINCE + _MOST_CHANGES)
    .where(or_(col(Revision.id) == _SINCE, col(Revision.subject_type) == "term"))
    .order_by(col(Revision.id))
)


def _index_of_record(session: Session) -> NameIndex:
    """Return the index of all names, the former one brought up to date where only new names have come since."""
    dialect = session.connection().dialect
    kept = _KEPT.get(dialect)
    if kept is None or not _brought_up(session, kept):
        kept = _KEPT[dialect] = _KeptIndex(*_last_change(session), NameIndex(list_terms(session)))
    return kept.index


def _bring_up_if_answered(session: Session) -> None:
    """Take in what was answered of new names though nobody needs them, so that no later save asks for it again."""
    dialect = session.connection().dialect
    kept = _KEPT.get(dialect)
    is_answered = kept is not None and answered(session, _NAMES_SINCE, since=kept.number) is not None
    if kept and is_answered and not _brought_up(session, kept):
        # It is made anew when a save needs it.
        del _KEPT[dialect]


def _last_change(session: Session) -> tuple[int, str]:
    number, digest, _ = next(iter(ask(session, history.LAST_CHANGE)), (0, history.FIRST_DIGEST, None))
    return number, digest


def _brought_up(session: Session, kept: _KeptIndex) -> bool:
    """Take names in that were coined since; tell whether that was all that happened to names."""
    last, digest = _last_change(session)
    first, *rows = ask(session, _NAMES_SINCE, since=kept.number) or [(0, "", 0, "", "")]
    is_whole = last <= kept.number + _MOST_CHANGES and first[:2] == (kept.number, kept.digest)
    if not is_whole or any(version != 1 or reason != FIRST_USE for _, _, version, reason, _ in rows):
        return False
    for *_, text in rows:
        kept.index.add(term_of(json.loads(text)))
    kept.number, kept.digest = last, digest
    return True


def questions_of_names(session: Session, document: Mapping[str, Any]) -> list[Asked]:
    """Return what is asked about the names of an Event that is to be saved, to be asked ahead."""
    kept = _KEPT.get(session.connection().dialect)
    names = list(projection.used_names(document))
    asked: list[Asked] = [(history.LAST_CHANGE, {}), (projection.SOME_TERMS, projection.names_asked(names))]
    return [*asked, (_NAMES_SINCE, {"since": kept.number})] if kept else asked
