"""What the record says about an agency, a sector or a company, and when each sector eased."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

import numpy as np

from tracker.read_models import EventRow
from tracker.sentiment.acts import Acts, Labels
from tracker.sentiment.index import IndexSeries, policy_index
from tracker.sentiment.reading import LEAST_MASS_OF_PART, turn_above_zero
from tracker.sentiment.record import Evidence, Mask, Whole
from tracker.sentiment.turning import Bottom, Searched, Turns, bottom_of, turns_of


@dataclass(frozen=True, slots=True)
class Summary:
    """The Events under one label.

    Attributes:
        label: a key of a vocabulary.
        events: how many Events.
        mean: their mean stance.
        tightening: share of them below 0.
        easing: share of them above 0.
        first: the date of the first, as it is known (EDTF).
        last: the date of the last, likewise.
    """

    label: str
    events: int
    mean: float
    tightening: float
    easing: float
    first: str
    last: str


def summaries(acts: Acts, labels: Labels) -> list[Summary]:
    """Return what stands under each label, the one with most Events first; an Event counts under each of its labels."""
    found = [_summary(label, acts, np.flatnonzero(own)) for label, own in labels.items()]
    return sorted(found, key=lambda summary: (-summary.events, summary.label))


def _summary(label: str, acts: Acts, own: Whole) -> Summary:
    stances = acts.evidence.stance[own]
    return Summary(
        label=label,
        events=len(own),
        mean=int(stances.sum()) / len(own),
        tightening=int((stances < 0).sum()) / len(own),
        easing=int((stances > 0).sum()) / len(own),
        first=acts.row(int(own[0])).date,
        last=acts.row(int(own[-1])).date,
    )


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another company, and how many Events and threads it shares with the first."""

    company: str
    events: int
    threads: int


def neighbours(events: Sequence[EventRow], company: str) -> list[Neighbour]:
    """Return the companies that share an Event or a thread with a company, those with most Events in common first."""
    stories = {event.thread for event in events if company in event.companies and event.thread}
    shared: dict[str, int] = {}
    threads: dict[str, set[str]] = {}
    for event in events:
        for other in event.companies:
            if other == company:
                continue
            if company in event.companies:
                shared[other] = shared.get(other, 0) + 1
            if event.thread in stories:
                threads.setdefault(other, set()).add(event.thread or "")
    found = [
        Neighbour(other, shared.get(other, 0), len(threads.get(other, ()))) for other in shared.keys() | threads.keys()
    ]
    return sorted(found, key=lambda each: (-each.events, -each.threads, each.company.casefold()))


@dataclass(frozen=True, eq=False)
class Easing:
    """The turn of one part of the record.

    Attributes:
        bottom: the lowest point and the days that are as low.
        day: first day above zero after it; None where the index never was below zero or never rose above it.
        event: the event that came in on that day with the strongest pull upwards.
        turns: the same in each draw of the stories of the whole.
    """

    bottom: Bottom
    day: date | None
    event: EventRow | None
    turns: Turns


class EasedPart(NamedTuple):
    """The turn of the Events under one label: the day, and what was looked at to find it (``Easing``)."""

    label: str
    bottom: Bottom
    day: date | None
    turns: Turns


def eased_parts(evidence: Evidence, labels: Labels, since: date, until: date) -> list[EasedPart]:
    """Return when the index of each label's events eased between two days, the one that eased first on top.

    Days on which the evidence in memory is below ``LEAST_MASS_OF_PART`` are passed over, as on the charts of parts; a
    label that has no others is left out. Those that never eased come last, by label. All get the same draws.

    Args:
        evidence: the events that count, those before ``since`` too.
        labels: for each label which of them carry it.
        since: first day that is looked at.
        until: last day that is looked at.
    """
    parts = []
    for label, own in sorted(labels.items()):
        series = policy_index(evidence.subset(own), since=since, until=until)
        shown = series.mass >= LEAST_MASS_OF_PART
        if shown.any():
            parts.append((label, series, Searched(own, shown, shown)))
    turns = turns_of(evidence, [part for _, _, part in parts], since=since, until=until)
    found = [_eased(label, series, part, each) for (label, series, part), each in zip(parts, turns, strict=True)]
    return sorted(found, key=lambda each: (each.day or date.max, each.label))


def _eased(label: str, series: IndexSeries, part: Searched, turns: Turns) -> EasedPart:
    shown = part.above_on
    bottom = bottom_of(series, within=shown)
    if bottom.lowest.value >= 0:
        return EasedPart(label, bottom, None, turns)
    day = turn_above_zero(replace(series, index=series.index * shown), bottom.lowest.day)
    return EasedPart(label, bottom, day, turns)


def easings(acts: Acts, labels: Labels, since: date, until: date) -> list[tuple[str, Easing]]:
    """Return what ``eased_parts`` finds, with the event that lifted each label's index above zero.

    Args:
        acts: the events that count, those before ``since`` too.
        labels: for each label which of them carry it.
        since: first day that is looked at.
        until: last day that is looked at.
    """
    parts = eased_parts(acts.evidence, labels, since, until)
    return [(part.label, _easing(acts, labels[part.label], part)) for part in parts]


def _easing(acts: Acts, own: Mask, part: EasedPart) -> Easing:
    event = strongest_on(acts, part.day, own) if part.day else None
    return Easing(part.bottom, part.day, event, part.turns)


def strongest_on(acts: Acts, day: date, own: Mask | None = None) -> EventRow | None:
    """Return the event above zero that puts most weight in on a day; None where none does.

    All that is in memory fades alike, so that only what comes in can lift an index above zero.

    Args:
        acts: the events.
        day: the day.
        own: which of them are asked about; None for all.
    """
    evidence, at = acts.evidence, day.toordinal()
    coming = (evidence.stance > 0) & (evidence.first <= at) & (evidence.last >= at)
    places = np.flatnonzero(coming if own is None else coming & own)
    if not len(places):
        return None
    come = evidence.at(places)
    pull = come.reach * come.stance / (come.last - come.first + 1)
    return acts.row(int(places[pull.argmax()]))
