"""The bytes of a file from outside, how large it may be, and what is said where it cannot be read."""

import io
import os
import stat
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO

from tracker.errors import TrackerError


@dataclass(frozen=True, slots=True)
class Limits:
    """The greatest sizes that are read: bytes, unpacked bytes, rows, columns, and characters in one field."""

    size: int = 20_000_000
    unpacked: int = 100_000_000
    rows: int = 50_000
    columns: int = 64
    characters: int = 32_000


UPLOAD_LIMITS = Limits()
"""For files that a browser sends, since several visitors share one memory."""

COMMAND_LIMITS = Limits(size=sys.maxsize, unpacked=4_000_000_000, rows=sys.maxsize)
"""For files on this machine: rows are read one by one. A workbook is unpacked, so it may not swell without end."""

OWN_LIMITS = Limits(size=sys.maxsize, unpacked=sys.maxsize, rows=sys.maxsize)
"""For files that the project itself wrote, such as the export of a large record."""


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
    """What a file holds: its size in bytes, and a way to begin reading it anew."""

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
        raise FileProblem(f"{source} is no plain file but {_kind(found.st_mode)}; save it as a file first.")
    return Content(found.st_size, partial(_opened, source, _mark(found)))


def read_file(path: Path) -> bytes:
    """Return all bytes of a plain file, for what is read at once; raises as ``content_of``."""
    with content_of(path).open() as stream:
        return stream.read()


def _kind(mode: int) -> str:
    return "a folder" if stat.S_ISDIR(mode) else "a pipe, a socket or a device"


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
