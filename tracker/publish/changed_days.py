"""What changed in the published record, day by day: what was added, corrected and withdrawn."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from tracker.changes import FieldChange, field_changes
from tracker.publish.facets import SiteRecord
from tracker.publish.places import event_place
from tracker.queries import list_revisions
from tracker.read_models import RevisionRow
from tracker.vocabulary import ReviewState

if TYPE_CHECKING:
    from sqlmodel import Session


class Became(StrEnum):
    """What became of an Event by a change, as a heading says it."""

    ADDED = "Added"
    CORRECTED = "Corrected"
    WITHDRAWN = "Withdrawn"


_INSIDE = frozenset({"review_state", "origin", "version", "merged_into"})
"""Fields of how the record is kept, which tell a reader nothing of the Event."""


@dataclass(frozen=True, slots=True)
class ChangeOfEvent:
    """One Event's change.

    Attributes:
        sort: what became of it.
        title: its title after the change.
        place: where its page lies; empty for one that is not published.
        reason: why, where it was corrected or withdrawn.
        fields: what a correction changed.
    """

    sort: Became
    title: str
    place: str
    reason: str
    fields: tuple[FieldChange, ...]


def changes_by_day(session: "Session", site: SiteRecord) -> dict[dt.date, list[ChangeOfEvent]]:
    """Return the changes of what is or was published, by day (UTC), the latest day first, in the order of each day.

    Nobody is named: who changed something is of no concern to a site's readers. Of a filtered site only changes of
    Events that it holds are told.
    """
    before: dict[str, Mapping[str, Any]] = {}
    days: defaultdict[dt.date, list[ChangeOfEvent]] = defaultdict(list)
    for revision in reversed(list_revisions(session, subject_type="event")):
        found = _change(revision, before.get(revision.subject_key), site)
        before[revision.subject_key] = revision.document
        if found:
            days[revision.recorded_at.date()].append(found)
    return dict(sorted(days.items(), reverse=True))


def _change(revision: RevisionRow, before: Mapping[str, Any] | None, site: SiteRecord) -> ChangeOfEvent | None:
    after, slug = revision.document, revision.subject_key
    was, stands = _is_accepted(before), _is_accepted(after)
    is_known = slug in site.by_slug
    if not (was or stands) or not (is_known or site.chosen.is_empty):
        return None
    sort = Became.CORRECTED if was and stands else Became.ADDED if stands else Became.WITHDRAWN
    fields = field_changes(before, after) if sort is Became.CORRECTED else ()
    shown = tuple(each for each in fields if each.field not in _INSIDE)
    if sort is Became.CORRECTED and not shown:
        return None
    reason = "" if sort is Became.ADDED else revision.reason
    return ChangeOfEvent(sort, str(after["title"]), event_place(slug) if is_known else "", reason, shown)


def _is_accepted(document: Mapping[str, Any] | None) -> bool:
    return document is not None and document.get("review_state") == ReviewState.ACCEPTED.value
