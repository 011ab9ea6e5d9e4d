"""The command: it serves until it is ended, says in one sentence what keeps it from that, and gives long reads up."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable

import httpx
import pytest
from sqlalchemy import Engine
from starlette.testclient import TestClient

from tests.support.command_line import Run
from tests.support.makers import add_one
from tracker.api import reads
from tracker.cli import answering
from tracker.database import Stoppable, reading
from tracker.errors import DatabaseProblem

Ask = Callable[..., TestClient]


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
        endless = (
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000000000) SELECT max(i) FROM n"
        )
        try:
            return session.connection().exec_driver_sql(endless).all()  # type: ignore[attr-defined]
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


def test_what_was_stopped_before_it_began_is_not_read(engine: Engine) -> None:
    """A read that waited too long for its turn does not begin any more."""
    read = Stoppable()
    read.stop()
    with reading(engine) as session, pytest.raises(TimeoutError), read.during(session):
        raise AssertionError


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
