"""The page for adding an Event as a person uses it, and what then stands in the database."""

import re

from playwright.sync_api import Locator, Page, expect
from timeline_page import choose

from tests.support.dashboard import Visitor
from tracker.database import open_engine, reading
from tracker.filters import EventFilter
from tracker.queries import list_events
from tracker.read_models import EventRow


def field(page: Page, label: str) -> Locator:
    """Return a text field by its label, whether or not the label says that the field is needed."""
    return page.get_by_role("textbox", name=re.compile(rf"^{re.escape(label)}( \(needed\))?$"))


def fill_form(visitor: Visitor, url: str, title: str, date: str) -> None:
    """Open the form and type a whole Event."""
    page = visitor.page
    visitor.goto(f"{url}/add")
    field(page, "Title").fill(title)
    field(page, "Date").fill(date)
    choose(page, "Kind (needed)", "Signal")
    page.get_by_role("radio", name="+1 easing signal").locator("xpath=ancestor::label").click()
    field(page, "Why this stance").fill("A pledge to approve more")
    choose(page, "Reach (needed)", "3 a whole")
    field(page, "Address (URL)").fill("https://example.org/meeting")
    # What was typed last is sent when its field is left.
    page.keyboard.press("Tab")
    visitor.settle()


def save_button(page: Page) -> Locator:
    """Return the button that saves."""
    return page.get_by_role("button", name="Save the event")


def expect_saved(page: Page, title: str) -> None:
    """Wait until the page says that an Event was saved."""
    expect(page.get_by_text(f"Saved: {title}")).to_be_visible()


def stored(database: str) -> list[EventRow]:
    """Return the Events that the database holds."""
    engine = open_engine(database)
    with reading(engine) as session:
        events = list_events(session, EventFilter())
    engine.dispose()
    return list(events)


def stored_as(database: str, title: str) -> list[EventRow]:
    """Return the Events of a title that the database holds."""
    return [event for event in stored(database) if event.title == title]
