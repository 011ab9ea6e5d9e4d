"""Two events merged in a real browser: the question comes first, and the answer closes it and tells the news."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from tests.support.dashboard import Visitor, running_dashboard
from tests.support.makers import make_draft, new_database
from tracker.actors import Actor
from tracker.database import reading, writing
from tracker.queries import find_slug
from tracker.store import NewEvent, add_events
from tracker.vocabulary import Origin

Visit = Callable[..., Visitor]


def test_a_merge_is_asked_about_and_told(visit: Visit, tmp_path: Path) -> None:
    """Closing the question changes nothing; the second press merges, closes it and shows the news."""
    database = f"sqlite:///{tmp_path / 'tracker.db'}"
    engine = new_database(database)
    new = [NewEvent(make_draft(title=f"The {slug} one"), slug) for slug in ("first", "second")]
    with writing(engine) as session:
        add_events(session, new, origin=Origin.FORM, actor=Actor("Ann"))
    with running_dashboard(database, tmp_path / "log") as url:
        visitor = visit(stranger=True)
        visitor.goto(f"{url}/duplicates")
        page = visitor.page
        page.get_by_role("button", name="Merge, keep the left one").click()
        page.get_by_role("dialog").get_by_role("button", name="Close").click()
        with reading(engine) as session:
            assert find_slug(session, "second") == "second"
        page.get_by_role("button", name="Merge, keep the left one").click()
        page.get_by_role("dialog").get_by_role("button", name="Merge", exact=True).click()
        expect(page.get_by_text("No pair looks like one event")).to_be_visible()
        expect(page.get_by_text("was merged into")).to_be_visible()
        expect(page.get_by_role("dialog")).to_have_count(0)
    with reading(engine) as session:
        assert find_slug(session, "second") == "first"
    assert visitor.errors == []
