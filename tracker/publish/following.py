"""What a reader follows a part of the record by: calendars and feeds, of all of it and of names with a chart."""

import io
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from tracker.charts.axis import is_part
from tracker.event.plain import PlainEvent, plain_values
from tracker.exports import Asked, write_export
from tracker.exports.asked import Changed
from tracker.formats import FORMATS
from tracker.measures import MeasureRow, ToldStage, stages_within
from tracker.publish.changed_days import SiteHistory
from tracker.publish.facets import Facet, SiteRecord
from tracker.publish.pages import SiteWords
from tracker.publish.places import FRONT, day_place, event_place
from tracker.queries.news import News
from tracker.read_models import RecordState
from tracker.vocabulary import TermType

OF_ALL = ("ics", "atom", "feed.json")
"""The formats by which the whole record is followed."""

OF_NAMES = ("ics", "atom")
"""Those by which a name is."""

MOST_TAKEN = 2_000
"""The files of a filter with more Events would repeat much of the whole record's, and are left to a search of those."""

_NAMED = frozenset(kind.label for kind in TermType)


def followed_by(site: SiteRecord, facet: Facet) -> tuple[str, ...]:
    """Return the formats by which a part of the record can be followed.

    A site of a filter has them for all of it only, since a filter holds no two conditions of one sort.
    """
    if facet.place == FRONT:
        return OF_ALL
    if is_part(site.chosen) or not facet.has_chart or facet.dimension not in _NAMED:
        return ()
    # A feed holds the newest changes alone, however many Events there are.
    return OF_NAMES if len(facet.events) <= MOST_TAKEN else ("atom",)


def file_beside(facet: Facet, ending: str) -> str:
    """Return where a file lies that a reader takes along of a part of the record."""
    return f"{'events' if facet.place == FRONT else facet.place.removesuffix('.html')}.{ending}"


def label_of_format(name: str) -> str:
    """Return what a link to a file of a format says."""
    return FORMATS[name].label


def followed_names(site: SiteRecord) -> list[Facet]:
    """Return the names that can be followed."""
    return [facet for facet in site.facets if followed_by(site, facet)]


def following_files(site: SiteRecord, history: SiteHistory, words: SiteWords) -> Iterator[tuple[str, bytes]]:
    """Yield the calendars and feeds of a site, whose links lead to pages of it only."""
    # An Event that left has no page; the day on which it did has one.
    days = history.days
    left = {change.slug: day for day in reversed(list(days)) for change in days[day] if not change.place}
    places = {slug: day_place(day.isoformat()) for slug, day in left.items()}
    no_session: Any = None
    entries: dict[Hashable, bytes] = {}
    for facet in (site.whole, *followed_names(site)):
        asked = _AskedOfSite(
            session=no_session,
            chosen=facet.chosen,
            link=_link(site, words, facet, places),
            on=site.today,
            entries=entries,
            of_site=_OfSite(site, facet, history),
        )
        for name in followed_by(site, facet):
            stream, place = io.BytesIO(), file_beside(facet, name)
            write_export(replace(asked, address=words.url(place)), name, stream)
            yield place, stream.getvalue()


class _OfSite(NamedTuple):
    """A part of a record that was read already."""

    site: SiteRecord
    facet: Facet
    history: SiteHistory


@dataclass(frozen=True, kw_only=True)
class _AskedOfSite(Asked):
    """What a file of a part needs, from what was read already: a database would look for it part by part."""

    of_site: _OfSite

    def events(self) -> Iterator[PlainEvent]:
        return map(plain_values, self.of_site.facet.events)

    def count(self) -> int:
        return len(self.of_site.facet.events)

    def dates(self) -> Iterator[str]:
        return (event.date for event in self.of_site.facet.events)

    def news(self, most: int) -> Sequence[News]:
        return self.of_site.history.newest.get(self.of_site.facet.place, ())[:most]

    def measures(self) -> Sequence[MeasureRow]:
        return self.of_site.site.measures

    def stages_within(self) -> Sequence[ToldStage]:
        events = {event.slug: event for event in self.of_site.facet.evidence}
        return stages_within(self.measures(), events, self.chosen.since, self.chosen.until)

    def changes(self, keys: Sequence[str], subject_type: str = "event") -> Mapping[str, Changed]:
        found = self.of_site.history.latest[subject_type]
        return {key: found[key] for key in keys if key in found}

    @property
    def names(self) -> dict[TermType, dict[str, str]]:
        return self.of_site.site.names

    @property
    def state(self) -> RecordState:
        return self.of_site.site.state


def _link(site: SiteRecord, words: SiteWords, facet: Facet, places: Mapping[str, str]) -> Callable[[str], str]:
    """Return what gives the address of the page that tells of an Event, and that of the part's own page for no slug."""

    def link(slug: str) -> str:
        place = places.get(slug, event_place(slug) if site.has_page(slug) else "") if slug else facet.place
        return place and words.url(place)

    return link
