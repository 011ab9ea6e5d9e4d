"""Events made up for the tests of charts, and what a figure says, read back from it."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from tests.support.makers import event_row
from tracker.charts import IndexLine
from tracker.charts.marks import NAME
from tracker.read_models import EraRow, EventRow
from tracker.sentiment import Acts, counted_events, evidence_of, policy_index, resampling_band
from tracker.vocabulary import Reach, Stance


def event(number: int, date: str, **changes: Any) -> EventRow:
    """Return an Event without a meaning, on a date written as EDTF."""
    return event_row(f"event-{number:05}", date, **{"title": f"Event {number}"} | changes)


def many_events(count: int, *, days: int = 3650, seed: int = 1) -> list[EventRow]:
    """Return Events spread by chance over so many days, all stances and all reaches."""
    rng = np.random.default_rng(seed)
    places = np.sort(rng.integers(0, days, count)).tolist()
    stances = rng.integers(-3, 4, count).tolist()
    reaches = rng.integers(1, 5, count).tolist()
    first = dt.date(2016, 1, 1)
    return [
        event(number, (first + dt.timedelta(days=day)).isoformat(), stance=Stance(stance), reach=Reach(reach))
        for number, (day, stance, reach) in enumerate(zip(places, stances, reaches, strict=True))
    ]


def index_line(events: Sequence[EventRow], today: dt.date) -> IndexLine:
    """Return the index of Events as the page draws it."""
    counted = counted_events(events)
    evidence = evidence_of(counted)
    period = {"since": min(each.first_on for each in events), "until": max(today, counted[-1].last_on)}
    series, band = policy_index(evidence, **period), resampling_band(evidence, **period)
    return IndexLine.of(series, band, today, events=Acts.of(counted))


def mark_traces(figure: go.Figure) -> list[Any]:
    """Return the traces that hold Events."""
    return [trace for trace in figure.data if trace.meta == NAME]


def marked_slugs(figure: go.Figure) -> list[str]:
    """Return the slugs of all marks."""
    return [slug for trace in mark_traces(figure) for slug in trace.customdata]


def named_trace(figure: go.Figure, name: str) -> list[Any]:
    """Return the traces that have a name and points; an entry of the key alone has none."""
    return [trace for trace in figure.data if trace.name == name and any(x is not None for x in trace.x)]


ERAS = (
    EraRow("first", "Before the crackdown", None, dt.date(2018, 3, 1), dt.date(2020, 11, 1), "It begins."),
    EraRow("second", "Crackdown", None, dt.date(2020, 11, 2), dt.date(2022, 3, 15), "It tightens."),
    EraRow("third", "Thaw", None, dt.date(2022, 3, 16), dt.date(2023, 7, 18), "It eases."),
    EraRow("fourth", "Support, with limits", None, dt.date(2023, 7, 19), dt.date(2025, 9, 14), "It does both."),
    EraRow("last", "Tightening again", None, dt.date(2025, 9, 15), None, "It goes on."),
)
"""Eras as the record has them."""


def day_of(place: str) -> dt.date:
    """Return the day of a place on a date axis."""
    return dt.datetime.fromisoformat(place).date()


def ordinal_of(place: str | None) -> float:
    """Return the ordinal of a place on a date axis with its part of a day; not a number for a gap."""
    if place is None:
        return np.nan
    instant = dt.datetime.fromisoformat(place)
    return instant.toordinal() + (instant - dt.datetime.combine(instant, dt.time())) / dt.timedelta(days=1)
