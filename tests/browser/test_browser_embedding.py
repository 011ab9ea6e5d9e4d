"""The timeline in a frame of another page: the chart alone, on a phone and beside a text, light and dark."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.support.dashboard import Visitor
from tracker.web.taking import EMBEDDED_HEIGHT

pytestmark = pytest.mark.browser

FILTER = "sectors=gaming&stance_max=-1"


@pytest.mark.parametrize("width", [390, 700])
@pytest.mark.parametrize(("theme", "paper"), [("light_theme", "rgb(255, 255, 255)"), ("dark_theme", "rgb(20, 23, 28)")])
def test_a_frame_shows_the_chart_its_source_and_a_link(
    dashboard: str, visit: Callable[..., Visitor], width: int, theme: str, paper: str
) -> None:
    """No filter, no list, no navigation; nothing is wider than the frame, and the link leads to the same filter."""
    visitor = visit()
    page = visitor.page
    page.set_viewport_size({"width": width, "height": EMBEDDED_HEIGHT})
    visitor.goto(f"{dashboard}/?embed=true&embed_options={theme}&{FILTER}")
    page.wait_for_function("() => document.querySelector('.js-plotly-plot')?.data?.some(one => one.meta === 'marks')")
    expect(page.get_by_role("heading")).to_have_count(1)
    expect(page.get_by_text(re.compile("▲ eases.*dashed: all events.*Source: China tech"))).to_be_visible()
    link = page.get_by_role("link", name="Open it with filters and sources")
    expect(link).to_have_attribute("href", f"{dashboard}/?{FILTER}")
    expect(page.get_by_role("button", name=re.compile("Share|More filters|Filters|Clear all"))).to_have_count(0)
    expect(page.get_by_role("combobox")).to_have_count(0)
    expect(page.get_by_role("navigation")).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    main = page.get_by_test_id("stMain")
    assert main.evaluate("node => node.scrollHeight - node.clientHeight") <= 0
    colour = "getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor"
    assert page.evaluate(colour) == paper


def test_the_code_to_copy_shows_what_is_on_the_page(dashboard: str, visit: Callable[..., Visitor]) -> None:
    """The box beside "Share" gives a frame with the filter of the page, which another page then shows."""
    visitor = visit()
    page = visitor.page
    visitor.goto(f"{dashboard}/?{FILTER}")
    page.get_by_role("button", name="Embed").click()
    code = page.get_by_text(re.compile("<iframe"))
    expect(code).to_be_visible()
    text = code.inner_text()
    assert 'width="100%"' in text
    expect(page.get_by_text("This address is of this machine only")).to_be_visible()
    (address,) = re.findall(r'src="([^"]+)"', text)
    page.set_content(f"<h1>Elsewhere</h1>{text}")
    frame = page.frame_locator("iframe")
    expect(frame.get_by_role("link", name="Open it with filters and sources")).to_be_visible()
    assert address.replace("&amp;", "&") == f"{dashboard}/?embed=true&embed_options=light_theme&{FILTER}"
