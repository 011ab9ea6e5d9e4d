"""Events as table rows: one row per Event, every source in it, each cell safe to open in a spreadsheet."""

import datetime as dt
from collections.abc import Callable
from functools import lru_cache
from operator import attrgetter

from tracker.event.fields import CLOSED, COLUMNS, Field
from tracker.read_models import EventRow
from tracker.tables.escaping import join_addresses, join_names, protect_cell

CellValue = str | int | dt.date | None


def table_row(row: EventRow) -> tuple[CellValue, ...]:
    """Return the cells of one Event in the order of ``tracker.event.fields.COLUMNS``.

    Stance and reach are numbers and the derived days are dates; everything else is text that no spreadsheet runs.
    """
    return tuple(write(row) for write in _CELLS)


# The same few names and publishers return in thousands of rows, so their cells are made once.
@lru_cache(maxsize=10_000)
def _names_cell(names: tuple[str, ...]) -> str:
    return protect_cell(join_names(names)) if names else ""


@lru_cache(maxsize=10_000)
def _places_cell(values: tuple[str | None, ...]) -> str:
    """Write one value per source; a list without any value becomes an empty cell."""
    return protect_cell(join_names([value or "" for value in values])) if any(values) else ""


def _cell_of(column: Field) -> Callable[[EventRow], CellValue]:
    """Return what writes the cell of a column."""
    get = attrgetter("sources" if column.source else column.name)
    if column.form == "addresses":
        return lambda row: protect_cell(join_addresses([source.url for source in row.sources]))
    if column.source:
        place = attrgetter(column.source)
        return lambda row: _places_cell(tuple([place(source) for source in get(row)]))
    if column.name in CLOSED:
        return lambda row: get(row).value
    if column.form == "names":
        return lambda row: _names_cell(get(row))
    if column.form == "text" or column.vocabulary:
        return lambda row: protect_cell(get(row) or "")
    return get


_CELLS = tuple(map(_cell_of, COLUMNS))
