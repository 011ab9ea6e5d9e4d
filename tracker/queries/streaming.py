"""Events on their way into files: plain values from one statement, with the links of each Event grouped in it."""

import datetime as dt
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any
from typing import cast as cast_to

from sqlalchemy import BigInteger, ColumnElement, Select, Text, cast, func, literal, select, tuple_
from sqlmodel import Session, col

from tracker.event.fields import DERIVED_NAMES, NAME_LISTS, PHRASES, SOURCE_FIELDS
from tracker.event.plain import PLAIN_NAMES, PlainEvent
from tracker.filters import EventFilter
from tracker.models import Event, EventTerm, Source, Term
from tracker.queries.conditions import conditions_of

_AT_A_TIME = 500
"""So many Events wait between the database and the file."""

_FEW = 1_000
"""So many Events are held, to ask for the names that stand in them instead of for all."""

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
    is_postgres = session.get_bind().dialect.name == "postgresql"
    names, sources = _grouped(is_postgres=is_postgres)
    columns = [_column(name, is_postgres=is_postgres) for name in PLAIN_NAMES]
    statement: Select[Any] = select(*columns, names, sources).outerjoin(Term, col(Event.thread_id) == col(Term.id))
    if after:
        statement = statement.where(_is_after(after))
    statement = _in_list_order(statement, chosen or EventFilter(), limit)
    rows: Iterable[Sequence[Any]] = _raw_rows(session, statement)
    if limit and limit <= _FEW:
        rows = list(rows)
        names_of = _reader_of_names(session, {number for row in rows for number in _numbers(row[-2])})
    else:
        names_of = _reader_of_names(session)
    for row in rows:
        values = list(row)
        for place in _PHRASES:
            values[place] = _phrases(values[place])
        values[-2] = names_of(values[-2])
        values[-1] = _in_place(values[-1])
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


def _grouped(*, is_postgres: bool) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    """Return an Event's names as numbers with commas between, and its sources as JSON, each in any order.

    The upper half of the number of a name is its place in the list, the lower half the number of its entry.
    """
    shifted = cast(col(EventTerm.position), BigInteger) * (_LOWER_HALF + 1)
    place = cast(shifted + col(EventTerm.term_id), Text)
    fields = (col(Source.position), *(getattr(Source, name) for name in SOURCE_FIELDS))
    names: ColumnElement[Any]
    sources: ColumnElement[Any]
    if is_postgres:
        names, sources = func.string_agg(place, ","), cast(func.json_agg(func.json_build_array(*fields)), Text)
    else:
        names, sources = func.group_concat(place, ","), func.json_group_array(func.json_array(*fields))
    return (
        select(names).where(col(EventTerm.event_id) == col(Event.id)).scalar_subquery(),
        select(sources).where(col(Source.event_id) == col(Event.id)).scalar_subquery(),
    )


def _numbers(text: str | None) -> Iterator[int]:
    """Yield the numbers of the entries whose grouped numbers these are."""
    yield from (int(number) & _LOWER_HALF for number in (text.split(",") if text else ()))


def _reader_of_names(session: Session, needed: Collection[int] | None = None) -> Callable[[str | None], Names]:
    """Return what makes an Event's names of their grouped numbers; the same few combinations return all the time."""
    statement = select(col(Term.id), col(Term.type), col(Term.key)).where(col(Term.type).in_(_TYPES))
    if needed is not None:
        statement = statement.where(col(Term.id).in_(sorted(needed)))
    rows = session.execute(statement)
    terms: Mapping[int, tuple[int, str]] = {number: (_TYPES.index(of), key) for number, of, key in rows}

    @lru_cache(maxsize=10_000)
    def names_of(text: str | None) -> Names:
        lists: list[list[str]] = [[] for _ in _TYPES]
        for number in sorted(map(int, text.split(","))) if text else ():
            of, key = terms[number & _LOWER_HALF]
            lists[of].append(key)
        return tuple(map(tuple, lists))

    return names_of


@lru_cache(maxsize=10_000)
def _phrases(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text))


def _in_place(text: str | None) -> Sequence[Sequence[Any]]:
    """Return sources in their order, without their places."""
    rows: list[list[Any]] = _DECODER.raw_decode(text)[0] if text else []
    if len(rows) > 1:
        rows.sort()
    for row in rows:
        del row[0]
    return rows
