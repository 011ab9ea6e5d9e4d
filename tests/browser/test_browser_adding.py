import re
from collections.abc import Callable
from pathlib import Path

import pytest
from adding_page import expect_saved, field, fill_form, save_button, stored, stored_as
from playwright.sync_api import expect
from timeline_page import card, expect_listed, expect_marks

from tests.support.dashboard import Desk, Visitor, running_dashboard

pytestmark = pytest.mark.browser

Visit = Callable[..., Visitor]

TWICE = "(button, gap) => new Promise(done => { button.click(); setTimeout(() => done(button.click()), gap) })"


def test_an_event_is_added_from_start_to_mark(desk: Desk, visit: Visit) -> None:
    """The date is read back as soon as its field is left; after saving, a link leads to the mark and its card."""
    visitor = visit()
    page = visitor.page
    title = "Regulator meets platform firms"
    before = len(stored(desk.database))
    visitor.goto(f"{desk.url}/add")
    field(page, "Date").fill("mid-May 2026")
    page.keyboard.press("Tab")
    expect(page.get_by_text(re.compile("^Read as .*May 2026"))).to_be_visible()
    fill_form(visitor, desk.url, title, "3 June 2026")
    expect(page.get_by_text("Read as 3 June 2026")).to_be_visible()
    save_button(page).click()
    expect_saved(page, title)
    # Whoever pressed the button is at the end of a long form.
    expect(page.get_by_text(f"Saved: {title}")).to_be_in_viewport()
    expect(field(page, "Title")).to_have_value("")
    [event] = stored_as(desk.database, title)
    assert (event.date, event.date_text, event.origin) == ("2026-06-03", "3 June 2026", "form")
    page.get_by_role("link", name="Show it on the timeline").click()
    expect(card(page).get_by_role("heading", name=title)).to_be_visible()
    expect(page).to_have_url(re.compile(f"event={event.slug}"))
    expect_marks(page, before + 1)
    expect_listed(page, before + 1)
    assert visitor.errors == []


@pytest.mark.parametrize(
    ("gap", "title", "date"),
    [
        (0, "Cloud rules are eased", "2 March 2012"),
        (40, "五部门约谈网约车平台", "7 July 2013"),
        (400, "Chip fund opens", "2014"),
    ],
)
def test_a_double_click_stores_one_event(desk: Desk, visit: Visit, gap: int, title: str, date: str) -> None:
    """Whoever clicks twice, fast or slowly, gets one Event, the news that it was saved, and an empty form."""
    visitor = visit()
    page = visitor.page
    fill_form(visitor, desk.url, title, date)
    save_button(page).evaluate(TWICE, gap)
    expect_saved(page, title)
    expect(field(page, "Date")).to_have_value("")
    # The answer to what is typed next comes after the answer to both clicks.
    field(page, "Date").fill("4 June 2026")
    page.keyboard.press("Tab")
    expect(page.get_by_text("Read as 4 June 2026")).to_be_visible()
    expect_saved(page, title)
    expect(page.get_by_text("Nothing was saved")).to_have_count(0)
    assert len(stored_as(desk.database, title)) == 1


def test_a_rejected_form_keeps_everything_and_marks_the_fields(desk: Desk, visit: Visit) -> None:
    """Each problem stands under its field, and nothing typed is lost; put right, it is saved."""
    visitor = visit()
    page = visitor.page
    title = "Lawmakers hear from game studios"
    fill_form(visitor, desk.url, title, "30 February 2018")
    field(page, "Address (URL)").fill("javascript:alert(1)")
    save_button(page).click()
    expect(page.get_by_text("Nothing was saved. To be changed: Date, Address (URL) of source 1.")).to_be_visible()
    expect(field(page, "Date")).to_be_focused()
    expect(field(page, "Date")).to_be_in_viewport()
    expect(page.get_by_text("28 days")).to_be_visible()
    expect(page.get_by_text("Only addresses that begin with http")).to_be_visible()
    kept = {"Title": title, "Date": "30 February 2018", "Why this stance": "A pledge to approve more"}
    for label, value in (kept | {"Address (URL)": "javascript:alert(1)"}).items():
        expect(field(page, label)).to_have_value(value)
    expect(page.get_by_role("radio", name="+1 easing signal")).to_be_checked()
    expect(page.get_by_role("combobox", name="Kind (needed)", exact=True)).to_have_value(re.compile("^Signal"))
    assert stored_as(desk.database, title) == []
    field(page, "Date").fill("28 February 2018")
    page.keyboard.press("Tab")
    # The complaint goes with the value that it was about; the other value is still the refused one.
    expect(page.get_by_text("28 days")).to_have_count(0)
    expect(page.get_by_text("Only addresses that begin with http")).to_be_visible()
    expect(page.get_by_text("Nothing was saved. To be changed: Address (URL) of source 1.")).to_be_visible()
    field(page, "Address (URL)").fill("https://example.org/meeting")
    save_button(page).click()
    expect_saved(page, title)


def test_a_refused_field_in_the_folded_box_is_opened(desk: Desk, visit: Visit) -> None:
    """The box opens by itself, the cursor stands in the field, and an unreadable date in it was told before."""
    visitor = visit()
    page = visitor.page
    fill_form(visitor, desk.url, "A fund for chip makers", "5 June 2016")
    end = page.get_by_role("textbox", name="End, if it lasted")
    page.get_by_text("More about the event").click()
    end.fill("31 June 2016")
    page.keyboard.press("Tab")
    expect(page.get_by_text("the month has 30 days")).to_be_visible()
    visitor.settle()
    page.get_by_text("More about the event").click()
    expect(end).to_be_hidden()
    save_button(page).click()
    expect(page.get_by_text("Nothing was saved. To be changed: End.")).to_be_visible()
    expect(end).to_be_focused()
    expect(end).to_have_value("31 June 2016")
    end.fill("30 June 2016")
    page.keyboard.press("Tab")
    expect(page.get_by_text("Nothing was saved")).to_have_count(0)


def test_a_likely_duplicate_is_asked_about_before_it_is_saved(desk: Desk, visit: Visit) -> None:
    """The same again is not stored until the person says so."""
    visitor = visit()
    page = visitor.page
    title = "Payment licences resume in one province"
    for _ in range(2):
        fill_form(visitor, desk.url, title, "9 September 2010")
        save_button(page).click()
        expect(page.get_by_text(re.compile(f"Saved: {title}|this may be in the record already"))).to_be_visible()
    expect(page.get_by_text("this may be in the record already")).to_be_visible()
    known = page.get_by_role("link", name=f"9 September 2010: {title}")
    expect(known).to_have_attribute("href", re.compile("event=payment-licences-resume"))
    expect(page.get_by_role("link", name="https://example.org/meeting")).to_be_visible()
    assert len(stored_as(desk.database, title)) == 1
    page.get_by_role("button", name="Save it all the same").click()
    expect_saved(page, title)
    assert len(stored_as(desk.database, title)) == 2


def test_two_dashboards_on_one_database_see_each_others_saves(desk: Desk, tmp_path: Path, visit: Visit) -> None:
    """What is saved through one process stands on the next view of the other."""
    title = "Drone makers gain a test zone"
    before = len(stored(desk.database))
    with running_dashboard(desk.database, tmp_path / "log") as other:
        here, there = visit(), visit()
        there.goto(other)
        expect_marks(there.page, before)
        fill_form(here, desk.url, title, "11 November 2017")
        save_button(here.page).click()
        expect_saved(here.page, title)
        # Any step on the open page is enough; it need not be loaded again.
        there.page.get_by_role("textbox", name="Search").fill(title)
        there.page.keyboard.press("Enter")
        expect_marks(there.page, 1)
        there.goto(other)
        expect_marks(there.page, before + 1)
        # No page of the other process may be open when it ends.
        there.page.goto("about:blank")
