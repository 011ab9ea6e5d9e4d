"""An article in a real browser: hostile markup stays text, marks do not alter it, and a draft reaches the review."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.support.dashboard import Desk, Visitor

pytestmark = pytest.mark.browser

Visit = Callable[..., Visitor]

HOSTILE = """<b>Bold</b> & &amp; <script>document.title = "taken"</script> <img src=x onerror="document.title='taken'">

On 4 July 2021 the CAC ordered app stores to remove DiDi Chuxing *at once* -- see [here](javascript:alert(1)), \
![p](https://evil.example/p.png), https://evil.example/x, www.evil.example and me@evil.example.
# No heading, 1. no list - no dash; a -> b <- c <-> d >= e <= f ~= g

    :red[no colour] :blue-background[no ground] :streamlit: :material/home: :smile: $x^2$ `code` ~~gone~~
__loud__ [^1] |a|b|
滴滴（DiDi）于2021年7月4日被下架：“<i>斜体</i>” SAMR\\fined\\Moonrabbit over ride-hailing on 9 September 2024.
"""


def read_article(visitor: Visitor, url: str, text: str, **fields: str) -> Page:
    """Paste an article and read it."""
    page = visitor.page
    visitor.goto(f"{url}/article")
    page.get_by_role("textbox", name="Text of the article").fill(text)
    for label, value in fields.items():
        page.get_by_role("textbox", name=label.replace("_", " ")).fill(value)
    page.keyboard.press("Tab")
    visitor.settle()
    page.get_by_role("button", name="Read the article").click()
    expect(page.get_by_role("heading", name="The article", exact=True)).to_be_visible()
    visitor.settle()
    return page


def shown_text(page: Page) -> str:
    """Return the article as the page shows it, every stretch of white space as one space."""
    legend_and_text = page.locator("[data-testid=stMarkdownContainer]")
    (article,) = [
        each for each in legend_and_text.all() if "No heading" in each.inner_text() and "滴滴" in each.inner_text()
    ]
    return " ".join(article.inner_text().split())


def test_hostile_markup_stays_text(dashboard: str, visit: Visit) -> None:
    """What is shown is what was pasted: no script, picture, link, heading or colour of the article's own making."""
    visitor = visit()
    page = read_article(visitor, dashboard, HOSTILE, Published_on="12 September 2024")
    assert shown_text(page) == " ".join(HOSTILE.split())
    assert page.title() != "taken"
    main = page.locator("[data-testid=stMain]")
    assert (
        main.locator("a[href*='evil'], a[href^='javascript'], a[href^='mailto'], img[src*='evil'], script").count() == 0
    )
    for words in ("4 July 2021", "CAC", "DiDi Chuxing", "2021年7月4日", "9 September 2024"):
        expect(main.locator(".stMarkdownColoredBackground", has_text=re.compile(f"^{words}$")).first).to_be_visible()
    assert visitor.outside == []
    assert visitor.errors == []


def test_paste_see_known_and_new_save_one_and_find_it_in_review(desk: Desk, visit: Visit) -> None:
    """The whole way of a new user, from a pasted story to a draft that waits."""
    visitor = visit()
    text = (
        "SAMR opened an antitrust investigation into Moonrabbit Mobility on 9 September 2024. "
        "On 4 July 2021 the CAC ordered app stores to remove DiDi Chuxing."
    )
    fields = {"Published_on": "12 September 2024", "Address_(URL)": "https://news.example/moonrabbit"}
    page = read_article(visitor, desk.url, text, **fields)
    expect(page.get_by_role("heading", name="The record holds this: 1")).to_be_visible()
    expect(page.get_by_role("link", name="DiDi app ordered out of app stores")).to_be_visible()
    page.get_by_role("button", name="Save as a draft").click()
    expect(page.get_by_text("The draft is in review.")).to_be_visible()
    expect(page.get_by_role("heading", name="New: 0")).to_be_visible()
    page.get_by_role("link", name="To the review").click()
    expect(page.get_by_text("SAMR opened an antitrust investigation into Moonrabbit Mobility").first).to_be_visible()
    assert visitor.errors == []


def test_a_new_event_opens_in_the_form(desk: Desk, visit: Visit) -> None:
    """One click fills the form, the article as its source; the person saves."""
    visitor = visit()
    text = "The Ministry of Transport summoned the ride-hailing company Moonrabbit Rides on 3 September 2024."
    fields = {"Published_on": "4 September 2024", "Address_(URL)": "https://news.example/rides"}
    page = read_article(visitor, desk.url, text, **fields)
    page.get_by_role("button", name="Open in the form").click()
    expect(page.get_by_role("heading", name="Add an event")).to_be_visible()
    expect(page.get_by_role("textbox", name="Title (needed)", exact=True)).to_have_value(re.compile("Moonrabbit Rides"))
    expect(page.get_by_role("textbox", name="Address (URL)")).to_have_value("https://news.example/rides")
    expect(page.get_by_text("Read as 3 September 2024 (day)")).to_be_visible()
    assert visitor.errors == []
