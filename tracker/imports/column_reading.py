"""How a table is read, column by column, for a person to look at before anything is done with it."""

import json
from dataclasses import dataclass
from itertools import islice
from typing import Any

from tracker.imports.headers import HeaderMapping
from tracker.tables.table import Table

_SAMPLES = 3
_SAMPLE_ROWS = 200
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class ColumnReading:
    """One column: its heading, the field that it is taken for, None for left out, and some of its values.

    ``is_open`` says that a person has to decide what it holds.
    """

    heading: str
    field: str | None
    is_open: bool
    samples: tuple[str, ...]


def column_readings(table: Table, mapping: HeaderMapping) -> tuple[ColumnReading, ...]:
    """Return how each column of a table is read, with up to three different values from its first rows."""
    samples: list[dict[str, None]] = [{} for _ in table.headers]
    for _, cells in islice(table.rows(), _SAMPLE_ROWS):
        for found, cell in zip(samples, cells, strict=False):
            if len(found) < _SAMPLES and (text := _shown(cell)):
                found[text] = None
    return tuple(
        ColumnReading(heading, field, heading in mapping.unknown, tuple(found))
        for heading, field, found in zip(table.headers, mapping.fields, samples, strict=True)
    )


def _shown(cell: Any) -> str:  # noqa: ANN401 - a cell's text, or whatever JSON can hold
    text = cell if isinstance(cell, str) else "" if cell in (None, [], {}) else json.dumps(cell, ensure_ascii=False)
    plain = "".join(sign if sign.isprintable() else "�" for sign in " ".join(text.split()))
    return plain if len(plain) <= _LONGEST else f"{plain[: _LONGEST - 1]}…"
