"""What happened to the accepted record: Events that came in, changed or left, from the history."""

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import islice
from typing import Any

from sqlalchemy import func, or_
from sqlmodel import Session, col, select

from tracker.event.fields import EVENT_FIELDS, FILTERED_NAMES, whole_document
from tracker.filters import ACCEPTED_ONLY, EventFilter
from tracker.models import Revision
from tracker.queries.past import documents_before, event_of, list_revisions, slugs_found
from tracker.queries.terms import merged_keys, with_merged_keys
from tracker.read_models import EventRow, RevisionRow
from tracker.vocabulary import ReviewState, TermType

_AT_A_TIME = 200
"""So many changes are read at once."""

_FEW = 500
"""The changes of so many Events are asked for by their slugs; more of them are come across soon enough."""


class NewsKind(StrEnum):
    """What a change did to the accepted record.

    A disputed Event was sent back by a reviewer: it is out of the record, and restored where it is accepted again.
    """

    ADDED = "added"
    CORRECTED = "corrected"
    DISPUTED = "disputed"
    WITHDRAWN = "withdrawn"
    RESTORED = "restored"
    MERGED = "merged"

    @property
    def label(self) -> str:
        """The word on screens and in feeds."""
        return self.value.capitalize()


@dataclass(frozen=True, slots=True)
class News:
    """One change that readers of the accepted record see.

    Attributes:
        kind: what it did.
        event: the Event as it stood when it was in the record: after the change, or before it left.
        revision: the change.
        before: the document before the change; None where there was none.
        former: the Event before a correction.
    """

    kind: NewsKind
    event: EventRow
    revision: RevisionRow
    before: Mapping[str, Any] | None
    former: EventRow | None = None

    def is_of(self, chosen: EventFilter) -> bool:
        """Tell whether a filter keeps the Event, or kept it before the change."""
        return chosen.keeps(self.event) or (self.former is not None and chosen.keeps(self.former))

    @property
    def merged_into(self) -> str:
        """The slug of the Event that it was merged into; empty where it was not."""
        return str(self.revision.document["merged_into"]) if self.kind is NewsKind.MERGED else ""


def list_news(
    session: Session, chosen: EventFilter, *, limit: int | None = None, after: int = 0, before: int | None = None
) -> tuple[News, ...]:
    """Return what happened to the Events that a filter keeps, or kept before the change, the newest first.

    Args:
        session: a session.
        chosen: the filter; whatever review states it names, the news are those of the accepted record. Words of a
            search are looked for in the record of today.
        limit: the most of them; None for all.
        after: only of changes with a greater number.
        before: only of changes with a smaller number, to read on from the last one seen; None for all.
    """
    return tuple(islice(iter_news(session, chosen, after=after, before=before), limit))


def change_before(session: Session, day: dt.date) -> int:
    """Return the number of the latest change that was recorded before a day (UTC) began; 0 where there is none."""
    begin = dt.datetime.combine(day, dt.time.min, dt.UTC)
    statement = select(func.max(Revision.id)).where(col(Revision.recorded_at) < begin)
    return session.exec(statement).one() or 0


def iter_news(session: Session, chosen: EventFilter, *, after: int = 0, before: int | None = None) -> Iterator[News]:
    """Yield what ``list_news`` returns, so that a long history is never held as a whole."""
    chosen = replace(chosen, states=ACCEPTED_ONLY)
    keys = merged_keys(session)
    found = _candidates(session, chosen, keys)
    few = found if found is not None and len(found) <= _FEW else None
    while rows := list_revisions(session, subject_type="event", subject_keys=few, before=before, limit=_AT_A_TIME):
        before = rows[-1].id
        former_ones = documents_before(session, rows)
        for row in rows:
            if row.id <= after:
                return
            if found is not None and row.subject_key not in found:
                continue
            former = former_ones.get(row.id)
            kind = _kind(session, row, former)
            if kind is None:
                continue
            events = [with_merged_keys(event_of(each, row.version), keys) for each in _told(kind, row, former)]
            news = News(kind, events[0], row, former, *events[1:])
            if news.is_of(chosen):
                yield news


def _candidates(
    session: Session, chosen: EventFilter, keys: Mapping[tuple[TermType, str], str]
) -> frozenset[str] | None:
    """Return the slugs of all Events that the filter can ever have kept; None where that would not be quick to say.

    Without it a feed of a name with few Events reads the whole history. A name stands in a document as a text of its
    own, under its key of then.
    """
    found = slugs_found(session, chosen)
    for field, term_type in FILTERED_NAMES.items():
        wanted = set(getattr(chosen, field))
        if not wanted:
            continue
        wanted |= {old for (kind, old), kept in keys.items() if kind is term_type and kept in wanted}
        texts = [json.dumps(key, ensure_ascii=False) for key in sorted(wanted)]
        holding = or_(*(col(Revision.document).contains(text, autoescape=True) for text in texts))
        statement = select(Revision.subject_key).where(Revision.subject_type == "event", holding).distinct()
        holders = frozenset(session.exec(statement))
        found = holders if found is None else found & holders
    return found


def _kind(session: Session, row: RevisionRow, before: Mapping[str, Any] | None) -> NewsKind | None:
    was, is_now = _is_accepted(before), _is_accepted(row.document)
    if is_now and not was:
        return NewsKind.RESTORED if before and _was_there(session, row) else NewsKind.ADDED
    if was and not is_now:
        is_disputed = row.document["review_state"] == ReviewState.DISPUTED
        left = NewsKind.DISPUTED if is_disputed else NewsKind.WITHDRAWN
        return NewsKind.MERGED if row.document.get("merged_into") else left
    if not is_now:
        return None
    # A document that is older than a field says nothing else by that.
    then, now = (whole_document(each or {}) for each in (before, row.document))
    return NewsKind.CORRECTED if any(then[name] != now[name] for name in EVENT_FIELDS) else None


def _is_accepted(document: Mapping[str, Any] | None) -> bool:
    return document is not None and document["review_state"] == ReviewState.ACCEPTED


def _was_there(session: Session, row: RevisionRow) -> bool:
    """Tell whether an Event that came in had been in the record once; its only version before had not."""
    if row.version == 2:  # noqa: PLR2004 - the first one is the only one before
        return False
    earlier = select(Revision.document).where(
        Revision.subject_type == "event", Revision.subject_key == row.subject_key, col(Revision.version) < row.version
    )
    return any(_is_accepted(json.loads(text)) for text in session.exec(earlier))


def _told(kind: NewsKind, row: RevisionRow, before: dict[str, Any] | None) -> list[dict[str, Any]]:
    """Return the documents by which the filter judges a change; the first is the one that is told."""
    after = dict(row.document)
    if kind is NewsKind.CORRECTED and before is not None:
        return [after, before]
    return [before] if before is not None and not _is_accepted(after) else [after]
