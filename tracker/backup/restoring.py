"""A backup into an empty database, and how far a long step has come."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.actors import Actor
from tracker.backup import json_lines
from tracker.backup.reporting import Report, silent, told_rows
from tracker.backup.sqlite_files import MAGIC, check_file
from tracker.database import explained, open_file, reading, writing
from tracker.errors import BackupProblem, TrackerError
from tracker.migrations import Readiness, check_ready, readiness, upgrade
from tracker.store.beside import BesideRow, insert_beside, read_beside
from tracker.store.carrying import Extent, HistoryRow, check_empty, extent_of, insert_history, read_history
from tracker.store.history import find_altered
from tracker.store.replay import find_drift, rebuild_tables
from tracker.vocabulary import Role

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlmodel import Session


_UNREADABLE = "The history cannot be replayed by this program ({problem}); nothing was changed."


@dataclass(frozen=True, slots=True)
class Bundle:
    """A history to be put somewhere: how much there is, and ways to read it and what lies beside it from the start."""

    extent: Extent
    rows: Callable[[], Iterator[HistoryRow]]
    beside: Callable[[], Iterator[BesideRow]]


def make_tables(engine: "Engine") -> None:
    """Make the tables where there are none.

    Raises:
        DatabaseProblem: if the database is of another version, or cannot be reached.
    """
    if readiness(engine) is Readiness.EMPTY:
        upgrade(engine)
    check_ready(engine)


def fill(session: "Session", bundle: Bundle, *, actor: Actor, report: Report) -> None:
    """Write a history and its tables, and check that both are what was given; the caller's transaction keeps them.

    Raises:
        DatabaseProblem: if the database holds a record already.
        BackupProblem: if the history was altered or cannot be replayed.
    """
    check_empty(session)
    rows = told_rows(bundle.rows(), "Writing the history", bundle.extent.count, report)
    if insert_history(session, rows) != bundle.extent:
        raise BackupProblem("The history is not as long as it should be; nothing was changed.")
    tell = partial(report, "Writing the tables")
    try:
        with explained():
            rebuild_tables(session, actor=actor, progress=lambda done: tell(done, bundle.extent.count))
        problems = find_altered(session) or find_drift(session)
    except (TrackerError, AttributeError, LookupError, TypeError, ValueError) as problem:
        raise BackupProblem(_UNREADABLE.format(problem=problem)) from problem
    if problems:
        raise BackupProblem(f"{problems[0]} Nothing was changed.")
    with explained():
        insert_beside(session, bundle.beside())


def restore_backup(file: Path, engine: "Engine", *, actor: Actor, report: Report = silent) -> Extent:
    """Put a backup of either form into an empty database of either kind and return how much history it holds.

    Args:
        file: what ``make_backup`` wrote; its form is told by what it begins with.
        engine: where to; tables are made where there are none.
        actor: who does it; a reviewer.
        report: is told how far it has come.

    Raises:
        BackupProblem: if the file is torn, altered or no backup. Nothing is written then.
        DatabaseProblem: if the database holds a record or cannot be written. Nothing is written then.
        NotAllowed: if the actor is not a reviewer.
    """
    actor.check(Role.REVIEWER)
    with _opened(file) as bundle:
        for _ in told_rows(bundle.rows(), "Checking the backup", bundle.extent.count, report):
            """Reading a row checks it."""
        make_tables(engine)
        with writing(engine) as session:
            fill(session, bundle, actor=actor, report=report)
        return bundle.extent


@contextmanager
def _opened(file: Path) -> Iterator[Bundle]:
    try:
        stream = file.open("rb")
    except OSError as problem:
        raise BackupProblem(f"The file {file} cannot be read: {problem.strerror}.") from problem
    with stream:
        if stream.read(len(MAGIC)) != MAGIC:
            rows, beside = partial(json_lines.read_rows, stream), partial(json_lines.read_beside_lines, stream)
            yield Bundle(json_lines.read_head(stream), rows, beside)
            return
    check_file(file)
    copy = open_file(file)
    check_ready(copy)
    with reading(copy) as session:
        if problems := find_altered(session):
            raise BackupProblem(f"{problems[0]} Nothing was changed.")
        yield Bundle(extent_of(session), partial(read_history, session), partial(read_beside, session))
