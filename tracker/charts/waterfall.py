"""A waterfall: from one value of the index to another in steps that add up, one row for each step."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

import plotly.graph_objects as go

from tracker.charts.plain import Annotation, font_size, plain_layout, round_ticks, signed
from tracker.charts.template import Trace, scatter
from tracker.charts.texts import escape_hover, label_lines
from tracker.theme import Palette, faded, palette
from tracker.vocabulary import Stance

BAR_ROW = 54
_NARROW_ROW = 60
"""Height of a row in pixels; on a phone the name stands above its bar."""

LEFT = 330
_NAME_LENGTH = 46
_NARROW_LENGTH = 54
"""The longest line of a name, in characters."""

_WIDTH = 0.56
_NARROW_WIDTH = 0.3
"""Of a bar, as a share of its row."""

NUMBER_ROOM = 0.16
"""Share of the axis that is kept free on both sides for the numbers beside the bars."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One row.

    Attributes:
        name: what moves the value.
        change: by how much, in stance units.
        note: a few quieter words below the name, such as a date.
    """

    name: str
    change: float
    note: str = ""


def waterfall_figure(
    steps: Sequence[Bar],
    *,
    start: Bar,
    end: Bar,
    dark: bool = False,
    narrow: bool = False,
) -> go.Figure:
    """Return the waterfall from ``start`` over the steps to ``end``, whose changes are the values there.

    Args:
        steps: the rows in between, in their order from above.
        start: the value at the beginning; it is drawn from 0.
        end: the value at the end, likewise; start and steps add up to it.
        dark: whether the page is dark.
        narrow: whether the chart is for a phone.
    """
    colours = palette(dark=dark)
    rows = [start, *steps, end]
    size = font_size(narrow=narrow)
    margins = (12, 12, 4, 44) if narrow else (LEFT, 24, 4, 48)
    height = len(rows) * (_NARROW_ROW if narrow else BAR_ROW) + margins[2] + margins[3]
    layout = plain_layout(colours, height=height, margins=margins, narrow=narrow)
    layout |= {
        "showlegend": False,
        "xaxis": _value_axis(start.change, [step.change for step in steps], colours),
        "yaxis": {
            "range": [len(rows) - 0.5, -0.5],
            "fixedrange": True,
            "showgrid": False,
            "tickvals": [] if narrow else list(range(len(rows))),
            "ticktext": [] if narrow else [_name(row, colours, _NAME_LENGTH) for row in rows],
            "ticklabelstandoff": 10,
            "tickfont": {"size": size, "color": colours.text},
        },
        "annotations": _directions(colours, size) + (_names_above(rows, colours, size) if narrow else []),
    }
    return go.Figure([_bars(rows, colours, narrow=narrow), _joints(rows, colours, narrow=narrow)], layout)


def _begins(rows: Sequence[Bar]) -> list[float]:
    """Return where each bar begins: the first and the last at 0, each other where the one before it ends."""
    return [0.0, *accumulate(row.change for row in rows[:-2]), 0.0]


def _upper_edge(*, narrow: bool) -> float:
    """Return how far the upper edge of a bar lies below the middle of its row; on a phone its name stands above."""
    return 0.1 if narrow else -_WIDTH / 2


def _bars(rows: Sequence[Bar], colours: Palette, *, narrow: bool) -> Trace:
    # Plotly's own waterfall is not in the bundle that the pages load, and would be drawn as a line there.
    up, down = colours.stances[Stance.SUPPORT], colours.stances[Stance.RESTRICTION]
    steps = [up if row.change > 0 else down for row in rows[1:-1]]
    return {
        "type": "bar",
        "orientation": "h",
        "y": list(range(len(rows))),
        "x": [row.change for row in rows],
        "base": _begins(rows),
        "text": [signed(row.change) for row in rows],
        "textposition": "outside",
        "textfont": {"color": colours.text},
        "cliponaxis": False,
        "constraintext": "none",
        "width": _NARROW_WIDTH if narrow else _WIDTH,
        "offset": _upper_edge(narrow=narrow),
        "marker": {"color": [colours.muted, *steps, colours.muted], "line": {"width": 0}},
        "customdata": [escape_hover(row.name) for row in rows],
        "hovertemplate": "%{customdata}<br>%{text}<extra></extra>",
    }


def _joints(rows: Sequence[Bar], colours: Palette, *, narrow: bool) -> Trace:
    """Return the thin lines from the end of each bar to the next one."""
    edge = _upper_edge(narrow=narrow)
    below = edge + (_NARROW_WIDTH if narrow else _WIDTH)
    ends = list(accumulate(row.change for row in rows[:-1]))
    return scatter(
        x=[value for end in ends for value in (end, end, None)],
        y=[value for place in range(len(ends)) for value in (place + below, place + 1 + edge, None)],
        mode="lines",
        line={"color": colours.zero, "width": 1},
        hoverinfo="skip",
    )


def _value_axis(start: float, changes: Sequence[float], colours: Palette) -> dict[str, Any]:
    passed = [0.0, *accumulate(changes, initial=start)]
    low, high = min(passed), max(passed)
    room = max((high - low) * NUMBER_ROOM, 0.05)
    ticks = round_ticks(low, high)
    return {
        "range": [low - room, high + room],
        "fixedrange": True,
        "tickvals": ticks,
        "ticktext": [signed(tick) for tick in ticks],
        "zeroline": True,
        "zerolinecolor": colours.zero,
        "zerolinewidth": 1.2,
    }


def _name(row: Bar, colours: Palette, length: int) -> str:
    lines = [escape_hover(line) for line in label_lines(row.name, length)]
    note = [f'<span style="color:{colours.muted};font-size:0.85em">{escape_hover(row.note)}</span>'] if row.note else []
    return "<br>".join(lines + note)


def _names_above(rows: Sequence[Bar], colours: Palette, size: int) -> list[Annotation]:
    return [
        {
            "text": _one_line(row, colours),
            "x": 0,
            "xref": "paper",
            "xanchor": "left",
            "y": place + 0.08,
            "yanchor": "bottom",
            "align": "left",
            "showarrow": False,
            "font": {"size": size, "color": colours.text},
            # The lines that join the bars pass behind the names.
            "bgcolor": faded(colours.background, 0.9),
            "borderpad": 0,
        }
        for place, row in enumerate(rows)
    ]


def _one_line(row: Bar, colours: Palette) -> str:
    """Return the name in one or two lines; the note follows on the last one, or below a name of one line."""
    lines = label_lines(row.name, _NARROW_LENGTH)
    name = "<br>".join(escape_hover(line) for line in lines)
    note = f'<span style="color:{colours.muted}">{escape_hover(row.note)}</span>'
    if row.note and len(lines[-1]) + len(row.note) + 1 <= _NARROW_LENGTH:
        return f"{name} {note}"
    return f"{name}<br>{note}" if row.note and len(lines) == 1 else name


def _directions(colours: Palette, size: int) -> list[Annotation]:
    """Return the words below the axis that say which way is which."""
    return [
        {
            "text": text,
            "x": x,
            "y": 0,
            "xref": "paper",
            "yref": "paper",
            "xanchor": anchor,
            "yanchor": "top",
            "yshift": -22,
            "showarrow": False,
            "font": {"size": size, "color": colours.stances[stance]},
        }
        for text, x, anchor, stance in (
            ("← tightening", 0, "left", Stance.RESTRICTION),
            ("easing →", 1, "right", Stance.SUPPORT),
        )
    ]
