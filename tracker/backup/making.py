"""Backups of a record that is in use: written beside their place, checked, and moved there only when whole."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.backup import json_lines
from tracker.backup.reporting import Report, counted, silent
from tracker.backup.sqlite_files import copy_database, is_damaged
from tracker.database import DAMAGED, open_file, reading
from tracker.errors import BackupProblem, DatabaseProblem, UnknownValue
from tracker.new_files import new_file
from tracker.store.carrying import Extent, extent_of, read_history
from tracker.store.history import find_altered

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlmodel import Session

_ALTERED = "{problem} A backup of it would not be restored, so none was made; tracker check says more."


def make_backup(engine: "Engine", file: Path, *, force: bool = False, report: Report = silent) -> Extent:
    """Write the whole record into a file and return how much history it holds.

    Args:
        engine: a database of this program's schema version; others may write to it meanwhile.
        file: where to; ``.db`` makes a SQLite database, ``.jsonl`` lines of JSON that either database takes back.
        force: overwrite a file that is there.
        report: is told how far it has come.

    Raises:
        UnknownValue: if the suffix is neither, or the database cannot give a file of that form.
        BackupProblem: if the file is there already, or is the database itself.
        DatabaseProblem: if the database cannot be read or its history was altered, or the file cannot be written.
    """
    write = _writer(engine, file)
    with _placed(engine, file, force=force) as new:
        return write(engine, new, report)


def _writer(engine: "Engine", file: Path) -> Callable[["Engine", Path, Report], Extent]:
    suffix = file.suffix.lower()
    if suffix == ".jsonl":
        return _write_lines
    if suffix != ".db":
        raise UnknownValue(f"“{file.name}” does not tell the form of the backup; it has to end in .db or .jsonl.")
    if engine.dialect.name != "sqlite":
        raise UnknownValue("Only a SQLite database can be copied into a .db file; from PostgreSQL make a .jsonl file.")
    return _write_database


@contextmanager
def _placed(engine: "Engine", file: Path, *, force: bool) -> Iterator[Path]:
    """Give the path of a new file that takes its place when the block ends well, and vanishes otherwise."""
    _check_place(engine, file, force=force)
    try:
        with new_file(file, before_placing=lambda: _check_place(engine, file, force=force)) as new:
            yield new
    except OSError as problem:
        raise DatabaseProblem(f"The file {file} cannot be written: {problem.strerror}.") from problem


def _check_place(engine: "Engine", file: Path, *, force: bool) -> None:
    if not file.exists():
        return
    source = engine.url.database if engine.dialect.name == "sqlite" else None
    if source and file.samefile(source):
        raise BackupProblem(f"{file} is the database itself; name another file for the backup.")
    if not force or not file.is_file():
        raise BackupProblem(f"{file} is there already; name another file, or overwrite it with --force.")


def _write_lines(engine: "Engine", file: Path, report: Report) -> Extent:
    with reading(engine) as session:
        extent = extent_of(session)
        _check_history(session)
        with file.open("wb") as stream:
            stream.write(json_lines.head_line(extent))
            for row in counted(read_history(session), "Writing the history", extent.count, report):
                stream.write(json_lines.row_line(row))
    return extent


def _write_database(engine: "Engine", file: Path, report: Report) -> Extent:
    copy_database(Path(engine.url.database or ""), file, report)
    if is_damaged(file):
        raise DatabaseProblem(DAMAGED)
    with reading(open_file(file)) as session:
        _check_history(session)
        return extent_of(session)


def _check_history(session: "Session") -> None:
    if problems := find_altered(session):
        raise DatabaseProblem(_ALTERED.format(problem=problems[0]))
