"""How an entry of a vocabulary is called, and two entries that are one."""

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from sqlalchemy import or_
from sqlmodel import Session, col, select

from tracker.actors import Actor
from tracker.cleaning import NAME_LENGTH, clean_jurisdiction, clean_names, clean_text
from tracker.database import ask_ahead
from tracker.errors import InvalidDraft, NotFound, UnknownValue, WrongState
from tracker.models import Event, EventTerm, Term
from tracker.naming import NameIndex, forms_of, names_of
from tracker.queries import list_terms
from tracker.store import history, projection
from tracker.store.documents import term_of
from tracker.store.events import check_version, current, latest_versions, questions_of_subject, write_moved
from tracker.store.terms import forget_names, with_keys
from tracker.vocabulary import Role, TermType

NAME_FIELDS = ("name", "name_zh", "jurisdiction", "tickers", "aliases")
"""What of an entry can be changed."""

MERGE_NAMES = "merge names"
"""The history's word for every row of such a merge: the entry that stays, the one that goes, then the Events."""


def find_name(session: Session, term_type: TermType, text: str) -> tuple[str, int]:
    """Return the key and the version of the entry that a person means.

    Raises:
        NotFound: if the vocabulary has no such name.
    """
    key = NameIndex(list_terms(session)).find(term_type, text)
    if key is None:
        raise NotFound(f"“{text[:60]}” is no {term_type} of the record; tracker names lists them.")
    return key, current(session, f"{term_type}/{key}", subject_type="term")[0]


def revise_name(
    session: Session,
    term_type: TermType,
    key: str,
    changes: Mapping[str, Any],
    *,
    version: int,
    actor: Actor,
    reason: str = "",
) -> int:
    """Change some fields of an entry and return its new version; what stands already is not written again.

    Args:
        session: a writing session.
        term_type: the vocabulary.
        key: the entry's key, which stays.
        changes: the new values of some of ``NAME_FIELDS``. With a new name and no aliases given, the former name
            becomes an alias.
        version: the version that the change was made on.
        actor: who changes it; at least an editor.
        reason: why, for the history.

    Raises:
        InvalidDraft: with a sentence for each field that is not right, such as a name that another entry has.
        NotFound, VersionConflict, NotAllowed: as the other writes do.
        WrongState: if the entry was merged into another one.
    """
    actor.check(Role.EDITOR)
    subject = questions_of_subject(f"{term_type}/{key}", subject_type="term")
    ask_ahead(session, *subject, (projection.SOME_TERMS, projection.names_asked([(str(term_type), key)])))
    stored, document = _in_use(session, term_type, key, version)
    new = document | _read(changes)
    if "aliases" not in changes and new["name"] != document["name"]:
        new["aliases"] = [*document["aliases"], document["name"]]
    new["aliases"] = _without_own(new)
    if history.canonical_json(new) == history.canonical_json(document):
        return stored
    check_names(session, [new])
    change = history.Change("term", f"{term_type}/{key}", stored + 1, "revise", actor.name, reason, new)
    _write(session, [change])
    return change.version


def merge_names(
    session: Session,
    term_type: TermType,
    kept: str,
    gone: str,
    *,
    kept_version: int,
    gone_version: int,
    actor: Actor,
    reason: str = "",
) -> int:
    """Merge one entry into another of its vocabulary and return how many Events name the one that stays instead.

    Names, aliases and tickers are united and what the kept entry lacks is filled in. Every Event that names the other
    is changed, whatever its state; the other's key leads to the kept one from then on.

    Raises:
        UnknownValue: if both keys are the same.
        InvalidDraft: if the two have more aliases than one entry may.
        NotFound, VersionConflict, NotAllowed: as the other writes do; only a reviewer merges.
        WrongState: if one was merged already.
    """
    actor.check(Role.REVIEWER)
    if kept == gone:
        raise UnknownValue("A name cannot be merged with itself; name two.")
    stored_kept, document = _in_use(session, term_type, kept, kept_version)
    stored_gone, other = _in_use(session, term_type, gone, gone_version)
    united, left = _unite(document, other), other | {"merged_into": kept}
    check_names(session, [united, left])
    slugs = _events_that_name(session, term_type, gone)
    why = reason or f"“{other['name']}” is the same as “{document['name']}”"
    row = partial(history.Change, action=MERGE_NAMES, actor=actor.name, reason=why)
    names = ((kept, stored_kept, united), (gone, stored_gone, left))
    _write(session, [row("term", f"{term_type}/{key}", version + 1, document=new) for key, version, new in names])
    keys = {(str(term_type), gone): kept}
    for start in range(0, len(slugs), _AT_A_TIME):
        some = slugs[start : start + _AT_A_TIME]
        events = latest_versions(session, some)
        moved = [(slug, events[slug][0] + 1, with_keys(events[slug][1], keys)) for slug in some]
        write_moved(session, [row("event", slug, version, document=new) for slug, version, new in moved])
    return len(slugs)


_AT_A_TIME = 500
"""So many Events are changed with one look into the history."""


def check_names(session: Session, documents: Iterable[Mapping[str, Any]]) -> None:
    """Let entries be written as their documents say.

    Raises:
        InvalidDraft: if a name of theirs leads to another entry.
    """
    new = {(TermType(document["type"]), document["key"]): document for document in documents}
    others = [term for term in list_terms(session) if (term.type, term.key) not in new]
    index = NameIndex(others)
    called = {(term.type, term.key): term.name for term in others}
    problems = {}
    for document in new.values():
        if document.get("merged_into"):
            continue
        term = term_of(document)
        for field, name in names_of(term):
            if other := index.find(term.type, name):
                whose = called[term.type, other]
                problems[field] = (
                    f"“{name}” leads to another entry already, “{whose}”; merge the two, or leave it with that one."
                )
        index.add(term)
        called[term.type, term.key] = term.name
    if problems:
        raise InvalidDraft(problems)


def _in_use(session: Session, term_type: TermType, key: str, version: int) -> tuple[int, dict[str, Any]]:
    stored, document = current(session, f"{term_type}/{key}", subject_type="term")
    check_version(document, stored, version)
    if into := document.get("merged_into"):
        kept = current(session, f"{term_type}/{into}", subject_type="term")[1]["name"]
        name = document["name"]
        raise WrongState(f"“{name}” was merged into “{kept}”; nothing was changed. Name that one, or undo the merge.")
    return stored, document


def _read(changes: Mapping[str, Any]) -> dict[str, Any]:
    """Validate the new values of an entry's fields, all in one go."""
    read: dict[str, Any] = {}
    problems = {name: "There is no such field." for name in changes if name not in NAME_FIELDS}
    for name in changes.keys() - problems.keys():
        try:
            read[name] = _read_field(name, changes[name])
        except ValueError as problem:
            problems[name] = str(problem)
    if problems:
        raise InvalidDraft(problems)
    return read


def _read_field(name: str, value: object) -> str | list[str] | None:
    if name in {"tickers", "aliases"}:
        return list(clean_names(value))
    if name == "jurisdiction":
        return clean_jurisdiction(value)
    text = clean_text(value, most=NAME_LENGTH)
    if name == "name" and not text:
        raise ValueError("This is needed.")
    return text or None


def _without_own(document: Mapping[str, Any]) -> list[str]:
    """Return an entry's aliases, each once and without those under which it is found anyway."""
    seen = {form for name in (document["name"], document["name_zh"]) if name for form in forms_of(name)}
    kept = []
    for alias in document["aliases"]:
        if not seen.issuperset(forms_of(alias)):
            kept.append(alias)
            seen.update(forms_of(alias))
    return kept


def _unite(kept: Mapping[str, Any], gone: Mapping[str, Any]) -> dict[str, Any]:
    united = dict(kept)
    for field in ("name_zh", "jurisdiction"):
        united[field] = kept[field] or gone[field]
    united["tickers"] = list(dict.fromkeys([*kept["tickers"], *gone["tickers"]]))
    names = [gone["name"], *([gone["name_zh"]] if gone["name_zh"] else []), *gone["aliases"]]
    united["aliases"] = _without_own(united | {"aliases": [*kept["aliases"], *names]})
    return united | _read({name: united[name] for name in ("tickers", "aliases")})


def _events_that_name(session: Session, term_type: TermType, key: str) -> list[str]:
    """Return the slugs of all Events that name an entry, in every state, in alphabetical order."""
    number = select(Term.id).where(Term.type == term_type, Term.key == key).scalar_subquery()
    linked = select(EventTerm.event_id).where(col(EventTerm.term_id) == number)
    statement = select(Event.slug).where(or_(col(Event.id).in_(linked), col(Event.thread_id) == number))
    return sorted(session.exec(statement))


def _write(session: Session, changes: Sequence[history.Change]) -> None:
    projection.project_terms(session, [change.document for change in changes])
    forget_names(session)
    history.append(session, changes)
