"""A file from outside and the table in it: how large it may be, and what is said where it cannot be read."""

import io
import os
import re
import stat
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from tracker.errors import TrackerError


@dataclass(frozen=True, slots=True)
class Limits:
    """The greatest sizes that are read: bytes, unpacked bytes, rows, columns, and characters in one field."""

    size: int = 20_000_000
    unpacked: int = 100_000_000
    rows: int = 50_000
    columns: int = 64
    characters: int = 120_000
    """An event's notes on a hundred sources fit, with what sets them apart."""


UPLOAD_LIMITS = Limits()
"""For files that a browser sends, since several visitors share one memory."""

COMMAND_LIMITS = Limits(size=sys.maxsize, unpacked=4_000_000_000, rows=sys.maxsize)
"""For files on this machine: rows are read one by one. A workbook is unpacked, so it may not swell without end."""


class FileProblem(TrackerError):
    """A file that cannot be imported at all; the message names the place and what to do."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason why a row is not taken over. ``column`` is the heading in the file, or the field that is missing."""

    row: int
    column: str
    reason: str


@dataclass(frozen=True, slots=True)
class Content:
    """What a file holds: its size in bytes, and a way to open it at its start."""

    size: int
    open: Callable[[], BinaryIO]

    def start(self, count: int) -> bytes:
        """Return the first bytes."""
        with self.open() as stream:
            return stream.read(count)


def content_of(source: bytes | Path) -> Content:
    """Return the content of a file on disk or in memory.

    Raises:
        FileProblem: if it cannot be read, or is a pipe or device, which has no size and can be read only once.
    """
    if isinstance(source, bytes):
        return Content(len(source), partial(io.BytesIO, source))
    try:
        found = source.stat()
    except OSError as problem:
        raise FileProblem(f"{source} cannot be read: {problem.strerror}.") from problem
    if not stat.S_ISREG(found.st_mode):
        kind = "a folder" if stat.S_ISDIR(found.st_mode) else "a pipe, a socket or a device"
        raise FileProblem(f"{source} is no plain file but {kind}; save it as a file first.")
    return Content(found.st_size, partial(_opened, source, _mark(found)))


def read_file(path: Path) -> bytes:
    """Return all bytes of a plain file, for what is read at once; raises as ``content_of``."""
    with content_of(path).open() as stream:
        return stream.read()


def _mark(found: os.stat_result) -> tuple[int, int, int]:
    return found.st_ino, found.st_size, found.st_mtime_ns


def _opened(path: Path, mark: tuple[int, int, int]) -> BinaryIO:
    """Open a file that has to be the one that was looked at first, since rows of two states would be mixed."""
    try:
        stream = path.open("rb")
    except OSError as problem:
        raise FileProblem(f"{path} cannot be read: {problem.strerror}.") from problem
    if _mark(os.fstat(stream.fileno())) != mark:
        stream.close()
        raise FileProblem(f"{path} was changed while it was read; nothing was written. Try it again.")
    return stream


_NUMBER = re.compile(r"[-+]?[\d.,' ]+")

Row = tuple[int, Sequence[Any]]
"""The row's number as a spreadsheet counts it (an entry's number in a JSON file), and its cells."""

Counting = Callable[[Iterable[str]], int]
"""Counts the cells of a row that a heading of the table in question would have."""

ERROR_MARK = "\x1f"
"""Stands before an error that a workbook marks as one, so that it is not taken for a text that somebody typed."""

LINK_OF = "link of "
"""Begins the heading of a column made of the web addresses behind another column's cells."""


@dataclass(frozen=True, slots=True)
class Table:
    """The table of one file.

    ``notes`` tell the person what was assumed. ``is_text`` says that all cells are text as it stands in tables, with
    lists in one cell and formulas protected; in a JSON file cells are values. ``rows()`` begins again at each call
    and raises ``FileProblem`` where the file turns out damaged or too large. ``heading`` is the row of the headings as
    it stands. ``sheet`` is the one of a workbook's
    ``sheets`` that was read.
    """

    name: str
    headers: tuple[str, ...]
    rows: Callable[[], Iterator[Row]]
    heading: Row = (0, ())
    is_text: bool = True
    encoding: str | None = None
    delimiter: str | None = None
    notes: tuple[str, ...] = ()
    sheet: str | None = None
    sheets: tuple[str, ...] = ()


def count_words(cells: Iterable[str]) -> int:
    """Count the filled cells that are no numbers: headings as far as anyone can tell who knows none of them."""
    return sum(1 for cell in cells if cell.strip() and not _NUMBER.fullmatch(cell.strip()))


@dataclass(frozen=True, slots=True)
class Manner:
    """How files are read, in the words of ``open_table``."""

    limits: Limits = UPLOAD_LIMITS
    count_known: Counting = count_words
    is_loose: bool = False
