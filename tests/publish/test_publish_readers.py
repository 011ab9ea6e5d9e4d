"""Many readers at once: each gets every page whole from a plain server of files, also while the site is published."""

import datetime as dt
import json
import re
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

from tests.publish.conftest import TODAY, publish
from tests.support.makers import ANN, add_one, new_database
from tests.support.site_reading import ReadPage
from tracker.database import writing
from tracker.publish.facets import LEAST_OF_CHART
from tracker.store import take_step
from tracker.vocabulary import Step

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


def test_two_hundred_readers_at_once_see_no_error(tmp_path: Path) -> None:
    """Each gets the front page, what it asks for and an event's page, whole, while the site is published anew."""
    engine, folder = new_database(f"sqlite:///{tmp_path / 'a.db'}"), tmp_path / "site"
    for number in range(LEAST_OF_CHART):
        add(engine, number)
    publish(engine, folder)
    ready, done = threading.Barrier(READERS + 1), threading.Event()

    def read(url: str) -> int:
        ready.wait(60)
        times = 0
        while not done.is_set() or not times:
            text = get(f"{url}/index.html").decode()
            assert text.rstrip().endswith("</html>")
            page = ReadPage(text)
            event = next(link for link in page.links if link.startswith("event/"))
            for place in (*page.fetched, event):
                assert get(f"{url}/{place}")
            times += 1
        return times

    with served(folder) as url, ThreadPoolExecutor(READERS) as readers:
        reading = [readers.submit(read, url) for _ in range(READERS)]
        ready.wait(60)
        for number in range(3):
            publish(engine, folder, today=TODAY + dt.timedelta(days=1), title=f"Title {number}")
        done.set()
        assert all(each.result() for each in reading)


def test_a_reader_never_sees_half_a_site(tmp_path: Path) -> None:
    """While events come and go, each page is whole, and what it leads to and asks for is there as long as it stands.

    Its style, figure and search are there for a page that was read before, too.
    """
    engine, folder = new_database(f"sqlite:///{tmp_path / 'a.db'}"), tmp_path / "site"
    for number in range(LEAST_OF_CHART):
        add(engine, number)
    publish(engine, folder)
    stop, seen = threading.Event(), []

    def look() -> None:
        while not stop.is_set():
            text = (folder / "index.html").read_text(encoding="utf-8")
            search = re.search(r'data-search="([^"]+)"', (folder / "search.html").read_text(encoding="utf-8"))
            time.sleep(0.002)
            page = ReadPage(text)
            assert search
            assert json.loads((folder / search[1] / "index.json").read_bytes())["things"]
            assert [place for place in page.fetched if not (folder / place).stat().st_size] == []
            for place in {link.partition("#")[0] for link in page.links if not link.startswith(("#", "http"))}:
                try:
                    whole = (folder / place).read_bytes().rstrip()
                except FileNotFoundError:
                    # It left, and so has the page that led there.
                    assert (folder / "index.html").read_text(encoding="utf-8") != text, place
                else:
                    assert not place.endswith(".html") or whole.endswith(b"</html>")
            seen.append(text)

    with ThreadPoolExecutor(1) as reader:
        looking = reader.submit(look)
        for number in range(4):
            slug = add(engine, LEAST_OF_CHART + number)
            publish(engine, folder, title=f"Title {number}")
            with writing(engine) as session:
                take_step(session, slug, Step.WITHDRAW, version=1, actor=ANN)
            publish(engine, folder, today=TODAY + dt.timedelta(days=number % 2))
        stop.set()
        looking.result()
    assert len(set(seen)) > 3


def add(engine: Engine, number: int) -> str:
    """Add one event and return its slug."""
    return add_one(engine, f"rule-{number}", date=f"2021-03-{number + 1:02}")
