"""The key that `tracker serve` prints: who brings it may write, and nobody else."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from adding_page import expect_saved, fill_form, save_button, stored_as
from playwright.sync_api import Browser, Page, expect

from tests.support.dashboard import AT_REST, PATIENCE, Opener, PerTry, Visitor
from tests.support.front import tunnel, web_server
from tests.support.postgres import free_port

pytestmark = pytest.mark.browser

TOLD = re.compile(r"The dashboard is at (\S+) \(Ctrl")
SECONDS_TO_START = 60


@dataclass(frozen=True)
class Served:
    """A dashboard that `tracker serve` started: its address, the one with the key, its database and what it said."""

    url: str
    by_key: str
    database: str
    log: Path

    @property
    def key(self) -> str:
        """The key."""
        return self.by_key.partition("key=")[2]


@contextmanager
def serving(database: str, folder: Path) -> Iterator[Served]:
    """Run the command on a free port until the block ends."""
    command = [sys.executable, "-m", "tracker", "serve", "--no-browser", "--port", str(free_port())]
    known = os.environ | {"TRACKER_DATABASE_URL": database}
    log = folder / "log"
    with log.open("wb") as output:
        process = subprocess.Popen(command, env=known, stdout=output, stderr=output)
    try:
        until = time.monotonic() + SECONDS_TO_START
        while not (told := TOLD.search(log.read_text())):
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < until, log.read_text()
            time.sleep(0.1)
        yield Served(told[1].partition("/?")[0], told[1], database, log)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)


@pytest.fixture(scope="module")
def dashboards(on_copies: Callable[[Opener[Served]], PerTry[Served]]) -> Iterator[PerTry[Served]]:
    """This file's dashboards."""
    with on_copies(serving) as dashboards:
        yield dashboards


@pytest.fixture
def served(request: pytest.FixtureRequest, dashboards: PerTry[Served]) -> Served:
    """The dashboard of this file's tests."""
    return dashboards.of(request)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of a browser that nobody has used."""
    context = browser.new_context()
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    yield page
    context.close()


def open_page(page: Page, url: str) -> None:
    """Open an address and wait until the page is drawn."""
    page.goto(url)
    page.wait_for_selector(AT_REST)


def expect_reader(page: Page) -> None:
    """The navigation offers nothing that writes, and says why."""
    expect(page.get_by_role("link", name="Reading only")).to_be_visible()
    expect(page.get_by_text("Edit the record")).to_have_count(0)


def test_the_key_leaves_the_address_and_lasts_through_a_reload(served: Served, page: Page) -> None:
    """Whoever opens the printed address writes, now, after a reload and in a second tab; another browser reads."""
    open_page(page, f"{served.by_key}&sectors=gaming")
    expect(page).to_have_url(f"{served.url}/?sectors=gaming")
    expect(page.get_by_text("Edit the record")).to_be_visible()
    page.reload()
    page.wait_for_selector(AT_REST)
    expect(page.get_by_text("Edit the record")).to_be_visible()
    second = page.context.new_page()
    fill_form(Visitor(second), served.url, "Platform firms meet regulators", "2 June 2026")
    save_button(second).click()
    expect_saved(second, "Platform firms meet regulators")
    assert len(stored_as(served.database, "Platform firms meet regulators")) == 1
    assert served.key not in page.evaluate("document.cookie + JSON.stringify([{...localStorage}, {...sessionStorage}])")


def test_nobody_writes_without_it(served: Served, page: Page) -> None:
    """Not from this machine by its own name, not with a wrong key, and not by the address of a page that writes."""
    open_page(page, served.url)
    expect_reader(page)
    open_page(page, f"{served.url.replace('127.0.0.1', 'localhost')}/?key={served.key[::-1]}")
    expect_reader(page)
    open_page(page, f"{served.url}/add")
    expect(save_button(page)).to_have_count(0)
    page.goto(f"{served.url}/account")
    expect(page.get_by_text("printed an address with a key")).to_be_visible()


def test_a_tunnel_that_says_nothing_gives_no_rights(served: Served, page: Page) -> None:
    """Its visitor writes each header himself; what he cannot write is the key."""
    with tunnel(urlsplit(served.url).port or 0) as outside:
        page.set_extra_http_headers({"X-Real-IP": "127.0.0.1"})
        open_page(page, outside)
        expect_reader(page)
        open_page(page, outside.replace("127.0.0.1", "localhost"))
        expect_reader(page)


def test_a_web_server_in_front_gives_no_rights(served: Served, page: Page) -> None:
    """A proxy with common settings asks from this machine, for anybody."""
    with web_server(urlsplit(served.url).port or 0, {}) as outside:
        open_page(page, outside)
        expect_reader(page)


def test_each_start_makes_another_key_and_says_it_once(served: Served, page: Page, tmp_path: Path) -> None:
    """An old key is worth nothing at a new start, and no visit writes a key into the log."""
    open_page(page, served.by_key)
    with serving(served.database, tmp_path) as again:
        assert again.key != served.key
        open_page(page, f"{again.url}/?key={served.key}")
        expect_reader(page)
        open_page(page, again.by_key)
        expect(page.get_by_text("Edit the record")).to_be_visible()
        assert again.log.read_text().count(again.key) == 1
    assert served.log.read_text().count(served.key) == 1
