"""The plain form of an Event: what JSON files hold, and ``tracker list --format json`` prints."""

from operator import itemgetter
from typing import Any

from tracker.event.fields import ALL_FIELDS, LISTED, NAME_LISTS, SOURCE_COLUMNS, SOURCE_FIELDS
from tracker.event.plain import PLAIN_NAMES, PlainEvent, plain_values
from tracker.read_models import EventRow

_NAMES = tuple(each.name for each in ALL_FIELDS if each.name not in SOURCE_COLUMNS)
_in_order = itemgetter(*map((*PLAIN_NAMES, *NAME_LISTS, "sources").index, _NAMES))


def event_document(row: EventRow) -> dict[str, Any]:
    """Return an Event as JSON values, field by field in the order of the exported columns.

    Its version and its history are not part of it: they belong to one database, a document may go to another.
    """
    return plain_document(plain_values(row))


def plain_document(event: PlainEvent) -> dict[str, Any]:
    """Return the same document of an Event in plain values."""
    *values, names, sources = event
    pages = [dict(zip(SOURCE_FIELDS, source, strict=True)) for source in sources]
    document = dict(zip(_NAMES, _in_order((*values, *names, pages)), strict=True))
    for name in LISTED:
        document[name] = list(document[name])
    return document
