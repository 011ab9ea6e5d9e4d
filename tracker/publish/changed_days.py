"""What changed in the published record, day by day."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.changes import FieldChange
from tracker.exports.news_words import corrected_fields
from tracker.publish.facets import SiteRecord
from tracker.publish.places import event_place
from tracker.queries.news import NewsKind, iter_news

if TYPE_CHECKING:
    from sqlmodel import Session


@dataclass(frozen=True, slots=True)
class ChangeOfEvent:
    """One Event's change.

    Attributes:
        kind: what became of it.
        title: its title as it stood in the record.
        place: where its page lies; empty for one that is not published.
        reason: why; nothing is asked of what was added.
        fields: what a correction changed.
    """

    kind: NewsKind
    title: str
    place: str
    reason: str
    fields: tuple[FieldChange, ...]


def changes_by_day(session: "Session", site: SiteRecord) -> dict[dt.date, list[ChangeOfEvent]]:
    """Return the changes of what is or was published, by day (UTC), the latest day first, in the order of each day.

    Nobody is named: who changed something is of no concern to a site's readers.
    """
    days: defaultdict[dt.date, list[ChangeOfEvent]] = defaultdict(list)
    for news in iter_news(session, site.chosen):
        slug = news.event.slug
        place = event_place(slug) if slug in site.by_slug else ""
        reason = "" if news.kind is NewsKind.ADDED else news.revision.reason
        change = ChangeOfEvent(news.kind, news.event.title, place, reason, corrected_fields(news))
        days[news.revision.recorded_at.date()].append(change)
    return {day: days[day][::-1] for day in sorted(days, reverse=True)}
