"""The timeline with 100,000 events in a browser: at each step chart, words, list and file tell one count."""

import csv
import re
from base64 import b64decode
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from timeline_page import card, click_mark, drawn_slugs, reading_list

from tests.support.dashboard import AT_REST, Visitor, running_dashboard
from tests.support.synthetic import CROWDED_DAY, crowded_events, fill_database, synthetic_database

pytestmark = [pytest.mark.browser, pytest.mark.slow]

Visit = Callable[..., Visitor]

MANY = 100_000
CROWD = 20_000

COUNTED = """() => {
  const chart = document.querySelector(".js-plotly-plot");
  const shades = chart._fullData.find(trace => trace.meta === "shades");
  return shades ? Array.from(shades.customdata, row => Array.from(row)).flat().reduce((a, b) => a + b, 0) : null;
}"""

PANEL = """() => {
  const chart = document.querySelector(".js-plotly-plot"), { xaxis, _size } = chart._fullLayout;
  const box = chart.getBoundingClientRect();
  return [box.x + xaxis._offset, xaxis._length, box.y + _size.t + 30];
}"""
"""Where the chart's panel begins, how wide it is, and a height within it."""

SHADE = """([row, least, most]) => {
  const chart = document.querySelector(".js-plotly-plot"), { xaxis, yaxis } = chart._fullLayout;
  const shades = chart._fullData.find(trace => trace.meta === "shades");
  const counts = Array.from(shades.customdata[row]), box = chart.getBoundingClientRect();
  // Above the line and below the marks, somewhere in the middle of the shade.
  const column = counts.findIndex((count, place) => count >= least && count <= most && place > counts.length / 2);
  const middle = [0, 1].reduce((sum, more) => sum + xaxis.d2p(shades.x[column + more]), 0) / 2;
  return [
    box.x + xaxis._offset + middle, box.y + yaxis._offset + yaxis.c2p(row - 3 + 0.3),
    Array.from(shades.customdata, each => each[column]).reduce((a, b) => a + b, 0),
  ];
}"""
"""Where a shade of a stance stands that holds about so many events, and how many all stances have in its time."""


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A dashboard on 100,000 synthetic events."""
    folder = tmp_path_factory.mktemp("large")
    with running_dashboard(synthetic_database(folder, MANY), folder / "log") as url:
        yield url


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A dashboard on a record of which one day holds 20,000 events, with 5,000 companies."""
    folder = tmp_path_factory.mktemp("crowded")
    rows = crowded_events(2 * CROWD, crowd=CROWD)
    with running_dashboard(fill_database(folder, rows), folder / "log") as url:
        yield url


def opened(visit: Visit, address: str) -> Page:
    """Open the timeline and wait for its chart and its list."""
    visitor = visit()
    visitor.page.set_default_timeout(120_000)
    visitor.goto(address)
    visitor.page.wait_for_function("() => document.querySelector('.js-plotly-plot')?.calcdata")
    return visitor.page


def told(page: Page) -> int:
    """Return how many events the words below the chart tell, once chart and list tell the same."""
    words = page.get_by_text(re.compile(r"^[\d,]+ events?, [\d,]+ sources?\.")).first
    text = str(words.text_content())
    number = int(text.split(maxsplit=1)[0].replace(",", ""))
    beside = re.search(r"The dates? of ([\d,]+) events? may lie", text)
    out = int(beside[1].replace(",", "")) if beside else 0
    shaded = page.evaluate(COUNTED)
    if shaded is None:
        assert number - out <= len(set(drawn_slugs(page))) <= number
    else:
        assert shaded + out == number
    expect(reading_list(page)).to_have_attribute("data-count", str(number))
    return number


def settle_after(page: Page, address: str) -> None:
    """Wait until the address has changed and the page has followed."""
    page.wait_for_function("before => location.href !== before", arg=address)
    page.wait_for_selector(AT_REST)


def received(page: Page) -> Callable[[], int]:
    """Count what the dashboard sends to a page; what is returned tells the bytes since it was asked last."""
    sizes: list[int] = []

    def note(frame: dict[str, Any]) -> None:
        data, is_binary = frame["response"]["payloadData"], frame["response"]["opcode"] == 2
        sizes.append(len(b64decode(data)) if is_binary else len(data))

    def since() -> int:
        page.wait_for_selector(AT_REST)
        page.wait_for_timeout(1_000)
        total = sum(sizes)
        sizes.clear()
        return total

    watching = page.context.new_cdp_session(page)
    watching.on("Network.webSocketFrameReceived", note)
    watching.send("Network.enable")
    return since


def test_a_click_is_sent_neither_chart_nor_boxes_again(large: str, visit: Visit) -> None:
    """What a visit sends stays below half a megabyte, and a click on a mark below a tenth: titles are most of it."""
    page = opened(visit, large)
    since = received(page)
    page.goto(f"{large}/?since=2021-01-01&until=2021-02-14")
    page.wait_for_function("() => document.querySelector('.js-plotly-plot')?.calcdata")
    slugs = drawn_slugs(page)
    assert 100_000 < since() < 500_000
    click_mark(page, slugs[len(slugs) // 2])
    expect(card(page)).to_be_visible()
    assert 20_000 < since() < 100_000


def test_filter_zoom_shade_mark_and_export_tell_one_count(large: str, visit: Visit) -> None:
    """From 100,000 events down to one: at each step chart, words and list agree, and at the end the file."""
    page = opened(visit, large)
    assert told(page) == MANY
    page = opened(visit, f"{large}/?kinds=enforcement")
    filtered = told(page)
    assert 1_000 < filtered < MANY
    address = page.url
    page.locator(".js-plotly-plot").scroll_into_view_if_needed()
    left, length, height = page.evaluate(PANEL)
    page.mouse.move(left + 0.4 * length, height)
    page.mouse.down()
    page.mouse.move(left + 0.5 * length, height + 3)
    page.mouse.move(left + 0.6 * length, height)
    page.mouse.up()
    settle_after(page, address)
    zoomed = told(page)
    assert 1_000 < zoomed < filtered
    address = page.url
    x, y, within = page.evaluate(SHADE, [1, 2, 400])
    page.mouse.click(x, y)
    settle_after(page, address)
    looked_at = told(page)
    assert within <= looked_at < zoomed
    slug = drawn_slugs(page)[0]
    click_mark(page, slug)
    page.wait_for_selector(AT_REST)
    expect(card(page)).to_be_visible()
    assert told(page) == looked_at
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Timeline as CSV", exact=True).click()
    with Path(waiting.value.path()).open(encoding="utf-8-sig", newline="") as file:
        assert sum(1 for _ in csv.DictReader(file)) == looked_at


def test_a_day_with_twenty_thousand_events_is_read_page_by_page(crowded: str, visit: Visit) -> None:
    """No closer look parts them: the page says so, and its list goes through all of them."""
    page = opened(visit, f"{crowded}/?since={CROWDED_DAY}&until={CROWDED_DAY}")
    assert told(page) >= CROWD
    expect(page.get_by_text("One day holds more than can be drawn one by one")).to_be_visible()
    first = reading_list(page).locator("li").first.get_attribute("data-slug")
    page.get_by_role("button", name=re.compile("Next", re.IGNORECASE)).last.click()
    expect(reading_list(page).locator("li").first).not_to_have_attribute("data-slug", str(first))
    page.wait_for_selector(AT_REST)
    assert told(page) >= CROWD
