"""Backups of a record that is in use: written beside their place, checked, and moved there only when whole."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.actors import Actor
from tracker.backup import json_lines
from tracker.backup.reporting import Report, silent, told_rows
from tracker.backup.restoring import Bundle, fill, make_tables
from tracker.backup.sqlite_files import copy_database, is_damaged
from tracker.database import DAMAGED_FILE, open_file, reading, writing
from tracker.errors import BackupProblem, DatabaseProblem, UnknownValue
from tracker.event.plain import PlainEvent, plain_values
from tracker.new_files import new_file
from tracker.queries import iter_events, list_terms
from tracker.queries.events import EVERY_STATE
from tracker.queries.terms import iter_codings
from tracker.read_models import EventRow
from tracker.store.beside import read_beside
from tracker.store.carrying import Extent, extent_of, read_history
from tracker.store.history import find_altered
from tracker.vocabulary import Role

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
            stream.write(json_lines.head_line(extent, json_lines.beside_extent(read_beside(session))))
            for row in told_rows(read_history(session), "Writing the history", extent.count, report):
                stream.write(json_lines.row_line(row))
            for beside in read_beside(session):
                stream.write(json_lines.beside_line(beside))
    return extent


def _write_database(engine: "Engine", file: Path, report: Report) -> Extent:
    copy_database(Path(engine.url.database or ""), file, report)
    if is_damaged(file):
        raise DatabaseProblem(DAMAGED_FILE)
    with reading(open_file(file)) as session:
        _check_history(session)
        return extent_of(session)


def _check_history(session: "Session") -> None:
    if problems := find_altered(session):
        raise DatabaseProblem(_ALTERED.format(problem=problems[0]))


@dataclass(frozen=True, slots=True)
class Copied:
    """What a database holds: how many of each, and a hash of all that can be read from it."""

    changes: int
    events: int
    terms: int
    codings: int
    content_hash: str


def copy_record(source: "Engine", target: "Engine", *, actor: Actor, report: Report = silent) -> tuple[Copied, Copied]:
    """Copy everything, history included, into an empty database and return what each side holds, which is the same.

    Args:
        source: a database of this program's schema version; others may write to it meanwhile.
        target: where to; tables are made where there are none.
        actor: who does it; a reviewer.
        report: is told how far it has come.

    Raises:
        DatabaseProblem: if the source's history was altered, the target holds a record or cannot be written, or the
            two sides differ at the end. Nothing is kept then.
        BackupProblem: if the history cannot be replayed. Nothing is kept then.
        NotAllowed: if the actor is not a reviewer.
    """
    actor.check(Role.REVIEWER)
    with reading(source) as read:
        if problems := find_altered(read):
            raise DatabaseProblem(f"{problems[0]} Nothing was copied; tracker check says more.")
        make_tables(target)
        with writing(target) as written:
            bundle = Bundle(extent_of(read), partial(read_history, read), partial(read_beside, read))
            fill(written, bundle, actor=actor, report=report)
            sides = held_by(read), held_by(written)
            if sides[0] != sides[1]:
                raise DatabaseProblem(_differing(*sides))
    return sides


def _differing(here: Copied, there: Copied) -> str:
    return (
        f"The copy is not what it was made of: {here} became {there}. Nothing was kept; "
        "tracker rebuild writes the tables of the source anew from its history."
    )


def held_by(session: "Session") -> Copied:
    """Return how much a database holds and the hash of its Events, names, codings, last digest and what lies beside."""
    extent = extent_of(session)
    events, codings = map(_whole, iter_events(session, EVERY_STATE)), map(asdict, iter_codings(session))
    parts = [_counted(map(_line, rows)) for rows in (events, map(asdict, list_terms(session)), codings)]
    parts.append(_counted(map(json_lines.beside_line, read_beside(session))))
    content_hash = hashlib.sha256(f"{parts} {extent.last_digest}".encode()).hexdigest()
    (events_held, _), (terms_held, _), (codings_held, _), _ = parts
    return Copied(extent.count, events_held, terms_held, codings_held, content_hash)


def _whole(event: EventRow) -> PlainEvent:
    return (*plain_values(event), event.version, event.precision, event.approximate)


def _line(row: object) -> bytes:
    return json.dumps(row, ensure_ascii=False, default=str).encode()


def _counted(lines: Iterable[bytes]) -> tuple[int, int]:
    """Return how many lines there are and the sum of their hashes, since two kinds of database may order texts apart.

    Nothing is held of a line, and a sum differs where one is missing, came out otherwise or is there twice.
    """
    count = total = 0
    for line in lines:
        count += 1
        total += int.from_bytes(hashlib.sha256(line).digest(), "big")
    return count, total % 2**256
