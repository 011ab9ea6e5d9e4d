"""Eras behind the panel: a quiet shade for each, warm where the index was below zero, and its name above the years."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from tracker.charts.frame import ERA_ROW, YEARS, Frame
from tracker.charts.index_line import IndexLine
from tracker.charts.labels import BOLD
from tracker.charts.template import day_text
from tracker.charts.texts import escape_hover, shortened, text_width
from tracker.read_models import EraRow
from tracker.sentiment.reading import NEAR_ZERO
from tracker.theme import Palette, faded
from tracker.vocabulary import Stance

WARM, COOL = 0.09, 0.08
"""How much of the colour of its direction a shade keeps."""

_AIR = 8.0
"""So many pixels lie between two names."""

_SHORTEST = 7
"""A name is not cut to fewer characters."""


@dataclass(frozen=True, slots=True)
class ShownEra:
    """The part of an era that is on the time axis, as ordinals."""

    era: EraRow
    since: int
    until: int


def shown_eras(eras: Sequence[EraRow], line: IndexLine | None, frame: Frame) -> list[ShownEra]:
    """Return the parts of eras on the axis; one that goes on is shaded up to the latest Event, where the line ends."""
    end = (line.recorded.last_day if line else frame.until).toordinal() + 1
    first, last = frame.since.toordinal(), frame.until.toordinal()
    parts = [
        ShownEra(era, max(era.since.toordinal(), first), min(era.until.toordinal() + 1 if era.until else end, last))
        for era in sorted(eras, key=lambda era: era.since)
    ]
    return [part for part in parts if part.until > part.since]


def era_shapes(shown: Sequence[ShownEra], line: IndexLine | None, colours: Palette) -> list[dict[str, Any]]:
    """Return a shade for each era, and a thin line where one begins."""
    upright = {"yref": "y domain", "y0": 0, "y1": 1, "layer": "below"}
    shapes: list[dict[str, Any]] = []
    for part in shown:
        start, end = day_text(part.since), day_text(part.until)
        fill = _shade(part.era, line, colours)
        if fill:
            shapes.append({"type": "rect", "x0": start, "x1": end, "fillcolor": fill, "line": {"width": 0}, **upright})
        edge = {"color": colours.zero, "width": 0.8, "dash": "dot"}
        shapes.append({"type": "line", "x0": start, "x1": start, "line": edge, **upright})
    return shapes


def _shade(era: EraRow, line: IndexLine | None, colours: Palette) -> str | None:
    """Return the tint of the side of zero on which the index was on average; none near it, or on few events."""
    if line is None:
        return None
    drawn = line.recorded
    days = drawn.first_day.toordinal() + np.arange(len(drawn.index))
    within = (days >= era.since.toordinal()) & (days <= (era.until or drawn.last_day).toordinal())
    if not within.any() or drawn.faint[within].mean() > 1 / 2:
        return None
    mean = float(drawn.index[within].mean())
    if abs(mean) < NEAR_ZERO:
        return None
    stance, share = (Stance.TIGHTENING, WARM) if mean < 0 else (Stance.SUPPORT, COOL)
    return faded(colours.stances[stance], share)


@dataclass(frozen=True, slots=True)
class _Place:
    """A name where it may stand: beside an ordinal day, in a row, to the left or right of the day or around it."""

    text: str
    day: float
    anchor: str
    row: int

    def span(self, frame: Frame, width: int) -> tuple[float, float]:
        """Return left and right end in pixels from the panel's left side, with some air."""
        wide = text_width(self.text, frame.small) * (1 if frame.narrow else BOLD) + _AIR
        start = frame.x(self.day, width) - wide * {"left": 0, "center": 1 / 2, "right": 1}[self.anchor]
        return start, start + wide


def era_words(shown: Sequence[ShownEra], frame: Frame, colours: Palette) -> list[dict[str, Any]]:
    """Return the names of eras in rows above the years; what does not fit at every width is shortened or left out.

    The longer era is served first. A name may stand over the edge of its era, never over another name.
    """
    placed: list[_Place] = []
    for part in sorted(shown, key=lambda part: part.since - part.until):
        found = next((each for each in _places(part, frame) if _fits(each, placed, frame)), None)
        placed += [found] if found else []
    return [_era_word(place, colours, frame) for place in placed]


def _places(part: ShownEra, frame: Frame) -> Iterator[_Place]:
    name = part.era.name
    ends = ((part.since + part.until) / 2, "center"), (part.until, "right"), (part.since, "left")
    lengths = (max(len(name) * quarters // 4, _SHORTEST) for quarters in (4, 3, 2, 1))
    for text in dict.fromkeys(shortened(name, length) for length in lengths):
        for row in range(frame.era_rows):
            yield from (_Place(text, day, anchor, row) for day, anchor in ends)


def _fits(place: _Place, placed: Sequence[_Place], frame: Frame) -> bool:
    """Return whether a name is on the chart and meets no other at any of its widths."""
    beside = [other for other in placed if other.row == place.row]
    for width in frame.widths:
        start, end = place.span(frame, width)
        if start < 0 or end > width - frame.left:
            return False
        for other in beside:
            low, high = other.span(frame, width)
            if start < high and low < end:
                return False
    return True


def _era_word(place: _Place, colours: Palette, frame: Frame) -> dict[str, Any]:
    return {
        "text": escape_hover(place.text) if frame.narrow else f"<b>{escape_hover(place.text)}</b>",
        "x": day_text(place.day),
        "y": 1,
        "yref": "paper",
        "yshift": YEARS + ERA_ROW * place.row,
        "xanchor": place.anchor,
        "yanchor": "bottom",
        "showarrow": False,
        "borderpad": 0,
        "font": {"size": frame.small, "color": colours.muted},
    }
