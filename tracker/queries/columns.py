"""Reads of all Events as columns: made by the database as JSON, brought up to date by what changed, kept in a file.

The package does not name them, so that a command that needs no arrays does not load numpy.
"""

import json
from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import ColumnElement, Engine, func, select, text, tuple_
from sqlmodel import Session, col

from tracker.columns import OPEN, EventColumns, read_kept, write_kept
from tracker.columns.arrays import DTYPES, Array
from tracker.database import file_of, mark_of_tables, place_beside
from tracker.dates import from_edtf
from tracker.event.fields import FILTERED_NAMES
from tracker.filters import EventFilter
from tracker.models import Event, EventTerm, Revision, Source, Term
from tracker.queries.conditions import conditions_of
from tracker.queries.events import read_events
from tracker.read_models import OPEN_END, EventRow
from tracker.sentiment import Acts
from tracker.sentiment.record import Mask
from tracker.vocabulary import Certainty, Kind, Origin, Precision, ReviewState, TermType

_AT_ONCE = 50_000
"""So many numbers of Events are covered by one statement of a whole read."""

_CHUNK = 500
"""So many Events are named in one statement."""

MOST_NAMED = 5_000
"""Where more Events are asked for their slugs, those of all are read in one go."""

MOST_PATCHED = 5_000
"""Where more Events have changed, all are read anew."""

LEAST_KEPT = 5_000
"""With fewer Events they are read as quickly as a file is found, and no file is made."""

_MOST_NAMES = 1 << 16
"""More than an Event can name."""

_NUMBERS = ("stance", "reach", "approximate")

MOST_BEHIND = 500
"""A file that is so many changes behind, or less, is patched by each reader and not written again."""

_DAY_ZERO = date(1970, 1, 1).toordinal()

_PLACES: dict[str, tuple[Any, dict[str, int]]] = {
    "kind": (Event.kind, {member.value: place for place, member in enumerate(Kind)}),
    "certainty": (Event.certainty, {member.value: place for place, member in enumerate(Certainty)}),
    "precision": (Event.precision, {member.value: place for place, member in enumerate(Precision)}),
    "state": (Event.review_state, {member.value: place for place, member in enumerate(ReviewState)}),
    "origin": (Event.origin, {member.value: place for place, member in enumerate(Origin)}),
}


def current_columns(session: Session, before: EventColumns | None = None, *, is_kept: bool = True) -> EventColumns:
    """Return the columns of the record as the session sees it, from what is at hand where that belongs to its history.

    Args:
        session: a session.
        before: columns of an earlier state; else those of the file beside the database are taken, if there is one.
        is_kept: whether those of a large record may be written into that file for who comes next.
    """
    change, digest = _state(session)
    place, schema = _place(session.get_bind().engine), _schema(session)
    kept = before or (read_kept(place, schema) if place else None)
    if kept is not None and not _is_of_history(session, kept):
        kept = None
    if kept is not None and (kept.change, kept.digest) == (change, digest):
        return kept
    found = read_columns(session) if kept is None else patch_columns(session, kept, kept.change)
    if is_kept and place and len(found) >= LEAST_KEPT and (kept is None or change - kept.change > MOST_BEHIND):
        write_kept(place, found, schema)
    return found


def read_columns(session: Session) -> EventColumns:
    """Return all Events as columns, read from the tables."""
    most = int(session.execute(select(func.coalesce(func.max(Event.id), 0))).scalar_one())
    parts = [
        _part(session, lambda number, low=low: number.between(low + 1, low + _AT_ONCE))  # type: ignore[misc]
        for low in range(0, most, _AT_ONCE)
    ]
    found = _as_columns(session, parts)
    return found.take(_places_of(found.ids, _order(session, [])))


def patch_columns(session: Session, columns: EventColumns, after: int) -> EventColumns:
    """Return columns in which the Events that were added or changed after the change of that number are read anew.

    Args:
        session: a session.
        columns: the columns of the record at that change.
        after: its number.
    """
    changed = _changed_ids(session, after)
    if len(changed) > MOST_PATCHED:
        return read_columns(session)
    if not len(changed):
        return columns.joined(_as_columns(session, []))
    chunks = [changed[start : start + _CHUNK].tolist() for start in range(0, len(changed), _CHUNK)]
    fresh = _as_columns(session, [_part(session, lambda number, ids=ids: number.in_(ids)) for ids in chunks])  # type: ignore[misc]
    every = columns.take(np.flatnonzero(~np.isin(columns.ids, changed))).joined(fresh)
    # Slugs are not among the columns: Events of the same days as a changed one are put in order by the database.
    days = every.first.astype(np.int64) << 32 | every.last
    touched = np.isin(days, days[-len(fresh) :])
    if touched.sum() > 4 * MOST_PATCHED:
        return read_columns(session)
    first = _places_of(every.ids, _order(session, every.ids[touched].tolist()))
    places = np.concatenate([np.flatnonzero(~touched), first])
    return every.take(places[np.argsort(days[places], kind="stable")])


def term_numbers(session: Session, chosen: EventFilter) -> dict[tuple[TermType, str], int]:
    """Return the numbers of the names in a filter, by vocabulary and key, for ``EventColumns.mask``."""
    wanted = [(term_type, key) for field, term_type in FILTERED_NAMES.items() for key in getattr(chosen, field)]
    statement = select(col(Term.type), col(Term.key), col(Term.id))
    found = session.execute(statement.where(tuple_(col(Term.type), col(Term.key)).in_(wanted))) if wanted else ()
    return {(TermType(term_type), key): number for term_type, key, number in found}


def found_by_search(session: Session, chosen: EventFilter) -> Array | None:
    """Return the numbers of the Events that a filter's search finds, whatever else it asks; None without a search."""
    if not chosen.words:
        return None
    conditions = conditions_of(EventFilter(search=chosen.search, states=()))
    return np.array(session.scalars(select(col(Event.id)).where(*conditions)).all(), dtype=np.int64)


def positions_kept(session: Session, columns: EventColumns, chosen: EventFilter) -> Array:
    """Return the places of the Events that a filter keeps, in their order."""
    return columns.positions(chosen, term_numbers(session, chosen), found_by_search(session, chosen))


def acts_at(session: Session, columns: EventColumns, positions: Array) -> Acts:
    """Return the Events at some places as words need them; the session is asked for the few that a sentence names."""

    def sectors() -> dict[str, Mask]:
        named = select(col(Term.key), col(Term.id)).where(col(Term.type) == TermType.SECTOR)
        by_key = sorted((key, number) for key, number in session.execute(named))
        found = {key: columns.naming([number])[positions] for key, number in by_key}
        return {key: own for key, own in found.items() if own.any()}

    return Acts(
        columns.evidence(positions),
        columns.first[positions].astype(np.int64),
        columns.middle(positions),
        columns.counted()[positions],
        lambda place: rows_at(session, columns, [int(positions[place])])[0],
        sectors,
    )


def slugs_at(session: Session, columns: EventColumns, positions: Sequence[int] | Array) -> tuple[str, ...]:
    """Return the slugs of the Events at some places, in the order of the places."""
    ids = columns.ids[np.asarray(positions, dtype=np.int64)].tolist()
    if len(ids) > MOST_NAMED:
        every = dict(zip(*_lists(session, select(col(Event.id), col(Event.slug))), strict=True))
        return tuple(every[number] for number in ids)
    slugs: dict[int, str] = {}
    for start in range(0, len(ids), _CHUNK):
        chunk = ids[start : start + _CHUNK]
        slugs |= dict(session.execute(select(col(Event.id), col(Event.slug)).where(col(Event.id).in_(chunk))).all())
    return tuple(slugs[number] for number in ids)


def rows_at(session: Session, columns: EventColumns, positions: Sequence[int] | Array) -> tuple[EventRow, ...]:
    """Return the Events at some places as rows, in the order of the places."""
    slugs = slugs_at(session, columns, positions)
    rows: dict[str, EventRow] = {}
    for start in range(0, len(slugs), _CHUNK):
        chunk = slugs[start : start + _CHUNK]
        rows |= {row.slug: row for row in read_events(session, [col(Event.slug).in_(chunk)])}
    return tuple(rows[slug] for slug in slugs)


def _state(session: Session) -> tuple[int, str]:
    """Return the number of the latest change of any kind and its digest, which stands for all before it."""
    found = session.execute(
        select(col(Revision.id), col(Revision.digest)).order_by(col(Revision.id).desc()).limit(1)
    ).first()
    return (found[0], found[1]) if found else (0, "")


def _is_of_history(session: Session, columns: EventColumns) -> bool:
    digest = session.execute(select(col(Revision.digest)).where(col(Revision.id) == columns.change)).scalar()
    return (digest or "") == columns.digest


def _schema(session: Session) -> str:
    """Name the schema, and the last time that its tables were written anew, which is no change of the record."""
    version = session.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return f"{version} {mark_of_tables(session)}"


def _place(engine: Engine) -> Path | None:
    if engine.dialect.name == "sqlite" and file_of(engine) is None:
        return None
    return place_beside(engine.url.render_as_string(hide_password=False), "columns") / "events"


def _changed_ids(session: Session, after: int) -> Array:
    changed = select(col(Revision.subject_key)).where(col(Revision.subject_type) == "event", col(Revision.id) > after)
    ids = session.scalars(select(col(Event.id)).where(col(Event.slug).in_(changed)).order_by(col(Event.id)))
    return np.array(ids.all(), dtype=np.int64)


def _order(session: Session, ids: Sequence[int]) -> Array:
    """Return the numbers of these Events, or of all, in the order of lists."""
    statement = select(col(Event.id)).order_by(col(Event.first_on), col(Event.last_on), col(Event.slug))
    if ids:
        statement = statement.where(col(Event.id).in_(ids))
    (ordered,) = _lists(session, statement.subquery().select())
    return np.array(ordered, dtype=np.int64)


def _places_of(ids: Array, wanted: Array) -> Array:
    """Return where some numbers stand among those of columns."""
    by_number = np.argsort(ids)
    return np.asarray(by_number[np.searchsorted(ids, wanted, sorter=by_number)])


def _lists(session: Session, statement: Any) -> list[list[Any]]:  # noqa: ANN401 - a SELECT of any columns
    """Return the columns of a statement as lists, each made by the database as one JSON array."""
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    gather: Callable[..., Any] = func.json_group_array if is_sqlite else func.json_agg
    rows = statement.subquery()
    found = session.execute(select(*(gather(column) for column in rows.columns))).one()
    return [json.loads(each) if isinstance(each, str) else (each or []) for each in found]


def _part(session: Session, chosen: Callable[[Any], ColumnElement[bool]]) -> dict[str, Array]:
    """Return arrays of the Events whose number is chosen, by number, with how many terms each names as ``lengths``."""
    columns = (
        *(col(each) for each in (Event.id, Event.first_on, Event.last_on, Event.public_on, Event.end, Event.end_on)),
        *(getattr(Event, name) for name in _NUMBERS),
        func.coalesce(col(Event.thread_id), 0),
        *(column for column, _ in _PLACES.values()),
    )
    listed = _lists(session, select(*columns).where(chosen(Event.id)).order_by(col(Event.id)))
    ids, first, last, public, end, end_on, *rest = listed
    part = {"ids": np.array(ids, dtype=np.int64), "first": _ordinals(first), "last": _ordinals(last)}
    part |= _known(part["first"], part["last"], public) | {"end": _ends(end, end_on)}
    numbers = zip((*_NUMBERS, "thread"), rest, strict=False)
    part |= {name: np.array(values, dtype=DTYPES[name]) for name, values in numbers}
    for (name, (_, places)), values in zip(_PLACES.items(), rest[-len(_PLACES) :], strict=True):
        part[name] = np.fromiter(map(places.__getitem__, values), np.int8, len(values))
    (supported,) = _lists(session, select(col(Source.event_id)).where(chosen(Source.event_id)))
    part["sources"] = _counts(part["ids"], np.array(supported, dtype=np.int64))
    named = select(col(EventTerm.event_id), col(EventTerm.position), col(EventTerm.term_id))
    links = _lists(session, named.where(chosen(EventTerm.event_id)))
    events, position, terms = (np.array(each, dtype=np.int64) for each in links)
    # One number for both: they come nearly in order, which a stable sort finds at once.
    in_order = np.argsort(events * _MOST_NAMES + position, kind="stable")
    part |= {"lengths": _counts(part["ids"], events), "term_ids": terms[in_order]}
    # Kept small at once: the parts of a large record are many.
    return {name: values.astype(DTYPES.get(name, np.int32)) for name, values in part.items()}


def _as_columns(session: Session, parts: Sequence[dict[str, Array]]) -> EventColumns:
    """Put parts together, in their order, as columns of the state that the session sees."""
    names = [name for name in DTYPES if name not in {"term_starts", "threads"}]
    arrays = {
        name: np.concatenate([np.zeros(0, dtype=DTYPES[name]), *(part[name] for part in parts)], dtype=DTYPES[name])
        for name in names
    }
    lengths = np.concatenate([np.zeros(1, dtype=np.int64), *(part["lengths"] for part in parts)])
    threads = session.execute(select(col(Term.key), col(Term.id)).where(col(Term.type) == TermType.THREAD)).all()
    # By key as Python compares texts; databases have rules of their own.
    numbers = np.array([number for _, number in sorted(map(tuple, threads))], dtype=np.int32)
    change, digest = _state(session)
    return EventColumns(**arrays, term_starts=np.cumsum(lengths), threads=numbers, change=change, digest=digest)


def _ordinals(days: Sequence[str]) -> Array:
    return np.array(days, dtype="datetime64[D]").astype(np.int64) + _DAY_ZERO


def _ends(end: Sequence[str | None], end_on: Sequence[str | None]) -> Array:
    ends = np.zeros(len(end), dtype=np.int64)
    ended = [place for place, day in enumerate(end_on) if day is not None]
    ends[ended] = _ordinals([day for day in end_on if day is not None])
    ends[[place for place, text_ in enumerate(end) if text_ == OPEN_END]] = OPEN
    return ends


def _known(first: Array, last: Array, public: Sequence[str | None]) -> dict[str, Array]:
    """Return the days on which Events became known, as ``EventRow.counted_days`` does."""
    known_first, known_last = first.copy(), last.copy()
    for place, known in enumerate(public):
        if known is not None:
            known_first[place], known_last[place] = _days_of(known)
    return {"known_first": known_first, "known_last": known_last}


@lru_cache(maxsize=10_000)
def _days_of(public_on: str) -> tuple[int, int]:
    days = from_edtf(public_on)
    return days.start.toordinal(), (days.end or date.max).toordinal()


def _counts(ids: Array, events: Array) -> Array:
    """Return how often each of some numbers, which increase, stands among others."""
    return np.bincount(np.searchsorted(ids, events), minlength=len(ids))
