"""What a reader follows a part of the record by: calendars and feeds, of all of it and of names with a chart."""

import datetime as dt
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from tracker.charts.axis import is_part
from tracker.event.plain import PlainEvent, plain_values
from tracker.exports import Asked, write_export
from tracker.exports.asked import Changed
from tracker.formats import FORMATS
from tracker.publish.changed_days import ChangeOfEvent
from tracker.publish.facets import Facet, SiteRecord
from tracker.publish.pages import SiteWords
from tracker.publish.places import FRONT, day_place, event_place
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


def following_files(
    session: "Session", site: SiteRecord, words: SiteWords, days: Mapping[dt.date, Sequence[ChangeOfEvent]]
) -> Iterator[tuple[str, bytes]]:
    """Yield the calendars and feeds of a site, whose links lead to pages of it only.

    Args:
        session: a reading session.
        site: the record.
        words: what every page says.
        days: what changed in it, by day, the latest day first.
    """
    # An Event that left has no page; the day on which it did has one.
    left = {change.slug: day for day in reversed(list(days)) for change in days[day] if not change.place}
    places = {slug: day_place(day.isoformat()) for slug, day in left.items()}
    for facet in (site.whole, *site.facets):
        for name in followed_by(site, facet):
            stream = io.BytesIO()
            link = _link(words, facet, places)
            write_export(Asked(session=session, chosen=facet.chosen, link=link, on=site.today), name, stream)
            yield file_beside(facet, name), stream.getvalue()


def _link(words: SiteWords, facet: Facet, places: Mapping[str, str]) -> Callable[[str], str]:
    """Return what gives the address of the page that tells of an Event, and that of the part's own page for no slug."""
    return lambda slug: words.url(places.get(slug, event_place(slug)) if slug else facet.place)
