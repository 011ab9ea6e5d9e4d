"""A published site of the curated record, made once, and what tests look at in one."""

import datetime as dt
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

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


@pytest.fixture(scope="session")
def site(record: Session, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The published site of the curated record."""
    folder = tmp_path_factory.mktemp("published") / "site"
    publish_site(record, folder, EventFilter(), today=TODAY, base_url=BASE)
    return folder
