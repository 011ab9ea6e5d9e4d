"""The first screen as a reader meets it: words, filters and chart in their places, and a search that offers names."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.support.dashboard import Visitor

pytestmark = pytest.mark.browser

Visit = Callable[..., Visitor]

NAVIGATION = 60
"""Pixels of the navigation's own height."""


@pytest.mark.parametrize(("width", "height", "most"), [(1440, 900, 310), (1280, 720, 335)])
def test_the_first_screen_has_room_for_the_chart(
    dashboard: str, visit: Visit, width: int, height: int, most: int
) -> None:
    """The title stands right below the navigation, and title, sentences and filters leave the rest to the chart."""
    visitor = visit(width=width, height=height)
    visitor.goto(dashboard)
    title = visitor.page.get_by_role("heading", level=1).bounding_box()
    chart = visitor.page.locator(".js-plotly-plot").bounding_box()
    assert title is not None
    assert chart is not None
    assert title["y"] <= NAVIGATION + 2
    assert chart["y"] <= most


def test_a_typed_name_is_offered_and_taken(dashboard: str, visit: Visit) -> None:
    """After Enter the name stands above the chart; pressed, it is the filter, and the title says so."""
    visitor = visit(width=1280, height=720)
    page = visitor.page
    visitor.goto(dashboard)
    page.get_by_role("textbox", name="Search").fill("didi")
    page.get_by_role("textbox", name="Search").press("Enter")
    page.get_by_role("button", name=re.compile("Company: DiDi, .* events")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("^DiDi: .* events, 2018"))
    expect(page).to_have_url(re.compile(r"\?companies=DiDi$"))


def test_an_abbreviation_finds_its_agency_first(dashboard: str, visit: Visit) -> None:
    """Who types CAC into the box of the agencies meets that agency before any other."""
    visitor = visit(width=1280, height=720)
    page = visitor.page
    visitor.goto(dashboard)
    page.get_by_role("button", name="More filters").click()
    page.get_by_role("combobox", name="Agency").fill("CAC")
    expect(page.get_by_role("option").first).to_have_text("Cyberspace Administration of China (CAC)")
