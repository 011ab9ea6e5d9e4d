"""A fan: how far the index moves when the choices behind it move, and when single stories are left out."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go

from tracker.charts.index_line import needed_days, turns
from tracker.charts.plain import bounds, day_axis, direction_words, font_size, plain_layout, stance_axis
from tracker.charts.template import DAY_FORMAT, Trace, day_text, scatter
from tracker.sentiment.record import Real
from tracker.theme import Palette, faded, palette
from tracker.vocabulary import Stance

BASE = "Index as chosen"
TROUGHS = "lowest point of each reading"
TURNS = "first day above 0 after it"
_NARROW = {TROUGHS: "lowest points", TURNS: "first above 0"}


@dataclass(frozen=True, eq=False)
class Blade:
    """One layer of the fan: the lowest and the highest value that a family of readings takes on each day."""

    name: str
    lower: Real
    upper: Real


def fan_figure(
    first_day: dt.date,
    base: Real,
    blades: Sequence[Blade],
    *,
    troughs: Sequence[tuple[dt.date, float]] = (),
    turn_days: Sequence[dt.date] = (),
    since: dt.date | None = None,
    until: dt.date | None = None,
    dark: bool = False,
    narrow: bool = False,
) -> go.Figure:
    """Return the fan with the lowest points and the turns of all readings.

    Args:
        first_day: the first day of every series.
        base: the index as chosen.
        blades: the layers, the widest first; at most three can be told apart.
        troughs: day and value of the lowest point of each reading.
        turn_days: the first day above 0 after it, of each reading that has one.
        since: first day on the time axis; the first of the series without it.
        until: last day on the time axis, likewise.
        dark: whether the page is dark.
        narrow: whether the chart is for a phone.
    """
    colours = palette(dark=dark)
    first = first_day.toordinal()
    left = 46 if narrow else 64
    layout = plain_layout(
        colours, height=360 if narrow else 420, margins=(left, 14, 88 if narrow else 34, 28), narrow=narrow
    )
    span = ((since or first_day).toordinal(), until.toordinal() if until else first + len(base) - 1)
    layout |= {
        "xaxis": day_axis(*span, narrow=narrow),
        "yaxis": stance_axis(
            *bounds(base, *(side for blade in blades for side in (blade.lower, blade.upper))), colours
        ),
        "annotations": direction_words(colours, left, font_size(narrow=narrow) - 1),
    }
    traces = [
        *(_blade(blade, first, _shade(place, len(blades), colours)) for place, blade in enumerate(blades)),
        _line(first, base, colours),
        *_marks(troughs, turn_days, colours, narrow=narrow),
    ]
    return go.Figure(traces, layout)


def _shade(place: int, number: int, colours: Palette) -> str:
    return faded(colours.mass, 0.25 + 0.4 * place / max(number - 1, 1))


def _times(first: int, places: np.ndarray[Any, np.dtype[np.int64]]) -> list[str]:
    return [day_text(first + place) for place in places.tolist()]


def _blade(blade: Blade, first: int, shade: str) -> Trace:
    kept = np.flatnonzero(needed_days(blade.lower, blade.upper, close=0.01))
    times = _times(first, kept)
    return scatter(
        x=times + times[::-1],
        y=np.concatenate([blade.lower[kept], blade.upper[kept][::-1]]).astype(np.float32),
        mode="lines",
        line={"width": 0},
        fill="toself",
        fillcolor=shade,
        name=blade.name,
        hoverinfo="skip",
    )


def _line(first: int, base: Real, colours: Palette) -> Trace:
    kept = np.flatnonzero(turns(base))
    return scatter(
        x=_times(first, kept),
        y=base[kept].astype(np.float32),
        mode="lines",
        line={"color": colours.text, "width": 2},
        name=BASE,
        hovertemplate=f"%{{x|{DAY_FORMAT}}}<br>Index %{{y:+.2f}}<extra></extra>",
    )


def _marks(
    troughs: Sequence[tuple[dt.date, float]], turn_days: Sequence[dt.date], colours: Palette, *, narrow: bool
) -> list[Trace]:
    """Return the lowest points as discs, and the turns as strokes across the line of 0; equal ones are drawn once.

    A sort of which there is none has no place in the key.
    """
    lowest, turned_on = sorted(set(troughs)), sorted(set(turn_days))
    return [
        scatter(
            x=[day_text(day.toordinal()) for day in days],
            y=values,
            mode="markers",
            marker=marker,
            name=_NARROW[name] if narrow else name,
            hovertemplate=f"%{{x|{DAY_FORMAT}}}<br>%{{y:+.2f}}<extra></extra>",
        )
        for name, days, values, marker in (
            (
                TROUGHS,
                [day for day, _ in lowest],
                [value for _, value in lowest],
                {"symbol": "circle", "size": 7, "color": faded(colours.stances[Stance.RESTRICTION], 0.5)},
            ),
            (
                TURNS,
                turned_on,
                [0.0] * len(turned_on),
                {"symbol": "line-ns", "size": 12, "line": {"width": 1.5, "color": colours.stances[Stance.SUPPORT]}},
            ),
        )
        if days
    ]
