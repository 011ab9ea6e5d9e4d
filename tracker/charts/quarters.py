"""The record by quarter or month: counts, sums of what was announced, spread of stance, sources, what is in force."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from tracker.charts.plain import day_axis, direction_words, font_size, plain_layout, round_ticks, signed
from tracker.charts.template import DAY_FORMAT, Trace, day_text, scatter
from tracker.charts.words import UNFINISHED
from tracker.sentiment.announced import Announced
from tracker.sentiment.in_force import InForce
from tracker.sentiment.periods import Count, Period, Spread, Support
from tracker.sentiment.record import Whole
from tracker.theme import Palette, faded, level_name, palette
from tracker.vocabulary import Stance

PALE = 0.4
"""What came later in a quarter is drawn in so much of the colour."""

_REACH, _NARROW_REACH = 4, 10
"""The remark on the last quarter is as wide as so many quarters of the whole record."""

_LATER = "later in the quarter"
QUARTILES = "middle half"
RANGE = "all"
MEDIAN = "median"


def counts_figure(counts: Sequence[Count], *, age: int | None, dark: bool = False, narrow: bool = False) -> go.Figure:
    """Return easing Events upwards and tightening ones downwards, by quarter.

    The full colour is what a quarter held at the age that the last one has now, so that this one can be compared; the
    pale colour is what came later.

    Args:
        counts: the counts of quarters in a row.
        age: the age of the last quarter, in days; None where whole quarters are drawn in the full colour.
        dark: whether the page is dark.
        narrow: whether the chart is for a phone.
    """
    colours = palette(dark=dark)
    periods = [count.period for count in counts]
    easing, tightening = colours.stances[Stance.SUPPORT], colours.stances[Stance.RESTRICTION]
    ups, downs = [count.easing for count in counts], [count.tightening for count in counts]
    early_up = ups if age is None else [count.easing_by_age for count in counts]
    early_down = downs if age is None else [count.tightening_by_age for count in counts]
    later_up = [whole - early for whole, early in zip(ups, early_up, strict=True)]
    later_down = [early - whole for whole, early in zip(downs, early_down, strict=True)]
    first_days = "" if age is None else f", first {age} days of each quarter"
    traces = [
        _bars(periods, early_up, easing, f"Easing{first_days}", ups),
        _bars(periods, [-early for early in early_down], tightening, f"Tightening{first_days}", downs),
    ]
    if age is not None:
        pale_up, pale_down = faded(easing, PALE), faded(tightening, PALE)
        traces.append(_bars(periods, later_up, pale_up, _LATER, ups))
        traces.append(_bars(periods, later_down, pale_down, _LATER, downs) | {"showlegend": False})
    low = min((-count.tightening for count in counts), default=0)
    high = max((count.easing for count in counts), default=0)
    layout = _quarter_layout(periods, colours, (float(low), float(high)), narrow=narrow)
    layout |= {"barmode": "relative", "bargap": 0.18}
    ticks = [tick for tick in round_ticks(low, high) if tick == int(tick)]
    layout["yaxis"] |= {"tickvals": ticks, "ticktext": [f"{abs(tick):.0f}" for tick in ticks]}
    if age is not None and counts and not counts[-1].complete:
        layout["annotations"].append(_unfinished(counts, colours, narrow=narrow))
    return go.Figure(traces, layout)


def _bars(periods: Sequence[Period], heights: Sequence[int], colour: str, name: str, whole: Sequence[int]) -> Trace:
    return {
        "type": "bar",
        "x": list(range(len(periods))),
        "y": list(heights),
        "marker": {"color": colour, "line": {"width": 0}},
        "name": name,
        "customdata": [
            [period.name, abs(height), total] for period, height, total in zip(periods, heights, whole, strict=True)
        ],
        "hovertemplate": "%{customdata[0]}: %{customdata[1]} of %{customdata[2]}<extra>%{fullData.name}</extra>",
    }


def announced_figure(found: Sequence[Announced], *, dark: bool = False, narrow: bool = False) -> go.Figure:
    """Return the sum of reach times stance announced in each period, easing upwards and tightening downwards."""
    colours = palette(dark=dark)
    periods = [each.period for each in found]
    low, high = min((each.tightening for each in found), default=0), max((each.easing for each in found), default=0)
    layout = _quarter_layout(periods, colours, (low, high), narrow=narrow)
    ticks = round_ticks(low, high)
    layout["yaxis"] |= {"tickvals": ticks, "ticktext": [signed(tick, decimals=0) for tick in ticks]}
    signs = ((Stance.SUPPORT, "Easing", "easing"), (Stance.RESTRICTION, "Tightening", "tightening"))
    traces = [
        {
            "type": "bar",
            "x": list(range(len(found))),
            "y": [getattr(each, sign) for each in found],
            "marker": {"color": colours.stances[level], "line": {"width": 0}},
            "name": name,
            "customdata": [_announced_words(each) for each in found],
            "hovertemplate": "%{customdata}<extra></extra>",
        }
        for level, name, sign in signs
    ]
    return go.Figure(traces, layout | {"barmode": "relative", "bargap": 0.1})


def _announced_words(each: Announced) -> str:
    sums = f"easing {signed(each.easing, decimals=1)}, tightening {signed(each.tightening, decimals=1)}"
    return f"{each.period.name}: {each.events:g} event{'s' * (each.events != 1)}<br>{sums}"


def spread_figure(
    spreads: Sequence[Spread], periods: Sequence[Period], *, dark: bool = False, narrow: bool = False
) -> go.Figure:
    """Return, for each quarter, the range of all stances, their middle half and their median."""
    colours = palette(dark=dark)
    places = {period: place for place, period in enumerate(periods)}
    shown = [(places[spread.period], spread) for spread in spreads]
    whole = [(place, float(each.lowest), float(each.highest)) for place, each in shown]
    middle = [(place, each.lower_quartile, each.upper_quartile) for place, each in shown]
    thin, thick = (1, 4) if narrow else (1.5, 9)
    traces = [
        _uprights(whole, colours.zero, thin, RANGE),
        _uprights(middle, colours.ghost, thick, QUARTILES),
        scatter(
            x=[place for place, _ in shown],
            y=[each.median for _, each in shown],
            mode="markers",
            marker={
                "size": 6 if narrow else 9,
                "color": [_direction_colour(each.median, colours) for _, each in shown],
                "line": {"color": colours.background, "width": 1},
            },
            customdata=[_told(each) for _, each in shown],
            hovertemplate="%{customdata}<extra></extra>",
            name=MEDIAN,
        ),
    ]
    layout = _quarter_layout(periods, colours, (-3.0, 3.0), narrow=narrow)
    levels = sorted(Stance)
    layout["yaxis"] |= {
        "tickvals": [level.value for level in levels],
        "ticktext": [level_name(level, short=True) + "  " for level in levels],
    }
    return go.Figure(traces, layout)


def _told(spread: Spread) -> str:
    events = f"{spread.events} event{'s' * (spread.events != 1)}"
    middle = f"{signed(spread.lower_quartile, decimals=1)} to {signed(spread.upper_quartile, decimals=1)}"
    whole = f"{signed(spread.lowest, decimals=0)} to {signed(spread.highest, decimals=0)}"
    median = signed(spread.median, decimals=1)
    return f"{spread.period.name}: {events}<br>median {median}<br>middle half {middle}<br>all {whole}"


def _direction_colour(value: float, colours: Palette) -> str:
    if value == 0:
        return colours.stances[Stance.NEUTRAL]
    return colours.stances[Stance.SUPPORT if value > 0 else Stance.RESTRICTION]


def _uprights(spans: Sequence[tuple[int, float, float]], colour: str, width: float, name: str) -> Trace:
    """Return upright lines as one trace; one without a length is lengthened so much that it can be seen."""
    xs: list[float | None] = []
    ys: list[float | None] = []
    for place, low, high in spans:
        air = 0.08 if low == high else 0.0
        xs += [place, place, None]
        ys += [low - air, high + air, None]
    return scatter(x=xs, y=ys, mode="lines", line={"color": colour, "width": width}, name=name, hoverinfo="skip")


def _quarter_layout(
    periods: Sequence[Period], colours: Palette, span: tuple[float, float], *, narrow: bool
) -> dict[str, Any]:
    left = 46 if narrow else 64
    top = 54 if narrow else 34
    layout = plain_layout(colours, height=260 if narrow else 320, margins=(left, 10, top, 28), narrow=narrow)
    air = 0.08 * max(span[1] - span[0], 1.0)
    starts = [place for place, period in enumerate(periods) if period.since.month == 1]
    every = 2 if narrow else 1
    layout |= {
        "hovermode": "closest",
        "xaxis": {
            "range": [-0.6, len(periods) - 0.4],
            "fixedrange": True,
            "tickvals": [place - 0.5 for place in starts][::every],
            "ticktext": [str(periods[place].year) for place in starts][::every],
        },
        "yaxis": {
            "range": [span[0] - air, span[1] + air],
            "fixedrange": True,
            "zeroline": True,
            "zerolinecolor": colours.zero,
            "zerolinewidth": 1.2,
        },
        "annotations": direction_words(colours, left, font_size(narrow=narrow) - 1),
    }
    return layout


def _unfinished(counts: Sequence[Count], colours: Palette, *, narrow: bool) -> dict[str, Any]:
    """Return the remark on the last quarter; it stands above the bars that its words reach over."""
    below = counts[-_NARROW_REACH if narrow else -_REACH :]
    return {
        "text": UNFINISHED,
        "x": len(counts) - 0.5,
        "y": max(count.easing for count in below),
        "xanchor": "right",
        "yanchor": "bottom",
        "showarrow": False,
        "font": {"size": font_size(narrow=narrow) - 1, "color": colours.muted},
    }


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
        _support_bars(names, [support.several for support in supports], colours.text, SEVERAL, colours),
        _support_bars(names, [support.events - support.several for support in supports], colours.ghost, ONE, colours),
    ]
    return go.Figure(traces, layout)


def _support_bars(names: Sequence[str], heights: Sequence[int], colour: str, name: str, colours: Palette) -> Trace:
    return {
        "type": "bar",
        "x": list(range(len(heights))),
        "y": list(heights),
        "marker": {"color": colour, "line": {"width": 0.5, "color": colours.background}},
        "name": name,
        "customdata": list(names),
        "hovertemplate": "%{customdata}: %{y}<extra>%{fullData.name}</extra>",
    }


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
