"""A record as JSON lines: one about the whole file, one for each row of the history, then one for each row beside it.

Every byte counts: a line that reads the same but is written otherwise has been altered.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, BinaryIO

from tracker.errors import BackupProblem
from tracker.migrations import HEAD, is_known
from tracker.store.beside import BesideRow
from tracker.store.carrying import FIELDS, Chain, Extent, HistoryRow
from tracker.store.history import canonical_json

FORMAT = "china-tech-regulation-tracker history"
FORMAT_VERSION = 1

_NO_BACKUP = "The file is no backup of this program, or its first line was altered; nothing was changed."
_NOT_WHAT_IT_SAYS = "The backup does not hold what its first line says; nothing was changed."
_NUMBERS = frozenset({"id", "version"})
_LARGEST = 2**31 - 1


_OF_NOTHING = hashlib.sha256().hexdigest()


@dataclass(frozen=True, slots=True)
class BesideExtent:
    """How much lies beside the record: the number of rows, and a digest of all their lines."""

    count: int = 0
    digest: str = _OF_NOTHING


def beside_extent(rows: Iterable[BesideRow]) -> BesideExtent:
    """Return how much rows beside the record are, as lines."""
    count, digest = 0, hashlib.sha256()
    for row in rows:
        count += 1
        digest.update(_line(row))
    return BesideExtent(count, digest.hexdigest())


def head_line(extent: Extent, beside: BesideExtent | None = None) -> bytes:
    """Write the first line: what the file is, what has to follow, and a digest of just that."""
    head = {"format": FORMAT, "format_version": FORMAT_VERSION, "schema": HEAD}
    head |= {"count": extent.count, "last_digest": extent.last_digest}
    beside = beside or BesideExtent()
    head |= {"beside_count": beside.count, "beside_digest": beside.digest}
    return _line(head | {"head_digest": _digest(head)})


def _digest(head: dict[str, Any]) -> str:
    return hashlib.sha256(canonical_json(head).encode()).hexdigest()


def row_line(row: HistoryRow) -> bytes:
    """Write one row of the history."""
    return _line(row | {"recorded_at": row["recorded_at"].astimezone(dt.UTC).isoformat()})


def beside_line(row: BesideRow) -> bytes:
    """Write one row of what lies beside the record."""
    return _line(row)


def _line(values: dict[str, Any]) -> bytes:
    return canonical_json(values).encode() + b"\n"


def read_head(stream: BinaryIO) -> Extent:
    """Read the first line and return what has to follow.

    Raises:
        BackupProblem: if the file is no backup, or one of a newer version of the program.
    """
    head = _head(stream)
    return Extent(head["count"], head["last_digest"])


def _head(stream: BinaryIO) -> dict[str, Any]:
    stream.seek(0)
    head = _values(stream.readline(), 1)
    if head.get("format") != FORMAT or head.pop("head_digest", None) != _digest(head):
        raise BackupProblem(_NO_BACKUP)
    if head["format_version"] != FORMAT_VERSION or not is_known(head["schema"]):
        raise BackupProblem("The backup is of another version of this program; install that version to restore it.")
    return head


def read_rows(stream: BinaryIO) -> Iterator[HistoryRow]:
    """Yield the rows of a backup, each checked; at the end, that they and what lies beside are all there.

    Raises:
        BackupProblem: if the file is torn or altered anywhere.
    """
    expected = read_head(stream)
    chain = Chain()
    for number, line in enumerate(islice(stream, expected.count), start=2):
        row = _row(line, number)
        chain.follow(row)
        yield row
    if chain.extent.count < expected.count:
        raise BackupProblem(
            f"The backup is torn: it holds {chain.extent.count} changes of {expected.count}. Nothing was changed."
        )
    if chain.extent != expected:
        raise BackupProblem(_NOT_WHAT_IT_SAYS)
    for _ in read_beside_lines(stream):
        """Reading a row checks it."""


def read_beside_lines(stream: BinaryIO) -> Iterator[BesideRow]:
    """Yield what a backup holds beside the record; at the end, that it is all there and nothing else.

    Raises:
        BackupProblem: if the file is torn or altered there.
    """
    head = _head(stream)
    # Backups of former versions say nothing of it and hold none.
    expected = BesideExtent(head.get("beside_count", 0), head.get("beside_digest", _OF_NOTHING))
    found, digest = 0, hashlib.sha256()
    for number, line in enumerate(islice(stream, head["count"], None), start=head["count"] + 2):
        found += 1
        if found > expected.count:
            raise BackupProblem(f"Line {number} of the backup is not as it was written; nothing was changed.")
        digest.update(line)
        yield _values(line, number)
    if BesideExtent(found, digest.hexdigest()) != expected:
        raise BackupProblem(_NOT_WHAT_IT_SAYS)


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
