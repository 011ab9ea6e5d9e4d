"""What a site tells of its history is read once, and is what the record itself gives for each filter."""

import datetime as dt
import io
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from tests.publish.conftest import BASE, TODAY, publish
from tests.support.command_line import Run
from tracker.database import open_engine, reading
from tracker.exports import Asked, write_export
from tracker.filters import EventFilter
from tracker.publish import site as making
from tracker.publish.changed_days import read_changes
from tracker.publish.facets import Facet, read_site
from tracker.publish.following import file_beside, followed_by, followed_names, following_files
from tracker.publish.pages import SiteWords
from tracker.publish.places import day_place, event_place


@pytest.fixture
def changed(run: Run, seeded_url: str) -> Iterator[Engine]:
    """The curated record after a correction, a change of names, a withdrawal and a merge."""
    engine = open_engine(seeded_url)
    with reading(engine) as session:
        events = read_site(session, EventFilter(), TODAY).events
    chosen = [each.slug for each in events if "DiDi" in each.companies][-5:]
    corrected, renamed, withdrawn, gone, kept = chosen
    assert run("edit", corrected, "--title", "A title in better words", "--why", "Better words").status == 0
    assert run("edit", renamed, "--company", "Meituan", "--why", "It is about Meituan").status == 0
    assert run("withdraw", withdrawn, "--why", "A test").status == 0
    assert run("merge", gone, kept, "--why", "The same").status == 0
    yield engine
    engine.dispose()


def from_the_record(session: Session, facet: Facet, name: str, left: Mapping[str, str]) -> bytes:
    """Return a file that the record gives when it is asked for one filter alone."""
    words, stream = SiteWords("", BASE), io.BytesIO()

    def link(slug: str) -> str:
        return words.url(left.get(slug, event_place(slug)) if slug else facet.place)

    address = words.url(file_beside(facet, name))
    write_export(Asked(session=session, chosen=facet.chosen, link=link, address=address, on=TODAY), name, stream)
    return stream.getvalue()


@pytest.mark.parametrize("since", [None, dt.date(2021, 7, 1)])
def test_feeds_and_calendars_are_those_of_the_record(changed: Engine, since: dt.date | None) -> None:
    """Byte by byte, also of names that an event bore only before a correction, and within a period."""
    with reading(changed) as session:
        site = read_site(session, EventFilter(since=since), TODAY)
        history = read_changes(session, site, followed_names(site))
        found = dict(following_files(site, history, SiteWords("", BASE)))
        # The day on which an event left is the latest one that tells of it.
        days = reversed(history.days.items())
        left = {each.slug: day_place(day.isoformat()) for day, of_day in days for each in of_day if not each.place}
        expected = {
            file_beside(facet, name): from_the_record(session, facet, name, left)
            for facet in (site.whole, *site.facets)
            for name in followed_by(site, facet)
        }
    assert len(found) > 50
    assert found == expected
    feed = found["company/didi.atom"].decode()
    assert all(f"{kind}: " in feed for kind in ("Added", "Corrected", "Withdrawn", "Merged"))


def test_nothing_is_read_while_a_site_is_drawn(
    changed: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A standby ends what reads for too long: the transaction has ended when the first page is made."""
    open_at = []
    files = making._files

    def watched(*values: object) -> object:
        open_at.append(session.in_transaction())
        return files(*values)

    monkeypatch.setattr(making, "_files", watched)
    with reading(changed) as session:
        making.publish_site(session, tmp_path / "site", EventFilter(companies=("didi",)), today=TODAY)
        assert not session.in_transaction()
    assert open_at == [False]


def test_a_site_is_published_from_either_database(engine: Engine, tmp_path: Path) -> None:
    """From PostgreSQL too, also where nothing is recorded."""
    assert publish(engine, tmp_path / "site").files > 5


def test_the_page_of_a_day_tells_what_a_list_lost_and_gained(changed: Engine, tmp_path: Path) -> None:
    """And not both lists whole; what is no list has its former and its new value."""
    with reading(changed) as session:
        history = read_changes(session, read_site(session, EventFilter(), TODAY), ())
    publish(changed, tmp_path / "site")
    page = (tmp_path / "site" / day_place(next(iter(history.days)).isoformat())).read_text(encoding="utf-8")
    companies = page[page.index("<li>Companies: ") :].partition("</li>")[0]
    assert companies.startswith("<li>Companies: taken away: <del>")
    assert companies.endswith("; added: <ins>Meituan</ins>")
    assert "</del> → <ins>A title in better words</ins>" in page
