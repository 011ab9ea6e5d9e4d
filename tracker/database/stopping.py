"""A read that takes too long is ended from outside, by whoever waits for its answer."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Lock
from typing import Any

from sqlalchemy import event
from sqlmodel import Session

_AGAIN = 0.2
"""Seconds until a read that did not end is told anew; for PostgreSQL each time takes a connection of its own."""


class Stoppable:
    """One read that another thread may end."""

    def __init__(self) -> None:
        self._turn = Lock()
        self._connection: Any = None
        self._is_stopped = False
        self._has_ended = Event()

    @contextmanager
    def during(self, session: Session) -> Iterator[None]:
        """Let what a session reads in the block be ended; after the block its connection serves others.

        Raises:
            TimeoutError: if it was ended, in its midst or before it began.
        """
        connection = session.connection()
        with self._turn:
            self._go_on()
            self._connection = connection.connection.driver_connection
        # A database ends the statement that it works on at that moment; the next one would begin all the same.
        event.listen(connection, "before_cursor_execute", self._go_on)
        try:
            yield
        except Exception as problem:
            if self._is_stopped:
                raise TimeoutError from problem
            raise
        finally:
            event.remove(connection, "before_cursor_execute", self._go_on)
            with self._turn:
                self._connection = None
            self._has_ended.set()
            if self._is_stopped:
                # PostgreSQL may hear of it late, and would then end a statement of whoever has the connection next.
                connection.invalidate()

    def stop(self) -> bool:
        """End what is read at the moment, let no further statement of it begin, and tell whether it still goes on."""
        with self._turn:
            self._is_stopped = True
            if self._connection is None:
                return False
            # SQLite calls it one way and PostgreSQL the other.
            end = getattr(self._connection, "interrupt", None) or self._connection.cancel
            end()
            return True

    def end(self) -> None:
        """Stop the read as often as it takes: a statement that is about to begin was not there to be ended."""
        while self.stop():
            self._has_ended.wait(_AGAIN)

    def _go_on(self, *_statement: object) -> None:
        if self._is_stopped:
            raise TimeoutError
