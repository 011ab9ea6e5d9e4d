"""The pages that explain the index in a real browser: what only a browser shows."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.support.dashboard import Visitor

pytestmark = pytest.mark.browser

Visit = Callable[..., Visitor]


def no_sideways_scroll(visitor: Visitor) -> bool:
    """Return whether the page is no wider than the screen."""
    return bool(visitor.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def overlapping_texts(visitor: Visitor, selector: str) -> list[str]:
    """Return pairs of texts of a chart that lie on each other by more than a pixel."""
    script = """(selector) => {
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
    return list(visitor.page.evaluate(script, selector))


def own_errors(visitor: Visitor) -> list[str]:
    """Return the errors on the page, save that Streamlit looks for its server below a page's own address first."""
    return [each for each in visitor.errors if "404" not in each]


CHART_TEXTS = ".js-plotly-plot text"


def drawn(visitor: Visitor, charts: int) -> None:
    """Wait until so many charts are drawn."""
    expect(visitor.page.locator(".js-plotly-plot .main-svg >> nth=0")).to_be_visible()
    expect(visitor.page.locator(".js-plotly-plot")).to_have_count(charts)


@pytest.mark.parametrize(("width", "dark"), [(1440, False), (390, True)])
def test_a_shared_move_is_drawn_without_overlaps(dashboard: str, visit: Visit, width: int, dark: bool) -> None:  # noqa: FBT001 - a parameter of the test
    """Two charts, the same numbers in words, no text on another, nothing wider than the screen, no errors."""
    visitor = visit(width=width, height=900, dark=dark)
    visitor.goto(f"{dashboard}/moves?from=2021-10-01&to=2022-07-01&by=event")
    drawn(visitor, 2)
    expect(visitor.page.get_by_role("heading", name=re.compile("rose by 1.93"))).to_be_visible()
    assert overlapping_texts(visitor, CHART_TEXTS) == []
    assert no_sideways_scroll(visitor)
    assert own_errors(visitor) == []
    assert visitor.outside == []


def test_a_click_on_the_line_moves_the_nearer_day(dashboard: str, visit: Visit) -> None:
    """The day that lies under the pointer stands in the address afterwards, and a reload keeps it."""
    visitor = visit()
    visitor.goto(f"{dashboard}/moves?from=2021-10-01&to=2022-07-01")
    drawn(visitor, 2)
    box = visitor.page.locator(".js-plotly-plot >> nth=0").locator(".nsewdrag").first.bounding_box()
    assert box is not None
    visitor.page.mouse.move(box["x"] + box["width"] * 0.9, box["y"] + box["height"] * 0.5)
    for share in (0.4, 0.5, 0.6, 0.7, 0.8):
        visitor.page.mouse.move(box["x"] + box["width"] * 0.9, box["y"] + box["height"] * share)
        if visitor.page.locator(".hoverlayer .hovertext").count():
            break
    visitor.page.mouse.click(box["x"] + box["width"] * 0.9, box["y"] + box["height"] * share)
    expect(visitor.page).to_have_url(re.compile(r"to=202[56]-"))
    expect(visitor.page).to_have_url(re.compile(r"from=2021-10-01"))
    headline = visitor.page.get_by_role("heading", name=re.compile("From 1 October 2021 to")).inner_text()
    visitor.goto(visitor.page.url)
    expect(visitor.page.get_by_role("heading", name=headline)).to_be_visible()
