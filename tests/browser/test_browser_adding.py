import re
from collections.abc import Callable
from pathlib import Path

import pytest
from adding_page import TITLE, expect_saved, field, fill_form, save_button, stored
from playwright.sync_api import expect
from timeline_page import EVENTS, card, expect_marks, expect_rows

from tests.support.dashboard import Visitor, running_dashboard

pytestmark = pytest.mark.browser


def test_an_event_is_added_from_start_to_mark(
    own_dashboard: str, seeded_url: str, visit: Callable[..., Visitor]
) -> None:
    """The date is read back as soon as its field is left; after saving, a link leads to the mark and its card."""
    visitor = visit()
    page = visitor.page
    visitor.goto(f"{own_dashboard}/add")
    field(page, "Date").fill("mid-May 2026")
    page.keyboard.press("Tab")
    expect(page.get_by_text(re.compile("^Read as .*May 2026"))).to_be_visible()
    fill_form(visitor, own_dashboard)
    expect(page.get_by_text("Read as 3 June 2026")).to_be_visible()
    save_button(page).click()
    expect_saved(page)
    expect(field(page, "Title")).to_have_value("")
    [event] = stored(seeded_url)
    assert (event.date, event.date_text, event.origin, event.review_state) == (
        "2026-06-03",
        "3 June 2026",
        "form",
        "accepted",
    )
    page.get_by_role("link", name="Show it on the timeline").click()
    expect(card(page).get_by_role("heading", name=TITLE)).to_be_visible()
    expect(page).to_have_url(re.compile(f"event={event.slug}"))
    expect_marks(page, EVENTS + 1)
    expect_rows(page, EVENTS + 1)
    assert visitor.errors == []


@pytest.mark.parametrize("gap", [0, 40, 400])
def test_a_double_click_stores_one_event(
    own_dashboard: str, seeded_url: str, visit: Callable[..., Visitor], gap: int
) -> None:
    """Whoever clicks twice, fast or slowly, gets one Event, the news that it was saved, and an empty form."""
    visitor = visit()
    page = visitor.page
    fill_form(visitor, own_dashboard)
    twice = "(button, gap) => new Promise(done => { button.click(); setTimeout(() => done(button.click()), gap) })"
    save_button(page).evaluate(twice, gap)
    expect_saved(page)
    expect(field(page, "Date")).to_have_value("")
    # The answer to what is typed next comes after the answer to both clicks.
    field(page, "Date").fill("4 June 2026")
    page.keyboard.press("Tab")
    expect(page.get_by_text("Read as 4 June 2026")).to_be_visible()
    expect_saved(page)
    expect(page.get_by_text("Nothing was saved")).to_have_count(0)
    assert len(stored(seeded_url)) == 1


def test_a_rejected_form_keeps_everything_and_marks_the_fields(
    own_dashboard: str, visit: Callable[..., Visitor]
) -> None:
    """Each problem stands under its field, and nothing typed is lost; put right, it is saved."""
    visitor = visit()
    page = visitor.page
    fill_form(visitor, own_dashboard, date="30 February 2026")
    field(page, "Address (URL)").fill("javascript:alert(1)")
    save_button(page).click()
    expect(page.get_by_text("Nothing was saved: the fields that are marked need a change")).to_be_visible()
    expect(page.get_by_text("28 days")).to_be_visible()
    expect(page.get_by_text("Only addresses that begin with http")).to_be_visible()
    kept = {"Title": TITLE, "Date": "30 February 2026", "Why this stance": "A pledge to approve more"}
    for label, value in (kept | {"Address (URL)": "javascript:alert(1)"}).items():
        expect(field(page, label)).to_have_value(value)
    expect(page.get_by_role("radio", name="+1 easing signal")).to_be_checked()
    expect(page.get_by_role("combobox", name="Kind", exact=True)).to_have_value(re.compile("^Signal"))
    field(page, "Date").fill("28 February 2026")
    field(page, "Address (URL)").fill("https://example.org/meeting")
    save_button(page).click()
    expect_saved(page)


def test_a_likely_duplicate_is_asked_about_before_it_is_saved(
    own_dashboard: str, seeded_url: str, visit: Callable[..., Visitor]
) -> None:
    """The same again is not stored until the person says so."""
    visitor = visit()
    page = visitor.page
    fill_form(visitor, own_dashboard)
    save_button(page).click()
    expect_saved(page)
    fill_form(visitor, own_dashboard)
    save_button(page).click()
    expect(page.get_by_text("this may be in the record already")).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text=TITLE)).to_be_visible()
    assert len(stored(seeded_url)) == 1
    page.get_by_role("button", name="Save it all the same").click()
    expect_saved(page)
    assert len(stored(seeded_url)) == 2


def test_two_dashboards_on_one_database_see_each_others_saves(
    own_dashboard: str, seeded_url: str, tmp_path: Path, visit: Callable[..., Visitor]
) -> None:
    """What is saved through one process stands on the next view of the other."""
    with running_dashboard(seeded_url, tmp_path / "other-log") as other:
        here, there = visit(), visit()
        there.goto(other)
        expect_marks(there.page, EVENTS)
        fill_form(here, own_dashboard)
        save_button(here.page).click()
        expect_saved(here.page)
        # Any step on the open page is enough; it need not be loaded again.
        there.page.get_by_role("textbox", name="Search").fill(TITLE)
        there.page.keyboard.press("Enter")
        expect_marks(there.page, 1)
        there.goto(other)
        expect_marks(there.page, EVENTS + 1)
        # No page of the other process may be open when it ends.
        there.page.goto("about:blank")
