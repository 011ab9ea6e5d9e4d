"""Beyond a thousand Events in view: shades of days, weeks, months, quarters or years instead of marks.

A browser draws a thousand marks in twice the time of a hundred, and a hundred thousand in a quarter of a minute; the
shades cost as little as the empty chart, whatever they count. The strongest Events are drawn as marks on them.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import Self

import numpy as np
from numpy.typing import NDArray

from tracker.charts.frame import Frame
from tracker.charts.template import Trace, day_text
from tracker.read_models import EventRow
from tracker.theme import Palette, mixed
from tracker.vocabulary import Stance

MOST_MARKS = 1_000
"""More Events than this in view are counted in shades."""

STRONGEST = 60
"""So many of them are still drawn as marks: more would hide the shades."""

LEAST_CELL = 4
"""A shade is so many pixels wide at least."""

SHADES = "shades"
"""The ``meta`` of the trace of shades; a click on one says this, its first day, the day after it and its stance."""

_GAP = 5
"""Pixels between two levels of the map."""

PALEST, FULLEST = 0.12, 0.75
"""Share of a level's colour at a count near none, and at the greatest count of all."""

Numbers = NDArray[np.int64]
"""An array of whole numbers: ordinals of days, stances, places, counts."""


class Cell(Enum):
    """How much time one shade counts: the word for it, about how many days, and how a hover label tells one."""

    DAY = "day", 1, "%{x|%-d %B %Y}"
    WEEK = "week", 7, "Week around %{x|%-d %B %Y}"
    MONTH = "month", 30, "%{x|%B %Y}"
    QUARTER = "quarter", 91, "Quarter around %{x|%B %Y}"
    YEAR = "year", 365, "%{x|%Y}"

    @property
    def word(self) -> str:
        """The word, such as "week"."""
        return self.value[0]

    @property
    def days(self) -> int:
        """About how many days it is long."""
        return self.value[1]

    @property
    def label(self) -> str:
        """How a hover label tells which one it is."""
        return self.value[2]

    def start(self, day: dt.date) -> dt.date:
        """Return the first day of the one that holds a day."""
        match self:
            case Cell.DAY:
                return day
            case Cell.WEEK:
                return day - dt.timedelta(days=day.weekday())
            case Cell.MONTH:
                return day.replace(day=1)
            case Cell.QUARTER:
                return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
        return day.replace(month=1, day=1)


def cell_of(frame: Frame) -> Cell:
    """Return the shortest time of which a shade is wide enough to be seen."""
    least = LEAST_CELL * frame.days_per_pixel()
    return next((cell for cell in Cell if cell.days >= least), Cell.YEAR)


@dataclass(frozen=True, eq=False)
class Crowd:
    """Events as shades need them.

    Attributes:
        days: ordinal of the middle of the days that each one's date allows.
        stances: the stance of each.
        strengths: reach times the size of the stance, from 0 to 12.
    """

    days: Numbers
    stances: Numbers
    strengths: Numbers

    @classmethod
    def of(cls, events: Sequence[EventRow]) -> Self:
        """Return what shades need of Events that are at hand as rows."""
        days = [(event.first_on.toordinal() + event.last_on.toordinal()) // 2 for event in events]
        stances = [int(event.stance) for event in events]
        strengths = [event.reach * abs(event.stance) for event in events]
        return cls(*(np.array(each, dtype=np.int64) for each in (days, stances, strengths)))

    def within(self, frame: Frame) -> Numbers:
        """Return the places of those that are on the time axis."""
        shown = (self.days >= frame.since.toordinal()) & (self.days <= frame.until.toordinal())
        return np.flatnonzero(shown)

    def marks(self, frame: Frame) -> tuple[Numbers, bool]:
        """Return the places of the Events to draw as marks, and whether the others are only counted in shades.

        Those beside the time axis are among the marks where they fit: what lasted can reach into it.
        """
        shown = self.within(frame)
        if len(shown) > MOST_MARKS:
            return shown[strongest(self.strengths[shown])], True
        return (np.arange(len(self.days)) if len(self.days) <= MOST_MARKS else shown), False


def strongest(strengths: Numbers, most: int = STRONGEST) -> Numbers:
    """Return the places of the greatest strengths; where not all of one strength fit, those at even distances."""
    kept: list[int] = []
    for value in np.unique(strengths)[::-1].tolist():
        alike = np.flatnonzero(strengths == value)
        room = min(most - len(kept), len(alike))
        kept += alike[np.linspace(0, len(alike) - 1, room).astype(int)].tolist()
        if len(kept) == most:
            break
    return np.array(sorted(kept), dtype=np.int64)


@dataclass(frozen=True, eq=False)
class Shades:
    """How many Events each stretch of time holds at each stance, on the time axis of a chart.

    Attributes:
        cell: how much time one shade counts.
        edges: the first days of the stretches in their order, and the day after the last; ends of the axis cut them.
        counts: how many Events, by stance from below and by stretch.
    """

    cell: Cell
    edges: Sequence[dt.date]
    counts: Numbers

    @classmethod
    def of(cls, crowd: Crowd, frame: Frame) -> Self:
        """Count the Events that are on the time axis."""
        cell = cell_of(frame)
        edges = list(_edges(frame.since, frame.until, cell))
        shown = crowd.within(frame)
        columns = np.searchsorted([day.toordinal() for day in edges], crowd.days[shown], side="right") - 1
        rows, length = crowd.stances[shown] - min(Stance), len(edges) - 1
        counts = np.bincount(rows * length + columns, minlength=len(Stance) * length)
        return cls(cell, edges, counts.reshape(len(Stance), length))

    @cached_property
    def total(self) -> int:
        """How many Events are counted."""
        return int(self.counts.sum())

    @cached_property
    def most(self) -> int:
        """The greatest count of all."""
        return int(self.counts.max(initial=0))

    @property
    def is_crowded_day(self) -> bool:
        """Whether one day alone holds more Events than can be marks, so that no closer look parts them."""
        return self.cell is Cell.DAY and bool((self.counts.sum(axis=0) > MOST_MARKS).any())


@dataclass(frozen=True, slots=True)
class Shade:
    """One shade: its first and last day, and its stance."""

    since: dt.date
    until: dt.date
    stance: Stance


def read_shade(said: str) -> Shade | None:
    """Return the shade that a browser says was clicked; None where it says anything else."""
    name, *parts = said.split("|")
    try:
        first, end, stance = parts
        # They begin half a day before their first day.
        days = [(dt.datetime.fromisoformat(each) + dt.timedelta(hours=12)).date() for each in (first, end)]
        shade = Shade(days[0], days[1] - dt.timedelta(days=1), Stance(int(stance)))
    except (ValueError, OverflowError):
        return None
    return shade if name == SHADES and shade.since <= shade.until else None


def _edges(since: dt.date, until: dt.date, cell: Cell) -> Iterable[dt.date]:
    day = since
    while day <= until:
        yield day
        # Far enough on to lie in the next one, and never in the one after it.
        day = cell.start(cell.start(day) + dt.timedelta(days=cell.days + (4 if cell.days > Cell.WEEK.days else 0)))
    yield until + dt.timedelta(days=1)


def shade_trace(shades: Shades, colours: Palette) -> Trace:
    """Return shades as a map in the colours of the stances."""
    return {
        "type": "heatmap",
        # A mark stands on midnight, and the shade that counts it lies half a day to either side.
        "x": [day_text(edge.toordinal() - 0.5) for edge in shades.edges],
        "y": [stance.value for stance in sorted(Stance)],
        "z": _tones(shades.counts),
        "zmin": 0,
        "zmax": len(Stance),
        "colorscale": _scale(colours),
        "showscale": False,
        "ygap": _GAP,
        "customdata": shades.counts.astype(np.uint32),
        "text": [[_remark(count, shades.cell) for count in row] for row in shades.counts.tolist()],
        "hovertemplate": shades.cell.label + _HOVER,
        "hoverongaps": False,
        "meta": SHADES,
    }


_HOVER = "<br>%{customdata:,} events at stance %{y:+d}<br>%{text}<extra></extra>"


def _remark(count: int, cell: Cell) -> str:
    """Return what a click on a shade does."""
    if not count:
        return ""
    if cell is Cell.DAY and count > MOST_MARKS:
        return "Too many for one day's marks: click, and the list below shows them by page"
    return f"Click to look at this {cell.word}"


def _tones(counts: Numbers) -> NDArray[np.float32]:
    """Return the number of the level plus a part below 1 that grows with the count; nothing where nothing is.

    It grows with the root of the count: few are still seen, and many are told from more.
    """
    share = np.sqrt(counts / max(int(counts.max(initial=0)), 1))
    tones = np.arange(len(counts))[:, None] + 0.01 + 0.98 * share
    return np.where(counts > 0, tones, np.nan).astype(np.float32)


def _scale(colours: Palette) -> list[tuple[float, str]]:
    """Return one ramp per level, end to end."""
    scale = []
    for number, stance in enumerate(sorted(Stance)):
        for place, share in ((number, PALEST), (number + 1, FULLEST)):
            scale.append((place / len(Stance), mixed(colours.stances[stance], colours.background, share)))
    return scale
