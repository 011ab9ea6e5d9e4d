"""The timeline: its key and years above, its layout, and marks, eras and index in one figure."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import wraps
from typing import Any, NamedTuple, ParamSpec

import plotly.graph_objects as go

from tracker.charts.density import Crowd, Shades, shade_trace
from tracker.charts.era_shading import era_shapes, era_words, shown_eras
from tracker.charts.frame import FOOT_STANCE, TOP_STANCE, Frame, time_span
from tracker.charts.index_line import IndexLine, band_trace, ghost_trace, line_traces, strip_trace
from tracker.charts.key import key_rows, key_traces
from tracker.charts.line_points import line_points, point_trace
from tracker.charts.marks import PlacedMark, bar_traces, mark_traces, open_traces, placed_marks, tick_traces
from tracker.charts.plain import key_above
from tracker.charts.template import Trace, chart_template, date_ticks, day_text
from tracker.charts.words import chart_words
from tracker.read_models import EraRow, EventRow, EventsExtent, events_extent
from tracker.theme import Palette, level_name, palette
from tracker.vocabulary import Stance


def timeline_layout(frame: Frame, colours: Palette, most: float = 0.0) -> dict[str, Any]:
    """Return the layout without its words; ``most`` is the greatest height of the strip."""
    layout = {
        "template": chart_template(colours, size=frame.font_size),
        "height": frame.height,
        "margin": {"l": frame.left, "r": frame.right, "t": frame.top, "b": frame.bottom, "autoexpand": False},
        # Streamlit sets these three in a second step, and draws again, unless the figure brings them.
        "clickmode": "event+select",
        "dragmode": False if frame.narrow else "zoom",
        "hovermode": "closest",
        "legend": _key_place(frame),
        "yaxis": _stance_axis(frame, colours),
        "xaxis": {**_time_axis(frame), "anchor": "y", "side": "top", "ticklabelmode": "period", "tickangle": 0},
    }
    if frame.strip:
        layout["xaxis"] |= {"matches": "x2"}
        layout["xaxis2"] = {**_time_axis(frame), "anchor": "y2", "showticklabels": False}
        layout["yaxis2"] = {
            "domain": [0, frame.strip_top],
            "range": [0, max(most, 1.0) * 1.05],
            "fixedrange": True,
            "showticklabels": False,
            "showgrid": False,
        }
    return layout


def _key_place(frame: Frame) -> dict[str, Any]:
    """Return the place of the key: over the whole width, above the years and the names of eras."""
    place = key_above(frame.key_size) | {"xref": "container", "x": 0, "y": 1 + (frame.above + 3) / frame.inner}
    # Three columns on a phone, where Plotly would otherwise give each entry a row.
    return place | ({"entrywidth": 48} if frame.narrow else {})


def _time_axis(frame: Frame) -> dict[str, Any]:
    span = [day_text(frame.since.toordinal()), day_text(frame.until.toordinal())]
    return {**date_ticks(narrow=frame.narrow), "range": span}


def _stance_axis(frame: Frame, colours: Palette) -> dict[str, Any]:
    levels = sorted(Stance)
    return {
        "domain": [frame.panel_foot, 1],
        "range": [FOOT_STANCE, TOP_STANCE],
        "fixedrange": True,
        "tickvals": [level.value for level in levels],
        "ticktext": [level_name(level, short=frame.narrow) + "  " for level in levels],
        "zeroline": True,
        "zerolinecolor": colours.zero,
        "zerolinewidth": 1.2,
    }


_P = ParamSpec("_P")


class FigureParts(NamedTuple):
    """A figure's traces and its layout, as Plotly takes them."""

    traces: list[Trace]
    layout: dict[str, Any]


LEAST_PERIOD = 6
"""A period of one day is shown with days around it, so that its marks do not stand on the edge of the chart."""


def timeline_parts(
    events: Sequence[EventRow],
    line: IndexLine | None,
    *,
    crowd: Crowd | None = None,
    extent: EventsExtent | None = None,
    ghost: IndexLine | None = None,
    named: Sequence[str] | None = None,
    eras: Sequence[EraRow] = (),
    today: dt.date | None = None,
    since: dt.date | None = None,
    until: dt.date | None = None,
    dark: bool = False,
    narrow: bool = False,
    colours: Palette | None = None,
) -> FigureParts:
    """Return the parts of the timeline. Marks hold the slug of their Event as customdata, points of the line their day.

    Args:
        events: the Events to show; beyond a thousand on the time axis they are counted in shades.
        crowd: all Events to show, where ``events`` are only those of them to draw as marks.
        extent: the days that they take, then.
        line: the index of these Events, drawn up to the latest of them; without one there is no strip.
        ghost: the index of the whole record, drawn thin behind a filtered one.
        named: slugs to name instead of the turning points that the chart would choose.
        eras: named stretches of time, shaded behind the panel.
        today: up to here Events last that have not ended; the line's or the axis's last day without it.
        since: first day on the time axis; the first that Events and line need without it.
        until: last day on the time axis, likewise.
        dark: whether the page is dark.
        narrow: whether the chart is for a phone.
        colours: others than the theme's.
    """
    colours, extent = colours or palette(dark=dark), extent if crowd else events_extent(events, today or dt.date.max)
    frame = frame_of(extent, line, (since, until), narrow=narrow)
    drawn, shades = _marks_and_shades(events, crowd or Crowd.of(events), frame)
    marks = placed_marks(drawn, frame, today or (line.last_day if line else frame.until))
    key = key_traces(marks, line, ghost, shades=shades, frame=frame, colours=colours)
    shown = shown_eras(eras, line, frame)
    frame = replace(frame, key_rows=key_rows(key, frame), era_rows=(2 if narrow else 1) if shown else 0)
    traces = _behind(line, ghost, shades, colours) + _upon(marks, line, frame, colours) + key
    words = chart_words(marks, line, ghost, named, frame=frame, colours=colours)
    words["annotations"] += era_words(shown, frame, colours)
    words["shapes"] = era_shapes(shown, ghost or line, colours) + words["shapes"]
    return FigureParts(traces, timeline_layout(frame, colours, _most(line)) | words)


def _as_figure(parts: Callable[_P, FigureParts]) -> Callable[_P, go.Figure]:
    """Return what makes a figure of such parts; Plotly checks every one of them, which takes its time."""

    @wraps(parts)
    def figure(*values: _P.args, **named: _P.kwargs) -> go.Figure:
        return go.Figure(*parts(*values, **named))

    return figure


timeline_figure = _as_figure(timeline_parts)
"""The same as a figure."""


def _marks_and_shades(
    events: Sequence[EventRow], crowd: Crowd, frame: Frame
) -> tuple[Sequence[EventRow], Shades | None]:
    """Return the Events to draw as marks, and the shades of all of them where they are too many."""
    places, is_crowd = crowd.marks(frame)
    drawn = events if len(events) < len(crowd.days) else [events[place] for place in places.tolist()]
    return drawn, Shades.of(crowd, frame) if is_crowd else None


def frame_of(
    extent: EventsExtent | None,
    line: IndexLine | None,
    period: tuple[dt.date | None, dt.date | None],
    *,
    narrow: bool,
) -> Frame:
    """Return the size of the chart and the days it shows, those of the period where it has them.

    Args:
        extent: that of the Events to show.
        line: their index.
        period: first and last day on the time axis; what Events and line need where they are None.
        narrow: whether the chart is for a phone.
    """
    days = [line.first_day, line.recorded.last_day] if line else []
    first, last = time_span(extent, days, line.last_day if line else None)
    since, until = period[0] or first, period[1] or last
    air = dt.timedelta(days=max(LEAST_PERIOD - (until - since).days, 0) // 2)
    return Frame(since - air, until + air, narrow=narrow, strip=line is not None)


def _behind(line: IndexLine | None, ghost: IndexLine | None, shades: Shades | None, colours: Palette) -> list[Trace]:
    """Return what lies behind the marks: Events that are counted in shades, the range, and the index for comparison."""
    band = band_trace(line, colours) if line else None
    return [
        *([shade_trace(shades, colours)] if shades else []),
        *([_unnamed(band)] if band else []),
        *([_unnamed(ghost_trace(ghost, colours))] if ghost else []),
    ]


def _unnamed(trace: Trace) -> Trace:
    """Return a trace that is not in the key, which has entries of its own."""
    return trace | {"showlegend": False}


def _upon(marks: Sequence[PlacedMark], line: IndexLine | None, frame: Frame, colours: Palette) -> list[Trace]:
    return [
        *bar_traces(marks, colours),
        *open_traces(marks, colours),
        *mark_traces(marks, frame, colours),
        *tick_traces(marks, colours),
        *(_line(line, frame, colours) if line else []),
    ]


def _line(line: IndexLine, frame: Frame, colours: Palette) -> list[Trace]:
    points = [point for point in line_points(line) if frame.shows(point.day.toordinal())]
    return [
        *map(_unnamed, line_traces(line, colours)),
        strip_trace(line, colours),
        *([point_trace(points, colours)] if points else []),
    ]


def _most(line: IndexLine | None) -> float:
    return float(line.recorded.mass.max(initial=0.0)) if line else 0.0
