"""What lies beside the record, on its way to another database: items of feeds, and how each feed fares.

No history leads to it, so it is carried row by row. Items are numbered anew where they arrive.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from sqlalchemy import Table, insert, select
from sqlmodel import Session

from tracker.database import in_utc
from tracker.errors import BackupProblem
from tracker.models import BESIDE_RECORD

BesideRow = dict[str, Any]
"""A row with the name of its table under ``table``; dates and instants are texts, and the row has no number."""

_CHUNK = 200
_NUMBER = "id"
_NOT_WRITTEN = "The backup holds something beside the record that is not as it was written; nothing was changed."


def _tables() -> dict[str, Table]:
    return {str(model.__tablename__): model.__table__ for model in BESIDE_RECORD}


def read_beside(session: Session) -> Iterator[BesideRow]:
    """Yield all rows beside the record, table by table, in the order in which they came."""
    for name, table in _tables().items():
        columns = [column for column in table.columns if column.name != _NUMBER]
        statement = select(*columns).order_by(*table.primary_key.columns).execution_options(yield_per=_CHUNK)
        for values in session.execute(statement):
            yield {"table": name} | {column.name: _plain(value) for column, value in zip(columns, values, strict=True)}


def _plain(value: object) -> object:
    if isinstance(value, dt.datetime):
        return in_utc(value).isoformat()
    return value.isoformat() if isinstance(value, dt.date) else value


def insert_beside(session: Session, rows: Iterable[BesideRow]) -> int:
    """Write rows where nothing lies beside the record yet, and return how many there were.

    Raises:
        BackupProblem: if a row is not as it was written.
    """
    tables = _tables()
    count = 0
    rest = iter(rows)
    while chunk := list(islice(rest, _CHUNK)):
        for name, table in tables.items():
            if values := [_typed(table, row) for row in chunk if row.get("table") == name]:
                session.execute(insert(table), values)
                count += len(values)
        if any(row.get("table") not in tables for row in chunk):
            raise BackupProblem(_NOT_WRITTEN)
    return count


def _typed(table: Table, row: BesideRow) -> dict[str, Any]:
    columns = {column.name: column for column in table.columns if column.name != _NUMBER}
    if row.keys() - {"table"} != columns.keys():
        raise BackupProblem(_NOT_WRITTEN)
    try:
        return {name: _read(columns[name].type.python_type, row[name]) for name in columns}
    except (TypeError, ValueError) as problem:
        raise BackupProblem(_NOT_WRITTEN) from problem


def _read(kind: type, value: Any) -> Any:  # noqa: ANN401 - whatever stands in the file
    if value is None or kind not in {dt.date, dt.datetime}:
        return value
    return kind.fromisoformat(value)
