"""The index of some Events with its range, over the days that the record covers."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from tracker.read_models import EventRow
from tracker.sentiment.band import Band, resampling_band
from tracker.sentiment.index import IndexSeries, policy_index
from tracker.sentiment.record import Evidence, counted_events, evidence_of, first_counted_day


class FoundIndex(NamedTuple):
    """The Events that count in an index, by date, as rows and as arrays, the index and its range."""

    events: tuple[EventRow, ...]
    evidence: Evidence
    series: IndexSeries
    band: Band


def find_index(events: Iterable[EventRow], *, first_on: date, today: date) -> FoundIndex | None:
    """Return the index of Events and its range up to today; None where nothing counts.

    Args:
        events: by date, of all times: what lies before a period is still in memory.
        first_on: the first day of the record, where every index begins unless one of the Events is earlier.
        today: where it ends, unless one of them is later.
    """
    counted = counted_events(events)
    if not counted:
        return None
    since = min(first_on, first_counted_day(counted))
    until = max(today, counted[-1].last_on)
    evidence = evidence_of(counted)
    series = policy_index(evidence, since=since, until=until)
    return FoundIndex(tuple(counted), evidence, series, resampling_band(evidence, since=since, until=until))
