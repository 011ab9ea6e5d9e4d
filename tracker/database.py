"""Engines and sessions: how a connection is set up, and the two ways to use one, reading and writing.

Writers stand in one queue on either database: BEGIN IMMEDIATE on SQLite and one advisory lock on PostgreSQL. What a
write reads before it saves is therefore never stale, and the chain of the history cannot fork.
"""

import random
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlmodel import Session

from tracker.errors import DatabaseProblem

WRITER_LOCK = 7_302_026
"""The advisory lock of PostgreSQL that every writer holds until its commit."""

CONNECT_SECONDS = 10
"""How long PostgreSQL may take to answer a new connection, unless the URL says ``connect_timeout``."""

_BUSY_SECONDS = 30
_TURN_SECONDS = (0.001, 0.01)
"""Between these two a waiting writer sleeps before it asks again."""

_WAY_BACK = "put a backup into a new one with: tracker restore-backup BACKUP --database sqlite:///new.db"

_SENTENCES = (
    ("is locked", "The database is busy with another program's write; try again in a moment."),
    ("readonly", "The database file is read-only; make it and its folder writable for this user."),
    ("unable to open", "The database file cannot be opened; check that its folder exists and may be read."),
    ("not a database", f"The file is not a SQLite database; name another with --database, or {_WAY_BACK}"),
    ("malformed", f"The database file is damaged; {_WAY_BACK}"),
    ("no such table", "The database holds no record yet; create it with: tracker init"),
    ("disk is full", "The disk is full; free some space, then save again."),
    ("disk i/o", "The disk did not answer; check it, then try again."),
    (
        "timeout expired",
        "The database server did not answer in time; check that it runs and the host in its URL is right.",
    ),
    ("password authentication", "PostgreSQL refused the user or password of the database URL."),
    (
        "does not exist",
        "The database of this URL does not exist, or holds no record; create it, then run: tracker init",
    ),
)


def open_engine(url: str) -> Engine:
    """Make an engine for a database URL; nothing is connected yet.

    Raises:
        DatabaseProblem: if the URL is not one of SQLite or PostgreSQL, or PostgreSQL's driver is missing.
    """
    try:
        parsed = make_url(url)
    except ArgumentError as problem:
        raise DatabaseProblem("The database URL should look like sqlite:///db/tracker.db.") from problem
    if parsed.get_backend_name() == "sqlite":
        return _open_sqlite(url, parsed.database)
    if parsed.get_backend_name() != "postgresql":
        raise DatabaseProblem("Only sqlite:/// and postgresql+psycopg:// database URLs are supported.")
    return _open_postgresql(parsed)


def _open_postgresql(url: URL) -> Engine:
    # A host that drops every packet would else hold a page for minutes.
    waiting = {} if "connect_timeout" in url.query else {"connect_timeout": CONNECT_SECONDS}
    try:
        return create_engine(
            url, connect_args=waiting, pool_pre_ping=True, pool_size=5, max_overflow=10, pool_recycle=1800
        )
    except (NoSuchModuleError, ImportError) as problem:
        raise DatabaseProblem("PostgreSQL needs its driver; install the extra: postgres") from problem


def open_existing(url: str) -> Engine:
    """Make an engine for a database that has to be there already; no file and no folder is created.

    Raises:
        DatabaseProblem: as ``open_engine``, and if the URL names a SQLite file that does not exist.
    """
    with suppress(ArgumentError):
        parsed = make_url(url)
        file = parsed.database
        if parsed.get_backend_name() == "sqlite" and file and file != ":memory:" and not Path(file).exists():
            raise DatabaseProblem(f"There is no database file {file} yet; create it with: tracker init")
    return open_engine(url)


def open_file(file: Path) -> Engine:
    """Make an engine that reads a SQLite file, wherever it came from, and cannot change it."""
    address = f"{file.absolute().as_uri()}?mode=ro"
    engine = create_engine(
        "sqlite://",
        creator=lambda: sqlite3.connect(address, uri=True, isolation_level=None, check_same_thread=False),
        poolclass=NullPool,
    )
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _open_sqlite(url: str, file: str | None) -> Engine:
    if file and file != ":memory:":
        folder = Path(file).parent
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as problem:
            raise DatabaseProblem(f"The folder {folder} cannot be created for the database.") from problem
    engine = create_engine(url, connect_args={"timeout": _BUSY_SECONDS, "check_same_thread": False})
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _set_up_sqlite(connection: sqlite3.Connection, _record: Any) -> None:  # noqa: ANN401 - the pool's record
    # The driver's own transactions start too late to protect a read followed by a write.
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout = {_BUSY_SECONDS * 1000}")
    connection.execute("PRAGMA foreign_keys = ON")
    # A file that may not be written has no need of a write-ahead log; reading it still works.
    if not connection.execute("PRAGMA query_only").fetchone()[0]:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as problem:
            if "readonly" not in str(problem):
                raise
    connection.execute("PRAGMA synchronous = FULL")


def _begin_sqlite(connection: Connection) -> None:
    if connection.get_execution_options().get("tracker_writes", False):
        _queue_for_writing(connection)
    else:
        connection.exec_driver_sql("BEGIN")


def _queue_for_writing(connection: Connection) -> None:
    """Begin as the one writer. SQLite's own waiting sleeps longer each time, so that one busy writer starves others."""
    raw: Any = connection.connection.dbapi_connection
    raw.execute("PRAGMA busy_timeout = 0")
    until = time.monotonic() + _BUSY_SECONDS
    while time.monotonic() < until:
        try:
            raw.execute("BEGIN IMMEDIATE")
            break
        except sqlite3.OperationalError as problem:
            if "locked" not in str(problem):
                break
            time.sleep(random.uniform(*_TURN_SECONDS))  # noqa: S311 - it keeps no secret
    raw.execute(f"PRAGMA busy_timeout = {_BUSY_SECONDS * 1000}")
    if not raw.in_transaction:
        # The last try is SQLAlchemy's, which knows how to raise what is in the way.
        connection.exec_driver_sql("BEGIN IMMEDIATE")


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """Give a session that sees one state of the record and writes nothing.

    Raises:
        DatabaseProblem: if the database cannot be read, with what to do about it.
    """
    # Without a word, PostgreSQL would show each statement a state of its own.
    options = {"isolation_level": "REPEATABLE READ"} if engine.dialect.name == "postgresql" else {}
    with explained(), engine.connect().execution_options(**options) as connection, Session(connection) as session:
        yield session


@contextmanager
def writing(engine: Engine) -> Iterator[Session]:
    """Give a session that holds the writers' queue from its first statement; it commits at the end of the block.

    Raises:
        DatabaseProblem: if the database cannot be written, with what to do about it. Nothing is changed then.
    """
    with explained(), engine.connect().execution_options(tracker_writes=True) as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": WRITER_LOCK})
        with Session(connection, autoflush=False) as session:
            yield session


@contextmanager
def explained() -> Iterator[None]:
    """Turn a database driver's error into a sentence that a person can act on."""
    try:
        yield
    except DBAPIError as problem:
        raise DatabaseProblem(_explain(problem)) from problem


def _explain(problem: DBAPIError) -> str:
    original = str(problem.orig)
    for mark, sentence in _SENTENCES:
        if mark in original.lower():
            return sentence
    if problem.connection_invalidated or "connect" in original.lower():
        return "The database does not answer; check that it runs and that its URL is right, then try again."
    return f"The database refused: {original.splitlines()[0]}"
