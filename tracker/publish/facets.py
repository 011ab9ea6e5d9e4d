"""The parts of a record that a published site has a page for: all of it, and every filter of one dimension."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from tracker.charts import IndexLine
from tracker.charts.axis import is_part
from tracker.event.fields import NAME_LISTS
from tracker.exports.indexed import index_of, record_begins
from tracker.filters import ACCEPTED_ONLY, EventFilter, filter_parts
from tracker.measures import MeasureRow
from tracker.publish.places import FRONT, name_places
from tracker.queries import list_eras, list_events, list_measures, list_redirects, list_terms, record_state
from tracker.queries.columns import current_columns
from tracker.queries.events import events_called
from tracker.queries.stages import measures_kept
from tracker.read_models import EraRow, EventRow, RecordState, TermRow
from tracker.vocabulary import Kind, TermType

if TYPE_CHECKING:
    from sqlmodel import Session

DIRECTIONS = (
    ("tightening", "Tightening", EventFilter(stance_max=-1)),
    ("easing", "Easing", EventFilter(stance_min=1)),
    ("neither", "Neither", EventFilter(stance_min=0, stance_max=0)),
)
"""The directions: the name of the file, the name on the page, and the filter."""

FIELD_OF_TERM: Mapping[TermType, str] = {kind: field for field, kind in NAME_LISTS.items()} | {
    TermType.THREAD: "threads"
}
"""The condition of a filter that holds names of each sort."""


LEAST_OF_CHART = 8
"""A filter with fewer Events has no chart."""

MOST_CHARTS = 60
"""Of each sort of name, so many have a chart, those with the most Events."""


@dataclass(frozen=True, eq=False)
class Facet:
    """One filter of one dimension, or none, with what it keeps.

    Attributes:
        dimension: what the filter is of, such as "Sector"; empty for the whole record.
        place: where its page lies.
        name: what it keeps, in English.
        name_zh: the same in Chinese, where it is known.
        chosen: the filter.
        events: the Events to show, by date.
        evidence: those of all times, of which the index is made.
        has_chart: whether its page has a chart; where it has none its list says all.
    """

    dimension: str
    place: str
    name: str
    name_zh: str
    chosen: EventFilter
    events: tuple[EventRow, ...]
    evidence: tuple[EventRow, ...]
    has_chart: bool = True


@dataclass(frozen=True, eq=False)
class WholeRecord:
    """What is said of the whole accepted record where only a part of it is published.

    Attributes:
        begins: its first day, on which every index begins; None where nothing is drawn.
        line: its index, drawn thin behind that of a part; None where all of it is published, or nothing is drawn.
        beyond: the Events that the filter does not keep, of stories, rules and cases of which it keeps others.
    """

    begins: dt.date | None
    line: IndexLine | None = None
    beyond: tuple[EventRow, ...] = ()


@dataclass(frozen=True, eq=False)
class SiteRecord:
    """What is published, and what its pages say of the whole accepted record around it, each read once.

    Attributes:
        chosen: the filter that was asked for.
        events: the Events that it keeps, by date.
        evidence: those of all times that it keeps, of which the index is made.
        around: what is said of the whole record.
        terms: all names, by sort and key.
        measures: the rules and cases that one of the Events is a stage of, or of which a stage falls into the period.
        eras: the named stretches of time.
        state: the state of the record.
        today: the day as of which things are told.
        merged: the published Event that stands for each one that was merged into another, by their slugs.
    """

    chosen: EventFilter
    events: tuple[EventRow, ...]
    evidence: tuple[EventRow, ...]
    around: WholeRecord
    terms: Mapping[TermType, Mapping[str, TermRow]]
    measures: tuple[MeasureRow, ...]
    eras: tuple[EraRow, ...]
    state: RecordState
    today: dt.date
    merged: Mapping[str, str]

    @cached_property
    def by_slug(self) -> dict[str, EventRow]:
        """The Events by slug."""
        return {event.slug: event for event in self.events}

    @cached_property
    def accepted(self) -> dict[str, EventRow]:
        """All accepted Events by slug that say where rules, cases and stories stand, published or not."""
        return {event.slug: event for event in (*self.evidence, *self.around.beyond)}

    @cached_property
    def stories(self) -> dict[str, list[EventRow]]:
        """All accepted Events of each story, published or not."""
        found: dict[str, list[EventRow]] = defaultdict(list)
        for event in self.accepted.values():
            if event.thread:
                found[event.thread].append(event)
        return found

    @cached_property
    def kept(self) -> tuple[str, ...]:
        """What the filter keeps, part by part, its period last; nothing where it keeps the whole record."""
        return filter_parts(self.chosen, self.names, period=True)

    def has_page(self, slug: str) -> bool:
        """Tell whether an Event has a page: its own, or one that leads to the Event that it was merged into."""
        return slug in self.by_slug or slug in self.merged

    @cached_property
    def names(self) -> dict[TermType, dict[str, str]]:
        """The names of every vocabulary by key."""
        return {kind: {key: term.name for key, term in terms.items()} for kind, terms in self.terms.items()}

    @cached_property
    def used(self) -> dict[TermType, dict[str, list[EventRow]]]:
        """The Events that bear each name, by sort and key; a name of no Event is not among them."""
        return _by_name(self.events)

    @cached_property
    def places(self) -> dict[TermType, dict[str, str]]:
        """Where each name has its page; one that no Event bears has none."""
        return {kind: name_places(kind, found) for kind, found in self.used.items()}

    @cached_property
    def whole(self) -> Facet:
        """The whole of what is published."""
        is_drawn = len(self.events) >= LEAST_OF_CHART
        return Facet("", FRONT, "", "", self.chosen, self.events, self.evidence, is_drawn)

    @cached_property
    def facets(self) -> tuple[Facet, ...]:
        """Every filter of one dimension that keeps an Event."""
        return (*self._of_names(), *self._of_kinds(), *self._of_directions(), *self._of_years())

    def _of_names(self) -> Iterator[Facet]:
        always = _by_name(self.evidence)
        for kind, found in self.used.items():
            most_used = sorted(found, key=lambda key: (-len(found[key]), key))[:MOST_CHARTS]
            for key, events in sorted(found.items()):
                term = self.terms[kind][key]
                chosen = self._one(**{FIELD_OF_TERM[kind]: (key,)})
                place, zh = self.places[kind][key], term.name_zh or ""
                evidence = always[kind].get(key, [])
                is_drawn = len(events) >= LEAST_OF_CHART and key in most_used
                yield Facet(kind.label, place, term.name, zh, chosen, tuple(events), tuple(evidence), is_drawn)

    def _of_kinds(self) -> Iterator[Facet]:
        for kind in Kind:
            yield from self._kept("Kind", f"kind/{kind}.html", kind.label, self._one(kinds=(kind,)))

    def _of_directions(self) -> Iterator[Facet]:
        for file, name, chosen in DIRECTIONS:
            own = self._one(stance_min=chosen.stance_min, stance_max=chosen.stance_max)
            yield from self._kept("Direction", f"direction/{file}.html", name, own)

    def _of_years(self) -> Iterator[Facet]:
        since, until = self.chosen.since or dt.date.min, self.chosen.until or dt.date.max
        for year in sorted({max(event.first_on, since).year for event in self.events}):
            first, last = max(dt.date(year, 1, 1), since), min(dt.date(year, 12, 31), until)
            chosen = replace(self.chosen, since=first, until=last)
            events = tuple(event for event in self.events if chosen.reaches(event.first_on, event.last_on))
            is_drawn = len(events) >= LEAST_OF_CHART
            yield Facet("Year", f"year/{year}.html", str(year), "", chosen, events, self.evidence, is_drawn)

    def _kept(self, dimension: str, place: str, name: str, chosen: EventFilter) -> Iterator[Facet]:
        events = tuple(filter(chosen.keeps, self.events))
        if events:
            evidence = tuple(filter(chosen.of_index.keeps, self.evidence))
            is_drawn = len(events) >= LEAST_OF_CHART
            yield Facet(dimension, place, name, "", chosen, events, evidence, is_drawn)

    def _one(self, **condition: object) -> EventFilter:
        """Return the filter that was asked for with one condition more, in the place of one of its sort."""
        return replace(self.chosen, **condition)  # type: ignore[arg-type]


def _by_name(events: Sequence[EventRow]) -> dict[TermType, dict[str, list[EventRow]]]:
    found: dict[TermType, dict[str, list[EventRow]]] = {kind: defaultdict(list) for kind in TermType}
    for event in events:
        for field, kind in NAME_LISTS.items():
            for key in getattr(event, field):
                found[kind][key].append(event)
        if event.thread:
            found[TermType.THREAD][event.thread].append(event)
    return found


def read_site(session: "Session", chosen: EventFilter, today: dt.date) -> SiteRecord:
    """Read what a filter keeps for publishing: accepted Events, as one state of the record has them.

    Args:
        session: a reading session.
        chosen: the filter, with the record's own keys.
        today: the day as of which things are told.
    """
    chosen = replace(chosen, states=ACCEPTED_ONLY)
    evidence = list_events(session, chosen.of_index)
    events = tuple(event for event in evidence if chosen.reaches(event.first_on, event.last_on))
    terms: dict[TermType, dict[str, TermRow]] = {kind: {} for kind in TermType}
    for term in list_terms(session):
        terms[term.type][term.key] = term
    slugs = frozenset(event.slug for event in events)
    measures = measures_kept(session, chosen, list_measures(session, states=ACCEPTED_ONLY))
    merged = {old: kept for old, kept in list_redirects(session).items() if kept in slugs and old not in slugs}
    if is_part(chosen):
        around = _around(session, events, frozenset(event.slug for event in evidence), measures, today)
    else:
        around = WholeRecord(evidence[0].first_on if evidence else None)
    eras, state = tuple(list_eras(session)), record_state(session)
    return SiteRecord(chosen, events, evidence, around, terms, measures, eras, state, today, merged)


def _around(
    session: "Session",
    events: Sequence[EventRow],
    kept: frozenset[str],
    measures: Sequence[MeasureRow],
    today: dt.date,
) -> WholeRecord:
    """Read what pages of a part say of the whole record, which may be much larger than the part."""
    begins = line = None
    if len(events) >= LEAST_OF_CHART:
        columns = current_columns(session)
        begins, found = record_begins(columns), index_of(session, EventFilter(), today, columns)
        line = IndexLine.of(*found[1], today, events=found[0]) if found else None
    stages = dict.fromkeys(stage.event for each in measures for stage in each.stages if stage.event not in kept)
    threads = dict.fromkeys(event.thread for event in events if event.thread)
    others = [event for event in events_called(session, tuple(stages)) if EventFilter().keeps(event)]
    others += list_events(session, EventFilter(threads=tuple(threads))) if threads else ()
    beyond = {event.slug: event for event in others if event.slug not in kept}
    return WholeRecord(begins, line, tuple(beyond.values()))
