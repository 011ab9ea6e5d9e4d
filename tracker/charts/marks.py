"""Events as marks on the timeline, pushed apart where they would cover each other."""

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import groupby

import numpy as np

from tracker.charts.frame import Frame
from tracker.charts.template import Trace, day_text, scatter
from tracker.charts.texts import hover_text
from tracker.read_models import EventRow
from tracker.theme import Palette, mixed, symbol
from tracker.vocabulary import Precision, ReviewState, Stance

FARTHEST = 0.45
"""A mark leaves its level by at most so much of the distance between two levels, so that the level stays readable."""

TOUCHING = 0.92
"""Share of the sum of two radii at which marks count as apart: triangles leave their corners empty."""

STEPS = 9
"""Places to try on either side of the level, before finer ones are tried."""

CROWD = 30
"""Where more marks than this are close by there is no free place to look for, and looking would take long."""

GOLDEN = (math.sqrt(5) - 1) / 2
"""Multiples of this share, taken modulo 1, are spread evenly and never meet."""

BAR_FIRST = 0.65
"""Bars are tried this far out on the way to the farthest place first, out of the way of the marks."""

BAR_RADIUS = 2.5
"""Half the width of a bar, with a little air, in pixels."""


@dataclass(frozen=True, slots=True)
class Item:
    """A mark to place, in pixels along its level.

    Attributes:
        x: where its centre stands.
        until: where its bar ends; the same as ``x`` for a mark without a bar.
        radius: half its width.
        outwards: 1 or -1, the side that is tried first.
    """

    x: float
    until: float
    radius: float
    outwards: int = 1

    @property
    def has_bar(self) -> bool:
        """Whether a bar runs from the mark."""
        return self.until > self.x


def swarm_offsets(items: Sequence[Item], level: float) -> list[float]:
    """Return for each mark of one level how far it is pushed off the level, as a share of the distance of levels.

    The answer depends on nothing but the items, so that a chart always looks the same, and no two marks share a place.

    Args:
        items: the marks in the order of ``x``.
        level: distance between two levels in pixels.
    """
    offsets: list[float] = []
    near: list[tuple[Item, float]] = []
    widest = 2 * max((item.radius for item in items), default=0.0)
    for item in items:
        near = [pair for pair in near if max(pair[0].x, pair[0].until) > item.x - widest]
        close = sum(other.x > item.x - widest for other, _ in near)
        offsets.append(_offset(item, near, level) if close < CROWD else _spread(close))
        near.append((item, offsets[-1]))
    return offsets


def _offset(item: Item, near: Sequence[tuple[Item, float]], level: float, steps: int = STEPS) -> float:
    """Return the first free place, or else the one with the most room."""
    best, most = 0.0, 0.0
    for place in _places(item, steps):
        room = min((_room(item, place, *other, level) for other in near), default=TOUCHING)
        if room >= TOUCHING:
            return place
        if room > most:
            best, most = place, room
    return best if most > 0 else _offset(item, near, level, 2 * steps)


def _spread(number: int) -> float:
    """Return a place of its own for the mark of this number in a crowd."""
    return FARTHEST * (2 * (number * GOLDEN % 1) - 1)


def _places(item: Item, steps: int) -> Iterator[float]:
    """Yield places, those nearest to where the mark would best stand first."""
    first = BAR_FIRST * steps if item.has_bar else 0
    for number in sorted(range(steps + 1), key=lambda number: abs(number - first)):
        yield item.outwards * number * FARTHEST / steps
        if number:
            yield -item.outwards * number * FARTHEST / steps


def _room(item: Item, offset: float, other: Item, other_offset: float, level: float) -> float:
    """Return the distance to another mark, or to its bar, over the sum of the radii; below 1 they overlap."""
    across = (offset - other_offset) * level
    room = math.hypot(across, item.x - other.x) / (item.radius + other.radius)
    if not other.has_bar:
        return room
    return min(room, math.hypot(across, max(item.x - other.until, 0.0)) / (item.radius + BAR_RADIUS))


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
class PlacedMark:
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


def placed_marks(events: Iterable[EventRow], frame: Frame, today: dt.date) -> list[PlacedMark]:
    """Place Events on the chart, in the order of stance, day and slug."""
    ordered = sorted(events, key=lambda event: (event.stance, _middle(event), event.slug))
    marks = []
    for _, group in groupby(ordered, key=lambda event: event.stance):
        level = list(group)
        spans = [(_middle(event), _bar_end(event, today)) for event in level]
        items = [_item(event, *span, frame) for event, span in zip(level, spans, strict=True)]
        offsets = swarm_offsets(items, frame.level)
        marks += [
            PlacedMark(event, *span, event.stance + offset)
            for event, span, offset in zip(level, spans, offsets, strict=True)
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


def mark_traces(marks: Sequence[PlacedMark], frame: Frame, colours: Palette) -> list[Trace]:
    """Return the marks, one trace per stance and style."""
    groups: defaultdict[tuple[Style, Stance], list[PlacedMark]] = defaultdict(list)
    for mark in marks:
        groups[mark.style, mark.event.stance].append(mark)
    keys = [(style, stance) for style in Style for stance in sorted(Stance) if (style, stance) in groups]
    return [_mark_trace(groups[key], *key, frame, colours) for key in keys]


def _mark_trace(marks: Sequence[PlacedMark], style: Style, stance: Stance, frame: Frame, colours: Palette) -> Trace:
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


def bar_traces(marks: Sequence[PlacedMark], colours: Palette) -> list[Trace]:
    """Return lasting Events as thin bars from their start to their end, one trace per stance."""
    spans = [(mark, mark.day, mark.until) for mark in marks if mark.event.lasts]
    return [
        _span_trace(group, {"width": 3.5, "color": mixed(colours.stances[stance], colours.background, BAR_TINT)})
        for stance, group in _by_stance(spans)
    ]


def open_traces(marks: Sequence[PlacedMark], colours: Palette) -> list[Trace]:
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


def tick_traces(marks: Sequence[PlacedMark], colours: Palette) -> list[Trace]:
    """Return what is known of a date that is not known to the day, as a thin line over the days that it may be."""
    spans = [(mark, *known_span(mark.event)) for mark in marks if is_imprecise(mark.event)]
    return [_span_trace(spans, {"width": 1.4, "color": colours.text})] if spans else []


MarkSpan = tuple[PlacedMark, float, float]


def _by_stance(spans: Iterable[MarkSpan]) -> list[tuple[Stance, list[MarkSpan]]]:
    ordered = sorted(spans, key=lambda span: span[0].event.stance)
    return [(stance, list(group)) for stance, group in groupby(ordered, key=lambda span: span[0].event.stance)]


def _span_trace(spans: Sequence[MarkSpan], line: dict[str, object]) -> Trace:
    """Return spans as one broken line: start, end, and a gap."""
    heights = [(mark.height, mark.height, np.nan) for mark, _, _ in spans]
    return scatter(
        x=[day for _, start, end in spans for day in (day_text(start), day_text(end), None)],
        y=np.array(heights, dtype=np.float32).ravel(),
        mode="lines",
        line=line,
        hoverinfo="skip",
        showlegend=False,
    )
