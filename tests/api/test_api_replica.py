"""The API on PostgreSQL with a real streaming replica: what is read there, while it stands still, and given up."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest
from sqlalchemy import Engine, event, make_url
from starlette.testclient import TestClient

from tests.support.makers import ANN, add_one, new_database
from tests.support.postgres import PostgresServer
from tracker.api import reads
from tracker.database import open_engine, replica_of, with_replica, writing
from tracker.store import rebuild_tables

pytestmark = pytest.mark.postgres

Ask = Callable[..., TestClient]
SECONDS = 30


@pytest.fixture(scope="module")
def servers() -> Iterator[tuple[PostgresServer, PostgresServer]]:
    """A primary and its replica; both are ended by their process ids."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        primary = stack.enter_context(PostgresServer.started(folder / "primary"))
        yield primary, stack.enter_context(primary.replica(folder / "replica"))


@pytest.fixture
def urls(servers: tuple[PostgresServer, PostgresServer]) -> tuple[str, str]:
    """An empty record on both."""
    primary, replica = servers
    url = primary.new_database()
    new_database(url).dispose()
    return url, replica.url(make_url(url).database or "")


@pytest.fixture
def writer(urls: tuple[str, str]) -> Iterator[Engine]:
    """The record as the program has it open that writes."""
    engine = open_engine(urls[0])
    yield engine
    engine.dispose()


@pytest.fixture
def engine(urls: tuple[str, str]) -> Iterator[Engine]:
    """The record as the API has it open, with its replica."""
    engine = with_replica(open_engine(urls[0]), urls[1])
    yield engine
    engine.dispose()


def on_replica(urls: tuple[str, str], sql: str) -> object:
    """Ask the replica itself."""
    address = make_url(urls[1]).set(drivername="postgresql").render_as_string()
    with psycopg.connect(address) as connection:
        row = connection.execute(sql).fetchone()
    return row[0] if row else None


def soon(what: Callable[[], bool]) -> bool:
    """Wait until something holds."""
    until = time.monotonic() + SECONDS
    while not what():
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


def titles(client: TestClient) -> list[str]:
    """Return the titles of all events."""
    return [each["title"] for each in client.get("/v1/events").json()["events"]]


def test_answers_come_from_the_replica_and_never_go_back(
    urls: tuple[str, str], writer: Engine, engine: Engine, ask: Ask
) -> None:
    """While the replica stands still the same answer holds, tag and all; once it follows, the next one is there."""
    add_one(writer, "first")
    client = ask(engine)
    assert soon(lambda: titles(client) == ["Title of first"])
    on_primary: list[str] = []
    # The replica has an engine of its own: what is told here came to the primary.
    event.listen(engine, "before_cursor_execute", lambda *seen: on_primary.append(seen[2]))
    on_replica(urls, "SELECT pg_wal_replay_pause()")
    try:
        add_one(writer, "second")
        first = client.get("/v1/events")
        again = client.get("/v1/events", headers={"If-None-Match": first.headers["etag"]})
        assert (again.status_code, len(first.json()["events"])) == (304, 1)
        for each in reads.ENDPOINTS:
            path = each.path.replace("{slug}", "first")
            assert client.get(path).status_code == 200
        assert [each for each in on_primary if "FROM event" in each] == []
        assert replica_of(engine).note == ""  # type: ignore[union-attr]
    finally:
        on_replica(urls, "SELECT pg_wal_replay_resume()")
    assert soon(lambda: len(titles(client)) == 2)
    assert client.get("/v1/events", headers={"If-None-Match": first.headers["etag"]}).status_code == 200


def test_tables_that_are_written_anew_reach_answers_from_the_replica(writer: Engine, engine: Engine, ask: Ask) -> None:
    """The mark on them comes along to the replica; names have other numbers afterwards, and are found by them."""
    for slug, sector in (("early", "gaming"), ("late", "fintech")):
        add_one(writer, slug, sectors=(sector,))
    with writer.begin() as connection:
        connection.exec_driver_sql("UPDATE event SET title = 'Wrong'")
    client = ask(engine)
    assert soon(lambda: titles(client) == ["Wrong", "Wrong"])
    before = client.get("/v1/index?sectors=fintech&limit=20").json()["days"]
    with writing(writer) as session:
        rebuild_tables(session, actor=ANN)
    assert soon(lambda: titles(client) == ["Title of early", "Title of late"])
    assert client.get("/v1/index?sectors=fintech&limit=21").json()["days"][:20] == before


def test_a_long_read_of_the_replica_is_given_up(
    urls: tuple[str, str], writer: Engine, engine: Engine, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server itself ends what nobody waits for any more, and the next answer is made."""
    add_one(writer, "seen")
    client = ask(engine, seconds=1)
    assert soon(lambda: titles(client) == ["Title of seen"])

    def long_read(session: object, *_: object, **__: object) -> object:
        return session.connection().exec_driver_sql("SELECT pg_sleep(300)").all()  # type: ignore[attr-defined]

    sleeping = "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep%' AND pid <> pg_backend_pid()"
    with monkeypatch.context() as patched:
        patched.setattr(reads, "stream_events", long_read)
        assert client.get("/v1/events?limit=7").status_code == 503
    assert soon(lambda: on_replica(urls, f"{sleeping} AND state = 'active'") == 0)
    assert titles(client) == ["Title of seen"]


def test_without_its_replica_the_api_answers_from_the_database(
    servers: tuple[PostgresServer, PostgresServer], writer: Engine, engine: Engine, ask: Ask
) -> None:
    """A replica that is gone costs nobody an answer."""
    add_one(writer, "first")
    client = ask(engine)
    assert soon(lambda: titles(client) == ["Title of first"])
    servers[1].stop()
    try:
        add_one(writer, "second")
        assert len(titles(client)) == 2
    finally:
        servers[1].start()
