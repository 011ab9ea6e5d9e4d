"""Bytes of a CSV file to rows of text: encoding, separator, heading and row numbers."""

import codecs
import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from tracker.market.day_column import looks_like_day
from tracker.market.findings import (
    Findings,
    MarketProblem,
)

_ZIP = b"PK\x03\x04"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True)
class Row:
    """One row of a file with its line number, counted from 1."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """The rows of one file; `heading` is empty when the first row is already data."""

    file: str
    heading: tuple[str, ...]
    rows: tuple[Row, ...]


def read_table(findings: Findings, data: bytes) -> Table:
    """Read a CSV file whose separator is a comma, a semicolon, a tab or a bar.

    Args:
        findings: collects what a reader should know, and names the file.
        data: the file's bytes, in UTF-8, or with a remark in UTF-16 (with its mark), GB18030 or Windows-1252.

    Raises:
        MarketProblem: if the bytes are no text, or hold no rows.
    """
    rows = _rows(findings, _decode(findings, data))
    if not rows:
        raise MarketProblem(f"{findings.file}: the file is empty.")
    first = rows[0].cells
    heading = () if looks_like_day(first[0]) else first
    return Table(findings.file, heading, tuple(rows if not heading else rows[1:]))


def whole_rows(table: Table, findings: Findings) -> tuple[Row, ...]:
    """Return the rows that have a cell under each heading; the others are recorded in `findings` and left out."""
    width = len(table.heading) or (len(table.rows[0].cells) if table.rows else 0)
    return tuple(row for row in table.rows if _has_width(row, width, findings))


def _has_width(row: Row, width: int, findings: Findings) -> bool:
    if len(row.cells) < width:
        findings.leave_out("the row has fewer cells than the heading", row.line, row.cells[0])
        return False
    if any(cell.strip() for cell in row.cells[width:]):
        reason = "the row has more cells than the heading, perhaps a thousands separator outside quotation marks"
        findings.leave_out(reason, row.line, row.cells[0])
        return False
    return True


def _decode(findings: Findings, data: bytes) -> str:
    if data.startswith((_ZIP, _OLD_EXCEL)):
        raise MarketProblem(f"{findings.file}: this is a workbook or an archive; save the sheet as CSV and use that.")
    encodings = ("utf-16",) if data.startswith(_UTF_16) else ("utf-8-sig", "gb18030", "cp1252")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        if encoding != "utf-8-sig":
            findings.remark(f"the file is not UTF-8; it was read as {encoding}.")
        return text
    raise MarketProblem(f"{findings.file}: this is not a text file; save it as CSV (UTF-8).")


def _rows(findings: Findings, text: str) -> list[Row]:
    stream = io.StringIO(text, newline="")
    reader = csv.reader(stream, delimiter=_separator(text), skipinitialspace=True)
    rows: list[Row] = []
    try:
        rows.extend(Row(reader.line_num, tuple(cells)) for cells in reader if _has_text(cells))
    except csv.Error:
        findings.remark(f"row {reader.line_num} is not valid CSV; it and the rows after it were left out.")
    # Spreadsheet programs write their separator into a first line of its own.
    return rows[1:] if rows and rows[0].cells[0].lower().startswith("sep=") else rows


def _has_text(cells: Sequence[str]) -> bool:
    return any(cell.strip() for cell in cells)


def _separator(text: str) -> str:
    """Return the separator of the first line; a comma only when there is no other, for it may be a decimal mark."""
    first = text.lstrip().partition("\n")[0]
    return next((mark for mark in "\t;|" if mark in first), ",")
