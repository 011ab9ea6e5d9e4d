"""The pages with days on them, used from four time zones: the same words, charts, choices and files."""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from test_browser_download import downloaded
from timeline_page import PLACE, card, click_mark
from zones import POINT, ZONES, drawn, label_at, page_in

from tests.support.dashboard import AT_REST

pytestmark = pytest.mark.browser

LAW = "pipl-in-force"
PARTS = ("year", "month", "day")
CHARTS = {
    "?sectors=gaming&event=game-freeze-2018": 1,
    "moves?from=2021-11-01&to=2022-03-13": 2,
    "sectors?view=lines": 1,
    "sectors?view=companies&company=DiDi": 1,
    "sectors?view=quarters": 4,
    "certainty?part=line": 2,
    "certainty?part=choices": 1,
    "threads?thread=didi-case&asof=2021-11-01": 1,
    "method": 2,
}
"""Addresses of pages with charts of days, and how many charts each has."""


@pytest.fixture(scope="module")
def pages(browser: Browser) -> Iterator[dict[str, Page]]:
    """A page in each zone, which the tests share."""
    with ExitStack() as stack:
        yield {zone: stack.enter_context(page_in(browser, zone)) for zone in ZONES}


def everywhere(pages: dict[str, Page], look: Callable[[Page], object]) -> None:
    """Look at the page of each zone and hold what is seen to what is seen in UTC."""
    seen = {zone: look(page) for zone, page in pages.items()}
    for zone in ZONES[1:]:
        assert seen[zone] == seen[ZONES[0]], zone


@pytest.mark.parametrize("address", CHARTS)
def test_a_page_says_and_draws_the_same(dashboard: str, pages: dict[str, Page], address: str) -> None:
    """Every word of the page and every place on its charts is that of UTC."""

    def look(page: Page) -> object:
        page.goto(f"{dashboard}/{address}")
        charts = drawn(page, CHARTS[address])
        return charts, page.get_by_test_id("stMain").inner_text(), page.url

    everywhere(pages, look)


def test_a_click_on_a_mark_opens_the_same_event(dashboard: str, pages: dict[str, Page]) -> None:
    """The mark that is labelled with a day opens the card with that day, and the address names the same event."""

    def look(page: Page) -> object:
        page.goto(f"{dashboard}/?since=2021-10-01&until=2021-11-30")
        page.wait_for_selector(AT_REST)
        page.wait_for_function(PLACE, arg=LAW)
        label = click_mark(page, LAW)
        expect(card(page).get_by_text("1 November 2021").first).to_be_visible()
        expect(page).to_have_url(re.compile(f"event={LAW}"))
        drawn(page, 1)
        return label, page.url, card(page).inner_text()

    everywhere(pages, look)


def typed_day(page: Page, label: str) -> str:
    """Return the day in a box by the words above it."""
    return "-".join(page.get_by_role("spinbutton", name=f"{part}, {label}").inner_text() for part in PARTS)


def test_a_click_on_the_line_chooses_the_same_day(dashboard: str, pages: dict[str, Page]) -> None:
    """The point that is labelled with a day chooses that day and not the one beside it."""
    find = """() => {
      const traces = document.querySelector(".js-plotly-plot").data;
      const trace = traces.findIndex(each => each.meta === "days");
      return [trace, Array.from(traces[trace].customdata).findIndex(each => each >= "2021-11-01")];
    }"""

    def look(page: Page) -> object:
        page.goto(f"{dashboard}/moves?show=day&to=2022-03-13&sectors=gaming")
        drawn(page, 2)
        place = page.evaluate(find)
        label = label_at(page, 0, *place)
        page.mouse.click(*page.evaluate(POINT, [0, *place]))
        # Points lie so close together that the pointer is on several; the label says which one it took.
        day = dt.datetime.strptime(label.split("Average")[0], "%d %b %Y").date()  # noqa: DTZ007 - a day without a zone
        assert abs((day - dt.date(2021, 11, 1)).days) < 20
        expect(page).to_have_url(re.compile(f"to={day}"))
        page.wait_for_selector(AT_REST)
        assert typed_day(page, "Day") == day.isoformat()
        return label, page.url

    everywhere(pages, look)


def test_a_box_for_a_day_keeps_the_day(dashboard: str, pages: dict[str, Page]) -> None:
    """A typed day and one that is picked from the calendar reach the address and the page as themselves."""

    def look(page: Page) -> object:
        page.goto(f"{dashboard}/threads")
        page.wait_for_selector(AT_REST)
        for part, number in zip(PARTS, ("2021", "11", "01"), strict=True):
            page.get_by_role("spinbutton", name=f"{part}, As of").press_sequentially(number)
        page.get_by_role("heading", name="Stories").click()
        expect(page).to_have_url(re.compile("asof=2021-11-01"))
        page.wait_for_selector(AT_REST)
        page.get_by_role("button", name="Choose date").click()
        page.get_by_role("button", name="Monday, November 15, 2021").click()
        expect(page).to_have_url(re.compile("asof=2021-11-15"))
        drawn(page, 1)
        return typed_day(page, "As of"), page.get_by_test_id("stMain").inner_text()

    everywhere(pages, look)


def test_files_are_the_same_in_every_zone(dashboard: str, pages: dict[str, Page]) -> None:
    """Events and index are equal byte for byte, and the saved picture has the same words."""

    def look(page: Page) -> object:
        page.goto(f"{dashboard}/?sectors=gaming")
        drawn(page, 1)
        files = [downloaded(page, name) for name in ("Timeline as CSV", "Timeline as JSON", "Index as CSV")]
        page.goto(f"{dashboard}/threads?thread=didi-case")
        drawn(page, 1)
        with page.expect_download() as waiting:
            page.get_by_role("button", name="Save as a picture, SVG").click()
        words = re.findall(r">([^<>]+)</(?:text|tspan)>", Path(waiting.value.path()).read_text())
        assert any("2021" in each for each in words)
        return files, words

    everywhere(pages, look)


def test_a_series_of_ones_own_lies_on_its_days(dashboard: str, pages: dict[str, Page], tmp_path: Path) -> None:
    """Days of an uploaded file stand where the same days of the index stand."""
    days = [f"2021-{month:02}-{day:02}" for month in range(1, 13) for day in (1, 15)]
    file = tmp_path / "orders.csv"
    file.write_text("date,orders\n" + "".join(f"{day},{place}\n" for place, day in enumerate(days)))

    def look(page: Page) -> object:
        page.goto(f"{dashboard}/overlay?view=index")
        page.wait_for_selector(AT_REST)
        page.locator("input[type=file]").first.set_input_files(file)
        expect(page.locator(".js-plotly-plot")).to_have_count(2)
        return drawn(page, 2), page.get_by_test_id("stMain").inner_text()

    everywhere(pages, look)
