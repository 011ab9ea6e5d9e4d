"""The tables as a projection of documents: what a change writes, and what replaying the history writes again."""

import datetime as dt
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import groupby
from typing import Any

from sqlalchemy import bindparam, delete, func, insert, select
from sqlmodel import Session, SQLModel, col

from tracker.addresses import normalise_address
from tracker.coders import TAKEN_BACK
from tracker.database import ask
from tracker.dates import from_edtf
from tracker.errors import NotFound
from tracker.event.draft import MOST_SOURCES
from tracker.event.fields import BLANKS, NAME_LISTS, PHRASES, SOURCE_BLANKS, STORED, searched_text
from tracker.models import Coding, Era, Event, EventTerm, Measure, MeasureStage, Redirect, Source, Term
from tracker.read_models import OPEN_END
from tracker.searching import fold_search
from tracker.store.rows import delete_rows, insert_rows, update_rows
from tracker.vocabulary import TermType

MEASURE = "measure"
"""The history's word for a measure."""

_FIELDS = ("key", "kind", "name", "name_zh", "number")


def project_measures(session: Session, documents: Sequence[Mapping[str, Any]]) -> None:
    """Write measures into their tables, new or changed.

    Raises:
        NotFound: if a stage names an Event that is not there.
    """
    named = {each["event"] for document in documents for each in document["stages"]}
    statement = select(col(Event.slug), col(Event.id)).where(col(Event.slug).in_(named))
    events = {slug: int(number or 0) for slug, number in session.execute(statement)}
    for document in documents:
        for each in document["stages"]:
            if each["event"] not in events:
                raise NotFound(f"The measure {document['key']} names an event that is not there: {each['event']}.")
    ids = _numbers(session, Measure, documents)
    # Nothing but a measure's own stages refers to it, so a changed one is written again under its number.
    session.execute(delete(MeasureStage).where(col(MeasureStage.measure_id).in_(list(ids.values()))))
    session.execute(delete(Measure).where(col(Measure.id).in_(list(ids.values()))))
    rows = [{name: document[name] for name in _FIELDS} | {"id": ids[document["key"]]} for document in documents]
    stages = [
        {
            "measure_id": ids[document["key"]],
            "position": position,
            "stage": each["stage"],
            "event_id": events[each["event"]],
            "date": each.get("date"),
        }
        for document in documents
        for position, each in enumerate(document["stages"])
    ]
    session.execute(insert(Measure), rows)
    if stages:
        session.execute(insert(MeasureStage), stages)


def _numbers(session: Session, model: type[Measure | Era], documents: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """Return by key the number that each document's row has, or gets as a new one."""
    known = {key: int(number or 0) for key, number in session.execute(select(col(model.key), col(model.id)))}
    new = [document["key"] for document in documents if document["key"] not in known]
    known |= {key: number for number, key in enumerate(new, start=max(known.values(), default=0) + 1)}
    return {document["key"]: known[document["key"]] for document in documents}


ERA = "era"
"""The history's word for an era."""


def project_eras(session: Session, documents: Sequence[Mapping[str, Any]]) -> None:
    """Write eras into their table, new or changed."""
    ids = _numbers(session, Era, documents)
    # Nothing refers to an era, so a changed one is written again under its number.
    session.execute(delete(Era).where(col(Era.id).in_(list(ids.values()))))
    rows = [
        {**document, "sources": json.dumps(document["sources"], ensure_ascii=False), "id": ids[document["key"]]}
        for document in documents
    ]
    insert_rows(session, Era, rows)


_Document = Mapping[str, Any]

NAME_TYPES: tuple[tuple[str, str], ...] = tuple((field, str(term_type)) for field, term_type in NAME_LISTS.items())
"""A document's lists of names and the vocabulary of each, in plain words, which are looked up faster than members."""

_CHUNK = 500

# Made once: to put such a statement together takes longer than SQLite takes to answer it.
_ALL_TERMS = select(col(Term.type), col(Term.key), col(Term.id), col(Term.merged_into))
SOME_TERMS = _ALL_TERMS.where(
    col(Term.type).in_(bindparam("types", expanding=True)), col(Term.key).in_(bindparam("keys", expanding=True))
)
"""Entries by ``types`` and ``keys``, at least those that are meant."""

IDS_OF_EVENTS = select(col(Event.slug), col(Event.id)).where(col(Event.slug).in_(bindparam("slugs", expanding=True)))
"""Slug and id of the Events with one of the ``slugs``."""

CODINGS_OF = (
    select(col(Coding.id), col(Coding.event_id), col(Coding.coder))
    .join(Event, col(Event.id) == col(Coding.event_id))
    .where(col(Event.slug).in_(bindparam("slugs", expanding=True)))
)
"""Id, Event and coder of the codings of Events with one of the ``slugs``."""

LAST_ID: dict[type[SQLModel], Any] = {
    model: select(func.coalesce(func.max(model.id), 0)) for model in (Event, Term, Coding)
}
"""The statement that finds the last id of a table."""

_KNOWN = "known terms"


def project(session: Session, subject_type: str, documents: Sequence[_Document], versions: Sequence[int]) -> None:
    """Write documents of one type, each subject once; what has no table of its own lives in the history alone."""
    if subject_type == "event":
        project_events(session, list(zip(documents, versions, strict=True)))
    elif subject_type == "term":
        project_terms(session, documents)
    elif subject_type == "coding":
        project_codings(session, documents)
    elif subject_type == MEASURE:
        project_measures(session, documents)
    elif subject_type == ERA:
        project_eras(session, documents)


def project_terms(session: Session, documents: Sequence[_Document]) -> None:
    """Write vocabulary entries, new or changed."""
    known = term_ids(session, [(document["type"], document["key"]) for document in documents])
    new = []
    old = {}
    for document in documents:
        if term_id := known.get((document["type"], document["key"])):
            old[term_id] = _term_row(document)
        else:
            new.append(document)
    update_rows(session, Term, old)
    # What is known of all others stands: to look them up again would cost with the record, not with the change.
    _remember_terms(session, ({**row, "id": term_id} for term_id, row in old.items()))
    add_new_terms(session, new)


def add_new_terms(session: Session, documents: Sequence[_Document]) -> None:
    """Write vocabulary entries that are known not to be there yet."""
    if documents:
        first = _last_id(session, Term) + 1
        rows = [_term_row(document) | {"id": number} for number, document in enumerate(documents, start=first)]
        insert_rows(session, Term, rows)
        _remember_terms(session, rows)


def _remember_terms(session: Session, rows: Iterable[Mapping[str, Any]]) -> None:
    known = session.info.setdefault(_KNOWN, {})
    known |= {(row["type"], row["key"]): (row["id"], row["merged_into"]) for row in rows}


def _term_row(document: _Document) -> dict[str, Any]:
    row = {name: document[name] for name in ("type", "key", "name", "name_zh", "jurisdiction")}
    row |= {name: json.dumps(document[name], ensure_ascii=False) for name in ("tickers", "aliases")}
    names = (document["key"], document["name"], document["name_zh"], *document["aliases"])
    row["search_text"] = fold_search(" ".join(name for name in names if name))
    row["merged_into"] = document.get("merged_into")
    return row


def project_events(session: Session, changes: Sequence[tuple[_Document, int]], *, all_new: bool = False) -> None:
    """Write Events, new or changed, with their names and sources.

    Args:
        session: a writing session.
        changes: documents, each with its version. All names in them have to be in the vocabularies.
        all_new: the caller knows that no slug among them is in use, so nobody has to look.
    """
    known = {} if all_new else event_ids(session, [document["slug"] for document, _ in changes])
    terms = term_ids(session, {name for document, _ in changes for name in used_names(document)})
    number = _last_id(session, Event) if len(known) < len(changes) else 0
    new, ids = [], []
    old: dict[int, dict[str, Any]] = {}
    for document, version in changes:
        row = _event_row(document, version, terms)
        if event_id := known.get(document["slug"]):
            old[event_id] = row
        else:
            number += 1
            event_id = known[document["slug"]] = number
            new.append(row | {"id": number})
        ids.append(event_id)
    insert_rows(session, Event, new)
    _update_events(session, old)
    _write_children(session, zip(ids, (document for document, _ in changes), strict=True), terms)
    if not all_new:
        _write_redirects(session, [document for document, _ in changes])


def _event_row(document: _Document, version: int, terms: Mapping[tuple[str, str], int]) -> dict[str, Any]:
    document = {**BLANKS, **document}
    end = document["end"]
    return {name: document[name] for name in STORED} | {
        **{name: json.dumps(document[name], ensure_ascii=False) for name in PHRASES},
        **_date_columns(document["date"]),
        "end_on": None if end in {None, OPEN_END} else _date_columns(end)["last_on"],
        "thread_id": terms[TermType.THREAD, document["thread"]] if document["thread"] else None,
        "version": version,
        "search_text": searched_text(document),
    }


@lru_cache(maxsize=8192)
def _date_columns(edtf: str) -> dict[str, str | bool]:
    when = from_edtf(edtf)
    return {
        "first_on": when.start.isoformat(),
        "last_on": (when.end or dt.date.max).isoformat(),
        "precision": str(when.precision),
        "approximate": when.approximate,
    }


def _update_events(session: Session, rows: Mapping[int, dict[str, Any]]) -> None:
    """Replace Events under their ids and take their names and sources away."""
    update_rows(session, Event, rows)
    delete_rows(session, EventTerm.event_id, rows.keys())
    delete_rows(session, Source.event_id, rows.keys())


def used_names(document: _Document) -> Iterator[tuple[str, str]]:
    """Yield the names that an Event's document uses, each with its vocabulary; the thread comes last."""
    for field, type_ in NAME_TYPES:
        for key in document.get(field, ()):
            yield type_, key
    if document.get("thread"):
        yield str(TermType.THREAD), document["thread"]


def _write_children(
    session: Session,
    events: Iterable[tuple[int, _Document]],
    terms: Mapping[tuple[str, str], int],
) -> None:
    links, sources = [], []
    for event_id, document in events:
        names = [(type_, key) for field, type_ in NAME_TYPES for key in document.get(field, ())]
        for place, name in enumerate(names):
            links.append({"event_id": event_id, "term_id": terms[name], "position": place})
        for place, source in enumerate(document["sources"]):
            # The number follows from the place, so that a replay gives the same one.
            source_id = event_id * MOST_SOURCES + place
            address = normalise_address(source["url"])
            row = {"id": source_id, "event_id": event_id, "position": place, "address": address}
            sources.append({**row, **SOURCE_BLANKS, **source})
    insert_rows(session, EventTerm, links)
    insert_rows(session, Source, sources)


def _write_redirects(session: Session, documents: Sequence[_Document]) -> None:
    """Let the slug of a merged Event lead to the one that it was merged into; a restored one leads to itself."""
    merged = {document["slug"]: document["merged_into"] for document in documents if document.get("merged_into")}
    gone = [document["slug"] for document in documents if document["slug"] not in merged]
    delete_rows(session, Redirect.slug, [*gone, *merged])
    targets = event_ids(session, list(merged.values()))
    rows = [{"slug": slug, "event_id": targets[target]} for slug, target in merged.items()]
    insert_rows(session, Redirect, rows)


def project_codings(session: Session, documents: Sequence[_Document]) -> None:
    """Write other coders' codings, new or changed, and take out those that were taken back.

    A number may be given out again once its row has gone, so the order of the documents is kept.
    """
    ids = event_ids(session, [document["slug"] for document in documents])
    for is_gone, run in groupby(documents, key=lambda document: bool(document.get(TAKEN_BACK))):
        if not is_gone:
            _write_codings(session, list(run), ids)
            continue
        for document in run:
            found = ask(session, CODINGS_OF, slugs=[document["slug"]])
            delete_rows(session, Coding.id, [number for number, _, coder in found if coder == document["coder"]])


def _write_codings(session: Session, documents: Sequence[_Document], ids: Mapping[str, int]) -> None:
    known: dict[tuple[int, str], int] = {}
    for chunk in _chunks(list(ids)):
        known |= {(event_id, coder): number for number, event_id, coder in ask(session, CODINGS_OF, slugs=chunk)}
    number, new = _last_id(session, Coding), []
    for document in documents:
        row = {name: document[name] for name in ("coder", "stance", "reach", "reason")}
        row["event_id"] = ids[document["slug"]]
        if coding_id := known.get((row["event_id"], row["coder"])):
            update_rows(session, Coding, {coding_id: row})
        else:
            number += 1
            new.append(row | {"id": number})
    insert_rows(session, Coding, new)


def _last_id(session: Session, table: type[SQLModel]) -> int:
    # Ids are given out by the program, under the writers' lock, so that a replay gives the same ones.
    return int(ask(session, LAST_ID[table])[0][0])


def term_ids(session: Session, names: Collection[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """Return the ids of vocabulary entries by type and key, those named that are there."""
    return {name: term_id for name, (term_id, _) in _terms(session, names).items()}


def keys_in_use(session: Session, names: Collection[tuple[str, str]]) -> set[tuple[str, str]]:
    """Return those of the named entries, by type and key, that are there and were not merged into another one."""
    return {name for name, (_, merged_into) in _terms(session, names).items() if merged_into is None}


def forget_terms(session: Session) -> None:
    """Forget which entries there are: they were taken away."""
    session.info.pop(_KNOWN, None)


def _terms(session: Session, names: Collection[tuple[str, str]]) -> dict[tuple[str, str], tuple[int, str | None]]:
    """Look up entries once in a writing session: nobody else can write meanwhile."""
    known: dict[tuple[str, str], tuple[int, str | None]] = session.info.setdefault(_KNOWN, {})
    new = [name for name in names if name not in known]
    if new:
        # Beyond so many names one read of all is cheaper, and a database takes no longer list.
        rows = ask(session, _ALL_TERMS) if len(new) > _CHUNK else ask(session, SOME_TERMS, **names_asked(new))
        known |= {(type_, key): (int(term_id or 0), merged_into) for type_, key, term_id, merged_into in rows}
    return {name: known[name] for name in names if name in known}


def names_asked(names: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Return the values of ``SOME_TERMS``."""
    types, keys = {type_ for type_, _ in names}, {key for _, key in names}
    return {"types": sorted(types), "keys": sorted(keys)}


def event_ids(session: Session, slugs: Sequence[str]) -> dict[str, int]:
    """Return the ids of Events by slug, at least of those named that are there."""
    found: dict[str, int] = {}
    for chunk in _chunks(slugs):
        found |= {slug: int(event_id or 0) for slug, event_id in ask(session, IDS_OF_EVENTS, slugs=chunk)}
    return found


def _chunks(values: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(values), _CHUNK):
        yield values[start : start + _CHUNK]
