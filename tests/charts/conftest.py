"""The curated record and its charts, drawn once for all tests of figures."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import plotly.graph_objects as go
import pytest

from tests.support.chart_samples import index_line
from tracker.charts import IndexLine, timeline_figure
from tracker.database import open_engine, reading
from tracker.filters import EventFilter
from tracker.queries import list_events
from tracker.read_models import EventRow

TODAY = dt.date(2026, 6, 1)
"""The tests' own day, so that a chart is the same whenever they run."""


@pytest.fixture(scope="session")
def record(seeded_file: Path) -> Iterator[tuple[EventRow, ...]]:
    """All Events of the curated record."""
    engine = open_engine(f"sqlite:///{seeded_file}")
    with reading(engine) as session:
        yield list_events(session, EventFilter())
    engine.dispose()


@pytest.fixture(scope="session")
def line(record: tuple[EventRow, ...]) -> IndexLine:
    """The index of the curated record with its range."""
    return index_line(record, TODAY)


@pytest.fixture(scope="session")
def whole(record: tuple[EventRow, ...], line: IndexLine) -> go.Figure:
    """The chart of the curated record on a light page."""
    return timeline_figure(record, line, today=TODAY)
