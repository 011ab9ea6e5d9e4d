"""Two dashboards behind one web server, on one PostgreSQL, that read from its streaming replica."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

import psycopg
import pytest
from adding_page import field
from playwright.sync_api import expect
from sqlalchemy import make_url

from tests.support.dashboard import Visitor, running_dashboard
from tests.support.makers import accepted_record
from tests.support.nginx import running_nginx
from tests.support.postgres import PostgresServer
from tracker.database import open_engine, reading, writing
from tracker.migrations import upgrade
from tracker.queries import list_revisions
from tracker.seeds import load_seeds

pytestmark = [pytest.mark.browser, pytest.mark.postgres]

Visit = Callable[..., Visitor]
SLUG = "didi-app-removal"
NUMBERS = count(1)
TRIES = 20


@dataclass
class Site:
    """Two dashboards, the web server before both, and the two databases."""

    ann: str
    bob: str
    front: str
    database: str
    replica: PostgresServer

    def on_replica(self, sql: str) -> None:
        """Ask the replica itself for something."""
        name = make_url(self.database).database
        with psycopg.connect(f"host=127.0.0.1 port={self.replica.port} user=tracker dbname={name}") as connection:
            connection.execute(sql)


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    """The curated record on a primary with a replica, and everything in front of it; all are ended by process id."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        primary = stack.enter_context(PostgresServer.started(folder / "primary"))
        database = primary.new_database()
        engine = open_engine(database)
        upgrade(engine)
        with writing(engine) as session:
            load_seeds(session, accepted_record())
        engine.dispose()
        replica = stack.enter_context(primary.replica(folder / "replica"))
        read = {"TRACKER_READ_URL": replica.url(make_url(database).database or "")}
        dashboards = [
            stack.enter_context(running_dashboard(database, folder / name, TRACKER_EDITOR=name, **read))
            for name in ("Ann", "Bob")
        ]
        (folder / "nginx").mkdir()
        ports = [urlsplit(each).port or 0 for each in dashboards]
        front = stack.enter_context(running_nginx(folder / "nginx", *ports))
        yield Site(*dashboards, front, database, replica)


def save_title(visitor: Visitor, url: str, title: str) -> None:
    """Correct the Event's title, and wait until the page says that it is saved."""
    visitor.goto(f"{url}/edit?event={SLUG}")
    expect(field(visitor.page, "Title")).not_to_have_value("")
    field(visitor.page, "Title").fill(title)
    visitor.page.keyboard.press("Tab")
    visitor.settle()
    visitor.page.get_by_role("button", name="Save the change").click()
    expect(visitor.page.get_by_test_id("stAlertContentSuccess").first).to_be_visible()
    visitor.settle()


def shows(visitor: Visitor, url: str, title: str) -> bool:
    """Open the Event's card and tell whether it has a title."""
    visitor.goto(f"{url}/?event={SLUG}")
    expect(visitor.page.get_by_text("DiDi").first).to_be_visible()
    visitor.settle()
    return visitor.page.get_by_text(title, exact=True).count() > 0


def new_title() -> str:
    """Return a title that no try has used before."""
    return f"DiDi, title {next(NUMBERS)}"


def test_a_save_is_seen_by_the_saver_at_once_and_by_others_soon(site: Site, visit: Visit) -> None:
    """Also while the replica stands still; once it follows again, the other dashboard shows the save."""
    ann, bob, title = visit(), visit(stranger=True), new_title()
    assert not shows(bob, site.bob, title)
    site.on_replica("SELECT pg_wal_replay_pause()")
    try:
        save_title(ann, site.ann, title)
        assert shows(ann, site.ann, title)
        assert not shows(bob, site.bob, title)
    finally:
        site.on_replica("SELECT pg_wal_replay_resume()")
    assert any(shows(bob, site.bob, title) for _ in range(TRIES))
    assert ann.errors == bob.errors == []


def test_the_web_server_leads_to_a_dashboard_that_works(site: Site, visit: Visit) -> None:
    """A visitor who comes through the web server saves and sees it, whichever dashboard that leads to."""
    ann, title = visit(), new_title()
    save_title(ann, site.front, title)
    assert shows(ann, site.front, title)


def test_reads_and_saves_go_on_when_the_replica_is_gone(site: Site, visit: Visit) -> None:
    """Both dashboards read the database itself from then on; the history holds the save."""
    ann, bob, title = visit(), visit(stranger=True), new_title()
    site.replica.stop()
    try:
        assert not shows(bob, site.bob, title)
        save_title(ann, site.ann, title)
        assert shows(ann, site.ann, title)
        assert shows(bob, site.bob, title)
    finally:
        site.replica.start()
    assert shows(bob, site.bob, title)
    engine = open_engine(site.database)
    with reading(engine) as session:
        assert list_revisions(session, limit=1)[0].document["title"] == title
    engine.dispose()
