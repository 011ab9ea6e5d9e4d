"""The API on PostgreSQL with a real streaming replica: what is read there, while it stands still, and given up."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Engine, event
from starlette.testclient import TestClient

from tests.support.makers import ANN, add_one
from tests.support.replicas import Pair, Servers, empty_pair, soon, two_servers
from tracker.api import reads
from tracker.database import open_engine, replica_of, with_replica, writing
from tracker.store import rebuild_tables

pytestmark = pytest.mark.postgres

Ask = Callable[..., TestClient]


@pytest.fixture(scope="module")
def servers() -> Iterator[Servers]:
    """A primary and its replica."""
    with two_servers() as servers:
        yield servers


@pytest.fixture
def pair(servers: Servers) -> Iterator[Pair]:
    """An empty record on both."""
    with empty_pair(servers) as pair:
        yield pair


@pytest.fixture
def writer(pair: Pair) -> Iterator[Engine]:
    """The record as the program has it open that writes."""
    engine = open_engine(pair.url)
    yield engine
    engine.dispose()


@pytest.fixture
def engine(pair: Pair) -> Iterator[Engine]:
    """The record as the API has it open, with its replica."""
    engine = with_replica(open_engine(pair.url), pair.read_url)
    yield engine
    engine.dispose()


def titles(client: TestClient) -> list[str]:
    """Return the titles of all events."""
    return [each["title"] for each in client.get("/v1/events").json()["events"]]


def test_answers_come_from_the_replica_and_never_go_back(pair: Pair, writer: Engine, engine: Engine, ask: Ask) -> None:
    """While the replica stands still the same answer holds, tag and all; once it follows, the next one is there."""
    add_one(writer, "first")
    client = ask(engine)
    assert soon(lambda: titles(client) == ["Title of first"])
    on_primary: list[str] = []
    # The replica has an engine of its own: what is told here came to the primary.
    event.listen(engine, "before_cursor_execute", lambda *seen: on_primary.append(seen[2]))
    pair.on_replica("SELECT pg_wal_replay_pause()")
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
        pair.on_replica("SELECT pg_wal_replay_resume()")
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
    pair: Pair, writer: Engine, engine: Engine, ask: Ask, monkeypatch: pytest.MonkeyPatch
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
    assert soon(lambda: pair.on_replica(f"{sleeping} AND state = 'active'") == 0)
    assert titles(client) == ["Title of seen"]


def test_without_its_replica_the_api_answers_from_the_database(
    pair: Pair, writer: Engine, engine: Engine, ask: Ask
) -> None:
    """A replica that is gone costs nobody an answer."""
    add_one(writer, "first")
    client = ask(engine)
    assert soon(lambda: titles(client) == ["Title of first"])
    pair.replica.stop()
    try:
        add_one(writer, "second")
        assert len(titles(client)) == 2
    finally:
        pair.replica.start()
