"""The Events that a search finds, counted and ranked, each with the words that were found and where they stand."""

import json
from collections.abc import Iterator, Sequence
from string import ascii_lowercase, digits
from typing import Any

from sqlalchemy import ColumnElement, Integer, case, func, literal, or_, select
from sqlmodel import Session, col

from tracker.event.fields import NAME_LISTS, SEARCHED
from tracker.event.labels import label_of
from tracker.filters import EventFilter
from tracker.models import Event, EventTerm, Term
from tracker.queries.conditions import conditions_of
from tracker.queries.events import read_events
from tracker.queries.found import ids_named
from tracker.read_models import EventRow, FoundPlace, Hit
from tracker.searching import fold_search
from tracker.vocabulary import TermType

_LETTERS = ascii_lowercase + digits
_TITLES = ("title", "title_zh")
_Named = dict[tuple[str, str], str]


def count_found(session: Session, chosen: EventFilter) -> int:
    """Return how many Events a filter keeps."""
    return int(session.execute(select(func.count()).select_from(Event).where(*conditions_of(chosen))).scalar_one())


def best_hits(session: Session, chosen: EventFilter, limit: int) -> tuple[Hit, ...]:
    """Return the Events that a filter's search finds, the best first, no more than ``limit``.

    A word in a title counts more than one in a name, and that more than one in another text; where a word begins more
    than inside of one. Of equal Events the latest comes first.
    """
    find = func.instr if session.connection().dialect.name == "sqlite" else func.strpos
    ranks = [_rank(word, find) for word in chosen.words]
    latest = (col(column).desc() for column in (Event.first_on, Event.last_on, Event.slug))
    order: list[ColumnElement[Any]] = [sum(ranks, start=literal(0, Integer)), *latest]
    statement = select(col(Event.id), col(Event.slug)).where(*conditions_of(chosen)).order_by(*order).limit(limit)
    found = {slug: int(number or 0) for number, slug in session.execute(statement)}
    events = {each.slug: each for each in read_events(session, [col(Event.id).in_(found.values())])}
    named = _names(session, list(found.values()))
    return tuple(Hit(events[slug], tuple(_places(events[slug], chosen.words, named))) for slug in found)


def _rank(word: str, find: Any) -> ColumnElement[int]:  # noqa: ANN401 - the function by which a database finds a text
    """Return how well an Event answers a word that it holds: 0 is best."""
    text = col(Event.search_text)
    at, end_of_titles = find(text, word), find(text, "\n")
    begins: Any = (
        or_(at == 1, find(_LETTERS, func.substr(text, at - 1, 1)) == 0) if word[0] in _LETTERS else literal(1) == 1
    )
    in_titles = (at > 0) & (at < end_of_titles)
    return case(
        (in_titles & begins, 0),
        (in_titles, 1),
        (col(Event.id).in_(ids_named(word)), 2),
        ((at > 0) & begins, 3),
        else_=4,
    )


def _names(session: Session, numbers: Sequence[int]) -> _Named:
    """Return all that the names of some Events are called, by vocabulary and key."""
    borne = select(col(EventTerm.term_id)).where(col(EventTerm.event_id).in_(numbers))
    threads = select(col(Event.thread_id)).where(col(Event.id).in_(numbers))
    columns = (col(Term.type), col(Term.key), col(Term.name), col(Term.name_zh), col(Term.aliases))
    rows = session.execute(select(*columns).where(or_(col(Term.id).in_(borne), col(Term.id).in_(threads))))
    return {
        (type_, key): " · ".join(dict.fromkeys(filter(None, (name, name_zh, *json.loads(aliases), key))))
        for type_, key, name, name_zh, aliases in rows
    }


def _places(event: EventRow, words: Sequence[str], named: _Named) -> Iterator[FoundPlace]:
    """Yield for each word the first text that holds it: a title, else a name, else another text."""
    texts = [(label, text, fold_search(text)) for label, text in _texts(event, named) if text]
    for word in words:
        if place := next((FoundPlace(word, label, text) for label, text, folded in texts if word in folded), None):
            yield place


def _texts(event: EventRow, named: _Named) -> Iterator[tuple[str, str]]:
    for name in _TITLES:
        yield label_of(name), getattr(event, name) or ""
    for field, term_type in NAME_LISTS.items():
        for key in getattr(event, field):
            yield term_type.label, named[term_type, key]
    if event.thread:
        yield TermType.THREAD.label, named[TermType.THREAD, event.thread]
    for name in SEARCHED:
        value = getattr(event, name)
        if name not in _TITLES and value:
            yield label_of(name), value if isinstance(value, str) else "; ".join(value)
