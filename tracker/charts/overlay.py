"""A reader's own series over the index, and how the two go together at each lag."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from tracker.charts.index_line import IndexLine, band_trace, line_traces
from tracker.charts.plain import (
    axis_title,
    bounds,
    day_axis,
    direction_words,
    font_size,
    opaque_layout,
    plain_layout,
    signed,
    stance_axis,
)
from tracker.charts.template import DAY_FORMAT, Trace, day_text, scatter
from tracker.charts.texts import escape_hover, shortened
from tracker.theme import Palette, palette
from tracker.wording import count_of

_NAME_LENGTH = 40
OWN_TRACE = "own"
"""The ``meta`` of the trace with the reader's own series."""

LAG_TRACE = "lags"
"""The ``meta`` of the trace with the correlations."""


@dataclass(frozen=True, slots=True)
class OwnLine:
    """A reader's series: its name, one value for each day, and what the values are measured in."""

    name: str
    days: Sequence[dt.date]
    values: Sequence[float]
    unit: str = ""


@dataclass(frozen=True, slots=True)
class LagBar:
    """A correlation at a lag with the ends of its own interval and of the joint band; None where there is none."""

    lag: int
    value: float
    low: float | None
    high: float | None
    joint_low: float | None = None
    joint_high: float | None = None


def overlay_figure(line: IndexLine, own: OwnLine, *, dark: bool = False, narrow: bool = False) -> go.Figure:
    """Return the index with its range on the left axis and the reader's series on an axis of its own on the right.

    The time axis is that of the index; of the other series only what falls into it is shown.

    Args:
        line: the index.
        own: the reader's series.
        dark: whether the page is dark.
        narrow: whether the chart is for a phone.
    """
    colours = palette(dark=dark)
    left, right = (46, 50) if narrow else (64, 76)
    first, last = line.first_day.toordinal(), line.last_day.toordinal()
    band = band_trace(line, colours)
    layout = plain_layout(
        colours, height=340 if narrow else 420, margins=(left, right, 74 if narrow else 34, 26), narrow=narrow
    )
    layout |= {
        **opaque_layout(colours),
        "xaxis": day_axis(first, last, narrow=narrow),
        "yaxis": stance_axis(*bounds(line.index, line.lower, line.upper), colours),
        "yaxis2": _own_axis(own, (line.first_day, line.last_day), colours),
        "annotations": direction_words(colours, left, font_size(narrow=narrow) - 1),
    }
    traces = [*([band] if band else []), *line_traces(line, colours), _own_trace(own, colours)]
    return go.Figure(traces, layout)


def _own_trace(own: OwnLine, colours: Palette) -> Trace:
    name = escape_hover(shortened(own.name, _NAME_LENGTH))
    # A few values stand as points, since a line would suggest what lies between them.
    mode = "lines" if len(own.days) > 150 else "lines+markers" if len(own.days) > 1 else "markers"  # noqa: PLR2004
    return scatter(
        x=[day_text(day.toordinal()) for day in own.days],
        y=list(own.values),
        yaxis="y2",
        mode=mode,
        line={"color": colours.accent, "width": 1.6},
        marker={"color": colours.accent, "size": 5},
        name=f"{name} (right)",
        meta=OWN_TRACE,
        hovertemplate=f"%{{x|{DAY_FORMAT}}}<br>%{{y:,.6~g}}<extra></extra>",
    )


def _own_axis(own: OwnLine, span: tuple[dt.date, dt.date], colours: Palette) -> dict[str, Any]:
    shown = [value for day, value in zip(own.days, own.values, strict=True) if span[0] <= day <= span[1]]
    low, high = (min(shown), max(shown)) if shown else (0.0, 1.0)
    air = 0.06 * (high - low) or abs(high) * 0.1 or 1.0
    return {
        "overlaying": "y",
        "side": "right",
        "range": [low - air, high + air],
        "fixedrange": True,
        "showgrid": False,
        # Ticks of the left axis would stand at odd numbers here.
        "tickmode": "auto",
        "nticks": 7,
        "tickformat": "~s" if max(abs(low), abs(high)) >= 10_000 else "",  # noqa: PLR2004 - five digits fit
        "tickfont": {"color": colours.accent},
        "title": axis_title(escape_hover(own.unit), colours, standoff=4) if own.unit else None,
    }


JOINT = "95 % band over all lags together"
ALONE = "95 % interval of each lag alone"


def lags_figure(bars: Sequence[LagBar], *, unit: str = "month", dark: bool = False, narrow: bool = False) -> go.Figure:
    """Return the correlation at each lag with its interval and the joint band; above 0 the reader's series follows.

    Args:
        bars: the correlations.
        unit: what lags are counted in.
        dark: whether the page is dark.
        narrow: whether the chart is for a phone.
    """
    colours = palette(dark=dark)
    top = 50 if narrow else 34
    layout = plain_layout(colours, height=300 if narrow else 320, margins=(46, 16, top, 50), narrow=narrow)
    lags = [bar.lag for bar in bars]
    ticks = [lag for lag in lags if lag % (6 if narrow else 3) == 0]
    layout |= {
        **opaque_layout(colours),
        "xaxis": {
            "title": axis_title(f"{unit.capitalize()}s by which your series follows the index", colours),
            "tickvals": ticks,
            "ticktext": [signed(lag, decimals=0) for lag in ticks],
            "range": [min(lags) - 0.8, max(lags) + 0.8] if lags else [-12.8, 12.8],
            "fixedrange": True,
        },
        "yaxis": {
            "range": [-1.08, 1.08],
            "tickvals": [-1, -0.5, 0, 0.5, 1],
            "ticktext": [signed(value, decimals=1) for value in (-1, -0.5, 0, 0.5, 1)],
            "fixedrange": True,
            "zeroline": True,
            "zerolinecolor": colours.zero,
            "zerolinewidth": 1.2,
        },
    }
    return go.Figure([*_joint_band(bars, colours), *_intervals(bars, colours), _points(bars, unit, colours)], layout)


def _joint_band(bars: Sequence[LagBar], colours: Palette) -> list[Trace]:
    known = [(bar.lag, bar.joint_low, bar.joint_high) for bar in bars if bar.joint_low is not None]
    if not known:
        return []
    lags, lows, highs = zip(*known, strict=True)
    return [
        scatter(
            x=[*lags, *lags[::-1]],
            y=[*highs, *lows[::-1]],
            mode="lines",
            line={"width": 0},
            fill="toself",
            fillcolor=colours.band,
            name=JOINT,
            hoverinfo="skip",
        )
    ]


def _intervals(bars: Sequence[LagBar], colours: Palette) -> list[Trace]:
    known = [(bar.lag, bar.low, bar.high) for bar in bars if bar.low is not None and bar.high is not None]
    if not known:
        return []
    return [
        scatter(
            x=[place for lag, _, _ in known for place in (lag, lag, None)],
            y=[value for _, low, high in known for value in (low, high, None)],
            mode="lines",
            line={"color": colours.muted, "width": 2},
            name=ALONE,
            hoverinfo="skip",
        )
    ]


def _points(bars: Sequence[LagBar], unit: str, colours: Palette) -> Trace:
    return scatter(
        x=[bar.lag for bar in bars],
        y=[bar.value for bar in bars],
        mode="markers",
        marker={"size": 9, "color": colours.accent, "opacity": 1, "line": {"width": 0}},
        hovertext=[_words(bar, unit) for bar in bars],
        hoverinfo="text",
        showlegend=False,
        meta=LAG_TRACE,
    )


def _words(bar: LagBar, unit: str) -> str:
    moved = count_of(abs(bar.lag), unit)
    when = f"Same {unit}" if bar.lag == 0 else f"{moved} {'after' if bar.lag > 0 else 'before'} the index"
    alone, joint = _between(bar.low, bar.high), _between(bar.joint_low, bar.joint_high)
    between = f" ({alone})" if alone else ""
    return f"{when}<br>Correlation {signed(bar.value)}{between}" + (f"<br>All lags together: {joint}" if joint else "")


def _between(low: float | None, high: float | None) -> str:
    return "" if low is None or high is None else f"{signed(low)} to {signed(high)}"
