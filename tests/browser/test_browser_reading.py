"""The list and the table of the Events, what is new since the last visit, and what a reader takes along."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from timeline_page import card, expect_listed, reading_list

from tests.support.dashboard import Desk, Visitor
from tests.support.makers import ANN, SEED_EVENTS, make_draft
from tracker.database import open_engine, writing
from tracker.store import add_event
from tracker.vocabulary import Origin, ReviewState

pytestmark = pytest.mark.browser

Visit = Callable[..., Visitor]

IN_SIGHT = """() => {
  const box = document.querySelector(".st-key-card")?.getBoundingClientRect();
  return box && box.top >= 0 && box.top < innerHeight - 100;
}"""


def titles(page: Page) -> list[str]:
    """Return the titles that the list shows."""
    return reading_list(page).locator("li button").all_inner_texts()


def test_a_title_in_the_list_opens_the_card(dashboard: str, visit: Visit) -> None:
    """The newest comes first; the card of a pressed title comes into sight, the address names it, a press closes it."""
    visitor = visit()
    page = visitor.page
    visitor.goto(f"{dashboard}/?companies=DiDi")
    first = reading_list(page).locator("li").first
    expect(first).to_contain_text("DiDi")
    expect(first).to_contain_text(re.compile(r"\d{4} · .*sources?$"))
    title = first.get_by_role("button").inner_text()
    first.get_by_role("button").click()
    expect(card(page).get_by_role("heading", name=title)).to_be_visible()
    page.wait_for_function(IN_SIGHT)
    slug = first.get_attribute("data-slug")
    expect(page).to_have_url(f"{dashboard}/?companies=DiDi&event={slug}")
    expect(first.get_by_role("button")).to_have_attribute("aria-current", "true")
    card(page).get_by_role("button", name="Close").click()
    expect(card(page)).to_have_count(0)
    expect(page).to_have_url(f"{dashboard}/?companies=DiDi")
    assert visitor.errors == []


def test_the_list_is_paged_and_its_order_is_in_the_address(dashboard: str, visit: Visit) -> None:
    """Twenty are shown at once and twenty more at each press; another order begins at the other end."""
    visitor = visit()
    page = visitor.page
    visitor.goto(dashboard)
    expect_listed(page, SEED_EVENTS)
    expect(reading_list(page).locator("li")).to_have_count(20)
    newest = titles(page)
    page.get_by_role("button", name="Show 20 more of 100 on this page").click()
    expect(reading_list(page).locator("li")).to_have_count(40)
    assert titles(page)[:20] == newest
    expect(reading_list(page).locator("li").nth(20).get_by_role("button")).to_be_focused()
    page.get_by_role("radio", name="Oldest first").click()
    expect(page).to_have_url(f"{dashboard}/?order=oldest")
    expect(reading_list(page).locator("li").first).to_contain_text("2018")
    assert visitor.errors == []


def test_the_chinese_title_is_marked_as_chinese(dashboard: str, visit: Visit) -> None:
    """A voice reads it as Chinese."""
    page = visit().page
    page.goto(f"{dashboard}/?search=数据安全法")
    expect(reading_list(page).locator("p[lang=zh]").filter(has_text="中华人民共和国数据安全法").first).to_be_visible()


def test_a_press_on_a_row_of_the_table_opens_its_card(dashboard: str, visit: Visit) -> None:
    """List or table is in the address; any cell of a row leads to its Event."""
    visitor = visit()
    page = visitor.page
    visitor.goto(f"{dashboard}/?threads=didi-case")
    page.get_by_role("radio", name="Table").click()
    expect(page).to_have_url(f"{dashboard}/?threads=didi-case&show=table")
    table = page.locator("[data-testid=stDataFrame]")
    table.scroll_into_view_if_needed()
    table.locator(".dvn-scroller").click(position={"x": 300, "y": 52})
    expect(card(page)).to_be_visible()
    assert visitor.errors == []


def test_what_is_new_since_the_last_visit(desk: Desk, visit: Visit) -> None:
    """A first visit hears nothing; the next one is told how many events are new, sees them alone, and all again."""
    visitor = visit(stranger=True)
    page = visitor.page
    visitor.goto(desk.url)
    expect_listed(page, SEED_EVENTS)
    news = page.locator(".st-key-news")
    expect(news).to_have_count(0)
    engine = open_engine(desk.database)
    with writing(engine) as session:
        draft = make_draft(title="Regulator meets platforms", date="2026-06-03")
        add_event(session, draft, origin=Origin.FORM, actor=ANN, state=ReviewState.ACCEPTED)
    engine.dispose()
    page.evaluate("() => sessionStorage.clear()")
    visitor.goto(desk.url)
    expect(news).to_contain_text(re.compile(r"^1 event new or changed since your last visit on \d+ \w+ \d{4}\."))
    news.get_by_role("button", name="Show them").click()
    expect_listed(page, 1)
    assert titles(page) == ["Regulator meets platforms"]
    news.get_by_role("button", name="Show all events").click()
    expect_listed(page, SEED_EVENTS + 1)
    page.evaluate("() => sessionStorage.clear()")
    visitor.goto(desk.url)
    expect_listed(page, SEED_EVENTS + 1)
    expect(news).to_have_count(0)
    assert visitor.errors == []


def test_link_and_citations_of_a_view(dashboard: str, visit: Visit) -> None:
    """The link is the whole address; the citation says filter and state of the record; a file holds it as BibTeX."""
    visitor = visit()
    page = visitor.page
    visitor.goto(f"{dashboard}/?companies=DiDi&since=2021-04-01")
    page.locator(".st-key-share-view").get_by_role("button").first.click()
    shown = page.get_by_test_id("stPopoverBody")
    link = f"{dashboard}/?since=2021-04-01&companies=DiDi"
    expect(shown.get_by_test_id("stCode").first).to_contain_text(link)
    expect(shown).to_contain_text("(Company: DiDi; Period: from April 2021)")
    expect(shown).to_contain_text(re.compile(r"Record of \d+ \w+ \d{4}, change [\d,]+"))
    with page.expect_download() as waiting:
        shown.get_by_role("button", name="BibTeX (.bib)").click()
    assert waiting.value.suggested_filename.endswith(".bib")
    assert waiting.value.path().read_text(encoding="utf-8").startswith("@misc{")
    assert visitor.errors == []


def test_link_and_citations_of_an_event(dashboard: str, visit: Visit) -> None:
    """An Event is cited with its sources, and its link leads to it from whichever page."""
    visitor = visit()
    page = visitor.page
    visitor.goto(f"{dashboard}/moves?event=didi-app-removal")
    card(page).get_by_role("button", name="Share").click()
    shown = page.get_by_test_id("stPopoverBody")
    expect(shown.get_by_test_id("stCode").first).to_contain_text(f"{dashboard}/?event=didi-app-removal")
    expect(shown).to_contain_text("Sources: ")
    assert visitor.errors == []
