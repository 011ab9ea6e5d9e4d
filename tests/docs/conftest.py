"""The scripts that write the documentation import each other by name; one event to look at."""

import sys
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tracker.database import reading
from tracker.queries import get_event
from tracker.read_models import EventRow

sys.path.insert(0, str(Path(__file__).parents[2] / "docs"))


@pytest.fixture
def an_event(seeded_engine: Engine) -> EventRow:
    """An event of the record with everything that an event can have."""
    with reading(seeded_engine) as session:
        return get_event(session, "didi-app-removal")
