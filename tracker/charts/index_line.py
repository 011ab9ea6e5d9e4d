"""The index as a line, drawn through as few days as show all of it."""

import datetime as dt
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Self

import numpy as np
from numpy.typing import NDArray

from tracker.charts.template import DayTexts, Trace, consecutive_days, scatter
from tracker.read_models import EventRow
from tracker.sentiment import Acts, Band, IndexSeries, few_events, incomplete, last_event
from tracker.sentiment.record import Mask, Real
from tracker.theme import Palette

CLOSE = 0.004
"""The drawn line differs from the computed one by no more than this, in stance units: a third of a pixel."""


def needed_days(*series: Real, close: float = CLOSE) -> Mask:
    """Return the days to draw: both ends of each stretch of known values, and the fewest between that keep it close.

    Args:
        series: values of the same consecutive days, not a number where there is none.
        close: how far a value may lie from the straight line between the drawn days around it.
    """
    kept = np.zeros(len(series[0]), dtype=np.bool_)
    for values in series:
        known = ~np.isnan(values)
        edges = np.flatnonzero(np.diff(np.concatenate([[0], known.astype(np.int8), [0]]))).reshape(-1, 2)
        for first, end in edges.tolist():
            kept[first:end] |= _corners(values[first:end], close)
            # A day without a value beside the stretch breaks the line there.
            kept[end : end + 1] = True
            kept[max(first - 1, 0) : first] = True
    return kept


def _corners(values: Real, close: float) -> Mask:
    """Return the days that Douglas and Peucker's method keeps (The Canadian Cartographer 10, 1973, 112-122)."""
    kept = np.zeros(len(values), dtype=np.bool_)
    kept[[0, -1]] = True
    stretches, steps = [(0, len(values) - 1)], np.arange(len(values), dtype=np.float64)
    while stretches:
        first, last = stretches.pop()
        # The numbers of ``np.linspace``, which takes most of its time for the questions that it asks first.
        straight = steps[: last - first + 1] * ((values[last] - values[first]) / max(last - first, 1)) + values[first]
        straight[-1] = values[last]
        off = np.abs(values[first : last + 1] - straight)
        farthest = int(off.argmax())
        if off[farthest] > close:
            middle = first + farthest
            kept[middle] = True
            stretches += [(first, middle), (middle, last)]
    return kept


_BEND = 0.002
"""A day is read out when the index bends there by more than this, in stance units."""

MASS_BEND = 0.05
"""The same for the mass of evidence, which is drawn small."""

MOST_READ = 1_500
"""At most so many days are read out because the mass bends there."""

MASS_SHARE = 1 / 100
"""The drawn mass differs from the computed one by no more than this share of its greatest: half a pixel."""

EVERY = 7
"""Every so many days one is read out in any case."""

INDEX = "average stance"
BAND = "its range"
GHOST = "average of all events"


@dataclass(frozen=True, eq=False)
class IndexLine:
    """The index on consecutive days, ready to be drawn.

    Attributes:
        first_day: the first day.
        index: the index of each day in stance units.
        lower: lower bound of the range; not a number on days without one.
        upper: upper bound, likewise.
        mass: how much evidence is in memory.
        faint: days on which few events carry the line.
        unfinished: days whose record still grows, the last four weeks.
        last_event: the latest Event, up to whose last day the line is drawn; None draws all of it.
    """

    first_day: dt.date
    index: Real
    lower: Real
    upper: Real
    mass: Real
    faint: Mask
    unfinished: Mask
    last_event: EventRow | None = None

    @classmethod
    def of(cls, series: IndexSeries, band: Band | None, today: dt.date, *, events: Acts | None = None) -> Self:
        """Return a computed series as a line, drawn up to the latest of its Events; without a band none is drawn."""
        none = np.full(len(series.index), np.nan)
        return cls(
            first_day=dt.date.fromordinal(series.first_day),
            index=series.index,
            lower=band.lower if band else none,
            upper=band.upper if band else none,
            mass=series.mass,
            faint=few_events(series),
            unfinished=incomplete(series, today),
            last_event=last_event(events, dt.date.max) if events else None,
        )

    @cached_property
    def recorded(self) -> Self:
        """The line up to the latest Event: what a chart draws, since the index only fades after it."""
        if self.last_event is None or self.last_event.last_on >= self.last_day:
            return self
        end = (self.last_event.last_on - self.first_day).days + 1
        arrays = ("index", "lower", "upper", "mass", "faint", "unfinished")
        return replace(self, **{name: getattr(self, name)[:end] for name in arrays})

    @property
    def has_band(self) -> bool:
        """Whether a range is drawn on any day."""
        return not np.isnan(self.recorded.lower).all()

    @cached_property
    def bends(self) -> Mask:
        """The days to draw the line through; it is kept, since one index lies behind many charts."""
        return needed_days(self.index)

    @property
    def last_day(self) -> dt.date:
        """The last day."""
        return self.first_day + dt.timedelta(days=max(len(self.index) - 1, 0))

    @cached_property
    def days(self) -> DayTexts:
        """The days as places on a date axis; they are kept, since every trace of a line takes some of them."""
        return consecutive_days(self.first_day, len(self.index))


def line_traces(line: IndexLine, colours: Palette) -> list[Trace]:
    """Return the line up to the latest Event: thin where few events carry it, dotted where the record still grows."""
    line = line.recorded
    firm = {"color": colours.text, "width": 2.4}
    dotted = {"color": colours.text, "width": 1.6, "dash": "dot"}
    parts = (
        (~line.faint & ~line.unfinished, firm, True),
        (line.faint & ~line.unfinished, faint_style(colours), False),
        (line.unfinished, dotted, False),
    )
    return [_line_trace(line, days, style, named=named) for days, style, named in parts if days.any() or named]


def faint_style(colours: Palette) -> dict[str, object]:
    """Return how the line looks where few events carry it."""
    return {"color": colours.muted, "width": 1.5}


def ghost_style(colours: Palette) -> dict[str, object]:
    """Return how the whole record's line looks behind a filtered one: no part of that is dashed."""
    return {"color": colours.ghost, "width": 1.1, "dash": "dash"}


FINENESS = 1024
"""Lines are drawn in steps of one part in so many, a twelfth of a pixel; what a label reads out is exact."""


def _as_drawn(values: Real) -> NDArray[np.float32]:
    # In binary such steps end in zeros, and deflate to half of what the full numbers take.
    return (np.round(values * FINENESS) / FINENESS).astype(np.float32)


def _line_trace(line: IndexLine, days: Mask, style: dict[str, object], *, named: bool) -> Trace:
    # Each part also holds the day before it begins, so that the parts join.
    shown = days | np.append(days[1:], np.False_)
    values = np.where(shown, line.index, np.nan)
    kept = needed_days(values)
    return scatter(
        x=line.days[kept],
        y=_as_drawn(values[kept]),
        mode="lines",
        line=style,
        name=INDEX,
        hoverinfo="skip",
        showlegend=named,
        legendrank=1,
    )


def ghost_trace(line: IndexLine, colours: Palette) -> Trace:
    """Return the whole record's index as a thin line behind a filtered one."""
    line = line.recorded
    kept = line.bends
    return scatter(
        x=line.days[kept],
        y=_as_drawn(line.index[kept]),
        mode="lines",
        line=ghost_style(colours),
        name=GHOST,
        hoverinfo="skip",
    )


def turns(*series: Real, bend: float = _BEND) -> Mask:
    """Return days to read out: the first and last, one a week, and those at which a series bends or has a gap."""
    kept = np.zeros(len(series[0]), dtype=np.bool_)
    kept[::EVERY] = True
    kept[-1:] = True
    for values in series:
        gap = np.isnan(values)
        edge = gap[1:] != gap[:-1]
        kept[1:-1] |= np.abs(np.diff(values, n=2)) > bend
        kept[1:] |= edge
        kept[:-1] |= edge
    return kept


def band_trace(line: IndexLine, colours: Palette) -> Trace | None:
    """Return the range as a filled shape for each stretch of days that has one; None where there is none."""
    line = line.recorded
    kept = needed_days(line.lower, line.upper)
    days, lower, upper = line.days[kept].tolist(), line.lower[kept], line.upper[kept]
    known = np.flatnonzero(~np.isnan(lower))
    if not len(known):
        return None
    runs = np.split(known, np.flatnonzero(np.diff(known) > 1) + 1)
    gap = np.array([np.nan])
    return scatter(
        x=[day for run in runs for day in (*(days[place] for place in (*run, *run[::-1])), None)],
        y=_as_drawn(np.concatenate([part for run in runs for part in (upper[run], lower[run[::-1]], gap)])),
        mode="lines",
        line={"width": 0},
        fill="toself",
        fillcolor=colours.band,
        name=BAND,
        hoverinfo="skip",
    )


def strip_trace(line: IndexLine, colours: Palette) -> Trace:
    """Return how much is recorded, recent and larger events counting more; its hover label reads out the index as well.

    The line itself answers no pointer, so that it never comes between the pointer and a mark that lies under it.
    """
    line = line.recorded
    kept = turns(line.mass, bend=MASS_BEND)
    if kept.sum() > MOST_READ:
        # Where much is recorded it bends every day: what can be seen is drawn, and one day a week read out.
        kept = turns(line.mass, bend=np.inf) | needed_days(line.mass, close=MASS_SHARE * float(line.mass.max()))
    reading = np.column_stack([line.index, line.lower, line.upper])[kept].astype(np.float32)
    # Bounds come as numbers rather than text: a tenth of the size.
    bounds = " (%{customdata[1]:+.2f} to %{customdata[2]:+.2f})" if not np.isnan(line.lower).all() else ""
    return scatter(
        x=line.days[kept],
        y=line.mass[kept].astype(np.float32),
        customdata=reading,
        hovertemplate=f"%{{x|%-d %B %Y}}<br>Average stance %{{customdata[0]:+.2f}}{bounds}"
        "<br>Recorded: like %{y:.1f} new events of one firm<extra></extra>",
        mode="lines",
        line={"color": colours.mass, "width": 1},
        fill="tozeroy",
        fillcolor=colours.band,
        xaxis="x2",
        yaxis="y2",
        showlegend=False,
    )
