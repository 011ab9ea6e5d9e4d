"""A SQLite database as one whole file, by SQLite's own online backup: writers go on meanwhile."""

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from itertools import count
from pathlib import Path

from tracker.database.engines import COMMAND_SECONDS
from tracker.database.explaining import explained
from tracker.database.opened_file import open_to_use
from tracker.errors import DatabaseProblem
from tracker.new_files import new_file


def copy_file(
    source: Path,
    target: Path,
    *,
    table: str,
    pages: int = 1000,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> None:
    """Copy a database that may be in use into a new file, as it stood at one moment.

    Args:
        source: the database.
        target: a path without a file.
        table: a table of the database, whose look fixes the moment.
        pages: so many are copied between two words about how far it has come.
        progress: is told how many were copied, and of how many.

    Raises:
        DatabaseProblem: if SQLite cannot read the one or write the other.
    """
    with explained(source.parent), closing(open_to_use(source, COMMAND_SECONDS)) as read:
        # An open read keeps the moment: without it, SQLite starts again whenever somebody writes in between.
        read.execute("BEGIN")
        read.execute(f'SELECT count(*) FROM "{table}"').fetchone()  # noqa: S608 - a name from this program
        with explained(target.parent), closing(sqlite3.connect(target)) as written:
            read.backup(written, pages=pages, progress=lambda _, left, total: progress(total - left, total))
    with explained(target.parent), closing(sqlite3.connect(target, isolation_level=None)) as written:
        # The copy is to be one file that can be read where nothing can be written, without a log beside it.
        written.execute("PRAGMA journal_mode = DELETE")


def copy_without(source: Path, target: Path, tables: Sequence[str]) -> None:
    """Copy a database that may be in use into a new file, as it stood at one moment, without the rows of some tables.

    Nothing of these rows is left in the file, nor of what was deleted earlier; no further copy is made on the way.

    Args:
        source: the database.
        target: a path without a file.
        tables: the tables that are empty in the copy.

    Raises:
        DatabaseProblem: if SQLite cannot read the one or write the other.
    """
    with explained(target.parent), closing(open_to_use(source, COMMAND_SECONDS)) as read:
        read.execute("VACUUM INTO ?", (str(target.resolve()),))
    with explained(target.parent), closing(sqlite3.connect(target, isolation_level=None)) as written:
        # What is deleted is written over with zeros.
        written.execute("PRAGMA secure_delete = ON")
        for table in tables:
            written.execute(f'DELETE FROM "{table}"')  # noqa: S608 - a name from this program


def copy_beside(file: Path, word: str) -> Path:
    """Leave a copy of a database beside it, under its name with a word in it, and return where it is.

    Raises:
        DatabaseProblem: if it cannot be written.
    """
    names = (f"{file.stem}.{word}{'' if number == 1 else f'-{number}'}{file.suffix}" for number in count(1))
    target = next(path for path in map(file.with_name, names) if not path.exists())
    try:
        with new_file(target) as new:
            copy_file(file, new, table="alembic_version")
    except OSError as problem:
        raise DatabaseProblem(
            f"The former database cannot be kept as {target}: {problem.strerror}. Nothing was changed."
        ) from problem
    return target
