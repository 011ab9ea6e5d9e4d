import datetime as dt
import re
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
import plotly.graph_objects as go
import pytest

from tests.support.chart_samples import ERAS, event, many_events, ordinal_of
from tracker.charts import IndexLine, timeline_figure
from tracker.charts.line_points import MOVES, POINTS
from tracker.read_models import EventRow
from tracker.vocabulary import Kind, Reach, ReviewState, Stance

WIDE, NARROW = range(860, 1421, 20), range(340, 521, 20)
"""Widths at which a page shows the chart, in pixels."""

LATIN, CHINESE, LINE = 0.47, 1.0, 1.2
"""Width of a character and height of a line, over the size of the letters."""


@dataclass(frozen=True)
class Box:
    """Left, top, right and bottom of a text within the panel, in pixels."""

    slug: str
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        """Tell whether the two boxes share a place."""
        apart = self.right <= other.left or other.right <= self.left
        return not (apart or self.bottom <= other.top or other.bottom <= self.top)


def panel(figure: go.Figure, width: int) -> tuple[float, float]:
    """Return width and height of the part that holds the marks."""
    layout = figure.layout
    low, high = layout.yaxis.domain
    inner = layout.height - layout.margin.t - layout.margin.b
    return width - layout.margin.l - layout.margin.r, (high - low) * inner


def boxes(figure: go.Figure, width: int) -> list[Box]:
    """Return where the names of Events stand, worked out from the figure alone."""
    across, down = panel(figure, width)
    (first, last), (low, high) = map(ordinal_of, figure.layout.xaxis.range), figure.layout.yaxis.range
    found = []
    for each in figure.layout.annotations:
        if not each.name:
            continue
        lines = re.sub("</?b>", "", each.text).split("<br>")
        wide = max(sum(CHINESE if ord(letter) > 0x2E80 else LATIN for letter in text) for text in lines)
        half_width, half_height = wide * each.font.size / 2, len(lines) * LINE * each.font.size / 2
        x = (ordinal_of(each.x) - first) / (last - first) * across + each.xshift
        y = (high - each.y) / (high - low) * down - each.yshift
        found.append(Box(each.name, x - half_width, y - half_height, x + half_width, y + half_height))
    return found


def hold_apart(figure: go.Figure, widths: range) -> None:
    """Fail where two names meet or one leaves the panel, at any of the widths."""
    for width in widths:
        across, down = panel(figure, width)
        placed = boxes(figure, width)
        for box in placed:
            assert box.left >= 0, (width, box)
            assert box.right <= across, (width, box)
            assert 0 <= box.top <= box.bottom <= down, (width, box)
        for first, second in combinations(placed, 2):
            assert not first.meets(second), (width, first, second)


def marks_within(figure: go.Figure, width: int) -> np.ndarray:
    """Return the middles and radii of all marks on the panel, in pixels."""
    across, down = panel(figure, width)
    (first, last), (low, high) = map(ordinal_of, figure.layout.xaxis.range), figure.layout.yaxis.range
    found = [
        ((ordinal_of(x) - first) / (last - first) * across, (high - y) / (high - low) * down, size / 2)
        for trace in figure.data
        if trace.meta in {"marks", POINTS}
        for x, y, size in zip(trace.x, trace.y, np.broadcast_to(trace.marker.size, len(trace.x)), strict=True)
    ]
    return np.array(found)


def cover_nothing(figure: go.Figure, widths: range) -> None:
    """Fail where a name lies over a mark, or over a named point of the line, at any of the widths."""
    for width in widths:
        x, y, radius = marks_within(figure, width).T
        for box in boxes(figure, width):
            under = (x > box.left) & (x < box.right) & (y > box.top) & (y < box.bottom)
            assert not under.any(), (width, box, radius[under])


@pytest.mark.parametrize(("narrow", "widths", "least"), [(False, WIDE, 8), (True, NARROW, 3)], ids=["wide", "phone"])
def test_names_on_the_record_stand_apart(
    record_events: tuple[EventRow, ...],
    line: IndexLine,
    narrow: bool,  # noqa: FBT001 - a parameter of the test
    widths: range,
    least: int,
) -> None:
    """At every width no name covers another, a mark, or the panel's edge, and a few turning points are named."""
    figure = timeline_figure(record_events, line, eras=ERAS, narrow=narrow)
    assert least <= len(boxes(figure, widths[0])) <= 11
    hold_apart(figure, widths)
    cover_nothing(figure, widths)


@pytest.mark.parametrize("seed", range(6))
def test_names_stand_apart_on_crowded_charts(seed: int) -> None:
    """Turning points of forty days, with long titles in two scripts, do not cover each other either."""
    crowded = [
        replace(each, title=f"A rather long title of an event {each.slug} that does not fit one line 中文的標題很長")
        for each in many_events(60, days=40, seed=seed)
    ]
    figure = timeline_figure(crowded, None)
    assert len(boxes(figure, 1200)) >= 3
    hold_apart(figure, WIDE)
    hold_apart(timeline_figure(crowded, None, narrow=True), NARROW)


def names(figure: go.Figure) -> dict[str, str]:
    """Return the names of Events on a chart by slug, each as one line."""
    named = [each for each in figure.layout.annotations if each.name and not each.name.startswith(MOVES)]
    return {each.name: each.text.replace("<br>", " ") for each in named}


def test_a_name_is_the_events_title_or_its_beginning(record_events: tuple[EventRow, ...], whole: go.Figure) -> None:
    """Names are not made up: they are titles, cut at a word where they are long."""
    titles = {each.slug: each.title for each in record_events}
    for slug, text in names(whole).items():
        assert titles[slug].startswith(text.removesuffix("…")), slug


def test_turning_points_are_strong_accepted_and_in_the_index() -> None:
    """Drafts, foreign measures and neutral events are not named; the strongest is."""
    events = [
        event(1, "2021-01-15", stance=Stance.SEVERE, reach=Reach.ECONOMY, review_state=ReviewState.DRAFT),
        event(2, "2021-03-15", stance=Stance.SEVERE, reach=Reach.ECONOMY, kind=Kind.FOREIGN_MEASURE),
        event(3, "2021-05-15", stance=Stance.NEUTRAL, reach=Reach.ECONOMY),
        event(4, "2021-07-15", stance=Stance.OPENING, reach=Reach.SECTOR),
        event(5, "2021-09-15", stance=Stance.EASING, reach=Reach.FIRM),
    ]
    assert set(names(timeline_figure(events, None))) == {"event-00004", "event-00005"}


def test_names_that_are_asked_for_are_used(record_events: tuple[EventRow, ...]) -> None:
    """A caller may say which Events are named."""
    assert set(names(timeline_figure(record_events, None, named=[record_events[20].slug]))) == {record_events[20].slug}


def test_each_name_is_led_back_to_its_mark(whole: go.Figure) -> None:
    """A short line ties each name to the point that it belongs to, and starts at that point's rim."""
    leaders = [shape for shape in whole.layout.shapes if shape.xsizemode == "pixel"]
    anchors = {(shape.xanchor, shape.yanchor) for shape in leaders}
    placed = [each for each in whole.layout.annotations if each.name]
    assert anchors == {(each.x, each.y) for each in placed}
    for shape in leaders:
        assert (shape.x0**2 + shape.y0**2) ** 0.5 <= 7.001


def test_near_by_more_names_appear(record_events: tuple[EventRow, ...], line: IndexLine) -> None:
    """Nine months of 2021 name at least eight Events, clear of each other and of every mark."""
    figure = timeline_figure(record_events, line, since=dt.date(2021, 4, 1), until=dt.date(2021, 12, 31))
    assert len(names(figure)) >= 8
    hold_apart(figure, WIDE)
    cover_nothing(figure, WIDE)


def test_the_same_events_give_the_same_names(
    record_events: tuple[EventRow, ...], line: IndexLine, whole: go.Figure
) -> None:
    """The order in which Events come does not move a name."""
    again = timeline_figure(record_events[::-1], line, eras=ERAS)
    placed = [
        [(each.name, each.xshift, each.yshift) for each in figure.layout.annotations if each.name]
        for figure in (whole, again)
    ]
    assert placed[0] == placed[1]
