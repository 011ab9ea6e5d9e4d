"""The day as of which a page is read: from the record's first Event to today."""

import datetime as dt

from tracker.filters import EventFilter
from tracker.web import held
from tracker.web.asked import Asked
from tracker.web.reads import Record, first_day


def read_as_of(asked: Asked, record: Record, key: str) -> None:
    """Set the box from an address."""
    held.put(key, asked.day("asof", _first(record), record.today) or record.today)


def render_as_of(record: Record, key: str) -> dt.date:
    """Draw the box and return its day; an emptied box is today."""
    day = held.date_input(
        "As of", key=key, min_value=_first(record), max_value=record.today, format="YYYY-MM-DD", width=150
    )
    return day or record.today


def as_of_params(record: Record, day: dt.date) -> dict[str, list[str]]:
    """Write the day as a part of an address; today is left out."""
    return {} if day == record.today else {"asof": [day.isoformat()]}


def _first(record: Record) -> dt.date:
    events = record.events(EventFilter())
    return first_day(events) if events else record.today
