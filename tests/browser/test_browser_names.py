"""From a card to the pages of the names on it, on to others, and back."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.support.dashboard import Visitor

pytestmark = pytest.mark.browser


def heading(page: Page, words: str) -> None:
    """Wait until the page is about a name."""
    expect(page.get_by_role("heading", level=1, name=words)).to_be_visible()


@pytest.mark.parametrize("width", [1440, 390])
def test_from_a_card_to_a_company_a_thread_and_back(dashboard: str, visit: Callable[..., Visitor], width: int) -> None:
    """The card's company opens its page, which opens a thread, in one tab; the browser's way back leads to each."""
    visitor = visit(width=width)
    page = visitor.page
    visitor.goto(f"{dashboard}/?event=didi-data-fine")
    tabs = len(page.context.pages)
    page.get_by_role("link", name="DiDi 滴滴出行").click()
    heading(page, "DiDi 滴滴出行")
    expect(page).to_have_url(re.compile(r"/company\?name=DiDi"))
    visitor.settle()
    page.get_by_role("link", name="The DiDi case: 13 of its 13 events").click()
    expect(page.get_by_role("heading", name="The DiDi case")).to_be_visible()
    visitor.settle()
    page.go_back()
    heading(page, "DiDi 滴滴出行")
    visitor.settle()
    page.go_back()
    expect(page.get_by_text("Why this stance")).to_be_visible()
    assert len(page.context.pages) == tabs
    assert visitor.outside == []


def test_from_one_company_to_another(dashboard: str, visit: Callable[..., Visitor]) -> None:
    """A name of the same sort opens its page in place of the first, and the browser's way back leads to that again."""
    visitor = visit()
    page = visitor.page
    visitor.goto(f"{dashboard}/company?name=didi")
    heading(page, "DiDi 滴滴出行")
    page.get_by_role("button", name=re.compile("^Meituan")).click()
    heading(page, "Meituan 美团")
    expect(page).to_have_url(re.compile(r"name=Meituan"))
    visitor.settle()
    page.go_back()
    heading(page, "DiDi 滴滴出行")


def test_a_row_of_what_moved_the_index_leads_to_its_sector(dashboard: str, visit: Callable[..., Visitor]) -> None:
    """Taken apart by sectors, a row gives the link to the page of the sector that it is about."""
    visitor = visit()
    page = visitor.page
    visitor.goto(f"{dashboard}/moves?by=sector")
    page.get_by_text(re.compile("^As a table: .* parts")).click()
    grid = page.locator("[data-testid=stDataFrame]").last
    grid.scroll_into_view_if_needed()
    visitor.settle()
    box = grid.bounding_box()
    assert box is not None
    # The first row is what faded, of all sectors together; the next one is a sector's.
    page.mouse.click(box["x"] + 18, box["y"] + 87)
    page.get_by_role("link", name=re.compile("^All about")).click()
    expect(page).to_have_url(re.compile(r"/sector\?name="))
    expect(page.get_by_role("heading", name="What moved it")).to_be_visible()
