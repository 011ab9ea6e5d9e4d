"""What was announced in each week or month: reach times stance by sign, with counts, and nothing that is remembered.

The index averages and forgets; this series adds up what came in, so that each observation stands for itself. Where the
day of an event is not known, it is spread evenly over the days that its date allows, as in the index.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from tracker.sentiment.periods import Period
from tracker.sentiment.reading import DIGITS
from tracker.sentiment.record import Evidence, Mask, Real, Whole, check_span

ANNOUNCED_MEANINGS: Mapping[str, str] = {
    "period": "The week, by its Monday, or the month.",
    "days": "How many of its days were counted; fewer at the ends of the series.",
    "events": "How many events became known in it. One whose day is not known counts in parts, spread over its days.",
    "easing_events": "Those above 0.",
    "tightening_events": "Those below 0.",
    "neutral_events": "Those at 0.",
    "easing": "Sum of reach times stance over the easing events.",
    "tightening": "The same over the tightening events; 0 or less.",
    "net": "Both together.",
}
"""What each column of a series of announcements holds; one of a label stands after ``period`` under its own name."""

ANNOUNCED_COLUMNS = tuple(ANNOUNCED_MEANINGS)


@dataclass(frozen=True, slots=True)
class Announced:
    """What was announced in one week or month under one label.

    Attributes:
        period: the week, named by its Monday, or the month.
        label: key of the sector or kind; empty where there is none.
        days: how many of its days were counted; less than all at the ends of the series.
        easing_events: Events above 0; parts of one where its day is not known.
        tightening_events: Events below 0, likewise.
        neutral_events: Events at 0, likewise.
        easing: the sum of reach times stance over Events above 0.
        tightening: the same over Events below 0, a negative number.
    """

    period: Period
    label: str
    days: int
    easing_events: float
    tightening_events: float
    neutral_events: float
    easing: float
    tightening: float

    @property
    def events(self) -> float:
        """How many Events."""
        return round(self.easing_events + self.tightening_events + self.neutral_events, DIGITS)

    @property
    def net(self) -> float:
        """The sum of reach times stance over all Events."""
        return round(self.easing + self.tightening, DIGITS)

    def row(self, *, labelled: bool = False) -> tuple[str | float, ...]:
        """Return the values in the order of the columns, the label where the series has one."""
        values = (getattr(self, name) for name in ANNOUNCED_COLUMNS[1:])
        # A count of whole events is written as one.
        told = (int(value) if value == int(value) else value for value in values)
        return (self.period.name, *((self.label,) if labelled else ()), *told)


def announced(
    evidence: Evidence,
    periods: Sequence[Period],
    *,
    since: date,
    until: date,
    labels: Mapping[str, Mask] | None = None,
) -> list[Announced]:
    """Return what was announced in each period, ordered by period and label, those without any among them.

    Args:
        evidence: the Events that count.
        periods: weeks or months without gaps, from the one that holds ``since`` to the one that holds ``until``.
        since: first day that is counted.
        until: last day that is counted.
        labels: for each label which Events carry it; one counts in full under each of its labels, and one without any
            under an empty one. Each label that has an Event on the days counted gives a series. None for one of all.

    Raises:
        TrackerError: when the last day lies before the first.
        ValueError: when a label does not say yes or no for each Event.
    """
    begin, end = check_span(since, until)
    starts = np.array([period.since.toordinal() for period in periods], dtype=np.int64)
    event, period, share = _shares(evidence, starts, begin, end)
    counted = [(min(until, each.until) - max(since, each.since)).days + 1 for each in periods]
    cells = {}
    for label, own in _series(labels, len(evidence)).items():
        chosen = own[event]
        if labels is None or chosen.any():
            table = _sums(evidence, event[chosen], period[chosen], share[chosen], len(periods))
            cells[label] = np.round(table, DIGITS).T.tolist()
    return [
        Announced(each, label, counted[place], *cells[label][place])
        for place, each in enumerate(periods)
        for label in sorted(cells)
    ]


def _series(labels: Mapping[str, Mask] | None, length: int) -> dict[str, Mask]:
    """Return which Events each series is of; those that carry no label have one of their own, under an empty label."""
    if labels is None:
        return {"": np.ones(length, dtype=np.bool_)}
    if any(own.shape != (length,) for own in labels.values()):
        raise ValueError("A label must say yes or no for each Event.")
    bare = ~np.any([*labels.values(), np.zeros(length, dtype=np.bool_)], axis=0)
    return {**labels, "": bare}


def _shares(evidence: Evidence, starts: Whole, begin: int, end: int) -> tuple[Whole, Whole, Real]:
    """Return in which periods which parts of the Events lie: places of Events and of periods, and the part."""
    first, last = np.maximum(evidence.first, begin), np.minimum(evidence.last, end)
    known = np.flatnonzero(first <= last)
    early = np.searchsorted(starts, first[known], side="right") - 1
    number = np.searchsorted(starts, last[known], side="right") - early
    event, ends = np.repeat(known, number), np.cumsum(number)
    period = np.repeat(early - ends + number, number) + np.arange(len(event))
    bounds = np.append(starts, end + 1)
    inside = np.minimum(last[event] + 1, bounds[period + 1]) - np.maximum(first[event], bounds[period])
    return event, period, inside / (evidence.last[event] - evidence.first[event] + 1)


def _sums(evidence: Evidence, event: Whole, period: Whole, share: Real, length: int) -> Real:
    """Return for each period the counts above, below and at 0, and the sums of both sides, as rows."""
    stance = evidence.stance[event]
    pull = share * stance * evidence.reach[event]
    parts = ((share, stance > 0), (share, stance < 0), (share, stance == 0), (pull, stance > 0), (pull, stance < 0))
    return np.stack([np.bincount(period[side], values[side], length) for values, side in parts])
