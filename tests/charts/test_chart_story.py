"""What tells the story on the timeline: named points of the line, and eras behind it."""

import datetime as dt
from dataclasses import replace

import numpy as np
import plotly.graph_objects as go
import pytest

from tests.support.chart_samples import ERAS, event, index_line, ordinal_of
from tracker.charts import IndexLine, timeline_figure
from tracker.charts.frame import ERA_ROW, YEARS
from tracker.charts.line_points import MOVES, POINTS, line_points
from tracker.read_models import EraRow, EventRow
from tracker.theme import LIGHT
from tracker.vocabulary import Reach, Stance

TODAY = dt.date(2026, 9, 15)
LETTER = 0.5
"""Width of a letter over its size, rather too wide."""


def test_three_points_of_the_line_are_named(line: IndexLine) -> None:
    """The last Event, the lowest day and the way back above zero, each with its day and the level that it had."""
    last, low, turn = line_points(line)
    assert last.lines == ("Last event that counts", "4 Jul 2026: −1.0, none since")
    assert low.lines == ("Lowest: −1.7", "27 Sep 2021")
    assert turn.lines == ("First above zero again", "29 Apr 2022")
    for point in (last, low, turn):
        assert point.value == line.index[(point.day - line.first_day).days]


def test_a_flat_bottom_is_named_by_its_first_and_last_day() -> None:
    """Where months are as low, the mark says so and names no single day."""
    days = [dt.date(2021, 1, 1) + dt.timedelta(days=3 * place) for place in range(60)]
    stances = [Stance.RESTRICTION] * 50 + [Stance.SUPPORT] * 10
    events = [event(at, str(day), stance=stances[at], reach=Reach.ECONOMY) for at, day in enumerate(days)]
    line = index_line(events, days[-1])
    low = line_points(line)[1]
    assert low.words == ("Flat bottom: −1.9", "1 Apr \N{EN DASH} 30 May 2021")
    as_low = line.index <= line.index.min() + 0.02
    assert [days[0] + dt.timedelta(days=int(np.flatnonzero(as_low)[end])) for end in (0, -1)] == [
        dt.date(2021, 4, 1),
        dt.date(2021, 5, 30),
    ]


def test_the_points_are_marks_that_answer_a_click(whole: go.Figure, line: IndexLine) -> None:
    """Each stands on the line and carries its day, and its name stands on the chart."""
    [trace] = [trace for trace in whole.data if trace.meta == POINTS]
    assert list(trace.customdata) == [point.key for point in line_points(line)]
    assert [key.removeprefix(MOVES) for key in trace.customdata] == list(trace.x)
    assert trace.y == pytest.approx([point.value for point in line_points(line)], abs=1e-5)
    assert set(trace.customdata) <= {each.name for each in whole.layout.annotations}


def test_what_few_events_carry_is_not_called_lowest() -> None:
    """A line on a single Event names its last day without a number, and no low."""
    events = [event(1, "2021-07-15", stance=Stance.SEVERE)]
    [last] = line_points(index_line(events, dt.date(2021, 12, 1)))
    assert last.lines == ("Last event that counts", "15 Jul 2021, none since")


@pytest.mark.parametrize(
    ("date", "words"), [("2021-07", "July 2021"), ("2021", "2021"), ("2021-07-15~", "about 15 July 2021")]
)
def test_the_last_point_is_dated_as_its_event(date: str, words: str) -> None:
    """The line ends on the last day that the date allows, and says no more than is known of it."""
    [last] = line_points(index_line([event(1, date, stance=Stance.SEVERE)], dt.date(2022, 3, 1)))
    assert last.words == ("Last event that counts", words)


def test_a_line_that_never_falls_below_zero_has_no_low() -> None:
    """There is nothing to come back from."""
    events = [
        event(number, f"2021-01-{number + 1:02}", stance=Stance.SUPPORT, reach=Reach.ECONOMY) for number in range(28)
    ]
    points = line_points(index_line(events, dt.date(2021, 1, 28)))
    assert [point.words[0] for point in points] == ["Last event that counts"]
    assert points[0].lines == points[0].words


def test_points_outside_the_days_shown_are_not_drawn(record_events: tuple[EventRow, ...], line: IndexLine) -> None:
    """In a period only its own points are there."""
    figure = timeline_figure(record_events, line, since=dt.date(2021, 4, 1), until=dt.date(2021, 12, 31))
    [trace] = [trace for trace in figure.data if trace.meta == POINTS]
    assert list(trace.customdata) == ["moves:2021-09-27"]


def era_names(figure: go.Figure) -> list[go.layout.Annotation]:
    """Return the names of eras."""
    return [each for each in figure.layout.annotations if each.yref == "paper" and each.yshift in ROWS]


ROWS = {YEARS + ERA_ROW * row for row in range(2)}


def spans(figure: go.Figure, width: int) -> dict[float, list[tuple[float, float]]]:
    """Return left and right end of each name of an era by the height of its row, in pixels."""
    layout = figure.layout
    inner = width - layout.margin.l - layout.margin.r
    first, last = map(ordinal_of, layout.xaxis.range)
    found: dict[float, list[tuple[float, float]]] = {}
    for each in era_names(figure):
        wide = LETTER * each.font.size * len(each.text.replace("<b>", "").replace("</b>", ""))
        x = (ordinal_of(each.x) - first) / (last - first) * inner
        start = x - wide * {"left": 0, "center": 0.5, "right": 1}[each.xanchor]
        found.setdefault(each.yshift, []).append((start, start + wide))
    return found


@pytest.mark.parametrize(
    ("narrow", "widths"), [(False, range(860, 1421, 20)), (True, range(340, 521, 20))], ids=["wide", "phone"]
)
def test_eras_are_named_above_the_years(
    record_events: tuple[EventRow, ...],
    line: IndexLine,
    narrow: bool,  # noqa: FBT001 - a parameter of the test
    widths: range,
) -> None:
    """All five names stand on the chart at every width, apart from each other and within the chart."""
    figure = timeline_figure(record_events, line, eras=ERAS, today=TODAY, narrow=narrow)
    assert len(era_names(figure)) == len(ERAS)
    for width in widths:
        for row in spans(figure, width).values():
            ends = [0.0, *(edge for span in sorted(row) for edge in span), float(width - figure.layout.margin.l)]
            assert ends == sorted(ends), width


def test_a_name_without_room_is_shortened_or_left_out() -> None:
    """Twelve eras of a year with long names: those that are named do not meet, and all of them are shaded."""
    eras = [
        EraRow(str(year), f"A rather long name of {year}", None, dt.date(year, 1, 1), dt.date(year, 12, 31), "So.")
        for year in range(2010, 2022)
    ]
    figure = timeline_figure([event(1, "2010-01-01"), event(2, "2021-12-31")], None, eras=eras)
    assert 0 < len(era_names(figure)) <= len(eras)
    [row] = spans(figure, 860).values()
    ends = [edge for span in sorted(row) for edge in span]
    assert ends == sorted(ends)
    assert sum(shape.layer == "below" and shape.type == "line" for shape in figure.layout.shapes) == len(eras)


def shades(figure: go.Figure) -> list[tuple[str, str, str]]:
    """Return the shaded stretches with their colours."""
    return [(shape.x0, shape.x1, shape.fillcolor) for shape in figure.layout.shapes if shape.type == "rect"]


def test_eras_are_shaded_by_the_side_of_zero(whole: go.Figure, line: IndexLine) -> None:
    """Warm below zero, cool above; where few events carry the line nothing is claimed; shades end with the line."""
    warm, cool = (
        f"rgba({int(colour[1:3], 16)},{int(colour[3:5], 16)},{int(colour[5:7], 16)}"
        for colour in (LIGHT.stances[Stance.TIGHTENING], LIGHT.stances[Stance.SUPPORT])
    )
    found = [(start, colour.rpartition(",")[0]) for start, _, colour in shades(whole)]
    began = ["2018-03-01", "2020-11-02", "2022-03-16", "2023-07-19", "2025-09-15"]
    assert found == list(zip(began, (warm, warm, cool, cool, warm), strict=True))
    assert shades(whole)[-1][1] == "2026-07-05"
    flat = replace(line, index=np.zeros(len(line.index)))
    assert shades(timeline_figure([event(1, "2021-07-15")], flat, eras=ERAS)) == []


def test_a_filter_does_not_change_the_shades(record_events: tuple[EventRow, ...], line: IndexLine) -> None:
    """Eras are those of the whole record: its line decides, wherever it is the ghost of another."""
    kept = [each for each in record_events if "gaming" in each.sectors]
    figure = timeline_figure(kept, index_line(kept, TODAY), ghost=line, eras=ERAS, today=TODAY)
    assert len(shades(figure)) == 5


def test_without_eras_nothing_is_shaded(record_events: tuple[EventRow, ...], line: IndexLine) -> None:
    """The chart is then as high as it was, less the row of names."""
    bare, full = (timeline_figure(record_events, line, eras=eras) for eras in ((), ERAS))
    assert shades(bare) == []
    assert full.layout.margin.t - bare.layout.margin.t == ERA_ROW
