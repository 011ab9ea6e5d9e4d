"""The curated record in a database, to be read only."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import Session

from tracker.database import open_engine, reading
from tracker.queries import list_events
from tracker.read_models import EventRow


@pytest.fixture(scope="session")
def curated(seeded_file: Path) -> Iterator[Session]:
    """A reading session on the curated record; nothing may be written through it."""
    engine = open_engine(f"sqlite:///{seeded_file}")
    with reading(engine) as session:
        yield session
    engine.dispose()


@pytest.fixture(scope="session")
def curated_events(curated: Session) -> tuple[EventRow, ...]:
    """The accepted events of the curated record."""
    return list_events(curated)
