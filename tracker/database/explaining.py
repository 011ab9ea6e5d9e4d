"""What a database's driver complains of, as a sentence that a person can act on."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoFreeConnection

from tracker.errors import DatabaseProblem

_WAY_BACK = "put a backup into a new one with: tracker restore-backup BACKUP --database sqlite:///new.db"

DISK_FULL = "The disk is full; free some space, then try again."
BUSY = "The database is busy with another program's write; try again in a moment."
NO_ANSWER = "The database does not answer; check that it runs and that its URL is right, then try again."
DAMAGED_FILE = f"The database file is damaged; {_WAY_BACK}"
NO_DATABASE = f"The file is not a SQLite database; name another with --database, or {_WAY_BACK}"

_SENTENCES = (
    ("is locked", BUSY),
    ("lock timeout", BUSY),
    ("conflict with recovery", "The replica had to drop this read to keep up with the database; try again."),
    ("readonly", "The database file is read-only; make it and its folder writable for this user."),
    ("unable to open", "The database file cannot be opened; check that its folder exists and may be read."),
    ("not a database", NO_DATABASE),
    ("malformed", DAMAGED_FILE),
    ("could not decode", DAMAGED_FILE),
    ("no such table", "The database holds no record yet; create it with: tracker init"),
    ("disk is full", DISK_FULL),
    ("no space left", DISK_FULL),
    ("disk i/o", "The disk did not answer; check it, then try again."),
    (
        "timeout expired",
        "The database server did not answer in time; check that it runs and the host in its URL is right.",
    ),
    ("password authentication", "PostgreSQL refused the user or password of the database URL."),
    (
        "does not exist",
        "The database of this URL does not exist, or holds no record; create it, then run: tracker init",
    ),
)

_MAY_BE_FULL = ("readonly", "unable to open", "disk i/o")
"""What SQLite says as well where a disk has no room for the files beside the database."""

_NEEDED_BYTES = 100_000
"""With less room than this a database cannot be opened for writing."""


@contextmanager
def explained(folder: Path | None = None) -> Iterator[None]:
    """Turn a database driver's error into a sentence that a person can act on.

    Args:
        folder: where a SQLite file lies, to look for room on its disk.

    Raises:
        DatabaseProblem: instead of the driver's error.
    """
    try:
        yield
    except DBAPIError as problem:
        if _is_of_connecting(problem):
            # What a server or its driver says of a URL may hold a part of the password, so nothing of it is kept.
            raise DatabaseProblem(_sentence(str(problem.orig)) or NO_ANSWER) from None
        raise DatabaseProblem(_explain(str(problem.orig), folder)) from problem
    except sqlite3.Error as problem:
        raise DatabaseProblem(_explain(str(problem), folder)) from problem
    except NoFreeConnection as problem:
        raise DatabaseProblem(BUSY) from problem


def _is_of_connecting(problem: DBAPIError) -> bool:
    if isinstance(problem.orig, sqlite3.Error):
        return False
    return problem.connection_invalidated or problem.statement is None or "connect" in str(problem.orig).lower()


def _explain(original: str, folder: Path | None) -> str:
    if folder and any(mark in original.lower() for mark in _MAY_BE_FULL) and is_full(folder):
        return DISK_FULL
    return _sentence(original) or f"The database refused: {original.partition(chr(10))[0]}"


def _sentence(original: str) -> str | None:
    return next((sentence for mark, sentence in _SENTENCES if mark in original.lower()), None)


def is_full(folder: Path) -> bool:
    """Tell whether a folder's disk has no room for a few pages or for another file."""
    try:
        room = os.statvfs(folder)
    except (AttributeError, OSError):  # Windows, or a folder that is gone
        return False
    # A file system that counts no files has a total of none.
    return room.f_bavail * room.f_frsize < _NEEDED_BYTES or (room.f_files > 0 and room.f_favail == 0)
