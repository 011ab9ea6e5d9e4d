"""The page of each Event and of each rule and case, and what a search finds."""

from collections.abc import Iterator, Sequence
from typing import Any

from tracker.dates import describe
from tracker.event.fields import NAME_LISTS
from tracker.event.labels import label_of, when
from tracker.publish.facets import SiteRecord
from tracker.publish.filter_pages import File
from tracker.publish.linked_data import event_data
from tracker.publish.pages import Pages
from tracker.publish.places import event_place, measure_place
from tracker.publish.search_index import SearchThing
from tracker.publish.standing import StandingMeasure, standing_measures
from tracker.read_models import EventRow, TermRow
from tracker.threads import duration_words
from tracker.vocabulary import TermType

MOST_BESIDE = 40
"""So many Events of its story stand on an Event's page; the story's own page holds all."""


class EventPages:
    """Makes the pages of Events."""

    def __init__(self, site: SiteRecord, pages: Pages) -> None:
        self._site, self._pages = site, pages
        self._chains: dict[str, list[StandingMeasure]] = {}
        for one in standing_measures(site):
            for slug in dict.fromkeys(stage.event for stage in one.measure.stages):
                self._chains.setdefault(slug, []).append(one)

    def files(self) -> Iterator[File]:
        """Yield the page of each Event."""
        events = self._site.events
        for number, event in enumerate(events):
            before = events[number - 1] if number else None
            after = events[number + 1] if number + 1 < len(events) else None
            yield self._page(event, before, after)

    def _page(self, event: EventRow, before: EventRow | None, after: EventRow | None) -> File:
        place = event_place(event.slug)
        content = self._pages.render(
            "event.html",
            place,
            event=event,
            before=before,
            after=after,
            named=[
                (label_of(field), [self._link(kind, key) for key in getattr(event, field)])
                for field, kind in NAME_LISTS.items()
                if getattr(event, field)
            ],
            lasted=duration_words(event, self._site.today),
            chains=self._chains.get(event.slug, ()),
            story=self._story(event),
            data=event_data(self._site, event, self._pages.words.url(place)),
        )
        return place, content

    def _link(self, kind: TermType, key: str) -> dict[str, str]:
        term: TermRow = self._site.terms[kind][key]
        return {"place": self._site.places[kind].get(key, ""), "name": term.name, "name_zh": term.name_zh or ""}

    def _story(self, event: EventRow) -> dict[str, Any] | None:
        if not event.thread:
            return None
        others = self._site.used[TermType.THREAD][event.thread]
        at = next(place for place, each in enumerate(others) if each.slug == event.slug)
        start = max(min(at - MOST_BESIDE // 2, len(others) - MOST_BESIDE), 0)
        shown = others[start : start + MOST_BESIDE]
        return self._link(TermType.THREAD, event.thread) | {"steps": [{"event": each} for each in shown]}


def merged_files(site: SiteRecord, pages: Pages) -> Iterator[File]:
    """Yield a page for each Event that was merged into a published one, so that a shared link still leads there."""
    for old, kept in site.merged.items():
        place = event_place(old)
        yield (
            place,
            pages.render("merged.html", place, url=pages.words.url(event_place(kept)), event=site.by_slug[kept]),
        )


def measure_files(site: SiteRecord, pages: Pages) -> Iterator[File]:
    """Yield the page of each rule and case."""
    for one in standing_measures(site):
        place = measure_place(one.measure.key)
        yield (
            place,
            pages.render(
                "measure.html", place, one=one, has_page=site.has_page, today=describe(site.today.isoformat())
            ),
        )


def found_things(site: SiteRecord) -> Iterator[SearchThing]:
    """Yield all that a search finds: names first, then rules and cases, then Events, the latest first."""
    for kind, places in site.places.items():
        for key, place in places.items():
            term = site.terms[kind][key]
            texts = [text for text in (term.name, term.name_zh, key, *term.aliases, *term.tickers) if text]
            yield SearchThing(place, term.name, term.name_zh or "", kind.label, texts)
    for one in standing_measures(site):
        measure = one.measure
        texts = [text for text in (measure.name, measure.name_zh, measure.number) if text]
        yield SearchThing(measure_place(measure.key), measure.name, measure.name_zh or "", one.state.status, texts)
    names = {kind: {key: _texts_of(term) for key, term in terms.items()} for kind, terms in site.terms.items()}
    for event in reversed(site.events):
        keys = [(kind, key) for field, kind in NAME_LISTS.items() for key in getattr(event, field)]
        keys += [(TermType.THREAD, event.thread)] if event.thread else []
        own = (event.title, event.title_zh or "", event.summary, event.document_number or "", *event.also_called)
        texts = [*own, *(text for kind, key in keys for text in names[kind][key])]
        yield SearchThing(event_place(event.slug), event.title, event.title_zh or "", when(event), texts)


def _texts_of(term: TermRow) -> Sequence[str]:
    return [term.name, *([term.name_zh] if term.name_zh else [])]
