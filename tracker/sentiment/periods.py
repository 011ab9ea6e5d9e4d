"""Weeks, months, quarters and years, and what the record says about the longer ones: stance, counts, sources."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

import numpy as np

from tracker.read_models import EventRow
from tracker.sentiment.acts import Acts, Labels, middle_day
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


def stance_cells(acts: Acts, labels: Labels, periods: Sequence[Period]) -> Cells:
    """Return the mean stance of each label in each period; an Event with several labels counts under each.

    Args:
        acts: the Events; those outside the periods are left out.
        labels: for each label which of them carry it.
        periods: periods without gaps, in order.
    """
    column = _columns(acts, periods)
    own = {label: np.flatnonzero(mask & (column >= 0)) for label, mask in labels.items()}
    order = sorted((label for label, places in own.items() if len(places)), key=lambda each: (-len(own[each]), each))
    counts = [np.bincount(column[own[label]], minlength=len(periods)) for label in order]
    totals = [np.bincount(column[own[label]], acts.evidence.stance[own[label]], len(periods)) for label in order]
    count = np.array(counts, dtype=np.int64).reshape(len(order), len(periods))
    total = np.array(totals, dtype=np.float64).reshape(count.shape)
    mean = np.divide(total, count, out=np.full(count.shape, np.nan), where=count > 0)
    return Cells(tuple(order), tuple(periods), mean, count)


def _columns(acts: Acts, periods: Sequence[Period]) -> Whole:
    """Return for each Event the place of the period in which it is counted; -1 for one outside of all."""
    if not periods:
        return np.full(len(acts), -1, dtype=np.int64)
    starts = np.array([period.since.toordinal() for period in periods], dtype=np.int64)
    found = np.searchsorted(starts, acts.middle, side="right") - 1
    return np.where(acts.middle <= periods[-1].until.toordinal(), found, -1)


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


def counts_by_period(acts: Acts, periods: Sequence[Period], today: date) -> list[Count]:
    """Return the counts of each period, and those of its first days, as many as the last period has had by today.

    A period that is not over is compared with what the others held at the same age, and not with whole ones.
    """
    age = age_of(periods[-1], today) if periods else 0
    column = _columns(acts, periods)
    return [_count(period, acts, np.flatnonzero(column == at), age, today) for at, period in enumerate(periods)]


def _count(period: Period, acts: Acts, own: Whole, age: int, today: date) -> Count:
    stance, early = acts.evidence.stance[own], acts.middle[own] - period.since.toordinal() < age
    return Count(
        period=period,
        tightening=int((stance < 0).sum()),
        easing=int((stance > 0).sum()),
        neutral=int((stance == 0).sum()),
        tightening_by_age=int((stance[early] < 0).sum()),
        easing_by_age=int((stance[early] > 0).sum()),
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


def spread_by_period(acts: Acts, periods: Sequence[Period]) -> list[Spread]:
    """Return the spread of stance of each period that holds an Event."""
    column = _columns(acts, periods)
    gathered = [(period, acts.evidence.stance[column == at]) for at, period in enumerate(periods)]
    return [_spread(period, found) for period, found in gathered if len(found)]


def _spread(period: Period, found: Whole) -> Spread:
    low, middle, high = (float(each) for each in np.quantile(found, [0.25, 0.5, 0.75]))
    return Spread(period, len(found), int(found.min()), low, middle, high, int(found.max()))


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
