"""Reads from a streaming replica of PostgreSQL, as far as it has come to what this program has saved and shown.

A place in the primary's log stands for a state of the database. The program remembers the place after each of its own
saves, and after each read from the primary; a replica that has not replayed so far is passed over. Nobody who reads
through one process therefore sees the record go back, and who saved sees what was saved at once.
"""

import sys
import threading
import time
from contextlib import ExitStack
from typing import Any

from sqlalchemy import Connection, Engine, text

from tracker.database.engines import open_engine
from tracker.database.explaining import explained
from tracker.errors import DatabaseProblem

READ_ONE_STATE: dict[str, Any] = {"isolation_level": "REPEATABLE READ"}
"""How PostgreSQL is read: without a word, each statement would be shown a state of its own."""

_CONNECT_SECONDS = 3
_REST_SECONDS = 10.0
"""A replica that gave no answer is asked again after so long, or every page would wait for it."""

_WAIT_SECONDS = 0.02

_HERE = text("SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')")
_THERE = text("SELECT pg_is_in_recovery(), pg_wal_lsn_diff(pg_last_wal_replay_lsn(), '0/0')")
_LAST = text("SELECT id, digest FROM revision ORDER BY id DESC LIMIT 1")
_DIGEST = text("SELECT digest FROM revision WHERE id = :id")

_NO_REPLICA = (
    "TRACKER_READ_URL leads to a database that takes changes of its own, no replica; name a streaming replica of the "
    "database, or take the setting away."
)
_OTHER = (
    "TRACKER_READ_URL leads to a replica of another record: its change {} is not that of the database; name a "
    "streaming replica of the database, or take the setting away."
)
DOWN = "The replica does not answer; what is shown is read from the database itself."
BEHIND = "The replica has not caught up yet; what is shown is read from the database itself."


class Replica:
    """One replica and what this process knows of it."""

    def __init__(self, url: str, *, patience: float, wait: float = 0.0) -> None:
        """Name a replica; nothing is connected yet.

        Args:
            url: of PostgreSQL.
            patience: seconds that a read waits for a free connection.
            wait: seconds in which a replica that is behind may catch up before the primary is read.

        Raises:
            DatabaseProblem: if the URL is none of PostgreSQL.
        """
        self._engine = open_engine(url, patience=patience, connect_seconds=_CONNECT_SECONDS)
        if self._engine.dialect.name != "postgresql":
            raise DatabaseProblem("TRACKER_READ_URL has to be a postgresql+psycopg:// URL, of a streaming replica.")
        self._wait = wait
        self._turn = threading.Lock()
        self._seen: int | None = 0
        self._is_checked = False
        self._rests_until = 0.0
        self.note = ""
        """Why the primary is read at present, as a sentence; empty where the replica is."""

    def connect(self, stack: ExitStack, primary: Engine) -> Connection | None:
        """Give a connection that can only read and that lasts as long as the stack; None if the primary has to be read.

        Raises:
            DatabaseProblem: if the URL does not lead to a replica of the primary.
        """
        if time.monotonic() < self._rests_until:
            return None
        with ExitStack() as tried:
            try:
                with explained():
                    options = READ_ONE_STATE | {"postgresql_readonly": True}
                    connection = tried.enter_context(self._engine.connect().execution_options(**options))
                    is_replica, has_come = self._state(connection)
            except DatabaseProblem:
                self._rest()
                return None
            if not is_replica:
                raise DatabaseProblem(_NO_REPLICA)
            if not has_come:
                self._say(BEHIND)
                return None
            if not self._is_checked:
                _check_history(connection, primary)
                self._is_checked = True
            self._say("")
            stack.push(tried.pop_all())
            return connection

    def _state(self, connection: Connection) -> tuple[bool, bool]:
        """Return whether a server is a replica, and whether it has come as far as this process has seen."""
        until = time.monotonic() + self._wait
        while True:
            is_replica, place = connection.execute(_THERE).one()
            # What is read is the state at the next statement; that of this one could be older than the place.
            connection.rollback()
            has_come = self._seen is not None and int(place or 0) >= self._seen
            if has_come or not is_replica or time.monotonic() >= until:
                return is_replica, has_come
            time.sleep(_WAIT_SECONDS)

    def remember(self, primary: Engine) -> None:
        """Remember how far the primary has come; where it cannot be asked, no replica is read until it can."""
        try:
            with explained(), primary.connect() as connection:
                self.remember_place(connection)
        except DatabaseProblem:
            with self._turn:
                self._seen = None

    def remember_place(self, connection: Connection) -> None:
        """Remember how far the primary has come, on a connection to it."""
        place = int(connection.execute(_HERE).scalar_one())
        with self._turn:
            self._seen = max(self._seen or 0, place)

    def _rest(self) -> None:
        self._rests_until = time.monotonic() + _REST_SECONDS
        self._is_checked = False
        self._say(DOWN)

    def _say(self, note: str) -> None:
        """Keep a note, and tell whoever runs the program of each that is new; to be behind for a moment is no news."""
        if note == DOWN and self.note != DOWN:
            sys.stderr.write(f"{note}\n")
        self.note = note


def with_replica(engine: Engine, url: str | None, *, wait: float = 0.0) -> Engine:
    """Return an engine whose reading sessions go to a replica; without a URL, the engine as it is.

    Args:
        engine: of the primary.
        url: of the replica.
        wait: seconds in which a replica that is behind may catch up before the primary is read.

    Raises:
        DatabaseProblem: if one of the two is no PostgreSQL.
    """
    if not url:
        return engine
    if engine.dialect.name != "postgresql":
        raise DatabaseProblem("TRACKER_READ_URL is for a record on PostgreSQL; take the setting away for this one.")
    replica = Replica(url, patience=engine.get_execution_options()["tracker_patience"], wait=wait)
    return engine.execution_options(tracker_replica=replica)


def replica_of(engine: Engine) -> Replica | None:
    """Return the replica from which an engine's reading sessions read, if it has one."""
    found: Replica | None = engine.get_execution_options().get("tracker_replica")
    return found


def _check_history(replica: Connection, primary: Engine) -> None:
    """Compare the last change that a replica holds with the same one of the primary."""
    with explained():
        last = replica.execute(_LAST).first()
        replica.rollback()
        if last is None:
            return
        with primary.connect() as connection:
            digest = connection.execute(_DIGEST, {"id": last[0]}).scalar()
    if digest != last[1]:
        raise DatabaseProblem(_OTHER.format(last[0]))
