"""The curated record to be read only, and a handful of Events on both databases."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from query_samples import ANN, BASE
from sqlalchemy import Engine
from sqlmodel import Session

from tracker.database import open_engine, reading, writing
from tracker.drafts import parse_event
from tracker.queries import list_events, list_terms
from tracker.queries.events import EVERY_STATE
from tracker.read_models import EventRow, TermRow
from tracker.store import add_event
from tracker.vocabulary import Origin, ReviewState

AddEvent = Callable[..., str]


@pytest.fixture(scope="session")
def record(seeded_file: Path) -> Iterator[Session]:
    """A reading session on the curated record; nothing may be written through it."""
    engine = open_engine(f"sqlite:///{seeded_file}")
    with reading(engine) as session:
        yield session
    engine.dispose()


@pytest.fixture(scope="session")
def events(record: Session) -> tuple[EventRow, ...]:
    """Every Event of the curated record."""
    return list_events(record, EVERY_STATE)


@pytest.fixture(scope="session")
def terms(record: Session) -> tuple[TermRow, ...]:
    """Every vocabulary entry of the curated record."""
    return list_terms(record)


@pytest.fixture
def add(engine: Engine) -> AddEvent:
    """Return a function that adds one Event with some fields changed and returns its slug."""

    def add_one(slug: str, state: ReviewState = ReviewState.ACCEPTED, **changes: Any) -> str:
        with writing(engine) as session:
            draft = parse_event({**BASE, **changes})
            return add_event(session, draft, origin=Origin.FORM, actor=ANN, slug=slug, state=state)

    return add_one
