"""A SQLite file under an open program: which files its connections hold, and where the path leads by now.

A file can be deleted, moved or replaced while a program has it open, and SQLite then goes on with the one that nobody
else can reach. Each connection therefore remembers the file and the log that it has opened. An open file keeps its
number on the disk from being given to another, so that comparing numbers is enough.
"""

import sqlite3
import threading
import time
import weakref
from dataclasses import dataclass
from pathlib import Path

from tracker.database.explaining import DISK_FULL, is_full
from tracker.errors import DatabaseProblem, FileChanged

_NEVER_WRITES = frozenset({sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL})
"""What SQLite answers where it cannot make the files that it keeps beside a database."""

_TRIES = 3
"""A layered file system gives a file another number when it is first opened for writing, so one try may not do."""

_LOG_LEFT = (
    "{log} holds changes that are not in the database file yet, and nothing can be written beside it. Run tracker "
    "status once as a user who may write there, or copy both files together into a folder of your own."
)

_Number = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Place:
    """The files that a database's path and its log's path lead to, by their numbers; None where there is none."""

    file: _Number | None
    log: _Number | None


class Opened(sqlite3.Connection):
    """A connection with what it has open.

    Attributes:
        place: the files, where SQLite may keep some beside the database.
        stamp: how the file looked, where none can be kept and nothing tells of another program's write.
    """

    place = Place(None, None)
    stamp: tuple[int, ...] | None = None


class OpenedFile:
    """A SQLite file and the connections to it.

    Attributes:
        file: where it lies.
        generation: how often the program has found another file there than the one it had open.
    """

    def __init__(self, file: Path, patience: float) -> None:
        self.file = file
        self.generation = 0
        self._patience = patience
        self._was_open = False
        self._connections: weakref.WeakSet[Opened] = weakref.WeakSet()
        self._lock = threading.Lock()

    @property
    def is_missing(self) -> bool:
        """Whether the file that this program had open is not there now."""
        return self._was_open and not self.file.exists()

    @property
    def is_new(self) -> bool:
        """Whether there is no file yet, and was none that this program had open."""
        return not self._was_open and not self.file.exists()

    def make(self) -> None:
        """Make an empty file if there is none, but not in place of one that was open and is gone.

        Raises:
            DatabaseProblem: if the file or its folder cannot be made.
        """
        if not self.is_new:
            return
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            self.file.touch()
        except OSError as problem:
            raise DatabaseProblem(f"The database {self.file} cannot be created: {problem.strerror}.") from problem

    def connect(self) -> Opened:
        """Open the file that the path leads to; none is made.

        Raises:
            DatabaseProblem: if there is none, or it can be neither written nor read as it is.
            sqlite3.Error: if SQLite refuses it.
        """
        for _ in range(_TRIES):
            with self._lock:
                before = self._look()
                if before.file is None:
                    raise self.missing()
                self._set_aside(before)
            connection = open_to_use(self.file, self._patience)
            connection.place = self._look()
            if connection.place.file == before.file:
                self._was_open = True
                self._connections.add(connection)
                return connection
            connection.close()
        raise self._replaced(before)

    def check(self, connection: Opened) -> None:
        """Make sure that the path still leads to the files that a connection has open.

        Raises:
            FileChanged: if it does not.
        """
        if connection.stamp and self._has_other_stamp(connection.stamp):
            raise FileChanged(f"The database file {self.file} was changed while it was read; try again.")
        now, then = self._look(), connection.place
        if connection.stamp or (now.file == then.file and then.log in {None, now.log}):
            return
        if now.file is None:
            raise self.missing()
        with self._lock:
            self._set_aside(now)
            self.generation += 1
        raise self._replaced(then)

    def _has_other_stamp(self, then: tuple[int, ...]) -> bool:
        try:
            return _stamp(self.file) != then
        except OSError as problem:
            raise self.missing() from problem

    def _look(self) -> Place:
        return Place(_number(self.file), _number(log_of(self.file)))

    def _set_aside(self, now: Place) -> None:
        """Take a replaced file's log from beside the new one: SQLite would write its pages into the other file."""
        if now.log is None or not any(
            each.place.log == now.log and each.place.file != now.file for each in list(self._connections)
        ):
            return
        log = log_of(self.file)
        kept = log.with_name(f"{log.name}.replaced-{time.time_ns()}")  # Two programs never choose the same name.
        try:
            if _has_content(log):
                log.replace(kept)
            log.unlink(missing_ok=True)
            log.with_name(log.name.removesuffix("-wal") + "-shm").unlink(missing_ok=True)
        except OSError as problem:
            raise FileChanged(
                f"The database file {self.file} was replaced while it was open, and {log} belongs to the former one; "
                "move that away, then go on."
            ) from problem

    def missing(self) -> DatabaseProblem:
        """Return the error that says so of a file that is not there."""
        if not self._was_open:
            return DatabaseProblem(f"There is no database file {self.file} yet; create it with: tracker init")
        return FileChanged(
            f"The database file {self.file} was deleted or moved while it was open. Nothing is saved until it is back."
        )

    def _replaced(self, then: Place) -> FileChanged:
        file = log_of(self.file) if then.file == _number(self.file) else self.file
        return FileChanged(
            f"The database file {file} was deleted or replaced by another while it was open, and nothing of this step "
            f"was saved. Look at the record again: it is now the one that lies at {self.file}."
        )


def open_to_use(file: Path, patience: float) -> Opened:
    """Open a file to write to it, or, where SQLite can make no files beside it, to read it.

    Args:
        file: a file that is there.
        patience: seconds to wait for another program.

    Raises:
        DatabaseProblem: if it can be read only by losing what a log beside it holds.
        sqlite3.Error: if SQLite refuses it.
    """
    return _open_unless_shut(file, "mode=rw", patience) or open_to_read(file, patience)


def open_to_read(file: Path, patience: float = 30) -> Opened:
    """Open a file to read it, wherever it lies.

    Args:
        file: a file that is there.
        patience: seconds to wait for another program.

    Raises:
        DatabaseProblem: if it can be read only by losing what a log beside it holds.
        sqlite3.Error: if SQLite refuses it.
    """
    if opened := _open_unless_shut(file, "mode=ro", patience):
        return opened
    for log in (log_of(file), log_of(file).with_name(f"{file.resolve().name}-journal")):
        if _has_content(log):
            raise DatabaseProblem(DISK_FULL if is_full(file.parent) else _LOG_LEFT.format(log=log))
    stamp = _stamp(file)
    connection = _open(file, "mode=ro&immutable=1", patience)
    connection.stamp = stamp
    return connection


def _open_unless_shut(file: Path, how: str, patience: float) -> Opened | None:
    """Open a file; None where SQLite can make no files beside it."""
    try:
        return _open(file, how, patience)
    except sqlite3.OperationalError as problem:
        if problem.sqlite_errorcode & 0xFF not in _NEVER_WRITES:
            raise
    return None


def _open(file: Path, how: str, patience: float) -> Opened:
    address = f"{file.absolute().as_uri()}?{how}"
    # Pages are drawn by threads; the driver's own transactions start too late to protect a read before a write.
    connection = sqlite3.connect(
        address, uri=True, timeout=patience, isolation_level=None, check_same_thread=False, factory=Opened
    )
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        if how == "mode=rw":
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def log_of(file: Path) -> Path:
    """Return where SQLite keeps the write-ahead log of a file: beside the file itself, where the path is a link."""
    real = file.resolve()
    return real.with_name(f"{real.name}-wal")


def _has_content(log: Path) -> bool:
    try:
        return log.stat().st_size > 0
    except OSError:
        return False


def _number(path: Path) -> _Number | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _stamp(file: Path) -> tuple[int, ...]:
    found = file.stat()
    return found.st_ino, found.st_mtime_ns, found.st_size, _has_content(log_of(file))
