"""The index of what a filter keeps, as files, pictures and the API tell it."""

import datetime as dt
from typing import TYPE_CHECKING

from tracker.filters import EventFilter
from tracker.queries.columns import acts_at, current_columns, positions_kept
from tracker.sentiment import find_index

if TYPE_CHECKING:
    from sqlmodel import Session

    from tracker.columns import EventColumns
    from tracker.sentiment import Acts, FoundIndex, KeptIndexes


def index_of(
    session: "Session",
    chosen: EventFilter,
    columns: "EventColumns | None" = None,
    kept: "KeptIndexes | None" = None,
) -> "tuple[Acts, FoundIndex] | None":
    """Return what a filter keeps that counts, and its index with range up to today; None where nothing counts.

    Args:
        session: a reading session.
        chosen: the filter, with the record's own keys; its period is left aside.
        columns: the Events as columns, as this session sees them; None reads them.
        kept: where indexes that were found are looked for and kept; None looks nowhere.
    """
    columns = current_columns(session) if columns is None else columns
    found = positions_kept(session, columns, chosen.of_index)
    counted = found[columns.counted()[found]]
    if not len(counted):
        return None
    acts, every = acts_at(session, columns, counted), columns.positions(EventFilter(), {})
    # Every index begins on the first day of the record, unless one of its Events was known earlier.
    since = min(acts.begins, dt.date.fromordinal(int(columns.first[every[0]])))
    until = max(dt.datetime.now(dt.UTC).date(), dt.date.fromordinal(int(columns.last[counted[-1]])))
    return acts, find_index(acts.evidence, since=since, until=until, kept=kept)
