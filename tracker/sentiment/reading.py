"""How a series is read: marks of doubt, changes, turning points, and rows for tables and files."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple, Protocol

import numpy as np

from tracker.sentiment.band import Band
from tracker.sentiment.evidence import Mask, Real
from tracker.sentiment.index import IndexSeries

LEAST_MASS = 4.0
LEAST_STORIES = 3.0
"""Below either the line is drawn faint: "few events"."""

LEAST_MASS_OF_PART = 2.0
"""Below, the index of one sector or agency is hidden."""

UNFINISHED_DAYS = 28
"""The record of the last four weeks still grows."""

DIGITS = 12
"""So many decimals of a value are written into tables and files."""

COLUMNS = ("date", "index", "lower", "upper", "mass", "stories")
"""The columns of ``rows``."""


IndexRow = tuple[date, float, float | None, float | None, float, float]
"""A row with the columns of ``COLUMNS``; bounds are missing where no range was asked for or there is one story."""


class Line(Protocol):
    """Anything with an index on consecutive days."""

    @property
    def first_day(self) -> int:
        """Ordinal of the first day."""
        ...

    @property
    def index(self) -> Real:
        """The index of each day."""
        ...


class Point(NamedTuple):
    """A day of a series and its value."""

    day: date
    value: float


class Crossing(NamedTuple):
    """The first day on the other side of zero, and whether that is above."""

    day: date
    upwards: bool


def few_events(series: IndexSeries) -> Mask:
    """Return the days on which too little is in memory to read much into the line."""
    return (series.mass < LEAST_MASS) | (series.stories < LEAST_STORIES)


def incomplete(series: IndexSeries, today: date) -> Mask:
    """Return the days that belong to the last four weeks before ``today``, or lie after it."""
    return series.days > today.toordinal() - UNFINISHED_DAYS


def change_over(series: IndexSeries, days: int) -> Real:
    """Return the change of the index over so many days; not a number on the first days, which have no day before.

    Raises:
        ValueError: when ``days`` is below 1.
    """
    if days < 1:
        raise ValueError("A change needs at least one day.")
    changes = np.full(len(series.index), np.nan)
    changes[days:] = series.index[days:] - series.index[:-days]
    return changes


def trough(line: Line, *, within: Mask | None = None) -> Point:
    """Return the lowest point, the first one where several are equal; only on the days of ``within`` if given."""
    return _point(line, _lowest(line.index, within))


def peak(line: Line, *, within: Mask | None = None) -> Point:
    """Return the highest point, the first one where several are equal; only on the days of ``within`` if given."""
    return _point(line, _lowest(-line.index, within))


def zero_crossings(line: Line) -> list[Crossing]:
    """Return the days on which the index is first on the other side of zero; a stop at zero itself is no crossing."""
    places = np.flatnonzero(line.index)
    signs = np.sign(line.index[places])
    turned = np.flatnonzero(signs[1:] != signs[:-1]) + 1
    return [Crossing(_date(line, int(places[at])), bool(signs[at] > 0)) for at in turned]


def turn_above_zero(line: Line, after: date) -> date | None:
    """Return the first day later than ``after`` on which the index is above zero, or None."""
    start = max(after.toordinal() + 1 - line.first_day, 0)
    above = np.flatnonzero(line.index[start:] > 0)
    return _date(line, start + int(above[0])) if len(above) else None


def rows(series: IndexSeries, band: Band | None = None) -> Iterator[IndexRow]:
    """Yield one row per day, with the columns of ``COLUMNS``."""
    nothing = np.full(len(series.index), np.nan)
    lower, upper = (band.lower, band.upper) if band else (nothing, nothing)
    # The last digits are rounding: a lone story is 1 and not 0.9999999999999998.
    values = [np.round(each, DIGITS).tolist() for each in (series.index, lower, upper, series.mass, series.stories)]
    for day, index, low, high, mass, stories in zip(series.days.tolist(), *values, strict=True):
        yield (date.fromordinal(day), index, _known(low), _known(high), mass, stories)


def _known(bound: float) -> float | None:
    return None if np.isnan(bound) else bound


def _lowest(values: Real, within: Mask | None) -> int:
    return int(np.argmin(values if within is None else np.where(within, values, np.inf)))


def _point(line: Line, place: int) -> Point:
    return Point(_date(line, place), float(line.index[place]))


def _date(line: Line, place: int) -> date:
    return date.fromordinal(line.first_day + place)
