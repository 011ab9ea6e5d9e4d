"""Events as table rows: one row per Event, every source in it, each cell safe to open in a spreadsheet."""

import datetime as dt
from collections.abc import Callable, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any

from tracker.event.fields import COLUMN_NAMES, COLUMNS, NAME_LISTS, PHRASES, SOURCE_COLUMNS
from tracker.event.plain import PLAIN_NAMES, PlainEvent
from tracker.tables.escaping import join_addresses, join_names, protect_cell

CellValue = str | int | dt.date | None

_FORMS = {each.name: "text" if each.vocabulary else each.form for each in COLUMNS}
_TEXTS = tuple(place for place, name in enumerate(PLAIN_NAMES) if _FORMS[name] == "text")
_PHRASES = tuple(map(PLAIN_NAMES.index, PHRASES))
_OTHERS = tuple(place for place in range(len(PLAIN_NAMES)) if place not in {*_TEXTS, *_PHRASES})
_SLUG = PLAIN_NAMES.index("slug")
_REPEATED = tuple(place for place in _OTHERS if place != _SLUG)
_MADE = (*PLAIN_NAMES, *NAME_LISTS, *SOURCE_COLUMNS)
_in_order = itemgetter(*map(_MADE.index, COLUMN_NAMES))
_NO_SOURCES = ("",) * len(SOURCE_COLUMNS)

_KEPT = 10_000
"""The same few names and publishers return in thousands of rows, so that many of their cells are made only once."""


def _cells_by(write: Callable[[str], str]) -> Callable[[PlainEvent], list[Any]]:
    """Return what makes an Event's cells, before they are in order; each text and each list is written in one way."""

    @lru_cache(maxsize=_KEPT)
    def list_cell(names: tuple[str, ...]) -> str:
        return write(join_names(names)) if names else ""

    @lru_cache(maxsize=_KEPT)
    def cells_of_names(lists: tuple[tuple[str, ...], ...]) -> tuple[str, ...]:
        return tuple(map(list_cell, lists))

    @lru_cache(maxsize=_KEPT)
    def places_cell(values: tuple[str | None, ...]) -> str:
        """Write one value per source; a list without any value becomes an empty cell."""
        return write(join_names([value or "" for value in values])) if any(values) else ""

    def cells_of_sources(sources: Sequence[Sequence[Any]]) -> Sequence[str]:
        """Write one cell for each field of a source; the first of them is its address."""
        if not sources:
            return _NO_SOURCES
        addresses, *rest = zip(*sources, strict=True)
        return (write(join_addresses(addresses)), *map(places_cell, rest))

    def cells(event: PlainEvent) -> list[Any]:
        *values, names, sources = event
        for place in _TEXTS:
            text = values[place]
            values[place] = write(text) if text else ""
        for place in _PHRASES:
            values[place] = list_cell(values[place])
        values += cells_of_names(names)
        values += cells_of_sources(sources)
        return values

    return cells


def _quoted(text: str) -> str:
    """Write a cell of CSV: in quotation marks where it holds a sign of the format itself (RFC 4180)."""
    if '"' in text:
        return '"' + text.replace('"', '""') + '"'
    return f'"{text}"' if "," in text or "\n" in text or "\r" in text else text


def _protected_and_quoted(text: str) -> str:
    return _quoted(protect_cell(text))


@lru_cache(maxsize=_KEPT)
def _repeated_cell(value: str | int | None) -> str:
    """Write a day, a closed word or a number, of which there are few."""
    return "" if value is None else _quoted(str(value))


_safe_cells = _cells_by(protect_cell)
_csv_cells = _cells_by(_protected_and_quoted)


def table_row(event: PlainEvent) -> tuple[CellValue, ...]:
    """Return the cells of one Event in the order of ``tracker.event.fields.COLUMNS``.

    Stance and reach are numbers; everything else is text that no spreadsheet runs, days as ISO text.
    """
    cells: tuple[CellValue, ...] = _in_order(_safe_cells(event))
    return cells


def csv_line(event: PlainEvent) -> str:
    """Return the same cells as one line of CSV.

    The csv module looks at every letter by itself; this asks four times for each text, and is some times as quick.
    """
    cells = _csv_cells(event)
    cells[_SLUG] = _quoted(cells[_SLUG])
    for place in _REPEATED:
        cells[place] = _repeated_cell(cells[place])
    return ",".join(_in_order(cells)) + "\r\n"
