"""Weeks, months, quarters and years, and what the record says about the longer ones: stance, counts, sources."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

import numpy as np

from tracker.read_models import EventRow
from tracker.sentiment.record import Real, Whole
from tracker.vocabulary import Certainty, Precision, SourceKind

MONTHS_OF_QUARTER = 3


@dataclass(frozen=True, slots=True)
class Period:
    """A week, month, quarter or year: its name, its first and its last day."""

    name: str
    since: date
    until: date

    @property
    def year(self) -> int:
        """The year that it lies in."""
        return self.since.year


def weeks(first: date, last: date) -> list[Period]:
    """Return the weeks from the one that holds ``first`` to the one that holds ``last``, each named by its Monday."""
    monday = first - timedelta(days=first.weekday())
    starts = [monday + timedelta(days=7 * place) for place in range((last - monday).days // 7 + 1)]
    return [Period(start.isoformat(), start, start + timedelta(days=6)) for start in starts]


def months(first: date, last: date) -> list[Period]:
    """Return the months from the one that holds ``first`` to the one that holds ``last``, named like ``2021-07``."""
    numbers = range(first.year * 12 + first.month - 1, last.year * 12 + last.month + 1)
    starts = [date(each // 12, each % 12 + 1, 1) for each in numbers]
    return [Period(f"{start:%Y-%m}", start, after - timedelta(days=1)) for start, after in pairwise(starts)]


def quarters(first: date, last: date) -> list[Period]:
    """Return the quarters from the one that holds ``first`` to the one that holds ``last``."""
    numbers = range(_quarter(first), _quarter(last) + 1)
    return [_quarter_period(number) for number in numbers]


def _quarter(day: date) -> int:
    return day.year * 4 + (day.month - 1) // MONTHS_OF_QUARTER


def _quarter_period(number: int) -> Period:
    starts = [date(each // 4, each % 4 * MONTHS_OF_QUARTER + 1, 1) for each in (number, number + 1)]
    return Period(f"{number // 4} Q{number % 4 + 1}", starts[0], starts[1] - timedelta(days=1))


def years(first: date, last: date) -> list[Period]:
    """Return the years from that of ``first`` to that of ``last``."""
    return [Period(str(year), date(year, 1, 1), date(year, 12, 31)) for year in range(first.year, last.year + 1)]


def middle_day(event: EventRow) -> date:
    """Return the middle of the days that the Event's date allows; it says which quarter an Event is counted in."""
    return event.first_on + (event.last_on - event.first_on) // 2


@dataclass(frozen=True, eq=False)
class Cells:
    """Mean stance and number of Events by label (rows) and period (columns).

    Attributes:
        labels: the label of each row, the one with most Events first.
        periods: the period of each column.
        mean: mean stance; not a number where there is no Event.
        count: how many Events.
    """

    labels: tuple[str, ...]
    periods: tuple[Period, ...]
    mean: Real
    count: Whole


def stance_cells(events: Sequence[EventRow], labels: Sequence[Sequence[str]], periods: Sequence[Period]) -> Cells:
    """Return the mean stance of each label in each period; an Event with several labels counts under each.

    Args:
        events: the Events; those outside the periods are left out.
        labels: the labels of each Event.
        periods: periods without gaps, in order.
    """
    totals: dict[str, int] = {}
    found = []
    for event, names in zip(events, labels, strict=True):
        column = _column(periods, middle_day(event))
        for name in names if column is not None else ():
            totals[name] = totals.get(name, 0) + 1
            found.append((name, column, int(event.stance)))
    order = sorted(totals, key=lambda name: (-totals[name], name))
    rows = {name: row for row, name in enumerate(order)}
    count = np.zeros((len(order), len(periods)), dtype=np.int64)
    total = np.zeros(count.shape)
    for name, column, stance in found:
        count[rows[name], column] += 1
        total[rows[name], column] += stance
    mean = np.divide(total, count, out=np.full(count.shape, np.nan), where=count > 0)
    return Cells(tuple(order), tuple(periods), mean, count)


def _column(periods: Sequence[Period], day: date) -> int | None:
    return next((place for place, period in enumerate(periods) if period.since <= day <= period.until), None)


def _by_period(events: Iterable[EventRow], periods: Sequence[Period]) -> Iterator[tuple[Period, list[EventRow]]]:
    """Yield each period with its Events, in their order; those outside the periods are left out."""
    gathered: list[list[EventRow]] = [[] for _ in periods]
    for event in events:
        if (column := _column(periods, middle_day(event))) is not None:
            gathered[column].append(event)
    return zip(periods, gathered, strict=True)


@dataclass(frozen=True, slots=True)
class Count:
    """How many Events a period holds by direction, in all and up to the age that the last period has today.

    Attributes:
        period: the period.
        tightening: Events below 0.
        easing: Events above 0.
        neutral: Events at 0.
        tightening_by_age: Events below 0 within the first days of the period.
        easing_by_age: Events above 0, likewise.
        complete: whether the period is over.
    """

    period: Period
    tightening: int
    easing: int
    neutral: int
    tightening_by_age: int
    easing_by_age: int
    complete: bool

    @property
    def events(self) -> int:
        """How many Events it holds."""
        return self.tightening + self.easing + self.neutral


def age_of(period: Period, today: date) -> int:
    """Return how many days of a period are over, today included; all of them where it is past."""
    return (min(today, period.until) - period.since).days + 1


def counts_by_period(events: Iterable[EventRow], periods: Sequence[Period], today: date) -> list[Count]:
    """Return the counts of each period, and those of its first days, as many as the last period has had by today.

    A period that is not over is compared with what the others held at the same age, and not with whole ones.
    """
    age = age_of(periods[-1], today) if periods else 0
    return [_count(period, found, age, today) for period, found in _by_period(events, periods)]


def _count(period: Period, found: Sequence[EventRow], age: int, today: date) -> Count:
    early = [event.stance for event in found if (middle_day(event) - period.since).days < age]
    return Count(
        period=period,
        tightening=sum(event.stance < 0 for event in found),
        easing=sum(event.stance > 0 for event in found),
        neutral=sum(event.stance == 0 for event in found),
        tightening_by_age=sum(stance < 0 for stance in early),
        easing_by_age=sum(stance > 0 for stance in early),
        complete=period.until < today,
    )


@dataclass(frozen=True, slots=True)
class Spread:
    """How far apart the stances of a period's Events lie."""

    period: Period
    events: int
    lowest: int
    lower_quartile: float
    median: float
    upper_quartile: float
    highest: int


def spread_by_period(events: Iterable[EventRow], periods: Sequence[Period]) -> list[Spread]:
    """Return the spread of stance of each period that holds an Event."""
    gathered = _by_period(events, periods)
    return [_spread(period, [int(event.stance) for event in found]) for period, found in gathered if found]


def _spread(period: Period, found: Sequence[int]) -> Spread:
    low, middle, high = (float(each) for each in np.quantile(found, [0.25, 0.5, 0.75]))
    return Spread(period, len(found), min(found), low, middle, high, max(found))


_SEVERAL = 2
"""So many sources can check each other."""


@dataclass(frozen=True, slots=True)
class Support:
    """The Events of a period and what stands behind them, as numbers of Events.

    Attributes:
        period: the period.
        events: all Events.
        several: those with two or more sources.
        official: those with a source of the authority itself.
        chinese: those with a source in Chinese.
        named: those whose official Chinese title is known.
        to_the_day: those whose day is known.
        certain: those whose facts are not in doubt.
    """

    period: Period
    events: int
    several: int
    official: int
    chinese: int
    named: int
    to_the_day: int
    certain: int


def support_by_period(events: Iterable[EventRow], periods: Sequence[Period]) -> list[Support]:
    """Return the support of each period, those without Events among them."""
    return [support_of(found, period) for period, found in _by_period(events, periods)]


def support_of(events: Sequence[EventRow], period: Period) -> Support:
    """Return the support of Events, whatever their day; ``period`` is what they are said to belong to."""
    return Support(
        period=period,
        events=len(events),
        several=sum(len(event.sources) >= _SEVERAL for event in events),
        official=sum(event.has_source(SourceKind.OFFICIAL) for event in events),
        chinese=sum(event.has_chinese_source for event in events),
        named=sum(event.title_zh is not None for event in events),
        to_the_day=sum(event.precision is Precision.DAY for event in events),
        certain=sum(event.certainty is Certainty.HIGH for event in events),
    )
