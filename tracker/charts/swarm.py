"""Push marks of one level apart, only as far as needed, so that events on one day can be told apart and reached."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

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
