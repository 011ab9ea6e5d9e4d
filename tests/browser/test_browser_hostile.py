"""Texts that try to be more than text are shown as typed, on the chart, the card, the box and the table."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from timeline_page import card, click_mark, event_box, expect_marks, expect_rows, point_at

from tests.support.dashboard import Desk, Visitor
from tracker.actors import Actor
from tracker.database import open_engine, writing
from tracker.event.draft import parse_event
from tracker.store import add_event
from tracker.vocabulary import Origin

pytestmark = pytest.mark.browser

TITLES = {
    "hostile-html": '<img src="https://example.org/a.png" onerror="window.broken=1"><b>bold</b> & <script>1</script>',
    "hostile-markdown": "![picture](https://example.org/b.png) **bold** [link](https://example.org/c) `code` # head",
    "hostile-template": "%{x} %{customdata} {0} {title} %s <extra>out</extra>",
    "hostile-formula": "$x^2$ and $$y_1$$ cost $5 or $6 :material/error: :red[red] :smile:",
    "hostile-chinese": "滴滴 &lt;i&gt; \\*星\\* ~~删除~~ [^1] http://example.org/d.png",
}

FOREIGN = "[data-testid=stMain] :is(img, .katex, .MathJax)"
"""Pictures and formulas, of which the pages have none of their own."""


def store_hostile_events(database: str) -> None:
    """Write an Event for each title, with the same text in every other field that people fill."""
    engine = open_engine(database)
    with writing(engine) as session:
        for number, (slug, title) in enumerate(TITLES.items()):
            values = {
                "title": title,
                "title_zh": title,
                "date": f"200{number}-06-15",
                "kind": "rule",
                "stance": 3 if number % 2 else -3,
                "stance_reason": title,
                "reach": 4,
                "companies": [title],
                "thread": f"Thread {title}",
                "summary": title,
                "date_evidence": title,
                "sources": [{"url": "https://example.org/page", "publisher": title}],
            }
            add_event(session, parse_event(values), origin=Origin.FORM, actor=Actor("Ann"), slug=slug)
    engine.dispose()


def test_hostile_texts_are_shown_as_typed_and_fetch_nothing(desk: Desk, visit: Callable[..., Visitor]) -> None:
    """No picture, link, formula, icon or placeholder comes of a title; no request leaves this machine."""
    store_hostile_events(desk.database)
    visitor = visit()
    page = visitor.page
    visitor.goto(f"{desk.url}/?until=2005-12-31&show=table")
    expect_marks(page, len(TITLES))
    expect_rows(page, len(TITLES))
    for slug, title in TITLES.items():
        check_hover(page, slug, title)
        check_table(page, title)
        click_mark(page, slug)
        check_card(page, title)
        expect(event_box(page)).to_have_value(re.compile(rf"^200\d-06-15 +{re.escape(title)}$"))
        expect_marks(page, len(TITLES))
    for path in ("moves?from=2000-01-01&to=2005-12-31", "history", f"edit?event={next(iter(TITLES))}", ""):
        visitor.goto(f"{desk.url}/{path}")
        expect(page.get_by_role("heading").first).to_be_visible()
        visitor.settle()
        expect(page.locator(FOREIGN)).to_have_count(0)
    assert page.evaluate("() => window.broken") is None
    assert visitor.outside == []
    assert visitor.errors == []


def check_hover(page: Page, slug: str, title: str) -> None:
    """Hold the label under the pointer to the letters of the title; long ones are wrapped."""
    label = point_at(page, slug)
    assert "".join(title.split()) in "".join(label.split())
    expect(page.locator(".hoverlayer .hovertext :is(a, image, .MathJax)")).to_have_count(0)
    page.mouse.move(0, 0)


def check_table(page: Page, title: str) -> None:
    """Hold the cells to the letters of the title."""
    cells = page.locator("[data-testid=stDataFrame] [role=gridcell]")
    expect(cells.filter(has_text=title).first).to_have_text(title)


def check_card(page: Page, title: str) -> None:
    """Hold the card and the box to the letters of the text in each of its fields; only the source is a link."""
    box = card(page)
    expect(box.get_by_role("heading", level=4)).to_have_text(title)
    for words in (title, f"Why this stance (our reading): {title}", f"Date: {title}"):
        expect(box.locator("p").filter(has_text=words).first).to_contain_text(words)
    expect(box.get_by_text(f"Story: Thread {title}")).to_be_visible()
    expect(box.get_by_text(title, exact=True).last).to_be_visible()
    links = box.get_by_role("listitem").get_by_role("link")
    expect(links).to_have_count(1)
    expect(links).to_have_text(title)
    expect(links).to_have_attribute("href", "https://example.org/page")
    expect(page.locator(FOREIGN)).to_have_count(0)
