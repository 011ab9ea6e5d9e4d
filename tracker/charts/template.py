"""What all figures share: their template, traces on paper, and days as text, which mean the same day to every browser.

Plotly reads a bare number of milliseconds in the time zone of the browser: in Los Angeles a mark of 1 November would
stand on 31 October and be called that. Text it reads without any zone.
"""

import datetime as dt
from functools import lru_cache
from typing import Any

import numpy as np
import plotly.graph_objects as go

from tracker.theme import FONT, Palette

DAY = 86_400_000.0
"""A day in milliseconds, the unit of a step along a date axis."""

DayTexts = np.ndarray[Any, np.dtype[np.str_]]
"""One text for each day."""


def day_text(day: float) -> str:
    """Return the place of an ordinal day (``date.toordinal``, parts of a day allowed) on a date axis."""
    whole = int(day // 1)
    instant = dt.datetime.fromordinal(whole) + dt.timedelta(days=day - whole)
    return instant.date().isoformat() if day == whole else instant.isoformat(" ", "minutes")


def consecutive_days(first: dt.date, number: int) -> DayTexts:
    """Return the places of so many days in a row."""
    return np.datetime_as_string(np.datetime64(first, "D") + np.arange(number))


Trace = dict[str, Any]


def scatter(**properties: object) -> Trace:
    """Return a scatter trace; properties that are None are left out."""
    return {"type": "scatter", **{name: value for name, value in properties.items() if value is not None}}


CONFIG: dict[str, Any] = {"displayModeBar": False, "displaylogo": False, "responsive": True, "scrollZoom": False}
"""For ``st.plotly_chart(config=...)``: no bar of buttons over the chart; a double click shows everything again."""

DAY_FORMAT = "%-d %b %Y"
"""Day, name of the month, year: read the same way everywhere."""


def chart_template(colours: Palette, *, size: int) -> go.layout.Template:
    """Return the template of one theme; the page shows through behind it."""
    return _template(colours.grid, colours.zero, colours.surface, colours.text, colours.muted, size)


# Plotly checks every word of it, and copies it into each figure.
@lru_cache(maxsize=32)
def _template(grid: str, zero: str, surface: str, text: str, muted: str, size: int) -> go.layout.Template:  # noqa: PLR0917 - the colours by which it is kept
    axis = {
        "gridcolor": grid,
        "linecolor": grid,
        "zeroline": False,
        "ticks": "",
        "automargin": False,
        "tickfont": {"color": muted},
    }
    return go.layout.Template(
        layout={
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "font": {"family": FONT, "size": size, "color": text},
            "hovermode": "closest",
            "hoverlabel": {
                "bgcolor": surface,
                "bordercolor": zero,
                "font": {"family": FONT, "size": size, "color": text},
                "align": "left",
            },
            "xaxis": axis,
            "yaxis": axis,
        }
    )


def date_ticks(*, narrow: bool) -> dict[str, Any]:
    """Return how a time axis writes its days: whole years far off, months and days near by."""
    return {
        "type": "date",
        "hoverformat": DAY_FORMAT,
        "nticks": 5 if narrow else 12,
        "tickformatstops": [
            {"dtickrange": [None, 20 * DAY], "value": DAY_FORMAT},
            {"dtickrange": [20 * DAY, "M6"], "value": "%b %Y"},
            {"dtickrange": ["M12", None], "value": "%Y"},
        ],
    }
