from collections.abc import Callable

import pytest
from playwright.sync_api import expect
from timeline_page import (
    card,
    choose,
    click_mark,
    drawn_slugs,
    event_box,
    expect_listed,
    expect_marks,
    expect_phone_chart,
)

from tests.support.dashboard import Visitor
from tests.support.makers import SEED_EVENTS, accepted_record

pytestmark = pytest.mark.browser

PHONE = 390
LOCKDOWN, LOCKDOWN_TITLE = "shanghai-lockdown", "Shanghai locks down for two months"


def test_the_chart_is_drawn_with_all_marks(dashboard: str, visit: Callable[..., Visitor]) -> None:
    """The first visit shows the whole record: one mark, one shape and one row for each Event."""
    visitor = visit()
    visitor.goto(dashboard)
    expect_marks(visitor.page, SEED_EVENTS)
    expect_listed(visitor.page, SEED_EVENTS)
    assert len(set(drawn_slugs(visitor.page))) == SEED_EVENTS
    expect(visitor.page.get_by_text(f"{SEED_EVENTS} events, ")).to_be_visible()


def test_a_click_on_a_mark_opens_its_card(dashboard: str, visit: Callable[..., Visitor]) -> None:
    """The card names the Event and links its sources, the box and the address say the same."""
    visitor = visit()
    page = visitor.page
    visitor.goto(dashboard)
    expect_marks(page, SEED_EVENTS)
    click_mark(page, LOCKDOWN)
    expect(card(page).get_by_role("heading", name=LOCKDOWN_TITLE)).to_be_visible()
    expect(card(page).get_by_text("28 March 2022 to 1 June 2022")).to_be_visible()
    visitor.settle()
    links = card(page).get_by_role("listitem").get_by_role("link").all()
    sources = dict(accepted_record().events)[LOCKDOWN].sources
    expect(card(page).get_by_text(f"Sources ({len(sources)})")).to_be_visible()
    assert {link.get_attribute("href") for link in links} == {source.url for source in sources}
    expect(page).to_have_url(f"{dashboard}/?event={LOCKDOWN}")
    expect(event_box(page)).to_have_value(f"2022-03-28  {LOCKDOWN_TITLE}")


def test_the_event_box_chooses_by_keyboard(dashboard: str, visit: Callable[..., Visitor]) -> None:
    """Without a pointer the same card opens, and the chart rings the same mark."""
    visitor = visit()
    page = visitor.page
    visitor.goto(dashboard)
    expect_marks(page, SEED_EVENTS)
    choose(page, "Event", "Shanghai locks down")
    expect(card(page).get_by_role("heading", name=LOCKDOWN_TITLE)).to_be_visible()
    expect(page).to_have_url(f"{dashboard}/?event={LOCKDOWN}")
    page.wait_for_function(
        "() => document.querySelector('.js-plotly-plot')?.data?.some(trace => trace.marker?.symbol === 'circle-open')"
    )


def test_another_event_of_the_thread_is_one_step_away(dashboard: str, visit: Callable[..., Visitor]) -> None:
    """The card leads along the story, and the chart keeps all its marks."""
    visitor = visit()
    page = visitor.page
    visitor.goto(f"{dashboard}/?event={LOCKDOWN}")
    card(page).get_by_text("Story: Covid controls").click()
    card(page).get_by_role("button", name="Wuhan").first.click()
    expect(card(page).get_by_role("heading", name="Wuhan")).to_be_visible()
    expect_marks(page, SEED_EVENTS)


def test_a_click_on_the_lowest_point_tells_what_moved_the_index(dashboard: str, visit: Callable[..., Visitor]) -> None:
    """A named point of the line leads to the page that takes the three months up to its day apart, with the filter."""
    visitor = visit()
    page = visitor.page
    visitor.goto(f"{dashboard}/")
    expect_marks(page, SEED_EVENTS)
    click_mark(page, "moves:2021-09-27")
    expect(page).to_have_url(f"{dashboard}/moves?from=2021-06-29&to=2021-09-27")


@pytest.mark.parametrize("width", [1280, PHONE])
def test_years_are_seen_without_scrolling(dashboard: str, visit: Callable[..., Visitor], width: int) -> None:
    """On a small screen the first look shows the years and the names of the eras."""
    visitor = visit(width=width, height=720 if width > PHONE else 844)
    page = visitor.page
    visitor.goto(dashboard)
    if width == PHONE:
        expect_phone_chart(page)
    expect_marks(page, SEED_EVENTS)
    years = page.locator(".xtick text").filter(has_text="20")
    expect(years.nth(3)).to_be_attached()
    for year in years.all():
        expect(year).to_be_in_viewport(ratio=1)
    expect(page.locator(".annotation-text", has_text="Crackdown").first).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("width", [1100, 1440, PHONE])
def test_names_on_the_chart_do_not_overlap(dashboard: str, visit: Callable[..., Visitor], width: int) -> None:
    """Measured in the browser's own font, no name of a turning point covers another."""
    visitor = visit(width=width)
    page = visitor.page
    visitor.goto(dashboard)
    if width == PHONE:
        expect_phone_chart(page)
    expect_marks(page, SEED_EVENTS)
    boxes = page.locator(".annotation-text-g").evaluate_all(
        "nodes => nodes.map(node => node.getBoundingClientRect()).map(box => [box.x, box.y, box.right, box.bottom])"
    )
    assert len(boxes) >= 6
    for place, (left, top, right, bottom) in enumerate(boxes):
        for other in boxes[:place]:
            apart = right <= other[0] or other[2] <= left or bottom <= other[1] or other[3] <= top
            assert apart, ((left, top, right, bottom), other)
