"""Small panels of one scale beside each other, one index line in each.

All panels lie on one pair of axes, each moved to its place: twenty pairs of axes would take a browser half a second.
"""

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go

from tracker.charts.plain import font_size, plain_layout, signed
from tracker.charts.template import DAY_FORMAT, Trace, consecutive_days, scatter
from tracker.charts.texts import escape_hover, shortened
from tracker.sentiment.record import Mask, Real
from tracker.theme import Palette, faded, palette
from tracker.vocabulary import Stance

_COLUMNS = 4
NARROW_COLUMNS = 2
PANEL = 118
"""Height of a panel with its name, in pixels."""

NAME_ROOM = 0.24
"""Share of a panel's height for its name."""

GUTTER = 0.06
"""Share of a panel's width between two of them."""

STEP = 14
_BEND = 0.05
"""Each panel is drawn through one day in so many, about a pixel, and those at which it bends by more than this."""

LINES = "small lines"
PANEL_NAMES = "small names"

YEARS_ROOM = 22
"""Pixels for the years above the first row."""


@dataclass(frozen=True, eq=False)
class Panel:
    """One line.

    Attributes:
        name: what it is the index of.
        index: the index of each day.
        shown: days on which enough is in memory for the line to be drawn.
    """

    name: str
    index: Real
    shown: Mask


@dataclass(frozen=True, slots=True)
class _Grid:
    """Where panels lie: places in units of a panel, the first row above."""

    columns: int
    rows: int
    first_day: int
    days: int
    top: float

    def x(self, place: int, days: Real) -> Real:
        """Return places across of days, counted from the first."""
        return np.asarray(place % self.columns + days / self.days * (1 - GUTTER), dtype=np.float64)

    def y(self, place: int, values: Real | float) -> Real:
        """Return places upwards of values of the index."""
        foot = self.rows - 1 - place // self.columns
        middle = foot + (1 - NAME_ROOM) / 2
        return np.asarray(middle + np.asarray(values) / (2 * self.top) * (1 - NAME_ROOM), dtype=np.float64)


def small_lines_figure(
    panels: Sequence[Panel], first_day: dt.date, *, dark: bool = False, narrow: bool = False
) -> go.Figure:
    """Return the panels, all over the same days and with the same scale.

    Args:
        panels: the lines, from the upper left, row by row.
        first_day: the first day of every line.
        dark: whether the page is dark.
        narrow: whether the chart is for a phone.
    """
    colours = palette(dark=dark)
    columns = NARROW_COLUMNS if narrow else _COLUMNS
    rows = max(-(-len(panels) // columns), 1)
    days = max((len(panel.index) for panel in panels), default=2) - 1
    grid = _Grid(columns, rows, first_day.toordinal(), max(days, 1), _top(panels))
    layout = plain_layout(
        colours, height=PANEL * rows + 28 + YEARS_ROOM, margins=(30, 4, YEARS_ROOM, 28), narrow=narrow
    )
    hidden = {"fixedrange": True, "showgrid": False, "showticklabels": False, "zeroline": False}
    years = _year_ticks(grid, narrow=narrow)
    layout |= {
        "showlegend": False,
        "xaxis": {**hidden, "range": [0, columns], **years},
        "yaxis": {**hidden, "range": [0, rows], **_value_ticks(grid)},
    }
    traces = [
        *_frames(len(panels), grid, colours),
        *_areas(panels, grid, colours),
        *_lines(panels, grid, colours),
        _names(panels, grid, colours, narrow=narrow),
        *([_years_above(years, grid, colours, narrow=narrow)] if panels else []),
    ]
    return go.Figure(traces, layout)


def _top(panels: Sequence[Panel]) -> float:
    """Return the value at the upper end of each panel; the lower end is as far from 0."""
    largest = max((float(np.abs(panel.index[panel.shown]).max(initial=0.0)) for panel in panels), default=0.0)
    return max(math.ceil(largest * 2) / 2, 1.0)


def _year_ticks(grid: _Grid, *, narrow: bool) -> dict[str, Any]:
    """Return the years below each column of panels."""
    first = dt.date.fromordinal(grid.first_day)
    last = dt.date.fromordinal(grid.first_day + grid.days)
    every = max(round((last.year - first.year + 1) / (3 if narrow else 5)), 1)
    years = [year for year in range(first.year + 1, last.year + 1) if (year - first.year) % every == 0]
    days = np.array([dt.date(year, 1, 1).toordinal() - grid.first_day for year in years], dtype=np.float64)
    places = [grid.x(column, days).tolist() for column in range(grid.columns)]
    return {
        "showticklabels": True,
        "tickvals": [place for column in places for place in column],
        "ticktext": [f"{year}" for _ in places for year in years],
        "tickangle": 0,
    }


def _years_above(years: dict[str, Any], grid: _Grid, colours: Palette, *, narrow: bool) -> Trace:
    """Return the years above the first row as well, since the last may be far below."""
    return scatter(
        x=years["tickvals"],
        y=[grid.rows for _ in years["tickvals"]],
        text=years["ticktext"],
        mode="text",
        textposition="top center",
        textfont={"size": font_size(narrow=narrow), "color": colours.muted},
        cliponaxis=False,
        hoverinfo="skip",
    )


def _value_ticks(grid: _Grid) -> dict[str, Any]:
    """Return the scale beside the first panel of each row: its two ends and 0."""
    level = float(np.floor(grid.top))
    values = [-level, 0.0, level]
    places = [grid.y(row * grid.columns, np.array(values)).tolist() for row in range(grid.rows)]
    return {
        "showticklabels": True,
        "tickvals": [place for row in places for place in row],
        "ticktext": [signed(value, decimals=0) for _ in places for value in values],
        "ticklabelstandoff": 4,
    }


def _names(panels: Sequence[Panel], grid: _Grid, colours: Palette, *, narrow: bool) -> Trace:
    """Return the names above the panels; as points of one trace they cost a fraction of as many annotations."""
    length = 24 if narrow else 34
    return scatter(
        x=[place % grid.columns for place in range(len(panels))],
        y=[grid.rows - place // grid.columns - NAME_ROOM / 2 for place in range(len(panels))],
        text=[f"<b>{escape_hover(shortened(panel.name, length))}</b>" for panel in panels],
        mode="text",
        textposition="middle right",
        textfont={"size": font_size(narrow=narrow), "color": colours.text},
        cliponaxis=False,
        meta=PANEL_NAMES,
        hoverinfo="skip",
    )


def _frames(panels: int, grid: _Grid, colours: Palette) -> list[Trace]:
    """Return, for all panels, the lines of 0 and of the scale's ends."""
    level = float(np.floor(grid.top))
    return [
        _levels(panels, grid, values, colour)
        for values, colour in (((-level, level), colours.grid), ((0.0,), colours.zero))
    ]


def _levels(panels: int, grid: _Grid, values: Sequence[float], colour: str) -> Trace:
    xs: list[float | None] = []
    ys: list[float | None] = []
    for place in range(panels):
        for value in values:
            y = float(grid.y(place, value))
            xs += [*grid.x(place, np.array([0.0, grid.days])).tolist(), None]
            ys += [y, y, None]
    return scatter(x=xs, y=ys, mode="lines", line={"color": colour, "width": 1}, hoverinfo="skip")


def _drawn_days(panel: Panel) -> Mask:
    """Return the days to draw a panel through, among them both ends of each stretch that is shown."""
    kept = np.zeros(len(panel.index), dtype=np.bool_)
    kept[::STEP] = True
    kept[-1:] = True
    kept[1:-1] |= np.abs(np.diff(panel.index, n=2)) > _BEND
    kept[:-1] |= np.abs(np.diff(panel.index)) > _BEND
    kept[1:] |= np.abs(np.diff(panel.index)) > _BEND
    edges = panel.shown[1:] != panel.shown[:-1]
    kept[1:] |= edges
    kept[:-1] |= edges
    return kept


def _stretches(panel: Panel) -> list[np.ndarray[Any, np.dtype[np.int64]]]:
    """Return the days of each stretch that is shown."""
    days = np.flatnonzero(_drawn_days(panel) & panel.shown)
    if not len(days):
        return []
    parted = ~panel.shown[np.maximum(days - 1, 0)][1:]
    return np.split(days, np.flatnonzero(parted) + 1)


def _lines(panels: Sequence[Panel], grid: _Grid, colours: Palette) -> list[Trace]:
    """Return each line with gaps; each point carries its day as text and its value, for the hover label."""
    return [_line(place, panel, grid, colours) for place, panel in enumerate(panels)]


def _line(place: int, panel: Panel, grid: _Grid, colours: Palette) -> Trace:
    gap = np.array([np.nan])
    stretches = _stretches(panel)
    days = np.concatenate([gap[:0], *(np.append(days, np.nan) for days in stretches)])
    values = np.concatenate([gap[:0], *(np.append(panel.index[days], np.nan) for days in stretches)])
    texts = consecutive_days(dt.date.fromordinal(grid.first_day), len(panel.index))
    return scatter(
        x=grid.x(place, days).astype(np.float32),
        y=grid.y(place, values).astype(np.float32),
        text=[text for days in stretches for text in (*texts[days].tolist(), None)],
        customdata=values.astype(np.float32),
        mode="lines",
        line={"color": colours.text, "width": 1.6},
        name=escape_hover(panel.name),
        meta=LINES,
        hovertemplate=f"%{{fullData.name}}<br>%{{text|{DAY_FORMAT}}}: %{{customdata:+.2f}}<extra></extra>",
    )


def _areas(panels: Sequence[Panel], grid: _Grid, colours: Palette) -> list[Trace]:
    """Return what lies between the lines and 0, above in the colour of easing and below in that of tightening."""
    parts = ((Stance.EASING, 0.0, np.inf), (Stance.TIGHTENING, -np.inf, 0.0))
    return [_area(panels, grid, faded(colours.stances[stance], 0.45), low, high) for stance, low, high in parts]


def _area(panels: Sequence[Panel], grid: _Grid, colour: str, low: float, high: float) -> Trace:
    xs, ys = [], []
    for place, panel in enumerate(panels):
        zero = float(grid.y(place, 0.0))
        for days in _stretches(panel):
            x = grid.x(place, days.astype(np.float64))
            xs += [x[:1], x, x[-1:], [np.nan]]
            ys += [[zero], grid.y(place, np.clip(panel.index[days], low, high)), [zero], [np.nan]]
    return scatter(
        x=np.concatenate([[], *xs]).astype(np.float32),
        y=np.concatenate([[], *ys]).astype(np.float32),
        mode="lines",
        line={"width": 0},
        fill="toself",
        fillcolor=colour,
        hoverinfo="skip",
    )
