"""The history as JSON lines: one about the whole file, then one for each row, each in the one form that it can have.

Every byte counts: a line that reads the same but is written otherwise has been altered.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from tracker.errors import BackupProblem
from tracker.migrations import HEAD, is_known
from tracker.store.carrying import FIELDS, Chain, Extent, HistoryRow
from tracker.store.history import canonical_json

FORMAT = "china-tech-regulation-tracker history"
FORMAT_VERSION = 1

_NO_BACKUP = "The file is no backup of this program, or its first line was altered; nothing was changed."
_NUMBERS = frozenset({"id", "version"})
_LARGEST = 2**31 - 1


def head_line(extent: Extent) -> bytes:
    """Write the first line: what the file is, what has to follow, and a digest of just that."""
    head = {"format": FORMAT, "format_version": FORMAT_VERSION, "schema": HEAD}
    head |= {"count": extent.count, "last_digest": extent.last_digest}
    return _line(head | {"head_digest": _digest(head)})


def _digest(head: dict[str, Any]) -> str:
    return hashlib.sha256(canonical_json(head).encode()).hexdigest()


def row_line(row: HistoryRow) -> bytes:
    """Write one row of the history."""
    return _line(row | {"recorded_at": row["recorded_at"].astimezone(dt.UTC).isoformat()})


def _line(values: dict[str, Any]) -> bytes:
    return canonical_json(values).encode() + b"\n"


def read_head(stream: BinaryIO) -> Extent:
    """Read the first line and return what has to follow.

    Raises:
        BackupProblem: if the file is no backup, or one of a newer version of the program.
    """
    stream.seek(0)
    head = _values(stream.readline(), 1)
    if head.get("format") != FORMAT or head.pop("head_digest", None) != _digest(head):
        raise BackupProblem(_NO_BACKUP)
    if head["format_version"] != FORMAT_VERSION or not is_known(head["schema"]):
        raise BackupProblem("The backup is of another version of this program; install that version to restore it.")
    return Extent(head["count"], head["last_digest"])


def read_rows(stream: BinaryIO) -> Iterator[HistoryRow]:
    """Yield the rows of a backup, each checked; at the end, that they are all there.

    Raises:
        BackupProblem: if the file is torn or altered anywhere.
    """
    expected = read_head(stream)
    chain = Chain()
    for number, line in enumerate(stream, start=2):
        row = _row(line, number)
        chain.follow(row)
        yield row
    if chain.extent.count < expected.count:
        raise BackupProblem(
            f"The backup is torn: it holds {chain.extent.count} changes of {expected.count}. Nothing was changed."
        )
    if chain.extent != expected:
        raise BackupProblem("The backup does not hold what its first line says; nothing was changed.")


def _row(line: bytes, number: int) -> HistoryRow:
    values = _values(line, number)
    try:
        row = {name: _checked(name, values.pop(name)) for name in FIELDS}
        is_as_written = not values and row_line(row) == line
    except (KeyError, TypeError, ValueError, OverflowError):
        is_as_written = False
    if not is_as_written:
        raise BackupProblem(f"Line {number} of the backup is not as it was written; nothing was changed.")
    return row


def _checked(name: str, value: Any) -> Any:  # noqa: ANN401 - whatever stands in the file
    """Return a field's value.

    Raises:
        TypeError, ValueError: if the field never holds such a value.
    """
    if name in _NUMBERS:
        if type(value) is not int or not 0 < value <= _LARGEST:
            raise ValueError(name)
        return value
    if value is None and name == "token":
        return None
    if not isinstance(value, str):
        raise TypeError(name)
    return dt.datetime.fromisoformat(value).astimezone(dt.UTC) if name == "recorded_at" else value


def _values(line: bytes, number: int) -> dict[str, Any]:
    """Read one whole line.

    Raises:
        BackupProblem: if the line is cut off, no JSON, or written otherwise than this program writes it.
    """
    if number > 1 and not line.endswith(b"\n"):
        raise BackupProblem(f"Line {number} of the backup is cut off; nothing was changed.")
    try:
        values = json.loads(line)
        is_whole = isinstance(values, dict) and _line(values) == line
    except (ValueError, RecursionError):
        is_whole = False
    if number == 1 and not is_whole:
        raise BackupProblem(_NO_BACKUP)
    if not is_whole:
        raise BackupProblem(f"Line {number} of the backup is not as it was written; nothing was changed.")
    found: dict[str, Any] = values
    return found
