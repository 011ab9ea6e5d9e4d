"""The index of a search: the tokens of each text that is searched, kept in the transaction that changes the text.

On SQLite it is a full-text table beside each table that is searched. It keeps no text of its own, so that what leaves
it has to be told by the text that went in. PostgreSQL makes its index by itself, from the function ``search_tokens``.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from string import punctuation
from typing import Any

from sqlalchemy import Connection, text
from sqlmodel import Session

from tracker.searching import tokens_of

SEARCHED_TABLES = ("event", "term")
"""The tables whose ``search_text`` has an index."""

# Every sign but blanks is part of a token. What is kept is which text has a token, and nothing of where it stands.
_SIGNS = punctuation.replace("'", "''").replace('"', '""')
_FULL_TEXT = (
    "CREATE VIRTUAL TABLE {table}_search USING fts5(tokens, content='', columnsize=0, detail=none, "
    f"tokenize=\"ascii tokenchars '{_SIGNS}'\")"
)
# It is not among the models: an index of this sort there would have SQLAlchemy import all of PostgreSQL's drivers
# wherever the program starts. Nothing is guessed from how often a token occurs, and counting that takes seconds.
_GIN = (
    "DROP INDEX IF EXISTS ix_{table}_search",
    "CREATE INDEX ix_{table}_search ON {table} USING gin (search_tokens(search_text))",
    "ALTER INDEX ix_{table}_search ALTER COLUMN 1 SET STATISTICS 0",
)
_AT_A_TIME = 10_000


def make_search_index(connection: Connection) -> None:
    """Make the index anew where the program keeps it, on SQLite: it is empty then; on PostgreSQL where it is missing.

    PostgreSQL keeps its index right by itself, and to make it anew would keep every reader waiting.
    """
    for table in SEARCHED_TABLES:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql(f"DROP TABLE IF EXISTS {table}_search")
            connection.exec_driver_sql(_FULL_TEXT.replace("{table}", table))
        elif not _is_valid(connection, table):
            for step in _GIN:
                connection.exec_driver_sql(step.replace("{table}", table))


def index_texts(session: Session, table: str, texts: Iterable[tuple[int, str]]) -> None:
    """Take the texts of new rows into the index of a SQLite database, by their numbers."""
    _write(session, f"INSERT INTO {table}_search (rowid, tokens) VALUES (?, ?)", texts)  # noqa: S608 - own names


def reindex_texts(session: Session, table: str, texts: Mapping[int, str]) -> None:
    """Put other texts in the place of those that rows have by now; to be called before the rows get them."""
    now = f"SELECT id, search_text FROM {table} WHERE id IN (SELECT value FROM json_each(?))"  # noqa: S608 - own names
    rows = session.connection().exec_driver_sql(now, (json.dumps(list(texts)),))
    old = {number: content for number, content in rows if content != texts[number]}
    gone = f"INSERT INTO {table}_search ({table}_search, rowid, tokens) VALUES ('delete', ?, ?)"  # noqa: S608 - the same
    _write(session, gone, old.items())
    index_texts(session, table, ((number, texts[number]) for number in old))


def _write(session: Session, statement: str, texts: Iterable[tuple[int, str]]) -> None:
    if rows := [(number, " ".join(tokens_of(content))) for number, content in texts]:
        session.connection().exec_driver_sql(statement, rows)


def find_index_drift(stored: Connection, told: Connection) -> Iterator[str]:
    """Yield a sentence for each table whose index does not say what the history says.

    Args:
        stored: a connection to the record.
        told: one to a SQLite database that was replayed from its history.
    """
    for table in SEARCHED_TABLES:
        if stored.dialect.name == "sqlite":
            is_whole = _have_same_tokens(stored, told, table)
        else:
            is_whole = _is_valid(stored, table)
        if not is_whole:
            yield f"{table} search: the index is not that of the texts; tracker rebuild writes it anew."


def _is_valid(connection: Connection, table: str) -> bool:
    """Tell whether PostgreSQL has the index of a table, and uses it."""
    query = text("SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass(:name)")
    return connection.execute(query, {"name": f"ix_{table}_search"}).scalar() is True


def _have_same_tokens(stored: Connection, told: Connection, table: str) -> bool:
    """Compare all that two indexes hold, a piece at a time: each token with the number of each row that has it."""
    drivers: list[Any] = [each.connection.driver_connection for each in (stored, told)]
    try:
        for driver in drivers:
            driver.execute(
                f"CREATE VIRTUAL TABLE temp.held_tokens USING fts5vocab('main', '{table}_search', 'instance')"
            )
        asked = "SELECT term, doc FROM temp.held_tokens"
        # Closed before the tables go: SQLite drops none that is being read.
        with closing(stored_cursor := drivers[0].execute(asked)), closing(told_cursor := drivers[1].execute(asked)):
            while (piece := stored_cursor.fetchmany(_AT_A_TIME)) == told_cursor.fetchmany(_AT_A_TIME):
                if not piece:
                    return True
    except sqlite3.DatabaseError:
        return False
    finally:
        for driver in drivers:
            driver.execute("DROP TABLE IF EXISTS temp.held_tokens")
    return False
