"""What was typed and not saved outlives a reload of the page, in the form that it was typed into and nowhere else."""

import re
from collections.abc import Callable

import pytest
from adding_page import expect_saved, field, fill_form, save_button, stored_as
from playwright.sync_api import Page, expect
from timeline_page import choose

from tests.support.dashboard import Desk, Visitor
from tracker.actors import Actor
from tracker.database import open_engine, reading, writing
from tracker.event.draft import parse_event
from tracker.event.fields import EVENT_FIELDS
from tracker.queries import list_revisions
from tracker.store import NewEvent, add_events
from tracker.store.events import current
from tracker.vocabulary import Origin, ReviewState

pytestmark = pytest.mark.browser

Visit = Callable[..., Visitor]

BACK = re.compile(r"^Your unsaved text of .* is back\.$")


def add_draft(database: str, slug: str, title: str) -> None:
    """Put a draft before the reviewer."""
    engine = open_engine(database)
    with writing(engine) as session:
        _, document = current(session, "didi-app-removal")
        draft = parse_event({name: document[name] for name in EVENT_FIELDS} | {"title": title})
        new = NewEvent(draft, slug, ReviewState.DRAFT)
        add_events(session, [new], origin=Origin.IMPORT, actor=Actor("Ann"))
    engine.dispose()


def reasons(database: str, slug: str) -> list[str]:
    """Return the reasons of an Event's changes, the newest first."""
    engine = open_engine(database)
    with reading(engine) as session:
        found = [each.reason for each in list_revisions(session, subject_type="event", subject_key=slug)]
    engine.dispose()
    return found


def reload(visitor: Visitor) -> None:
    """Load the page anew, as F5 does."""
    visitor.page.reload()
    visitor.settle()


def leave(visitor: Visitor) -> None:
    """Leave the field with the cursor, so that what was typed is sent, and wait until the page has answered."""
    visitor.page.keyboard.press("Tab")
    visitor.settle()


def expect_back(page: Page) -> None:
    """Wait until the page says that unsaved text is back."""
    expect(page.get_by_text(BACK)).to_be_visible()


def expect_not_back(page: Page) -> None:
    """Wait until the form is drawn, empty, without a word on unsaved text."""
    expect(field(page, "Title")).to_have_value("")
    expect(page.get_by_text(BACK)).to_have_count(0)


def toggle_more(page: Page) -> None:
    """Open or close the box with the fields that may stay empty."""
    page.get_by_text("More about the event").click()


def test_half_an_event_outlives_a_reload_and_a_saved_one_does_not(desk: Desk, visit: Visit) -> None:
    """Texts, choices, further sources, folded fields and the last letters before the reload are all there again."""
    visitor = visit()
    page = visitor.page
    title = "Ministry hears from map makers"
    fill_form(visitor, desk.url, title, "12 March 2014")
    toggle_more(page)
    field(page, "Chinese title").fill("测试用的标题")
    leave(visitor)
    choose(page, "Sectors", "Gaming")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Another source").click()
    field(page, "Address (URL)").nth(1).fill("https://example.org/second")
    leave(visitor)
    field(page, "Summary").press_sequentially("Not yet sent to the server")
    reload(visitor)
    expect_back(page)
    kept = {"Title": title, "Date": "12 March 2014", "Why this stance": "A pledge to approve more"}
    for label, value in (kept | {"Chinese title": "测试用的标题", "Summary": "Not yet sent to the server"}).items():
        expect(field(page, label)).to_have_value(value)
    expect(page.get_by_role("radio", name="+1 easing signal")).to_be_checked()
    expect(page.get_by_role("combobox", name="Kind (needed)", exact=True)).to_have_value(re.compile("^Signal"))
    expect(field(page, "Address (URL)").nth(1)).to_have_value("https://example.org/second")
    visitor.settle()
    toggle_more(page)
    expect(field(page, "Chinese title")).to_be_hidden()
    save_button(page).click()
    expect_saved(page, title)
    [event] = stored_as(desk.database, title)
    assert (event.title_zh, event.summary) == ("测试用的标题", "Not yet sent to the server")
    assert (event.sectors, len(event.sources)) == (("gaming",), 2)
    reload(visitor)
    expect_not_back(page)
    assert visitor.errors == []


def test_two_tabs_keep_their_own_texts(desk: Desk, visit: Visit) -> None:
    """What is typed in one tab comes back in that tab, and a save in one leaves the other's text alone."""
    one, other = visit(), visit()
    fill_form(one, desk.url, "Typed in the first tab", "1 May 2015")
    fill_form(other, desk.url, "Typed in the second tab", "2 May 2015")
    reload(one)
    expect_back(one.page)
    expect(field(one.page, "Title")).to_have_value("Typed in the first tab")
    save_button(one.page).click()
    expect_saved(one.page, "Typed in the first tab")
    reload(other)
    expect_back(other.page)
    expect(field(other.page, "Title")).to_have_value("Typed in the second tab")
    reload(one)
    expect_not_back(one.page)


TYPE = """
const type = (box) => {
  const text = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value");
  box.focus();
  text.set.call(box, "New words");
  box.dispatchEvent(new Event("input", { bubbles: true }));
};
const title = () => document.querySelector('input[aria-label="Title (needed)"]');
"""
AT_ONCE = """
const watch = new MutationObserver(() => { if (title()) { watch.disconnect(); type(title()) } });
watch.observe(document, { childList: true, subtree: true });
"""
BEFORE_THE_ANSWER = """
const send = WebSocket.prototype.send;
WebSocket.prototype.send = function (data) {
  send.call(this, data);
  if (!window.hasTyped && new TextDecoder().decode(data).includes('since')) { window.hasTyped = true; type(title()) }
};
"""


@pytest.mark.parametrize("when", [AT_ONCE, BEFORE_THE_ANSWER])
def test_what_is_typed_after_the_reload_stays(desk: Desk, visit: Visit, when: str) -> None:
    """A field that is typed into before the text is back keeps the new words; the others are filled."""
    visitor = visit(stranger=True)
    page = visitor.page
    fill_form(visitor, desk.url, "The former words", "3 May 2015")
    page.add_init_script(TYPE + when)
    reload(visitor)
    expect_back(page)
    expect(field(page, "Why this stance")).to_have_value("A pledge to approve more")
    expect(field(page, "Title")).to_have_value("New words")
    leave(visitor)
    expect(field(page, "Title")).to_have_value("New words")
    expect(field(page, "Date")).to_have_value("3 May 2015")


@pytest.mark.parametrize("way", ["Discard it", "Clear"])
def test_text_that_was_given_up_does_not_come_back(desk: Desk, visit: Visit, way: str) -> None:
    """After a press of either button the form is empty, and stays so."""
    visitor = visit()
    page = visitor.page
    fill_form(visitor, desk.url, "Not meant to be", "4 May 2015")
    reload(visitor)
    expect_back(page)
    page.get_by_role("button", name=way, exact=True).click()
    if way == "Clear":
        page.get_by_role("button", name="Give up what I typed").click()
    expect_not_back(page)
    visitor.settle()
    reload(visitor)
    expect_not_back(page)


def test_half_a_correction_outlives_a_reload_on_the_version_that_it_was_made_on(desk: Desk, visit: Visit) -> None:
    """A save of somebody else in the meantime is not written over: both texts are shown."""
    visitor, somebody = visit(), visit(stranger=True)
    page = visitor.page
    address = f"{desk.url}/edit?event=alibaba-fine"
    for each in (visitor, somebody):
        each.goto(address)
        expect(field(each.page, "Title")).not_to_have_value("")
    field(page, "Title").fill("My half of a correction")
    leave(visitor)
    field(page, "Why this change").press_sequentially("I saw the notice")
    field(somebody.page, "Title").fill("Their title")
    leave(somebody)
    somebody.page.get_by_role("button", name="Save the change").click()
    expect(somebody.page.get_by_text("Saved as version 2")).to_be_visible()
    reload(visitor)
    expect_back(page)
    expect(field(page, "Title")).to_have_value("My half of a correction")
    expect(field(page, "Why this change")).to_have_value("I saw the notice")
    page.get_by_role("button", name="Save the change").click()
    expect(page.get_by_text("Somebody else saved version 2")).to_be_visible()
    # Another event's form knows nothing of it.
    visitor.goto(f"{desk.url}/edit?event=didi-app-removal")
    expect(field(page, "Title")).to_have_value("DiDi app ordered out of app stores")
    expect(page.get_by_text(BACK)).to_have_count(0)


def test_the_text_of_an_article_outlives_a_reload(desk: Desk, visit: Visit) -> None:
    """Text, day, address and publisher are there again, sent or not."""
    visitor = visit()
    page = visitor.page
    visitor.goto(f"{desk.url}/article")
    text = "On 3 March 2019 the regulator met platform firms.\n\n会议于2019年3月3日举行。"
    field(page, "Text of the article").fill(text)
    leave(visitor)
    field(page, "Published on").fill("4 March 2019")
    leave(visitor)
    field(page, "Publisher").press_sequentially("A paper")
    reload(visitor)
    expect_back(page)
    for label, value in {"Text of the article": text, "Published on": "4 March 2019", "Publisher": "A paper"}.items():
        expect(field(page, label)).to_have_value(value)
    page.get_by_role("button", name="Discard it").click()
    expect(field(page, "Text of the article")).to_have_value("")
    assert visitor.errors == []


def test_a_reason_in_review_outlives_a_reload(desk: Desk, visit: Visit) -> None:
    """The reason belongs to the draft that it was typed for, and goes with the press of a button."""
    visitor = visit()
    page = visitor.page
    for number, slug in enumerate(("draft-one", "draft-two"), start=1):
        add_draft(desk.database, slug, f"Draft {number}")
    visitor.goto(f"{desk.url}/review")
    field(page, "Reason, for the history").press_sequentially("The source says otherwise")
    reload(visitor)
    expect_back(page)
    expect(field(page, "Reason, for the history")).to_have_value("The source says otherwise")
    page.get_by_role("button", name="Send back").click()
    expect(page.get_by_text("Sent back")).to_be_visible()
    assert reasons(desk.database, "draft-one")[0] == "The source says otherwise"
    reload(visitor)
    choose(page, "2 waiting", "Draft 2")
    expect(field(page, "Reason, for the history")).to_have_value("")
    expect(page.get_by_text(BACK)).to_have_count(0)


def test_a_browser_without_storage_asks_before_the_page_is_left(desk: Desk, visit: Visit) -> None:
    """Where the text cannot be kept, it does not go without a question."""
    visitor = visit(stranger=True)
    page = visitor.page
    page.add_init_script("Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') }")
    visitor.goto(f"{desk.url}/add")
    field(page, "Title").press_sequentially("Nowhere to keep it")
    leave(visitor)
    # The browser's own question waits for a person; what brings it up is that the page refuses to be left.
    page.wait_for_function("() => !window.dispatchEvent(new Event('beforeunload', { cancelable: true }))")
