"""Reads of the history: what changed, and what the record held on an earlier day."""

import datetime as dt
import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import func
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from tracker.dates import from_edtf
from tracker.errors import NotFound
from tracker.filters import ACCEPTED_ONLY
from tracker.models import Revision
from tracker.queries.terms import merged_keys, with_merged_keys
from tracker.rows import OPEN_END, EventRow, RevisionRow, SourceRow
from tracker.vocabulary import Certainty, Kind, Origin, Reach, ReviewState, Stance

_PLAIN = (
    "slug", "title", "title_zh", "date", "date_text", "end", "end_text", "stance_reason", "thread", "summary",
    "date_evidence",
)  # fmt: skip

_CHUNK = 500
"""How many changes one statement names."""


def data_version(session: Session) -> int:
    """Return the latest change's number, 0 for an empty record: the key of every cache of what was read."""
    return int(session.execute(select(func.coalesce(func.max(Revision.id), 0))).scalar_one())


def list_revisions(
    session: Session,
    *,
    subject_type: str | None = None,
    subject_key: str | None = None,
    before: int | None = None,
    limit: int | None = None,
) -> tuple[RevisionRow, ...]:
    """Return recorded changes, the newest first.

    Args:
        session: a session.
        subject_type: ``event``, ``term``, ``coding`` or ``distinct``; None for all.
        subject_key: the slug or key; None for all.
        before: only changes with a smaller number, to read on from the last one seen; None for all.
        limit: the most rows; None for all.
    """
    statement = select(Revision).order_by(col(Revision.id).desc())
    if subject_type is not None:
        statement = statement.where(Revision.subject_type == subject_type)
    if subject_key is not None:
        statement = statement.where(Revision.subject_key == subject_key)
    if before is not None:
        statement = statement.where(col(Revision.id) < before)
    return tuple(_row(revision) for revision in session.exec(statement.limit(limit)))


def document_at(session: Session, slug: str, version: int) -> dict[str, Any]:
    """Return an Event's document as one version wrote it.

    Raises:
        NotFound: if the history has no such version.
    """
    statement = select(Revision.document).where(
        Revision.subject_type == "event", Revision.subject_key == slug, Revision.version == version
    )
    text = session.exec(statement).first()
    if text is None:
        raise NotFound(f"The history has no version {version} of {slug}.")
    document: dict[str, Any] = json.loads(text)
    return document


def documents_before(session: Session, revisions: Sequence[RevisionRow]) -> dict[int, dict[str, Any]]:
    """Return by a change's number the document that it was made on; a first change has none."""
    earlier = aliased(Revision)
    found: dict[int, dict[str, Any]] = {}
    for start in range(0, len(revisions), _CHUNK):
        numbers = [revision.id for revision in revisions[start : start + _CHUNK]]
        statement = select(Revision.id, earlier.document).join(
            earlier,
            (col(earlier.subject_type) == col(Revision.subject_type))
            & (col(earlier.subject_key) == col(Revision.subject_key))
            & (col(earlier.version) == col(Revision.version) - 1),
        )
        rows = session.exec(statement.where(col(Revision.id).in_(numbers)))
        found |= {number: json.loads(text) for number, text in rows}
    return found


def events_as_known(session: Session, at: dt.datetime) -> tuple[EventRow, ...]:
    """Return the accepted Events as the record held them at an instant, by date and then slug.

    Args:
        session: a session.
        at: an instant with a time zone; what was recorded later is not seen.
    """
    accepted = [event for event in latest_events(session, at).values() if event.review_state in ACCEPTED_ONLY]
    return tuple(sorted(accepted, key=lambda event: (event.first_on, event.last_on, event.slug)))


def latest_events(session: Session, at: dt.datetime | None = None) -> dict[str, EventRow]:
    """Return every Event by slug as the history last wrote it, up to an instant or up to now.

    Names that were merged since are those that they lead to now, since every page looks names up as they are.
    """
    statement = select(Revision.version, Revision.document).where(Revision.subject_type == "event")
    if at is not None:
        statement = statement.where(col(Revision.recorded_at) <= at.astimezone(dt.UTC))
    latest = {}
    for version, text in session.exec(statement.order_by(col(Revision.id))):
        document = json.loads(text)
        latest[document["slug"]] = (document, version)
    keys = merged_keys(session)
    events = ((slug, _event(document, version)) for slug, (document, version) in latest.items())
    return {slug: with_merged_keys(event, keys) if keys else event for slug, event in events}


def _event(document: dict[str, Any], version: int) -> EventRow:
    when = from_edtf(document["date"])
    end = document["end"]
    return EventRow(
        **{name: document[name] for name in _PLAIN},
        sectors=tuple(document["sectors"]),
        agencies=tuple(document["agencies"]),
        companies=tuple(document["companies"]),
        people=tuple(document["people"]),
        first_on=when.start,
        last_on=when.end or dt.date.max,
        precision=when.precision,
        approximate=when.approximate,
        end_on=None if end in {None, OPEN_END} else from_edtf(end).end,
        kind=Kind(document["kind"]),
        stance=Stance(document["stance"]),
        reach=Reach(document["reach"]),
        certainty=Certainty(document["certainty"]),
        review_state=ReviewState(document["review_state"]),
        origin=Origin(document["origin"]),
        version=version,
        sources=tuple(SourceRow(**source) for source in document["sources"]),
    )


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
