"""The plain form of an Event: what JSON files hold, and ``tracker list --format json`` prints."""

import datetime as dt
from typing import Any

from tracker.event.fields import ALL_FIELDS, CLOSED, DERIVED_NAMES, LISTED, SOURCE_COLUMNS, SOURCE_FIELDS
from tracker.read_models import EventRow

_NAMES = tuple(each.name for each in ALL_FIELDS if each.name not in SOURCE_COLUMNS)


def event_document(row: EventRow) -> dict[str, Any]:
    """Return an Event as JSON values, field by field in the order of the exported columns.

    Its version and its history are not part of it: they belong to one database, a document may go to another.
    """
    document = {name: getattr(row, name) for name in _NAMES}
    document |= {name: document[name].value for name in CLOSED}
    document |= {name: list(document[name]) for name in LISTED}
    document |= {name: _day(document[name]) for name in DERIVED_NAMES}
    document["sources"] = [{name: getattr(source, name) for name in SOURCE_FIELDS} for source in row.sources]
    return document


def _day(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None
