"""Events into CSV, JSON and Excel files; the same events give the same bytes."""

import csv
import io
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, BinaryIO

from tracker.errors import UnknownValue
from tracker.event.fields import COLUMN_NAMES
from tracker.exports.documents import event_document
from tracker.exports.tables import table_row
from tracker.exports.workbook import write_xlsx
from tracker.read_models import EventRow


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


@dataclass(frozen=True, slots=True)
class Format:
    """One file format: its media type and its writer, which takes Events and a stream; that of Excel takes more."""

    media_type: str
    write: Callable[..., None]


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


def export_bytes(rows: Iterable[EventRow], name: str, **more: Any) -> bytes:  # noqa: ANN401 - what the writer takes
    """Return a whole file in the format of that name, for a download button."""
    stream = io.BytesIO()
    FORMATS[name].write(rows, stream, **more)
    return stream.getvalue()
