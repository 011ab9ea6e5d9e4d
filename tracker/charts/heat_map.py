"""A heat map of mean stance, with the number of Events written into each cell; empty cells stay empty."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from tracker.charts.plain import Annotation, font_size, plain_layout, signed
from tracker.charts.template import Trace, scatter
from tracker.charts.texts import escape_hover, shortened, text_width
from tracker.sentiment.record import Real, Whole
from tracker.theme import Palette, channels, level_name, palette, readable_on
from tracker.vocabulary import Stance

_ROW = 27
_NARROW_ROW = 24
"""Height of a row in pixels."""

_NAME_LENGTH = 30
_NARROW_LENGTH = 24
"""The longest name of a row, in characters."""

KEY_LENGTH = 300
"""Length of the key's scale in pixels, where there is room."""

_GAP = 2
"""Pixels between two cells."""


def heat_map_figure(
    rows: Sequence[str],
    columns: Sequence[str],
    mean: Real,
    count: Whole,
    *,
    groups: Sequence[tuple[str, int]] = (),
    dark: bool = False,
    narrow: bool = False,
) -> go.Figure:
    """Return the map.

    Args:
        rows: the name of each row, from above.
        columns: the name of each column, for the hover label and, without groups, below.
        mean: mean stance by row and column; not a number where there is nothing.
        count: number of Events, likewise.
        groups: names of columns that belong together, with their number, such as a year and 4; written below.
        dark: whether the page is dark.
        narrow: whether the chart is for a phone.
    """
    colours = palette(dark=dark)
    length, row = (_NARROW_LENGTH, _NARROW_ROW) if narrow else (_NAME_LENGTH, _ROW)
    names = [shortened(name, length) for name in rows]
    size = font_size(narrow=narrow)
    left = int(max((text_width(name, size) for name in names), default=0.0)) + 8
    layout = plain_layout(colours, height=row * len(rows) + 74, margins=(left, 8, 44, 30), narrow=narrow)
    layout |= {
        "xaxis": _column_axis(columns, groups),
        "yaxis": _row_axis(names, size, colours),
        "shapes": _group_lines(groups, colours),
        "annotations": [] if narrow else [_key_words(size, colours)],
    }
    cells = _map(rows, columns, mean, count, colours) | {"colorbar": _key(colours, narrow=narrow)}
    return go.Figure([cells, *_numbers(count, _shades(mean, colours), size)], layout)


def _row_axis(names: Sequence[str], size: int, colours: Palette) -> dict[str, Any]:
    return {
        "range": [len(names) - 0.5, -0.5],
        "fixedrange": True,
        "showgrid": False,
        "tickvals": list(range(len(names))),
        "ticktext": [escape_hover(name) for name in names],
        "ticklabelstandoff": 6,
        "tickfont": {"size": size, "color": colours.text},
    }


def _column_axis(columns: Sequence[str], groups: Sequence[tuple[str, int]]) -> dict[str, Any]:
    axis = {"range": [-0.5, len(columns) - 0.5], "fixedrange": True, "showgrid": False}
    if not groups:
        return axis | {"tickvals": list(range(len(columns))), "ticktext": list(columns)}
    starts = np.cumsum([0, *(number for _, number in groups)])
    middles = (starts[:-1] + starts[1:]) / 2 - 0.5
    return axis | {"tickvals": middles.tolist(), "ticktext": [name for name, _ in groups]}


def _group_lines(groups: Sequence[tuple[str, int]], colours: Palette) -> list[dict[str, Any]]:
    places = np.cumsum([number for _, number in groups])[:-1] - 0.5
    return [
        {
            "type": "line",
            "x0": x,
            "x1": x,
            "y0": 0,
            "y1": 1,
            "yref": "paper",
            "line": {"color": colours.zero, "width": 1},
        }
        for x in places.tolist()
    ]


def colour_scale(colours: Palette) -> list[tuple[float, str]]:
    """Return the scale from -3 to 3 through the colours of the stances."""
    levels = sorted(Stance)
    return [(place / (len(levels) - 1), colours.stances[level]) for place, level in enumerate(levels)]


def colour_at(value: float, colours: Palette) -> str:
    """Return the colour of a mean stance, as the browser mixes it."""
    low = min(max(int(np.floor(value)), min(Stance)), max(Stance) - 1)
    share = value - low
    first, second = (channels(colours.stances[Stance(level)]) for level in (low, low + 1))
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in zip(first, second, strict=True))


def _shades(mean: Real, colours: Palette) -> list[list[str | None]]:
    return [[None if np.isnan(value) else colour_at(value, colours) for value in row] for row in mean.tolist()]


def _map(rows: Sequence[str], columns: Sequence[str], mean: Real, count: Whole, colours: Palette) -> Trace:
    labels = [
        [
            f"{escape_hover(row)}, {escape_hover(column)}<br>{_told(value, events)}"
            for column, value, events in zip(columns, values, numbers, strict=True)
        ]
        for row, values, numbers in zip(rows, mean.tolist(), count.tolist(), strict=True)
    ]
    return {
        "type": "heatmap",
        "z": mean.astype(np.float32),
        "zmin": float(min(Stance)),
        "zmax": float(max(Stance)),
        "colorscale": colour_scale(colours),
        "showscale": True,
        "xgap": _GAP,
        "ygap": _GAP,
        "hoverongaps": False,
        "text": labels,
        "hoverinfo": "text",
    }


def _told(mean: float, events: int) -> str:
    return f"{events} event{'s' * (events != 1)}, mean stance {signed(mean)}"


def _numbers(count: Whole, shades: Sequence[Sequence[str | None]], size: int) -> list[Trace]:
    """Return the numbers as two traces, one with dark and one with light letters."""
    places: dict[str, list[tuple[int, int, int]]] = {}
    for row, (numbers, colours_of_row) in enumerate(zip(count.tolist(), shades, strict=True)):
        for column, (number, shade) in enumerate(zip(numbers, colours_of_row, strict=True)):
            if shade is not None:
                places.setdefault(readable_on(shade), []).append((column, row, number))
    return [
        scatter(
            x=[column for column, _, _ in found],
            y=[row for _, row, _ in found],
            text=[str(number) for _, _, number in found],
            mode="text",
            textfont={"color": letters, "size": size - 1},
            hoverinfo="skip",
            showlegend=False,
        )
        for letters, found in places.items()
    ]


def _key_words(size: int, colours: Palette) -> Annotation:
    """Return what the scale of the key tells, beside it."""
    return {
        "text": "mean stance, from severe restriction to strong opening",
        "x": 0,
        "y": 1,
        "xref": "paper",
        "yref": "paper",
        "xanchor": "left",
        "yanchor": "bottom",
        "xshift": KEY_LENGTH + 24,
        "yshift": 10,
        "showarrow": False,
        "font": {"size": size - 1, "color": colours.muted},
    }


def _key(colours: Palette, *, narrow: bool) -> dict[str, Any]:
    """Return the key: the whole scale, so that a mixed colour is found between two levels."""
    size = font_size(narrow=narrow) - 1
    return {
        "orientation": "h",
        "x": 0,
        "xanchor": "left",
        "xpad": 8,
        "y": 1,
        "yanchor": "bottom",
        "ypad": 2,
        "lenmode": "pixels",
        "len": KEY_LENGTH if not narrow else 220,
        "thickness": 10,
        "outlinewidth": 0,
        "ticks": "",
        "tickangle": 0,
        "tickvals": [int(level) for level in sorted(Stance)],
        "ticktext": [level_name(level, short=True) for level in sorted(Stance)],
        "tickfont": {"size": size, "color": colours.text},
    }
