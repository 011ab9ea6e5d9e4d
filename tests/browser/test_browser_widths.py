"""Between a phone and a desk: no name on the timeline covers another, and its key keeps all entries."""

import datetime as dt
from collections.abc import Callable

import pytest
from playwright.sync_api import Page
from sqlmodel import Session

from tests.browser.chart_words import expect_apart
from tests.support.dashboard import Visitor
from tracker.filters import EventFilter
from tracker.publish import write_html

pytestmark = pytest.mark.browser

WIDTHS = (640, 700, 768, 800, 960, 1100)

DRAWN = "() => document.querySelector('.js-plotly-plot')?.data?.some(one => one.meta === 'marks')"

KEY = """() => {
  const chart = document.querySelector(".js-plotly-plot");
  const [around, box] = [chart, chart.querySelector(".legend .bg")].map(each => each.getBoundingClientRect());
  const panel = chart.querySelector(".cartesianlayer .xtick text").getBoundingClientRect();
  const entries = [...chart.querySelectorAll(".legend .legendtext")].map(each => each.getBoundingClientRect());
  const isShown = ({ left, right, top, bottom }) => (top + bottom) / 2 > box.top && (top + bottom) / 2 < box.bottom
    && left > around.left && right < around.right && top > around.top - 2 && bottom < panel.bottom;
  return [entries.filter(isShown).length, chart.data.filter(({ x, name, showlegend }) =>
    name && showlegend !== false && x.length === 1 && x[0] === null).length];
}"""

BESIDE = """() => {
  const chart = document.querySelector(".js-plotly-plot").getBoundingClientRect();
  return [...document.querySelectorAll(".js-plotly-plot .annotation-text-g")]
    .filter(each => getComputedStyle(each).visibility !== "hidden")
    .filter(each => each.getBoundingClientRect().right > chart.right + 1)
    .map(each => each.textContent);
}"""

NAMED = """() => [...document.querySelectorAll(".js-plotly-plot .annotation-text-g")]
  .filter(each => getComputedStyle(each).visibility !== "hidden").map(each => each.textContent)"""


def expect_readable(page: Page, width: int) -> None:
    """Hold what is drawn at a width to what a reader needs; the turning points are the last to give way."""
    page.wait_for_function(
        f"width => ({DRAWN})() && document.querySelector('.js-plotly-plot').clientWidth < width", arg=width
    )
    expect_apart(page)
    shown, entries = page.evaluate(KEY)
    assert shown == entries > 3, width
    assert page.evaluate(BESIDE) == [], width
    named = page.evaluate(NAMED)
    assert any("Last event that counts" in each for each in named), (width, named)


@pytest.mark.parametrize("place", ["/", "/?embed=true"])
def test_the_dashboard_and_its_frame_fit_each_width(dashboard: str, visit: Callable[..., Visitor], place: str) -> None:
    """As it is opened at each width, and as the window is drawn to it."""
    visitor = visit()
    page = visitor.page
    for width in (*WIDTHS, 700):
        page.set_viewport_size({"width": width, "height": 900})
        if width == WIDTHS[0]:
            visitor.goto(dashboard + place)
        expect_readable(page, width)
    assert visitor.errors == []


@pytest.fixture(scope="module")
def address(record: Session, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of the record as one file, whose chart is that of the site's front page."""
    file = tmp_path_factory.mktemp("one") / "record.html"
    with file.open("wb") as stream:
        write_html(record, EventFilter(), stream, today=dt.date(2026, 11, 30))
    return file.as_uri()


@pytest.mark.parametrize("width", WIDTHS)
def test_the_site_fits_each_width(address: str, visit: Callable[..., Visitor], width: int) -> None:
    """Letters of the drawing have ten pixels at least; what can be pointed at is as readable."""
    page = visit().page
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(address)
    letters = page.evaluate("""() => {
      const drawing = [...document.querySelectorAll(".still svg")].find(each => each.clientWidth);
      const scale = drawing.getBoundingClientRect().width / drawing.viewBox.baseVal.width;
      return Math.min(...[...drawing.querySelectorAll("text")].map(each => scale * each.getAttribute("font-size")));
    }""")
    assert letters > 9.5, width
    if width == 640:
        return
    page.get_by_role("button", name="Point and zoom").click()
    expect_readable(page, width)
