"""An Event as plain values: what streams from the database into files, without an object for each Event."""

from collections.abc import Sequence
from typing import Any

from tracker.event.fields import CLOSED, COLUMNS, DERIVED_NAMES, NAME_LISTS, SOURCE_FIELDS
from tracker.read_models import EventRow

PlainEvent = Sequence[Any]
"""The values of ``PLAIN_NAMES`` in their order, then the names, then the sources.

Days are ISO text, closed words and numbers are themselves and no members. The names are one tuple of keys for each of
``NAME_LISTS``, the sources one sequence each with the values of ``SOURCE_FIELDS``.
"""

PLAIN_NAMES: tuple[str, ...] = tuple(each.name for each in COLUMNS if not each.source and each.name not in NAME_LISTS)
"""The fields of an Event that hold one value, or one list of phrases."""


def plain_values(row: EventRow) -> PlainEvent:
    """Return an Event that was read as plain values."""
    values = {name: getattr(row, name) for name in PLAIN_NAMES}
    values |= {name: values[name].value for name in CLOSED}
    values |= {name: values[name] and values[name].isoformat() for name in DERIVED_NAMES}
    names = tuple(tuple(getattr(row, name)) for name in NAME_LISTS)
    sources = [[getattr(source, name) for name in SOURCE_FIELDS] for source in row.sources]
    return (*values.values(), names, sources)
