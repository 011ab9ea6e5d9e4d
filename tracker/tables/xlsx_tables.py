"""Tables from Excel workbooks: the sheet that is read, and how much of a date its number format shows."""

import csv
import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any, BinaryIO

from tracker.tables.csv_tables import CsvReading, open_cells
from tracker.tables.table import (
    ERROR_MARK,
    LINK_OF,
    Content,
    Counting,
    FileProblem,
    Limits,
    Manner,
    Row,
    Table,
    content_of,
)
from tracker.tables.xlsx_parts import DAMAGED, Links, check_unpacked, look_through
from tracker.vocabulary import Precision

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

# Chinese editions of Excel keep these formats by their number alone. Other East Asian editions show a day under some
# of the numbers that are a month here; the coarser one is never wrong.
BY_NUMBER = {
    **dict.fromkeys((27, 36, 50, 52, 57), 'yyyy"年"m"月"'),
    **dict.fromkeys((28, 29, 51, 53, 54, 58), 'm"月"d"日"'),
    30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"',
    **dict.fromkeys((32, 34, 55), 'h"时"mm"分"'),
    **dict.fromkeys((33, 35, 56), 'h"时"mm"分"ss"秒"'),
}
_LITERALS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!(?:h+|m+|s+)\])[^\]]*\]', re.IGNORECASE)
_PARTS = re.compile(r"am/pm|a/p|\[?(?:h+|s+)\]?|\[m+\]|y+|e+|b+|m+|d+|a{3,4}", re.IGNORECASE)


def format_code(number: int, code: str | None) -> str:
    """Return a cell's number format; those that a workbook knows by number alone have none of their own in it."""
    return BY_NUMBER.get(number) or code or "General"


@cache
def shown_precision(code: str) -> Precision | None:
    """Return how much of a date a number format shows: a day, a month or a year; None where it shows no date.

    A weekday is shown of a day that is known. Quoted words, colours, conditions and locale codes say nothing.
    """
    section = _LITERALS.sub(" ", code).split(";")[0]
    parts = [part.lower() for part in _PARTS.findall(section)] if section.strip().lower() != "general" else []
    signs = [_meaning(parts, place) for place in range(len(parts))]
    for sign, precision in (("d", Precision.DAY), ("m", Precision.MONTH), ("y", Precision.YEAR)):
        if sign in signs:
            return precision
    return None


def _meaning(parts: list[str], place: int) -> str:
    """Return d, m or y for a part of a day, month or year, t for one of a time: mm beside h or s is minutes."""
    part = parts[place]
    if part[0] == "m":
        before, after = parts[place - 1 : place], parts[place + 1 : place + 2]
        return "t" if any(each.strip("[]")[0] == "h" for each in before) or _is_seconds(after) else "m"
    if part in {"am/pm", "a/p"} or part[0] in "[hs":
        return "t"
    return "d" if part[0] in "da" else "y"


def _is_seconds(parts: list[str]) -> bool:
    return any(each.strip("[]")[0] == "s" for each in parts)


_SHEET_ROWS = 1_048_576
_LOOKED_AT = 10
_LENGTHS = {Precision.DAY: 10, Precision.MONTH: 7, Precision.YEAR: 4}


def open_xlsx(name: str, content: Content, manner: Manner, sheet: str | None = None) -> Table:
    """Open one sheet of a workbook.

    Args:
        name: the file's name, for messages.
        content: its bytes.
        manner: how it is read.
        sheet: the sheet's name; without it the one whose headings say most, the first where several say as much.

    Raises:
        FileProblem: if it is no workbook, damaged, larger than the limits once unpacked, whatever sizes it declares, or
            has no such sheet.
    """
    with content.open() as stream:
        try:
            with zipfile.ZipFile(stream) as archive:
                links = look_through(archive, manner.limits)
            return _read(name, stream, manner, sheet, links)
        except FileProblem:
            raise
        except Exception as problem:
            # On a damaged archive or workbook its readers raise whatever their parts raise.
            raise FileProblem(DAMAGED) from problem


def _read(name: str, stream: BinaryIO, manner: Manner, wanted: str | None, links: Links) -> Table:
    from openpyxl import load_workbook

    workbook = load_workbook(stream, read_only=True, data_only=True, keep_links=False)
    try:
        starts = _starts_of_sheets(workbook)
        sheet = workbook[_chosen(starts, wanted, manner.count_known)]
        text = _as_csv(sheet.iter_rows(), workbook.epoch, manner.limits)
        places = links.of_sheet(getattr(sheet, "_worksheet_path", ""))
    finally:
        workbook.close()
    reading = CsvReading(content_of(text), "utf-8", ",", manner)
    table = _with_links(open_cells(name, reading), places)
    others = [f"“{title}”" for title in starts if title != sheet.title]
    note = f"The sheet “{sheet.title}” was read; the workbook has further sheets: {', '.join(others)}."
    notes = (note, *table.notes) if others else table.notes
    return replace(table, encoding=None, delimiter=None, notes=notes, sheet=sheet.title, sheets=tuple(starts))


def _starts_of_sheets(workbook: "Workbook") -> dict[str, list[list[str]]]:
    """Return the first rows of each sheet that holds anything."""
    starts = {}
    for sheet in workbook.worksheets:
        # Some programs declare a wrong size of the sheet; the rows themselves are what counts.
        sheet.reset_dimensions()
        # A row may claim any number, and the reader fills up all rows before it.
        first = islice(sheet.iter_rows(values_only=True), _SHEET_ROWS)
        rows = ([str(cell) for cell in row if cell is not None] for row in first)
        start = list(islice((row for row in rows if any(map(str.strip, row))), _LOOKED_AT))
        if start:
            starts[sheet.title] = start
    return starts


def _chosen(starts: dict[str, list[list[str]]], wanted: str | None, count_known: Counting) -> str:
    if not starts:
        raise FileProblem("The workbook holds no rows.")
    if wanted is None:
        return max(starts, key=lambda title: max(map(count_known, starts[title])))
    if wanted not in starts:
        raise FileProblem(f"The workbook has no sheet “{wanted}” with rows; it has: {', '.join(starts)}.")
    return wanted


def _with_links(table: Table, links: dict[str, str]) -> Table:
    """Fill rows up, since a sheet does not keep empty cells at their end, and add a column for the links of another.

    A cell that shows its own address needs none.
    """
    from openpyxl.utils.cell import coordinate_to_tuple

    width = len(table.headers)
    by_place = {coordinate_to_tuple(cell): url for cell, url in links.items() if cell}
    linked = {column - 1 for _, column in by_place if column <= width}
    shown = {
        column
        for number, cells in (table.rows() if linked else ())
        for column in linked
        if (number, column + 1) in by_place and cells[column : column + 1] != [by_place[number, column + 1]]
    }
    columns = sorted(shown)

    def rows() -> Iterator[Row]:
        for number, cells in table.rows():
            filled = [*cells, *[""] * (width - len(cells))]
            yield number, filled + [by_place.get((number, column + 1), "") for column in columns]

    links_of = [LINK_OF + table.headers[each] for each in columns]
    number, cells = table.heading
    return replace(table, headers=(*table.headers, *links_of), heading=(number, [*cells, *links_of]), rows=rows)


def _as_csv(rows: Iterable[Sequence[Any]], epoch: dt.datetime, limits: Limits) -> bytes:
    stream = io.BytesIO()
    text = io.TextIOWrapper(stream, encoding="utf-8", newline="")
    writer = csv.writer(text)
    filled = characters = 0
    for number, row in enumerate(rows, start=1):
        cells = _trimmed([_cell_text(cell, epoch) for cell in row])
        filled += bool(cells)
        characters += sum(map(len, cells))
        _check_row(number, filled, len(cells), limits)
        check_unpacked(characters, limits)
        writer.writerow(cells)
    text.flush()
    return stream.getvalue()


def _check_row(number: int, filled: int, width: int, limits: Limits) -> None:
    # One row more than the limit, for the heading.
    if filled > limits.rows + 1 or number > _SHEET_ROWS:
        raise FileProblem(
            f"The sheet has more than {min(limits.rows, _SHEET_ROWS):,} rows; split it into smaller files."
        )
    if width > limits.columns:
        raise FileProblem(f"Row {number} has {width:,} columns; at most {limits.columns} are read.")


def _trimmed(cells: list[str]) -> list[str]:
    while cells and not cells[-1].strip():
        cells.pop()
    return cells


def _cell_text(cell: Any, epoch: dt.datetime) -> str:  # noqa: ANN401 - a cell of openpyxl, or its sign for an empty one
    """Write a cell as the text that a person would type; numbers keep their digits, dates are no finer than shown."""
    from openpyxl.utils.datetime import from_excel

    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        return ERROR_MARK + value if cell.data_type == "e" else value.replace("_x000D_\n", "\n")
    if type(value) in {int, float}:
        number = cell.style_array.numFmtId
        if number not in BY_NUMBER:
            return str(int(value)) if float(value).is_integer() else str(value)
        value = from_excel(value, epoch)
    return _date_text(value, cell) if isinstance(value, dt.date) else str(value)


def _date_text(value: dt.date, cell: Any) -> str:  # noqa: ANN401 - see _cell_text
    code = format_code(cell.style_array.numFmtId, cell.number_format)
    # A cell that is marked as a date by its type, not by a format, holds a day.
    shown = Precision.DAY if code == "General" else shown_precision(code)
    if shown is None:
        return value.time().isoformat() if isinstance(value, dt.datetime) else value.isoformat()
    return value.isoformat()[: _LENGTHS[shown]]
