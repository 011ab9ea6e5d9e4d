import asyncio
import os
import platform
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from importlib import import_module
from itertools import chain

import httpx
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from tests.support.sources import REPOSITORY
from tracker.settings import is_this_machine
from tracker.web import server
from tracker.web.navigation import SECTIONS, Page
from tracker.web.plot import ASSETS, SCRIPTS
from tracker.web.server import KeepCharts, KnownHosts, page_address, place_to_write
from tracker.web.writing_key import TakeKey, holds_key, writing_key

PORT = 8501


@dataclass
class Browser:
    """What a browser does of which the server takes note: it asks, and keeps the cookies that it gets."""

    app: Starlette
    cookies: httpx.Cookies = field(default_factory=httpx.Cookies)

    def get(self, address: str, host: str = "localhost:8501") -> httpx.Response:
        """Ask for an address under a name, and follow no other."""
        # A test of pages may have left its own loop running in this thread.
        with ThreadPoolExecutor(1) as other:
            return other.submit(asyncio.run, self._get(address, host)).result()

    async def _get(self, address: str, host: str) -> httpx.Response:
        transport = httpx.ASGITransport(self.app)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost:8501") as client:
            answer = await client.get(f"http://localhost:8501{address}", headers={"Host": host})
        self.cookies.update(answer.cookies)
        return answer


def client(address: str = "127.0.0.1") -> Browser:
    """A browser at a page that says which address was asked for."""

    async def echo(request: Request) -> PlainTextResponse:
        return PlainTextResponse(f"{request.url.path}?{request.url.query}")

    middleware = [Middleware(KnownHosts, address=address), Middleware(TakeKey, port=PORT), Middleware(KeepCharts)]
    return Browser(Starlette(routes=[Route("/{path:path}", echo)], middleware=middleware))


@pytest.mark.parametrize(
    ("asked", "place"),
    [
        ("/?key={key}", "/"),
        ("/?key={key}&sectors=gaming&sectors=fintech", "/?sectors=gaming&sectors=fintech"),
        ("/moves?since=2021&key={key}&search=%E6%BB%B4%E6%BB%B4+a", "/moves?since=2021&search=%E6%BB%B4%E6%BB%B4+a"),
        ("/?key=wrong&key={key}", "/"),
        ("//example.org/x?key={key}", "/example.org/x"),
    ],
)
def test_the_right_key_leaves_the_address_and_becomes_a_cookie(asked: str, place: str) -> None:
    """The rest of the address stays as it was, and no name of another host can be made of it."""
    visitor = client()
    answer = visitor.get(asked.format(key=writing_key()))
    assert (answer.status_code, answer.headers["location"]) == (303, place)
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert "max-age" not in cookie
    assert answer.headers["cache-control"] == "no-store"
    assert holds_key(dict(visitor.cookies), PORT)


@pytest.mark.parametrize("brought", ["wrong", "", "%FF%FE", "滴滴", "key", "0" * 5000])
def test_a_wrong_key_is_dropped(brought: str) -> None:
    """It leaves the address as well, gives nothing, and takes nothing from whoever had the right one."""
    visitor = client()
    answer = visitor.get(f"/?key={brought}&a=1")
    assert (answer.status_code, answer.headers["location"]) == (303, "/?a=1")
    assert "set-cookie" not in answer.headers
    assert not holds_key(dict(visitor.cookies), PORT)


@pytest.mark.parametrize("asked", ["/", "/?keys=1", "/moves?event=key", "/?KEY=1"])
def test_an_address_without_a_key_is_passed_on(asked: str) -> None:
    """No other part of an address is touched."""
    answer = client().get(asked)
    assert answer.status_code == 200
    assert answer.text == (asked if "?" in asked else f"{asked}?")


def test_two_dashboards_on_one_machine_do_not_share_a_key() -> None:
    """Browsers send a cookie to every port of a machine, so the port is part of its name."""
    visitor = client()
    visitor.get(f"/?key={writing_key()}")
    assert holds_key(dict(visitor.cookies), PORT)
    assert not holds_key(dict(visitor.cookies), PORT + 1)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8501", "[::1]:8501", "LOCALHOST:8501", "tracker.localhost"])
def test_this_machines_own_names_are_answered(host: str) -> None:
    """With a port and without."""
    assert client().get("/", host).status_code == 200


@pytest.mark.parametrize("path", ["/", "/moves", "/_stcore/health", "/_stcore/metrics", "/?key=x"])
@pytest.mark.parametrize(
    "host",
    [
        "tracker.example.org",
        "localhost.example.org",
        "127.0.0.1.example.org",
        "notlocalhost",
        "192.0.2.7",
        "",
        "[",
        "@",
    ],
)
def test_a_foreign_name_is_refused_where_only_this_machine_can_ask(host: str, path: str) -> None:
    """For every address alike: a page elsewhere whose name leads here reads nothing."""
    answer = client().get(path, host)
    assert answer.status_code == 400
    assert "location" not in answer.headers


@pytest.mark.parametrize(
    ("environment", "host"),
    [
        ({"TRACKER_HOSTS": "record.example.org"}, "record.example.org"),
        ({"TRACKER_HOSTS": " one.example.org , Two.example.org:443,"}, "one.example.org"),
        ({"TRACKER_HOSTS": "*.example.org"}, "any.example.org:443"),
    ],
)
def test_names_that_are_set_are_answered(
    monkeypatch: pytest.MonkeyPatch, environment: Mapping[str, str], host: str
) -> None:
    """A web server in front passes on the name that its visitors asked for."""
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert client().get("/", host).status_code == 200
    assert client().get("/", "example.com").status_code == 400


def test_an_address_that_others_can_reach_has_any_name() -> None:
    """It cannot know under which name it is asked for."""
    assert client("0.0.0.0").get("/", "tracker.example.org").status_code == 200  # noqa: S104
    assert client("192.0.2.7").get("/", "tracker.example.org").status_code == 200


def test_the_name_of_sign_in_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """People come under the address to which the provider sends them back; it is set up once."""
    monkeypatch.setattr(server, "_host_of_sign_in", lambda: ["tracker.example.org"])
    assert client().get("/", "tracker.example.org").status_code == 200


@pytest.mark.parametrize("address", ["127.0.0.1", "127.1.2.3", "localhost", "::1"])
def test_what_only_this_machine_reaches_is_known(address: str) -> None:
    """Every loopback address counts; names and addresses of a network do not."""
    assert is_this_machine(address)
    assert not any(is_this_machine(other) for other in ("0.0.0.0", "::", "192.0.2.7", "tracker.local"))  # noqa: S104


@pytest.mark.parametrize(
    ("address", "port", "place"),
    [
        ("127.0.0.1", 8501, "http://127.0.0.1:8501"),
        ("0.0.0.0", 9000, "http://127.0.0.1:9000"),  # noqa: S104 - nothing is served
        ("::1", 8501, "http://[::1]:8501"),
        ("::", 8501, "http://[::1]:8501"),
    ],
)
def test_the_told_address_can_be_opened(address: str, port: int, place: str) -> None:
    """An address that stands for all of them is none to visit."""
    assert page_address(address, port) == place


@pytest.mark.parametrize("setting", ["TRACKER_READ_ONLY", "TRACKER_EVERYONE_WRITES"])
def test_no_key_is_told_where_it_gives_no_rights(monkeypatch: pytest.MonkeyPatch, setting: str) -> None:
    """The address is told bare then."""
    assert place_to_write("http://127.0.0.1:8501") == f"http://127.0.0.1:8501/?key={writing_key()}"
    monkeypatch.setenv(setting, "1")
    assert place_to_write("http://127.0.0.1:8501") is None


def test_browsers_keep_the_scripts_of_charts_and_nothing_else() -> None:
    """The address of such a script changes with it, so that a browser need not ask again."""
    browser = client()
    kept = browser.get(f"{SCRIPTS}plot-0123/plot.js").headers["Cache-Control"]
    assert kept == "public, max-age=31536000, immutable"
    for address in ("/", "/_stcore/health", "/_stcore/bidi-components/other/plot.js"):
        assert "Cache-Control" not in browser.get(address).headers


def test_a_page_names_the_scripts_that_it_will_need() -> None:
    """A browser fetches them while the page is still being made; all of them, and for pages only."""
    browser = client()
    for address in ("/", "/certainty?half_life=30"):
        named = browser.get(address).headers["Link"].split(", ")
        assert {each.split("/")[-1] for each in named} == {
            f"{file.name}>; rel=modulepreload" for file in ASSETS.glob("*.js")
        }
        assert all(each.startswith(f"<.{SCRIPTS}plot-") for each in named)
    for address in ("/_stcore/health", "/static/js/index.js", f"{SCRIPTS}plot-0123/plot.js"):
        assert "Link" not in browser.get(address).headers


def test_no_run_waits_until_garbage_was_collected() -> None:
    """Streamlit would look through the whole process after each run, for five times as long as the run takes."""
    settings = tomllib.loads((REPOSITORY / ".streamlit/config.toml").read_text(encoding="utf-8"))
    assert settings["runner"]["postScriptGC"] is False


FRESH = """
import gc, sys
from tracker.web.warming import NEEDED, share_one_heap, warm_up
print(share_one_heap())
gc.freeze = lambda frozen=gc.freeze: (print("frozen"), frozen())
warm_up().join()
print(*(name in sys.modules for name in NEEDED))
"""

ONE_PAGE = """
import sys
from streamlit.testing.v1 import AppTest
app = AppTest.from_file(sys.argv[1], default_timeout=120).run()
assert not app.exception
pages = {name.split(".")[3] for name in sys.modules if name.startswith("tracker.web.pages.")}
print(*sorted(pages), "pandas" in sys.modules, "alembic" in sys.modules, "dateparser" in sys.modules)
"""


def test_a_server_that_starts_loads_its_first_page_and_lets_it_be() -> None:
    """What the first visitor needs is loaded before, in one heap, and never looked through for garbage later."""
    found = subprocess.run([sys.executable, "-c", FRESH], capture_output=True, text=True, check=True, cwd=REPOSITORY)
    is_one_heap, frozen, loaded = found.stdout.splitlines()
    assert is_one_heap == str(platform.libc_ver()[0] == "glibc")
    assert frozen == "frozen"
    assert set(loaded.split()) == {"True"}


def test_the_first_page_is_shown_without_the_others(seeded_url: str) -> None:
    """Whoever comes to see the timeline does not wait for the other pages, for pandas, or for a reader of dates."""
    environment = os.environ | {"TRACKER_DATABASE_URL": seeded_url, "TRACKER_EVERYONE_WRITES": "1"}
    command = [sys.executable, "-c", ONE_PAGE, str(REPOSITORY / "dashboard.py")]
    found = subprocess.run(command, capture_output=True, text=True, check=True, cwd=REPOSITORY, env=environment)
    assert found.stdout.split() == ["timeline", "False", "False", "False"]


@pytest.mark.parametrize("page", list(chain(*SECTIONS.values())), ids=lambda page: page.path)
def test_what_draws_a_page_is_there(page: Page) -> None:
    """A page names a function by its place, which nothing else would look at before somebody opens the page."""
    module, function = page.drawn_by.split(".")
    assert callable(getattr(import_module(f"tracker.web.pages.{module}"), function))
