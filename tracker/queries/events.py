"""Reads of Events: one statement for the Events, and for some hundred at a time one for names and one for sources."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, select
from sqlmodel import Session, col

from tracker.errors import NotFound
from tracker.event.fields import CLOSED, DERIVED_NAMES, NAME_LISTS, PHRASES, SOURCE_FIELDS, STORED
from tracker.filters import EventFilter
from tracker.models import Event, EventTerm, Redirect, Source, Term
from tracker.naming import near_texts
from tracker.queries.conditions import conditions_of
from tracker.queries.found import may_hold
from tracker.read_models import EventRow, SourceRow
from tracker.slugs import SLUG_LENGTH, is_slug, plain_words
from tracker.vocabulary import Precision, ReviewState

_COLUMNS = (*STORED, *DERIVED_NAMES, "precision", "approximate", "version")
_FIELDS = {term_type: field for field, term_type in NAME_LISTS.items()}
_CLOSED = CLOSED | {"precision": Precision}

_AT_A_TIME = 500
"""So many Events are read with one statement for their names and one for their sources."""

IN_PLAY = EventFilter(states=(ReviewState.ACCEPTED, ReviewState.DRAFT, ReviewState.DISPUTED))
"""The filter that keeps what is in the record or on its way there."""

EVERY_STATE = EventFilter(states=tuple(ReviewState))
"""The filter that keeps all Events, whatever their review state."""


def list_events(session: Session, chosen: EventFilter | None = None) -> tuple[EventRow, ...]:
    """Return the Events that a filter keeps, by date and then slug; without a filter the accepted record."""
    return tuple(iter_events(session, chosen))


def iter_events(session: Session, chosen: EventFilter | None = None) -> Iterator[EventRow]:
    """Yield the Events that ``list_events`` returns, holding only a few of them at a time."""
    yield from read_events(session, conditions_of(chosen or EventFilter()))


def read_events(session: Session, conditions: Sequence[ColumnElement[bool]]) -> Iterator[EventRow]:
    """Yield the Events that fulfil some conditions on their table, by date and then slug."""
    statement = (
        select(col(Event.id), *(getattr(Event, name) for name in _COLUMNS), col(Term.key))
        .outerjoin(Term, col(Event.thread_id) == col(Term.id))
        .where(*conditions)
        .order_by(col(Event.first_on), col(Event.last_on), col(Event.slug))
    )
    for events in session.execute(statement, execution_options={"yield_per": _AT_A_TIME}).partitions():
        ids = [row[0] for row in events]
        names = _names(session, ids)
        sources = _sources(session, ids)
        for row in events:
            yield _event_row(row, names.get(row[0], {}), tuple(sources.get(row[0], ())))


def _event_row(row: Any, names: dict[str, list[str]], sources: tuple[SourceRow, ...]) -> EventRow:  # noqa: ANN401 - a result row
    values = dict(zip(_COLUMNS, row[1:-1], strict=True))
    for name, members in _CLOSED.items():
        values[name] = members(values[name])
    values |= {name: tuple(json.loads(values[name])) for name in PHRASES}
    values |= {field: tuple(keys) for field, keys in names.items()}
    return EventRow(**values, thread=row[-1], sources=sources)


def _names(session: Session, ids: Sequence[int]) -> dict[int, dict[str, list[str]]]:
    statement = (
        select(col(EventTerm.event_id), col(Term.type), col(Term.key))
        .join(Term, col(Term.id) == col(EventTerm.term_id))
        .where(col(EventTerm.event_id).in_(ids))
        .order_by(col(EventTerm.event_id), col(EventTerm.position))
    )
    names: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for event_id, term_type, key in session.execute(statement):
        names[event_id][_FIELDS[term_type]].append(key)
    return names


def _sources(session: Session, ids: Sequence[int]) -> dict[int, list[SourceRow]]:
    columns = (Source.event_id, *(getattr(Source, name) for name in SOURCE_FIELDS))
    statement = (
        select(*columns).where(col(Source.event_id).in_(ids)).order_by(col(Source.event_id), col(Source.position))
    )
    sources: dict[int, list[SourceRow]] = defaultdict(list)
    for event_id, *values in session.execute(statement):
        sources[event_id].append(SourceRow(*values))
    return sources


def events_called(session: Session, slugs: Sequence[str]) -> tuple[EventRow, ...]:
    """Return the Events of some slugs, whatever their review state; a slug that none has is passed over."""
    chunks = (slugs[start : start + _AT_A_TIME] for start in range(0, len(slugs), _AT_A_TIME))
    return tuple(row for chunk in chunks for row in read_events(session, [col(Event.slug).in_(chunk)]))


def slugs_kept(session: Session, chosen: EventFilter, slugs: Sequence[str]) -> frozenset[str]:
    """Return those of some slugs that are of Events that a filter keeps."""
    kept: set[str] = set()
    for start in range(0, len(slugs), _AT_A_TIME):
        among = col(Event.slug).in_(slugs[start : start + _AT_A_TIME])
        kept |= set(session.execute(select(col(Event.slug)).where(among, *conditions_of(chosen))).scalars())
    return frozenset(kept)


def list_slugs(session: Session, chosen: EventFilter) -> tuple[str, ...]:
    """Return the slugs of the Events that a filter keeps, by date and then slug."""
    order = (col(Event.first_on), col(Event.last_on), col(Event.slug))
    return tuple(session.execute(select(col(Event.slug)).where(*conditions_of(chosen)).order_by(*order)).scalars())


def events_by_id(session: Session, ids: Collection[int]) -> tuple[EventRow, ...]:
    """Return some hundred Events by their numbers, in the order of lists."""
    return tuple(read_events(session, [col(Event.id).in_(ids)]))


def find_slug(session: Session, slug: str) -> str | None:
    """Return the slug of the Event that a slug leads to, through redirects of merged Events; None if there is none."""
    if not is_slug(slug):
        return None
    seen = {slug}
    while (onward := _redirected(session, slug)) and onward not in seen:
        seen.add(onward)
        slug = onward
    return session.execute(select(col(Event.slug)).where(col(Event.slug) == slug)).scalar()


def list_redirects(session: Session) -> dict[str, str]:
    """Return for each slug of a merged Event the slug of the one that stands for it now, through all redirects."""
    found = select(col(Redirect.slug), col(Event.slug)).join(Event, col(Redirect.event_id) == col(Event.id))
    onward: dict[str, str] = {row[0]: row[1] for row in session.execute(found)}
    return {slug: _last_of(onward, slug) for slug in sorted(onward)}


def _last_of(onward: Mapping[str, str], slug: str) -> str:
    seen = {slug}
    while (following := onward.get(slug)) and following not in seen:
        seen.add(following)
        slug = following
    return slug


def _redirected(session: Session, slug: str) -> str | None:
    target = select(col(Event.slug)).join(Redirect, col(Redirect.event_id) == col(Event.id))
    return session.execute(target.where(col(Redirect.slug) == slug)).scalar()


def get_event(session: Session, slug: str) -> EventRow:
    """Return one Event, whatever its review state.

    Raises:
        NotFound: if no Event has or had this slug; the message lists near ones.
    """
    found = find_slug(session, slug)
    if found is None:
        raise no_such_event(session, slug)
    (event,) = read_events(session, [col(Event.slug) == found])
    return event


def no_such_event(session: Session, slug: str, states: Sequence[ReviewState] = ()) -> NotFound:
    """Return the error that says that there is no Event, with near ones; with states, only those in one of these."""
    titles = _near_titles(session, slug[:SLUG_LENGTH], states)
    meant = f" Near ones are: {', '.join(f'“{title}”' for title in titles.values())}." if titles else ""
    hint = f"Their slugs: {', '.join(titles)}." if titles else ""
    return NotFound(f"There is no event “{slug[:100]}” in the record.{meant}", hint=hint)


_ALL_COMPARED = 5_000
"""Of so many Events every slug is compared with one that was mistyped; of more those that an index proposes."""

_PROPOSED = 50
"""So many slugs are proposed at most by each way to look for them."""


def _near_titles(session: Session, slug: str, states: Sequence[ReviewState]) -> dict[str, str]:
    """Return the titles of the Events whose slugs are most like one that nobody has, by slug, the likest first."""
    slugs = list(session.execute(select(col(Event.slug)).limit(_ALL_COMPARED + 1)).scalars())
    if len(slugs) > _ALL_COMPARED:
        ways = _ways_to(plain_words(slug)[0])
        slugs = list(dict.fromkeys(found for way in ways for found in session.execute(way).scalars()))
    near = near_texts(slug, slugs, 3)
    found = select(col(Event.slug), col(Event.title)).where(col(Event.slug).in_(near))
    rows = session.execute(found.where(col(Event.review_state).in_(states)) if states else found)
    titles = {each: str(title) for each, title in rows}
    return {each: titles[each] for each in near if each in titles}


def _ways_to(words: Sequence[str]) -> Iterator[Select[Any]]:
    """Yield statements that find what a mistyped slug can mean: its neighbours, and what has all its words but one."""
    slugs, own, asked = select(col(Event.slug)).limit(_PROPOSED), col(Event.slug), "-".join(words)
    yield slugs.where(own < asked).order_by(own.desc())
    yield slugs.where(own >= asked).order_by(own)
    for wrong in words:
        others = [word for word in words if word != wrong]
        if any(len(word) > 1 for word in others):
            yield slugs.where(may_hold(others), *(own.contains(word) for word in others))


def titles_in_use(session: Session) -> Iterator[tuple[str, str, str]]:
    """Yield slug, date (EDTF) and title of every Event, whatever its review state."""
    statement = select(col(Event.slug), col(Event.date), col(Event.title))
    rows = session.execute(statement, execution_options={"yield_per": _AT_A_TIME})
    yield from ((slug, date, title) for slug, date, title in rows)
