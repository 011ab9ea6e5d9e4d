"""Cached reads for the page "Sectors and agencies"."""

import datetime as dt
from dataclasses import dataclass, replace

import numpy as np

from tracker.charts.small_multiples import Panel
from tracker.filters import ACCEPTED_ONLY, EventFilter
from tracker.measures import spans_in_force
from tracker.sentiment import (
    LEAST_MASS_OF_PART,
    Announced,
    Evidence,
    announced,
    counted_events,
    policy_index,
)
from tracker.sentiment.groups import Easing, Summary, easings, summaries
from tracker.sentiment.in_force import InForce, in_force
from tracker.sentiment.periods import (
    Cells,
    Count,
    Period,
    Spread,
    age_of,
    counts_by_period,
    months,
    quarters,
    spread_by_period,
    stance_cells,
    weeks,
    years,
)
from tracker.vocabulary import TermType
from tracker.web.event_view import EventView
from tracker.web.explained import counted
from tracker.web.keeping import cached
from tracker.web.reads import Record, without_period


@cached()
def shown_events(record: Record, chosen: EventFilter) -> EventView:
    """Return the Events of a filter, its period included, that the index counts."""
    return record.view(replace(chosen, states=ACCEPTED_ONLY)).counted


def span(record: Record, chosen: EventFilter) -> tuple[dt.date, dt.date]:
    """Return the first and the last day that charts of a filter show: its period, else the Events' to today."""
    days, today = shown_events(record, chosen).crowd.days, record.today.toordinal()
    first = chosen.since or dt.date.fromordinal(int(days.min()) if len(days) else today)
    last = chosen.until or dt.date.fromordinal(int(days.max(initial=today)))
    return min(first, last), last


@cached()
def sector_cells(record: Record, chosen: EventFilter, *, by_year: bool) -> Cells:
    """Return the mean stance and the number of Events by sector and quarter, or by sector and year."""
    acts = shown_events(record, chosen).acts
    return stance_cells(acts, acts.labels(), (years if by_year else quarters)(*span(record, chosen)))


@dataclass(frozen=True, eq=False)
class SectorLines:
    """The index of each sector over the same days.

    Attributes:
        first_day: the first day of every line.
        panels: the sectors whose line can be drawn somewhere, the one with most Events first.
        too_few: names of the sectors that never hold enough.
    """

    first_day: dt.date
    panels: tuple[Panel, ...]
    too_few: tuple[str, ...]


@cached()
def sector_lines(record: Record, chosen: EventFilter) -> SectorLines:
    """Return the index of each sector of a filter; what lies before its period is still in memory."""
    first, last = span(record, chosen)
    names = record.names(TermType.SECTOR)
    acts = counted(record, without_period(chosen)).acts
    by_sector = sorted(acts.labels().items(), key=lambda each: (-int(each[1].sum()), each[0]))
    panels = [_panel(names.get(key, key), acts.evidence.subset(own), first, last) for key, own in by_sector]
    return SectorLines(
        first,
        tuple(panel for panel in panels if panel.shown.any()),
        tuple(panel.name for panel in panels if not panel.shown.any()),
    )


@cached()
def sector_easings(record: Record, chosen: EventFilter) -> list[tuple[str, Easing]]:
    """Return when each sector of a filter eased within its period, by name, the first to ease on top."""
    names = record.names(TermType.SECTOR)
    acts = counted(record, without_period(chosen)).acts
    labels = {names.get(key, key): own for key, own in acts.labels().items()}
    return easings(acts, labels, *span(record, chosen))


def _panel(name: str, evidence: Evidence, first: dt.date, last: dt.date) -> Panel:
    series = policy_index(evidence, since=first, until=last)
    return Panel(name, series.index, np.asarray(series.mass >= LEAST_MASS_OF_PART))


@cached()
def agency_summaries(record: Record, chosen: EventFilter) -> list[Summary]:
    """Return what the record says about each agency, the one with most Events first."""
    view = shown_events(record, chosen)
    return summaries(view.acts, view.labels(TermType.AGENCY))


@dataclass(frozen=True, eq=False)
class Quarters:
    """The quarters of a filter: their counts and their spread.

    ``age`` is how old the last one is in days; None where it is over or still empty, and so nothing to compare with.
    """

    periods: tuple[Period, ...]
    counts: tuple[Count, ...]
    spreads: tuple[Spread, ...]
    age: int | None


@cached()
def by_quarter(record: Record, chosen: EventFilter) -> Quarters:
    """Return counts and spread of stance by quarter."""
    acts = shown_events(record, chosen).acts
    periods = quarters(*span(record, chosen))
    counts = tuple(counts_by_period(acts, periods, record.today))
    last = counts[-1]
    age = None if last.complete or not last.events else age_of(last.period, record.today)
    return Quarters(tuple(periods), counts, tuple(spread_by_period(acts, periods)), age)


@cached()
def announced_by(record: Record, chosen: EventFilter, *, weekly: bool) -> tuple[Announced, ...]:
    """Return what was announced in each month, or week, of a filter's period; without one, since its first Event."""
    acts = counted(record, without_period(chosen)).acts
    first, last = span(record, chosen)
    first = first if chosen.since else min(first, acts.begins)
    return tuple(announced(acts.evidence, (weeks if weekly else months)(first, last), since=first, until=last))


@cached()
def holding(record: Record, chosen: EventFilter) -> InForce:
    """Return how many measures of a filter hold on each day; those made before its period still do."""
    every = {event.slug: event for event in record.events(EventFilter())}
    spans = spans_in_force(record.measures(), every)
    wanted = replace(without_period(chosen), states=ACCEPTED_ONLY)
    return in_force(counted_events(record.events(wanted)), spans, *span(record, chosen))
