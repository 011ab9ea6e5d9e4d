import datetime as dt
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import plotly.graph_objects as go
import pytest

from tests.support.chart_samples import day_of, event, mark_traces, marked_slugs, ordinal_of
from tracker.charts.lanes import NARROW_ROW, ROW, YEARS_EVERY, Lane, lane_places, lanes_figure
from tracker.charts.texts import text_width
from tracker.read_models import EventRow
from tracker.vocabulary import Stance

TODAY = dt.date(2026, 9, 15)


@pytest.fixture(scope="module")
def lanes(record_events: tuple[EventRow, ...]) -> list[Lane]:
    """All threads of the curated record, with words below whatever lasted."""
    threads = sorted({each.thread for each in record_events if each.thread})
    stories = [[each for each in record_events if each.thread == thread] for thread in threads]
    return [
        Lane(thread, "open", story, {each.slug: "384 days under investigation" for each in story if each.lasts})
        for thread, story in zip(threads, stories, strict=True)
    ]


def rows_of(figure: go.Figure, number: int) -> dict[str, int]:
    """Return the lane in which each mark stands."""
    places = np.array(lane_places(number))
    return {
        slug: int(np.abs(places - y).argmin())
        for trace in mark_traces(figure)
        for slug, y in zip(trace.customdata, trace.y, strict=True)
    }


@pytest.mark.parametrize("narrow", [False, True])
def test_every_event_stands_once_in_its_lane(lanes: Sequence[Lane], *, narrow: bool) -> None:
    """The first story is on top, and each mark is in the row of its own story, in the colour of its stance."""
    figure = lanes_figure(lanes, today=TODAY, narrow=narrow)
    rows = rows_of(figure, len(lanes))
    assert sorted(marked_slugs(figure)) == sorted(each.slug for lane in lanes for each in lane.events)
    assert rows == {each.slug: place for place, lane in enumerate(lanes) for each in lane.events}
    top, bottom = figure.layout.yaxis.range[1], figure.layout.yaxis.range[0]
    assert top < 0 < bottom


def test_marks_of_a_lane_can_be_told_apart(lanes: Sequence[Lane]) -> None:
    """No two marks share a place, and none leaves the middle half of its row."""
    figure = lanes_figure(lanes, today=TODAY)
    places = [(x, y) for trace in mark_traces(figure) for x, y in zip(trace.x, trace.y, strict=True)]
    assert len(set(places)) == len(places)
    middles = np.array(lane_places(len(lanes)))
    assert max(np.abs(middles - y).min() for _, y in places) <= 0.25


@pytest.mark.parametrize(("narrow", "width"), [(False, 860 - 320), (False, 1340 - 320), (True, 340 - 24)])
def test_words_below_bars_never_meet(lanes: Sequence[Lane], *, narrow: bool, width: int) -> None:
    """Words of one lane leave room for each other and end inside the chart; names have lines of their own."""
    figure = lanes_figure(lanes, today=TODAY, narrow=narrow)
    low, high = map(ordinal_of, figure.layout.xaxis.range)
    by_lane: dict[float, list[tuple[float, float]]] = {}
    for word in figure.layout.annotations:
        if word.xref == "paper":
            continue
        start = (ordinal_of(word.x) - low) / (high - low) * width
        by_lane.setdefault(word.y, []).append((start, start + text_width(word.text, word.font.size)))
    assert len(by_lane) > 5
    for spans in by_lane.values():
        assert all(first[1] < second[0] for first, second in pairwise(sorted(spans)))
        assert max(end for _, end in spans) <= width


def test_names_fit_and_rows_are_high_enough(lanes: Sequence[Lane]) -> None:
    """Beside the chart a name and its note are narrower than the margin; on a phone they stand above the lane."""
    wide, narrow = lanes_figure(lanes, today=TODAY), lanes_figure(lanes, today=TODAY, narrow=True)
    size = wide.layout.template.layout.font.size
    assert len(wide.layout.yaxis.ticktext) == len(lanes)
    assert all(text_width(text.split("<br>")[0], size) < wide.layout.margin.l for text in wide.layout.yaxis.ticktext)
    rows = lane_places(len(lanes))[-1] + 1
    assert wide.layout.height == round(rows * ROW) + 52
    assert narrow.layout.height == round(rows * NARROW_ROW) + 52
    assert sum(word.xref == "paper" for word in narrow.layout.annotations) == len(lanes)


@pytest.mark.parametrize(("narrow", "width"), [(False, 860 - 320), (True, 340 - 24)])
def test_years_stand_again_along_a_long_chart(lanes: Sequence[Lane], *, narrow: bool, width: int) -> None:
    """After ten lanes each, and at the foot, the years stand in rows of their own, apart from each other."""
    figure = lanes_figure(lanes, today=TODAY, narrow=narrow)
    [years] = [trace for trace in figure.data if trace.mode == "text"]
    heights = sorted(set(years.y))
    assert len(heights) == (len(lanes) - 3) // YEARS_EVERY + 1
    places = lane_places(len(lanes))
    assert all(min(abs(height - place) for place in places) >= 0.7 for height in heights)
    low, high = map(ordinal_of, figure.layout.xaxis.range)
    one_row = [ordinal_of(x) for x, y in zip(years.x, years.y, strict=True) if y == heights[0]]
    assert min(later - day for day, later in pairwise(one_row)) / (high - low) * width > 30
    short = lanes_figure([Lane("A", "open", [event(1, "2024-01-01"), event(2, "2024-03-01")])], today=TODAY)
    assert not any(trace.mode == "text" for trace in short.data)


def test_what_goes_on_lasts_until_today_and_the_chosen_event_is_ringed() -> None:
    """An open bar ends on the day given, an ended one on its last day; one ring stands around the chosen mark."""
    story = [event(1, "2024-01-01", end=".."), event(2, "2024-03-01", end="2024-04-01", stance=Stance.EASING)]
    figure = lanes_figure([Lane("A", "open", story)], today=dt.date(2024, 12, 31), chosen="event-00002")
    bars = [list(trace.x) for trace in figure.data if trace.mode == "lines" and trace.line.width == 3.5]
    assert sorted((day_of(end) - day_of(start)).days for start, end, _ in bars) == [31, 365]
    rings = [trace for trace in figure.data if trace.marker.symbol == "circle-open"]
    assert len(rings) == 1
    assert day_of(rings[0].x[0]) == dt.date(2024, 3, 1)


def test_no_lanes_are_an_empty_chart_and_names_stay_letters() -> None:
    """Without stories there is a chart without marks; markup in a name is shown as typed."""
    assert marked_slugs(lanes_figure([], today=TODAY)) == []
    figure = lanes_figure([Lane("<b>$x", "open", [event(1, "2024-01-01")], {})], today=TODAY)
    assert figure.layout.yaxis.ticktext[0].startswith("&lt;b&gt;&#36;x<br>")
