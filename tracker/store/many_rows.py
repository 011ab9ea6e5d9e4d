"""Many rows into a table at once, handed to the database's driver as they are.

SQLAlchemy looks at each value of each row once more, which costs several times what SQLite does with it. So values are
texts, numbers, truth values and None alone; days and times are given as ISO texts, which both databases take.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel import Session, SQLModel

_PLACES = {"sqlite": "?", "postgresql": "%s"}


def insert_rows(session: Session, model: type[SQLModel], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows, which all have the same columns in the same order.

    Raises:
        KeyError: if the table has no such column.
    """
    if rows:
        table, names, place = _quoted(session, model, rows[0])
        places = ", ".join([place] * len(names))
        statement = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({places})"  # noqa: S608 - names of the model
        session.connection().exec_driver_sql(statement, [tuple(row.values()) for row in rows])


def update_rows(session: Session, model: type[SQLModel], rows: Mapping[int, Mapping[str, Any]]) -> None:
    """Update rows by their ids; they all have the same columns in the same order.

    Raises:
        KeyError: if the table has no such column.
    """
    if rows:
        table, names, place = _quoted(session, model, next(iter(rows.values())))
        values = ", ".join(f"{name} = {place}" for name in names)
        statement = f"UPDATE {table} SET {values} WHERE id = {place}"  # noqa: S608 - names of the model
        session.connection().exec_driver_sql(statement, [(*row.values(), row_id) for row_id, row in rows.items()])


def _quoted(session: Session, model: type[SQLModel], row: Mapping[str, Any]) -> tuple[str, list[str], str]:
    """Return the table and a row's columns as SQL, each a name of the model, and what stands for a value."""
    dialect = session.connection().dialect
    quote, table = dialect.identifier_preparer.quote, SQLModel.metadata.tables[str(model.__tablename__)]
    return quote(table.name), [quote(table.c[name].name) for name in row], _PLACES[dialect.name]
