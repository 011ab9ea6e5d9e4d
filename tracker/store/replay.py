"""The tables written anew from the history."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from sqlalchemy import delete
from sqlmodel import Session

from tracker.actors import Actor
from tracker.models import Coding, Event, EventTerm, Measure, MeasureStage, Redirect, Revision, Source, Term
from tracker.store import history, projection
from tracker.vocabulary import Role

_TABLES: tuple[Any, ...] = (MeasureStage, Measure, Redirect, Coding, Source, EventTerm, Event, Term)
"""What is a projection of the history, children before parents."""

_TYPES = ("term", "event", "coding", "measure")
"""What has tables of its own."""

_MOST = 500


def rebuild_tables(session: Session, *, actor: Actor, progress: Callable[[int], None] | None = None) -> int:
    """Empty every table but the history and write it again from there; return how many changes were replayed.

    Args:
        session: a writing session.
        actor: who does it; a reviewer.
        progress: is told now and then how many changes are replayed so far.

    Raises:
        NotAllowed: if the actor is not a reviewer.
    """
    actor.check(Role.REVIEWER)
    for table in _TABLES:
        session.execute(delete(table))
    return replay(session, session, progress=progress)


def replay(session: Session, into: Session, *, progress: Callable[[int], None] | None = None) -> int:
    """Write empty tables from a history, which may be another database's; return how many changes were replayed.

    Args:
        session: a session on the history.
        into: a session on the tables.
        progress: is told now and then how many changes are replayed so far.
    """
    done = 0
    for batch in _batches(history.iterate(session)):
        done += _replay(into, batch)
        if progress:
            progress(done)
    return done


def _batches(revisions: Iterable[Revision]) -> Iterator[list[Revision]]:
    """Cut the history into runs in which no subject occurs twice: each is written in a few statements."""
    batch: list[Revision] = []
    subjects: set[tuple[str, str]] = set()
    for revision in revisions:
        subject = (revision.subject_type, revision.subject_key)
        if subject in subjects or len(batch) == _MOST:
            yield batch
            batch, subjects = [], set()
        batch.append(revision)
        subjects.add(subject)
    if batch:
        yield batch


def _replay(session: Session, batch: list[Revision]) -> int:
    """Write a run, what others refer to first: Events name terms, codings and measures name Events."""
    for subject_type in _TYPES:
        chosen = [revision for revision in batch if revision.subject_type == subject_type]
        if chosen:
            documents = [history.document_of(revision) for revision in chosen]
            projection.project(session, subject_type, documents, [revision.version for revision in chosen])
    return len(batch)
