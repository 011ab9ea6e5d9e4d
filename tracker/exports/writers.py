"""Events into CSV, JSON and Excel files; the same events give the same bytes."""

import csv
import datetime as dt
import io
import json
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import PurePath
from typing import IO, TYPE_CHECKING, BinaryIO, Literal

from tracker.errors import TrackerError, UnknownValue
from tracker.event.fields import COLUMN_NAMES
from tracker.exports.documents import event_document
from tracker.exports.tables import CellValue, table_row
from tracker.read_models import EventRow

if TYPE_CHECKING:
    from openpyxl import Workbook

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time that an archive can note."""


def save_steadily(workbook: "Workbook", stream: BinaryIO) -> None:
    """Save a workbook; neither its parts nor its properties say when."""
    from openpyxl.writer.excel import ExcelWriter

    when = dt.datetime(*_EPOCH)  # noqa: DTZ001 - a workbook's times have no zone
    workbook.properties.created = workbook.properties.modified = when
    with _SteadyArchive(stream, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as archive:
        ExcelWriter(workbook, archive).save()


class _SteadyArchive(zipfile.ZipFile):
    """An archive whose parts all have the same time; each way of writing one opens it here."""

    def open(
        self,
        name: str | zipfile.ZipInfo,
        mode: Literal["r", "w"] = "r",
        pwd: bytes | None = None,
        *,
        force_zip64: bool = False,
    ) -> IO[bytes]:
        """Open a part."""
        if isinstance(name, zipfile.ZipInfo):
            name.date_time = _EPOCH
        return super().open(name, mode, pwd, force_zip64=force_zip64)


CELL_LENGTH = 32_767
"""The most characters that a cell of an Excel workbook holds."""


def write_csv(rows: Iterable[EventRow], stream: BinaryIO) -> None:
    """Write Events as CSV (RFC 4180): UTF-8 with a byte order mark, which Excel needs to show Chinese intact."""
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")
    try:
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow(COLUMN_NAMES)
        writer.writerows(map(table_row, rows))
    finally:
        text.detach()


def write_json(rows: Iterable[EventRow], stream: BinaryIO) -> None:
    """Write Events as one JSON list, one Event to a line, in UTF-8."""
    separator = b"[\n"
    for row in rows:
        stream.write(separator + json.dumps(event_document(row), ensure_ascii=False).encode())
        separator = b",\n"
    stream.write(b"\n]\n" if separator == b",\n" else b"[]\n")


def write_xlsx(rows: Iterable[EventRow], stream: BinaryIO) -> None:
    """Write Events as an Excel workbook with one sheet, its heading row fixed.

    Raises:
        TrackerError: if a text is longer than a cell of a workbook holds; nothing is cut off silently.
    """
    from openpyxl import Workbook

    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("Events")
    sheet.freeze_panes = "B2"
    whole = io.BytesIO()
    try:
        sheet.append(COLUMN_NAMES)
        for row in rows:
            cells = table_row(row)
            _check_lengths(row.slug, cells)
            sheet.append(cells)
    finally:
        # Only saving ends the sheet and its temporary file, so a workbook that is given up is saved as well. A stream
        # that ends in the midst, as a full disk does, would break openpyxl's own order of closing.
        save_steadily(workbook, whole)
    stream.write(whole.getbuffer())


def _check_lengths(slug: str, cells: Iterable[CellValue]) -> None:
    for name, cell in zip(COLUMN_NAMES, cells, strict=True):
        if isinstance(cell, str) and len(cell) > CELL_LENGTH:
            raise TrackerError(
                f"The {name} of {slug} have {len(cell):,} characters, more than a cell of a workbook holds; "
                "export as CSV or JSON."
            )


@dataclass(frozen=True, slots=True)
class Format:
    """One file format: its media type and its writer."""

    media_type: str
    write: Callable[[Iterable[EventRow], BinaryIO], None]


FORMATS: dict[str, Format] = {
    "csv": Format("text/csv", write_csv),
    "json": Format("application/json", write_json),
    "xlsx": Format("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", write_xlsx),
}
"""The formats by name, which is also the file's suffix."""


def format_of(file: str | PurePath) -> str:
    """Return the format that a file's suffix names.

    Raises:
        UnknownValue: if the suffix names none.
    """
    suffix = PurePath(file).suffix.lower().removeprefix(".")
    if suffix not in FORMATS:
        known = ", ".join(f".{name}" for name in FORMATS)
        raise UnknownValue(f"“{PurePath(file).name}” does not tell the format; the file has to end in one of: {known}.")
    return suffix


def export_bytes(rows: Iterable[EventRow], name: str) -> bytes:
    """Return a whole file in the format of that name, for a download button."""
    stream = io.BytesIO()
    FORMATS[name].write(rows, stream)
    return stream.getvalue()
