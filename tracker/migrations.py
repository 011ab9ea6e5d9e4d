"""The schema's versions: bring a database to the program's own, or say which of the two is older.

The steps live in ``db/migrations`` and run through Alembic. Asking whether a database is ready does not import
Alembic, since every command asks.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from enum import StrEnum
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from tracker.database import connected, copy_beside, file_of, queue
from tracker.errors import DatabaseProblem
from tracker.resources import migrations_folder

HEAD = "0011"
"""The schema version that this program reads and writes; a test compares it with the newest step."""

MIGRATION_LOCK = 7_302_027
"""The advisory lock of PostgreSQL that keeps two programs from migrating at once."""


class Readiness(StrEnum):
    """How a database's schema stands to this program's."""

    EMPTY = "empty"
    OLDER = "older"
    READY = "ready"
    NEWER = "newer"
    UNMARKED = "unmarked"


def is_known(version: str) -> bool:
    """Tell whether a schema version is this program's own or one that it can bring up to date."""
    return version.isdecimal() and any(migrations_folder().glob(f"versions/{version}_*.py"))


def schema_version(connection: Connection) -> str | None:
    """Return the schema version that a database says it has, empty if the mark is; None for one without any."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar() or ""


def readiness(engine: Engine) -> Readiness:
    """Compare a database's schema with the program's.

    Raises:
        DatabaseProblem: if the database cannot be read.
    """
    file = file_of(engine)
    if file and file.is_new:
        return Readiness.EMPTY
    with connected(engine) as connection:
        version = schema_version(connection)
    if version is None:
        return Readiness.EMPTY
    if not version:
        return Readiness.UNMARKED
    if version == HEAD:
        return Readiness.READY
    return Readiness.OLDER if version < HEAD else Readiness.NEWER


_SENTENCES = {
    Readiness.EMPTY: "The database holds no record yet; create it with: tracker init",
    Readiness.OLDER: "The database was made by an older version; bring it up to date with: tracker init",
    Readiness.NEWER: "The database was made by a newer version of this program; install that version to open it.",
    Readiness.UNMARKED: (
        "The database does not say which version it is of (its table alembic_version is empty); go back to a backup: "
        "tracker restore-backup BACKUP --database sqlite:///new.db"
    ),
}


def check_ready(engine: Engine) -> None:
    """Raise a ``DatabaseProblem`` that names the way out unless the schema is the program's own."""
    if sentence := _SENTENCES.get(readiness(engine)):
        raise DatabaseProblem(sentence)


Around = Callable[[Connection], AbstractContextManager[object]]
"""What is done before and after the steps from an older schema, in their transaction."""


def upgrade(engine: Engine, target: str = "head", *, around: Around = nullcontext) -> Path | None:
    """Bring the schema to the program's version, all or nothing; a schema that is there already is left alone.

    Args:
        engine: the database.
        target: another version to stop at.
        around: what goes with the steps from an older schema, such as to write the tables anew from the history.

    Returns:
        the copy of the former database that was left beside it; None where it was new, up to date, or on PostgreSQL.

    Raises:
        DatabaseProblem: if the database is newer than the program or of no known version, or cannot be written.
    """
    found = readiness(engine)
    if found in {Readiness.NEWER, Readiness.UNMARKED}:
        raise DatabaseProblem(_SENTENCES[found])
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(migrations_folder()).replace("%", "%%"))
    file = file_of(engine)
    if file:
        file.make()
    with _exclusive(engine) as connection:
        version = schema_version(connection)
        # Nobody can write before the steps are done, so the copy holds all that the steps begin with.
        is_older = bool(version and version < HEAD)
        kept = copy_beside(file.file, f"schema-{version}") if file and is_older else None
        config.attributes["connection"] = connection
        try:
            with around(connection) if is_older else nullcontext():
                command.upgrade(config, target)
        except BaseException:
            if kept:
                kept.unlink(missing_ok=True)
            raise
    return kept


@contextmanager
def _exclusive(engine: Engine) -> Iterator[Connection]:
    with connected(engine, tracker_writes=True) as connection:
        if connection.dialect.name == "sqlite":
            # Rebuilding a table with foreign keys on would delete its children. The switch works only outside a
            # transaction, so it is thrown on the driver's connection before the transaction begins.
            driver = connection.connection.driver_connection
            assert driver is not None  # noqa: S101 - a connection that is open has a driver
            driver.execute("PRAGMA foreign_keys = OFF")
            try:
                with connection.begin():
                    yield connection
                    _check_foreign_keys(connection)
            finally:
                driver.execute("PRAGMA foreign_keys = ON")
        else:
            with connection.begin():
                queue(connection, MIGRATION_LOCK)
                yield connection


def _check_foreign_keys(connection: Connection) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if broken:
        raise DatabaseProblem(f"The upgrade would break {len(broken)} links between tables and was undone.")
