"""A history put into an empty database, and the tables that follow from it, in one transaction."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from tracker.actors import Actor
from tracker.backup.reporting import Report, counted
from tracker.database import explained
from tracker.errors import BackupProblem, TrackerError
from tracker.migrations import Readiness, check_ready, readiness, upgrade
from tracker.store.carrying import Extent, Row, check_empty, insert_history
from tracker.store.comparing import find_drift
from tracker.store.history import find_altered
from tracker.store.replay import rebuild_tables

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlmodel import Session

_UNREADABLE = "The history cannot be replayed by this program ({problem}); nothing was changed."


@dataclass(frozen=True, slots=True)
class Bundle:
    """A history to be put somewhere: how much there is, and a way to read it from its first row."""

    extent: Extent
    rows: Callable[[], Iterator[Row]]


def make_ready(engine: "Engine") -> None:
    """Make the tables where there are none.

    Raises:
        DatabaseProblem: if the database is of another version, or cannot be reached.
    """
    if readiness(engine) is Readiness.EMPTY:
        upgrade(engine)
    check_ready(engine)


def fill(session: "Session", bundle: Bundle, *, actor: Actor, report: Report) -> None:
    """Write a history and its tables, and check that both are what was given; the caller's transaction keeps them.

    Raises:
        DatabaseProblem: if the database holds a record already.
        BackupProblem: if the history was altered or cannot be replayed.
    """
    check_empty(session)
    rows = counted(bundle.rows(), "Writing the history", bundle.extent.count, report)
    if insert_history(session, rows) != bundle.extent:
        raise BackupProblem("The history is not as long as it should be; nothing was changed.")
    tell = partial(report, "Writing the tables")
    try:
        with explained():
            rebuild_tables(session, actor=actor, progress=lambda done: tell(done, bundle.extent.count))
        problems = find_altered(session) or find_drift(session)
    except (TrackerError, AttributeError, LookupError, TypeError, ValueError) as problem:
        raise BackupProblem(_UNREADABLE.format(problem=problem)) from problem
    if problems:
        raise BackupProblem(f"{problems[0]} Nothing was changed.")
