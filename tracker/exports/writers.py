"""Events into files: the tables and lists that come back by an import, and the one way to write any format."""

import codecs
import io
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from pkgutil import resolve_name
from typing import Any, BinaryIO

from tracker.errors import UnknownValue
from tracker.event.fields import COLUMN_NAMES
from tracker.event.plain import PlainEvent, plain_values
from tracker.exports.asked import Asked, Written
from tracker.exports.documents import plain_document
from tracker.exports.tables import csv_line
from tracker.filters import ACCEPTED_ONLY, EventFilter
from tracker.formats import FORMATS, Format
from tracker.read_models import EventRow


def write_csv(events: Iterable[PlainEvent], stream: BinaryIO) -> None:
    """Write Events as CSV (RFC 4180): UTF-8 with a byte order mark, which Excel needs to show Chinese intact."""
    stream.write((codecs.BOM_UTF8.decode() + ",".join(COLUMN_NAMES) + "\r\n").encode())
    stream.writelines(blocks(map(csv_line, events)))


def write_json(events: Iterable[PlainEvent], stream: BinaryIO) -> None:
    """Write Events as one JSON list, one Event to a line, in UTF-8."""
    write_list(map(plain_document, events), stream)


def write_list(documents: Iterable[Any], stream: BinaryIO) -> None:
    """Write values as one JSON list, one to a line, in UTF-8, as they come."""
    texts = map(_ENCODER.encode, documents)
    first = next(texts, None)
    if first is None:
        stream.write(b"[]\n")
        return
    stream.write(f"[\n{first}".encode())
    stream.writelines(blocks(f",\n{each}" for each in texts))
    stream.write(b"\n]\n")


def write_json_lines(events: Iterable[PlainEvent], stream: BinaryIO) -> None:
    """Write Events as JSON Lines in UTF-8: one document to a line and nothing else, so that any part can be read."""
    stream.writelines(blocks(f"{_ENCODER.encode(plain_document(event))}\n" for event in events))


def blocks(lines: Iterable[str]) -> Iterator[bytes]:
    """Yield some lines at a time in UTF-8: each call of the system costs as much as writing a hundred of them."""
    left = iter(lines)
    while block := "".join(islice(left, _LINES_AT_A_TIME)):
        yield block.encode()


_LINES_AT_A_TIME = 200
_ENCODER = json.JSONEncoder(ensure_ascii=False)


class Counted:
    """Events as they pass through, and how many there were."""

    def __init__(self, events: Iterable[PlainEvent]) -> None:
        self._events = events
        self.count = 0

    def __iter__(self) -> Iterator[PlainEvent]:
        """Yield the Events."""
        for event in self._events:
            yield event
            self.count += 1


def csv_file(asked: Asked, stream: BinaryIO) -> Written:
    """Write what is asked for as CSV."""
    return _passed(write_csv, asked, stream)


def json_file(asked: Asked, stream: BinaryIO) -> Written:
    """Write what is asked for as JSON."""
    return _passed(write_json, asked, stream)


def json_lines_file(asked: Asked, stream: BinaryIO) -> Written:
    """Write what is asked for as JSON Lines."""
    return _passed(write_json_lines, asked, stream)


def xlsx_file(asked: Asked, stream: BinaryIO) -> Written:
    """Write what is asked for as an Excel workbook.

    Raises:
        TrackerError: if a workbook cannot hold it; where that is too many, nothing is written.
    """
    # The index comes with it, and with that NumPy, which no other format needs.
    from tracker.exports.workbook import require_fitting, write_xlsx

    require_fitting(asked.count())
    return _passed(write_xlsx, asked, stream, index=asked.index(), about=asked.about)


def _passed(write: Callable[..., None], asked: Asked, stream: BinaryIO, **more: Any) -> Written:  # noqa: ANN401 - what it takes
    events = Counted(asked.events())
    write(events, stream, **more)
    return Written(events.count)


def write_export(asked: Asked, name: str, stream: BinaryIO) -> Written:
    """Write what is asked for in the format of that name, and say what was written; the stream is left open.

    A format that has no place for an Event's state in review holds accepted ones alone, whatever states are asked for.

    Raises:
        TrackerError: if the format cannot hold what the record does.
        UnknownValue: if it holds everything, and a filter is set.
    """
    form = _form(asked, name)
    accepted = replace(asked.chosen, states=ACCEPTED_ONLY)
    if form.tells_state or asked.chosen == accepted:
        return _written(form, asked, stream)
    written = _written(form, replace(asked, chosen=accepted), stream)
    return replace(written, remark=" ".join(filter(None, (_ACCEPTED_ALONE.format(name), written.remark))))


def write_export_to(asked: Asked, name: str, place: Path) -> Written:
    """Write the same to a path; where there is no file yet, the format may take its own way there.

    Raises:
        DatabaseProblem: if it is a database and cannot be written.
        OSError: if it is anything else and cannot be written.
    """
    form = _form(asked, name)
    if form.to_path and not place.exists():
        whole: Written = resolve_name(form.to_path)(asked, place)
        return whole
    with place.open("wb") as stream:
        return write_export(asked, name, stream)


def _form(asked: Asked, name: str) -> Format:
    form = FORMATS[name]
    if not form.takes_filter and not asked.chosen.is_empty:
        raise UnknownValue(f"A .{name} file holds everything; leave the filter out.")
    return form


_ACCEPTED_ALONE = "A .{} file holds accepted events alone, since nobody could tell the others from them in it."


def _written(form: Format, asked: Asked, stream: BinaryIO) -> Written:
    written: Written = resolve_name(form.writer)(asked, stream)
    return written


@dataclass(frozen=True, kw_only=True)
class _Held(Asked):
    """Events that are held already, so that nothing is asked of a database."""

    rows: Sequence[EventRow]
    words: Sequence[tuple[str, str]]

    def events(self) -> Iterator[PlainEvent]:
        return map(plain_values, self.rows)

    def count(self) -> int:
        return len(self.rows)

    @property
    def about(self) -> tuple[tuple[str, str], ...]:
        return tuple(self.words)


def export_bytes(rows: Iterable[EventRow], name: str, *, about: Sequence[tuple[str, str]] = ()) -> bytes:
    """Return a whole file of Events that are held already, in a format that comes back by an import.

    Args:
        rows: the Events.
        name: the format.
        about: what a workbook's codebook says first.
    """
    stream = io.BytesIO()
    no_session: Any = None
    write_export(_Held(session=no_session, chosen=EventFilter(), rows=tuple(rows), words=about), name, stream)
    return stream.getvalue()
