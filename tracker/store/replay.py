"""The tables rebuilt from the history, and the stored tables compared with what the history says."""

import datetime as dt
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import chain, islice
from typing import Any

from sqlalchemy import (
    Connection,
    Select,
    StaticPool,
    Table,
    UniqueConstraint,
    collate,
    create_engine,
    delete,
    inspect,
    select,
    type_coerce,
)
from sqlalchemy.types import NullType
from sqlmodel import Session, SQLModel

from tracker.actors import Actor
from tracker.database import WRITER_LOCK, mark_written_anew, queue
from tracker.models import (
    BESIDE_RECORD,
    Coding,
    Era,
    Event,
    EventTerm,
    Measure,
    MeasureStage,
    Redirect,
    Revision,
    Source,
    Term,
)
from tracker.store import history, projection
from tracker.store.search_index import find_index_drift, make_search_index
from tracker.vocabulary import Role

_TABLES: tuple[Any, ...] = (Era, MeasureStage, Measure, Redirect, Coding, Source, EventTerm, Event, Term)
"""What is a projection of the history, children before parents."""

_TYPES = ("term", "event", "coding", "measure", "era")
"""What has tables of its own."""

_MOST = 500


def rebuild_tables(session: Session, *, actor: Actor, progress: Callable[[int], None] | None = None) -> int:
    """Empty every table but the history and write it again from there; return how many changes were replayed.

    Args:
        session: a writing session.
        actor: who does it; a reviewer.
        progress: is told now and then how many changes are replayed so far.

    Raises:
        NotAllowed: if the actor is not a reviewer.
    """
    actor.check(Role.REVIEWER)
    for table in _TABLES:
        session.execute(delete(table))
    projection.forget_terms(session)
    make_search_index(session.connection())
    mark_written_anew(session.connection())
    return replay(session, session, progress=progress)


@contextmanager
def rewritten_tables(connection: Connection, *, actor: Actor) -> Iterator[None]:
    """Empty the tables before the steps of a schema in the block, and write them anew from the history after them.

    The steps then make their indexes and texts of nothing, and each row is written once, as this program makes it. All
    is one transaction, the caller's, so that what breaks off leaves the tables and their schema as they were.

    Args:
        connection: one with foreign keys off and a transaction, as ``tracker.migrations.upgrade`` gives it.
        actor: who does it; a reviewer.

    Raises:
        NotAllowed: if the actor is not a reviewer.
    """
    actor.check(Role.REVIEWER)
    queue(connection, WRITER_LOCK)
    held = set(inspect(connection).get_table_names())
    for table in _TABLES:
        if table.__tablename__ in held:
            connection.execute(delete(table))
    yield
    with Session(connection, autoflush=False) as session:
        rebuild_tables(session, actor=actor)


def replay(session: Session, into: Session, *, progress: Callable[[int], None] | None = None) -> int:
    """Write empty tables from a history, which may be another database's; return how many changes were replayed.

    Args:
        session: a session on the history.
        into: a session on the tables.
        progress: is told now and then how many changes are replayed so far.
    """
    done = 0
    for batch in _batches(history.iterate(session)):
        done += _replay(into, batch)
        if progress:
            progress(done)
    return done


def _batches(revisions: Iterable[Revision]) -> Iterator[list[Revision]]:
    """Cut the history into runs in which no subject occurs twice: each is written in a few statements."""
    batch: list[Revision] = []
    subjects: set[tuple[str, str]] = set()
    for revision in revisions:
        subject = (revision.subject_type, revision.subject_key)
        if subject in subjects or len(batch) == _MOST:
            yield batch
            batch, subjects = [], set()
        batch.append(revision)
        subjects.add(subject)
    if batch:
        yield batch


def _replay(session: Session, batch: list[Revision]) -> int:
    """Write a run, what others refer to first: Events name terms, codings and measures name Events."""
    for subject_type in _TYPES:
        chosen = [revision for revision in batch if revision.subject_type == subject_type]
        if chosen:
            documents = [history.document_of(revision) for revision in chosen]
            projection.project(session, subject_type, documents, [revision.version for revision in chosen])
    return len(batch)


MOST_SENTENCES = 25
"""How many differences are written out; beyond, one sentence says that there are more."""

_REMEDY = "tracker rebuild writes the tables anew."
_NOT_PROJECTED = frozenset(str(table.__tablename__) for table in (Revision, *BESIDE_RECORD))

_Row = dict[str, Any]
_Key = tuple[tuple[int, Any], ...]


def projected_tables() -> list[Table]:
    """Return every table that is written from the history, what others refer to first."""
    return [table for table in SQLModel.metadata.sorted_tables if table.name not in _NOT_PROJECTED]


def find_drift(session: Session) -> list[str]:
    """Return one sentence for each place in which a table does not say what the history says.

    Raises:
        LookupError, ValueError: if a row of the history cannot be replayed; ``find_altered`` comes first.
    """
    scratch = create_engine("sqlite://", creator=_scratch_file, poolclass=StaticPool)
    with scratch.connect() as told, Session(told, autoflush=False) as into:
        SQLModel.metadata.create_all(told)
        make_search_index(told)
        replay(session, into)
        found = chain(_differences(session.connection(), told), find_index_drift(session.connection(), told))
        sentences = list(islice(found, MOST_SENTENCES))
        if next(found, None) is not None:
            sentences.append(f"And there are more differences; {_REMEDY}")
    scratch.dispose()
    return sentences


def _scratch_file() -> sqlite3.Connection:
    connection = sqlite3.connect("", isolation_level=None, check_same_thread=False)
    # It is thrown away, so it needs no disk's word; and it is one transaction, or each row would be one.
    for pragma in ("journal_mode = MEMORY", "synchronous = OFF", "cache_size = -65536"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("BEGIN")
    return connection


def _differences(stored: Connection, told: Connection) -> Iterator[str]:
    for table in projected_tables():
        for mine, theirs in _pairs(_rows(stored, table), _rows(told, table)):
            yield from _sentences(table, mine, theirs, stored, told)


def _pairs(
    stored: Iterator[tuple[_Key, _Row]], told: Iterator[tuple[_Key, _Row]]
) -> Iterator[tuple[_Row | None, _Row | None]]:
    """Yield the rows of both sides that differ, matched by their keys, in which both are sorted."""
    mine, theirs = next(stored, None), next(told, None)
    while mine or theirs:
        if theirs is None or (mine and mine[0] < theirs[0]):
            assert mine is not None  # noqa: S101 - one of the two is there
            yield mine[1], None
            mine = next(stored, None)
        elif mine is None or theirs[0] < mine[0]:
            yield None, theirs[1]
            theirs = next(told, None)
        else:
            if mine[1] != theirs[1]:
                yield mine[1], theirs[1]
            mine, theirs = next(stored, None), next(told, None)


def _rows(connection: Connection, table: Table) -> Iterator[tuple[_Key, _Row]]:
    """Yield a table's rows by their keys, as the database keeps them: a tampered value may not even be readable."""
    is_sqlite = connection.dialect.name == "sqlite"
    order = [
        key if is_sqlite or key.type.python_type is not str else collate(key, "C") for key in table.primary_key.columns
    ]
    for values in connection.execute(_as_kept(table).order_by(*order), execution_options={"yield_per": 1000}):
        row = dict(zip(table.columns.keys(), values if is_sqlite else map(_plain, values), strict=True))
        yield tuple(_rank(row[key.name]) for key in table.primary_key.columns), row


def _as_kept(table: Table) -> Select[*tuple[Any, ...]]:
    """Select all columns of a table, each value as the driver gives it."""
    return select(*(type_coerce(column, NullType()) for column in table.columns))


def _plain(value: object) -> object:
    """Write a value as SQLite keeps it."""
    if isinstance(value, bool):
        return int(value)
    return value.isoformat() if isinstance(value, dt.date) else value


def _rank(value: Any) -> tuple[int, Any]:  # noqa: ANN401 - whatever stands in a key
    """Return what orders a key's value as SQLite does: nothing, numbers, texts, bytes."""
    if value is None:
        return (0, 0)
    return (1 if isinstance(value, int | float) else 2 if isinstance(value, str) else 3, value)


def _sentences(table: Table, mine: _Row | None, theirs: _Row | None, stored: Connection, told: Connection) -> list[str]:
    if mine is None or theirs is None:
        side, where = (told, "is missing in the tables") if mine is None else (stored, "is not in the history")
        return [f"{_label(side, table, mine or theirs or {})} {where}; {_REMEDY}"]
    label = _label(told, table, theirs)
    return [
        f"{label}: {name} is {_words(mine[name])} in the tables, the history says {_words(theirs[name])}; {_REMEDY}"
        for name in mine
        if mine[name] != theirs[name]
    ]


def _words(value: object) -> str:
    text = "nothing" if value is None else f"“{value}”"
    return text if len(text) <= 100 else f"{text[:100]}…”"  # noqa: PLR2004 - enough to find the place


def _label(connection: Connection, table: Table, row: _Row) -> str:
    """Name a row by what makes it the only one, in words: an id of another table by that row's own name."""
    return f"{table.name.replace('_', ' ')} {_name(connection, table, row)}"


def _name(connection: Connection, table: Table, row: _Row) -> str:
    unique = [each for each in table.constraints if isinstance(each, UniqueConstraint)]
    columns = list(unique[0].columns) if unique else list(table.primary_key)
    parts = []
    for column in columns:
        value = row[column.name]
        target = next((key.column.table for key in column.foreign_keys), None)
        other = None if target is None else _row_of(connection, target, value)
        parts.append(str(value) if target is None or other is None else _name(connection, target, other))
    return " ".join(parts)


def _row_of(connection: Connection, table: Table, number: object) -> _Row | None:
    values = connection.execute(_as_kept(table).where(type_coerce(table.c.id, NullType()) == number)).first()
    return None if values is None else dict(zip(table.columns.keys(), values, strict=True))
