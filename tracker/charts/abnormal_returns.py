"""What share prices did beside the market: a row for each event or group, and the mean paths around them."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from tracker.charts.marks import NAME
from tracker.charts.plain import axis_title, font_size, opaque_layout, plain_layout, signed
from tracker.charts.template import Trace, scatter
from tracker.charts.texts import escape_hover, shortened
from tracker.theme import Palette, faded, palette, symbol
from tracker.vocabulary import Stance

_ROW, _NARROW_ROW = 40, 64
_LEFT = 430
_NAME_LENGTH, _NARROW_LENGTH = 62, 54
MOST_TICKS = 7
TOP = 34
"""Room for the key, and for the button that saves the picture."""

WIDEST = 3.0
"""A range is drawn so many times as far as all values lie apart, on either side; the rest runs over the edge."""

RETURNS = "returns"
"""The ``meta`` of the traces that hold returns which are not those of one event."""

CONFOUNDED = "hollow: several events on the day, or others around it"


@dataclass(frozen=True, slots=True)
class ReturnRow:
    """One measured return, in simple per cent.

    Attributes:
        name: the event's title.
        note: a few words below it: the share and the day.
        value: the cumulative abnormal return.
        low: lower end of its range of 95 %.
        high: upper end; the range need not be as wide above as below.
        stance: of the event, for the mark.
        confounded: whether it cannot be laid to one event.
        slug: of the event that a click on the row chooses; empty for a row that is no event.
    """

    name: str
    note: str
    value: float
    low: float
    high: float
    stance: Stance
    confounded: bool = False
    slug: str = ""


@dataclass(frozen=True, slots=True)
class Path:
    """A running abnormal return in simple per cent, one value for each day of the window, with its range of 95 %.

    ``stance`` colours the path of a direction; without one it is in the colour of text.
    """

    name: str
    values: Sequence[float]
    low: Sequence[float]
    high: Sequence[float]
    stance: Stance | None = None


def returns_figure(rows: Sequence[ReturnRow], *, dark: bool = False, narrow: bool = False) -> go.Figure:
    """Return the events as marks on a scale of per cent, each with its range of 95 %, the first one on top."""
    colours = palette(dark=dark)
    size = font_size(narrow=narrow)
    margins = (12, 16, TOP, 44) if narrow else (_LEFT, 24, TOP, 48)
    height = len(rows) * (_NARROW_ROW if narrow else _ROW) + margins[2] + margins[3]
    layout = plain_layout(colours, height=height, margins=margins, narrow=narrow)
    layout |= {
        **opaque_layout(colours),
        "xaxis": _per_cent_axis(*_extents(rows), colours)
        | {"title": axis_title("Return beside the market, added up over the window (%)", colours)},
        "yaxis": {
            "range": [len(rows) - 0.4, -0.6],
            "fixedrange": True,
            "showgrid": False,
            "tickvals": [] if narrow else list(range(len(rows))),
            "ticktext": [] if narrow else [_name(row, colours, _NAME_LENGTH) + "   " for row in rows],
            "tickfont": {"size": size, "color": colours.text},
        },
        "annotations": _names_above(rows, colours, size) if narrow else [],
    }
    # A share of the height would be many pixels on a tall chart.
    layout["legend"] |= {"y": 1}
    return go.Figure([*_row_traces(rows, colours), *_key(rows, colours)], layout)


def _row_traces(rows: Sequence[ReturnRow], colours: Palette) -> list[Trace]:
    """Return one trace for each stance, so that colour and mark are constant in it."""
    traces = []
    for stance in sorted({row.stance for row in rows}):
        placed = [(place, row) for place, row in enumerate(rows) if row.stance == stance]
        shade = colours.stances[stance]
        traces.append(
            scatter(
                x=[row.value for _, row in placed],
                y=[place for place, _ in placed],
                error_x={
                    "type": "data",
                    "symmetric": False,
                    "array": [row.high - row.value for _, row in placed],
                    "arrayminus": [row.value - row.low for _, row in placed],
                    "color": colours.muted,
                    "thickness": 1.4,
                    "width": 4,
                },
                mode="markers",
                marker={
                    "symbol": symbol(stance),
                    "size": 11,
                    "color": [colours.background if row.confounded else shade for _, row in placed],
                    "line": {"color": shade, "width": 2},
                    "opacity": 1,
                },
                hovertext=[_hover(row) for _, row in placed],
                hoverinfo="text",
                customdata=[row.slug or None for _, row in placed],
                meta=NAME if all(row.slug for _, row in placed) else RETURNS,
                showlegend=False,
            )
        )
    return traces


def _hover(row: ReturnRow) -> str:
    numbers = f"{row.value:+.2f} %, 95 % range {row.low:+.2f} to {row.high:+.2f} %"
    rest = "<br>".join(escape_hover(text) for text in (row.note, numbers.replace("-", "\N{MINUS SIGN}")))
    return f"<b>{escape_hover(row.name)}</b><br>{rest}"


def _key(rows: Sequence[ReturnRow], colours: Palette) -> list[Trace]:
    hollow = {"symbol": "circle", "size": 11, "color": colours.background, "line": {"color": colours.muted, "width": 2}}
    shown = any(row.confounded for row in rows)
    return [scatter(x=[None], y=[None], mode="markers", marker=hollow, name=CONFOUNDED)] if shown else []


def _extents(rows: Sequence[ReturnRow]) -> tuple[list[float], list[float]]:
    return [row.value for row in rows], [end for row in rows for end in (row.low, row.high)]


def _per_cent_axis(values: Sequence[float], ends: Sequence[float], colours: Palette) -> dict[str, Any]:
    """Return an axis in per cent that holds 0, all values with a little air, and what fits of the ends of ranges.

    The range of a mean of two or three days can be ten times as wide as the others, which would then be too small to
    read: it runs over the edge.
    """
    low, high = min(0.0, *values), max(0.0, *values)
    most = WIDEST * (high - low)
    low, high = max(min(low, *ends), low - most), min(max(high, *ends), high + most)
    air = 0.05 * (high - low) or 1.0
    ticks, decimals = _round_ticks(low - air, high + air)
    return {
        "range": [low - air, high + air],
        "tickvals": ticks,
        "ticktext": [f"{signed(tick, decimals=decimals) if tick else 0} %" for tick in ticks],
        "fixedrange": True,
        "zeroline": True,
        "zerolinecolor": colours.zero,
        "zerolinewidth": 1.2,
    }


def _round_ticks(low: float, high: float) -> tuple[list[float], int]:
    """Return multiples of 1, 2 or 5 times a power of ten, fewer than ``MOST_TICKS``, and the decimals they need."""
    place = math.floor(math.log10((high - low) / MOST_TICKS))
    step = next(each * 10.0**place for each in (1, 2, 5, 10) if (high - low) / each < MOST_TICKS * 10.0**place)
    return [number * step for number in range(math.ceil(low / step), math.floor(high / step) + 1)], max(0, -place)


def _name(row: ReturnRow, colours: Palette, length: int) -> str:
    note = f'<span style="color:{colours.muted};font-size:0.85em">{escape_hover(row.note)}</span>'
    return f"{escape_hover(shortened(row.name, length))}<br>{note}"


def _names_above(rows: Sequence[ReturnRow], colours: Palette, size: int) -> list[dict[str, Any]]:
    return [
        {
            "text": _name(row, colours, _NARROW_LENGTH),
            "x": 0,
            "xref": "paper",
            "xanchor": "left",
            "y": place - 0.12,
            "yanchor": "bottom",
            "align": "left",
            "showarrow": False,
            "font": {"size": size, "color": colours.text},
            "bgcolor": faded(colours.background, 0.8),
        }
        for place, row in enumerate(rows)
    ]


def path_figure(means: Sequence[Path], first_day: int, *, dark: bool = False, narrow: bool = False) -> go.Figure:
    """Return mean running returns over the window with their ranges of 95 %.

    Args:
        means: the mean of all events, or one for each direction.
        first_day: the window's first trading day; 0 is the event's.
        dark: whether the page is dark.
        narrow: whether the chart is for a phone.
    """
    colours = palette(dark=dark)
    layout = plain_layout(
        colours, height=300 if narrow else 340, margins=(72, 16, 70 if narrow else TOP, 48), narrow=narrow
    )
    days = list(range(first_day, first_day + len(means[0].values)))
    layout |= {
        **opaque_layout(colours),
        "xaxis": {
            "title": axis_title("Trading days from the event", colours),
            "tickvals": _ticks(days),
            "ticktext": [signed(day, decimals=0) for day in _ticks(days)],
            "range": [days[0] - 0.3, days[-1] + 0.3],
            "fixedrange": True,
        },
        "yaxis": _per_cent_axis(*_heights(means), colours)
        | {"title": axis_title("Return beside the market (%)", colours, standoff=2)},
    }
    return go.Figure([trace for mean in means for trace in _mean_traces(mean, days, colours)], layout)


def _heights(means: Sequence[Path]) -> tuple[list[float], list[float]]:
    return (
        [value for mean in means for value in mean.values],
        [end for mean in means for end in (*mean.low, *mean.high)],
    )


def _ticks(days: Sequence[int]) -> list[int]:
    step = max(1, len(days) // 10)
    return [day for day in days if day % step == 0]


def _mean_traces(mean: Path, days: Sequence[int], colours: Palette) -> list[Trace]:
    values = list(mean.values)
    shade = colours.text if mean.stance is None else colours.stances[mean.stance]
    range_shade = colours.accent if mean.stance is None else shade
    name = escape_hover(mean.name)
    marker = {"size": 7, "symbol": symbol(mean.stance) if mean.stance is not None else "circle", "color": shade}
    texts = [
        f"{name}, day {signed(day, decimals=0)}<br>{signed(value)} % ({signed(least)} to {signed(most)})"
        for day, value, least, most in zip(days, values, mean.low, mean.high, strict=True)
    ]
    return [
        scatter(
            x=[*days, *reversed(days)],
            y=[*mean.high, *reversed(mean.low)],
            mode="lines",
            line={"width": 0},
            fill="toself",
            fillcolor=faded(range_shade, 0.18),
            name="95 % range",
            showlegend=mean.stance is None,
            hoverinfo="skip",
        ),
        scatter(
            x=days,
            y=values,
            mode="lines+markers",
            line={"color": shade, "width": 2.2},
            marker=marker,
            name=name,
            meta=RETURNS,
            hovertext=texts,
            hoverinfo="text",
        ),
    ]
