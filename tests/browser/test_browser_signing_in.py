"""Signing in, through a provider on this machine, as a reviewer, an editor and a viewer."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from adding_page import fill_form, save_button
from playwright.sync_api import Browser, Page, expect
from sqlmodel import Session
from timeline_page import card, expect_marks

from tests.support.dashboard import ARGUMENTS, Opener, PerTry, Visitor, running_dashboard
from tests.support.oidc import Person, Provider
from tests.support.programs import find_browser
from tracker.database import open_engine, reading
from tracker.queries import get_event, list_events, list_revisions

pytestmark = pytest.mark.browser

Visit = Callable[..., Visitor]

ANN = Person("Ann Lee", "ann@example.org")
BOB = Person("Bob Oh", "bob@example.org")
EVE = Person("Eve Roe", "eve@notexample.org")
MAX = Person("Max May", "max@example.org", email_verified=False)
SLUG = "didi-app-removal"
TITLE = "Ministry invites platform firms"
DRAFT = "ministry-invites-platform-firms"
KEEPING = "Edit the record"


@dataclass(frozen=True)
class Office:
    """A dashboard where people sign in, its database and the provider."""

    url: str
    database: str
    provider: Provider

    @contextmanager
    def record(self) -> Iterator[Session]:
        """Give a session that reads what is stored now."""
        engine = open_engine(self.database)
        with reading(engine) as session:
            yield session
        engine.dispose()

    @property
    def accepted(self) -> int:
        """How many Events the timeline shows."""
        with self.record() as session:
            return len(list_events(session))


@contextmanager
def open_office(database: str, folder: Path) -> Iterator[Office]:
    """Run a provider and a dashboard that trusts it."""
    with Provider.started() as provider:
        (folder / ".streamlit").mkdir()
        secrets = provider.secrets_file(reviewers=[ANN.email], editors=["@example.org"])
        (folder / ".streamlit" / "secrets.toml").write_text(secrets, encoding="utf-8")
        with running_dashboard(database, folder / "log") as url:
            yield Office(url, database, provider)


@pytest.fixture(scope="module")
def offices(on_copies: Callable[[Opener[Office]], PerTry[Office]]) -> Iterator[PerTry[Office]]:
    """This file's offices."""
    with on_copies(open_office) as offices:
        yield offices


@pytest.fixture
def office(request: pytest.FixtureRequest, offices: PerTry[Office]) -> Office:
    """The office of this file's tests; each has Events of its own."""
    return offices.of(request)


def sign_in(office: Office, visitor: Visitor, person: Person) -> None:
    """Go through the provider and come back as a person."""
    office.provider.visitor = person
    page = visitor.page
    visitor.goto(f"{office.url}/account")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("link", name=person.name)).to_be_visible()
    expect(page).to_have_url(re.compile(f"^{re.escape(office.url)}/"))
    visitor.settle()


def expect_no_such_page(page: Page) -> None:
    """Wait until Streamlit says that the address leads nowhere."""
    expect(page.get_by_text("Page not found")).to_be_visible()


def test_whoever_has_not_signed_in_reads(office: Office, visit: Visit) -> None:
    """The whole record, no page that writes, no button on the card, and a way to sign in."""
    visitor = visit(stranger=True)
    page = visitor.page
    visitor.goto(f"{office.url}/?event={SLUG}")
    expect_marks(page, office.accepted)
    expect(card(page).get_by_role("link", name="History")).to_be_visible()
    expect(card(page).get_by_role("link", name="Edit")).to_have_count(0)
    expect(page.get_by_role("button", name=KEEPING)).to_have_count(0)
    expect(page.get_by_role("link", name="Sign in")).to_be_visible()
    assert visitor.errors == []
    for path in ("add", "edit"):
        visitor.goto(f"{office.url}/{path}?event={SLUG}")
        expect_no_such_page(page)


@pytest.mark.parametrize(
    ("person", "why"), [(EVE, "can put your address on its list"), (MAX, "does not say that your e-mail address")]
)
def test_a_viewer_who_has_signed_in_still_reads(office: Office, visit: Visit, person: Person, why: str) -> None:
    """An address that only ends like one on the list, or that nobody vouches for, gives no rights, and is told so."""
    visitor = visit(stranger=True)
    page = visitor.page
    sign_in(office, visitor, person)
    expect(page.get_by_role("button", name=KEEPING)).to_have_count(0)
    page.get_by_role("link", name=person.name).click()
    expect(page.get_by_text("You are here as viewer")).to_be_visible()
    expect(page.get_by_text(why)).to_be_visible()
    visitor.goto(f"{office.url}/add")
    expect_no_such_page(page)
    assert visitor.outside == []


def test_an_editors_event_is_a_draft_until_a_reviewer_accepts_it(office: Office, visit: Visit) -> None:
    """Two people at two browsers: each may do what the role says, and both names stand in the history."""
    editor, reviewer = visit(stranger=True), visit(stranger=True)
    sign_in(office, editor, BOB)
    fill_form(editor, office.url, TITLE, "3 June 2026")
    save_button(editor.page).click()
    expect(editor.page.get_by_text(f"Saved as a draft; it waits on Review: {TITLE}")).to_be_visible()
    with office.record() as session:
        assert get_event(session, DRAFT).review_state == "draft"
    editor.page.get_by_role("link", name="To the review").click()
    expect(editor.page.get_by_text("A reviewer decides")).to_be_visible()
    expect(editor.page.get_by_role("button", name="Accept")).to_have_count(0)
    editor.goto(office.url)
    expect_marks(editor.page, office.accepted)

    sign_in(office, reviewer, ANN)
    reviewer.goto(f"{office.url}/review")
    expect(reviewer.page.get_by_role("heading", name=TITLE)).to_be_visible()
    reviewer.page.get_by_role("button", name="Accept").click()
    expect(reviewer.page.get_by_text("Nothing waits for review here")).to_be_visible()
    with office.record() as session:
        assert get_event(session, DRAFT).review_state == "accepted"
        changes = list_revisions(session, subject_type="event", subject_key=DRAFT)
    assert [(each.action, each.actor) for each in changes] == [("accept", ANN.name), ("add", BOB.name)]
    editor.goto(f"{office.url}/history?event={DRAFT}")
    expect(editor.page.get_by_text(f"Accepted by {ANN.name}")).to_be_visible()
    expect(editor.page.get_by_text(f"Added by {BOB.name}")).to_be_visible()
    assert editor.errors == reviewer.errors == []


def test_signing_out_ends_all_rights(office: Office, visit: Visit) -> None:
    """Here and at the provider; a new visit with the same browser is a stranger's, and signing in again works."""
    visitor = visit(stranger=True)
    page = visitor.page
    sign_in(office, visitor, ANN)
    expect(page.get_by_role("button", name=KEEPING)).to_be_visible()
    before = office.provider.sign_outs
    page.get_by_role("link", name=ANN.name).click()
    expect(page.get_by_text("You are here as reviewer")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in")).to_be_visible()
    assert office.provider.sign_outs == before + 1
    visitor.goto(f"{office.url}/add")
    expect_no_such_page(page)
    sign_in(office, visitor, BOB)
    expect(page.get_by_role("button", name=KEEPING)).to_be_visible()


def test_a_refusal_at_the_provider_leads_back_as_a_stranger(office: Office, visit: Visit) -> None:
    """Whoever gives up at the provider reads on."""
    visitor = visit(stranger=True)
    office.provider.visitor = None
    visitor.goto(f"{office.url}/account")
    visitor.page.get_by_role("button", name="Sign in", exact=True).click()
    expect_marks(visitor.page, office.accepted)
    expect(visitor.page.get_by_role("link", name="Sign in")).to_be_visible()


def test_a_forged_sign_in_is_a_strangers(office: Office, visit: Visit) -> None:
    """A cookie that was not signed with this dashboard's secret gives nothing."""
    visitor = visit(stranger=True)
    page = visitor.page
    sign_in(office, visitor, BOB)
    [cookie] = [each for each in page.context.cookies() if each["name"] == "_streamlit_user"]
    half = len(cookie["value"]) // 2
    other = "A" if cookie["value"][half] != "A" else "B"
    forged = cookie["value"][:half] + other + cookie["value"][half + 1 :]
    page.context.add_cookies([{"name": cookie["name"], "value": forged, "url": office.url}])
    visitor.goto(office.url)
    expect(page.get_by_role("link", name="Sign in")).to_be_visible()
    expect(page.get_by_role("button", name=KEEPING)).to_have_count(0)


def test_under_another_name_the_page_leads_to_the_right_one(office: Office, visit: Visit) -> None:
    """Signing in under a name that the provider does not know would fail without a word."""
    visitor = visit(stranger=True)
    visitor.goto(f"{office.url.replace('127.0.0.1', 'localhost')}/account")
    expect(visitor.page.get_by_text("Sign-in works under one address only")).to_be_visible()
    expect(visitor.page.get_by_role("link", name="Go to")).to_have_attribute("href", office.url)


def test_a_page_under_a_foreign_name_is_refused(dashboard: str, browser: Browser, visit: Visit) -> None:
    """A name of somebody else's that leads to this machine shows nothing; the machine's own name does."""
    at_home = visit()
    at_home.goto(dashboard)
    expect(at_home.page.get_by_role("button", name=KEEPING)).to_be_visible()
    arguments = [*ARGUMENTS, "--host-resolver-rules=MAP tracker.example 127.0.0.1"]
    elsewhere = browser.browser_type.launch(executable_path=find_browser(), args=arguments)
    try:
        page = elsewhere.new_page()
        answer = page.goto(dashboard.replace("127.0.0.1", "tracker.example"))
        assert answer is not None
        assert answer.status == 400
        assert page.inner_text("body") == "Invalid host header"
    finally:
        elsewhere.close()
