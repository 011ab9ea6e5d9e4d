"""How many Events each quarter holds, and how many of them have two sources or more."""

from collections.abc import Sequence

import plotly.graph_objects as go

from tracker.charts.plain import plain_layout, round_ticks
from tracker.charts.traces import Trace
from tracker.sentiment.support import Support
from tracker.theme import Palette, palette

SEVERAL = "two sources or more"
ONE = "one source"


def support_figure(supports: Sequence[Support], *, dark: bool = False, narrow: bool = False) -> go.Figure:
    """Return the number of Events by quarter, split by the number of their sources."""
    colours = palette(dark=dark)
    names = [support.period.name for support in supports]
    layout = plain_layout(colours, height=240, margins=(40, 10, 30, 28), narrow=narrow)
    starts = [place for place, support in enumerate(supports) if support.period.since.month == 1]
    most = max((support.events for support in supports), default=0)
    every = 2 if narrow else 1
    # The foot of the bars needs no 0, which would stand on the first year.
    ticks = [tick for tick in round_ticks(0, max(most, 1)) if tick > 0 and tick == int(tick)]
    layout |= {
        "barmode": "stack",
        "bargap": 0.18,
        "xaxis": {
            "range": [-0.6, len(supports) - 0.4],
            "fixedrange": True,
            "showgrid": False,
            "tickvals": [place - 0.5 for place in starts][::every],
            "ticktext": [str(supports[place].period.year) for place in starts][::every],
        },
        "yaxis": {"range": [0, max(most, 1) * 1.06], "fixedrange": True, "tickvals": ticks, "tickformat": ","},
    }
    traces = [
        _bars(names, [support.several for support in supports], colours.text, SEVERAL, colours),
        _bars(names, [support.events - support.several for support in supports], colours.ghost, ONE, colours),
    ]
    return go.Figure(traces, layout)


def _bars(names: Sequence[str], heights: Sequence[int], colour: str, name: str, colours: Palette) -> Trace:
    return {
        "type": "bar",
        "x": list(range(len(heights))),
        "y": list(heights),
        "marker": {"color": colour, "line": {"width": 0.5, "color": colours.background}},
        "name": name,
        "customdata": list(names),
        "hovertemplate": "%{customdata}: %{y}<extra>%{fullData.name}</extra>",
    }
