"""What a reader does on the timeline itself: zoom, walk by keys, tap, and take a picture along."""

import html
import json
import re
import struct
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import plotly.graph_objects as go
import pytest
from chart_alone import HARNESS
from playwright.sync_api import Browser, Page, Route, expect
from timeline_page import PLACE, card, drawn_slugs, expect_marks, expect_phone_chart
from zones import page_in

from tests.support.dashboard import AT_REST, PATIENCE, Visitor
from tests.support.makers import SEED_EVENTS
from tracker.charts.picture import WIDTH
from tracker.charts.sending import sent_json
from tracker.dates.partial import FIRST_YEAR, LATEST_YEAR
from tracker.web.plot import ASSETS

pytestmark = pytest.mark.browser

Visit = Callable[..., Visitor]

PIXELS = """days => {
  const chart = document.querySelector(".js-plotly-plot"), { xaxis, _size } = chart._fullLayout;
  const box = chart.getBoundingClientRect();
  return [...days.map(day => box.x + xaxis._offset + xaxis.d2p(day)), box.y + _size.t + 60];
}"""
"""Where days stand on the screen, and a height within the chart."""


def opened(visit: Visit, dashboard: str, path: str = "", **window: int) -> Page:
    """Open the timeline and wait for its marks."""
    visitor = visit(**window)
    visitor.goto(f"{dashboard}/{path}")
    visitor.page.wait_for_function("() => document.querySelector('.js-plotly-plot')?.calcdata")
    return visitor.page


def drag(page: Page, since: str, until: str) -> None:
    """Drag across the chart from one day to another."""
    page.locator(".js-plotly-plot").scroll_into_view_if_needed()
    start, end, height = page.evaluate(PIXELS, [since, until])
    page.mouse.move(start, height)
    page.mouse.down()
    page.mouse.move((start + end) / 2, height + 3)
    page.mouse.move(end, height)
    page.mouse.up()


def expect_period(page: Page, since: str, until: str) -> None:
    """Wait until the address holds a period whose ends are within a week of these days."""
    near = """([since, until]) => {
      const params = new URLSearchParams(location.search), week = 7 * 86400e3;
      const isNear = (name, day) => Math.abs(Date.parse(params.get(name)) - Date.parse(day)) <= week;
      return isNear("since", since) && isNear("until", until);
    }"""
    page.wait_for_function(near, arg=[since, until])
    page.wait_for_selector(AT_REST)


def test_what_is_dragged_over_is_the_period(dashboard: str, visit: Visit) -> None:
    """Address, chip and marks follow on the chart that stays mounted, and a button shows everything again."""
    page = opened(visit, dashboard)
    expect_marks(page, SEED_EVENTS)
    page.evaluate("document.querySelector('.js-plotly-plot').dataset.same = 'yes'")
    expect(page.get_by_role("button", name="Show all")).to_have_count(0)
    drag(page, "2021-04-01", "2021-12-31")
    expect_period(page, "2021-04-01", "2021-12-31")
    expect(page.get_by_role("button", name=re.compile(r"2021-\d\d-\d\d to 202[12]-\d\d-\d\d"))).to_be_visible()
    page.wait_for_function("() => document.querySelectorAll('.js-plotly-plot .annotation').length >= 8")
    assert 20 < len(drawn_slugs(page)) < SEED_EVENTS
    page.get_by_role("button", name="Show all").click()
    expect(page).to_have_url(f"{dashboard}/")
    expect_marks(page, SEED_EVENTS)
    assert page.locator("[data-same=yes]").count() == 1


def test_the_wheel_zooms_with_ctrl_and_goes_along_the_page_without(dashboard: str, visit: Visit) -> None:
    """As on maps; what is zoomed out to all events is no period."""
    page = opened(visit, dashboard)
    page.locator(".js-plotly-plot").scroll_into_view_if_needed()
    page.mouse.move(*page.evaluate(PIXELS, ["2021-07-01"]))
    page.keyboard.down("Control")
    page.mouse.wheel(0, -300)
    expect(page).to_have_url(re.compile(r"since=20\d\d-\d\d-\d\d&until=20\d\d-\d\d-\d\d"))
    page.wait_for_selector(AT_REST)
    for _ in range(3):
        page.mouse.wheel(0, 300)
        page.wait_for_timeout(50)
    expect(page).to_have_url(f"{dashboard}/")
    page.keyboard.up("Control")
    before = page.get_by_test_id("stMain").evaluate("node => node.scrollTop")
    page.mouse.wheel(0, 120)
    page.wait_for_function(f"() => document.querySelector('[data-testid=stMain]').scrollTop > {before}")
    expect(page).to_have_url(f"{dashboard}/")


def test_two_clicks_at_once_show_everything_again(dashboard: str, visit: Visit) -> None:
    """The quick way back from a period."""
    page = opened(visit, dashboard, "?since=2021-01-01&until=2021-12-31")
    page.locator(".js-plotly-plot").scroll_into_view_if_needed()
    page.mouse.dblclick(*page.evaluate(PIXELS, ["2021-07-04"]))
    expect(page).to_have_url(re.compile(r"^[^&]*$"))
    expect_marks(page, SEED_EVENTS)


@pytest.mark.parametrize("zone", ["America/Los_Angeles", "Pacific/Auckland"])
def test_the_days_of_a_zoom_are_those_of_the_axis(dashboard: str, browser: Browser, zone: str) -> None:
    """In each time zone the period begins and ends on the days that were dragged to."""
    with page_in(browser, zone) as page:
        page.goto(f"{dashboard}/?since=2021-07-01&until=2021-10-01")
        page.wait_for_selector(AT_REST)
        page.wait_for_function("() => document.querySelector('.js-plotly-plot')?.calcdata")
        drag(page, "2021-07-20 12:00", "2021-08-20 12:00")
        expect(page).to_have_url(re.compile("since=2021-07-20&until=2021-08-20"))


@pytest.fixture
def alone(browser: Browser) -> Iterator[Page]:
    """A page with the scripts of a chart and nothing else."""
    page = browser.new_page()
    page.set_default_timeout(PATIENCE)
    page.route("http://chart.test/*", lambda route: route.fulfill(path=ASSETS / route.request.url.rpartition("/")[2]))
    page.route("http://chart.test/", lambda route: route.fulfill(body="<body>", content_type="text/html"))
    page.goto("http://chart.test/")
    page.evaluate(HARNESS)
    yield page
    page.close()


def zoom_out(page: Page, notches: int) -> None:
    """Turn the wheel over the chart with Ctrl, and wait until the server was told once more."""
    told = page.evaluate("told.length")
    page.keyboard.down("Control")
    for _ in range(notches):
        page.mouse.wheel(0, 300)
    page.keyboard.up("Control")
    page.wait_for_function("count => told.length > count", arg=told)


def test_long_rows_that_come_in_steps_are_drawn_as_they_were(alone: Page) -> None:
    """Days before and after 1970, across a change of the clocks, a day twice, values below 0, and gaps."""
    days = [*(f"1969-12-{day}" for day in range(10, 32)), *(f"2021-03-{day}" for day in range(10, 32)), None]
    days += [None, "2021-03-31", *(f"2019-0{month}-01" for month in range(1, 10))]
    values = [None if day is None else (place * 37 % 101 - 50) / 1024 for place, day in enumerate(days)]
    figure = go.Figure({"type": "scatter", "x": days, "y": np.array(values, dtype=np.float32)})
    told = json.loads(sent_json(figure))
    assert told["data"][0]["x"].keys() == {"days"}
    assert told["data"][0]["y"].keys() == {"steps", "of"}
    alone.evaluate("figure => showRow(figure)", told)
    assert alone.evaluate("row()") == [days, values]


WHOLE = ["2018-01-01", "2026-01-01"]


def test_a_chart_stays_until_its_place_is_gone(alone: Page) -> None:
    """Streamlit ends a call that a newer one overtook; a place that has gone is left empty, however late a call is."""
    errors: list[str] = []
    alone.on("pageerror", lambda error: errors.append(str(error)))
    alone.evaluate("() => { show(null, 1); show(null, 2); ends[0]() }")
    assert alone.evaluate("drawn()") == [2, *WHOLE]
    alone.evaluate("() => { show(null, 3); ends[2]() }")
    assert alone.evaluate("drawn()") == [3, *WHOLE]
    alone.evaluate("() => { place.remove(); ends[1](); ends[2](); show(null, 4) }")
    assert alone.evaluate("place.childElementCount") == 0
    assert errors == []


def test_a_figure_from_before_a_zoom_is_not_drawn(alone: Page) -> None:
    """No click lets the chart jump back; once the server knows of the zoom, nothing is waited for."""
    alone.evaluate("show(null, 1)")
    alone.get_by_role("button", name="Show all").click()
    alone.evaluate("show(1, 2)")
    alone.mouse.click(*alone.evaluate(PIXELS, ["2020-01-01"]))
    assert alone.evaluate("drawn()") == [1, *WHOLE]
    alone.evaluate("show(told.at(-1).serial, 3)")
    assert alone.evaluate("drawn()") == [3, *WHOLE]
    assert alone.evaluate("waiting()") == 0
    zoom_out(alone, 1)
    alone.get_by_role("button", name="Show all").click()
    assert alone.evaluate("waiting()") == 1
    alone.evaluate("leave()")
    assert alone.evaluate("waiting()") == 0


def test_a_zoom_that_is_lost_is_told_again_and_then_undone(alone: Page) -> None:
    """Zooming out ends where dates do; without an answer what the server sent last is shown again."""
    alone.evaluate("show(null, 1)")
    alone.mouse.move(*alone.evaluate(PIXELS, ["2020-01-01"]))
    zoom_out(alone, 20)
    assert alone.evaluate("told.at(-1).days") == [f"{FIRST_YEAR}-01-01", f"{LATEST_YEAR}-12-31"]
    assert alone.evaluate("async () => (await drawn())[1]").startswith(f"{FIRST_YEAR}-01-01")
    alone.evaluate("expire()")
    first, again = alone.evaluate("told")
    assert first == again
    assert alone.evaluate("async () => (await drawn())[1]").startswith(f"{FIRST_YEAR}-01-01")
    alone.evaluate("expire()")
    assert alone.evaluate("told.length") == 2
    assert alone.evaluate("drawn()") == [1, *WHOLE]
    assert alone.evaluate("waiting()") == 0


def test_arrow_keys_walk_from_event_to_event(dashboard: str, visit: Visit) -> None:
    """Twenty steps say twenty events in the order of their days; Enter opens the card, Escape closes it."""
    page = opened(visit, dashboard)
    expect_marks(page, SEED_EVENTS)
    chart, voice = page.get_by_role("application", name="Timeline of"), page.locator(".plot-voice")
    chart.focus()
    said = []
    for number in range(1, 21):
        page.keyboard.press("ArrowRight")
        expect(voice).to_contain_text(f"{number} of {SEED_EVENTS}: ")
        said.append(voice.inner_text())
    assert len({each.split(": ")[1] for each in said}) == 20
    assert all(re.search(r"20\d\d, .+, stance .\d", each) for each in said)
    title = said[-1].split(", ")[1]
    expect(page.locator(".plot-ring")).to_be_visible()
    page.keyboard.press("Enter")
    expect(card(page).get_by_role("heading").first).to_contain_text(title)
    page.wait_for_selector(AT_REST)
    expect(chart).to_be_focused()
    page.keyboard.press("Escape")
    expect(card(page)).to_have_count(0)
    page.keyboard.press("End")
    expect(voice).to_contain_text(f"{SEED_EVENTS} of {SEED_EVENTS}: ")
    page.keyboard.press("Home")
    expect(voice).to_contain_text(f"1 of {SEED_EVENTS}: ")


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A page on a phone, which is touched."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    yield page
    context.close()


def touch(page: Page, *steps: list[tuple[float, float]]) -> None:
    """Put fingers on the screen, move them from step to step and take them off."""
    session = page.context.new_cdp_session(page)
    for place, points in enumerate(steps):
        kind = "touchMove" if place else "touchStart"
        fingers = [{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(points)]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": fingers})
        page.wait_for_timeout(20)
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


COUNTED = """() => {
  window.draws = 0;
  let plotly;
  Object.defineProperty(window, "Plotly", {
    get: () => plotly,
    set: given => {
      const { react } = plotly = given;
      given.react = (...all) => { window.draws += 1; return react(...all) };
    },
  });
}"""


def test_scripts_that_come_late_draw_the_last_figure_alone(dashboard: str, phone: Page) -> None:
    """The page is made anew once its width is known: on a slow machine before the scripts are there."""
    errors: list[str] = []
    phone.on("pageerror", lambda error: errors.append(str(error)))
    phone.add_init_script(f"({COUNTED})()")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    phone.route("**/plotly-cartesian-*", hold)
    phone.goto(dashboard)
    expect(phone.get_by_role("button", name="Filters", exact=True)).to_be_visible()
    phone.wait_for_selector(AT_REST)
    for route in held:
        route.continue_()
    expect_phone_chart(phone)
    expect_marks(phone, SEED_EVENTS)
    assert phone.evaluate("draws") == 1
    assert errors == []


def test_a_tap_near_a_mark_offers_its_card(dashboard: str, phone: Page) -> None:
    """A sheet names the event; "Read" opens its card and brings it into sight. A tap far from all marks is none."""
    phone.goto(dashboard)
    phone.wait_for_selector(AT_REST)
    expect_phone_chart(phone)
    expect_marks(phone, SEED_EVENTS)
    phone.locator(".js-plotly-plot").scroll_into_view_if_needed()
    x, y = phone.evaluate(PLACE, "auto-ownership-caps")
    phone.touchscreen.tap(x, y - 40)
    sheet = phone.get_by_role("dialog")
    expect(sheet).to_have_count(0)
    phone.touchscreen.tap(x + 9, y - 15)
    expect(sheet).to_contain_text("Foreign ownership caps on car makers to be lifted")
    expect(sheet).to_contain_text("17 April 2018")
    expect(phone).to_have_url(f"{dashboard}/")
    phone.get_by_role("button", name="Read").tap()
    expect(phone).to_have_url(f"{dashboard}/?event=auto-ownership-caps")
    expect(card(phone).get_by_role("heading").first).to_be_in_viewport()
    expect(sheet).to_have_count(0)


def test_fingers_scroll_the_page_and_pinch_the_period(dashboard: str, phone: Page) -> None:
    """One finger over the chart moves the page and chooses nothing, two set the period."""
    phone.goto(dashboard)
    phone.wait_for_selector(AT_REST)
    expect_phone_chart(phone)
    phone.evaluate("document.querySelector('[data-testid=stMain]').scrollTo(0, 100)")
    phone.wait_for_timeout(200)
    x, y = phone.evaluate(PIXELS, ["2022-01-01"])
    touch(phone, *[[(x, y - 15 * step)] for step in range(10)])
    phone.wait_for_function("() => document.querySelector('[data-testid=stMain]').scrollTop > 150")
    expect(phone).to_have_url(f"{dashboard}/")
    x, y = phone.evaluate(PIXELS, ["2022-01-01"])
    touch(phone, *[[(x - 20 - 5 * step, y), (x + 20 + 5 * step, y)] for step in range(10)])
    expect(phone).to_have_url(re.compile(r"\?since=20\d\d-\d\d-\d\d&until=20\d\d-\d\d-\d\d$"))
    expect(phone.get_by_role("button", name="Show all")).to_be_visible()


def test_pictures_hold_what_the_chart_says(dashboard: str, visit: Visit) -> None:
    """The SVG has the chart's words and those around it, the PNG twice its size, and neither asks the server."""
    page = opened(visit, dashboard)
    files = {}
    for form in ("PNG", "SVG"):
        with page.expect_download() as waiting:
            page.get_by_role("button", name=f"Save as a picture, {form}").click()
        files[form] = Path(waiting.value.path()).read_bytes()
        ending = form.lower()
        assert re.fullmatch(rf"china-tech-timeline_record-[\d-]+\.{ending}", waiting.value.suggested_filename)
    words = html.unescape(files["SVG"].decode())
    named = page.locator(".js-plotly-plot .annotation-text .line").all_text_contents()
    assert len(named) >= 6
    for each in (*named, "China's regulation of technology, 2018", "Source: China tech", "Licence: MIT."):
        assert each in words
    box = page.locator(".js-plotly-plot").bounding_box()
    assert box is not None
    width, height = struct.unpack(">II", files["PNG"][16:24])
    assert width == 2 * WIDTH
    assert height > 2 * round(box["height"])


def test_plotly_is_fetched_once_for_all_charts(dashboard: str, visit: Visit) -> None:
    """Four charts on a page share one bundle, and browsers may keep it."""
    visitor = visit(stranger=True)
    asked: list[str | None] = []
    visitor.page.on(
        "response",
        lambda answer: asked.append(answer.headers.get("cache-control")) if "plotly" in answer.url.lower() else None,
    )
    visitor.goto(f"{dashboard}/sectors?view=quarters")
    expect(visitor.page.locator(".js-plotly-plot")).to_have_count(4)
    assert asked == ["public, max-age=31536000, immutable"]
