"""A read that takes too long is ended from outside, by whoever waits for its answer."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any

from sqlmodel import Session


class Stoppable:
    """One read that another thread may end."""

    def __init__(self) -> None:
        self._turn = Lock()
        self._connection: Any = None
        self._is_stopped = False

    @contextmanager
    def during(self, session: Session) -> Iterator[None]:
        """Let what a session reads in the block be ended; after the block its connection serves others.

        Raises:
            TimeoutError: if it was ended before it began.
        """
        with self._turn:
            if self._is_stopped:
                raise TimeoutError
            self._connection = session.connection().connection.driver_connection
        try:
            yield
        finally:
            with self._turn:
                self._connection = None

    def stop(self) -> None:
        """End what is read at the moment, and let nothing further of it begin."""
        with self._turn:
            self._is_stopped = True
            if self._connection is not None:
                # SQLite calls it one way and PostgreSQL the other.
                end = getattr(self._connection, "interrupt", None) or self._connection.cancel
                end()
