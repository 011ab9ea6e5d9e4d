"""The pages of filters: the whole record, and every filter of one dimension, with what a reader takes along of it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from tracker.charts.axis import is_part
from tracker.charts.picture import title_in_words
from tracker.exports import export_bytes
from tracker.publish.facets import Facet, SiteRecord
from tracker.publish.following import MOST_TAKEN, file_beside, followed_by, label_of_format
from tracker.publish.linked_data import dataset_data
from tracker.publish.pages import Pages
from tracker.publish.places import FRONT, page_place
from tracker.publish.standing import StandingMeasure, standing_measures
from tracker.publish.views import LineOfFacet, view_of
from tracker.publish.whole_files import WHOLE_FILES
from tracker.read_models import EventRow, events_extent
from tracker.threads import gap_words, thread_state
from tracker.vocabulary import TermType
from tracker.wording import count_of

EVENTS_ON_PAGE = 100
"""So many Events of a list stand on one page; the list goes on, on further ones."""

_MOST_WAYS = 14
"""So many filters of one dimension stand on the front page, those with the most Events."""

File = tuple[str, bytes]
"""Where a file lies, and what is in it."""


@dataclass(frozen=True, slots=True)
class TakenAlong:
    """One file that a reader takes along of a filter.

    Attributes:
        ending: of the file, a format's name; the rest of the file's name is that of the filter's page.
        write: makes it of the Events that the filter keeps.
    """

    ending: str
    write: Callable[[Sequence[EventRow]], bytes]


TAKEN_ALONG = (
    TakenAlong("csv", lambda events: export_bytes(events, "csv")),
    TakenAlong("json", lambda events: export_bytes(events, "json")),
)
"""The files that are written for every filter with a chart; calendars and feeds are those of ``following``."""

QUESTIONS = {
    "": "Does China tighten or ease its regulation of technology?",
    TermType.SECTOR.label: "{name}: does China tighten or ease?",
    TermType.COMPANY.label: "{name}: what regulation did to it",
    TermType.AGENCY.label: "{name}: what it did",
    TermType.PERSON.label: "{name}: what was said and done",
    "Kind": "{name}: events of this kind",
    "Direction": "{name}: when, and by which acts",
    "Year": "{name}: did China tighten or ease its regulation of technology?",
}
"""The heading of the page of a filter of each dimension; a story is called as it is called."""

_OF_ALL = frozenset({"", "Year"})
"""Dimensions whose question is one about all of China's regulation of technology."""


class FilterPages:
    """Makes the pages of filters."""

    def __init__(self, site: SiteRecord, pages: Pages, kept: LineOfFacet | None) -> None:
        self.site, self._pages, self._kept = site, pages, kept

    def files(self, facet: Facet) -> Iterator[File]:
        """Yield the pages of one filter and what belongs to them."""
        view = view_of(self.site, facet, self._kept)
        figure = ""
        if view.chart:
            content = view.chart.figure.encode()
            figure = f"{facet.place.removesuffix('.html')}-{sha256(content).hexdigest()[:10]}.chart.json"
            yield figure, content
        taken = list(self._taken(facet))
        yield from ((place, content) for place, _, content in taken)
        downloads = [{"place": place, "label": label} for place, label, _ in taken]
        if facet.place == FRONT:
            downloads += [{"place": place, "label": label} for place, label in WHOLE_FILES.items()]
        data = [each["place"] for each in downloads]
        followed = {name: file_beside(facet, name) for name in followed_by(self.site, facet)}
        downloads += [{"place": place, "label": label_of_format(name)} for name, place in followed.items()]
        latest = facet.events[::-1]
        is_story = facet.dimension == TermType.THREAD.label
        listed = facet.events if is_story else latest
        parts = [listed[at : at + EVENTS_ON_PAGE] for at in range(0, max(len(listed), 1), EVENTS_ON_PAGE)]
        places = [page_place(facet.place, number) for number in range(1, len(parts) + 1)]
        shared = {
            "facet": facet,
            "heading": self._heading(facet),
            "counted": count_of(len(facet.events), "event"),
            "years": _years(facet.events),
            "places": places,
            "figure": figure,
            "feed": followed.get("atom", ""),
        }
        for number, (place, events) in enumerate(zip(places, parts, strict=True), 1):
            own: dict[str, Any] = {"view": None, "ways": (), "downloads": (), "data": None, "interactive": False}
            if number == 1:
                own |= {"view": view, "downloads": downloads, "interactive": bool(figure)}
            if place == FRONT:
                own |= {"ways": self._ways(), "data": self._data(data)}
            if is_story:
                own |= self._story(facet, events, is_first=number == 1)
            template = "story.html" if is_story else "facet.html"
            yield place, self._pages.render(template, place, number=number, events=events, **shared, **own)

    def _heading(self, facet: Facet) -> str:
        if facet.dimension in _OF_ALL and is_part(facet.chosen):
            # What a filter keeps cannot answer it; its title is that of the dashboard.
            extent = events_extent(facet.events, self.site.today)
            return title_in_words(facet.chosen, self.site.names, extent)
        return QUESTIONS.get(facet.dimension, "{name}").format(name=facet.name)

    def _taken(self, facet: Facet) -> Iterator[tuple[str, str, bytes]]:
        if facet.place != FRONT and not (facet.has_chart and len(facet.events) <= MOST_TAKEN):
            return
        for each in TAKEN_ALONG:
            yield file_beside(facet, each.ending), label_of_format(each.ending), each.write(facet.events)

    def _ways(self) -> list[dict[str, Any]]:
        """Return the filters of each dimension that the front page links to."""
        dimensions: dict[str, list[Facet]] = {}
        for facet in self.site.facets:
            dimensions.setdefault(facet.dimension, []).append(facet)
        ways = []
        for dimension, facets in dimensions.items():
            by_use = facets if dimension == "Year" else sorted(facets, key=lambda each: -len(each.events))
            some = by_use if dimension in {"Year", "Kind"} else by_use[:_MOST_WAYS]
            chips = [
                {"place": one.place, "name": one.name, "name_zh": one.name_zh, "count": len(one.events)} for one in some
            ]
            rest = f"names.html#{dimension.lower()}" if len(facets) > len(some) else ""
            ways.append({"dimension": dimension, "some": chips, "place": rest, "number": len(facets)})
        return ways

    def _data(self, places: Sequence[str]) -> dict[str, Any]:
        words = self._pages.words
        return dataset_data(self.site, words.title, words.url(FRONT), list(map(words.url, places)))

    def _story(self, facet: Facet, events: Sequence[EventRow], *, is_first: bool) -> dict[str, Any]:
        earlier = None
        steps = []
        for event in events:
            steps.append({"event": event, "gap": f"↓ {gap_words(earlier, event)}" if earlier else ""})
            earlier = event
        chains: list[StandingMeasure] = (
            standing_measures(self.site, [event.slug for event in facet.events]) if is_first else []
        )
        (key,) = facet.chosen.threads
        # As on the dashboard, all of a story says where it stands, also what is not published here.
        state = thread_state(self.site.stories[key], self.site.today)
        return {"steps": steps, "state": state, "chains": chains}


def _years(events: Sequence[EventRow]) -> str:
    if not events:
        return ""
    first, last = events[0].first_on.year, events[-1].last_on.year
    return str(first) if first == last else f"{first} to {last}"
