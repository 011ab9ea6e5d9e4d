"""The dashboard as a real server, and a real browser to look at it."""

import os
import shutil
import subprocess
import sys
import time
import urllib.request
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, TypeVar
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, expect, sync_playwright
from playwright.sync_api import Error as PlaywrightError

from tests.support.postgres import free_port
from tests.support.programs import find_browser
from tests.support.sources import REPOSITORY

Place = TypeVar("Place")
Opener = Callable[[str, Path], AbstractContextManager[Place]]

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
SECONDS_TO_END = 5
AT_REST = (
    "[data-testid=stApp][data-test-script-state=notRunning]"
    ":has([data-testid=stMain] :is("
    ".plot, [data-testid=stElementContainer] > [data-testid]:not([data-testid=stAppSkeleton])))"
)
"""The script has ended and something of its page is there: Streamlit also says so just before the first run."""
PROBES = ("/_stcore/host-config", "/_stcore/health")
PATIENCE = 30_000
"""Milliseconds that a busy machine may take to show something; a test waits no longer than it has to."""


@contextmanager
def running_dashboard(database: str, log: Path, **environment: str) -> Iterator[str]:
    """Run the dashboard on a database and a free port; end it by its process id.

    Every visitor may write unless the environment says otherwise: the tests of the key start the dashboard themselves.
    """
    port = free_port()
    command = [sys.executable, "-m", "tracker.web.server", "127.0.0.1", str(port)]
    known = {"TRACKER_DATABASE_URL": database, "TRACKER_EVERYONE_WRITES": "1"} | environment
    with _running(command, port, log, known) as url:
        yield url


@contextmanager
def running_script(script: Path, log: Path, **environment: str) -> Iterator[str]:
    """Run a Streamlit script on a free port and yield its address; end it by its process id."""
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", str(script)]
    command += ["--server.port", str(port), "--server.headless", "true", "--server.fileWatcherType", "none"]
    with _running(command, port, log, environment) as url:
        yield url


@contextmanager
def _running(command: list[str], port: int, log: Path, environment: Mapping[str, str]) -> Iterator[str]:
    known = os.environ | {"PYTHONPATH": str(REPOSITORY)} | dict(environment)
    with log.open("wb") as output:
        process = subprocess.Popen(command, env=known, stdout=output, stderr=output, cwd=log.parent)
    try:
        _wait(f"http://127.0.0.1:{port}/_stcore/health", process, log)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        try:
            process.wait(SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            # Streamlit's server can wait without end for a page that was left just then; ``tracker serve`` also
            # ends it in this way.
            warnings.warn(f"The dashboard had to be killed: {command}", stacklevel=2)
            process.kill()
            process.wait()


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
    expect.set_options(timeout=PATIENCE)
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

    def watch(self) -> Callable[[], None]:
        """Begin to note what goes wrong; return what ends it."""
        listeners: dict[str, Callable[..., None]] = {
            "console": self._note_message,
            "pageerror": lambda error: self.errors.append(str(error)),
            "request": self._note_request,
        }
        for name, listener in listeners.items():
            self.page.on(name, listener)  # type: ignore[call-overload]

        def end() -> None:
            for name, listener in listeners.items():
                self.page.remove_listener(name, listener)

        return end

    def _note_message(self, message: ConsoleMessage) -> None:
        # Opened at a page's own address, Streamlit first looks for its server below that address.
        looked_for = urlsplit(message.location["url"]).path.endswith(PROBES)
        if message.type == "error" and not looked_for:
            self.errors.append(message.text)

    def _note_request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.hostname != "127.0.0.1":
            self.outside.append(request.url)


@dataclass
class Profile:
    """One browser profile whose pages are used again: scripts are read once, and a visit takes half the time.

    What a visitor sees lives in the address and on the server's side of one connection, what was typed and not saved in
    the tab's storage, and the last visit in the browser's; both are emptied, so nothing is carried over.
    """

    context: BrowserContext
    idle: list[Page] = field(default_factory=list)

    def take(self) -> Page:
        """Return a page that nobody uses."""
        return self.idle.pop() if self.idle else self.context.new_page()

    def lay_aside(self, page: Page) -> None:
        """Empty a page and keep it for the next visit."""
        with suppress(PlaywrightError):  # An empty page has no storage.
            page.evaluate("() => { sessionStorage.clear(); localStorage.clear() }")
        page.goto("about:blank")
        self.idle.append(page)


@pytest.fixture(scope="session")
def profile(browser: Browser) -> Iterator[Profile]:
    """The profile that most visits share."""
    context = browser.new_context(accept_downloads=True)
    yield Profile(context)
    context.close()


@pytest.fixture
def visit(browser: Browser, profile: Profile) -> Iterator[Callable[..., Visitor]]:
    """Open pages: ``visit(width=390, height=844, dark=True)``; ``stranger=True`` is somebody else's browser."""
    with ExitStack() as stack:

        def open_page(*, width: int = 1440, height: int = 900, dark: bool = False, stranger: bool = False) -> Visitor:
            if stranger:
                page = stack.enter_context(browser.new_context(accept_downloads=True)).new_page()
            else:
                page = profile.take()
                # Behind another tab a page draws late and moves no focus.
                page.bring_to_front()
                stack.callback(profile.lay_aside, page)
            page.set_default_timeout(PATIENCE)
            page.set_viewport_size({"width": width, "height": height})
            page.emulate_media(media="null", color_scheme="dark" if dark else "light")
            visitor = Visitor(page)
            stack.callback(visitor.watch())
            return visitor

        yield open_page


@pytest.fixture(scope="session")
def dashboard(seeded_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The dashboard on a copy of the curated record, for tests that change nothing."""
    folder = tmp_path_factory.mktemp("dashboard")
    database = shutil.copy(seeded_file, folder / "tracker.db")
    with running_dashboard(f"sqlite:///{database}", folder / "log") as url:
        yield url


@dataclass(frozen=True)
class Desk:
    """A dashboard to write to: its address and its database."""

    url: str
    database: str


class PerTry(ExitStack, Generic[Place]):
    """What a module's tests write to: one place for all first tries, and an untouched one for each try after it.

    A test whose first try got half way would find its own traces, and could not pass.
    """

    def __init__(self, make: Callable[[], AbstractContextManager[Place]]) -> None:
        super().__init__()
        self._make = make
        self._places: list[Place] = []

    def of(self, request: pytest.FixtureRequest) -> Place:
        """Return the place for the try that a test is at."""
        attempt = getattr(request.node, "execution_count", 1)
        while len(self._places) < attempt:
            self._places.append(self.enter_context(self._make()))
        return self._places[attempt - 1]


@pytest.fixture(scope="session")
def on_copies(seeded_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[Opener[Place]], PerTry[Place]]:
    """Make a module's places to write to; each is opened on a copy of the curated record and in a folder of its own."""

    def make(opener: Opener[Place]) -> PerTry[Place]:
        def open_one() -> AbstractContextManager[Place]:
            folder = tmp_path_factory.mktemp("place")
            return opener(f"sqlite:///{shutil.copy(seeded_file, folder / 'tracker.db')}", folder)

        return PerTry(open_one)

    return make


@contextmanager
def running_desk(database: str, folder: Path) -> Iterator[Desk]:
    """Run a dashboard to write to."""
    with running_dashboard(database, folder / "log") as url:
        yield Desk(url, database)


@pytest.fixture(scope="module")
def desks(on_copies: Callable[[Opener[Desk]], PerTry[Desk]]) -> Iterator[PerTry[Desk]]:
    """A module's dashboards."""
    with on_copies(running_desk) as desks:
        yield desks


@pytest.fixture
def desk(request: pytest.FixtureRequest, desks: PerTry[Desk]) -> Desk:
    """The dashboard that a module's tests write to, each with Events of its own."""
    return desks.of(request)
