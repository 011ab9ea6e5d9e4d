"""The index alone on a small panel: to choose days on it, or to see how sure it is."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import plotly.graph_objects as go

from tracker.charts.index_line import BAND, INDEX, IndexLine, band_trace, ghost_trace, line_traces, turns
from tracker.charts.plain import Annotation, bounds, day_axis, direction_words, font_size, plain_layout, stance_axis
from tracker.charts.template import DAY_FORMAT, Trace, day_text, scatter
from tracker.charts.texts import escape_hover, text_width
from tracker.theme import Palette, faded, palette
from tracker.vocabulary import Stance

DAYS = "days"
"""The trace whose points are days to choose; each carries its day (ISO) as customdata."""

FRAGILE = "one story decides the sign"
WHOLE = "Index of the whole record"
MEAN = "average without the pull towards 0"
SHORT = {BAND: "80 % range", FRAGILE: "one story decides", MEAN: "without the pull"}
"""Names in so few letters that two stand side by side on a phone."""

_KEY_ROW = 19
"""Height of a row of the key on a phone."""

USUAL_WIDTH = 1000
NARROW_WIDTH = 300
"""Inner widths that the words beside chosen days are laid out for."""


@dataclass(frozen=True, slots=True)
class FragileRun:
    """Days in a row on which the same story decides the sign of the index."""

    since: dt.date
    until: dt.date
    story: str


def index_figure(
    line: IndexLine,
    *,
    ghost: IndexLine | None = None,
    name: str = INDEX,
    ghost_name: str = WHOLE,
    picked: Sequence[dt.date] = (),
    fragile: Sequence[FragileRun] = (),
    since: dt.date | None = None,
    until: dt.date | None = None,
    choosable: bool = False,
    dark: bool = False,
    narrow: bool = False,
) -> go.Figure:
    """Return the index with its range; each day that bends the line answers the pointer.

    Args:
        line: the index.
        ghost: another index behind it, drawn thin.
        name: what the line is, for the key.
        ghost_name: what that is, for the key.
        picked: days to mark, at most two; between two of them the panel is tinted.
        fragile: stretches on which one story decides the sign, drawn as bars along 0.
        since: first day on the time axis; that of the line without it.
        until: last day on the time axis, likewise.
        choosable: whether days can be clicked; a browser needs a mark for each, which takes its time.
        dark: whether the page is dark.
        narrow: whether the chart is for a phone.
    """
    colours = palette(dark=dark)
    first, last = (since or line.first_day).toordinal(), (until or line.last_day).toordinal()
    named = [
        *_behind(line, ghost, ghost_name, colours),
        *(trace | {"name": name} for trace in line_traces(line, colours)),
        *_fragile_traces(fragile, colours),
    ]
    layout = _layout(line, (first, last), colours, top=_top(named, narrow=narrow), narrow=narrow)
    layout["shapes"] = _picked_shapes(picked, colours)
    layout["annotations"] += _picked_words(picked, (first, last), colours, narrow=narrow)
    named = [trace | {"name": SHORT.get(trace["name"], trace["name"])} for trace in named] if narrow else named
    days = [_day_trace(line, colours, choosable=choosable), _picked_trace(line, picked, colours)]
    return go.Figure([*named, *days], layout)


def _layout(line: IndexLine, days: tuple[int, int], colours: Palette, *, top: int, narrow: bool) -> dict[str, Any]:
    left = 46 if narrow else 64
    layout = plain_layout(colours, height=260 if narrow else 300, margins=(left, 14, top, 26), narrow=narrow)
    return layout | {
        "xaxis": day_axis(*days, narrow=narrow),
        "yaxis": stance_axis(*bounds(line.index, line.lower, line.upper), colours),
        "annotations": [*direction_words(colours, left, font_size(narrow=narrow) - 1)],
    }


def _behind(line: IndexLine, ghost: IndexLine | None, ghost_name: str, colours: Palette) -> list[Trace]:
    """Return what lies behind the line: its range, and another index for comparison."""
    band = band_trace(line, colours)
    return [
        *([band] if band else []),
        *([ghost_trace(ghost, colours) | {"name": ghost_name}] if ghost else []),
    ]


def _top(named: Sequence[Trace], *, narrow: bool) -> int:
    """Return the height of the key: one row on a desk, a row for two entries on a phone."""
    entries = sum(trace.get("showlegend", True) for trace in named)
    return 12 + _KEY_ROW * -(-entries // 2) if narrow else 30


def _day_trace(line: IndexLine, colours: Palette, *, choosable: bool) -> Trace:
    """Return a point for each day that the line is drawn through, unseen; it reads out the index of its day."""
    kept = turns(line.index)
    first = line.first_day.toordinal()
    days = [dt.date.fromordinal(first + place).isoformat() for place in np.flatnonzero(kept).tolist()]
    unseen = {"mode": "markers", "marker": {"size": 9}} if choosable else {"mode": "lines", "line": {"width": 0}}
    return scatter(
        x=line.days[kept],
        y=line.index[kept].astype(np.float32),
        **unseen,
        opacity=0,
        meta=DAYS,
        customdata=days if choosable else None,
        hovertemplate=f"%{{x|{DAY_FORMAT}}}<br>Average stance %{{y:+.2f}}<extra></extra>",
        hoverlabel={"font": {"color": colours.text}},
        showlegend=False,
    )


def _picked_trace(line: IndexLine, picked: Sequence[dt.date], colours: Palette) -> Trace:
    """Return a point on the line for each chosen day."""
    first = line.first_day
    chosen = [day for day in picked if first <= day <= line.last_day]
    return scatter(
        x=[day_text(day.toordinal()) for day in chosen],
        y=[float(line.index[(day - first).days]) for day in chosen],
        mode="markers",
        marker={"size": 10, "color": colours.accent, "line": {"color": colours.background, "width": 2}},
        hoverinfo="skip",
        showlegend=False,
    )


def _picked_shapes(picked: Sequence[dt.date], colours: Palette) -> list[dict[str, object]]:
    places = [day_text(day.toordinal()) for day in sorted(picked)]
    upright = {"y0": 0, "y1": 1, "yref": "paper"}
    tint = {"fillcolor": faded(colours.accent, 0.08), "line": {"width": 0}, "layer": "below"}
    lines = [
        {"type": "line", "x0": place, "x1": place, "line": {"color": colours.accent, "width": 1}, **upright}
        for place in places
    ]
    between = [{"type": "rect", "x0": start, "x1": end, **upright, **tint} for start, end in pairwise(places)]
    return between + lines


def _picked_words(
    picked: Sequence[dt.date], span: tuple[int, int], colours: Palette, *, narrow: bool
) -> list[Annotation]:
    """Return the chosen days as words: the earlier one to the left of its line, the later one to the right.

    Where one would run over the panel's edge it stands on the other side, a line lower, so that two never meet.
    """
    size = font_size(narrow=narrow) - 1
    width = NARROW_WIDTH if narrow else USUAL_WIDTH
    words = []
    for number, day in enumerate(sorted(picked)):
        text = f"{day.day} {day:%b %Y}"
        place = (day.toordinal() - span[0]) / max(span[1] - span[0], 1) * width
        room = text_width(text, size) + 8
        to_left = number == 0 and len(picked) > 1
        turned = place < room if to_left else place + room > width
        words.append(
            {
                "text": text,
                "x": day_text(day.toordinal()),
                "y": 1,
                "yref": "paper",
                "yanchor": "top",
                "yshift": -size - 6 if turned else 0,
                "xanchor": "right" if to_left != turned else "left",
                "xshift": -4 if to_left != turned else 4,
                "showarrow": False,
                "font": {"size": size, "color": colours.accent},
                "bgcolor": faded(colours.background, 0.8),
            }
        )
    return words


def _fragile_traces(fragile: Sequence[FragileRun], colours: Palette) -> list[Trace]:
    if not fragile:
        return []
    colour = colours.stances[Stance.TIGHTENING]
    times, texts = [], []
    for run in fragile:
        # A single day has no length; half a day to either side lets it be seen.
        times += [day_text(run.since.toordinal() - 0.5), day_text(run.until.toordinal() + 0.5), None]
        words = f"Without “{escape_hover(run.story)}” the sign would be the other"
        texts += [words, words, ""]
    return [
        scatter(
            x=times,
            y=[0.0 if time is not None else None for time in times],
            mode="lines",
            line={"color": colour, "width": 7},
            hovertext=texts,
            hoverinfo="text",
            name=FRAGILE,
        )
    ]
