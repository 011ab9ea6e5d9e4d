"""Rows in and out of tables by plain statements.

Many rows go to the database's driver as they are. SQLAlchemy looks at each value of each row once more, which costs
several times what SQLite does with it. So it writes the statement alone, and values are texts, numbers, truth values
and None; days and times are given as ISO texts, which both databases take.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Delete, Dialect, Insert, Update, bindparam, delete, insert, update
from sqlmodel import Session, SQLModel

from tracker.database import write_rows
from tracker.store.search_index import index_texts, reindex_texts

_ROW = "row_id"
"""The place of the id by which a row is found."""


def insert_rows(session: Session, model: type[SQLModel], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows, which all have the same columns, and each that has a default among them.

    Raises:
        KeyError: if the table has no such column.
    """
    if rows:
        _execute(session, model, tuple(rows[0]), rows)
        if _is_searched(session, rows[0]):
            index_texts(session, str(model.__tablename__), ((row["id"], row["search_text"]) for row in rows))


def update_rows(session: Session, model: type[SQLModel], rows: Mapping[int, Mapping[str, Any]]) -> None:
    """Update rows by their ids; they all have the same columns.

    Raises:
        KeyError: if the table has no such column.
    """
    if rows:
        found = ({**row, _ROW: row_id} for row_id, row in rows.items())
        first = next(iter(rows.values()))
        if _is_searched(session, first):
            texts = {row_id: row["search_text"] for row_id, row in rows.items()}
            reindex_texts(session, str(model.__tablename__), texts)
        _execute(session, model, tuple(first), found, verb="update")


def _is_searched(session: Session, row: Mapping[str, Any]) -> bool:
    """Tell whether a row brings a text that is searched and that the program, not the database, has to index."""
    return "search_text" in row and session.connection().dialect.name == "sqlite"


def delete_rows(session: Session, column: Any, values: Collection[int | str]) -> None:  # noqa: ANN401 - a model's column
    """Delete the rows that have one of the values in a column."""
    if values:
        _execute(session, column.class_, (column.key,), [{_ROW: value} for value in values], verb="delete")


def _execute(
    session: Session,
    model: type[SQLModel],
    names: tuple[str, ...],
    rows: Iterable[Mapping[str, Any]],
    *,
    verb: str = "insert",
) -> None:
    sql, places = _statement(session.connection().dialect, str(model.__tablename__), names, verb)
    # SQLite takes values by their place, PostgreSQL's driver by their name.
    write_rows(session, sql, [row if places is None else tuple([row[place] for place in places]) for row in rows])


@lru_cache(maxsize=256)
def _statement(
    dialect: Dialect, table_name: str, names: tuple[str, ...], verb: str
) -> tuple[str, tuple[str, ...] | None]:
    """Write a statement in a database's own form, with the places of its values if they have an order."""
    table = SQLModel.metadata.tables[table_name]
    # SQLAlchemy leaves out in silence what is no column.
    columns = [table.c[name].name for name in names]
    statement: Insert | Update | Delete = insert(table)
    if verb == "update":
        statement = update(table).where(table.c.id == bindparam(_ROW))
    elif verb == "delete":
        statement, columns = delete(table).where(table.c[names[0]] == bindparam(_ROW)), []
    compiled = statement.compile(dialect=dialect, column_keys=columns, for_executemany=True)
    return str(compiled), None if compiled.positiontup is None else tuple(compiled.positiontup)
