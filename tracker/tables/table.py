"""A table from a file: its headings and its rows, which may be read as often as needed."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

Row = tuple[int, Sequence[Any]]
"""The row's number as a spreadsheet counts it (an entry's number in a JSON file), and its cells."""


@dataclass(frozen=True, slots=True)
class Table:
    """The table of one file.

    ``notes`` tell the person what was assumed. ``is_text`` says that all cells are text as it stands in tables, with
    lists in one cell and formulas protected; in a JSON file cells are values. ``rows()`` starts anew at each call
    and raises ``FileProblem`` where the file turns out damaged or too large. ``sheet`` is the one of a workbook's
    ``sheets`` that was read.
    """

    name: str
    headers: tuple[str, ...]
    rows: Callable[[], Iterator[Row]]
    is_text: bool = True
    encoding: str | None = None
    delimiter: str | None = None
    notes: tuple[str, ...] = ()
    sheet: str | None = None
    sheets: tuple[str, ...] = ()
