"""The whole record from one database to another, proven to be the same on both sides."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from tracker.actors import Actor
from tracker.backup.filling import Bundle, fill, make_ready
from tracker.backup.reporting import Report, silent
from tracker.database import reading, writing
from tracker.errors import DatabaseProblem
from tracker.queries import list_codings, list_events, list_terms
from tracker.queries.events import EVERY_STATE
from tracker.store.carrying import extent_of, read_history
from tracker.store.history import find_altered
from tracker.vocabulary import Role

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlmodel import Session


@dataclass(frozen=True, slots=True)
class Copied:
    """What a database holds: how many of each, and a hash of all that can be read from it."""

    changes: int
    events: int
    terms: int
    codings: int
    content_hash: str


def copy_record(source: "Engine", target: "Engine", *, actor: Actor, report: Report = silent) -> tuple[Copied, Copied]:
    """Copy everything, history included, into an empty database and return what each side holds, which is the same.

    Args:
        source: a database of this program's schema version; others may write to it meanwhile.
        target: where to; tables are made where there are none.
        actor: who does it; a reviewer.
        report: is told how far it has come.

    Raises:
        DatabaseProblem: if the source's history was altered, the target holds a record or cannot be written, or the
            two sides differ at the end. Nothing is kept then.
        BackupProblem: if the history cannot be replayed. Nothing is kept then.
        NotAllowed: if the actor is not a reviewer.
    """
    actor.check(Role.REVIEWER)
    with reading(source) as read:
        if problems := find_altered(read):
            raise DatabaseProblem(f"{problems[0]} Nothing was copied; tracker check says more.")
        make_ready(target)
        with writing(target) as written:
            fill(written, Bundle(extent_of(read), partial(read_history, read)), actor=actor, report=report)
            sides = held_by(read), held_by(written)
            if sides[0] != sides[1]:
                raise DatabaseProblem(_differing(*sides))
    return sides


def _differing(here: Copied, there: Copied) -> str:
    return (
        f"The copy is not what it was made of: {here} became {there}. Nothing was kept; "
        "tracker rebuild writes the tables of the source anew from its history."
    )


def held_by(session: "Session") -> Copied:
    """Return how much a database holds and the hash of its Events, names, codings and last digest."""
    extent = extent_of(session)
    events, terms, codings = list_events(session, EVERY_STATE), list_terms(session), list_codings(session)
    parts = (*map(_lines, (events, terms, codings)), extent.last_digest)
    content_hash = hashlib.sha256("\n\n".join(parts).encode()).hexdigest()
    return Copied(extent.count, len(events), len(terms), len(codings), content_hash)


def _lines(rows: Iterable[Any]) -> str:
    """Write rows as sorted lines: the two kinds of database may put texts in a different order."""
    return "\n".join(sorted(json.dumps(asdict(row), ensure_ascii=False, default=str) for row in rows))
