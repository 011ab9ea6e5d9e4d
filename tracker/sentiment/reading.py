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

INDEX_COLUMNS = (
    "date", "index", "lower", "upper", "mass", "stories", "mean", "mean_lower", "mean_upper", "news", "fading",
    "silent",
)  # fmt: skip
"""The columns of ``rows``."""


IndexRow = tuple[
    date, float, float | None, float | None, float, float, float | None, float | None, float | None, float, float,
    float | None,
]  # fmt: skip
"""A row with the columns of ``INDEX_COLUMNS``.

Bounds are missing where no range is asked for or there is one story, the mean where nothing is in memory, and
the silent days before the first event.
"""


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


def stories_in_memory(series: IndexSeries) -> Real:
    """Return the effective number of stories, counted as far as they are still in memory: n M / (M + 4).

    The effective number n alone is a ratio: 8 stories of 2021 would be 8 for ever. With ``LEAST_MASS`` beside the mass,
    the number is near n where much is in memory, half of it where the line begins to be marked "few events", and
    falls to 0 while nothing comes in. It does not depend on the pull that a reader chooses.
    """
    return series.stories * series.mass / (series.mass + LEAST_MASS)


def kept_by_year(series: IndexSeries, *, since: date, until: date) -> dict[int, float]:
    """Return, for each calendar year between two days, the average of ``IndexSeries.kept`` over its days.

    Levels of years that differ in it are not on one scale: the same announcements move the line further where the
    record is denser.
    """
    shown = (series.days >= since.toordinal()) & (series.days <= until.toordinal())
    years = np.array([date.fromordinal(day).year for day in series.days[shown].tolist()], dtype=np.int64)
    return {year: float(series.kept[shown][years == year].mean()) for year in np.unique(years).tolist()}


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
    band = band or Band(*np.full((4, len(series.index)), np.nan))
    first, last = (since or date.min).toordinal(), (until or date.max).toordinal()
    mean_and_range = (series.mean, band.mean_lower, band.mean_upper)
    columns = (
        series.index,
        band.lower,
        band.upper,
        series.mass,
        series.stories,
        *mean_and_range,
        series.news,
        series.fading,
        np.where(np.isinf(series.silent), np.nan, series.silent),
    )
    # The last digits are rounding: a lone story is 1 and not 0.9999999999999998.
    values = [np.round(each, DIGITS).tolist() for each in columns]
    for day, index, lower, upper, mass, stories, *mean, news, fading, silent in zip(
        series.days.tolist(), *values, strict=True
    ):
        if first <= day <= last:
            average, low, high = map(_known, mean)
            bounds = _known(lower), _known(upper)
            yield date.fromordinal(day), index, *bounds, mass, stories, average, low, high, news, fading, _known(silent)


def _known(value: float) -> float | None:
    return None if np.isnan(value) else value


def _lowest(values: Real, within: Mask | None) -> int:
    return int(np.argmin(values if within is None else np.where(within, values, np.inf)))


def _point(line: Line, place: int) -> Point:
    return Point(_date(line, place), float(line.index[place]))


def _date(line: Line, place: int) -> date:
    return date.fromordinal(line.first_day + place)


NEAR_ZERO = 0.1
"""Nearer to zero than this, the index is called balanced."""

RECENT_DAYS = 90
"""After so many days without an event that counts no direction is named: all of it has faded to 0.35 or less."""

WIDEST_SURE = 1.0
"""A range wider than one step of the stance scale leaves open how strong the direction is."""


_SCALE = "scale \N{MINUS SIGN}3 to +3"


class Sureness(StrEnum):
    """How sure a reading is, in words.

    The thresholds follow from what the range says. It promises four cases in five, and holds neither errors of coding
    nor events that nobody recorded; so it is never more than fairly sure. A range with zero in it leaves the direction
    open. One that ends within ``NEAR_ZERO`` of zero reaches to what is called balanced, and one that is wider than a
    step of the stance scale does not tell a signal from a restriction: these are likely, no more. The range narrows
    while nothing comes in, since all draws fade to 0; so after ``RECENT_DAYS`` of silence it is not asked at all.
    """

    FAIRLY = "fairly sure"
    LIKELY = "likely, but not sure"
    OPEN = "direction not clear"
    FEW = "too few events to be sure"
    SILENT = "no recent evidence"


@dataclass(frozen=True, slots=True)
class Reading:
    """The index on one day.

    Attributes:
        day: the day.
        index: the level.
        lower, upper: the resampling range; None where there is none.
        mass: evidence in memory.
        stories: effective number of stories behind it.
        mean: the average stance without the pull; None where nothing is in memory.
        mean_lower, mean_upper: its resampling range; None where there is none.
        silent: days since an event can last have come in.
        decider: the story without which the sign would be the other one; None where there is none.
    """

    day: date
    index: float
    lower: float | None
    upper: float | None
    mass: float
    stories: float
    mean: float | None
    mean_lower: float | None
    mean_upper: float | None
    silent: float = 0.0
    decider: str | None = None

    @property
    def sureness(self) -> Sureness:
        """How sure the direction is."""
        if self.silent > RECENT_DAYS:
            return Sureness.SILENT
        if self.lower is None or self.upper is None or self.mass < LEAST_MASS or self.stories < LEAST_STORIES:
            return Sureness.FEW
        if self.lower <= 0 <= self.upper or abs(self.index) < NEAR_ZERO:
            return Sureness.OPEN
        is_far = min(abs(self.lower), abs(self.upper)) >= NEAR_ZERO
        return Sureness.FAIRLY if is_far and self.upper - self.lower <= WIDEST_SURE else Sureness.LIKELY

    @property
    def is_clear(self) -> bool:
        """Whether the day has a direction, which a single story could then turn round."""
        return self.sureness in {Sureness.FAIRLY, Sureness.LIKELY}

    @property
    def direction(self) -> str:
        """The level in a few words; none is claimed of few or old events, or where the range reaches across zero."""
        if self.sureness is Sureness.SILENT:
            return f"{Sureness.SILENT}"
        if self.sureness is Sureness.FEW:
            return "too few events to name a direction"
        if self.sureness is Sureness.OPEN:
            return "no clear direction"
        return "easing" if self.index > 0 else "tightening"

    @property
    def numbers(self) -> str:
        """Level, scale, and how sure that is, with the range where there is one."""
        level = f"{in_tenths(self.index)} ({_SCALE})"
        if self.lower is None or self.upper is None:
            return level
        sure = "" if self.sureness is Sureness.OPEN else f"{self.sureness}: "
        return f"{level}, {sure}range {in_tenths(self.lower)} to {in_tenths(self.upper)}"

    @property
    def without_pull(self) -> str:
        """The average stance without the pull, as a sentence; empty where too little is in memory."""
        if self.mean is None or self.sureness is Sureness.FEW:
            return ""
        if self.mean_lower is None or self.mean_upper is None:
            return f"Without the pull towards 0: {in_tenths(self.mean)}."
        bounds = f"{in_tenths(self.mean_lower)} to {in_tenths(self.mean_upper)}"
        return f"Without the pull towards 0: {in_tenths(self.mean)} ({bounds})."

    def is_old(self, on: date) -> bool:
        """Whether, on a day, no event that counts has come in for more than ``RECENT_DAYS``."""
        return (on - self.day).days + self.silent > RECENT_DAYS

    def as_last(self, day: str, where: str = "") -> str:
        """Return the words for the reading of the last event that counts, once it is old.

        Args:
            day: the date of that event in words, as it is known.
            where: further words after "No recent evidence", with a blank before them.
        """
        words = f"{Sureness.SILENT.capitalize()}{where}; last reading: {self.direction}"
        if self.sureness is Sureness.FEW:
            return f"{words} as of {day}"
        return f"{words}, {_with_range(self.index, self.lower, self.upper, _SCALE)} as of {day}"


def reading_of(series: IndexSeries, band: Band | None, day: date, *, decider: str | None = None) -> Reading:
    """Return the reading of a day of the series; a day outside it becomes its nearest end.

    Args:
        series: the index.
        band: its range.
        day: the day.
        decider: name of the story that decides the sign on the day.
    """
    place = min(max(day.toordinal() - series.first_day, 0), len(series.index) - 1)
    ranges = (band.lower, band.upper, band.mean_lower, band.mean_upper) if band else ()
    lower, upper, mean_lower, mean_upper = [_known(float(bound[place])) for bound in ranges] or [None] * 4
    return Reading(
        day=date.fromordinal(series.first_day + place),
        index=float(series.index[place]),
        lower=lower,
        upper=upper,
        mass=float(series.mass[place]),
        stories=float(series.stories[place]),
        mean=_known(float(series.mean[place])),
        mean_lower=mean_lower,
        mean_upper=mean_upper,
        silent=float(series.silent[place]),
        decider=decider,
    )


def in_tenths(value: float) -> str:
    """Return a level as sentences write it: one digit, a true minus, and no sign for what rounds to zero."""
    text = f"{value:+.1f}"
    return text[1:] if float(text) == 0 else text.replace("-", "\N{MINUS SIGN}")


def _with_range(level: float, lower: float | None, upper: float | None, *more: str) -> str:
    known = () if lower is None or upper is None else (f"range {in_tenths(lower)} to {in_tenths(upper)}",)
    beside = ", ".join((*known, *more))
    return f"{in_tenths(level)} ({beside})" if beside else in_tenths(level)
