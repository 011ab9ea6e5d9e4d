"""The two ways to use a database, reading and writing, and the connection that both use."""

import datetime as dt
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from sqlalchemy import Connection, Engine
from sqlmodel import Session

from tracker.database.engines import file_of
from tracker.database.explaining import explained
from tracker.database.replicas import READ_ONE_STATE, replica_of
from tracker.database.trips import together
from tracker.errors import FileChanged

WRITER_LOCK = 7_302_026
"""The advisory lock of PostgreSQL that every writer holds until its commit."""


@contextmanager
def connected(engine: Engine, **options: Any) -> Iterator[Connection]:  # noqa: ANN401 - SQLAlchemy's execution options
    """Give a connection to what the database's URL leads to, before the block and still after it.

    What was written in the block therefore lies where the next program looks for it; until the block has ended well,
    nothing of it may be called saved.

    Raises:
        DatabaseProblem: if the database cannot be used, with what to do about it.
        FileChanged: if its file was deleted, moved or replaced while the program had it open.
    """
    file = file_of(engine)
    with explained(file.file.parent if file else None), engine.connect().execution_options(**options) as connection:
        if file is None:
            yield connection
            return
        opened: Any = connection.connection.driver_connection
        try:
            file.check(opened)
            yield connection
            file.check(opened)
        except FileChanged:
            if not file.is_missing:
                # The files of the connections that are open lead nowhere; the next ones open what lies there now.
                connection.invalidate()
                engine.dispose()
            raise
        finally:
            if opened.stamp:
                # Others may write to the file before the next read, which SQLite would not notice.
                connection.invalidate()


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """Give a session that sees one state of the record and writes nothing.

    Where the engine has a replica (``with_replica``), that is read as long as it is up to date with what this program
    has shown and saved, and else the database itself.

    Raises:
        DatabaseProblem: if the database cannot be read, or its replica is none of it, with what to do about it.
    """
    replica, options = replica_of(engine), READ_ONE_STATE if engine.dialect.name == "postgresql" else {}
    with ExitStack() as stack:
        connection = replica.connect(stack, engine) if replica else None
        if connection is not None:
            stack.enter_context(explained())
        else:
            connection = stack.enter_context(connected(engine, **options))
            if replica:
                replica.remember_place(connection)
        yield stack.enter_context(Session(connection))


@contextmanager
def writing(engine: Engine) -> Iterator[Session]:
    """Give a session that holds the writers' queue from its first statement; it commits at the end of the block.

    Raises:
        DatabaseProblem: if the database cannot be written, with what to do about it. Nothing is changed then.
    """
    options: dict[str, Any] = {"tracker_writes": True}
    if engine.dialect.name == "postgresql":
        options |= together(("BEGIN", None), *_waiting_for(WRITER_LOCK, engine))
    replica = replica_of(engine)
    try:
        with (
            connected(engine, **options) as connection,
            connection.begin(),
            Session(connection, autoflush=False) as session,
        ):
            yield session
    finally:
        if replica:
            replica.remember(engine)


def queue(connection: Connection, lock: int) -> None:
    """Wait on PostgreSQL until nobody else holds a lock, no longer than the engine's patience; SQLite has waited."""
    if connection.dialect.name == "postgresql":
        for sql, values in _waiting_for(lock, connection.engine):
            connection.exec_driver_sql(sql, values)


def _waiting_for(lock: int, engine: Engine) -> tuple[tuple[str, tuple[Any]], ...]:
    patience = f"{engine.get_execution_options()['tracker_patience']}s"
    return (
        ("SELECT set_config('lock_timeout', %s, true)", (patience,)),
        ("SELECT pg_advisory_xact_lock(%s)", (lock,)),
    )


def in_utc(at: dt.datetime) -> dt.datetime:
    """Return a stored instant in UTC with its zone; SQLite keeps UTC without saying so."""
    return at.replace(tzinfo=dt.UTC) if at.tzinfo is None else at.astimezone(dt.UTC)
