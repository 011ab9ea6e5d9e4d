"""The timeline: Events as marks on the scale of stances, the index as a line in the same units, evidence below.

The slider hangs on the strip's own time axis, which the panel's axis follows. Plotly repeats all traces of an axis in
its slider: on the panel's axis that costs some 25 ms of each redraw, on the strip's axis about 5 ms, and the evidence
in small is the more useful picture of where to look. Margins are fixed, because Plotly would otherwise lay everything
out a second time for the slider (some 40 ms).
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import plotly.graph_objects as go

from tracker.charts.days import day_text
from tracker.charts.density import MOST_MARKS, density_trace, strongest
from tracker.charts.frame import Frame, time_span
from tracker.charts.index_line import IndexLine, band_trace, ghost_trace, line_traces, strip_trace
from tracker.charts.key import key_rows, key_traces, short_names
from tracker.charts.layout import timeline_layout
from tracker.charts.marks import Mark, bar_traces, mark_traces, open_traces, placed_marks, tick_traces
from tracker.charts.traces import Trace, scatter
from tracker.charts.words import chart_words, counted_words
from tracker.rows import EventRow
from tracker.theme import Palette, palette

RING = 11
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


def _upon(marks: Sequence[Mark], line: IndexLine | None, frame: Frame, colours: Palette) -> list[Trace]:
    return [
        *bar_traces(marks, colours),
        *open_traces(marks, colours),
        *mark_traces(marks, frame, colours),
        *tick_traces(marks, colours),
        *([*line_traces(line, colours), strip_trace(line, colours)] if line else []),
    ]


def _most(line: IndexLine | None) -> float:
    return float(line.mass.max(initial=0.0)) if line else 0.0


def _ring(marks: Sequence[Mark], frame: Frame, colours: Palette) -> list[Trace]:
    return [
        scatter(
            x=[day_text(mark.day)],
            y=np.array([mark.height]),
            mode="markers",
            marker={
                "symbol": "circle-open",
                "size": frame.mark_sizes[mark.event.reach] + RING,
                "line": {"color": colours.text, "width": 2},
                "color": colours.text,
            },
            hoverinfo="skip",
            showlegend=False,
        )
        for mark in marks
    ]
