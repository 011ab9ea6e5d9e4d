"""A mark on a database that is another one after its tables were written anew, which is no change of the record.

What a program keeps of the tables it keeps by the number of the latest change and by this mark. SQLite has a place for
such a number; on PostgreSQL it stands in the comment of an index, which its replicas get as well.
"""

from secrets import randbelow

from sqlalchemy import Connection, text
from sqlmodel import Session

_MOST = 2**31 - 1


def mark_written_anew(connection: Connection) -> None:
    """Put another mark on a database, in the transaction in which its tables are written anew.

    The mark is a chance number: a count would come to the same twice where a backup was put back in between.
    """
    mark = 1 + randbelow(_MOST)
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA user_version = {mark}")
    else:
        connection.exec_driver_sql(f"COMMENT ON INDEX pk_event IS '{mark}'")


def mark_of_tables(session: Session) -> int:
    """Return the mark that is on a database; 0 where its tables were never written anew."""
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    asked = "PRAGMA user_version" if is_sqlite else "SELECT obj_description('pk_event'::regclass, 'pg_class')"
    return int(session.execute(text(asked)).scalar() or 0)
