import pytest
from sqlalchemy import Engine

from tracker.database import open_engine, reading
from tracker.queries import list_events, list_terms
from tracker.queries.events import EVERY_STATE
from tracker.read_models import EventRow, TermRow


@pytest.fixture(scope="session")
def record_engine(seeded_file: object) -> Engine:
    """The curated record, for tests that only read it."""
    return open_engine(f"sqlite:///{seeded_file}")


@pytest.fixture(scope="session")
def record_terms(record_engine: Engine) -> tuple[TermRow, ...]:
    """The record's vocabularies."""
    with reading(record_engine) as session:
        return list_terms(session)


@pytest.fixture(scope="session")
def record_events(record_engine: Engine) -> tuple[EventRow, ...]:
    """All Events of the record."""
    with reading(record_engine) as session:
        return list_events(session, EVERY_STATE)
