"""Events on their way into files: plain values from one statement, with the links of each Event grouped in it."""

import datetime as dt
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any
from typing import cast as cast_to

from sqlalchemy import JSON, BigInteger, ColumnElement, Select, Text, cast, func, literal, select, tuple_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from tracker.event.fields import DERIVED_NAMES, NAME_LISTS, PHRASES, SOURCE_FIELDS
from tracker.event.plain import PLAIN_NAMES, PlainEvent
from tracker.filters import EventFilter
from tracker.models import Event, EventTerm, Source, Term
from tracker.queries.conditions import conditions_of

_AT_A_TIME = 500
"""So many Events wait between the database and the file."""

_FEW = 1_000
"""So many Events come as one text, which a driver hands over in one step: none of it waits for other threads."""

_LOWER_HALF = 2**32 - 1
_DECODER = json.JSONDecoder()

_PHRASES = tuple(map(PLAIN_NAMES.index, PHRASES))
_TYPES = tuple(NAME_LISTS.values())

Names = tuple[tuple[str, ...], ...]


ListPlace = tuple[dt.date, dt.date, str]
"""Where an Event stands in lists: the first and the last day of its date, and its slug."""


def stream_events(
    session: Session, chosen: EventFilter | None = None, *, limit: int | None = None, after: ListPlace | None = None
) -> Iterator[PlainEvent]:
    """Yield the Events that ``list_events`` returns, in its order and as plain values, a few of them held at a time.

    Args:
        session: a reading session.
        chosen: the filter; without one the accepted record.
        limit: the most Events, the earliest first; None for all.
        after: only those that stand after this place, whether or not an Event stands there.
    """
    is_postgres, is_few = session.get_bind().dialect.name == "postgresql", bool(limit and limit <= _FEW)
    statement = _selected(is_postgres=is_postgres, as_texts=is_few)
    if after:
        statement = statement.where(_is_after(after))
    statement = _in_list_order(statement, chosen or EventFilter(), limit)
    names_of: Callable[[Any], Names] = _named if is_few else _reader_of_names(session)
    for row in _gathered(session, statement) if is_few else _raw_rows(session, statement):
        values = list(row)
        for place in _PHRASES:
            values[place] = _phrases(values[place])
        values[-2] = names_of(values[-2])
        values[-1] = _in_place(values[-1] if is_few else _read_json(values[-1]))
        yield values


def stream_columns(
    session: Session, names: Sequence[str], chosen: EventFilter | None = None, *, limit: int | None = None
) -> Iterator[Sequence[Any]]:
    """Yield some of ``PLAIN_NAMES`` of the same Events in the same order, as the database holds them."""
    is_postgres = session.get_bind().dialect.name == "postgresql"
    statement: Select[Any] = select(*(_column(name, is_postgres=is_postgres) for name in names))
    if "thread" in names:
        statement = statement.select_from(Event).outerjoin(Term, col(Event.thread_id) == col(Term.id))
    return _raw_rows(session, _in_list_order(statement, chosen or EventFilter(), limit))


@lru_cache
def _selected(*, is_postgres: bool, as_texts: bool) -> Select[Any]:
    """Return the statement of all Events with their names and sources, before it is said which ones and in what order.

    As texts each is one JSON text, with the keys of its names, so that not all entries have to be read for a few.
    """
    columns = [_column(name, is_postgres=is_postgres) for name in PLAIN_NAMES]
    sources = _sources(is_postgres=is_postgres)
    if as_texts:
        lists = (_keys(is_postgres=is_postgres), sources)
        nested = (cast(each, JSON) if is_postgres else func.json(each) for each in lists)
        array = func.json_build_array if is_postgres else func.json_array
        columns = [cast(array(*columns, *nested), Text).label("event")]
    else:
        columns += [_numbers(is_postgres=is_postgres), sources]
    found: Select[Any] = select(*columns).outerjoin(Term, col(Event.thread_id) == col(Term.id))
    return found


def _gathered(session: Session, statement: Select[Any]) -> list[list[Any]]:
    """Return the rows that are JSON texts, of which the database makes one."""
    join = func.string_agg if session.get_bind().dialect.name == "postgresql" else func.group_concat
    text = session.execute(select(join(statement.subquery().c.event, ","))).scalar()
    found: list[list[Any]] = json.loads(f"[{text or ''}]")
    return found


def _is_after(place: ListPlace) -> ColumnElement[bool]:
    order: tuple[Any, ...] = (Event.first_on, Event.last_on, Event.slug)
    return tuple_(*order) > tuple_(*(literal(value, each.type) for value, each in zip(place, order, strict=True)))


def _in_list_order(statement: Select[Any], chosen: EventFilter, limit: int | None) -> Select[Any]:
    conditions = conditions_of(chosen) if limit else _conditions(chosen)
    return statement.where(*conditions).order_by(col(Event.first_on), col(Event.last_on), col(Event.slug)).limit(limit)


def _raw_rows(session: Session, statement: Select[Any]) -> Iterator[Sequence[Any]]:
    """Yield rows of texts and numbers, from SQLite as the driver gives them, which saves a sixth of the time."""
    if session.get_bind().dialect.name != "sqlite":
        yield from session.execute(statement, execution_options={"yield_per": _AT_A_TIME})
        return
    result = session.connection().execute(statement)
    try:
        yield from cast_to("Iterator[Any]", result.cursor)
    finally:
        result.close()


def _conditions(chosen: EventFilter) -> list[ColumnElement[bool]]:
    if not chosen.states or chosen != EventFilter(states=chosen.states):
        return conditions_of(chosen)
    # Nearly all rows are wanted. Read in the order in which they lie and sorted then, they come twice as quick as by
    # an index whose order leads from one end of the file to the other; joined to nothing, no index serves the column.
    return [col(Event.review_state).concat("").in_(chosen.states)]


def _column(name: str, *, is_postgres: bool) -> Any:  # noqa: ANN401 - a column or an expression
    if name == "thread":
        return col(Term.key)
    column = getattr(Event, name)
    if name not in DERIVED_NAMES:
        return column
    return func.to_char(column, "YYYY-MM-DD") if is_postgres else cast(column, Text)


def _numbers(*, is_postgres: bool) -> ColumnElement[Any]:
    """Return an Event's names as numbers with commas between, in any order.

    The upper half of the number of a name is its place in the list, the lower half the number of its entry.
    """
    shifted = cast(col(EventTerm.position), BigInteger) * (_LOWER_HALF + 1)
    place = cast(shifted + col(EventTerm.term_id), Text)
    names: ColumnElement[Any] = func.string_agg(place, ",") if is_postgres else func.group_concat(place, ",")
    return select(names).where(col(EventTerm.event_id) == col(Event.id)).scalar_subquery()


def _keys(*, is_postgres: bool) -> ColumnElement[Any]:
    """Return an Event's names as JSON: the place in the list, the type and the key of each, in any order."""
    entry = aliased(Term)
    named = _as_json((col(EventTerm.position), col(entry.type), col(entry.key)), is_postgres=is_postgres)
    joined = select(named).join(entry, col(EventTerm.term_id) == col(entry.id))
    return joined.where(col(EventTerm.event_id) == col(Event.id), col(entry.type).in_(_TYPES)).scalar_subquery()


def _sources(*, is_postgres: bool) -> ColumnElement[Any]:
    """Return an Event's sources as JSON, each with its place before it, in any order."""
    fields = (col(Source.position), *(getattr(Source, name) for name in SOURCE_FIELDS))
    return (
        select(_as_json(fields, is_postgres=is_postgres)).where(col(Source.event_id) == col(Event.id)).scalar_subquery()
    )


def _as_json(fields: Sequence[Any], *, is_postgres: bool) -> ColumnElement[Any]:
    if is_postgres:
        return cast(func.json_agg(func.json_build_array(*fields)), Text)
    gathered: ColumnElement[Any] = func.json_group_array(func.json_array(*fields))
    return gathered


def _reader_of_names(session: Session) -> Callable[[str | None], Names]:
    """Return what makes an Event's names of their grouped numbers; the same few combinations return all the time."""
    rows = session.execute(select(col(Term.id), col(Term.type), col(Term.key)).where(col(Term.type).in_(_TYPES)))
    terms: Mapping[int, tuple[int, str]] = {number: (_TYPES.index(of), key) for number, of, key in rows}

    @lru_cache(maxsize=10_000)
    def names_of(text: str | None) -> Names:
        lists: list[list[str]] = [[] for _ in _TYPES]
        for number in sorted(map(int, text.split(","))) if text else ():
            of, key = terms[number & _LOWER_HALF]
            lists[of].append(key)
        return tuple(map(tuple, lists))

    return names_of


def _named(entries: list[Any] | None) -> Names:
    """Return an Event's names from the place, the type and the key of each."""
    lists: dict[str, list[str]] = {each: [] for each in _TYPES}
    for _, of, key in sorted(entries or ()):
        lists[of].append(key)
    return tuple(map(tuple, lists.values()))


@lru_cache(maxsize=10_000)
def _phrases(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text))


def _read_json(text: str | None) -> Any:  # noqa: ANN401 - any JSON value
    return _DECODER.raw_decode(text)[0] if text else None


def _in_place(rows: list[list[Any]] | None) -> Sequence[Sequence[Any]]:
    """Return sources in their order, without their places."""
    rows = rows or []
    if len(rows) > 1:
        rows.sort()
    for row in rows:
        del row[0]
    return rows
