"""The command: it serves until it is ended, says in one sentence what keeps it from that, and gives long reads up."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Lock, Thread
from typing import Any

import httpx
import pytest
from sqlalchemy import Engine, event
from sqlmodel import Session
from starlette.testclient import TestClient

from tests.support.command_line import Run
from tests.support.makers import add_one
from tracker.api import app, reads, server
from tracker.api.app import ANSWERS_AT_ONCE
from tracker.cli import answering
from tracker.database import Stoppable, reading
from tracker.errors import DatabaseProblem
from tracker.filters import EventFilter
from tracker.queries.columns import current_columns
from tracker.queries.news import iter_news, list_news
from tracker.settings import known_hosts

Ask = Callable[..., TestClient]
SECONDS = 20
"""Longer than any of these answers may take."""
COUNTED = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {}) SELECT max(i) FROM n"
"""A statement that takes long: a database counts a few million a second."""


def free_port() -> int:
    """Return a port that nobody listens on at the moment."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


def test_the_command_serves_until_it_is_ended(seeded_url: str) -> None:
    """The command answers over a real connection, to GET and HEAD, and ends well when it is told to."""
    port = free_port()
    command = [sys.executable, "-m", "tracker", "api", "--port", str(port), "--database", seeded_url]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as serving:
        assert serving.stderr is not None
        assert serving.stderr.readline() == f"The API is at http://127.0.0.1:{port}/v1/events (Ctrl+C ends it).\n"
        url = f"http://127.0.0.1:{port}/v1/events/didi-app-removal"
        assert httpx.get(url).json()["slug"] == "didi-app-removal"
        head = httpx.head(url)
        assert (head.status_code, head.content) == (200, b"")
        assert httpx.post(url).status_code == 405
        assert "server" not in head.headers
        os.kill(serving.pid, signal.SIGTERM)
        assert serving.wait(timeout=30) == 0


def test_a_port_in_use_is_one_sentence(seeded_url: str) -> None:
    """Where another program listens, the command says so and fails."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "-m", "tracker", "api", "--port", str(port), "--database", seeded_url],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
    assert (done.returncode, done.stderr) == (1, f"127.0.0.1:{port} cannot be listened on: Address already in use.\n")


def test_a_missing_extra_is_one_sentence(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the extra the command says what to install."""
    monkeypatch.setattr(answering, "find_spec", lambda _name: None)
    told = run("api")
    assert told.status == 1
    assert told.err == "The API needs further packages: pip install 'china-tech-regulation-tracker[api]'.\n"


def test_short_answers_are_sent_at_once() -> None:
    """A connection does not wait for the reader's word on the packet before; the kernel would, for 40 ms."""
    with server._listen("127.0.0.1", 0) as listening, socket.create_connection(listening.getsockname()):
        taken, _ = listening.accept()
        with taken:
            assert taken.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


@pytest.mark.parametrize("origin", ["example.org", "https://example.org/", "ftp://example.org", "https://", "null"])
def test_an_origin_that_is_none_is_refused(run: Run, origin: str) -> None:
    """What browsers would never send as an origin is refused before anything is served."""
    told = run("api", "--origins", origin)
    assert told.status == 2
    assert told.err == f"--origins: “{origin}” is no origin; write it like https://example.org.\n"


def test_a_read_that_takes_too_long_is_given_up(engine: Engine, ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    """After its time an answer is refused, the next ones are made, and the database is left alone."""
    add_one(engine, "seen")
    ended: list[float] = []

    def long_read(session: object, *_: object, **__: object) -> object:
        try:
            return session.connection().exec_driver_sql(COUNTED.format(2_000_000_000)).all()  # type: ignore[attr-defined]
        finally:
            ended.append(time.monotonic())

    client = ask(engine, seconds=0.5)
    with client:
        with monkeypatch.context() as patched:
            patched.setattr(reads, "stream_events", long_read)
            began = time.monotonic()
            told = client.get("/v1/events")
        assert (told.status_code, told.headers["retry-after"]) == (503, "10")
        assert told.json()["detail"] == "The answer took longer than 0.5 seconds; ask for less."
        assert time.monotonic() - began < 10
        while not ended and time.monotonic() < began + 20:
            time.sleep(0.05)
        assert ended
        assert client.get("/v1/names").status_code == 200


@pytest.mark.parametrize("work", ["statements", "python"])
def test_given_up_answers_keep_their_places_and_end(
    engine: Engine, ask: Ask, monkeypatch: pytest.MonkeyPatch, work: str
) -> None:
    """However many give up waiting, no more answers are made than may be; many short statements end at the next one."""
    add_one(engine, "seen")
    turn, running, most, ended = Lock(), [0], [0], []

    def busy(session: Any, *_: object, **__: object) -> object:
        with turn:
            running[0] += 1
            most[0] = max(most[0], running[0])
        until = time.monotonic() + (SECONDS if work == "statements" else 1)
        try:
            while time.monotonic() < until:
                if work == "statements":
                    session.connection().exec_driver_sql("SELECT 1").all()
                time.sleep(0.001)
        finally:
            with turn:
                running[0] -= 1
                ended.append(until - time.monotonic())
        return ()

    with ask(engine, seconds=0.5) as client, ThreadPoolExecutor(12) as pool:
        with monkeypatch.context() as patched:
            patched.setattr(reads, "stream_events", busy)
            told = list(pool.map(lambda number: client.get(f"/v1/events?limit={number}"), range(1, 13)))
            assert {each.status_code for each in told} == {503}
            began = time.monotonic()
            while running[0] and time.monotonic() < began + SECONDS:
                time.sleep(0.01)
        assert most[0] <= ANSWERS_AT_ONCE
        assert len(ended) >= ANSWERS_AT_ONCE
        if work == "statements":
            assert all(left > SECONDS / 2 for left in ended)
        else:
            assert len(ended) < 12, "who gave up while waiting for a place is never answered"
        assert client.get("/v1/names").status_code == 200


def test_the_columns_are_read_once_and_before_somebody_waits(
    engine: Engine, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are read when the server starts and after a save, once for all who ask meanwhile."""
    add_one(engine, "seen")
    read: list[int] = []

    def slow_read(*asked: Any, **more: Any) -> object:
        time.sleep(0.3)
        read.append(1)
        return current_columns(*asked, **more)

    monkeypatch.setattr(reads, "current_columns", slow_read)
    with ask(engine) as client, ThreadPoolExecutor(8) as pool:
        for state in (1, 2):
            told = list(pool.map(lambda day: client.get(f"/v1/events?since=2021-01-0{day}"), range(1, 9)))
            assert {len(each.json()["events"]) for each in told} == {state}
            assert len(read) == state
            add_one(engine, f"new-{state}")


def test_a_long_history_is_not_read_on_by_nobody(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """What reads the history in steps ends with the step in which it was given up."""
    for number in range(6):
        add_one(engine, f"e{number}")
    monkeypatch.setattr("tracker.queries.news._AT_A_TIME", 2)
    read, told = Stoppable(), []

    def follow(session: Session) -> None:
        with read.during(session):
            for each in iter_news(session, EventFilter()):
                told.append(each)
                read.stop()

    with reading(engine) as session, pytest.raises(TimeoutError):
        follow(session)
    assert len(told) == 2
    with reading(engine) as session:
        assert len(list_news(session, EventFilter())) == 6


def test_a_statement_that_was_about_to_begin_is_ended(engine: Engine) -> None:
    """A database that is told between two statements has nothing to end, and would work through the next one."""
    read, told = Stoppable(), Event()

    def tell_too_early(*_statement: object) -> None:
        ending.start()
        assert told.wait(SECONDS)

    def tell() -> None:
        read.stop()
        told.set()
        read.end()

    def count(session: Session) -> None:
        with read.during(session):
            event.listen(session.connection(), "before_cursor_execute", tell_too_early, once=True)
            session.connection().exec_driver_sql(COUNTED.format(30_000_000)).all()

    ending = Thread(target=tell)
    with reading(engine) as session, pytest.raises(TimeoutError):
        count(session)
    ending.join(SECONDS)
    assert not ending.is_alive()
    with reading(engine) as session:
        assert session.connection().exec_driver_sql("SELECT 1").all() == [(1,)]


def test_what_was_stopped_before_it_began_is_not_read(engine: Engine) -> None:
    """A read that waited too long for its turn does not begin any more."""
    read = Stoppable()
    read.stop()
    with reading(engine) as session, pytest.raises(TimeoutError), read.during(session):
        raise AssertionError


def test_no_connection_is_waited_for_longer_than_an_answer(seeded_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command's own answers give up on others' writes before their time is over, and know their names."""
    made: dict[str, Any] = {}
    monkeypatch.setenv("TRACKER_DATABASE_URL", seeded_url)
    monkeypatch.setattr(server, "make_app", lambda engine, _origins, **more: made.update(more, engine=engine))
    monkeypatch.setattr("uvicorn.Server.run", lambda *_, sockets: [each.close() for each in sockets])
    monkeypatch.setattr("sys.setswitchinterval", lambda seconds: made.update(switch=seconds))
    server.main(["127.0.0.1", str(free_port())])
    assert made["engine"].get_execution_options()["tracker_patience"] == server.PATIENCE < app.SECONDS
    assert made["hosts"] == known_hosts("127.0.0.1")
    made["engine"].dispose()


def test_a_database_that_is_away_names_no_file(
    seeded_engine: Engine, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A database that cannot be read is told without the place where it lies."""

    def away(*_: object) -> None:
        raise DatabaseProblem("secret/place.db cannot be read.")

    monkeypatch.setattr("tracker.api.app.state_mark", away)
    told = ask(seeded_engine).get("/v1/events")
    assert told.status_code == 503
    assert "secret" not in told.text
