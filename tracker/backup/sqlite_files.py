"""A SQLite database as one whole file, by SQLite's own online backup: writers go on meanwhile."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from tracker.backup.reporting import Report
from tracker.errors import BackupProblem, DatabaseProblem

MAGIC = b"SQLite format 3\0"
"""What every SQLite file begins with."""

_BUSY_SECONDS = 30
_PAGES = 1000
"""So many pages are copied between two words about how far it has come."""


def copy_database(source: Path, target: Path, report: Report) -> None:
    """Copy a database that may be in use into a new file, as it stood at one moment.

    Raises:
        DatabaseProblem: if SQLite cannot read the one or write the other.
    """
    with _explained(), closing(_open(source, "rw")) as read, closing(sqlite3.connect(target)) as written:
        # An open read keeps the moment: without it, SQLite starts again whenever somebody writes in between.
        read.execute("BEGIN")
        read.execute("SELECT count(*) FROM revision").fetchone()
        read.backup(
            written, pages=_PAGES, progress=lambda _, left, total: report("Copying the database", total - left, total)
        )
    with _explained(), closing(sqlite3.connect(target, isolation_level=None)) as written:
        # The copy is to be one file that can be read where nothing can be written, without a log beside it.
        written.execute("PRAGMA journal_mode = DELETE")


def check_file(file: Path) -> None:
    """Let SQLite look for damage in a file.

    Raises:
        BackupProblem: if there is any.
    """
    if _is_cut_off(file):
        raise BackupProblem(f"The file {file} is torn or damaged; nothing was changed.")
    try:
        with closing(_open(file, "ro")) as read:
            found = read.execute("PRAGMA integrity_check(1)").fetchall()
    except sqlite3.Error as problem:
        raise BackupProblem(f"The file {file} is torn or damaged ({problem}); nothing was changed.") from problem
    if found != [("ok",)]:
        raise BackupProblem(f"The file {file} is torn or damaged; nothing was changed.")


def _is_cut_off(file: Path) -> bool:
    """Tell whether a file has fewer pages than it says; SQLite fills up a last page that lost a few bytes."""
    with file.open("rb") as stream:
        head = stream.read(100)
    page = int.from_bytes(head[16:18])
    return file.stat().st_size < int.from_bytes(head[28:32]) * (65536 if page == 1 else page)


def _open(file: Path, mode: str) -> sqlite3.Connection:
    address = f"{file.absolute().as_uri()}?mode={mode}"
    return sqlite3.connect(address, uri=True, timeout=_BUSY_SECONDS, isolation_level=None)


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as problem:
        raise DatabaseProblem(f"The database could not be copied: {problem}.") from problem
