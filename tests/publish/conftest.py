"""A published site of the curated record, made once, and what tests look at in one."""

import datetime as dt
import re
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from tests.support.site_reading import led_to, pages_of
from tracker.database import reading
from tracker.filters import EventFilter
from tracker.publish import Published, publish_site

BASE = "https://tracker.example.org/china/"
TODAY = dt.date(2026, 11, 30)


def publish(
    engine: Engine, folder: Path, chosen: EventFilter | None = None, *, today: dt.date = TODAY, **more: str
) -> Published:
    """Publish a database to a folder."""
    with reading(engine) as session:
        return publish_site(session, folder, chosen or EventFilter(), today=today, **more)


def lost_links(site: Path) -> list[tuple[str, str]]:
    """Return the links of pages, feeds and calendars that lead nowhere, each with the place where it stands."""
    pages = dict(pages_of(site))
    lost = []
    for place, page in pages.items():
        for link in (*page.links, *page.fetched):
            target, fragment = led_to(place, link)
            if link.startswith(BASE):
                target = link.removeprefix(BASE) or "index.html"
            elif re.match(r"https?://", link):
                assert link in page.links, "nothing is fetched from elsewhere"
                continue
            else:
                assert place != "404.html", "a host shows it at any address"
            if not (site / target).is_file() or (fragment and fragment not in pages[target].ids):
                lost.append((place, link))
    for file in (each for ending in ("atom", "feed.json", "ics") for each in site.rglob(f"*.{ending}")):
        text = re.sub(r"\r?\n ", "", file.read_text(encoding="utf-8"))
        found = {link.removeprefix(BASE) or "index.html" for link in re.findall(rf'{BASE}[^\s"<]*', text)}
        assert found, file
        lost += [(file.name, link) for link in found if not (site / link).is_file()]
    return lost


@pytest.fixture(scope="session")
def site(record: Session, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The published site of the curated record."""
    folder = tmp_path_factory.mktemp("published") / "site"
    publish_site(record, folder, EventFilter(), today=TODAY, base_url=BASE)
    return folder
