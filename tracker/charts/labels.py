"""Place names beside the points they belong to: clear of each other, of the line and of the panel's edge.

Everything is decided in pixels before the browser draws, at several widths at once, because the page does not say how
wide it will show the chart. A name that fits nowhere is left out; the Event is still there as a mark. All distances and
costs were chosen by eye on charts of the curated record; none was fitted.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from tracker.charts.frame import Frame
from tracker.charts.texts import text_width
from tracker.sentiment.record import Mask, Real

PADDING = 3.0
"""Air around a name, in pixels."""

BOLD = 1.08
"""Bold letters are so much wider."""

LINE_HEIGHT = 1.3
"""Distance of two lines of text over the size of the letters."""

SIDEWAYS = (0, -28, 28, -56, 56, -84, 84, -112, 112, -140, 140, -170, 170, -200, 200)
AWAY = (26, 36, 46, 58, 74, 92, 112, 134, 158, 184, 212, 242)
"""Distances to try between a point and the middle of its name, in pixels: sideways, and up or down."""

RIM = 7.0
"""A leader line begins so far from the middle of its mark, in pixels."""

PIXEL_OF_LEADER, CROSSED_LEADER, UNDER_LEADER = 0.12, 40.0, 1.0
"""What a pixel of leader line costs, a crossing of two leader lines, and what of marks and lines it runs over."""

NEAR_LEADER = 5.0
"""A leader line runs over a mark whose middle is so near to it, in pixels."""

LONGEST_LEADER = 190.0
"""A name does not stand farther than this from its mark, in pixels."""

SAMPLE = 6.0
"""Lines are checked as points so many pixels apart."""


@dataclass(frozen=True, slots=True)
class Name:
    """A text to place.

    Attributes:
        lines: the text, one or two lines.
        day: ordinal of the point that it belongs to.
        height: stance of that point.
        size: size of the letters in pixels.
        slug: the Event that it names, or the key of a point of the line; empty for a remark on the line.
        bold: how many of the lines are bold.
        reach: the longest line to it, in pixels.
        shorter: fewer lines, for where there is no room for all; empty where there are none.
    """

    lines: tuple[str, ...]
    day: float
    height: float
    size: float
    slug: str = ""
    bold: int = 0
    shorter: tuple[str, ...] = ()
    reach: float = LONGEST_LEADER

    @property
    def box(self) -> tuple[float, float]:
        """Width and height of the text in pixels, rather too large."""
        widths = [text_width(line, self.size) for line in self.lines]
        width = max(wide * (BOLD if number < self.bold else 1.0) for number, wide in enumerate(widths))
        return width + 2 * PADDING, len(self.lines) * self.size * LINE_HEIGHT + 2 * PADDING


@dataclass(frozen=True, slots=True)
class Label:
    """A placed name: its middle lies so many pixels to the right of its point and so many below."""

    name: Name
    right: float
    down: float

    @property
    def shift(self) -> Real:
        """Right and down as one array."""
        return np.array([self.right, self.down])

    @property
    def leader(self) -> Real:
        """Start and end of the line from the mark's rim to the name, as shifts from the point, in pixels."""
        shift = np.array([self.right, self.down])
        half = np.array(self.name.box) / 2 - PADDING
        # The line ends where it meets the text's box: one side of it is met first.
        inside = np.min(half / np.maximum(np.abs(shift), 1e-9))
        return np.array([shift * min(RIM / np.hypot(*shift), 1.0), shift * max(1.0 - inside, 0.0)])

    def edges(self, frame: Frame, width: int) -> Real:
        """Return left, top, right and bottom within the panel of a chart of some width."""
        half = np.array(self.name.box) / 2
        middle = _point(self.name, frame, width) + self.shift
        return np.concatenate([middle - half, middle + half])


def placed_labels(names: Sequence[Name], marks: Real, lines: Sequence[Real], frame: Frame, most: int) -> list[Label]:
    """Return the names that fit, in the order given.

    Args:
        names: the texts, those with the least choice of place first.
        marks: days and heights of all marks as two rows; no name may cover one.
        lines: days and values of each line as two rows; no name may cover one, nor the point of another name.
        frame: size of the chart.
        most: so many are placed at most.
    """
    rooms = [_Room(frame, width, marks, lines, names) for width in frame.widths]
    placed: list[Label] = []
    for name in names:
        if len(placed) == most:
            break
        label = _label(name, rooms)
        if label is None and name.shorter:
            label = _label(replace(name, lines=name.shorter), rooms)
        if label is not None:
            placed.append(label)
            for room in rooms:
                room.add(label)
    return placed


def _label(name: Name, rooms: Sequence["_Room"]) -> Label | None:
    """Return a name in its best place; None where there is none."""
    shifts = _shifts(name)
    costs = np.zeros(len(shifts))
    for room in rooms:
        left = np.isfinite(costs)
        if left.any():
            costs[left] += room.costs(name, shifts[left])
    best = int(np.argmin(costs))
    return Label(name, *shifts[best].tolist()) if np.isfinite(costs[best]) else None


def _shifts(name: Name) -> Real:
    """Return the shifts to try: a tightening is named below its mark and an easing above, if there is room.

    A remark has no leader line, so that it has to stand close by.
    """
    outwards = 1 if name.height < 0 else -1
    if not name.slug:
        return np.array(
            [(right, side * down) for down in AWAY[:4] for side in (1, -1) for right in SIDEWAYS[:5]], float
        )
    away = [(right, outwards * down) for down in AWAY for right in SIDEWAYS]
    inwards = [(right, -outwards * down) for down in AWAY for right in SIDEWAYS]
    beside = [(side * (name.box[0] / 2 + 14), down) for side in (-1, 1) for down in (0, 12, -12)]
    shifts = np.array(away + inwards + beside, dtype=np.float64)
    return np.asarray(shifts[np.hypot(*shifts.T) <= name.reach])


def _places(names: Sequence[Name]) -> Real:
    return np.array([(name.day, name.height) for name in names if name.slug], dtype=np.float64).reshape(-1, 2).T


def _point(name: Name, frame: Frame, width: int) -> Real:
    return np.array([frame.x(name.day, width), frame.y(name.height)])


_SHARES = np.linspace(0, 1, 12)[:, None, None]
"""Where along a leader line it is looked whether it runs through a box."""


class _Room:
    """What stands in the panel at one width."""

    def __init__(self, frame: Frame, width: int, marks: Real, lines: Sequence[Real], names: Sequence[Name]) -> None:
        self._frame = frame
        self._width = width
        self._marks = self._points(marks)
        self._free = np.vstack([self._points(_places(names)), *(_sampled(self._points(line)) for line in lines)])
        self._boxes: list[Real] = []
        self._leaders: list[Real] = []
        self._along: list[Real] = []

    def _points(self, places: Real) -> Real:
        days, heights = places
        return np.column_stack([self._frame.x(days, self._width), self._frame.y(heights)])

    def add(self, label: Label) -> None:
        """Keep a placed name in mind."""
        start = _point(label.name, self._frame, self._width)
        self._boxes.append(label.edges(self._frame, self._width))
        self._leaders.append(np.array([start, start + label.shift]))
        # Every name after it is held against the same points.
        self._along.append(_sampled(self._leaders[-1]))

    def costs(self, name: Name, shifts: Real) -> Real:
        """Return what each shift costs here; infinite where the name may not stand."""
        start = _point(name, self._frame, self._width)
        middles, half = start + shifts, np.array(name.box) / 2
        boxes = np.hstack([middles - half, middles + half])
        # Few places are free, so that those that are taken are set aside at each step.
        free = np.flatnonzero(~self._outside(boxes))
        for box in self._boxes:
            free = free[~_overlap(boxes[free], box)]
        free = free[~self._meets(start, middles[free], boxes[free])]
        costs = np.full(len(shifts), np.inf)
        if len(free):
            costs[free] = self._prices(start, middles[free], boxes[free])
        return costs

    def _meets(self, start: Real, middles: Real, boxes: Real) -> Mask:
        """Return where a mark, the line, or a leader line would meet a name."""
        radius = max(self._frame.mark_sizes.values()) / 2
        met = np.zeros(len(boxes), dtype=np.bool_)
        for points, air in ((self._marks, radius), *((points, 0.0) for points in (self._free, *self._along))):
            free = np.flatnonzero(~met)
            if not len(free):
                return met
            grown = boxes[free] + np.array([-air, -air, air, air])
            met[free] = _covers(grown, _near(points, start, grown))
        for box in self._boxes:
            met |= _led_through(start, middles, box)
        return met

    def _prices(self, start: Real, middles: Real, boxes: Real) -> Real:
        """Return what each free place costs."""
        prices = PIXEL_OF_LEADER * np.hypot(*(middles - start).T)
        under = [_run_over(start, middles, _near(points, start, boxes)) for points in (self._marks, self._free)]
        prices += UNDER_LEADER * (under[0] + under[1])
        for leader in self._leaders:
            prices += CROSSED_LEADER * _crossing(start, middles, *leader)
        return np.asarray(prices)

    def _outside(self, boxes: Real) -> Mask:
        right = self._width - self._frame.left - self._frame.right
        left_top = (boxes[:, :2] < 0).any(axis=1)
        return np.asarray(left_top | (boxes[:, 2:] > (right, self._frame.panel)).any(axis=1))


def _sampled(points: Real) -> Real:
    """Return points at even distances along a broken line."""
    if len(points) < 2:  # noqa: PLR2004 - a line needs two points
        return points
    run = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))])
    places = np.linspace(0, run[-1], int(run[-1] / SAMPLE) + 2)
    return np.column_stack([np.interp(places, run, points[:, 0]), np.interp(places, run, points[:, 1])])


def _covers(boxes: Real, points: Real) -> Mask:
    """Return which boxes cover any of the points."""
    x, y = points[:, 0], points[:, 1]
    left, top, right, bottom = (side[:, None] for side in boxes.T)
    return np.asarray(((x > left) & (x < right) & (y > top) & (y < bottom)).any(axis=1))


def _near(points: Real, start: Real, boxes: Real) -> Real:
    """Return the points that a box may cover at all, which spares most of the comparisons."""
    reach = np.abs(boxes[:, ::2] - start[0]).max()
    return np.asarray(points[np.abs(points[:, 0] - start[0]) <= reach])


def _overlap(boxes: Real, box: Real) -> Mask:
    return np.asarray((boxes[:, :2] < box[2:]).all(axis=1) & (boxes[:, 2:] > box[:2]).all(axis=1))


def _led_through(start: Real, middles: Real, box: Real) -> Mask:
    """Return whether a leader line to each middle would run through a box."""
    points = start + _SHARES * (middles - start)
    return np.asarray(((points > box[:2]) & (points < box[2:])).all(axis=2).any(axis=0))


def _run_over(start: Real, ends: Real, points: Real) -> Real:
    """Return how many points each line from ``start`` runs over, those around ``start`` itself not counted."""
    along = ends - start
    length = np.maximum(np.hypot(*along.T), 1e-9)[:, None]
    away = points - start
    forth = (along[:, :1] * away[:, 0] + along[:, 1:] * away[:, 1]) / length
    aside = np.abs(along[:, :1] * away[:, 1] - along[:, 1:] * away[:, 0]) / length
    return np.asarray(((forth > RIM) & (forth < length) & (aside < NEAR_LEADER)).sum(axis=1), dtype=np.float64)


def _crossing(start: Real, ends: Real, other_start: Real, other_end: Real) -> Mask:
    """Return whether the line from ``start`` to each end crosses another."""

    def side(first: Real, second: Real, point: Real) -> Real:
        along, aside = second - first, point - first
        return np.asarray(along[..., 0] * aside[..., 1] - along[..., 1] * aside[..., 0])

    parted = side(start, ends, other_start) * side(start, ends, other_end) < 0
    return np.asarray(parted & (side(other_start, other_end, start) * side(other_start, other_end, ends) < 0))
