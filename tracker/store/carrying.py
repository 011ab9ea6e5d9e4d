"""The history on its way to another database: its rows as they are, checked at every step."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, insert, select

from tracker.errors import BackupProblem, DatabaseProblem
from tracker.models import BESIDE_RECORD, Event, Revision, Term
from tracker.store import history

HistoryRow = dict[str, Any]
"""A row of the history by field; ``recorded_at`` is an instant in UTC."""

FIELDS: tuple[str, ...] = tuple(Revision.model_fields)

_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Extent:
    """How much history there is: the number of rows and the digest of the last one, which stands for all."""

    count: int
    last_digest: str


class Chain:
    """Follows rows in their order and stops at the first that is not as it was written."""

    def __init__(self) -> None:
        self.extent = Extent(0, history.FIRST_DIGEST)

    def follow(self, row: HistoryRow) -> None:
        """Take the next row.

        Raises:
            BackupProblem: if it is not the one that was written after the row before.
        """
        number = self.extent.count + 1
        is_next = row["id"] == number and row["previous_digest"] == self.extent.last_digest
        if not is_next or history.digest_of(row) != row["digest"]:
            raise BackupProblem(f"History row {number} is not as it was written; nothing was changed.")
        self.extent = Extent(number, row["digest"])


def extent_of(session: Session) -> Extent:
    """Return how much history a database holds."""
    return Extent(session.execute(select(func.count()).select_from(Revision)).scalar_one(), last_digest(session))


def last_digest(session: Session) -> str:
    """Return the digest of the latest change, which stands for all before it."""
    last = session.exec(select(Revision.digest).order_by(col(Revision.id).desc()).limit(1)).first()
    return last or history.FIRST_DIGEST


def read_history(session: Session) -> Iterator[HistoryRow]:
    """Yield the rows of the history in their order, a few at a time."""
    return map(history.values_of, history.iterate(session))


def check_empty(session: Session) -> None:
    """Let a record be written where none is, and nothing beside it.

    Raises:
        DatabaseProblem: if the database holds any, or an inbox.
    """
    if any(session.exec(select(table).limit(1)).first() for table in BESIDE_RECORD):
        raise DatabaseProblem("The database holds items of feeds already; name an empty one. Nothing was changed.")
    if any(session.exec(select(table).limit(1)).first() for table in (Revision, Event, Term)):
        raise DatabaseProblem("The database holds a record already; name an empty one. Nothing was changed.")


def insert_history(session: Session, rows: Iterable[HistoryRow]) -> Extent:
    """Write rows as they are and return how much history that is.

    Args:
        session: a writing session on an empty record.
        rows: all rows in their order.

    Raises:
        BackupProblem: if a row is not as it was written.
    """
    chain = Chain()
    rest = iter(rows)
    while chunk := list(islice(rest, _CHUNK)):
        for row in chunk:
            chain.follow(row)
        session.connection().execute(insert(Revision.__table__), chunk)  # type: ignore[attr-defined]
    return chain.extent
