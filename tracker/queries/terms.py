"""Reads of the open vocabularies and of further coders' codings."""

import json
from functools import lru_cache

from sqlmodel import Session, col, select

from tracker.cleaning import fold_text
from tracker.drafts import EventDraft
from tracker.models import Coding, Event, Term
from tracker.rows import CodingRow, TermRow
from tracker.vocabulary import Reach, Stance, TermType


def list_terms(session: Session, term_type: TermType | None = None) -> tuple[TermRow, ...]:
    """Return a vocabulary's entries in the order of their names, or those of all vocabularies."""
    statement = select(
        Term.type,
        Term.key,
        Term.name,
        Term.name_zh,
        Term.jurisdiction,
        Term.tickers,
        Term.aliases,  # type: ignore[call-overload]
    )
    if term_type is not None:
        statement = statement.where(col(Term.type) == term_type)
    rows = [
        TermRow(
            type=TermType(type_),
            key=key,
            name=name,
            name_zh=name_zh,
            jurisdiction=jurisdiction,
            tickers=_list(tickers),
            aliases=_list(aliases),
        )
        for type_, key, name, name_zh, jurisdiction, tickers, aliases in session.execute(statement)
    ]
    return tuple(sorted(rows, key=lambda term: (term.type, term.name.casefold(), term.key)))


@lru_cache(maxsize=1000)
def _list(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text))


def resolve_term(terms: tuple[TermRow, ...], term_type: TermType, text: str) -> str | None:
    """Return the key of the entry that a person means by its key, name, Chinese name, alias or ticker, else None."""
    wanted = fold_text(text.strip())
    for read in (_keys, _names, _nicknames):
        for term in terms:
            if term.type == term_type and wanted in read(term):
                return term.key
    return None


def _keys(term: TermRow) -> set[str]:
    return {fold_text(term.key)}


def _names(term: TermRow) -> set[str]:
    return {fold_text(name) for name in (term.name, term.name_zh) if name}


def _nicknames(term: TermRow) -> set[str]:
    return {fold_text(name) for name in (*term.aliases, *term.tickers)}


def list_codings(session: Session) -> tuple[CodingRow, ...]:
    """Return all codings of further coders, by Event and coder."""
    statement = (
        select(Event.slug, Coding.coder, Coding.stance, Coding.reach, Coding.reason)  # type: ignore[call-overload]
        .join(Event, col(Event.id) == col(Coding.event_id))
        .order_by(Event.slug, Coding.coder)
    )
    return tuple(
        CodingRow(slug, coder, Stance(stance), Reach(reach), reason)
        for slug, coder, stance, reach, reason in session.execute(statement)
    )


_LISTS = {
    "sectors": TermType.SECTOR,
    "agencies": TermType.AGENCY,
    "companies": TermType.COMPANY,
    "people": TermType.PERSON,
}


def with_known_names(terms: tuple[TermRow, ...], draft: EventDraft) -> tuple[EventDraft, tuple[str, ...]]:
    """Write a draft's names as the vocabularies do, and tell which names they do not hold yet.

    A company typed by its Chinese name, an alias or a ticker becomes the company that the record knows.
    """
    new: list[str] = []

    def known(term_type: TermType, name: str) -> str:
        key = resolve_term(terms, term_type, name)
        if key is None:
            new.append(f"{term_type} {name}")
        return key or name

    changes: dict[str, object] = {
        field: tuple(dict.fromkeys(known(term_type, name) for name in getattr(draft, field)))
        for field, term_type in _LISTS.items()
    }
    if draft.thread:
        changes["thread"] = known(TermType.THREAD, draft.thread)
    return draft.model_copy(update=changes), tuple(new)
