"""The timeline: its key above, its layout, and marks, counts and index in one figure."""

import datetime as dt
import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import plotly.graph_objects as go

from tracker.charts.density import MOST_MARKS, density_trace, strongest
from tracker.charts.frame import TOP_STANCE, Frame, time_span
from tracker.charts.index_line import BAND, GHOST, INDEX, IndexLine, band_trace, ghost_trace, line_traces, strip_trace
from tracker.charts.marks import PlacedMark, Style, bar_traces, mark_traces, open_traces, placed_marks, tick_traces
from tracker.charts.plain import key_above
from tracker.charts.template import Trace, chart_template, date_ticks, day_text, scatter
from tracker.charts.words import chart_words, counted_words
from tracker.read_models import EventRow
from tracker.theme import Palette, level_name, palette
from tracker.vocabulary import Reach, Stance

_REACH = "larger: wider reach"
IMPRECISE = "day not known"
LASTING = "lasted: start to end"
UNACCEPTED = "not yet accepted"

ALONE, BESIDE = 6, 3
"""So many entries fit in a row at the least usual widths of the chart, alone and beside a card."""

_NARROW = {
    BAND: "80 % range",
    GHOST: "all events",
    _REACH: "size: reach",
    LASTING: "lasting",
    IMPRECISE: "day unknown",
    UNACCEPTED: "draft",
    INDEX: INDEX,
}
"""The same in so few letters that three stand side by side on a phone."""


def key_traces(marks: Sequence[PlacedMark], frame: Frame, colours: Palette) -> list[Trace]:
    """Return traces without points that only stand in the key, in grey, because colour means stance."""
    styles = {mark.style for mark in marks}
    grey = {"line": {"width": 3.5, "color": colours.muted}}
    thin = {"line": {"width": 1.4, "color": colours.muted}}
    disc = {"symbol": "circle", "color": colours.muted, "size": frame.mark_sizes[Reach.SECTOR]}
    hollow = disc | {"color": colours.background} | thin
    entries = (
        (bool(marks), _REACH, {"mode": "markers", "marker": disc}),
        (any(mark.event.lasts for mark in marks), LASTING, {"mode": "lines", **grey}),
        (Style.IMPRECISE in styles, IMPRECISE, {"mode": "lines+markers", "marker": hollow, **thin}),
        (Style.UNACCEPTED in styles, UNACCEPTED, {"mode": "markers", "marker": hollow}),
    )
    return [
        scatter(x=[None], y=[None], name=name, hoverinfo="skip", **style) for shown, name, style in entries if shown
    ]


def key_rows(traces: Iterable[Trace], *, beside: bool) -> int:
    """Return how many rows the key may take on a desk: Plotly sets what does not fit in one row in columns.

    Args:
        traces: all traces of the chart; those with a name of their own are entries.
        beside: whether a card stands beside the chart, which then is about two thirds as wide.
    """
    entries = sum(bool(trace.get("name")) and trace.get("showlegend", True) for trace in traces)
    in_a_row = BESIDE if beside else ALONE
    return max(-(-entries // in_a_row), 1)


def short_names(traces: Iterable[Trace]) -> list[Trace]:
    """Return traces whose entries in the key have the names that fit on a phone."""
    return [trace | {"name": _NARROW[trace["name"]]} if "name" in trace else trace for trace in traces]


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
        # Three columns on a phone, where Plotly would otherwise give each entry a row.
        "legend": key_above(frame.small) | ({"entrywidth": 58} if frame.narrow else {}),
        "yaxis": _stance_axis(frame, colours),
        "xaxis": {**_time_axis(frame), "anchor": "y"},
    }
    if frame.strip:
        layout["xaxis"] |= {"matches": "x2", "showticklabels": False}
        layout["xaxis2"] = {**_time_axis(frame), "anchor": "y2", "rangeslider": _slider(frame, colours)}
        layout["yaxis2"] = _evidence_axis(frame, max(most, 1.0))
    return layout


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


_RING = 11
"""The ring around the chosen Event is so many pixels wider than its mark."""


def timeline_figure(
    events: Sequence[EventRow],
    line: IndexLine | None,
    *,
    ghost: IndexLine | None = None,
    chosen: str | None = None,
    named: Sequence[str] | None = None,
    today: dt.date | None = None,
    since: dt.date | None = None,
    until: dt.date | None = None,
    dark: bool = False,
    narrow: bool = False,
) -> go.Figure:
    """Return the timeline; only traces with ``meta == "marks"`` answer the pointer, with slugs as customdata.

    Args:
        events: the Events to show.
        line: the index of these Events; without one there is no strip and no slider.
        ghost: the index of the whole record, drawn thin behind a filtered one.
        chosen: slug of the Event to ring.
        named: slugs to name instead of the turning points that the chart would choose.
        today: up to here Events last that have not ended; the last day of the line or of the axis without it.
        since: first day on the time axis; the first that the Events and the line need without it.
        until: last day on the time axis, likewise.
        dark: whether the page is dark.
        narrow: whether the chart is for a phone.
    """
    colours = palette(dark=dark)
    first, last = time_span(events, [line.first_day, line.last_day] if line else [])
    frame = Frame(since or first, until or last, narrow=narrow, strip=line is not None)
    counted = len(events) > MOST_MARKS
    marks = placed_marks(
        strongest(events) if counted else events, frame, today or (line.last_day if line else frame.until)
    )
    traces = [
        *([density_trace(events, colours)] if counted else []),
        *_behind(line, ghost, colours),
        *_upon(marks, line, frame, colours),
        *_ring([mark for mark in marks if mark.event.slug == chosen], frame, colours),
        *key_traces(marks, frame, colours),
    ]
    frame = replace(frame, key_rows=key_rows(traces, beside=chosen is not None))
    words = chart_words(marks, line, ghost, named, frame=frame, colours=colours)
    words["annotations"] += [counted_words(len(events), len(marks), frame, colours)] if counted else []
    return go.Figure(short_names(traces) if narrow else traces, timeline_layout(frame, colours, _most(line)) | words)


def _behind(line: IndexLine | None, ghost: IndexLine | None, colours: Palette) -> list[Trace]:
    band = band_trace(line, colours) if line else None
    return ([band] if band else []) + ([ghost_trace(ghost, colours)] if ghost else [])


def _upon(marks: Sequence[PlacedMark], line: IndexLine | None, frame: Frame, colours: Palette) -> list[Trace]:
    return [
        *bar_traces(marks, colours),
        *open_traces(marks, colours),
        *mark_traces(marks, frame, colours),
        *tick_traces(marks, colours),
        *([*line_traces(line, colours), strip_trace(line, colours)] if line else []),
    ]


def _most(line: IndexLine | None) -> float:
    return float(line.mass.max(initial=0.0)) if line else 0.0


def _ring(marks: Sequence[PlacedMark], frame: Frame, colours: Palette) -> list[Trace]:
    return [
        scatter(
            x=[day_text(mark.day)],
            y=np.array([mark.height]),
            mode="markers",
            marker={
                "symbol": "circle-open",
                "size": frame.mark_sizes[mark.event.reach] + _RING,
                "line": {"color": colours.text, "width": 2},
                "color": colours.text,
            },
            hoverinfo="skip",
            showlegend=False,
        )
        for mark in marks
    ]
