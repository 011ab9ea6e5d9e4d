"""Many readers at once: each gets every page whole from a plain server of files, also while the site is published."""

import threading
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from sqlalchemy import Engine

from tests.publish.conftest import publish
from tests.support.makers import ANN, new_database
from tracker.database import writing
from tracker.event.draft import parse_event
from tracker.store import add_event
from tracker.vocabulary import Origin

READERS = 200


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_words: object) -> None:
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 2 * READERS


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on this machine."""
    with _Server(("127.0.0.1", 0), partial(_Quiet, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()


def get(url: str) -> bytes:
    """Return what is at an address."""
    with urllib.request.urlopen(url, timeout=60) as answer:  # noqa: S310 - a loopback address of our own
        body: bytes = answer.read()
    return body


def test_two_hundred_readers_at_once_see_no_error(site: Path) -> None:
    """Each of them, all at the same moment, gets the front page, its style and an event's page, byte for byte."""
    style = next((site / "assets").glob("*.css")).relative_to(site).as_posix()
    event = next((site / "event").iterdir()).relative_to(site).as_posix()
    wanted = {place: (site / place).read_bytes() for place in ("index.html", style, event)}
    ready = threading.Barrier(READERS)

    def read(url: str) -> bool:
        ready.wait(60)
        return all(get(f"{url}/{place}") == content for place, content in wanted.items())

    with served(site) as url, ThreadPoolExecutor(READERS) as readers:
        assert all(readers.map(read, [url] * READERS))


def test_a_reader_never_sees_half_a_site(tmp_path: Path) -> None:
    """While the site is published again and again, each page is whole and the front page's links lead somewhere."""
    engine, folder = new_database(f"sqlite:///{tmp_path / 'a.db'}"), tmp_path / "site"
    add(engine, 0)
    publish(engine, folder)
    stop, seen = threading.Event(), []

    def look() -> None:
        while not stop.is_set():
            text = (folder / "index.html").read_text(encoding="utf-8")
            assert text.rstrip().endswith("</html>")
            for slug in [part.partition(".html")[0] for part in text.split('href="event/')[1:]]:
                page = (folder / "event" / f"{slug}.html").read_text(encoding="utf-8")
                assert page.rstrip().endswith("</html>")
            seen.append(text)
            time.sleep(0.001)

    with ThreadPoolExecutor(1) as reader:
        looking = reader.submit(look)
        for number in range(1, 12):
            add(engine, number)
            publish(engine, folder)
        stop.set()
        looking.result()
    assert len(set(seen)) > 3


def add(engine: Engine, number: int) -> None:
    """Add one event."""
    values = {
        "title": f"Rule {number}",
        "date": f"2021-03-{number + 1:02}",
        "kind": "rule",
        "stance": -1,
        "stance_reason": "It binds",
        "reach": 3,
        "sources": [{"url": f"https://example.org/{number}"}],
    }
    with writing(engine) as session:
        add_event(session, parse_event(values), origin=Origin.FORM, actor=ANN)
