"""The ring around the chosen Event, laid over a timeline: to choose another one leaves the chart as it is."""

import datetime as dt

import numpy as np
import plotly.graph_objects as go

from tracker.charts.frame import Frame
from tracker.charts.marks import NAME, mark_traces, placed_marks
from tracker.charts.template import Trace, scatter
from tracker.filters import EventFilter
from tracker.read_models import EventRow
from tracker.theme import palette

WIDER = 11
"""The ring is so many pixels wider than its mark."""


def ring_traces(
    figure: go.Figure,
    event: EventRow | None,
    *,
    kept: EventFilter,
    today: dt.date,
    dark: bool = False,
    narrow: bool = False,
) -> list[Trace]:
    """Return what rings an Event on a timeline, and its mark where the Event is one of those in shades.

    Args:
        figure: the timeline.
        event: the Event; nothing is drawn without one.
        kept: the filter of the timeline: no mark is laid on it for an Event that it leaves out.
        today: up to here Events last that have not ended.
        dark: whether the page is dark.
        narrow: whether the chart is for a phone.
    """
    if event is None:
        return []
    colours = palette(dark=dark)
    frame = Frame(event.first_on, event.last_on, narrow=narrow)
    marks = [trace for trace in figure.data if trace.meta == NAME]
    own = next((trace for trace in marks if event.slug in trace.customdata), None)
    if own is not None:
        place = list(own.customdata).index(event.slug)
        return [_ring(own.x[place], float(own.y[place]), float(own.marker.size[place]), colours.text)]
    # Words are searched in the database, so an Event in a shade of what they found gets no mark.
    if kept.words or not kept.keeps(event):
        return []
    (trace,) = mark_traces(placed_marks([event], frame, today), frame, colours)
    return [trace, _ring(trace["x"][0], float(trace["y"][0]), float(trace["marker"]["size"][0]), colours.text)]


def _ring(x: str, y: float, size: float, colour: str) -> Trace:
    return scatter(
        x=[x],
        y=np.array([y]),
        mode="markers",
        marker={"symbol": "circle-open", "size": size + WIDER, "line": {"color": colour, "width": 2}, "color": colour},
        hoverinfo="skip",
        showlegend=False,
    )
