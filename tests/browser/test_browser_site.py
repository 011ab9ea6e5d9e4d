"""The published site and the one file in a real browser: faults, themes, a phone, no script, no foreign request."""

import datetime as dt
import functools
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect
from sqlmodel import Session

from tests.support.dashboard import Visitor
from tests.support.makers import add_one, new_database
from tracker.database import reading
from tracker.filters import EventFilter
from tracker.publish import publish_site, write_html
from tracker.read_models import EventRow
from tracker.theme import DARK, LIGHT, channels

pytestmark = pytest.mark.browser

Visit = Callable[..., Visitor]

RULES = {
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}
PLACES = (
    "index.html",
    "sector/gaming.html",
    "company/didi.html",
    "direction/easing.html",
    "year/2021.html",
    "event/didi-app-removal.html",
    "story/didi-case.html",
    "measure/data-security-law.html",
    "names.html",
    "measures.html",
    "changes.html",
    "search.html?q=didi",
    "about.html",
    "404.html",
)
WIDE, PHONE = (1440, 900), (390, 844)


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_words: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def site_folder_of_didi(record: Session, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of the curated record."""
    folder = tmp_path_factory.mktemp("published") / "site"
    publish_site(record, folder, EventFilter(), today=dt.date(2026, 11, 30))
    return folder


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder, and give its address."""
    handler = functools.partial(_Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="module")
def address(site_folder_of_didi: Path) -> Iterator[str]:
    """The address of the served site."""
    with served(site_folder_of_didi) as address:
        yield address


@pytest.fixture(scope="module")
def one_file(record: Session, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of the record as one file on the disk."""
    file = tmp_path_factory.mktemp("one") / "record.html"
    with file.open("wb") as stream:
        write_html(record, EventFilter(), stream, today=dt.date(2026, 11, 30))
    return file.as_uri()


def faults(visitor: Visitor) -> list[str]:
    """Return what axe-core finds on a page."""
    found = Axe().run(visitor.page, options=RULES).response["violations"]
    return [f"{rule['id']}: {node['html'][:200]}" for rule in found for node in rule["nodes"]]


@pytest.mark.parametrize("place", PLACES)
def test_a_page_of_the_site_has_no_faults(address: str, visit: Visit, place: str) -> None:
    """In light and dark, on a desk and a phone: no fault, no error, no request elsewhere, nothing beside the screen."""
    visitor = visit()
    visitor.page.goto(f"{address}/{place}")
    for width, height in (WIDE, PHONE):
        visitor.page.set_viewport_size({"width": width, "height": height})
        for colours, scheme in ((LIGHT, "light"), (DARK, "dark")):
            visitor.page.emulate_media(color_scheme=scheme)
            background = f"rgb{channels(colours.background)}"
            expect(visitor.page.locator("body")).to_have_css("background-color", background)
            assert faults(visitor) == [], (width, scheme)
        assert visitor.page.evaluate("document.documentElement.scrollWidth") <= width
    assert (visitor.errors, visitor.outside) == ([], [])


def test_the_chart_comes_before_any_script_and_lives_when_it_is_pointed_at(address: str, visit: Visit) -> None:
    """Plotly is fetched only then; a mark leads to its event, before and after."""
    visitor = visit()
    page = visitor.page
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    page.goto(f"{address}/company/didi.html")
    marks = page.locator(".still.wide a")
    assert marks.count() > 8
    assert not [url for url in fetched if "plotly" in url or "chart.json" in url]
    page.get_by_role("button", name="Point and zoom").click()
    expect(page.locator(".live .scatterlayer .point").first).to_be_visible()
    assert len([url for url in fetched if "plotly" in url]) == 1
    assert len([url for url in fetched if "/assets/colours-" in url]) == 1
    expect(page.locator(".still.wide")).to_be_hidden()
    with page.expect_navigation(url=re.compile(r"/event/[\w-]+\.html$")):
        page.locator(".live .scatterlayer .point").first.click(force=True)
    assert (visitor.errors, visitor.outside) == ([], [])


def test_a_page_is_read_without_scripts(address: str, browser: Browser) -> None:
    """The answer, the chart, the list and the ways on are there; what needs a script is not."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/index.html")
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Does China tighten or ease its regulation of technology?"
    )
    expect(page.locator(".still.wide svg")).to_be_visible()
    expect(page.locator("li.event").first).to_be_visible()
    expect(page.locator(".choose")).to_be_hidden()
    expect(page.get_by_role("button", name="Point and zoom")).to_have_count(0)
    page.goto(f"{address}/search.html")
    expect(page.get_by_text("The search needs JavaScript.")).to_be_visible()
    context.close()


@pytest.mark.parametrize(
    ("asked", "place"),
    [
        ("didi", "event/didi-app-removal.html"),
        ("滴滴", "event/didi-app-removal.html"),
        ("滴滴 下架", "event/didi-app-removal.html"),
        ("數據安全法", "measure/data-security-law.html"),
        ("ＤＩＤＩ remov", "event/didi-app-removal.html"),
    ],
)
def test_the_search_finds_what_is_typed(address: str, visit: Visit, asked: str, place: str) -> None:
    """English by how words begin, Chinese by pairs, Traditional and full-width signs as plain ones."""
    visitor = visit()
    visitor.page.goto(f"{address}/search.html")
    visitor.page.get_by_role("searchbox").fill(asked)
    expect(visitor.page.locator(f'.hits a[href="{place}"]')).to_be_visible()
    visitor.page.get_by_role("searchbox").fill("zzzzz")
    expect(visitor.page.get_by_role("status")).to_have_text("0 found.")
    assert (visitor.errors, visitor.outside) == ([], [])


def test_the_search_folds_as_the_index_does(tmp_path: Path, visit: Visit) -> None:
    """Each word is found as it is written and in capitals, whichever signs Python and browsers fold differently."""
    words = ("Straße", "Ὀδυσσεύς", "ᾠδή", "Ισταμπουλ", "Işık", "ısı", "ﬁntech", "Étude", "di\u200bdi", "1αβ", "ŉdeel")
    engine, folder = new_database(f"sqlite:///{tmp_path / 'a.db'}"), tmp_path / "site"
    for number, word in enumerate(words):
        add_one(engine, f"event-{number}", title=f"Rule {word}")
    with reading(engine) as session:
        publish_site(session, folder, EventFilter(), today=dt.date(2026, 11, 30))
    visitor = visit()
    with served(folder) as top:
        visitor.page.goto(f"{top}/search.html")
        for number, word in enumerate(words):
            for asked in (word, word.upper() if "ı" not in word else word, word.casefold()):
                visitor.page.get_by_role("searchbox").fill("zzzzz")
                expect(visitor.page.get_by_role("status")).to_have_text("0 found.")
                visitor.page.get_by_role("searchbox").fill(asked)
                expect(visitor.page.locator(f'.hits a[href="event/event-{number}.html"]'), asked).to_be_visible()
    assert visitor.errors == []


def test_a_search_that_was_not_answered_is_answered_when_asked_again(address: str, visit: Visit) -> None:
    """A net that was away for a moment is said, and the next search is whole."""
    visitor = visit()
    page = visitor.page
    page.goto(f"{address}/search.html")
    page.route("**/search/**", lambda route: route.abort())
    page.get_by_role("searchbox").fill("didi")
    expect(page.get_by_role("status")).to_have_text("The index could not be fetched; try again.")
    page.unroute("**/search/**")
    page.get_by_role("button", name="Search").click()
    expect(page.locator('.hits a[href="event/didi-app-removal.html"]')).to_be_visible()


def test_the_one_file_prints_cards_over_the_whole_page(one_file: str, browser: Browser) -> None:
    """On paper each card is as wide as the page, not a column of a table; what is closed was opened for it."""
    context = browser.new_context(viewport={"width": 700, "height": 1000})
    page = context.new_page()
    page.goto(one_file)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    card = page.locator("#didi-app-removal details[open]").bounding_box()
    assert card is not None
    assert card["width"] > 650
    context.close()


def test_without_javascript_the_one_file_prints_the_sources_of_its_cards(one_file: str, browser: Browser) -> None:
    """What is closed on the screen is open on paper."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(one_file)
    source = page.locator("#didi-app-removal .sources li").first
    expect(source).to_be_hidden()
    page.emulate_media(media="print")
    expect(source).to_be_visible()
    assert (source.bounding_box() or {"height": 0})["height"] > 0
    context.close()


def test_the_list_is_chosen_from(address: str, visit: Visit) -> None:
    """Words, kind and direction keep rows of the page, and say how many."""
    page = visit().page
    page.goto(f"{address}/company/didi.html")
    rows = page.locator("li.event:not([hidden])")
    whole = rows.count()
    page.get_by_label("Direction").select_option("Easing")
    assert 0 < rows.count() < whole
    page.get_by_label("Words").fill("new users")
    expect(page.locator(".choose output")).to_have_text(f"{rows.count()} of {whole} on this page")


def test_the_one_file_opens_from_a_disk(one_file: str, visit: Visit, record_events: tuple[EventRow, ...]) -> None:
    """It asks for nothing but itself, its chart lives, a mark opens a card, the search chooses rows; axe is content."""
    visitor = visit()
    page = visitor.page
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(one_file)
    assert page.locator("tr.event-row").count() == len(record_events)
    assert faults(visitor) == []
    page.get_by_role("button", name="Point and zoom").click()
    expect(page.locator(".live .scatterlayer .point").first).to_be_visible()
    page.locator(".live .scatterlayer .point").first.click(force=True)
    expect(page.locator("tr.event-row details[open]")).to_have_count(1)
    page.get_by_label("Words").fill("滴滴")
    assert 0 < page.locator("tr.event-row:not([hidden])").count() < len(record_events)
    page.emulate_media(media="print")
    expect(page.locator(".choose")).to_be_hidden()
    assert {url for url in asked if not url.startswith(("blob:", "data:"))} == {one_file}
    assert visitor.errors == []


def test_no_name_of_an_event_meets_another_part_of_the_one_file(tmp_path: Path, visit: Visit) -> None:
    """The chart lives and each link opens its own row, whatever the events are called."""
    engine, file = new_database(f"sqlite:///{tmp_path / 'a.db'}"), tmp_path / "record.html"
    slugs = ["main", "events", "figure", "colours", "chart", "live", "plotly", "words", "one", "two"]
    for number, slug in enumerate(slugs, 1):
        add_one(engine, slug, date=f"2021-{number:02d}-01")
    with reading(engine) as session, file.open("wb") as stream:
        write_html(session, EventFilter(), stream, today=dt.date(2021, 12, 31))
    visitor = visit()
    page = visitor.page
    page.emulate_media(color_scheme="dark")
    page.goto(file.as_uri())
    page.get_by_role("button", name="Point and zoom").click()
    expect(page.locator(".live .scatterlayer .point").first).to_be_visible()
    for slug in slugs:
        page.evaluate("slug => dispatchEvent(new CustomEvent('event-chosen', { detail: slug }))", slug)
        expect(page.locator(f"tr#{slug} details[open]")).to_be_visible()
    ids = page.locator("[id]").evaluate_all("all => all.map(each => each.id)")
    assert len(ids) == len(set(ids))
    assert visitor.errors == []


def test_the_one_file_is_a_plain_table_without_scripts(one_file: str, browser: Browser) -> None:
    """The drawing, every row and its card are there."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(one_file)
    expect(page.locator(".still.wide svg")).to_be_visible()
    page.locator("#didi-app-removal summary").click()
    expect(page.locator("#didi-app-removal ol.sources a").first).to_be_visible()
    context.close()
