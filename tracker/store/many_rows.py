"""Many rows into a table at once, handed to the database's driver as they are.

SQLAlchemy looks at each value of each row once more, which costs several times what SQLite does with it. So it writes
the statement alone, and values are texts, numbers, truth values and None; days and times are given as ISO texts, which
both databases take.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Insert, Table, Update, bindparam, insert, update
from sqlmodel import Session, SQLModel

_ROW = "row_id"
"""The place of the id by which a row is found."""


def insert_rows(session: Session, model: type[SQLModel], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows, which all have the same columns, and each that has a default among them.

    Raises:
        KeyError: if the table has no such column.
    """
    if rows:
        table = _table(model)
        _execute(session, insert(table), _names(table, rows[0]), rows)


def update_rows(session: Session, model: type[SQLModel], rows: Mapping[int, Mapping[str, Any]]) -> None:
    """Update rows by their ids; they all have the same columns.

    Raises:
        KeyError: if the table has no such column.
    """
    if rows:
        table = _table(model)
        statement = update(table).where(table.c.id == bindparam(_ROW))
        names = _names(table, next(iter(rows.values())))
        _execute(session, statement, names, ({**row, _ROW: row_id} for row_id, row in rows.items()))


def _table(model: type[SQLModel]) -> Table:
    return SQLModel.metadata.tables[str(model.__tablename__)]


def _names(table: Table, row: Mapping[str, Any]) -> list[str]:
    # SQLAlchemy leaves out in silence what is no column.
    return [table.c[name].name for name in row]


def _execute(session: Session, statement: Insert | Update, names: list[str], rows: Iterable[Mapping[str, Any]]) -> None:
    connection = session.connection()
    compiled = statement.compile(dialect=connection.dialect, column_keys=names, for_executemany=True)
    places = compiled.positiontup
    # SQLite takes values by their place, PostgreSQL's driver by their name.
    values = [dict(row) if places is None else tuple([row[place] for place in places]) for row in rows]
    connection.exec_driver_sql(str(compiled), values)
