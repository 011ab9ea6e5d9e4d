"""A chart in words for those who do not see it, and which Events a chart names."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from tracker.charts.frame import Frame
from tracker.charts.index_line import IndexLine, turns
from tracker.charts.labels import Label, Name, placed_labels
from tracker.charts.line_points import line_points
from tracker.charts.marks import PlacedMark
from tracker.charts.template import day_text
from tracker.charts.texts import escape_hover, label_lines, shortened
from tracker.read_models import EventRow
from tracker.sentiment.record import Mask, Real
from tracker.theme import Palette, faded
from tracker.vocabulary import Reach, ReviewState, Stance

FAR = 1 / 12
"""Events of one direction that lie nearer than this share of the time shown count less, the less the nearer."""

KNOWN_BY = 2
"""An Event that touches a company by name is known to more readers, and counts so much more."""


def strength(event: EventRow) -> int:
    """Return reach times the size of the stance, from 0 to 12."""
    return event.reach * abs(event.stance)


def turning_points(events: Sequence[EventRow], days: int, most: int) -> list[EventRow]:
    """Return the Events to name, the strongest first.

    Only accepted Events of kinds that move the index are named. Each next one has the greatest strength, lessened when
    one of its direction is named already near by; where that leaves several, the one with most sources, then the
    earliest.

    Args:
        events: the Events shown.
        days: length of the time shown.
        most: how many to name.
    """
    left = sorted(filter(_is_nameable, events), key=lambda event: (-len(event.sources), event.first_on, event.slug))
    value = np.array([_renown(event) for event in left], dtype=np.float64)
    day = np.array([event.first_on.toordinal() for event in left])
    eases = np.array([event.stance > 0 for event in left], dtype=np.bool_)
    nearness = np.ones(len(left))
    chosen: list[EventRow] = []
    for _ in range(min(most, len(left))):
        best = int(np.argmax(value * nearness))
        chosen.append(left[best])
        near = np.minimum(np.abs(day - day[best]) / max(days * FAR, 1), 1.0)
        nearness = np.where(eases == eases[best], np.minimum(nearness, near), nearness)
        value[best] = -1.0
        nearness[best] = 1.0
    return chosen


def _renown(event: EventRow) -> int:
    """Return how much an Event is worth naming; what concerns the whole economy is not named before technology."""
    return min(event.reach, Reach.SECTOR) * abs(event.stance) + KNOWN_BY * bool(event.companies)


def _is_nameable(event: EventRow) -> bool:
    return event.review_state is ReviewState.ACCEPTED and event.kind.counts and event.stance != 0


NO_EVENTS = "No events to show"
RECORDED = "How much is recorded"
WEIGHED = f"{RECORDED}: recent and larger events count more"
MOST = "at most like {most:,} new events of one firm"
FEW = "few events"
UNFINISHED = "still being recorded"

BAR_STEP = 12
"""A bar keeps names away at points so many pixels apart."""

LEAST_RUN = 60
"""A faint stretch of fewer days gets no remark."""

_Annotation = dict[str, Any]
Shape = dict[str, Any]


def chart_words(
    marks: Sequence[PlacedMark],
    line: IndexLine | None,
    ghost: IndexLine | None,
    named: Sequence[str] | None,
    *,
    frame: Frame,
    colours: Palette,
) -> dict[str, list[_Annotation | Shape]]:
    """Return all words on the chart as Plotly annotations, and the lines that lead to them as shapes.

    Args:
        marks: the placed Events.
        line: the index, None where there is none.
        ghost: the index behind it, which names leave free as well.
        named: slugs to name instead of the turning points that would be chosen.
        frame: size of the chart.
        colours: of the theme.
    """
    firm = (_point_names(line, frame) + _remarks(line.recorded, frame)) if line else []
    drawn = [_drawn(each.recorded, frame) for each in (line, ghost) if each]
    names = firm + _event_names(marks, named, frame)
    labels = placed_labels(names, _occupied(marks, frame), drawn, frame, len(firm) + frame.most_named)
    fixed = _fixed_words(line, frame, colours, empty=not marks)
    return {
        "annotations": [_placed(label, colours) for label in labels] + fixed,
        "shapes": [_leader(label, colours) for label in labels if label.name.slug],
    }


def _fixed_words(line: IndexLine | None, frame: Frame, colours: Palette, *, empty: bool) -> list[_Annotation]:
    words = _directions(frame, colours)
    if line and frame.strip:
        most = round(float(line.recorded.mass.max(initial=0.0)))
        text = RECORDED if frame.narrow else f"{WEIGHED} ({MOST.format(most=most)})"
        words.append(_fixed(text, 0, frame.strip_top, colours.muted, frame.small) | {"yanchor": "bottom"})
    if empty:
        words.append(_fixed(NO_EVENTS, 0.5, (1 + frame.panel_foot) / 2, colours.text, frame.font_size + 3))
    return words


def _point_names(line: IndexLine, frame: Frame) -> list[Name]:
    return [
        Name(
            lines=point.lines,
            day=point.day.toordinal(),
            height=point.value,
            size=frame.small,
            slug=point.key,
            bold=1,
            shorter=point.words,
            reach=math.inf,
        )
        for point in line_points(line)
        if frame.shows(point.day.toordinal())
    ]


def _event_names(marks: Sequence[PlacedMark], named: Sequence[str] | None, frame: Frame) -> list[Name]:
    """Return the names to try, the strongest first, and twice as many as are wanted: not each finds a place."""
    shown = {mark.event.slug: mark for mark in marks if frame.shows(mark.day)}
    if named is None:
        chosen = turning_points([mark.event for mark in shown.values()], frame.days, 2 * frame.most_named)
        named = [event.slug for event in chosen]
    marked = [shown[slug] for slug in named if slug in shown]
    return [_event_name(mark, frame) for mark in marked]


def _event_name(mark: PlacedMark, frame: Frame) -> Name:
    lines = tuple(label_lines(mark.event.title, frame.label_length))
    short = (shortened(mark.event.title, frame.label_length),) if len(lines) > 1 else ()
    return Name(lines, mark.day, mark.height, frame.small, mark.event.slug, shorter=short)


def _remarks(line: IndexLine, frame: Frame) -> list[Name]:
    """Return a remark for the longest faint stretch that is shown, and one for the last weeks."""
    days = line.first_day.toordinal() + np.arange(len(line.index))
    shown = (days >= frame.since.toordinal()) & (days <= frame.until.toordinal())
    stretches = ((UNFINISHED, line.unfinished, 1), (FEW, line.faint & ~line.unfinished, LEAST_RUN))
    remarks = []
    for text, marked, least in stretches:
        first, end = _longest_run(marked & shown)
        if end - first >= least:
            place = (first + end) // 2
            remarks.append(Name((text,), float(days[place]), float(line.index[place]), frame.small))
    return remarks


def _longest_run(days: Mask) -> tuple[int, int]:
    """Return where the longest stretch of true days begins and where it has ended; (0, 0) without any."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], days.astype(np.int8), [0]]))).reshape(-1, 2)
    if not len(edges):
        return 0, 0
    first, end = edges[np.argmax(edges[:, 1] - edges[:, 0])]
    return int(first), int(end)


def _drawn(line: IndexLine, frame: Frame) -> Real:
    """Return ordinals and values of the part of the line that is shown, as two rows."""
    days = (line.first_day.toordinal() + np.arange(len(line.index))).astype(np.float64)
    kept = turns(line.index) & (days >= frame.since.toordinal()) & (days <= frame.until.toordinal())
    return np.vstack([days[kept], line.index[kept]])


def _occupied(marks: Sequence[PlacedMark], frame: Frame) -> Real:
    """Return days and heights of the marks, and of points along the bars of lasting Events, as two rows."""
    step = BAR_STEP * frame.days_per_pixel()
    places = [(day, mark.height) for mark in marks for day in np.arange(mark.day, mark.until + 1, step).tolist()]
    return np.array(places, dtype=np.float64).reshape(-1, 2).T


def _placed(label: Label, colours: Palette) -> _Annotation:
    name = label.name
    return {
        "name": name.slug,
        "x": day_text(name.day),
        "y": name.height,
        "xshift": label.right,
        "yshift": -label.down,
        "text": "<br>".join(_bold(escape_hover(line), number < name.bold) for number, line in enumerate(name.lines)),
        "font": {"size": name.size, "color": colours.text if name.slug else colours.muted},
        "showarrow": False,
        "xanchor": "center",
        "yanchor": "middle",
        "bgcolor": faded(colours.background, 0.8),
        "borderpad": 1,
    }


def _bold(text: str, bold: bool) -> str:  # noqa: FBT001 - one of two looks
    return f"<b>{text}</b>" if bold else text


def _leader(label: Label, colours: Palette) -> Shape:
    """Return the line from a mark to its name.

    An annotation's own arrow makes the browser measure the page once more for each: 15 ms of a redraw with seven.
    """
    (x0, y0), (x1, y1) = label.leader
    return {
        "type": "line",
        "name": label.name.slug,
        "xsizemode": "pixel",
        "ysizemode": "pixel",
        "xanchor": day_text(label.name.day),
        "yanchor": label.name.height,
        "x0": x0,
        "y0": -y0,
        "x1": x1,
        "y1": -y1,
        "line": {"width": 1, "color": faded(colours.muted, 0.8)},
    }


def _directions(frame: Frame, colours: Palette) -> list[_Annotation]:
    """Return the words beside the axis that say which way is which."""
    panel = 1 - frame.panel_foot
    return [
        _fixed(text, 0, frame.panel_foot + share * panel, colours.stances[stance], frame.font_size)
        | {"textangle": -90, "xshift": 11 - frame.left, "xanchor": "center"}
        for text, share, stance in (("← tightening", 0.25, Stance.RESTRICTION), ("easing →", 0.75, Stance.SUPPORT))
    ]


def _fixed(text: str, x: float, y: float, colour: str, size: float) -> _Annotation:
    """Return words at a fixed place; shares of the width and height between the margins."""
    return {
        "text": text,
        "x": x,
        "y": y,
        "xref": "paper",
        "yref": "paper",
        "xanchor": "center" if x else "left",
        "yanchor": "middle",
        "showarrow": False,
        "font": {"size": size, "color": colour},
    }
