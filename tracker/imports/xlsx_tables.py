"""Tables from Excel workbooks. A sheet is copied once into CSV text, which is read again ten times faster."""

import csv
import datetime as dt
import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import replace

from tracker.imports.csv_tables import open_csv
from tracker.imports.limits import Limits
from tracker.imports.problems import FileProblem
from tracker.imports.tables import Table

_CHUNK = 1 << 20
_SHEET_ROWS = 1_048_576
_DAMAGED = "The workbook is damaged and cannot be read; open it in the program that made it and save it anew."


def open_xlsx(name: str, data: bytes, limits: Limits) -> Table:
    """Open the first sheet of a workbook that holds anything.

    Raises:
        FileProblem: if it is no workbook, damaged, or larger than the limits once unpacked, whatever sizes it declares.
    """
    _check_archive(data, limits)
    try:
        text, notes = _copied(data, limits)
    except FileProblem:
        raise
    except Exception as problem:
        # On a damaged workbook openpyxl raises whatever its parts raise.
        raise FileProblem(_DAMAGED) from problem
    table = open_csv(name, text, limits)
    return replace(table, encoding=None, delimiter=None, notes=(*notes, *table.notes))


def _check_archive(data: bytes, limits: Limits) -> None:
    """Unpack every part once in small pieces and count, because declared sizes can lie."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if "xl/workbook.xml" not in archive.namelist():
                raise FileProblem("This is an archive, not an Excel workbook; save the table as .xlsx or CSV.")
            total = sum(part.file_size for part in parts)
            _check_unpacked(total, limits)
            total = 0
            for part in parts:
                for piece in _pieces(archive, part):
                    total += len(piece)
                    _check_unpacked(total, limits)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, OSError, RuntimeError) as problem:
        raise FileProblem(_DAMAGED) from problem


def _pieces(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    with archive.open(part) as stream:
        while piece := stream.read(_CHUNK):
            # A part of a workbook has no use for a document type; in one, entities can swell to any size.
            if part.filename.endswith((".xml", ".rels")) and b"<!DOCTYPE" in piece:
                raise FileProblem(_DAMAGED)
            yield piece


def _check_unpacked(total: int, limits: Limits) -> None:
    if total > limits.unpacked:
        raise FileProblem(f"Unpacked, the workbook is larger than {limits.unpacked // 1_000_000} MB; split it up.")


def _copied(data: bytes, limits: Limits) -> tuple[bytes, list[str]]:
    from openpyxl import load_workbook

    workbook = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    try:
        for sheet in workbook.worksheets:
            # Some programs declare a wrong size of the sheet; the rows themselves are what counts.
            sheet.reset_dimensions()
            text = _as_csv(sheet.iter_rows(values_only=True), limits)
            if text.strip():
                others = len(workbook.sheetnames) - 1
                note = f"Only the sheet “{sheet.title}” was read; the workbook has {others} more."
                return text, [note] if others else []
    finally:
        workbook.close()
    raise FileProblem("The workbook holds no rows.")


def _as_csv(rows: Iterable[tuple[object, ...]], limits: Limits) -> bytes:
    stream = io.BytesIO()
    text = io.TextIOWrapper(stream, encoding="utf-8", newline="")
    writer = csv.writer(text)
    filled = characters = 0
    for number, row in enumerate(rows, start=1):
        cells = _trimmed([_cell_text(value) for value in row])
        filled += bool(cells)
        characters += sum(map(len, cells))
        _check_row(number, filled, len(cells), limits)
        _check_unpacked(characters, limits)
        writer.writerow(cells)
    text.flush()
    return stream.getvalue()


def _check_row(number: int, filled: int, width: int, limits: Limits) -> None:
    # One row more than the limit, for the heading.
    if filled > limits.rows + 1 or number > _SHEET_ROWS:
        raise FileProblem(f"The sheet has more than {limits.rows:,} rows; split it into smaller files.")
    if width > limits.columns:
        raise FileProblem(f"Row {number} has {width:,} columns; at most {limits.columns} are read.")


def _trimmed(cells: list[str]) -> list[str]:
    while cells and not cells[-1].strip():
        cells.pop()
    return cells


def _cell_text(value: object) -> str:
    """Write a cell's value as the text that a person would type; numbers keep their digits."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value.replace("_x000D_\n", "\n")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(value)
