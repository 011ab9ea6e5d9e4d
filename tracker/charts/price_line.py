"""Prices, or other series, as lines with the Events on them: each mark stands on the line of the share it touches."""

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go

from tracker.charts.marks import NAME
from tracker.charts.plain import axis_title, day_axis, opaque_layout, plain_layout
from tracker.charts.template import DAY_FORMAT, Trace, day_text, scatter
from tracker.charts.texts import escape_hover, hover_text, shortened
from tracker.read_models import EventRow
from tracker.theme import MARK_SIZES, NARROW_MARK_SIZES, Palette, palette, symbol

MOST_SHARES = 6
"""So many lines can be told apart by colour and dash."""

LINE_TRACE = "line"
"""The ``meta`` of the traces with the lines."""

_NAME_LENGTH = 30
_DASHES = ("solid", "dash")


@dataclass(frozen=True, slots=True)
class PriceLine:
    """A series: its name, and one value for each day."""

    name: str
    days: Sequence[dt.date]
    values: Sequence[float]


@dataclass(frozen=True, slots=True)
class PlacedEvent:
    """An Event, and the point of a line on which its mark stands."""

    event: EventRow
    day: dt.date
    value: float


def price_figure(
    lines: Sequence[PriceLine],
    placed: Sequence[PlacedEvent],
    *,
    unit: str = "",
    log: bool = False,
    chosen: str | None = None,
    dark: bool = False,
    narrow: bool = False,
) -> go.Figure:
    """Return the lines on one axis with the Events as marks on them.

    Args:
        lines: up to ``MOST_SHARES``, with values above zero where the scale is of equal ratios.
        placed: the Events.
        unit: what the values are measured in.
        log: whether equal ratios are equally high.
        chosen: slug of the Event that is ringed.
        dark: whether the page is dark.
        narrow: whether the chart is for a phone.
    """
    colours = palette(dark=dark)
    ends = [day.toordinal() for line in lines for day in (line.days[0], line.days[-1])]
    margins = (56, 16, 58, 30) if narrow else (74, 16, 34, 30)
    layout = plain_layout(colours, height=380 if narrow else 460, margins=margins, narrow=narrow)
    layout |= {
        **opaque_layout(colours),
        "xaxis": day_axis(min(ends), max(ends) + 1, narrow=narrow),
        "yaxis": _value_axis([value for line in lines for value in line.values], unit, colours, log=log),
    }
    shades = (colours.text, colours.accent, colours.muted)
    traces = [
        _line_trace(line, shades[number % len(shades)], _DASHES[number // len(shades) % len(_DASHES)])
        for number, line in enumerate(lines[:MOST_SHARES])
    ]
    return go.Figure([*traces, *_mark_traces(placed, colours, narrow=narrow), *_ring(placed, chosen, colours)], layout)


def _value_axis(values: Sequence[float], unit: str, colours: Palette, *, log: bool) -> dict[str, Any]:
    axis: dict[str, Any] = {
        "fixedrange": True,
        "nticks": 8,
        "tickformat": ",~g",
        "title": axis_title(escape_hover(unit), colours) if unit else None,
    }
    if not log:
        low, high = min(values), max(values)
        air = 0.06 * (high - low) or abs(high) * 0.1 or 1.0
        return axis | {"range": [low - air, high + air]}
    low, high = math.log10(min(values)), math.log10(max(values))
    air = 0.05 * (high - low) or 0.1
    return axis | {"type": "log", "range": [low - air, high + air], **_ratio_ticks(low - air, high + air)}


def _ratio_ticks(low: float, high: float) -> dict[str, Any]:
    """Return round values between two powers of ten, the more of each ten the fewer tens there are."""
    firsts = (1, 1.5, 2, 3, 5, 7) if high - low < 1 else (1, 2, 5) if high - low < 3 else (1,)  # noqa: PLR2004 - tens
    tens = range(math.floor(low), math.ceil(high) + 1)
    ticks = [first * 10.0**ten for ten in tens for first in firsts if low <= math.log10(first * 10.0**ten) <= high]
    return {"tickvals": ticks, "ticktext": [f"{tick:,.6g}" for tick in ticks]}


def _line_trace(line: PriceLine, shade: str, dash: str) -> Trace:
    return scatter(
        x=[day_text(day.toordinal()) for day in line.days],
        # An array goes to the browser as bytes, which are fewer than digits.
        y=np.array(line.values, dtype=np.float64),
        mode="lines" if len(line.days) > 1 else "markers",
        line={"color": shade, "width": 1.5, "dash": dash},
        marker={"color": shade, "size": 6},
        name=escape_hover(shortened(line.name, _NAME_LENGTH)),
        showlegend=True,
        meta=LINE_TRACE,
        hovertemplate=f"%{{x|{DAY_FORMAT}}}<br>%{{y:,.6~g}}<extra></extra>",
    )


def _mark_traces(placed: Sequence[PlacedEvent], colours: Palette, *, narrow: bool) -> list[Trace]:
    sizes = NARROW_MARK_SIZES if narrow else MARK_SIZES
    traces = []
    for stance in sorted({one.event.stance for one in placed}):
        group = [one for one in placed if one.event.stance == stance]
        traces.append(
            scatter(
                x=[one.day.isoformat() for one in group],
                y=[one.value for one in group],
                mode="markers",
                marker={
                    "symbol": symbol(stance),
                    "size": [sizes[one.event.reach] for one in group],
                    "color": colours.stances[stance],
                    "opacity": 1,
                    "line": {"color": colours.background, "width": 0.8},
                },
                customdata=[one.event.slug for one in group],
                hovertext=[hover_text(one.event, narrow=narrow) for one in group],
                hoverinfo="text",
                meta=NAME,
                showlegend=False,
            )
        )
    return traces


def _ring(placed: Sequence[PlacedEvent], chosen: str | None, colours: Palette) -> list[Trace]:
    ring = {"symbol": "circle-open", "size": 20, "color": colours.accent, "line": {"width": 2.5}, "opacity": 1}
    return [
        scatter(
            x=[one.day.isoformat()],
            y=[one.value],
            mode="markers",
            marker=ring,
            hoverinfo="skip",
            showlegend=False,
        )
        for one in placed
        if one.event.slug == chosen
    ]
