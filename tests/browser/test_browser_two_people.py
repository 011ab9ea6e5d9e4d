"""Two people at two browsers: on one Event, on two dashboards of one PostgreSQL, and when PostgreSQL goes away."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from adding_page import expect_saved, field, fill_form, save_button
from playwright.sync_api import Locator, Page, expect
from sqlmodel import Session
from timeline_page import card, choose, expect_listed, expect_marks

from tests.support.dashboard import Desk, PerTry, Visitor, running_dashboard
from tests.support.makers import SEED_EVENTS, accepted_record
from tests.support.postgres import PostgresServer
from tracker.database import open_engine, reading, writing
from tracker.filters import EventFilter
from tracker.migrations import upgrade
from tracker.queries import get_event, list_events, list_revisions
from tracker.seeds import load_seeds

pytestmark = [pytest.mark.browser, pytest.mark.postgres]

Visit = Callable[..., Visitor]

AWAY = "The database does not answer"


@contextmanager
def reading_now(database: str) -> Iterator[Session]:
    """Give a session that reads what is stored now."""
    engine = open_engine(database)
    with reading(engine) as session:
        yield session
    engine.dispose()


def open_form(visitor: Visitor, url: str, slug: str) -> None:
    """Open the page that corrects an Event."""
    visitor.goto(f"{url}/edit?event={slug}")
    expect(field(visitor.page, "Title")).not_to_have_value("")


def type_in(visitor: Visitor, label: str, text: str) -> None:
    """Type into a field and leave it, so that what was typed is sent."""
    field(visitor.page, label).fill(text)
    visitor.page.keyboard.press("Tab")
    visitor.settle()


def save_change(page: Page) -> None:
    """Press the button that saves a correction."""
    page.get_by_role("button", name="Save the change").click()


def choice_of(page: Page, heading: str) -> Locator:
    """Return the box in which a field's two texts stand."""
    box = page.locator("[data-testid=stVerticalBlock]").filter(has=page.get_by_text(heading, exact=True))
    return box.filter(has=page.get_by_role("radiogroup")).last


def choose_side(visitor: Visitor, heading: str, words: str) -> None:
    """Choose one of a field's two texts, once the page is drawn."""
    page = visitor.page
    visitor.settle()
    choice_of(page, heading).get_by_text(words, exact=True).click()
    expect(choice_of(page, heading).get_by_role("radio", name=words)).to_be_checked()


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    """A PostgreSQL server that this file may stop."""
    # Another run of tests closes pytest's own folder to the server's user, which a start would notice.
    with TemporaryDirectory() as folder, PostgresServer.started(Path(folder) / "postgres") as server:
        yield server


@pytest.fixture(scope="module")
def offices(server: PostgresServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[PerTry[tuple[Desk, Desk]]]:
    """Two dashboards on one PostgreSQL that holds the curated record, each under its editor's name."""

    @contextmanager
    def make() -> Iterator[tuple[Desk, Desk]]:
        database = server.new_database()
        engine = open_engine(database)
        upgrade(engine)
        with writing(engine) as session:
            load_seeds(session, accepted_record())
        engine.dispose()
        folder = tmp_path_factory.mktemp("two")
        with (
            running_dashboard(database, folder / "ann", TRACKER_EDITOR="Ann") as ann,
            running_dashboard(database, folder / "bob", TRACKER_EDITOR="Bob") as bob,
        ):
            yield Desk(ann, database), Desk(bob, database)

    with PerTry(make) as offices:
        yield offices


@pytest.fixture
def office(request: pytest.FixtureRequest, offices: PerTry[tuple[Desk, Desk]]) -> tuple[Desk, Desk]:
    """The two dashboards that this file's tests write to, each with Events of its own."""
    return offices.of(request)


def test_two_people_on_one_event_lose_nothing(office: tuple[Desk, Desk], visit: Visit) -> None:
    """The second is shown both texts of each field that differs, chooses, and saves; the first is in the history."""
    slug = "didi-app-removal"
    at_ann, at_bob = office
    ann, bob = visit(stranger=True), visit(stranger=True)
    open_form(ann, at_ann.url, slug)
    open_form(bob, at_bob.url, slug)
    type_in(bob, "Title", "Bob's title")
    type_in(bob, "Summary", "Bob's summary.")
    type_in(ann, "Title", "Ann's title")
    type_in(ann, "Why this stance", "Ann's reason")
    save_change(ann.page)
    expect(ann.page.get_by_text("Saved as version 2")).to_be_in_viewport()
    save_change(bob.page)
    expect(bob.page.get_by_text("Somebody else saved version 2")).to_be_visible()
    for heading, mine, theirs in (("Title", "Bob's title", "Ann's title"), ("Summary", "Bob's summary.", None)):
        expect(choice_of(bob.page, heading)).to_contain_text(mine)
        if theirs:
            expect(choice_of(bob.page, heading)).to_contain_text(theirs)
    expect(choice_of(bob.page, "Why this stance")).to_contain_text("Ann's reason")
    expect(bob.page.get_by_role("button", name="Save what is chosen")).to_be_disabled()
    with reading_now(at_bob.database) as session:
        assert (get_event(session, slug).title, get_event(session, slug).version) == ("Ann's title", 2)
    choose_side(bob, "Title", "Take yours")
    bob.page.get_by_role("button", name="Save what is chosen").click()
    expect(bob.page.get_by_text("Saved as version 3")).to_be_visible()
    with reading_now(at_bob.database) as session:
        event = get_event(session, slug)
        changes = list_revisions(session, subject_type="event", subject_key=slug)
    assert (event.title, event.summary, event.stance_reason) == ("Bob's title", "Bob's summary.", "Ann's reason")
    assert [(each.version, each.actor) for each in changes[:2]] == [(3, "Bob"), (2, "Ann")]
    assert changes[1].document["title"] == "Ann's title"
    assert ann.errors == bob.errors == []


def test_a_third_save_while_choosing_is_shown_as_well(office: tuple[Desk, Desk], visit: Visit) -> None:
    """What was chosen beside an older text is asked again beside the newer one, and the own text is still there."""
    slug = "alibaba-fine"
    at_ann, at_bob = office
    ann, bob = visit(stranger=True), visit(stranger=True)
    open_form(bob, at_bob.url, slug)
    open_form(ann, at_ann.url, slug)
    type_in(bob, "Title", "Bob's title")
    for version in (2, 3):
        type_in(ann, "Title", f"Ann's title {version}")
        save_change(ann.page)
        expect(ann.page.get_by_text(f"Saved as version {version}")).to_be_visible()
        if version == 2:
            save_change(bob.page)
            expect(bob.page.get_by_text("Somebody else saved version 2")).to_be_visible()
            choose_side(bob, "Title", "Take the saved one")
    bob.page.get_by_role("button", name="Save what is chosen").click()
    expect(bob.page.get_by_text("Somebody else saved version 3")).to_be_visible()
    expect(choice_of(bob.page, "Title")).to_contain_text("Ann's title 3")
    expect(choice_of(bob.page, "Title")).to_contain_text("Bob's title")
    expect(bob.page.get_by_role("button", name="Save what is chosen")).to_be_disabled()
    choose_side(bob, "Title", "Take yours")
    bob.page.get_by_role("button", name="Save what is chosen").click()
    expect(bob.page.get_by_text("Saved as version 4")).to_be_visible()
    with reading_now(at_bob.database) as session:
        assert get_event(session, slug).title == "Bob's title"


def test_two_dashboards_show_each_others_saves(office: tuple[Desk, Desk], visit: Visit) -> None:
    """A step on the open page of the other process is enough; it need not be loaded again."""
    at_ann, at_bob = office
    ann, bob = visit(stranger=True), visit(stranger=True)
    title = "Ministry opens data exchange"
    bob.goto(at_bob.url)
    expect_marks(bob.page, SEED_EVENTS)
    fill_form(ann, at_ann.url, title, "3 June 2026")
    save_button(ann.page).click()
    expect_saved(ann.page, title)
    bob.page.get_by_role("textbox", name="Search").fill(title)
    bob.page.keyboard.press("Enter")
    expect_marks(bob.page, 1)

    bob.goto(f"{at_bob.url}/?event=ministry-opens-data-exchange")
    expect(card(bob.page).get_by_role("heading", name=title)).to_be_visible()
    card(bob.page).get_by_role("button", name="More").click()
    bob.page.get_by_role("button", name="Withdraw the event").click()
    expect(bob.page.get_by_text(re.compile("^Withdrawn: "))).to_be_visible()
    ann.goto(at_ann.url)
    expect_marks(ann.page, SEED_EVENTS)
    ann.goto(f"{at_ann.url}/history?event=ministry-opens-data-exchange")
    expect(ann.page.get_by_text(re.compile("^Withdrawn by Bob"))).to_be_visible()
    expect(ann.page.get_by_text(re.compile("^Added by Ann"))).to_be_visible()
    assert ann.errors == bob.errors == []


def test_pages_come_back_by_themselves_after_an_outage(
    office: tuple[Desk, Desk], server: PostgresServer, visit: Visit
) -> None:
    """PostgreSQL stops: a sentence for the writer, the reader and a newcomer; it is back: so are they, untouched."""
    slug = "didi-ipo"
    at_ann, at_bob = office
    writer, reader, newcomer = visit(stranger=True), visit(stranger=True), visit(stranger=True)
    open_form(writer, at_ann.url, slug)
    type_in(writer, "Title", "A title typed before")
    reader.goto(f"{at_bob.url}/?search=DiDi")
    with reading_now(at_bob.database) as session:
        marks = len(list_events(session, EventFilter(search="DiDi")))
    expect_listed(reader.page, marks)
    server.stop()
    try:
        field(writer.page, "Summary").fill("A summary typed during.")
        save_change(writer.page)
        choose(reader.page, "Period", "Last 12 months")
        newcomer.page.goto(f"{at_bob.url}/history?event={slug}")
        for each in (writer, reader, newcomer):
            expect(each.page.get_by_text(AWAY)).to_be_visible()
            expect(each.page.get_by_role("link", name="Timeline")).to_be_visible()
    finally:
        server.start()
    expect(field(writer.page, "Title")).to_have_value("A title typed before")
    expect(field(writer.page, "Summary")).to_have_value("A summary typed during.")
    expect(reader.page.get_by_role("textbox", name="Search")).to_have_value("DiDi")
    expect_marks(reader.page, marks)
    expect(newcomer.page.get_by_text("Changes of DiDi lists in New York")).to_be_visible()
    with reading_now(at_ann.database) as session:
        assert get_event(session, slug).version == 1
    save_change(writer.page)
    expect(writer.page.get_by_text("Saved as version 2")).to_be_visible()
    with reading_now(at_ann.database) as session:
        event = get_event(session, slug)
    assert (event.title, event.summary) == ("A title typed before", "A summary typed during.")


def test_a_choice_between_two_texts_survives_an_outage(
    office: tuple[Desk, Desk], server: PostgresServer, visit: Visit
) -> None:
    """The database stops under the save: both texts are there when it is back, and the save goes through."""
    slug = "didi-cyber-review"
    at_ann, at_bob = office
    ann, bob = visit(stranger=True), visit(stranger=True)
    open_form(bob, at_bob.url, slug)
    open_form(ann, at_ann.url, slug)
    type_in(bob, "Title", "Bob's title")
    type_in(ann, "Title", "Ann's title")
    save_change(ann.page)
    expect(ann.page.get_by_text("Saved as version 2")).to_be_visible()
    save_change(bob.page)
    expect(bob.page.get_by_text("Somebody else saved version 2")).to_be_visible()
    choose_side(bob, "Title", "Take yours")
    expect(bob.page.get_by_role("button", name="Save what is chosen")).to_be_enabled()
    server.stop()
    try:
        bob.page.get_by_role("button", name="Save what is chosen").click()
        expect(bob.page.get_by_text(AWAY)).to_be_visible()
    finally:
        server.start()
    expect(choice_of(bob.page, "Title")).to_contain_text("Ann's title")
    expect(choice_of(bob.page, "Title")).to_contain_text("Bob's title")
    choose_side(bob, "Title", "Take yours")
    bob.page.get_by_role("button", name="Save what is chosen").click()
    expect(bob.page.get_by_text("Saved as version 3")).to_be_visible()
    with reading_now(at_bob.database) as session:
        assert get_event(session, slug).title == "Bob's title"
