"""One program at a time: a lock that another program's end frees, however it ended."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, text

from tracker.database.engines import file_of
from tracker.database.sessions import connected
from tracker.errors import DatabaseProblem


@contextmanager
def alone(engine: Engine, *, lock: int, word: str, otherwise: str) -> Iterator[None]:
    """Hold a database's lock of some name for the block.

    Args:
        engine: the database.
        lock: the number of the advisory lock on PostgreSQL.
        word: what the file beside a SQLite file is called after.
        otherwise: the sentence for whoever comes second.

    Raises:
        DatabaseProblem: if another program holds it.
    """
    opened = file_of(engine)
    if opened is not None:
        with _held_file(opened.file.with_name(f"{opened.file.name}-{word}.lock"), otherwise):
            yield
        return
    with connected(engine, isolation_level="AUTOCOMMIT") as connection:
        if not connection.execute(text("SELECT pg_try_advisory_lock(:key)"), {"key": lock}).scalar():
            raise DatabaseProblem(otherwise)
        try:
            yield
        finally:
            connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": lock})


@contextmanager
def _held_file(file: Path, otherwise: str) -> Iterator[None]:
    try:
        number = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as problem:
        raise DatabaseProblem(f"{file} cannot be written: {problem.strerror}.") from problem
    try:
        if not _holds(number):
            raise DatabaseProblem(otherwise)
        yield
    finally:
        # The file stays: another program may have it open already, and two would then hold two files of one name.
        os.close(number)


def _holds(number: int) -> bool:
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(number, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        else:
            import fcntl

            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
