"""nginx with the project's file before an API: whom it passes on to, and what it refuses."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread

import httpx
import pytest

from tests.support.nginx import running_nginx

SECONDS = 30


@contextmanager
def answering(word: str, go_on: Event, begun: list[str] | None = None) -> Iterator[int]:
    """Run a server that says a word to everybody, once it may go on, and yield its port."""

    class Says(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if begun is not None:
                begun.append(self.path)
            assert go_on.wait(SECONDS)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(f"{word} {self.path} {self.headers['Host']}".encode())

        def log_message(self, *_words: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Says) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        go_on.set()
        server.shutdown()


@pytest.fixture
def go_on() -> Event:
    """What lets the API's answers go on."""
    return Event()


def test_the_api_has_its_own_addresses(tmp_path: Path, go_on: Event) -> None:
    """Each request reaches who answers it, under the name that was asked for."""
    go_on.set()
    with (
        answering("api", go_on) as api,
        answering("dashboard", go_on) as dashboard,
        running_nginx(tmp_path, dashboard, api=api) as url,
    ):
        for path in ("/v1/events?sectors=gaming", "/v1/events/a-slug", "/openapi.json"):
            told = httpx.get(f"{url}{path}", headers={"Host": "tracker.example.org"}).text
            assert told == f"api {path} tracker.example.org"
        for path in ("/", "/method", "/v1x", "/openapi.jsonl"):
            assert httpx.get(f"{url}{path}").text.startswith(f"dashboard {path} ")


def test_who_asks_without_end_is_refused_at_the_api_alone(tmp_path: Path, go_on: Event) -> None:
    """So many requests in a row are more than the file lets through; the dashboard still answers all of them."""
    go_on.set()
    with (
        answering("api", go_on) as api,
        answering("dashboard", go_on) as dashboard,
        running_nginx(tmp_path, dashboard, api=api) as url,
        httpx.Client() as client,
    ):
        statuses = [client.get(f"{url}/v1/changes").status_code for _ in range(80)]
        assert statuses[:20] == [200] * 20
        assert set(statuses[20:]) == {200, 429}
        assert {client.get(f"{url}/names").status_code for _ in range(80)} == {200}


def test_one_address_never_takes_all_of_the_api_s_places(tmp_path: Path, go_on: Event) -> None:
    """Two long answers are made for it at a time; the third request is refused, and the first two are answered."""
    begun: list[str] = []
    with (
        answering("api", go_on, begun) as api,
        answering("dashboard", go_on) as dashboard,
        running_nginx(tmp_path, dashboard, api=api) as url,
        ThreadPoolExecutor(3) as readers,
    ):
        asked = [readers.submit(httpx.get, f"{url}/v1/index?n={n}", timeout=SECONDS) for n in range(3)]
        assert next(as_completed(asked, SECONDS)).result().status_code == 429
        go_on.set()
        assert sorted(each.result().status_code for each in asked) == [200, 200, 429]
    assert len(begun) == 2
