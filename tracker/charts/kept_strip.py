"""How much of the average stance the pull towards 0 leaves in the index, as a quiet strip below its line."""

import datetime as dt
from collections.abc import Mapping

import numpy as np
import plotly.graph_objects as go

from tracker.charts.index_line import turns
from tracker.charts.plain import Annotation, day_axis, font_size, plain_layout
from tracker.charts.template import DAY_FORMAT, Trace, consecutive_days, day_text, scatter
from tracker.sentiment.record import Real
from tracker.theme import Palette, palette

_BEND = 0.01
"""A day is drawn where the share bends by more than this: less than a pixel."""

_LEAST_DAYS = 150
"""A year with fewer days in view has no room for its number."""


def kept_figure(
    first_day: dt.date,
    kept: Real,
    by_year: Mapping[int, float],
    *,
    since: dt.date | None = None,
    until: dt.date | None = None,
    dark: bool = False,
    narrow: bool = False,
) -> go.Figure:
    """Return the strip, on the time axis of the line above it.

    Args:
        first_day: the first day.
        kept: the share of each day, 0 to 1.
        by_year: the average share of each year, written into the strip.
        since: first day on the time axis; the first of the shares without it.
        until: last day on the time axis; the last of the shares without it.
        dark: whether the page is dark.
        narrow: whether the chart is for a phone.
    """
    colours = palette(dark=dark)
    end = first_day + dt.timedelta(days=len(kept) - 1)
    first, last = since or first_day, until or end
    left = 46 if narrow else 64
    layout = plain_layout(colours, height=110 if narrow else 120, margins=(left, 14, 14, 26), narrow=narrow)
    days = {year: _middle(year, max(first, first_day), min(last, end)) for year in by_year}
    layout |= {
        "xaxis": day_axis(first.toordinal(), last.toordinal(), narrow=narrow),
        "yaxis": {"range": [0, 1.02], "fixedrange": True, "tickvals": [0, 0.5, 1], "tickformat": ".1f"},
        "annotations": [_number(by_year[year], day, colours, narrow=narrow) for year, day in days.items() if day],
    }
    return go.Figure([_strip(first_day, kept, colours)], layout)


def _strip(first_day: dt.date, kept: Real, colours: Palette) -> Trace:
    shown = turns(kept, bend=_BEND)
    return scatter(
        x=consecutive_days(first_day, len(kept))[shown],
        y=kept[shown].astype(np.float32),
        mode="lines",
        line={"color": colours.mass, "width": 1},
        fill="tozeroy",
        fillcolor=colours.band,
        hovertemplate=f"%{{x|{DAY_FORMAT}}}<br>Share kept %{{y:.2f}}<extra></extra>",
        showlegend=False,
    )


def _middle(year: int, first: dt.date, last: dt.date) -> float | None:
    """Return the ordinal in the middle of what is shown of a year; None where that is too short for a number."""
    since, until = max(first, dt.date(year, 1, 1)), min(last, dt.date(year, 12, 31))
    return (since.toordinal() + until.toordinal()) / 2 if (until - since).days >= _LEAST_DAYS else None


def _number(share: float, day: float, colours: Palette, *, narrow: bool) -> Annotation:
    return {
        "text": f"{share:.2f}",
        "x": day_text(day),
        "y": 0.06,
        "yanchor": "bottom",
        "showarrow": False,
        "font": {"size": font_size(narrow=narrow) - (2 if narrow else 1), "color": colours.text},
    }
