"""The timeline as a picture without controls, and what figures share that a reader takes along."""

import math
from typing import Any

import numpy as np

from tracker.charts.template import CONFIG, chart_template, date_ticks, day_text
from tracker.theme import Palette
from tracker.vocabulary import Stance


def picture_config(name: str) -> dict[str, Any]:
    """Return the settings of a chart that can be saved as SVG; ``name`` is the file's, without an ending."""
    return CONFIG | {
        "displayModeBar": True,
        "modeBarButtons": [["toImage"]],
        "toImageButtonOptions": {"format": "svg", "filename": name},
    }


def opaque_layout(colours: Palette) -> dict[str, Any]:
    """Return the parts of a layout that make the picture readable wherever it is opened."""
    return {
        # The page shows through a chart, but a saved picture needs a ground of its own.
        "paper_bgcolor": colours.background,
        "modebar": {"bgcolor": "rgba(0,0,0,0)", "color": colours.muted, "activecolor": colours.accent},
    }


def axis_title(text: str, colours: Palette, *, standoff: int = 6) -> dict[str, Any]:
    """Return the words beside an axis; ``standoff`` is their distance from the numbers in pixels."""
    return {"text": text, "standoff": standoff, "font": {"color": colours.muted}}


Annotation = dict[str, Any]
Margins = tuple[int, int, int, int]
"""Left, right, top and bottom, in pixels."""


def font_size(*, narrow: bool) -> int:
    """Return the size of the letters on an axis."""
    return 11 if narrow else 13


def plain_layout(colours: Palette, *, height: int, margins: Margins, narrow: bool) -> dict[str, Any]:
    """Return a layout with fixed margins, so that Plotly lays everything out once."""
    left, right, top, bottom = margins
    return opaque_layout(colours) | {
        "template": chart_template(colours, size=font_size(narrow=narrow)),
        "height": height,
        "margin": {"l": left, "r": right, "t": top, "b": bottom, "autoexpand": False},
        # Streamlit sets these three in a second step, and draws again, unless the figure brings them.
        "clickmode": "event+select",
        "dragmode": False,
        "hovermode": "closest",
        "legend": key_above(font_size(narrow=narrow) - 1),
    }


def key_above(size: int) -> dict[str, Any]:
    """Return a key in rows above a chart that only explains, in letters of a size."""
    return {
        "orientation": "h",
        "x": 0,
        "xanchor": "left",
        "y": 1.01,
        "yanchor": "bottom",
        "bgcolor": "rgba(0,0,0,0)",
        "font": {"size": size},
        "itemclick": False,
        "itemdoubleclick": False,
        "itemwidth": 30,
    }


def day_axis(since: int, until: int, *, narrow: bool) -> dict[str, Any]:
    """Return a time axis from one ordinal day to another."""
    return {**date_ticks(narrow=narrow), "range": [day_text(since), day_text(until)], "fixedrange": True}


def stance_axis(lowest: float, highest: float, colours: Palette) -> dict[str, Any]:
    """Return an axis in stance units that holds 0 and both values, with a little air."""
    low, high = min(lowest, -0.5), max(highest, 0.5)
    air = 0.06 * (high - low)
    levels = [level for level in range(-3, 4) if low - air <= level <= high + air]
    return {
        "range": [max(low - air, -3.2), min(high + air, 3.2)],
        "fixedrange": True,
        "tickvals": levels,
        "ticktext": [signed(level, decimals=0) + "  " for level in levels],
        "zeroline": True,
        "zerolinecolor": colours.zero,
        "zerolinewidth": 1.2,
    }


def signed(value: float, *, decimals: int = 2) -> str:
    """Return a number with its sign, a true minus; what rounds to nothing has none."""
    text = f"{value:+.{decimals}f}"
    return text[1:] if float(text) == 0 else text.replace("-", "\N{MINUS SIGN}")


def direction_words(colours: Palette, left: int, size: int) -> list[Annotation]:
    """Return the words beside a stance axis that say which way is which; ``left`` is the margin in pixels."""
    return [
        {
            "text": text,
            "x": 0,
            "y": y,
            "xref": "paper",
            "yref": "paper",
            "xanchor": "center",
            "yanchor": yanchor,
            "xshift": 9 - left,
            "textangle": -90,
            "showarrow": False,
            "font": {"size": size, "color": colours.stances[stance]},
        }
        for text, y, yanchor, stance in (
            ("← tightening", 0.0, "bottom", Stance.RESTRICTION),
            ("easing →", 1.0, "top", Stance.SUPPORT),
        )
    ]


def bounds(*columns: np.ndarray[Any, np.dtype[np.float64]]) -> tuple[float, float]:
    """Return the lowest and highest known value of several series, 0 included."""
    values = np.concatenate([[0.0], *columns])
    return float(np.nanmin(values)), float(np.nanmax(values))


def round_ticks(low: float, high: float, most: int = 6) -> list[float]:
    """Return round values between two others, 0 among them if it lies there, so few that their labels fit."""
    span = max(high - low, 0.01)
    ten = 10.0 ** math.floor(math.log10(span / most))
    step = next(each * ten for each in (1, 2, 5, 10) if span / (each * ten) <= most)
    return [round(place * step, 9) for place in range(math.ceil(low / step), math.floor(high / step) + 1)]
