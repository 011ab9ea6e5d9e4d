"""A backup back into an empty database: the whole file is checked before anything is written."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.actors import Actor
from tracker.backup import json_lines
from tracker.backup.filling import Bundle, fill, make_ready
from tracker.backup.reporting import Report, counted, silent
from tracker.backup.sqlite_files import MAGIC, check_file
from tracker.database import open_file, reading, writing
from tracker.errors import BackupProblem
from tracker.migrations import check_ready
from tracker.store.carrying import Extent, extent_of, read_history
from tracker.store.history import find_altered
from tracker.vocabulary import Role

if TYPE_CHECKING:
    from sqlalchemy import Engine


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
        for _ in counted(bundle.rows(), "Checking the backup", bundle.extent.count, report):
            """Reading a row checks it."""
        make_ready(engine)
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
            yield Bundle(json_lines.read_head(stream), partial(json_lines.read_rows, stream))
            return
    check_file(file)
    copy = open_file(file)
    check_ready(copy)
    with reading(copy) as session:
        if problems := find_altered(session):
            raise BackupProblem(f"{problems[0]} Nothing was changed.")
        yield Bundle(extent_of(session), partial(read_history, session))
