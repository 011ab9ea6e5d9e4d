"""What a reader follows a part of the record by: calendars and feeds, of all of it and of names with a chart."""

import io
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from tracker.charts.axis import is_part
from tracker.exports import Asked, write_export
from tracker.formats import FORMATS
from tracker.publish.facets import Facet, SiteRecord
from tracker.publish.pages import SiteWords
from tracker.publish.places import FRONT, event_place
from tracker.vocabulary import TermType

if TYPE_CHECKING:
    from sqlmodel import Session

OF_ALL = ("ics", "atom", "feed.json")
"""The formats by which the whole record is followed."""

OF_NAMES = ("ics", "atom")
"""Those by which a name is."""

MOST_FOLLOWED = 2_000
"""In a record with more Events the feed of each name would be looked for through the whole history, for seconds."""

_NAMED = frozenset(kind.label for kind in TermType)


def followed_by(site: SiteRecord, facet: Facet) -> tuple[str, ...]:
    """Return the formats by which a part of the record can be followed.

    A site of a filter has them for all of it only, since a filter holds no two conditions of one sort.
    """
    if facet.place == FRONT:
        return OF_ALL
    is_small = len(site.events) <= MOST_FOLLOWED and not is_part(site.chosen)
    return OF_NAMES if is_small and facet.has_chart and facet.dimension in _NAMED else ()


def file_beside(facet: Facet, ending: str) -> str:
    """Return where a file lies that a reader takes along of a part of the record."""
    return f"{'events' if facet.place == FRONT else facet.place.removesuffix('.html')}.{ending}"


def label_of_format(name: str) -> str:
    """Return what a link to a file of a format says."""
    return FORMATS[name].label


def following_files(session: "Session", site: SiteRecord, words: SiteWords) -> Iterator[tuple[str, bytes]]:
    """Yield the calendars and feeds of a site."""
    for facet in (site.whole, *site.facets):
        for name in followed_by(site, facet):
            stream = io.BytesIO()
            link = _link(words, facet)
            write_export(Asked(session=session, chosen=facet.chosen, link=link, on=site.today), name, stream)
            yield file_beside(facet, name), stream.getvalue()


def _link(words: SiteWords, facet: Facet) -> Callable[[str], str]:
    """Return what gives the address of an Event's page by its slug, and that of the part's own page for no slug."""
    return lambda slug: words.url(event_place(slug) if slug else facet.place)
