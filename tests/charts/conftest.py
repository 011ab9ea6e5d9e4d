"""The curated record and its charts, drawn once for all tests of figures."""

import datetime as dt

import plotly.graph_objects as go
import pytest

from tests.support.chart_samples import ERAS, index_line
from tracker.charts import IndexLine, timeline_figure
from tracker.read_models import EventRow

TODAY = dt.date(2026, 9, 15)
"""The tests' own day, so that a chart is the same whenever they run."""


@pytest.fixture(scope="session")
def line(record_events: tuple[EventRow, ...]) -> IndexLine:
    """The index of the curated record with its range."""
    return index_line(record_events, TODAY)


@pytest.fixture(scope="session")
def whole(record_events: tuple[EventRow, ...], line: IndexLine) -> go.Figure:
    """The chart of the curated record with its eras on a light page."""
    return timeline_figure(record_events, line, eras=ERAS, today=TODAY)
