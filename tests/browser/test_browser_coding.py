"""A person codes events blind, by the keyboard alone, leaves, and comes back."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.keyboard import MOST_STOPS, press_until
from tests.support.dashboard import Desk, Visitor
from tracker.coders import coding_order
from tracker.database import open_engine, reading
from tracker.queries import get_event, list_codings, list_events

pytestmark = pytest.mark.browser

Visit = Callable[..., Visitor]

HERE = """() => {
  const here = document.activeElement;
  return here.type === "radio" ? here.closest("[role=radiogroup]").ariaLabel : "";
}"""


def codes_of(desk: Desk, coder: str) -> dict[str, tuple[int, int, str]]:
    """Return what the record holds of a coder, by event."""
    engine = open_engine(desk.database)
    with reading(engine) as session:
        mine = [each for each in list_codings(session) if each.coder == coder]
    engine.dispose()
    return {each.slug: (int(each.stance), int(each.reach), each.reason) for each in mine}


def order_of(desk: Desk, coder: str) -> list[tuple[str, str]]:
    """Return the first events of a coder, each with its title."""
    engine = open_engine(desk.database)
    with reading(engine) as session:
        slugs = coding_order([event.slug for event in list_events(session)], coder)[:5]
        titles = [get_event(session, slug).title for slug in slugs]
    engine.dispose()
    return list(zip(slugs, titles, strict=True))


def tab_to_radio(page: Page, label: str) -> None:
    """Press Tab until one of the group's buttons has the focus."""
    for _ in range(MOST_STOPS):
        if page.evaluate(HERE) == label:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not lead to {label}")


def code_by_keyboard(visitor: Visitor, stance: int, reach: int, reason: str) -> None:
    """Choose by the arrows, type a reason and save by a key; the first press of the space bar takes the first level."""
    page = visitor.page
    tab_to_radio(page, "Stance")
    page.keyboard.press("Space")
    for _ in range(stance + 3):
        page.keyboard.press("ArrowDown")
    tab_to_radio(page, "Reach")
    page.keyboard.press("Space")
    for _ in range(reach - 1):
        page.keyboard.press("ArrowDown")
    press_until(page, "Tab", "Why, in a line")
    page.keyboard.type(reason)
    page.keyboard.press("Alt+s")


def step_up(visitor: Visitor, level: str) -> None:
    """Go up one level of stance by the arrow; a form that is drawn anew meanwhile forgets where the focus was."""
    chosen = visitor.page.get_by_role("radio", name=level)
    for _ in range(MOST_STOPS):
        tab_to_radio(visitor.page, "Stance")
        visitor.page.keyboard.press("ArrowUp")
        visitor.settle()
        if chosen.is_checked():
            return
    raise AssertionError(f"The arrow does not lead to {level}")


def expect_event(visitor: Visitor, title: str) -> None:
    """Wait until this event is shown."""
    expect(visitor.page.get_by_role("heading", name=title, exact=True)).to_be_visible()
    visitor.settle()


def test_three_events_are_coded_by_keyboard_and_the_rest_another_day(desk: Desk, visit: Visit) -> None:
    """The focus goes on to the next event's stance; whoever comes back goes on where they stopped, and can go back."""
    order = order_of(desk, "Ann")
    visitor = visit()
    page = visitor.page
    visitor.goto(f"{desk.url}/coding")
    press_until(page, "Tab", "Your name as a coder")
    page.keyboard.type("Ann")
    page.keyboard.press("Enter")
    given = [(-2, 3, "A rule that binds"), (0, 1, ""), (3, 4, "Opening")]
    for (_, title), (stance, reach, reason) in zip(order, given, strict=False):
        expect_event(visitor, title)
        code_by_keyboard(visitor, stance, reach, reason)
    expect_event(visitor, order[3][1])
    assert codes_of(desk, "Ann") == {slug: codes for (slug, _), codes in zip(order, given, strict=False)}
    page.wait_for_function(f"({HERE})() === 'Stance'")

    page.keyboard.press("Alt+l")
    expect_event(visitor, order[4][1])
    visitor.goto(desk.url)
    other = visit(stranger=True)
    other.goto(f"{desk.url}/coding?coder=Ann")
    expect_event(other, order[4][1])
    expect(other.page.get_by_text("3 of ").first).to_contain_text("1 set aside")
    expect(other.page.get_by_role("button", name="Back")).to_be_enabled()
    other.page.keyboard.press("Alt+b")
    expect_event(other, order[2][1])
    expect(other.page.get_by_role("radio", name="+3 strong opening")).to_be_checked()
    other.settle()
    step_up(other, "+2 easing or support in force")
    other.page.keyboard.press("Alt+s")
    expect_event(other, order[4][1])
    assert codes_of(desk, "Ann")[order[2][0]] == (2, 4, "Opening")
    assert visitor.errors == []
    assert other.errors == []
    assert visitor.outside == []


def test_a_phone_shows_event_and_form_below_each_other(desk: Desk, visit: Visit) -> None:
    """Nothing is cut off at 390 pixels, and saving is by touch; a typed reason outlives a reload."""
    (slug, title), (_, after), *_ = order_of(desk, "Zoe")
    visitor = visit(width=390, height=844, dark=True)
    page = visitor.page
    visitor.goto(f"{desk.url}/coding?coder=Zoe")
    expect_event(visitor, title)
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("textbox", name="Why, in a line").fill("half a thought")
    page.reload()
    expect_event(visitor, title)
    reason = page.get_by_role("textbox", name="Why, in a line")
    expect(reason).to_have_value("half a thought")
    page.get_by_role("button", name="Discard it").click()
    expect(reason).to_have_value("")
    visitor.settle()
    reason.fill("a second thought")
    page.reload()
    expect_event(visitor, title)
    expect(reason).to_have_value("a second thought")
    page.get_by_text("0 neutral", exact=True).click()
    page.get_by_text("1 one firm", exact=True).click()
    page.get_by_role("button", name="Save and go on").click()
    expect_event(visitor, after)
    assert codes_of(desk, "Zoe") == {slug: (0, 1, "a second thought")}
    assert visitor.errors == []
