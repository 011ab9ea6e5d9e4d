"""Axes, key and slider of the timeline."""

import math
from typing import Any

from tracker.charts.days import day_text
from tracker.charts.frame import TOP_STANCE, Frame
from tracker.charts.template import chart_template, date_ticks
from tracker.theme import Palette, level_name
from tracker.vocabulary import Stance

SLIDER_HEIGHT = 22
"""Height of the slider in pixels."""


def timeline_layout(frame: Frame, colours: Palette, most: float = 0.0) -> dict[str, Any]:
    """Return the layout without its words; ``most`` is the greatest mass of evidence."""
    layout = {
        "template": chart_template(colours, size=frame.font_size),
        "height": frame.height,
        "margin": {"l": frame.left, "r": frame.right, "t": frame.top, "b": frame.bottom, "autoexpand": False},
        # Streamlit sets these three in a second step, and draws again, unless the figure brings them.
        "clickmode": "event+select",
        "dragmode": False if frame.narrow else "zoom",
        "hovermode": "closest",
        "legend": _key(frame),
        "yaxis": _stance_axis(frame, colours),
        "xaxis": {**_time_axis(frame), "anchor": "y"},
    }
    if frame.strip:
        layout["xaxis"] |= {"matches": "x2", "showticklabels": False}
        layout["xaxis2"] = {**_time_axis(frame), "anchor": "y2", "rangeslider": _slider(frame, colours)}
        layout["yaxis2"] = _evidence_axis(frame, max(most, 1.0))
    return layout


def _key(frame: Frame) -> dict[str, Any]:
    return {
        "orientation": "h",
        "x": 0,
        "xanchor": "left",
        "y": 1.01,
        "yanchor": "bottom",
        "bgcolor": "rgba(0,0,0,0)",
        "font": {"size": frame.small},
        "itemclick": False,
        "itemdoubleclick": False,
        "itemwidth": 30,
        # Three columns on a phone, where Plotly would otherwise give each entry a row.
        **({"entrywidth": 58} if frame.narrow else {}),
    }


def _time_axis(frame: Frame) -> dict[str, Any]:
    return {**date_ticks(narrow=frame.narrow), "range": _time_range(frame)}


def _time_range(frame: Frame) -> list[str]:
    return [day_text(frame.since.toordinal()), day_text(frame.until.toordinal())]


def _stance_axis(frame: Frame, colours: Palette) -> dict[str, Any]:
    levels = sorted(Stance)
    return {
        "domain": [frame.panel_foot, 1],
        "range": [-TOP_STANCE, TOP_STANCE],
        "fixedrange": True,
        "tickvals": [level.value for level in levels],
        "ticktext": [level_name(level, short=frame.narrow) + "  " for level in levels],
        "zeroline": True,
        "zerolinecolor": colours.zero,
        "zerolinewidth": 1.2,
    }


def _evidence_axis(frame: Frame, most: float) -> dict[str, Any]:
    """Return the axis of the strip with one number on it, a round one; the foot is 0."""
    return {
        "domain": [0, frame.strip_top],
        "range": [0, most * 1.05],
        "fixedrange": True,
        "side": "right",
        "tickvals": [round_below(most)],
        "tickformat": ",",
        "showgrid": False,
        "tickfont": {"size": frame.small},
    }


def round_below(value: float) -> float:
    """Return the greatest of 1, 2, 5, 10, 20, 50 and so on that is not above a value of at least 1."""
    ten = 10.0 ** math.floor(math.log10(value))
    return max(step * ten for step in (1, 2, 5) if step * ten <= value)


def _slider(frame: Frame, colours: Palette) -> dict[str, Any]:
    return {
        "visible": True,
        "range": _time_range(frame),
        "thickness": SLIDER_HEIGHT / frame.inner,
        "bgcolor": "rgba(0,0,0,0)",
        "bordercolor": colours.grid,
        "borderwidth": 1,
    }
