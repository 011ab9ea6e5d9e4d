"""Stories as lanes under one time axis: each event a mark in its stance's colour, what lasted a bar with its length."""

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import plotly.graph_objects as go

from tracker.charts.frame import Frame, time_span
from tracker.charts.marks import (
    Item,
    PlacedMark,
    bar_traces,
    known_span,
    mark_traces,
    open_traces,
    swarm_offsets,
    tick_traces,
)
from tracker.charts.plain import Annotation, Margins, day_axis, opaque_layout, plain_layout
from tracker.charts.template import Trace, day_text, scatter
from tracker.charts.texts import escape_hover, shortened, text_width
from tracker.read_models import EventRow, events_extent
from tracker.theme import Palette, faded, palette

ROW, NARROW_ROW = 46, 62
"""Height of a lane in pixels; on a phone the name stands above it."""

_LEFT = 300
_NAME_LENGTH = 40
SPREAD, NARROW_SPREAD = 0.5, 0.36
"""Marks of a lane are pushed apart within so much of its height, so that the words around them have room."""

SHIFT = 0.12
"""On a phone the marks stand so much lower, as a share of the lane's height, below the name."""

WORDS_PLACE = 0.36
"""How far below the lane's middle the words stand, as a share of its height."""

AIR = 6
"""So many pixels lie between two of these words."""

_RING = 9

YEARS_EVERY, YEARS_ROW = 10, 0.45
"""After so many lanes the years stand again, in a row that is so much of a lane high."""

_FEW = 3
"""So few lanes at the end need no years of their own."""

_LONG = 3 * 365
"""Over more days than this the axis is told in years."""

_YEAR_WIDTH = 46
"""Pixels that a year needs on the axis."""


@dataclass(frozen=True, slots=True)
class Lane:
    """One story.

    Attributes:
        name: its name.
        note: a few quieter words below the name, such as where it stands.
        events: its Events by date.
        words: slug to what is written below the bar of an Event that lasted.
    """

    name: str
    note: str
    events: Sequence[EventRow]
    words: Mapping[str, str] = field(default_factory=dict)


def lanes_figure(
    lanes: Sequence[Lane], *, today: dt.date, chosen: str | None = None, dark: bool = False, narrow: bool = False
) -> go.Figure:
    """Return the lanes, the first on top; the traces that hold Events carry ``meta == "marks"`` and slugs.

    Args:
        lanes: the stories.
        today: up to here Events last that have not ended.
        chosen: slug of the Event to ring.
        dark: whether the page is dark.
        narrow: whether the chart is for a phone.
    """
    colours = palette(dark=dark)
    row = NARROW_ROW if narrow else ROW
    places = lane_places(len(lanes))
    since, until = time_span(events_extent([event for lane in lanes for event in lane.events], today), [])
    frame = Frame(since, max(until, today) if _goes_on(lanes) else until, narrow=narrow, strip=False)
    placed = [_marks(lane, place, frame, today, row) for place, lane in zip(places, lanes, strict=True)]
    marks = [mark for group in placed for mark in group]
    height = round((places[-1] + 1 if places else 1) * row) + 52
    layout = plain_layout(colours, height=height, margins=_margins(narrow=narrow), narrow=narrow)
    layout |= {
        **opaque_layout(colours),
        "showlegend": False,
        "xaxis": _time_axis(frame),
        "yaxis": _lane_axis(lanes, places, colours, frame.font_size, narrow=narrow),
        "annotations": [
            *(_names_above(lanes, places, colours, frame.font_size) if narrow else []),
            *(
                word
                for each in zip(lanes, placed, places, strict=True)
                for word in _bar_words(*each, frame=frame, colours=colours)
            ),
        ],
    }
    traces = [
        *_years_again(places, frame, colours),
        *_lines(placed, places, frame, colours),
        *bar_traces(marks, colours),
        *open_traces(marks, colours),
        *mark_traces(marks, frame, colours),
        *tick_traces(marks, colours),
        *_ring([mark for mark in marks if mark.event.slug == chosen], frame, colours),
    ]
    return go.Figure(traces, layout)


def lane_places(number: int) -> list[float]:
    """Return where lanes stand from above, in heights of a lane: between some of them the years stand again."""
    return [place + YEARS_ROW * min(place // YEARS_EVERY, _repeats(number)) for place in range(number)]


def _repeats(number: int) -> int:
    """Return how often the years stand between so many lanes; not shortly before the foot, where they stand again."""
    return max(number - _FEW, 0) // YEARS_EVERY


def _time_axis(frame: Frame) -> dict[str, object]:
    axis = day_axis(frame.since.toordinal(), frame.until.toordinal(), narrow=frame.narrow)
    top = {"side": "top", "tickangle": 0}
    if frame.days <= _LONG:
        return axis | top | {"nticks": 5 if frame.narrow else 7}
    return axis | top | {"ticklabelmode": "period", "dtick": f"M{12 * _step(frame)}", "tick0": "2000-01-01"}


def _step(frame: Frame) -> int:
    """Return each how many years one is told, so that all of them fit at the least width."""
    left, right, *_ = _margins(narrow=frame.narrow)
    return math.ceil(_YEAR_WIDTH * frame.days / 365 / (frame.widths[0] - left - right))


def _years_again(places: Sequence[float], frame: Frame, colours: Palette) -> list[Trace]:
    """Return the years between lanes of a long chart and at its foot, each in the middle of its days."""
    if frame.days <= _LONG or not places:
        return []
    first, last = frame.since.year, frame.until.year
    days = [dt.date(year, 7, 1) for year in range(first, last + 1) if year % _step(frame) == 0]
    shown = [day_text(day.toordinal()) for day in days if frame.shows(day.toordinal())]
    between = places[YEARS_EVERY::YEARS_EVERY][: _repeats(len(places))]
    heights = [place - 0.5 - YEARS_ROW / 2 for place in between] + [places[-1] + 0.72]
    return [
        scatter(
            x=shown * len(heights),
            y=[height for height in heights for _ in shown],
            text=[day[:4] for day in shown] * len(heights),
            mode="text",
            textfont={"size": frame.font_size, "color": colours.muted},
            cliponaxis=False,
            hoverinfo="skip",
        )
    ]


def _lane_axis(
    lanes: Sequence[Lane], places: Sequence[float], colours: Palette, size: int, *, narrow: bool
) -> dict[str, object]:
    return {
        "range": [(places[-1] if places else -1) + 0.55, -0.5],
        "fixedrange": True,
        "showgrid": False,
        "tickvals": [] if narrow else list(places),
        "ticktext": [] if narrow else [_name(lane, colours, "<br>") + "   " for lane in lanes],
        "tickfont": {"size": size, "color": colours.text},
    }


def _margins(*, narrow: bool) -> Margins:
    return (10, 14, 26, 26) if narrow else (_LEFT, 20, 26, 26)


def _goes_on(lanes: Sequence[Lane]) -> bool:
    return any(event.is_open for lane in lanes for event in lane.events)


def _marks(lane: Lane, place: float, frame: Frame, today: dt.date, row: int) -> list[PlacedMark]:
    """Place the Events of a lane; a tightening one gives way downwards, any other upwards."""
    days = [sum(known_span(event)) / 2 for event in lane.events]
    ends = [
        max(day, float((event.end_on or today).toordinal())) if event.lasts else day
        for event, day in zip(lane.events, days, strict=True)
    ]
    spread = NARROW_SPREAD if frame.narrow else SPREAD
    items = [
        Item(frame.x(day), frame.x(end), frame.mark_sizes[event.reach] / 2, 1 if event.stance < 0 else -1)
        for event, day, end in zip(lane.events, days, ends, strict=True)
    ]
    offsets = swarm_offsets(items, spread * row)
    return [
        PlacedMark(event, day, end, _middle(place, frame) + spread * offset)
        for event, day, end, offset in zip(lane.events, days, ends, offsets, strict=True)
    ]


def _middle(place: float, frame: Frame) -> float:
    return place + (SHIFT if frame.narrow else 0.0)


def _lines(
    placed: Sequence[Sequence[PlacedMark]], places: Sequence[float], frame: Frame, colours: Palette
) -> list[Trace]:
    """Return a thin line from the first to the last Event of each lane, as one broken line."""
    known = [(place, group) for place, group in zip(places, placed, strict=True) if group]
    ends = [(group[0], max(group, key=lambda mark: mark.until)) for _, group in known]
    middles = [_middle(place, frame) for place, _ in known]
    return [
        scatter(
            x=[each for first, last in ends for each in (day_text(first.day), day_text(last.until), None)],
            y=[each for middle in middles for each in (middle, middle, None)],
            mode="lines",
            line={"color": colours.zero, "width": 1},
            hoverinfo="skip",
        )
    ]


def _bar_words(
    lane: Lane, marks: Sequence[PlacedMark], place: float, frame: Frame, colours: Palette
) -> list[Annotation]:
    """Return how long something lasted, below its bar; words that would meet others of the lane are left out.

    What fits at the least width that the chart is shown at fits at any other.
    """
    left, right, *_ = _margins(narrow=frame.narrow)
    room = frame.widths[0] - left - right
    words: list[Annotation] = []
    taken = 0.0
    for mark in sorted(marks, key=lambda mark: mark.day):
        text = lane.words.get(mark.event.slug, "")
        start = (mark.day - frame.since.toordinal()) / frame.days * room
        end = start + text_width(text, frame.small)
        if not text or start < taken or end > room:
            continue
        taken = end + AIR
        words.append(
            {
                "text": escape_hover(text),
                "x": day_text(mark.day),
                "y": place + WORDS_PLACE,
                "xanchor": "left",
                "yanchor": "middle",
                "showarrow": False,
                "font": {"size": frame.small - 1, "color": colours.muted},
            }
        )
    return words


def _name(lane: Lane, colours: Palette, between: str) -> str:
    note = f'<span style="color:{colours.muted};font-size:0.85em">{escape_hover(lane.note)}</span>'
    return f"{escape_hover(shortened(lane.name, _NAME_LENGTH))}{between}{note}"


def _names_above(lanes: Sequence[Lane], places: Sequence[float], colours: Palette, size: int) -> list[Annotation]:
    return [
        {
            "text": _name(lane, colours, "  "),
            "x": 0,
            "xref": "paper",
            "xanchor": "left",
            "y": place - 0.3,
            "yanchor": "middle",
            "showarrow": False,
            "font": {"size": size, "color": colours.text},
            "bgcolor": faded(colours.background, 0.8),
        }
        for lane, place in zip(lanes, places, strict=True)
    ]


def _ring(marks: Sequence[PlacedMark], frame: Frame, colours: Palette) -> list[Trace]:
    return [
        scatter(
            x=[day_text(mark.day)],
            y=[mark.height],
            mode="markers",
            marker={
                "symbol": "circle-open",
                "size": frame.mark_sizes[mark.event.reach] + _RING,
                "color": colours.text,
                "line": {"color": colours.text, "width": 2},
            },
            hoverinfo="skip",
        )
        for mark in marks
    ]
