"""The dashboard as a real server, and a real browser to look at it."""

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.support.postgres import free_port
from tests.support.programs import find_browser

ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
SECONDS_TO_START = 60
AT_REST = "[data-testid=stApp][data-test-script-state=notRunning]"
REPOSITORY = Path(__file__).parents[2]


@contextmanager
def running_dashboard(database: str, log: Path, **environment: str) -> Iterator[str]:
    """Run the dashboard on a database and a free port; end it by its process id."""
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", str(REPOSITORY / "dashboard.py")]
    command += ["--server.port", str(port), "--server.headless", "true", "--server.fileWatcherType", "none"]
    known = os.environ | {"TRACKER_DATABASE_URL": database, "PYTHONPATH": str(REPOSITORY)} | environment
    with log.open("wb") as output:
        process = subprocess.Popen(command, env=known, stdout=output, stderr=output, cwd=log.parent)
    try:
        _wait(f"http://127.0.0.1:{port}/_stcore/health", process, log)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=2):  # noqa: S310 - a loopback address of our own
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"The dashboard did not start:\n{log.read_text()}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=list(ARGUMENTS))
        yield browser
        browser.close()


@dataclass
class Visitor:
    """A page with what went wrong on it: errors in the console, and requests that left this machine."""

    page: Page
    errors: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)

    def goto(self, url: str) -> None:
        """Open an address and wait until the page is drawn."""
        self.page.goto(url)
        self.settle()

    def settle(self) -> None:
        """Wait until the script is not running any more."""
        self.page.wait_for_selector(AT_REST)


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Visitor]]:
    """Open pages: ``visit(width=390, height=844, dark=True)``."""
    contexts = []

    def open_page(*, width: int = 1440, height: int = 900, dark: bool = False) -> Visitor:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            accept_downloads=True,
        )
        contexts.append(context)
        visitor = Visitor(context.new_page())
        visitor.page.set_default_timeout(30_000)
        visitor.page.on("console", lambda message: _note(message.type, message.text, visitor))
        visitor.page.on("pageerror", lambda error: visitor.errors.append(str(error)))
        visitor.page.on("request", lambda request: _follow(request.url, visitor))
        return visitor

    yield open_page
    for context in contexts:
        context.close()


def _note(kind: str, text: str, visitor: Visitor) -> None:
    if kind == "error":
        visitor.errors.append(text)


def _follow(url: str, visitor: Visitor) -> None:
    parts = urlsplit(url)
    if parts.scheme in {"http", "https", "ws", "wss"} and parts.hostname != "127.0.0.1":
        visitor.outside.append(url)


@pytest.fixture(scope="session")
def dashboard(seeded_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The dashboard on a copy of the curated record, for tests that change nothing."""
    folder = tmp_path_factory.mktemp("dashboard")
    database = folder / "tracker.db"
    database.write_bytes(seeded_file.read_bytes())
    with running_dashboard(f"sqlite:///{database}", folder / "log") as url:
        yield url
