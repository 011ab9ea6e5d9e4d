"""The plain form of an Event: what JSON files hold, and ``tracker list --format json`` prints."""

import datetime as dt
from typing import Any

from tracker.read_models import EventRow, SourceRow


def event_document(row: EventRow) -> dict[str, Any]:
    """Return an Event as JSON values, field by field in the order of the exported columns.

    Its version and its history are not part of it: they belong to one database, a document may go to another.
    """
    return {
        "slug": row.slug,
        "title": row.title,
        "title_zh": row.title_zh,
        "date": row.date,
        "date_text": row.date_text,
        "first_on": _day(row.first_on),
        "last_on": _day(row.last_on),
        "end": row.end,
        "end_text": row.end_text,
        "end_on": _day(row.end_on),
        "kind": row.kind.value,
        "stance": row.stance.value,
        "stance_reason": row.stance_reason,
        "reach": row.reach.value,
        "certainty": row.certainty.value,
        "sectors": list(row.sectors),
        "agencies": list(row.agencies),
        "companies": list(row.companies),
        "people": list(row.people),
        "thread": row.thread,
        "summary": row.summary,
        "date_evidence": row.date_evidence,
        "sources": [_source_document(source) for source in row.sources],
        "review_state": row.review_state.value,
        "origin": row.origin.value,
    }


def _source_document(source: SourceRow) -> dict[str, Any]:
    return {
        "url": source.url,
        "publisher": source.publisher,
        "published_on": source.published_on,
        "language": source.language,
        "kind": source.kind,
    }


def _day(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None
