"""Several Events at once: rows ticked in the table, a thread set, the preview, and the history."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from timeline_page import choose, expect_rows

from tests.support.dashboard import Desk, Visitor
from tracker.database import open_engine, reading
from tracker.queries import get_event, list_events, list_terms
from tracker.vocabulary import TermType

pytestmark = pytest.mark.browser

Visit = Callable[..., Visitor]

THREAD = "didi-case"
WHY = "One story"
ROW = 35
"""The height of a row of Streamlit's tables, in pixels; the head is one row as well."""

MARK = 18
"""Where the box to tick stands in a row, in pixels from the left."""


def tick(page: Page, row: int) -> None:
    """Tick a row of the table, counted from 0, by a click."""
    page.locator("[data-testid=stDataFrame] .dvn-scroller").first.click(
        position={"x": MARK, "y": ROW * (row + 1) + ROW // 2}
    )


def test_a_thread_is_set_for_ticked_rows(desk: Desk, visit: Visit) -> None:
    """Two clicks, a choice, a look at the effect, a reason and a press; the history tells each of the changes."""
    engine = open_engine(desk.database)
    with reading(engine) as session:
        events = list_events(session)
        threads = {term.key: term.name for term in list_terms(session, TermType.THREAD)}
    chosen = [event for event in events[:8] if event.thread != THREAD][:2]
    visitor = visit()
    page = visitor.page
    visitor.goto(f"{desk.url}/bulk")
    expect_rows(page, len(events))
    for number, event in enumerate(chosen, start=1):
        tick(page, events.index(event))
        expect(page.get_by_text(f"{number} chosen, 0 would change")).to_be_visible()
    choose(page, "Story", threads[THREAD])
    expect(page.get_by_text("2 chosen, 2 would change")).to_be_visible()
    preview = page.get_by_test_id("stDataFrame").nth(1)
    preview.scroll_into_view_if_needed()
    named = {None: "", **threads}.__getitem__
    effect = [cell for event in chosen for cell in (event.title, "Story", named(event.thread), named(THREAD))]
    expect(preview.locator("[role=gridcell]")).to_have_text(effect)
    page.get_by_role("textbox", name="Why, for the history").fill(WHY)
    page.get_by_role("button", name="Save these changes").click()
    expect(page.get_by_text("Saved for 2 of 2 events.")).to_be_visible()
    for event in chosen:
        visitor.goto(f"{desk.url}/history?event={event.slug}")
        expect(page.get_by_text(f"Why: {WHY}")).to_be_visible()
        expect(page.get_by_role("row", name="Story")).to_contain_text(threads[THREAD])
        with reading(engine) as session:
            assert get_event(session, event.slug).thread == THREAD
    engine.dispose()
    assert visitor.errors == []
