"""What was announced in each week or month: reach times stance by sign, with counts, and nothing that is remembered.

The index averages and forgets; this series adds up what came in, so that each observation stands for itself. Where the
day of an event is not known, it is spread evenly over the days that its date allows, as in the index.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from tracker.read_models import EventRow
from tracker.sentiment.periods import Period
from tracker.sentiment.reading import DIGITS
from tracker.sentiment.record import Real, check_span

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
    events: Sequence[EventRow],
    periods: Sequence[Period],
    *,
    since: date,
    until: date,
    labels: Sequence[Sequence[str]] | None = None,
) -> list[Announced]:
    """Return what was announced in each period, ordered by period and label, those without any among them.

    Args:
        events: the Events that count.
        periods: weeks or months without gaps, from the one that holds ``since`` to the one that holds ``until``.
        since: first day that is counted.
        until: last day that is counted.
        labels: the labels of each Event, which counts in full under each; one without any stands under an empty one.
            Each label that has an Event on the days counted gives a series. None for one series of all.

    Raises:
        TrackerError: when the last day lies before the first.
        ValueError: when there is not one sequence of labels for each Event.
    """
    check_span(since, until)
    starts = [period.since for period in periods]
    tables: dict[str, Real] = {}
    for event, names in zip(events, [()] * len(events) if labels is None else labels, strict=True):
        first, last = event.counted_days
        begin, end = max(first, since), min(last, until)
        if end < begin:
            continue
        places = slice(bisect_right(starts, begin) - 1, bisect_right(starts, end))
        inside = [(min(end, each.until) - max(begin, each.since)).days + 1 for each in periods[places]]
        share = np.array(inside) / ((last - first).days + 1)
        for label in names or ("",):
            table = tables.setdefault(label, np.zeros((5, len(periods))))
            _add(table[:, places], int(event.stance), int(event.reach), share)
    counted = [(min(until, each.until) - max(since, each.since)).days + 1 for each in periods]
    found = [""] if labels is None else sorted(tables)
    nothing = np.zeros((5, len(periods)))
    cells = {label: np.round(tables.get(label, nothing), DIGITS).T.tolist() for label in found}
    return [
        Announced(period, label, counted[place], *cells[label][place])
        for place, period in enumerate(periods)
        for label in found
    ]


def _add(table: Real, stance: int, reach: int, share: Real) -> None:
    """Add an Event to its periods: to the counts above, below and at 0, and to both sums."""
    table[0 if stance > 0 else 1 if stance < 0 else 2] += share
    if stance:
        table[3 if stance > 0 else 4] += share * stance * reach
