"""The pages that explain the index in a real browser: what only a browser shows."""

import re
from collections.abc import Callable
from contextlib import suppress

import pytest
from playwright.sync_api import Error, Page, expect

from tests.support.dashboard import Visitor

pytestmark = pytest.mark.browser

Visit = Callable[..., Visitor]


def no_sideways_scroll(visitor: Visitor) -> bool:
    """Return whether the page is no wider than the screen."""
    return bool(visitor.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


OVERLAPS = """(selector) => {
  const boxes = [...document.querySelectorAll(selector)].filter(each => each.textContent.trim())
    .map(each => [each.textContent, each.getBoundingClientRect()]).filter(([, box]) => box.width > 0);
  const found = [];
  boxes.forEach(([text, a], place) => boxes.slice(place + 1).forEach(([other, b]) => {
    const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
    const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    if (wide > 1 && high > 1) found.push(text + " | " + other);
  }));
  return found;
}"""
"""Pairs of texts that lie on each other by more than a pixel."""

CHART_TEXTS = ".js-plotly-plot text"


def overlapping_texts(visitor: Visitor) -> list[str]:
    """Return pairs of texts of the charts that lie on each other.

    A phone tells its width only after the first drawing, so a chart made for a desk may stand there for a moment.
    """
    with suppress(Error):
        visitor.page.wait_for_function(
            f"selector => ({OVERLAPS})(selector).length === 0", arg=CHART_TEXTS, timeout=20_000
        )
    return list(visitor.page.evaluate(OVERLAPS, CHART_TEXTS))


def own_errors(visitor: Visitor) -> list[str]:
    """Return the errors on the page, save that Streamlit looks for its server below a page's own address first."""
    return [each for each in visitor.errors if "404" not in each]


def check_drawing(visitor: Visitor, charts: int) -> None:
    """Hold a page to its drawing on a desk and, narrowed, on a phone: no text on another, nothing wider, no errors."""
    for width in (1440, 390):
        visitor.page.set_viewport_size({"width": width, "height": 900})
        visitor.settle()
        expect(visitor.page.locator(".js-plotly-plot")).to_have_count(charts)
        found = overlapping_texts(visitor)
        assert found == [], f"{width} px: {visitor.page.get_by_role('heading').all_inner_texts()}"
        assert no_sideways_scroll(visitor), width
    assert own_errors(visitor) == []
    assert visitor.outside == []


@pytest.mark.parametrize("by", ["event", "agency"])
def test_a_shared_move_is_drawn_without_overlaps(dashboard: str, visit: Visit, by: str) -> None:
    """Two charts, and the numbers of the link in words."""
    visitor = visit()
    visitor.goto(f"{dashboard}/moves?from=2021-10-01&to=2022-07-01&by={by}")
    expect(
        visitor.page.get_by_role("heading", name=re.compile("From 1 October 2021 to 1 July 2022 the line rose by"))
    ).to_be_visible()
    # The steps are bars, between the two of the index itself.
    expect(visitor.page.locator(".barlayer .point").nth(5)).to_be_attached()
    check_drawing(visitor, 2)


ON_THE_LINE = """across => {
  const chart = document.querySelector(".js-plotly-plot"), { xaxis, yaxis } = chart._fullLayout;
  const box = chart.getBoundingClientRect(), wanted = xaxis._length * across;
  const days = chart.calcdata.find(group => group[0].trace.meta === "days");
  const [x, y] = days.map(day => [xaxis.c2p(day.x), yaxis.c2p(day.y)]).filter(place => place.every(Number.isFinite))
    .reduce((best, place) => Math.abs(place[0] - wanted) < Math.abs(best[0] - wanted) ? place : best);
  return [box.x + xaxis._offset + x, box.y + yaxis._offset + y];
}"""
"""Where on the screen the line has the day to choose that is nearest to a share of the chart's width."""


def click_line(page: Page, across: float) -> None:
    """Click the line about so far across the chart, once the pointer on it reads it out."""
    page.locator(".js-plotly-plot >> nth=0").scroll_into_view_if_needed()
    place = page.evaluate(ON_THE_LINE, across)
    page.mouse.move(*place)
    expect(page.locator(".hoverlayer .hovertext")).to_be_visible()
    page.mouse.click(*place)


def test_two_clicks_on_the_line_choose_two_days(dashboard: str, visit: Visit) -> None:
    """The first moves the nearer day, the second the other one, also where both lie on one side; a reload keeps it."""
    visitor = visit()
    visitor.goto(f"{dashboard}/moves?from=2021-10-01&to=2022-07-01")
    expect(visitor.page.locator(".js-plotly-plot")).to_have_count(2)
    click_line(visitor.page, 0.9)
    expect(visitor.page).to_have_url(re.compile(r"to=202[56]-"))
    expect(visitor.page).to_have_url(re.compile(r"from=2021-10-01"))
    visitor.settle()
    click_line(visitor.page, 0.75)
    expect(visitor.page).to_have_url(re.compile(r"from=2024-"))
    expect(visitor.page).to_have_url(re.compile(r"to=202[56]-"))
    headline = visitor.page.get_by_role("heading", name=re.compile(r"From .* 2024 to")).inner_text()
    visitor.goto(visitor.page.url)
    expect(visitor.page.get_by_role("heading", name=headline)).to_be_visible()


VIEWS = {"sectors": 1, "lines": 1, "agencies&agency=CAC": 0, "companies&company=DiDi": 1, "quarters": 4}
"""The views of the page on sectors, and how many charts each has."""


@pytest.mark.parametrize("view", VIEWS)
def test_sectors_and_agencies_are_drawn_without_overlaps(dashboard: str, visit: Visit, view: str) -> None:
    """Each view has its charts."""
    visitor = visit(dark=view == "sectors")
    visitor.goto(f"{dashboard}/sectors?view={view}")
    expect(visitor.page.get_by_role("heading", name="Sectors and agencies")).to_be_visible()
    check_drawing(visitor, VIEWS[view])


@pytest.mark.parametrize(("part", "charts"), [("line", 2), ("choices", 1), ("coders", 0)])
def test_the_certainty_of_a_shared_link_is_drawn_without_overlaps(
    dashboard: str, visit: Visit, part: str, charts: int
) -> None:
    """Each part under another reading, and the address still says which."""
    visitor = visit(dark=True)
    visitor.goto(f"{dashboard}/certainty?half_life=30&coder=second&part={part}")
    expect(visitor.page.get_by_role("heading", name=re.compile("How sure is it"))).to_be_visible()
    check_drawing(visitor, charts)
    expect(visitor.page).to_have_url(re.compile(r"half_life=30&coder=second"))


def test_a_table_behind_a_chart_opens_by_itself(dashboard: str, visit: Visit) -> None:
    """The table is not on the page before its box is opened; opening it leaves the chart as it is."""
    visitor = visit()
    visitor.goto(f"{dashboard}/certainty")
    expect(visitor.page.locator(".js-plotly-plot")).to_have_count(2)
    expect(visitor.page.get_by_test_id("stDataFrame")).to_have_count(0)
    visitor.page.evaluate("document.querySelector('.js-plotly-plot').dataset.same = 'yes'")
    visitor.page.get_by_text("Days on which one story decides the sign").click()
    expect(visitor.page.get_by_test_id("stDataFrame")).to_have_count(1)
    expect(visitor.page.locator(".js-plotly-plot[data-same=yes]")).to_have_count(1)


def test_a_switch_writes_itself_into_the_address(dashboard: str, visit: Visit) -> None:
    """After a press on 180 days the address holds it, and a reload shows the same reading."""
    visitor = visit()
    visitor.goto(f"{dashboard}/certainty")
    visitor.page.get_by_role("radio", name="180", exact=True).click()
    expect(visitor.page).to_have_url(re.compile(r"half_life=180"))
    visitor.settle()
    reading = visitor.page.get_by_text(re.compile("At the last event that counts|last reading:")).inner_text()
    visitor.goto(visitor.page.url)
    expect(visitor.page.get_by_text(reading)).to_be_visible()


def test_the_method_is_typeset_and_its_example_is_in_the_address(dashboard: str, visit: Visit) -> None:
    """Formulas are drawn as formulas; a link with another half-life shows its value, and the table on the page too."""
    visitor = visit()
    visitor.goto(f"{dashboard}/method?h=30&k=0")
    expect(visitor.page.locator(".katex >> nth=3")).to_be_visible()
    weights = [reach * 2 ** (-age / 30) for age, reach in ((10, 4), (45, 3), (130, 4))]
    value = sum(weight * stance for weight, stance in zip(weights, (-2, -1, 2), strict=True)) / sum(weights)
    expect(visitor.page.locator(".katex", has_text=f"{value:.3f}".replace("-", "−")).first).to_be_visible()
    check_drawing(visitor, 2)
