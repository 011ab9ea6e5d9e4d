"""Step lines of what is in force: easing measures upwards, tightening ones downwards."""

import numpy as np
import plotly.graph_objects as go

from tracker.charts.days import day_text
from tracker.charts.plain import day_axis, direction_words, font_size, plain_layout, round_ticks
from tracker.charts.template import DAY_FORMAT
from tracker.charts.traces import Trace, scatter
from tracker.sentiment.evidence import Whole
from tracker.sentiment.in_force import InForce
from tracker.theme import Palette, faded, palette
from tracker.vocabulary import Stance

EASING = "Easing measures that hold"
TIGHTENING = "Tightening measures that hold"


def in_force_figure(holding: InForce, *, dark: bool = False, narrow: bool = False) -> go.Figure:
    """Return how many measures hold on each day."""
    colours = palette(dark=dark)
    left = 46 if narrow else 64
    first = holding.first_day.toordinal()
    last = first + len(holding.easing) - 1
    low, high = -float(holding.tightening.max(initial=1)), float(holding.easing.max(initial=1))
    top = 50 if narrow else 34
    layout = plain_layout(colours, height=260 if narrow else 300, margins=(left, 34, top, 28), narrow=narrow)
    ticks = [tick for tick in round_ticks(low, high) if tick == int(tick)]
    layout |= {
        "xaxis": day_axis(first, last, narrow=narrow),
        "yaxis": {
            "range": [low * 1.1 - 1, high * 1.1 + 1],
            "fixedrange": True,
            "tickvals": ticks,
            "ticktext": [f"{abs(tick):.0f}" for tick in ticks],
            "zeroline": True,
            "zerolinecolor": colours.zero,
            "zerolinewidth": 1.2,
        },
        "annotations": [
            *direction_words(colours, left, font_size(narrow=narrow) - 1),
            *(_end_number(last, sign * int(line[-1]), colours, narrow=narrow) for sign, line in _lines(holding)),
        ],
    }
    return go.Figure([_steps(first, line, sign, colours) for sign, line in _lines(holding)], layout)


def _lines(holding: InForce) -> tuple[tuple[int, Whole], tuple[int, Whole]]:
    return (1, holding.easing), (-1, holding.tightening)


def _steps(first: int, line: Whole, sign: int, colours: Palette) -> Trace:
    # Only the days on which something begins or ends are sent, and the two ends.
    kept = np.flatnonzero(np.diff(line, prepend=line[0] - 1))
    kept = np.unique(np.append(kept, len(line) - 1))
    colour = colours.stances[Stance.SUPPORT if sign > 0 else Stance.RESTRICTION]
    return scatter(
        x=[day_text(first + day) for day in kept.tolist()],
        y=(sign * line[kept]).tolist(),
        customdata=line[kept].tolist(),
        mode="lines",
        line={"color": colour, "width": 1.6, "shape": "hv"},
        fill="tozeroy",
        fillcolor=faded(colour, 0.2),
        name=EASING if sign > 0 else TIGHTENING,
        hovertemplate=f"%{{x|{DAY_FORMAT}}}: %{{customdata}}<extra>%{{fullData.name}}</extra>",
    )


def _end_number(last: int, value: int, colours: Palette, *, narrow: bool) -> dict[str, object]:
    return {
        "text": str(abs(value)),
        "x": day_text(last),
        "y": value,
        "xanchor": "left",
        "yanchor": "middle",
        "xshift": 4,
        "showarrow": False,
        "font": {"size": font_size(narrow=narrow), "color": colours.stances[_level(value)]},
    }


def _level(value: int) -> Stance:
    return Stance.RESTRICTION if value < 0 else Stance.SUPPORT
