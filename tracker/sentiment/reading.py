"""How a series is read: marks of doubt, changes, turning points, and rows for tables and files."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple, Protocol

import numpy as np

from tracker.sentiment.band import Band
from tracker.sentiment.index import IndexSeries
from tracker.sentiment.record import Mask, Real

LEAST_MASS = 4.0
LEAST_STORIES = 3.0
"""Below either the line is drawn faint: "few events"."""

LEAST_MASS_OF_PART = 2.0
"""Below, the index of one sector or agency is hidden."""

UNFINISHED_DAYS = 28
"""The record of the last four weeks still grows."""

DIGITS = 12
"""So many decimals of a value are written into tables and files."""

INDEX_COLUMNS = ("date", "index", "lower", "upper", "mass", "stories")
"""The columns of ``rows``."""


IndexRow = tuple[date, float, float | None, float | None, float, float]
"""A row with the columns of ``INDEX_COLUMNS``; bounds are missing where no range is asked for or there is one story."""


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


def rows(
    series: IndexSeries, band: Band | None = None, *, since: date | None = None, until: date | None = None
) -> Iterator[IndexRow]:
    """Yield one row per day from ``since`` to ``until``, with the columns of ``INDEX_COLUMNS``."""
    nothing = np.full(len(series.index), np.nan)
    lower, upper = (band.lower, band.upper) if band else (nothing, nothing)
    first, last = (since or date.min).toordinal(), (until or date.max).toordinal()
    # The last digits are rounding: a lone story is 1 and not 0.9999999999999998.
    values = [np.round(each, DIGITS).tolist() for each in (series.index, lower, upper, series.mass, series.stories)]
    for day, index, low, high, mass, stories in zip(series.days.tolist(), *values, strict=True):
        if not first <= day <= last:
            continue
        yield (date.fromordinal(day), index, _known(low), _known(high), mass, stories)


def _known(bound: float) -> float | None:
    return None if np.isnan(bound) else bound


def _lowest(values: Real, within: Mask | None) -> int:
    return int(np.argmin(values if within is None else np.where(within, values, np.inf)))


def _point(line: Line, place: int) -> Point:
    return Point(_date(line, place), float(line.index[place]))


def _date(line: Line, place: int) -> date:
    return date.fromordinal(line.first_day + place)


NEAR_ZERO = 0.1
"""Nearer to zero than this, the index is called balanced."""

WIDEST_SURE = 1.0
"""A range wider than one step of the stance scale leaves open how strong the direction is."""


class Sureness(StrEnum):
    """How sure a reading is, in words.

    The thresholds follow from what the range says. It promises four cases in five, and holds neither errors of coding
    nor events that nobody recorded; so it is never more than fairly sure. A range with zero in it leaves the direction
    open. One that ends within ``NEAR_ZERO`` of zero reaches to what is called balanced, and one that is wider than a
    step of the stance scale does not tell a signal from a restriction: these are likely, no more.
    """

    FAIRLY = "fairly sure"
    LIKELY = "likely, but not sure"
    OPEN = "direction not clear"
    FEW = "too few events to be sure"


@dataclass(frozen=True, slots=True)
class Reading:
    """The index on one day.

    Attributes:
        day: the day.
        index: the level.
        lower, upper: the resampling range; None where there is none.
        mass: evidence in memory.
        stories: effective number of stories in memory.
        decider: the story without which the sign would be the other one; None where there is none.
    """

    day: date
    index: float
    lower: float | None
    upper: float | None
    mass: float
    stories: float
    decider: str | None = None

    @property
    def sureness(self) -> Sureness:
        """How sure the direction is."""
        if self.lower is None or self.upper is None or self.mass < LEAST_MASS or self.stories < LEAST_STORIES:
            return Sureness.FEW
        if self.lower <= 0 <= self.upper or abs(self.index) < NEAR_ZERO:
            return Sureness.OPEN
        is_far = min(abs(self.lower), abs(self.upper)) >= NEAR_ZERO
        return Sureness.FAIRLY if is_far and self.upper - self.lower <= WIDEST_SURE else Sureness.LIKELY

    @property
    def is_clear(self) -> bool:
        """Whether the day has a direction, which a single story could then turn round."""
        return self.sureness not in {Sureness.FEW, Sureness.OPEN}

    @property
    def direction(self) -> str:
        """The level in a few words; none is claimed of few events, or where the range reaches to both sides of zero."""
        if self.sureness is Sureness.FEW:
            return "too few events to name a direction"
        if self.sureness is Sureness.OPEN:
            return "no clear direction"
        return "easing" if self.index > 0 else "tightening"

    @property
    def numbers(self) -> str:
        """Level, scale, and how sure that is, with the range where there is one."""
        level = f"{in_tenths(self.index)} (scale \N{MINUS SIGN}3 to +3)"
        if self.lower is None or self.upper is None:
            return level
        sure = "" if self.sureness is Sureness.OPEN else f"{self.sureness}: "
        return f"{level}, {sure}range {in_tenths(self.lower)} to {in_tenths(self.upper)}"


def reading_of(series: IndexSeries, band: Band | None, day: date, *, decider: str | None = None) -> Reading:
    """Return the reading of a day of the series; a day outside it becomes its nearest end.

    Args:
        series: the index.
        band: its range.
        day: the day.
        decider: name of the story that decides the sign on the day.
    """
    place = min(max(day.toordinal() - series.first_day, 0), len(series.index) - 1)
    lower, upper = (float(band.lower[place]), float(band.upper[place])) if band else (np.nan, np.nan)
    return Reading(
        day=date.fromordinal(series.first_day + place),
        index=float(series.index[place]),
        lower=None if np.isnan(lower) else lower,
        upper=None if np.isnan(upper) else upper,
        mass=float(series.mass[place]),
        stories=float(series.stories[place]),
        decider=decider,
    )


def in_tenths(value: float) -> str:
    """Return a level as sentences write it: one digit, a true minus, and no sign for what rounds to zero."""
    text = f"{value:+.1f}"
    return text[1:] if float(text) == 0 else text.replace("-", "\N{MINUS SIGN}")
