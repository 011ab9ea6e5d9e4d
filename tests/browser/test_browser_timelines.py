"""Files for TimelineJS and vis-timeline, drawn by these packages themselves."""

import datetime as dt
import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import Engine
from sqlmodel import Session

from tests.support.exporting import HOSTILE, NOTHING, add_hostile, exported
from tracker.database import reading
from tracker.filters import EventFilter
from tracker.queries import list_events
from tracker.vocabulary import Kind, Precision

pytestmark = pytest.mark.browser

PEERS = Path(__file__).with_name("peers")
KEPT = EventFilter(kinds=(Kind.LICENSING,))


class Drawn:
    """A page with one of the packages, and what went wrong on it."""

    def __init__(self, page: Page, name: str) -> None:
        self.page, self.errors = page, list[str]()
        self.outside: list[str] = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.route("**/*", lambda route: (self.outside.append(route.request.url), route.abort()))
        page.set_content(
            '<!DOCTYPE html><title>peer</title><div id="place" style="width: 1200px; height: 600px"></div>'
        )
        (style,), (script,) = PEERS.glob(f"{name}-*.css.gz"), PEERS.glob(f"{name}-*.js.gz")
        page.add_style_tag(content=gzip.decompress(style.read_bytes()).decode())
        page.add_script_tag(content=gzip.decompress(script.read_bytes()).decode())

    def timelinejs(self, file: bytes) -> None:
        """Draw a file by TimelineJS."""
        draw = "data => { window.drawn = new TL.Timeline('place', data, { font: null }); }"
        self.page.evaluate(draw, json.loads(file))

    def vis(self, file: bytes) -> None:
        """Draw a file by vis-timeline."""
        draw = """data => { window.drawn = new vis.Timeline(document.getElementById("place"),
            new vis.DataSet(data.items), new vis.DataSet(data.groups), { cluster: false, showTooltips: true }); }"""
        self.page.evaluate(draw, json.loads(file))


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """An empty page."""
    context = browser.new_context(timezone_id="UTC")
    yield context.new_page()
    context.close()


def test_timelinejs_draws_each_event(page: Page, record: Session) -> None:
    """A mark and a slide for each, in groups by kind, with dates in words; no complaint."""
    drawn = Drawn(page, "timelinejs")
    rows = list_events(record, KEPT)
    drawn.timelinejs(exported(record, "timelinejs.json", KEPT)[0])
    page.wait_for_function(f"() => document.querySelectorAll('.tl-timemarker').length === {len(rows)}")
    assert len(rows) > 10
    assert drawn.errors == []
    slugs = page.evaluate("() => drawn.config.events.map(each => each.unique_id)")
    assert sorted(slugs) == sorted(row.slug for row in rows)
    page.evaluate("() => drawn.goToId('game-freeze-2018')")
    shown = page.locator(".tl-slide .tl-headline-date", has_text="March 2018 to ")
    assert shown.count() == 1
    month: dict[str, Any] = page.evaluate(
        "() => drawn.config.events.find(each => each.unique_id === 'game-freeze-2018').start_date.data"
    )
    assert {part: month.get(part) for part in ("year", "month", "day")} == {"year": 2018, "month": 3, "day": None}


def test_vis_timeline_draws_each_event(page: Page, record: Session) -> None:
    """An item for each; a month reaches from its first day to the first of the next, a day is a point."""
    drawn = Drawn(page, "vis-timeline")
    rows = list_events(record, KEPT)
    drawn.vis(exported(record, "vis.json", KEPT)[0])
    page.wait_for_selector(".vis-item")
    assert drawn.errors == []
    items: dict[str, Any] = page.evaluate(
        "() => Object.fromEntries(drawn.itemsData.get().map(each => [each.id, each]))"
    )
    assert sorted(items) == sorted(row.slug for row in rows)
    months = 0
    for row in rows:
        item = items[row.slug]
        assert item["start"].date() == row.first_on
        if item["type"] != "point":
            assert item["end"].date() == (row.end_on or row.last_on) + dt.timedelta(days=1)
        if row.precision is Precision.MONTH and row.end is None:
            months += 1
            assert (item["start"].day, item["end"].day) == (1, 1)
    assert months > 0
    assert page.evaluate("() => drawn.groupsData.get().map(each => each.id)") == ["licensing"]
    drawn_types = page.evaluate(
        "() => Object.values(drawn.itemSet.items).map(each => [each.id, each.constructor.name])"
    )
    assert len(drawn_types) == len(rows)
    points = {row.slug for row in rows if row.is_open or (len(row.date) == len("2018-03-01") and row.end is None)}
    assert {slug for slug, item in items.items() if item["type"] == "point"} == points
    window = page.evaluate("() => { const all = drawn.getItemRange(); return [all.min, all.max].map(each => +each) }")
    assert window[0] < window[1]


@pytest.mark.parametrize(("name", "package"), [("timelinejs.json", "timelinejs"), ("vis.json", "vis-timeline")])
def test_hostile_texts_run_in_neither(page: Page, seeded_engine: Engine, name: str, package: str) -> None:
    """What looks like HTML stands there as it was written, and nothing of it is a script, a picture or a request."""
    add_hostile(seeded_engine)
    drawn = Drawn(page, package)
    with reading(seeded_engine) as session:
        file, written = exported(session, name, EventFilter(search="hostile"))
    assert written.count == len(HOSTILE)
    drawn.timelinejs(file) if package == "timelinejs" else drawn.vis(file)
    page.wait_for_selector(".tl-timemarker" if package == "timelinejs" else ".vis-item", state="attached")
    assert page.title() == "peer"
    assert page.locator("#place img, #place script").count() == 0
    assert page.get_by_text("<script>document.title='taken'</script>").count() > 0
    assert (drawn.errors, drawn.outside) == ([], [])


@pytest.mark.parametrize(("name", "package"), [("timelinejs.json", "timelinejs"), ("vis.json", "vis-timeline")])
def test_nothing_is_drawn_of_nothing(page: Page, record: Session, name: str, package: str) -> None:
    """A file without events is one that the package takes; TimelineJS needs a slide, which says that there is none."""
    drawn = Drawn(page, package)
    file, _ = exported(record, name, NOTHING)
    drawn.timelinejs(file) if package == "timelinejs" else drawn.vis(file)
    page.wait_for_selector(".tl-timemarker" if package == "timelinejs" else ".vis-timeline", state="attached")
    assert drawn.errors == []
    assert page.locator(".tl-message, .vis-item").count() == 0
