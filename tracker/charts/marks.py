"""Events as marks: one trace of one constant style per stance and kind of mark, which a browser draws fastest."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import groupby

import numpy as np

from tracker.charts.days import day_text
from tracker.charts.frame import Frame
from tracker.charts.swarm import Item, swarm_offsets
from tracker.charts.texts import hover_text
from tracker.charts.traces import Trace, scatter
from tracker.rows import EventRow
from tracker.theme import Palette, mixed, symbol
from tracker.vocabulary import Precision, ReviewState, Stance

ABOUT_DAYS = 7
"""An approximate day ("about 17 May") is drawn so many days wide to either side."""

TINT = 0.35
"""How much of its colour a mark keeps whose date is not known to the day."""

BAR_TINT = 0.6
"""How much of its colour a bar keeps beside its mark."""

NAME = "marks"
"""The ``meta`` of the traces that hold Events; their customdata is the slug."""


class Style(Enum):
    """How sure a mark looks."""

    DAY = "known to the day"
    IMPRECISE = "day not known"
    UNACCEPTED = "not accepted"


@dataclass(frozen=True, slots=True)
class Mark:
    """An Event with its place on the chart.

    Attributes:
        event: the Event.
        day: ordinal of its day, or of the middle of the days that its date allows.
        until: ordinal of the end of its bar; the same as ``day`` without one.
        height: its stance and the small push that keeps marks apart.
    """

    event: EventRow
    day: float
    until: float
    height: float

    @property
    def style(self) -> Style:
        """How sure the mark looks."""
        if self.event.review_state is not ReviewState.ACCEPTED:
            return Style.UNACCEPTED
        return Style.IMPRECISE if is_imprecise(self.event) else Style.DAY


def is_imprecise(event: EventRow) -> bool:
    """Return whether an Event's day is not known: only a month, quarter, half or year, or about a day."""
    return event.approximate or event.precision is not Precision.DAY


def known_span(event: EventRow) -> tuple[float, float]:
    """Return the ordinals between which an Event's date lies."""
    first, last = event.first_on.toordinal(), event.last_on.toordinal()
    air = ABOUT_DAYS if event.approximate and first == last else 0
    return first - air, last + air


def placed_marks(events: Iterable[EventRow], frame: Frame, today: dt.date) -> list[Mark]:
    """Place Events on the chart, in the order of stance, day and slug."""
    ordered = sorted(events, key=lambda event: (event.stance, _middle(event), event.slug))
    marks = []
    for _, group in groupby(ordered, key=lambda event: event.stance):
        level = list(group)
        spans = [(_middle(event), _bar_end(event, today)) for event in level]
        items = [_item(event, *span, frame) for event, span in zip(level, spans, strict=True)]
        offsets = swarm_offsets(items, frame.level)
        marks += [
            Mark(event, *span, event.stance + offset) for event, span, offset in zip(level, spans, offsets, strict=True)
        ]
    return marks


def _middle(event: EventRow) -> float:
    return sum(known_span(event)) / 2


def _bar_end(event: EventRow, today: dt.date) -> float:
    """Return the ordinal of a lasting Event's last day; one that goes on has lasted until today."""
    if not event.lasts:
        return _middle(event)
    return max(_middle(event), float((event.end_on or today).toordinal()))


def _item(event: EventRow, day: float, until: float, frame: Frame) -> Item:
    outwards = -1 if event.stance < 0 else 1
    return Item(frame.x(day), frame.x(until), frame.mark_sizes[event.reach] / 2, outwards)


def mark_traces(marks: Sequence[Mark], frame: Frame, colours: Palette) -> list[Trace]:
    """Return the marks, one trace per stance and style."""
    groups: defaultdict[tuple[Style, Stance], list[Mark]] = defaultdict(list)
    for mark in marks:
        groups[mark.style, mark.event.stance].append(mark)
    keys = [(style, stance) for style in Style for stance in sorted(Stance) if (style, stance) in groups]
    return [_mark_trace(groups[key], *key, frame, colours) for key in keys]


def _mark_trace(marks: Sequence[Mark], style: Style, stance: Stance, frame: Frame, colours: Palette) -> Trace:
    sizes = frame.mark_sizes
    return scatter(
        x=[day_text(mark.day) for mark in marks],
        y=np.array([mark.height for mark in marks], dtype=np.float32),
        mode="markers",
        customdata=[mark.event.slug for mark in marks],
        hovertext=[hover_text(mark.event, narrow=frame.narrow) for mark in marks],
        hoverinfo="text",
        marker={
            "symbol": symbol(stance),
            "size": np.array([sizes[mark.event.reach] for mark in marks], dtype=np.float32),
            **_paint(style, colours.stances[stance], colours),
        },
        meta=NAME,
        showlegend=False,
    )


def _paint(style: Style, colour: str, colours: Palette) -> dict[str, object]:
    """Return the fill and outline of a style: full, tinted, or hollow. Full marks get a rim that parts them."""
    fill, rim, width = {
        Style.DAY: (colour, colours.background, 0.7),
        Style.IMPRECISE: (mixed(colour, colours.background, TINT), colour, 1.2),
        Style.UNACCEPTED: (colours.background, colour, 1.4),
    }[style]
    return {"color": fill, "opacity": 1, "line": {"color": rim, "width": width}}


def bar_traces(marks: Sequence[Mark], colours: Palette) -> list[Trace]:
    """Return lasting Events as thin bars from their start to their end, one trace per stance."""
    spans = [(mark, mark.day, mark.until) for mark in marks if mark.event.lasts]
    return [
        _span_trace(group, {"width": 3.5, "color": mixed(colours.stances[stance], colours.background, BAR_TINT)})
        for stance, group in _by_stance(spans)
    ]


def open_traces(marks: Sequence[Mark], colours: Palette) -> list[Trace]:
    """Return arrows at the end of the bars of Events that go on."""
    going = [mark for mark in marks if mark.event.is_open]
    arrow = {"symbol": "triangle-right", "size": 10, "opacity": 1, "line": {"width": 0}}
    shades = [mixed(colours.stances[mark.event.stance], colours.background, BAR_TINT) for mark in going]
    ends = scatter(
        x=[day_text(mark.until) for mark in going],
        y=np.array([mark.height for mark in going], dtype=np.float32),
        mode="markers",
        marker=arrow | {"color": shades},
        hoverinfo="skip",
        showlegend=False,
    )
    return [ends] if going else []


def tick_traces(marks: Sequence[Mark], colours: Palette) -> list[Trace]:
    """Return what is known of a date that is not known to the day, as a thin span with a cap at either end."""
    spans = [(mark, *known_span(mark.event)) for mark in marks if is_imprecise(mark.event)]
    return [_span_trace(spans, {"width": 1.4, "color": colours.text}, cap=7)] if spans else []


Span = tuple[Mark, float, float]


def _by_stance(spans: Iterable[Span]) -> list[tuple[Stance, list[Span]]]:
    ordered = sorted(spans, key=lambda span: span[0].event.stance)
    return [(stance, list(group)) for stance, group in groupby(ordered, key=lambda span: span[0].event.stance)]


def _span_trace(spans: Sequence[Span], line: dict[str, object], cap: int = 0) -> Trace:
    """Return spans as one broken line: start, end, and a gap."""
    heights = [(mark.height, mark.height, np.nan) for mark, _, _ in spans]
    caps = {"symbol": "line-ns", "size": cap, "line": {"color": line["color"], "width": 1.4}}
    return scatter(
        x=[day for _, start, end in spans for day in (day_text(start), day_text(end), None)],
        y=np.array(heights, dtype=np.float32).ravel(),
        mode="lines+markers" if cap else "lines",
        line=line,
        marker=caps if cap else None,
        hoverinfo="skip",
        showlegend=False,
    )
