"""Reads from a real streaming replica: what is seen while it follows, stands still, is gone, or is none."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, make_url, text

from tests.support.makers import new_database
from tests.support.replicas import Pair, Servers, empty_pair, soon, two_servers
from tracker.actors import Actor
from tracker.database import open_engine, reading, replica_of, with_replica, writing
from tracker.errors import DatabaseProblem, NotFound
from tracker.event.draft import parse_event
from tracker.queries import data_version, list_events
from tracker.store import add_event, take_step
from tracker.vocabulary import Origin, Role, Step

pytestmark = pytest.mark.postgres

REVIEWER = Actor("reviewer", Role.REVIEWER)


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
def engine(pair: Pair) -> Iterator[Engine]:
    """The record as one program has it open, with its replica."""
    engine = with_replica(open_engine(pair.url), pair.read_url)
    yield engine
    engine.dispose()


def save(engine: Engine, title: str) -> None:
    """Add one Event."""
    draft = parse_event(
        {
            "title": title,
            "date": "2022-05-17",
            "kind": "signal",
            "stance": 1,
            "stance_reason": "A pledge",
            "reach": 4,
            "companies": [f"Firm {title}"],
            "sources": [{"url": f"https://example.org/{title}"}],
        }
    )
    with writing(engine) as session:
        add_event(session, draft, origin=Origin.FORM, actor=REVIEWER, slug=title)


def seen(engine: Engine) -> tuple[list[str], bool]:
    """Return the slugs that a reader sees, and whether the replica was read."""
    with reading(engine) as session:
        is_replica = bool(session.execute(text("SELECT pg_is_in_recovery()")).scalar())
        return [event.slug for event in list_events(session)], is_replica


def test_who_saves_sees_it_at_once_and_others_soon(pair: Pair, engine: Engine) -> None:
    """Reads go to the replica; a program's own save is never missing from what it reads, wherever that comes from."""
    other = with_replica(open_engine(pair.url), pair.read_url)
    for number in range(20):
        save(engine, f"e{number}")
        assert f"e{number}" in seen(engine)[0]
    assert soon(lambda: seen(engine)[1])
    assert soon(lambda: len(seen(other)[0]) == 20)
    assert seen(other)[1]
    other.dispose()


def test_a_replica_that_stands_still_hides_no_save(pair: Pair, engine: Engine) -> None:
    """The saver reads the database itself until the replica has caught up; others go on reading the replica."""
    other = with_replica(open_engine(pair.url), pair.read_url)
    save(engine, "first")
    assert soon(lambda: seen(other) == (["first"], True))
    pair.on_replica("SELECT pg_wal_replay_pause()")
    save(engine, "second")
    assert seen(engine) == (["first", "second"], False)
    assert "not caught up" in replica_of(engine).note  # type: ignore[union-attr]
    assert seen(other) == (["first"], True)
    pair.on_replica("SELECT pg_wal_replay_resume()")
    assert soon(lambda: seen(engine) == (["first", "second"], True))
    assert replica_of(engine).note == ""  # type: ignore[union-attr]
    other.dispose()


def test_a_save_that_was_refused_shows_what_was_in_its_way(pair: Pair, engine: Engine) -> None:
    """Who is refused reads the newest state next, or the same refusal would come again and again."""
    other = open_engine(pair.url)
    save(other, "first")
    assert soon(lambda: seen(engine) == (["first"], True))
    pair.on_replica("SELECT pg_wal_replay_pause()")
    with writing(other) as session:
        take_step(session, "first", Step.WITHDRAW, version=1, actor=REVIEWER)

    def refused() -> None:
        with writing(engine) as session:
            take_step(session, "gone", Step.WITHDRAW, version=1, actor=REVIEWER)

    with pytest.raises(NotFound):
        refused()
    assert seen(engine) == ([], False)
    other.dispose()


def test_a_replica_that_is_gone_stops_nobody(pair: Pair, engine: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    """Reads go on from the database itself, with one word about it; once the replica is back, it is read again."""
    save(engine, "first")
    assert soon(lambda: seen(engine) == (["first"], True))
    pair.replica.stop()
    assert seen(engine) == (["first"], False)
    assert seen(engine) == (["first"], False)
    assert capsys.readouterr().err.count("The replica does not answer") == 1
    save(engine, "second")
    assert seen(engine)[0] == ["first", "second"]
    pair.replica.start()
    assert soon(lambda: seen(engine) == (["first", "second"], True))


def test_a_reading_session_on_a_replica_changes_nothing(engine: Engine) -> None:
    """The server refuses, and a sentence says so."""
    save(engine, "first")
    assert soon(lambda: seen(engine)[1])

    def change() -> None:
        with reading(engine) as session:
            session.execute(text("DELETE FROM event"))

    with pytest.raises(DatabaseProblem, match="read-only"):
        change()
    assert seen(engine)[0] == ["first"]


def test_what_is_no_replica_of_the_database_is_refused(pair: Pair) -> None:
    """A database that takes changes, one of another record and one of SQLite are each refused with a sentence."""
    save(open_engine(pair.url), "first")
    twin = pair.primary.new_database()
    new_database(twin).dispose()
    save(open_engine(twin), "other")
    name = make_url(twin).database or ""
    twin_read = pair.replica.url(name)
    assert soon(lambda: open_and_count(twin_read) == 1)
    for url, words in ((pair.url, "no replica"), (twin_read, "another record")):
        engine = with_replica(open_engine(pair.url), url)
        with pytest.raises(DatabaseProblem, match=words):
            seen(engine)
        engine.dispose()
    with pytest.raises(DatabaseProblem, match="postgresql"):
        with_replica(open_engine(pair.url), "sqlite:///x.db")
    with pytest.raises(DatabaseProblem, match="on PostgreSQL"):
        with_replica(open_engine("sqlite:///x.db"), pair.read_url)


def open_and_count(url: str) -> int:
    """Return how many changes a database has, as a reader without a replica sees it; 0 while it is not there."""
    engine = open_engine(url)
    try:
        with reading(engine) as session:
            return int(data_version(session) > 0)
    except DatabaseProblem:
        return 0
    finally:
        engine.dispose()
