"""A SQLite database as one whole file, and damage in such a file."""

import sqlite3
from contextlib import closing
from functools import partial
from pathlib import Path

from tracker.backup.reporting import Report
from tracker.database import copy_file, open_to_read
from tracker.errors import BackupProblem

MAGIC = b"SQLite format 3\0"
"""What every SQLite file begins with."""

_PAGES = 1000
"""So many pages are copied between two words about how far it has come."""


def copy_database(source: Path, target: Path, report: Report) -> None:
    """Copy a database that may be in use into a new file, as it stood at one moment.

    Raises:
        DatabaseProblem: if SQLite cannot read the one or write the other.
    """
    copy_file(source, target, table="revision", pages=_PAGES, progress=partial(report, "Copying the database"))


def check_file(file: Path) -> None:
    """Let SQLite look for damage in a file.

    Raises:
        BackupProblem: if there is any.
    """
    if is_damaged(file):
        raise BackupProblem(f"The file {file} is torn or damaged; nothing was changed.")


def is_damaged(file: Path) -> bool:
    """Tell whether SQLite finds damage in a file, or the file is cut off.

    Raises:
        DatabaseProblem: if it could be read only by losing what a log beside it holds.
    """
    if _is_cut_off(file):
        return True
    try:
        with closing(open_to_read(file)) as read:
            return bool(read.execute("PRAGMA integrity_check(1)").fetchall() != [("ok",)])
    except sqlite3.Error:
        return True


def _is_cut_off(file: Path) -> bool:
    """Tell whether a file has fewer pages than it says; SQLite fills up a last page that lost a few bytes."""
    with file.open("rb") as stream:
        head = stream.read(100)
    page = int.from_bytes(head[16:18])
    return file.stat().st_size < int.from_bytes(head[28:32]) * (65536 if page == 1 else page)
