"""From a filter to SQL, and from what a person typed to a filter that the record knows."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Select, select
from sqlmodel import Session, col

from tracker.cleaning import fold_text
from tracker.errors import UnknownValue
from tracker.event.fields import FILTERED_NAMES, NAME_LISTS
from tracker.filters import ACCEPTED_ONLY, EventFilter, FilterReading
from tracker.models import Event, EventTerm, Term
from tracker.naming import NameIndex, near_texts, terms_like
from tracker.queries.found import UnindexedColumn, holding_all
from tracker.queries.terms import list_terms
from tracker.read_models import TermRow
from tracker.searching import simplified
from tracker.typed_filter import OF_COMMANDS, WayOfAsking
from tracker.vocabulary import TermType


def conditions_of(chosen: EventFilter) -> list[ColumnElement[bool]]:
    """Write a filter as conditions on the event table; all have to hold."""
    column: Any = UnindexedColumn if chosen.words else col
    conditions: list[ColumnElement[bool]] = []
    if chosen.states:
        conditions.append(column(Event.review_state).in_(chosen.states))
    # The period keeps what ``EventFilter.reaches`` does.
    if chosen.since:
        conditions.append(column(Event.last_on) >= chosen.since)
    if chosen.until:
        conditions.append(column(Event.first_on) <= chosen.until)
    if chosen.kinds:
        conditions.append(column(Event.kind).in_(chosen.kinds))
    if chosen.stance_min is not None:
        conditions.append(column(Event.stance) >= chosen.stance_min)
    if chosen.stance_max is not None:
        conditions.append(column(Event.stance) <= chosen.stance_max)
    if chosen.threads:
        conditions.append(col(Event.thread_id).in_(_term_ids(TermType.THREAD, chosen.threads)))
    lists = [(term_type, getattr(chosen, field)) for field, term_type in NAME_LISTS.items()]
    conditions += [_names_any(_term_ids(term_type, keys)) for term_type, keys in lists if keys]
    return conditions + (holding_all(chosen.words) if chosen.words else [])


def _term_ids(term_type: TermType, keys: Sequence[str]) -> Select[Any]:
    return select(col(Term.id)).where(col(Term.type) == term_type, col(Term.key).in_(keys))


def _names_any(term_ids: Select[Any]) -> ColumnElement[bool]:
    named = select(col(EventTerm.event_id)).where(col(EventTerm.term_id).in_(term_ids))
    return col(Event.id).in_(named)


def known_filter(session: Session, chosen: EventFilter) -> FilterReading:
    """Drop the values that the record does not hold, with a note for each; for links and bookmarks."""
    kept, unknown = _resolve(session, chosen)
    notes = tuple(f"“{text[:60]}” is not in the record's {field} and was left out." for field, text in unknown)
    return FilterReading(kept, notes)


def strict_filter(session: Session, chosen: EventFilter, manner: WayOfAsking = OF_COMMANDS) -> EventFilter:
    """Return the filter with the record's own keys; for commands, programs and requests.

    Args:
        session: a reading session.
        chosen: the filter as it was given.
        manner: how it was given.

    Raises:
        UnknownValue: for a sector, agency, company, person or thread that the record does not hold, with near ones
            that an accepted Event bears.
    """
    kept, unknown = _resolve(session, chosen)
    for field, text in unknown:
        term_type = FILTERED_NAMES[field]
        near = _near_keys(list_terms(session, term_type, states=ACCEPTED_ONLY), text)
        hint = f"near ones are: {', '.join(near)}" if near else manner.listed(term_type)
        raise UnknownValue(f"“{text[:60]}” is not in the record's {field}; {hint}.{manner.hint_on(text)}")
    return kept


_MOST_NEAR = 5


def _near_keys(terms: Sequence[TermRow], text: str) -> list[str]:
    """Return the keys of entries of which a name holds a text, or whose keys are spelled like it, the likest first."""
    known = {fold_text(term.key): term.key for term in terms}
    spelled = (known[key] for key in near_texts(fold_text(text), list(known), _MOST_NEAR))
    return list(dict.fromkeys([*(term.key for term in terms_like(terms, text)), *spelled]))[:_MOST_NEAR]


def _resolve(session: Session, chosen: EventFilter) -> tuple[EventFilter, list[tuple[str, str]]]:
    if not any(getattr(chosen, field) for field in FILTERED_NAMES):
        return chosen, []
    index = NameIndex(list_terms(session))
    kept: dict[str, tuple[str, ...]] = {}
    unknown: list[tuple[str, str]] = []
    for field, term_type in FILTERED_NAMES.items():
        # The record's Chinese is Simplified, but a name that it has in just these characters comes first.
        keys = {
            text: index.find(term_type, text) or index.find(term_type, simplified(text))
            for text in getattr(chosen, field)
        }
        kept[field] = tuple(dict.fromkeys(key for key in keys.values() if key is not None))
        unknown += [(field, text) for text, key in keys.items() if key is None]
    return replace(chosen, **kept), unknown  # type: ignore[arg-type]
