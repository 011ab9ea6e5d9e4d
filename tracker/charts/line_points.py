"""The points of the line that are told by name: its lowest, its way back above zero, and the last Event that counts."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tracker.charts.index_line import IndexLine
from tracker.charts.plain import signed
from tracker.charts.template import Trace, day_text, scatter
from tracker.dates import describe
from tracker.sentiment import Bottom, bottom_of, turn_above_zero
from tracker.sentiment.record import Real
from tracker.theme import Palette
from tracker.wording import days_in_short

POINTS = "points"
"""The ``meta`` of the trace that holds these points."""

MOVES = "moves:"
"""Their customdata is this and the day: a click asks what moved the index there."""

POINT_SIZE = 9


@dataclass(frozen=True, slots=True)
class LinePoint:
    """A named point of the line: its day, its value, and what is said of it; ``silent`` is what nothing follows."""

    day: dt.date
    value: float
    words: tuple[str, ...]
    silent: bool = False

    @property
    def lines(self) -> tuple[str, ...]:
        """All that is said of it."""
        return (*self.words[:-1], f"{self.words[-1]}, none since") if self.silent else self.words

    @property
    def key(self) -> str:
        """What a click on it says."""
        return f"{MOVES}{self.day.isoformat()}"


@dataclass(frozen=True, eq=False)
class _Values:
    """The values of consecutive days, of which points can be found."""

    first_day: int
    index: Real


def line_points(line: IndexLine) -> list[LinePoint]:
    """Return the points to name, the last one first; where few events carry the line there is no low and no turn."""
    drawn = line.recorded
    last = _last(drawn, silent=drawn.last_day < line.last_day)
    firm = ~drawn.faint
    if not firm.any():
        return [last]
    values = _Values(drawn.first_day.toordinal(), drawn.index)
    bottom = bottom_of(values, within=firm)
    low = bottom.lowest
    if low.value >= 0:
        return [last]
    points = [LinePoint(low.day, low.value, _low_words(bottom))]
    turn = turn_above_zero(values, low.day)
    place = (turn - drawn.first_day).days if turn else 0
    if turn is not None and firm[place]:
        again = " again" if (drawn.index[: (low.day - drawn.first_day).days] > 0).any() else ""
        points.append(LinePoint(turn, float(drawn.index[place]), (f"First above zero{again}", day_words(turn))))
    return [last, *(point for point in points if point.day != last.day)]


def _low_words(bottom: Bottom) -> tuple[str, str]:
    """Return what is said of the lowest point; where days far apart are as low, no single one is named."""
    level = signed(bottom.lowest.value, decimals=1)
    if bottom.is_flat:
        return f"Flat bottom: {level}", days_in_short(bottom.first, bottom.last)
    return f"Lowest: {level}", day_words(bottom.lowest.day)


def _last(drawn: IndexLine, *, silent: bool) -> LinePoint:
    """Return the last point; what few events carry is not told as a number."""
    value = float(drawn.index[-1])
    level = "" if drawn.faint[-1] else f": {signed(value, decimals=1)}"
    event = drawn.last_event
    # No finer than it is known: an Event of a month or a year ends the line on the last day of it.
    is_rough = event and (event.first_on != event.last_on or event.approximate)
    day = describe(event.date) if event and is_rough else day_words(drawn.last_day)
    words = "Last event that counts", day + level
    return LinePoint(drawn.last_day, value, words, silent)


def day_words(day: dt.date) -> str:
    """Return a day in so few letters that it stands on a chart."""
    return f"{day.day} {day:%b %Y}"


def point_trace(points: Sequence[LinePoint], colours: Palette) -> Trace:
    """Return the points as marks that answer a click."""
    return scatter(
        x=[day_text(point.day.toordinal()) for point in points],
        y=np.array([point.value for point in points], dtype=np.float32),
        mode="markers",
        customdata=[point.key for point in points],
        hovertext=["<br>".join((*point.lines, "Click: what moved it")) for point in points],
        hoverinfo="text",
        marker={
            "symbol": "circle",
            "size": POINT_SIZE,
            "opacity": 1,
            "color": colours.text,
            "line": {"color": colours.background, "width": 2},
        },
        meta=POINTS,
        showlegend=False,
    )
