"""The index of what a filter keeps, as files and commands need it."""

import datetime as dt
from typing import TYPE_CHECKING

from tracker.filters import EventFilter
from tracker.queries.columns import acts_at, current_columns, positions_kept
from tracker.sentiment import Acts, FoundIndex, find_index

if TYPE_CHECKING:
    from sqlmodel import Session


def index_of(session: "Session", chosen: EventFilter, today: dt.date) -> tuple[Acts, FoundIndex] | None:
    """Return what a filter keeps that counts, and its index with range up to today; None where nothing counts."""
    columns = current_columns(session)
    kept = positions_kept(session, columns, chosen.of_index)
    counted = kept[columns.counted()[kept]]
    if not len(counted):
        return None
    acts, every = acts_at(session, columns, counted), columns.positions(EventFilter(), {})
    # Every index begins on the first day of the record, unless one of its Events was known earlier.
    since = min(acts.begins, dt.date.fromordinal(int(columns.first[every[0]])))
    until = max(today, dt.date.fromordinal(int(columns.last[counted[-1]])))
    return acts, find_index(acts.evidence, since=since, until=until)
