"""What changed in the published record: day by day, the newest of each part that is followed, and what came last."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.changes import FieldChange
from tracker.event.fields import FILTERED_NAMES
from tracker.exports.asked import Changed
from tracker.exports.news_feeds import MOST_NEWS
from tracker.exports.news_words import corrected_fields
from tracker.filters import EventFilter
from tracker.publish.facets import Facet, SiteRecord
from tracker.publish.places import event_place
from tracker.queries.news import News, NewsKind, iter_news
from tracker.queries.past import latest_changes
from tracker.read_models import EventRow

if TYPE_CHECKING:
    from sqlmodel import Session


@dataclass(frozen=True, slots=True)
class ChangeOfEvent:
    """One Event's change.

    Attributes:
        kind: what became of it.
        slug: its name in links.
        title: its title as it stood in the record.
        place: where its page lies; empty for one that is not published.
        reason: why; nothing is asked of what was added.
        fields: what a correction changed.
    """

    kind: NewsKind
    slug: str
    title: str
    place: str
    reason: str
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, eq=False)
class SiteHistory:
    """All of a published record's history that a site tells of, read once.

    Nobody is named: who changed something is of no concern to a site's readers.

    Attributes:
        days: the changes of what is or was published, by day (UTC), the latest day first, in the order of each day.
        newest: the newest changes of each part that is followed, by the place of its page, the newest first.
        latest: the latest change of each Event and of each measure, by "event" or "measure" and by slug or key.
    """

    days: Mapping[dt.date, Sequence[ChangeOfEvent]]
    newest: Mapping[str, Sequence[News]]
    latest: Mapping[str, Mapping[str, Changed]]


def read_changes(session: "Session", site: SiteRecord, followed: Sequence[Facet]) -> SiteHistory:
    """Read the history of what is published.

    Args:
        session: a reading session.
        site: the record.
        followed: the names that readers follow beside the whole record.
    """
    days: defaultdict[dt.date, list[ChangeOfEvent]] = defaultdict(list)
    newest: defaultdict[str, list[News]] = defaultdict(list)
    of_name = {name: facet for facet in followed for name in _names_of_filter(facet.chosen)}
    for news in iter_news(session, site.chosen):
        days[news.revision.recorded_at.date()].append(_change(site, news))
        names = dict.fromkeys(name for event in (news.event, news.former) if event for name in _names_of_event(event))
        its_own = [of_name[name] for name in names if name in of_name]
        for facet in (site.whole, *(facet for facet in its_own if news.is_of(facet.chosen))):
            if len(newest[facet.place]) < MOST_NEWS:
                newest[facet.place].append(news)
    # A calendar also holds days of which an Event from outside the period tells.
    told = {stage.event for each in site.measures for stage in each.stages}
    latest = {
        "event": latest_changes(session, sorted(told.union(site.by_slug))),
        "measure": latest_changes(session, [each.key for each in site.measures], subject_type="measure"),
    }
    return SiteHistory({day: days[day][::-1] for day in sorted(days, reverse=True)}, newest, latest)


def _names_of_filter(chosen: EventFilter) -> Iterator[tuple[str, str]]:
    return ((field, key) for field in FILTERED_NAMES for key in getattr(chosen, field))


def _names_of_event(event: EventRow) -> Iterator[tuple[str, str]]:
    for field in FILTERED_NAMES:
        keys = getattr(event, field) if field != "threads" else (event.thread,) if event.thread else ()
        yield from ((field, key) for key in keys)


def _change(site: SiteRecord, news: News) -> ChangeOfEvent:
    slug = news.event.slug
    place = event_place(slug) if site.has_page(slug) else ""
    reason = "" if news.kind is NewsKind.ADDED else news.revision.reason
    return ChangeOfEvent(news.kind, slug, news.event.title, place, reason, corrected_fields(news))
