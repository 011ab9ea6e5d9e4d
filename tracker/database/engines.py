"""Engines: how a connection to either kind of database is set up, and how its writers take turns.

Writers stand in one queue: BEGIN IMMEDIATE on SQLite and one advisory lock on PostgreSQL. What a write reads before it
saves is therefore never stale, and the chain of the history cannot fork.
"""

import random
import sqlite3
import time
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from tracker.database.opened_file import OpenedFile, open_to_read
from tracker.database.trips import let_travel_together
from tracker.errors import DatabaseProblem
from tracker.settings import data_folder

CONNECT_SECONDS = 10
"""How long PostgreSQL may take to answer a new connection, unless the URL says ``connect_timeout``."""

COMMAND_SECONDS = 30.0
"""How long a command waits for another program's write."""

_TURN_SECONDS = (0.001, 0.01)
"""Between these two a waiting writer sleeps before it asks again."""

_NO_URL = "The database URL should look like sqlite:///db/tracker.db, or postgresql+psycopg://user@host:5432/name."
_STRAY_AT = (
    "The database URL holds more than one @. Write an @ within the password or the user as %40, and likewise / as %2F, "
    ": as %3A, ? as %3F, # as %23 and % as %25."
)


def open_engine(url: str, *, patience: float = COMMAND_SECONDS, connect_seconds: int = CONNECT_SECONDS) -> Engine:
    """Make an engine for a database URL; nothing is connected and no file is made yet.

    Args:
        url: of SQLite or PostgreSQL.
        patience: seconds that a write, or a connection, waits for others before it gives up.
        connect_seconds: how long PostgreSQL may take to answer a new connection, unless the URL says so.

    Raises:
        DatabaseProblem: if the URL is not one of SQLite or PostgreSQL, or PostgreSQL's driver is missing. The message
            never repeats the URL, which may hold a password.
    """
    parsed = _parse(url)
    try:
        if parsed.get_backend_name() == "sqlite":
            return _open_sqlite(parsed, patience)
        return _open_postgresql(parsed, patience, connect_seconds)
    except (NoSuchModuleError, ImportError) as problem:
        raise DatabaseProblem("PostgreSQL needs its driver; install the extra: postgres") from problem


def _open_postgresql(url: URL, patience: float, connect_seconds: int) -> Engine:
    # A host that drops every packet would else hold a page for minutes.
    waiting = {} if "connect_timeout" in url.query else {"connect_timeout": connect_seconds}
    engine = create_engine(
        url,
        connect_args=waiting,
        execution_options={"tracker_patience": patience},
        pool_pre_ping=True,
        pool_size=5,
        max_overflow=10,
        pool_recycle=1800,
        pool_timeout=patience,
    )
    let_travel_together(engine)
    return engine


def _parse(url: str) -> URL:
    if not url.startswith("sqlite") and url.partition("?")[0].count("@") > 1:
        raise DatabaseProblem(_STRAY_AT)
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        # What the parser complains of may be a part of the password, so nothing of it is kept.
        raise DatabaseProblem(_NO_URL) from None
    if parsed.get_backend_name() not in {"sqlite", "postgresql"}:
        raise DatabaseProblem("Only sqlite:/// and postgresql+psycopg:// database URLs are supported.")
    if "@" in (parsed.host or ""):
        raise DatabaseProblem(_STRAY_AT)
    return parsed


def open_existing(url: str, *, patience: float = COMMAND_SECONDS) -> Engine:
    """Make an engine for a database that has to be there already.

    Raises:
        DatabaseProblem: as ``open_engine``, and if the URL names a SQLite file that does not exist.
    """
    engine = open_engine(url, patience=patience)
    file = file_of(engine)
    if file and file.is_new:
        raise file.missing()
    return engine


def url_of_file(path: str) -> str:
    """Return the URL of a SQLite file; signs of its path that mean something in a URL stay signs of a path."""
    return URL.create("sqlite", database=path).render_as_string()


def open_file(file: Path) -> Engine:
    """Make an engine that reads a SQLite file, wherever it came from, and cannot change it."""
    engine = create_engine("sqlite://", creator=lambda: open_to_read(file, COMMAND_SECONDS), poolclass=NullPool)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def file_of(engine: Engine) -> OpenedFile | None:
    """Return the file of a SQLite database; None for PostgreSQL and for a database in memory."""
    found: OpenedFile | None = engine.get_execution_options().get("tracker_file")
    return found


def place_beside(url: str, word: str) -> Path:
    """Return the place of a folder that belongs to a database: beside its file, else in the user's data folder.

    There it is named after a hash of the URL without its password, so that each database has its own.

    Raises:
        DatabaseProblem: if this is no URL of a supported database.
    """
    parsed = _parse(url)
    is_file = parsed.get_backend_name() == "sqlite" and parsed.database not in {None, "", ":memory:"}
    if is_file:
        file = Path(str(parsed.database)).absolute()
        return file.with_name(f"{file.name}-{word}")
    named = parsed._replace(password=None).difference_update_query(["password"]).render_as_string()
    return data_folder() / f"tracker-{sha256(named.encode()).hexdigest()[:12]}-{word}"


def _open_sqlite(url: URL, patience: float) -> Engine:
    options: dict[str, Any] = {"tracker_patience": patience}
    if url.database in {None, "", ":memory:"}:
        engine = create_engine(url, execution_options=options)
        event.listen(engine, "connect", _set_up_memory)
    else:
        file = OpenedFile(Path(str(url.database)).absolute(), patience)
        options["tracker_file"] = file
        engine = create_engine(url, creator=file.connect, pool_timeout=patience, execution_options=options)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _set_up_memory(connection: sqlite3.Connection, _record: Any) -> None:  # noqa: ANN401 - the pool's record
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")


def _begin_sqlite(connection: Connection) -> None:
    options = connection.get_execution_options()
    if options.get("tracker_writes", False):
        _queue_for_writing(connection, options["tracker_patience"])
    else:
        connection.exec_driver_sql("BEGIN")


def _queue_for_writing(connection: Connection, patience: float) -> None:
    """Begin as the one writer. SQLite's own waiting sleeps longer each time, so that one busy writer starves others."""
    raw: Any = connection.connection.dbapi_connection
    until = time.monotonic() + patience
    raw.execute("PRAGMA busy_timeout = 0")
    try:
        while _is_taken(raw) and time.monotonic() < until:
            time.sleep(random.uniform(*_TURN_SECONDS))  # noqa: S311 - it keeps no secret
        if not raw.in_transaction:
            # The last try is SQLAlchemy's, which knows how to raise what is in the way.
            connection.exec_driver_sql("BEGIN IMMEDIATE")
    finally:
        raw.execute(f"PRAGMA busy_timeout = {round(patience * 1000)}")


def _is_taken(raw: sqlite3.Connection) -> bool:
    """Ask for the turn to write; tell whether somebody else has it."""
    try:
        raw.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as problem:
        return "locked" in str(problem)
    return False
