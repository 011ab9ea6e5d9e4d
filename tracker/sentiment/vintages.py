"""Vintages: how far the index of a day shifted once the record knew more of that day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

import numpy as np

from tracker.read_models import EventRow
from tracker.sentiment.index import policy_index
from tracker.sentiment.reading import DIGITS, Line
from tracker.sentiment.record import HALF_LIFE, SHRINKAGE, evidence_of
from tracker.wording import count_of

AGES = (4, 12, 52)
"""After so many weeks a value is looked at again: about a month, a quarter and a year."""


@dataclass(frozen=True, slots=True)
class Shift:
    """How far values of the index shifted.

    Attributes:
        days: how many days were compared.
        mean: mean of the shifts' sizes in stance units; None where no day was compared.
        largest: the largest size.
        on: the day whose value shifted so far, the first one of several.
    """

    days: int
    mean: float | None = None
    largest: float | None = None
    on: date | None = None


def weekly_days(first: date, last: date) -> list[date]:
    """Return the days a week apart that end with ``last`` and do not begin before ``first``; ``last`` at the least."""
    return [last - timedelta(weeks=weeks) for weeks in range(_days_between(first, last) // 7, -1, -1)]


def _days_between(first: date, last: date) -> int:
    # A clock that was set back since shows a history that begins in the future.
    return max((last - first).days, 0)


def age_words(first: date, last: date) -> str:
    """Say how old a history is and which age no value has reached yet; nothing where all ages are reached."""
    days = _days_between(first, last)
    missing = next((age for age in AGES if days < age * 7), None)
    told = f"The history of this database is {count_of(days, 'day')} old: no value is {missing} weeks old yet."
    return told if missing else ""


def shifts_by_age(
    days: Sequence[date],
    known: Sequence[Sequence[EventRow]],
    *,
    half_life: float = HALF_LIFE,
    shrinkage: float = SHRINKAGE,
) -> dict[int, Shift]:
    """Return by age in weeks how far the index of a day, as known on it, had shifted when it was so old.

    Only days a week apart are compared: each as it was known on itself and 4, 12 and 52 weeks later. The index is
    computed once for each run of weeks in which nothing that counts was recorded.

    Args:
        days: days a week apart, in their order (``weekly_days``).
        known: the Events that count as the record held them at the end of each.
        half_life: days after which an Event counts half.
        shrinkage: mass of neutral evidence that is always in the sum.

    Raises:
        TrackerError: when a choice gives no index.
    """
    begun = next((place for place, events in enumerate(known) if events), len(known))
    values: dict[tuple[int, int], float] = {}
    for events, run in groupby(range(begun, len(days)), key=known.__getitem__):
        places = list(run)
        since = days[max(places[0] - max(AGES), begun)]
        evidence = evidence_of(events)
        series = policy_index(evidence, since=since, until=days[places[-1]], half_life=half_life, shrinkage=shrinkage)
        for place in places:
            for age in (0, *AGES):
                if place - age >= begun:
                    values[place - age, age] = series.at(days[place - age])
    moved = {
        age: {days[place]: values[place, age] - values[place, 0] for place in range(begun, len(days) - age)}
        for age in AGES
    }
    return {age: _sizes(shifts) for age, shifts in moved.items()}


def shift_between(before: Line, after: Line) -> Shift:
    """Return how far values shifted from one series to a later one, over the days that both have."""
    first = max(before.first_day, after.first_day)
    last = min(line.first_day + len(line.index) for line in (before, after))
    earlier, later = (line.index[first - line.first_day : last - line.first_day].tolist() for line in (before, after))
    values = zip(range(first, last), earlier, later, strict=True)
    return _sizes({date.fromordinal(day): new - old for day, old, new in values})


def _sizes(shifts: dict[date, float]) -> Shift:
    if not shifts:
        return Shift(0)
    # The last digits are rounding: what did not shift is 0.
    sizes = np.round(np.abs(list(shifts.values())), DIGITS)
    place = int(np.argmax(sizes))
    return Shift(len(shifts), float(sizes.mean()), float(sizes[place]), list(shifts)[place])
