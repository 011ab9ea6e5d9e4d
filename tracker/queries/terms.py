"""Reads of vocabularies, codings, measures and eras."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlmodel import Session, col

from tracker.event.draft import EventDraft
from tracker.event.fields import NAME_LISTS
from tracker.measures import MeasureRow, StageRow
from tracker.models import Coding, Era, Event, EventTerm, Measure, MeasureStage, Term
from tracker.naming import NameIndex
from tracker.read_models import CodingRow, EraRow, EventRow, TermRow
from tracker.vocabulary import MeasureKind, Reach, ReviewState, Stage, Stance, TermType


def list_terms(
    session: Session, term_type: TermType | None = None, *, states: Collection[ReviewState] = ()
) -> tuple[TermRow, ...]:
    """Return a vocabulary's entries in the order of their names, or those of all vocabularies.

    An entry that was merged into another one is no longer among them; its key stands with the other.

    Args:
        session: a session.
        term_type: the one vocabulary; None for all.
        states: only entries that an Event in one of these review states bears; without any, all entries.
    """
    statement = _TERMS if term_type is None else _TERMS.where(col(Term.type) == term_type)
    # Entries that lead to another one have no Events any more, and are wanted for the keys that once stood for it.
    borne = (or_(col(Term.merged_into).is_not(None), _is_borne(states)),) if states else ()
    found = session.execute(statement.where(*borne)).all()
    former = _former_keys({(type_, key): into for type_, key, *_, into in found if into is not None})
    rows = [_term_row(row, former.get((row[0], row[1]), ())) for row in found if row[-1] is None]
    return tuple(sorted(rows, key=lambda term: (term.type, term.name.casefold(), term.key)))


def _is_borne(states: Collection[ReviewState]) -> ColumnElement[bool]:
    """Tell whether an Event in one of the states bears an entry.

    Asked by the Events in other states: they are few, and in a large record nearly every entry's first Event decides.
    """
    others = select(col(Event.id)).where(
        col(Event.review_state).in_([each for each in ReviewState if each not in states])
    )
    named = select(EventTerm).where(col(EventTerm.term_id) == col(Term.id), col(EventTerm.event_id).not_in(others))
    told = select(Event).where(col(Event.thread_id) == col(Term.id), col(Event.id).not_in(others))
    return or_(named.exists(), told.exists())


def all_term_numbers(session: Session) -> dict[tuple[TermType, str], int]:
    """Return the numbers of all entries by vocabulary and key, as columns hold them."""
    found = session.execute(select(col(Term.type), col(Term.key), col(Term.id)))
    return {(TermType(type_), key): number for type_, key, number in found}


def terms_by_id(session: Session, ids: Collection[int]) -> tuple[TermRow, ...]:
    """Return entries by their numbers, without the keys that once led to them."""
    found = session.execute(_TERMS.where(col(Term.id).in_(ids)).order_by(col(Term.id)))
    return tuple(_term_row(row, ()) for row in found)


_COLUMNS = (Term.type, Term.key, Term.name, Term.name_zh, Term.jurisdiction, Term.tickers, Term.aliases)
_TERMS = select(*_COLUMNS, Term.merged_into)  # type: ignore[call-overload]


def _term_row(row: Any, former: tuple[str, ...]) -> TermRow:  # noqa: ANN401 - a result row
    type_, key, name, name_zh, jurisdiction, tickers, aliases, _ = row
    return TermRow(
        type=TermType(type_),
        key=key,
        name=name,
        name_zh=name_zh,
        jurisdiction=jurisdiction,
        tickers=_list(tickers),
        aliases=_list(aliases),
        former_keys=former,
    )


def _former_keys(merged: Mapping[tuple[str, str], str]) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return by an entry's type and key the keys that lead to it, through as many merges as there were."""
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for type_, key in sorted(merged):
        into, seen = key, {key}
        while (type_, into) in merged and merged[type_, into] not in seen:
            into = merged[type_, into]
            seen.add(into)
        found[type_, into] = (*found.get((type_, into), ()), key)
    return found


@lru_cache(maxsize=1000)
def _list(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text))


_AT_A_TIME = 500


def list_codings(session: Session) -> tuple[CodingRow, ...]:
    """Return all codings of further coders, by Event and coder."""
    return tuple(iter_codings(session))


def iter_codings(session: Session) -> Iterator[CodingRow]:
    """Yield what ``list_codings`` returns, holding only a few of them at a time."""
    statement = (
        select(Event.slug, Coding.coder, Coding.stance, Coding.reach, Coding.reason)  # type: ignore[call-overload]
        .join(Event, col(Event.id) == col(Coding.event_id))
        .order_by(Event.slug, Coding.coder)
    )
    for slug, coder, stance, reach, reason in session.execute(statement, execution_options={"yield_per": _AT_A_TIME}):
        yield CodingRow(slug, coder, Stance(stance), Reach(reach), reason)


def with_known_names(terms: tuple[TermRow, ...] | NameIndex, draft: EventDraft) -> tuple[EventDraft, tuple[str, ...]]:
    """Write a draft's names as the vocabularies do, and tell which names they do not hold yet.

    A company typed by its Chinese name, an alias or a ticker becomes the company that the record knows. For many
    drafts the index of names is made once by the caller.
    """
    new: list[str] = []
    index = terms if isinstance(terms, NameIndex) else NameIndex(terms)

    def known(term_type: TermType, name: str) -> str:
        key = index.find(term_type, name)
        if key is None:
            new.append(f"{term_type} {name}")
        return key or name

    changes: dict[str, object] = {
        field: tuple(dict.fromkeys(known(term_type, name) for name in getattr(draft, field)))
        for field, term_type in NAME_LISTS.items()
    }
    if draft.thread:
        changes["thread"] = known(TermType.THREAD, draft.thread)
    return draft.model_copy(update=changes), tuple(new)


def merged_keys(session: Session) -> dict[tuple[TermType, str], str]:
    """Return the key that stayed by the vocabulary and key of each entry that was merged."""
    return {(term.type, old): term.key for term in list_terms(session) for old in term.former_keys}


def with_merged_keys(event: EventRow, keys: Mapping[tuple[TermType, str], str]) -> EventRow:
    """Return an Event with the keys that stayed in place of those that were merged."""
    changes: dict[str, Any] = {
        field: tuple(dict.fromkeys(keys.get((term_type, key), key) for key in getattr(event, field)))
        for field, term_type in NAME_LISTS.items()
    }
    thread = event.thread and keys.get((TermType.THREAD, event.thread), event.thread)
    return replace(event, thread=thread, **changes)


def list_measures(session: Session, *, states: Collection[ReviewState] = ()) -> tuple[MeasureRow, ...]:
    """Return measures in the order of their keys, with their stages in the order in which they were given.

    Args:
        session: a session.
        states: only stages whose Event is in one of these review states, and measures that have any of those; without
            any, all measures and stages.
    """
    stages: defaultdict[int, list[StageRow]] = defaultdict(list)
    statement = (
        select(col(MeasureStage.measure_id), col(MeasureStage.stage), col(Event.slug), col(MeasureStage.date))
        .join(Event, col(Event.id) == col(MeasureStage.event_id))
        .where(*([col(Event.review_state).in_(states)] if states else ()))
        .order_by(col(MeasureStage.measure_id), col(MeasureStage.position))
    )
    for measure_id, stage, slug, date in session.execute(statement):
        stages[measure_id].append(StageRow(Stage(stage), slug, date))
    columns = (col(Measure.id), col(Measure.key), col(Measure.kind), col(Measure.name), col(Measure.name_zh))
    rows = session.execute(select(*columns, col(Measure.number)).order_by(col(Measure.key)))
    found = [
        MeasureRow(key, MeasureKind(kind), name, name_zh, number, tuple(stages[measure_id]))
        for measure_id, key, kind, name, name_zh, number in rows
        if not states or stages[measure_id]
    ]
    # Databases sort letters by rules of their own.
    return tuple(sorted(found, key=lambda measure: measure.key))


def list_eras(session: Session) -> tuple[EraRow, ...]:
    """Return all eras, the earliest first."""
    columns = (Era.key, Era.name, Era.name_zh, Era.since, Era.until, Era.why, Era.sources)
    rows = session.execute(select(*columns))  # type: ignore[call-overload]
    eras = [
        EraRow(key, name, name_zh, since, until, why, _list(sources))
        for key, name, name_zh, since, until, why, sources in rows
    ]
    return tuple(sorted(eras, key=lambda era: (era.since, era.key)))
