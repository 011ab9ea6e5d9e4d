"""The index of what a filter keeps, as files, pictures, commands and programs are told it."""

import datetime as dt
from typing import TYPE_CHECKING

from tracker.filters import EventFilter
from tracker.queries.columns import acts_at, current_columns, positions_kept
from tracker.sentiment import Acts, FoundIndex, find_index

if TYPE_CHECKING:
    from sqlmodel import Session

    from tracker.columns import EventColumns
    from tracker.sentiment import KeptIndexes


def counted_acts(
    session: "Session", chosen: EventFilter, today: dt.date, columns: "EventColumns | None" = None
) -> tuple[Acts, dt.date, dt.date] | None:
    """Return what a filter keeps that counts, and the first and last day of its index; None where nothing counts.

    Args:
        session: a reading session.
        chosen: the filter, with the record's own keys; its period is left aside.
        today: the last day, unless an Event lies after it.
        columns: the Events as columns, as this session sees them; None reads them.
    """
    columns = current_columns(session) if columns is None else columns
    found = positions_kept(session, columns, chosen.of_index)
    counted = found[columns.counted()[found]]
    if not len(counted):
        return None
    acts = acts_at(session, columns, counted)
    # Every index begins on the first day of the record, unless one of its Events was known earlier.
    since = min(acts.begins, record_begins(columns))
    return acts, since, max(today, dt.date.fromordinal(int(columns.last[counted[-1]])))


def record_begins(columns: "EventColumns") -> dt.date:
    """Return the first day of an accepted record that holds an Event."""
    return dt.date.fromordinal(int(columns.first[columns.positions(EventFilter(), {})[0]]))


def index_of(
    session: "Session",
    chosen: EventFilter,
    today: dt.date,
    columns: "EventColumns | None" = None,
    kept: "KeptIndexes | None" = None,
) -> tuple[Acts, FoundIndex] | None:
    """Return what a filter keeps that counts, and its index with range up to today; None where nothing counts.

    Args:
        session: as for ``counted_acts``, like the next three.
        chosen: the filter.
        today: the last day.
        columns: the Events as columns.
        kept: where indexes that were found are looked for and kept; None looks nowhere.
    """
    counted = counted_acts(session, chosen, today, columns)
    if counted is None:
        return None
    acts, since, until = counted
    return acts, find_index(acts.evidence, since=since, until=until, kept=kept)
