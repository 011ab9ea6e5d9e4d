"""The inbox by the keyboard alone: from a feed on this machine to an accepted event with its source."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.keyboard import press_until
from tests.support.dashboard import Desk, Visitor
from tests.support.feed_server import FeedServer, item, rss
from tests.support.feed_server import Page as Served
from tracker.database import open_engine, reading
from tracker.feed_items import InboxItem, ItemState
from tracker.feeds.feed_list import Feed
from tracker.feeds.rounds import fetch_round
from tracker.queries import get_event
from tracker.queries.inbox import EVERY_ITEM_STATE, list_items
from tracker.read_models import EventRow
from tracker.vocabulary import ReviewState

pytestmark = pytest.mark.browser

Visit = Callable[..., Visitor]

PAGE = "https://example.org/moonrabbit"
ITEMS = (
    item(
        5,
        title="Moonrabbit fined over data security",
        link=PAGE,
        description="On 3 June 2026 the Cyberspace Administration of China fined Moonrabbit Mobility 10 million yuan "
        "over data security, as the regulator said in a notice on its site.",
    ),
    item(
        2,
        title="A look back at DiDi and the regulator",
        link="https://example.org/didi",
        description="On 4 July 2021 the Cyberspace Administration of China told app stores to remove DiDi's apps.",
    ),
    item(3, title="Pandas go home", link="https://example.org/pandas", description="Two pandas flew on Friday."),
)


@pytest.fixture
def inbox(desk: Desk, feed_server: FeedServer) -> Desk:
    """A dashboard into whose inbox a round of fetching has brought three items."""
    feed_server.pages["/feed"] = Served(rss(*ITEMS))
    feed = Feed("paper", "The Paper", feed_server.url("/feed"), language="en")
    engine = open_engine(desk.database)
    done = fetch_round(engine, [feed], feed_server.manners())
    engine.dispose()
    assert done.failed == 0
    return desk


def kept(desk: Desk, title: str) -> InboxItem:
    """Return the item of a title."""
    engine = open_engine(desk.database)
    with reading(engine) as session:
        found = next(each for each in list_items(session, EVERY_ITEM_STATE) if title in each.title)
    engine.dispose()
    return found


def stored(desk: Desk, slug: str) -> EventRow:
    """Return an event of the record."""
    engine = open_engine(desk.database)
    with reading(engine) as session:
        event = get_event(session, slug)
    engine.dispose()
    return event


def expect_item(visitor: Visitor, title: str) -> None:
    """Wait until an item is shown in full."""
    expect(visitor.page.get_by_role("heading", name=title)).to_be_visible()
    visitor.settle()


def open_by_keyboard(visitor: Visitor, name: str) -> None:
    """Open a page of the navigation's menu."""
    page = visitor.page
    press_until(page, "Tab", "Edit the record")
    page.keyboard.press("Enter")
    expect(page.get_by_text(name, exact=False).first).to_be_visible()
    press_until(page, "ArrowDown", name)
    page.keyboard.press("Enter")


def accept_in_review(visitor: Visitor, words: str) -> None:
    """Find the one draft of these words in review, and accept it."""
    page = visitor.page
    open_by_keyboard(visitor, "Review (")
    expect(page.get_by_role("button", name="Accept")).to_be_visible()
    visitor.settle()
    press_until(page, "Tab", "Search")
    page.keyboard.type(words)
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 waiting", exact=True)).to_be_visible()
    visitor.settle()
    page.keyboard.press("Alt+a")
    expect(page.get_by_text("Nothing waits for review here")).to_be_visible()


def test_from_a_feed_to_an_accepted_event_by_the_keyboard_alone(inbox: Desk, visit: Visit) -> None:
    """Confirm one item as a source, accept one for review and then in review, dismiss one, and take that back."""
    visitor = visit()
    page = visitor.page
    visitor.goto(inbox.url)
    expect(page.get_by_role("button", name="Edit the record")).to_be_visible()
    open_by_keyboard(visitor, "Inbox (3)")
    expect(page.get_by_role("heading", name="Inbox")).to_be_visible()

    expect_item(visitor, "A look back at DiDi and the regulator")
    press_until(page, "Tab", "Language")
    page.keyboard.type("sxoaz")
    page.keyboard.press("Escape")
    visitor.settle()
    assert kept(inbox, "DiDi").state is ItemState.NEW

    page.keyboard.press("Alt+s")
    expect_item(visitor, "Moonrabbit fined over data security")
    assert kept(inbox, "DiDi").confirmed == ("didi-app-removal",)
    assert "https://example.org/didi" in {source.url for source in stored(inbox, "didi-app-removal").sources}

    page.keyboard.press("Alt+a")
    expect_item(visitor, "Pandas go home")
    (slug,) = kept(inbox, "Moonrabbit").drafted

    page.keyboard.press("Alt+x")
    expect(page.get_by_text("No item is left here.")).to_be_visible()
    visitor.settle()
    page.keyboard.press("Alt+z")
    expect_item(visitor, "Pandas go home")
    assert kept(inbox, "Pandas").state is ItemState.NEW
    page.keyboard.press("Alt+x")
    expect(page.get_by_text("No item is left here.")).to_be_visible()
    visitor.settle()

    accept_in_review(visitor, "Moonrabbit")
    event = stored(inbox, slug)
    assert (event.review_state, event.date) == (ReviewState.ACCEPTED, "2026-06-03")
    assert [(source.url, source.publisher) for source in event.sources] == [(PAGE, "The Paper")]
    assert visitor.errors == []
    assert visitor.outside == []
