"""Events into CSV, JSON and Excel files; the same events give the same bytes."""

import codecs
import io
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, BinaryIO

from tracker.errors import UnknownValue
from tracker.event.fields import COLUMN_NAMES
from tracker.event.plain import PlainEvent, plain_values
from tracker.exports.documents import plain_document
from tracker.exports.tables import csv_line
from tracker.filters import EventFilter
from tracker.queries.hits import count_found
from tracker.queries.streaming import stream_events
from tracker.read_models import EventRow

if TYPE_CHECKING:
    from sqlmodel import Session


def write_csv(events: Iterable[PlainEvent], stream: BinaryIO) -> None:
    """Write Events as CSV (RFC 4180): UTF-8 with a byte order mark, which Excel needs to show Chinese intact."""
    stream.write((codecs.BOM_UTF8.decode() + ",".join(COLUMN_NAMES) + "\r\n").encode())
    stream.writelines(_blocks(map(csv_line, events)))


def write_json(events: Iterable[PlainEvent], stream: BinaryIO) -> None:
    """Write Events as one JSON list, one Event to a line, in UTF-8."""
    documents = map(_json, events)
    first = next(documents, None)
    if first is None:
        stream.write(b"[]\n")
        return
    stream.write(f"[\n{first}".encode())
    stream.writelines(_blocks(f",\n{each}" for each in documents))
    stream.write(b"\n]\n")


def write_json_lines(events: Iterable[PlainEvent], stream: BinaryIO) -> None:
    """Write Events as JSON Lines in UTF-8: one document to a line and nothing else, so that any part can be read."""
    stream.writelines(_blocks(f"{_json(event)}\n" for event in events))


def _blocks(lines: Iterable[str]) -> Iterator[bytes]:
    """Yield some lines at a time, since each call of the system costs as much as writing a hundred of them."""
    left = iter(lines)
    while block := "".join(islice(left, _LINES_AT_A_TIME)):
        yield block.encode()


_LINES_AT_A_TIME = 200
_ENCODER = json.JSONEncoder(ensure_ascii=False)


def _json(event: PlainEvent) -> str:
    return _ENCODER.encode(plain_document(event))


def _write_xlsx(events: Iterable[PlainEvent], stream: BinaryIO, **more: Any) -> None:  # noqa: ANN401 - what it takes
    # The index comes with it, and with that NumPy, which no other format needs.
    from tracker.exports.workbook import write_xlsx

    write_xlsx(events, stream, **more)


@dataclass(frozen=True, slots=True)
class Format:
    """One file format: its media type and its writer, which takes Events and a stream; that of Excel takes more."""

    media_type: str
    write: Callable[..., None]


FORMATS: dict[str, Format] = {
    "csv": Format("text/csv", write_csv),
    "json": Format("application/json", write_json),
    "jsonl": Format("application/jsonl", write_json_lines),
    "xlsx": Format("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _write_xlsx),
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


def write_export(
    session: "Session",
    chosen: EventFilter,
    name: str,
    stream: BinaryIO,
    *,
    limit: int | None = None,
    **more: Any,  # noqa: ANN401 - what the writer takes
) -> int:
    """Write the Events that a filter keeps as they come from the database, and return how many there were.

    Args:
        session: a reading session.
        chosen: the filter, with the record's own keys.
        name: the format; one of ``FORMATS``.
        stream: where to; it is left open.
        limit: the most Events, the earliest first; None for all.
        more: what the writer takes beside them, such as the index of ``write_xlsx``.

    Raises:
        TrackerError: if the format cannot hold what the record does; where that is too many, nothing is written.
    """
    if name == "xlsx":
        from tracker.exports.workbook import require_fitting

        found = count_found(session, chosen)
        require_fitting(found if limit is None else min(found, limit))
    count = 0

    def counted() -> Iterator[PlainEvent]:
        nonlocal count
        for event in stream_events(session, chosen, limit=limit):
            yield event
            count += 1

    FORMATS[name].write(counted(), stream, **more)
    return count


def export_bytes(rows: Iterable[EventRow], name: str, **more: Any) -> bytes:  # noqa: ANN401 - what the writer takes
    """Return a whole file of Events that are held already, in the format of that name."""
    stream = io.BytesIO()
    FORMATS[name].write(map(plain_values, rows), stream, **more)
    return stream.getvalue()
