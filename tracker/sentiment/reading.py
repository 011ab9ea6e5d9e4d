"""How a series is read: marks of doubt, changes, turning points, and rows for tables and files."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, Protocol

import numpy as np

from tracker.sentiment.band import Band
from tracker.sentiment.index import IndexSeries
from tracker.sentiment.record import Evidence, Mask, Real

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


CHANGE_DAYS = 90
"""The change that is told beside the level is over so many days."""

NEAR_ZERO = 0.1
"""Nearer to zero than this, the index is called balanced."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The index on one day.

    Attributes:
        day: the day.
        index: the level.
        lower, upper: the resampling range; None where there is none.
        mass: evidence in memory.
        stories: effective number of stories in memory.
        change: change over ``CHANGE_DAYS``; None where the series is younger.
        last_event: the last possible day, up to ``day``, of the latest event; None where none came before.
        decider: the story without which the sign would be the other one; None where there is none.
    """

    day: date
    index: float
    lower: float | None
    upper: float | None
    mass: float
    stories: float
    change: float | None
    last_event: date | None = None
    decider: str | None = None

    @property
    def direction(self) -> str:
        """The level in a few words; no direction is claimed where the range reaches to both sides of zero."""
        if self.lower is not None and self.upper is not None and self.lower < 0 < self.upper:
            return "No clear direction"
        if abs(self.index) < NEAR_ZERO:
            return "Balanced"
        return "Easing" if self.index > 0 else "Tightening"

    @property
    def silent_days(self) -> int | None:
        """Days since the latest event, where they are more than ``CHANGE_DAYS``; the line has only faded since."""
        days = (self.day - self.last_event).days if self.last_event else 0
        return days if days > CHANGE_DAYS else None

    @property
    def sentence(self) -> str:
        """Level, range, stories and change in words and numbers."""
        parts = [f"index {_signed(self.index)}"]
        if self.lower is not None and self.upper is not None:
            parts[0] += f" ({_signed(self.lower)} to {_signed(self.upper)})"
        parts.append(self._memory)
        if self.change is not None:
            way = "up" if self.change > 0 else "down"
            parts.append(f"{way} {abs(self.change):.2f} in {CHANGE_DAYS} days")
        return ", ".join(parts)

    @property
    def _memory(self) -> str:
        stories = _below(self.stories, LEAST_STORIES) if self.stories < LEAST_STORIES else f"{self.stories:.0f}"
        return f"{stories} {'story' if stories == '1' else 'stories'} in memory"

    @property
    def _limits(self) -> str:
        """What there is too little of, as the line is drawn faint for it."""
        limits = [f"fewer than {LEAST_STORIES:g} stories"] if self.stories < LEAST_STORIES else []
        if self.mass < LEAST_MASS:
            limits.append(f"a weight of {_below(self.mass, LEAST_MASS)} in memory, below {LEAST_MASS:g}")
        return " and ".join(limits)

    @property
    def remarks(self) -> tuple[str, ...]:
        """What a reader of the sentence has to know as well, each as one sentence."""
        remarks = [f"Few events: {self._limits}."] if self._limits else []
        if self.decider:
            remarks.append(f"One story decides the sign: without “{self.decider}” the index would have the other.")
        if self.silent_days:
            remarks.append(f"No event for {self.silent_days:,} days: the line has only been fading towards 0.")
        return tuple(remarks)


def reading_of(
    series: IndexSeries, band: Band | None, day: date, *, evidence: Evidence | None = None, decider: str | None = None
) -> Reading:
    """Return the reading of a day of the series; a day outside it becomes its nearest end.

    Args:
        series: the index.
        band: its range.
        day: the day.
        evidence: what the series was made from, to say how old the latest event is.
        decider: name of the story that decides the sign on the day.
    """
    place = min(max(day.toordinal() - series.first_day, 0), len(series.index) - 1)
    change = float(change_over(series, CHANGE_DAYS)[place])
    lower, upper = (float(band.lower[place]), float(band.upper[place])) if band else (np.nan, np.nan)
    return Reading(
        day=date.fromordinal(series.first_day + place),
        index=float(series.index[place]),
        lower=None if np.isnan(lower) else lower,
        upper=None if np.isnan(upper) else upper,
        mass=float(series.mass[place]),
        stories=float(series.stories[place]),
        change=None if np.isnan(change) else change,
        last_event=None if evidence is None else _last_event(evidence, series.first_day + place),
        decider=decider,
    )


def _last_event(evidence: Evidence, day: int) -> date | None:
    known = evidence.first <= day
    return date.fromordinal(int(np.minimum(evidence.last[known], day).max())) if known.any() else None


def _below(value: float, limit: float) -> str:
    """Return a number below a limit with one digit; rounding never lifts it to the limit."""
    return f"{min(round(value, 1), limit - 0.1):g}"


def _signed(value: float) -> str:
    # What rounds to zero has no sign.
    return "0.00" if abs(value) < 0.005 else f"{value:+.2f}".replace("-", "−")  # noqa: PLR2004 - half of the last digit
