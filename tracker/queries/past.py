"""Reads of the history."""

import datetime as dt
import json

from sqlalchemy import func
from sqlmodel import Session, col, select

from tracker.models import Revision
from tracker.rows import RevisionRow


def data_version(session: Session) -> int:
    """Return the latest change's number, 0 for an empty record: the key of every cache of what was read."""
    return int(session.execute(select(func.coalesce(func.max(Revision.id), 0))).scalar_one())


def list_revisions(
    session: Session,
    *,
    subject_type: str | None = None,
    subject_key: str | None = None,
    limit: int | None = None,
) -> tuple[RevisionRow, ...]:
    """Return recorded changes, the newest first.

    Args:
        session: a session.
        subject_type: ``event``, ``term`` or ``coding``; None for all.
        subject_key: the slug or key; None for all.
        limit: the most rows; None for all.
    """
    statement = select(Revision).order_by(col(Revision.id).desc())
    if subject_type is not None:
        statement = statement.where(Revision.subject_type == subject_type)
    if subject_key is not None:
        statement = statement.where(Revision.subject_key == subject_key)
    return tuple(_row(revision) for revision in session.exec(statement.limit(limit)))


def _row(revision: Revision) -> RevisionRow:
    at = revision.recorded_at
    return RevisionRow(
        id=revision.id,
        subject_type=revision.subject_type,
        subject_key=revision.subject_key,
        version=revision.version,
        action=revision.action,
        actor=revision.actor,
        recorded_at=at.replace(tzinfo=dt.UTC) if at.tzinfo is None else at.astimezone(dt.UTC),
        reason=revision.reason,
        document=json.loads(revision.document),
        digest=revision.digest,
    )
