"""A primary of PostgreSQL and its streaming replica, with one record on both."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
from sqlalchemy import make_url

from tests.support.makers import new_database
from tests.support.postgres import PostgresServer

SECONDS = 30

Servers = tuple[PostgresServer, PostgresServer]


@dataclass
class Pair:
    """A primary, its replica, and the addresses of one database on both."""

    primary: PostgresServer
    replica: PostgresServer
    url: str
    read_url: str

    def on_replica(self, sql: str) -> object:
        """Ask the replica itself."""
        found = psycopg.connect(make_url(self.read_url).set(drivername="postgresql").render_as_string())
        with found as connection:
            row = connection.execute(sql).fetchone()
        return row[0] if row else None


@contextmanager
def two_servers() -> Iterator[Servers]:
    """Run a primary and its replica; both are ended by their process ids."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        primary = stack.enter_context(PostgresServer.started(folder / "primary"))
        yield primary, stack.enter_context(primary.replica(folder / "replica"))


@contextmanager
def empty_pair(servers: Servers) -> Iterator[Pair]:
    """Give an empty record on both, and a replica that follows before and after."""
    primary, replica = servers
    url = primary.new_database()
    new_database(url).dispose()
    pair = Pair(primary, replica, url, replica.url(make_url(url).database or ""))
    yield pair
    pair.on_replica("SELECT pg_wal_replay_resume()")


def soon(what: Callable[[], bool]) -> bool:
    """Wait until something holds."""
    until = time.monotonic() + SECONDS
    while not what():
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True
