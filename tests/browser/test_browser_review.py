"""The review page by the keyboard alone, as somebody works through a queue."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.keyboard import press_until
from tests.browser.timeline_page import choose
from tests.support.dashboard import Desk, Visitor
from tests.support.makers import make_draft
from tracker.actors import Actor
from tracker.database import open_engine, reading, writing
from tracker.queries import get_event, list_revisions
from tracker.store import NewEvent, add_events
from tracker.vocabulary import Origin, ReviewState, Role

pytestmark = pytest.mark.browser

Visit = Callable[..., Visitor]

WAITING = {"alpha": Origin.FORM, "beta": Origin.ARTICLE, "gamma": Origin.FORM, "delta": Origin.FORM}


def add_draft(desk: Desk, slug: str, origin: Origin, date: str) -> None:
    """Put a draft before the reviewer."""
    new = NewEvent(
        make_draft(title=f"Draft {slug}", date=date, sources=[{"url": f"https://example.org/{slug}"}]),
        slug,
        ReviewState.DRAFT,
    )
    engine = open_engine(desk.database)
    with writing(engine) as session:
        add_events(session, [new], origin=origin, actor=Actor("Ann", Role.EDITOR))
    engine.dispose()


@pytest.fixture
def queue(desk: Desk) -> Desk:
    """A dashboard where four drafts wait, from two origins."""
    for day, (slug, origin) in enumerate(WAITING.items(), start=1):
        add_draft(desk, slug, origin, f"2026-06-0{day}")
    return desk


def expect_waiting(page: Page, count: int, *, first: str) -> None:
    """Wait until so many Events wait, and the card shows this one."""
    expect(page.get_by_text(f"{count} waiting", exact=True)).to_be_visible()
    expect(page.get_by_role("heading", name=f"Draft {first}")).to_be_visible()


def history_of(desk: Desk, slug: str) -> tuple[str, str, str]:
    """Return where an Event stands, and the last step with its reason."""
    engine = open_engine(desk.database)
    with reading(engine) as session:
        last = list_revisions(session, subject_type="event", subject_key=slug, limit=1)[0]
        state = get_event(session, slug).review_state.value
    engine.dispose()
    return state, last.action, last.reason


def test_a_queue_is_worked_through_by_the_keyboard_alone(queue: Desk, visit: Visit) -> None:
    """From the navigation to an empty queue: accept, send back with a reason that was just typed, choose, reject."""
    visitor = visit()
    page = visitor.page
    visitor.goto(queue.url)
    expect(page.get_by_role("button", name="Edit the record")).to_be_visible()
    press_until(page, "Tab", "Edit the record")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Review (4)")).to_be_visible()
    press_until(page, "ArrowDown", "Review (4)")
    page.keyboard.press("Enter")
    expect_waiting(page, 4, first="alpha")

    visitor.settle()
    page.keyboard.press("Alt+a")
    expect_waiting(page, 3, first="beta")
    expect(page.get_by_text("Accepted: Draft alpha")).to_be_visible()
    assert history_of(queue, "alpha")[:2] == ("accepted", "accept")

    press_until(page, "Tab", "Reason, for the history")
    page.keyboard.type("One more source")
    page.keyboard.press("Alt+s")
    expect(page.get_by_text("Sent back: Draft beta")).to_be_visible()
    assert history_of(queue, "beta") == ("disputed", "send back", "One more source")

    press_until(page, "Tab", "3 waiting")
    choose(page, "3 waiting", "Draft delta")
    expect_waiting(page, 3, first="delta")
    visitor.settle()
    page.keyboard.press("Alt+x")
    expect(page.get_by_text("Rejected: Draft delta")).to_be_visible()
    assert history_of(queue, "delta")[:2] == ("rejected", "reject")

    press_until(page, "Tab", "draft")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    expect_waiting(page, 1, first="beta")
    expect(page.get_by_role("button", name="Send back")).to_have_count(0)
    visitor.settle()
    page.keyboard.press("Alt+u")
    expect(page.get_by_text("Submitted: Draft beta")).to_be_visible()
    assert history_of(queue, "beta")[:2] == ("draft", "submit")
    assert visitor.errors == []


def test_a_double_click_is_told_as_what_it_did(desk: Desk, visit: Visit) -> None:
    """The second half is no other person's change: the page says that the draft was accepted, and no more."""
    add_draft(desk, "twice", Origin.FORM, "2026-07-01")
    visitor = visit()
    page = visitor.page
    visitor.goto(f"{desk.url}/review")
    page.get_by_role("textbox", name="Search").fill("Draft twice")
    page.keyboard.press("Enter")
    expect_waiting(page, 1, first="twice")
    page.get_by_role("button", name="Accept").dblclick()
    expect(page.get_by_text("Nothing waits for review here")).to_be_visible()
    expect(page.get_by_text("Accepted: Draft twice")).to_be_visible()
    expect(page.get_by_text("somebody else")).to_have_count(0)
    assert history_of(desk, "twice")[:2] == ("accepted", "accept")
