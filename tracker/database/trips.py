"""Round trips of a save on PostgreSQL: the lock and the first questions in one, the change and its commit in another.

Each trip costs the time to the server and back, and all but the first are made while every other writer waits. So the
lock is asked for together with what the checks need to know, and what is written is sent together with the commit, by
the pipeline mode of the driver. SQLite has no trips: there, each of these functions does its part at once.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Dialect, Engine, event
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

_OPTION, _ANSWERS = "tracker_trips", "answers"

_Values = Mapping[str, Any]
Asked = tuple[Any, _Values]
"""A statement that a module keeps, and its values; a list of values is one for ``IN``."""


class Trips:
    """What a writing connection has not sent yet, and what it has sent and not waited for.

    A transaction begins when there is something to ask, so that no work that needs no database is done in the lock.
    The driver's connection has to be in its autocommit mode, or its own BEGIN would be a trip of its own.
    """

    def __init__(self, first: Sequence[tuple[str, Any]]) -> None:
        self.is_save = False
        self._unsent = list(first)
        self._open: ExitStack | None = None

    def send(self, connection: Connection, sql: str, values: Any = None, *, many: bool = False) -> Any:  # noqa: ANN401 - the driver's own
        """Send a statement behind those that were to come first; its cursor has an answer after ``arrive``."""
        raw: Any = connection.connection.driver_connection
        with _as_database_error(raw):
            if self._open is None:
                self._open = ExitStack()
                self._open.enter_context(raw.pipeline())
            for each, its_values in self._unsent:
                raw.cursor().execute(each, its_values)
            self._unsent = []
            cursor = raw.cursor()
            (cursor.executemany if many else cursor.execute)(sql, values)
        return cursor

    def arrive(self, connection: Connection) -> None:
        """Wait until everything that was sent is done."""
        if self._open is not None:
            opened, self._open = self._open, None
            with _as_database_error(connection.connection.driver_connection):
                opened.close()

    def begin(self, connection: Connection) -> None:
        """Let the transaction have begun and everything be done, because somebody wants an answer now."""
        if self._unsent:
            *before, (sql, values) = self._unsent
            self._unsent = before
            self.send(connection, sql, values)
        self.arrive(connection)

    def commit(self, connection: Connection) -> None:
        """Send the commit behind what was written. Nothing is to be done where nothing was asked or written."""
        if not self._unsent:
            self.send(connection, "COMMIT")
        self.arrive(connection)


@contextmanager
def _as_database_error(raw: Any) -> Iterator[None]:  # noqa: ANN401 - the driver's connection
    import psycopg

    try:
        yield
    except psycopg.Error as problem:
        error = DBAPIError("statements sent together", None, problem, connection_invalidated=raw.closed)
        raise error from problem


def together(*first: tuple[str, Any]) -> dict[str, Any]:
    """Return the options of a connection that sends statements together, with those that come before any other."""
    return {"isolation_level": "AUTOCOMMIT", _OPTION: Trips(first)}


def let_travel_together(engine: Engine) -> None:
    """Let an engine's writing connections send statements together; for PostgreSQL."""
    event.listen(engine, "before_cursor_execute", _before_statement)
    event.listen(engine, "commit", _before_commit)
    event.listen(engine, "rollback", _before_rollback)


def _before_statement(connection: Connection, *_: object) -> None:
    if trips := _trips(connection):
        trips.begin(connection)


def _before_commit(connection: Connection) -> None:
    if trips := _trips(connection):
        trips.commit(connection)


def _before_rollback(connection: Connection) -> None:
    if trips := _trips(connection):
        # What failed is known already, and whatever else was sent is taken back.
        with suppress(DBAPIError):
            trips.arrive(connection)


def _trips(connection: Connection) -> Trips | None:
    found: Trips | None = connection.get_execution_options().get(_OPTION)
    return found


def ask_ahead(session: Session, *questions: Asked) -> None:
    """Ask what a save needs to know in one trip; ``ask`` gives these answers until ``forget_answers``.

    What the session writes by ``write_rows`` from here on up to its next question goes in one trip as well. Until the
    answers are forgotten, the session must not write what would change them and then ask again.
    """
    connection = session.connection()
    if trips := _trips(connection):
        trips.is_save = True
        sent = []
        for statement, values in questions:
            filled = _compiled(connection.dialect, statement).construct_expanded_state(values)
            sent.append((_key(statement, values), trips.send(connection, filled.statement, filled.parameters)))
        trips.arrive(connection)
        session.info.setdefault(_ANSWERS, {}).update({key: cursor.fetchall() for key, cursor in sent})


def ask(session: Session, statement: Any, **values: Any) -> Sequence[Any]:  # noqa: ANN401 - what a statement takes
    """Return the rows that a statement finds, those that were asked for ahead if they were.

    Args:
        session: a session.
        statement: one that a module keeps, made once.
        values: what it looks for, by the names of its places.
    """
    found = answered(session, statement, **values)
    return session.connection().execute(statement, values).all() if found is None else found


def answered(session: Session, statement: Any, **values: Any) -> Sequence[Any] | None:  # noqa: ANN401 - see ``ask``
    """Return the rows that a statement finds if it was asked ahead; None where it was not."""
    answers = session.info.get(_ANSWERS)
    found: Sequence[Any] | None = answers.get(_key(statement, values)) if answers else None
    return found


def forget_answers(session: Session) -> None:
    """Drop what was asked ahead: the save that asked for it has ended."""
    session.info.pop(_ANSWERS, None)
    if trips := _trips(session.connection()):
        trips.is_save = False


def write_rows(session: Session, sql: str, rows: Sequence[Any]) -> None:
    """Write rows by a statement in the driver's own form; within a save, together with all else that it writes."""
    connection = session.connection()
    trips = _trips(connection)
    if trips and trips.is_save:
        trips.send(connection, sql, rows, many=True)
    else:
        connection.exec_driver_sql(sql, list(rows))


def _is_list(value: object) -> bool:
    return isinstance(value, (list, tuple))


def _key(statement: object, values: _Values) -> tuple[Any, ...]:
    return statement, *((name, tuple(each) if _is_list(each) else each) for name, each in sorted(values.items()))


@lru_cache(maxsize=512)
def _compiled(dialect: Dialect, statement: Any) -> Any:  # noqa: ANN401 - any statement, and its form for a database
    # To put a statement together takes longer than the server takes to answer it.
    return statement.compile(dialect=dialect)
