import datetime as dt
from collections import Counter
from itertools import pairwise

import numpy as np
import plotly.graph_objects as go
import pytest

from tests.support.chart_samples import day_of, event, mark_traces, marked_slugs
from tests.support.makers import SEED_EVENTS
from tracker.charts import ring_traces, timeline_figure
from tracker.charts.density import Crowd
from tracker.charts.line_points import POINTS
from tracker.charts.marks import is_imprecise
from tracker.filters import EventFilter
from tracker.read_models import EventRow, events_extent
from tracker.theme import LIGHT, MARK_SIZES
from tracker.vocabulary import Reach, ReviewState, Stance

POINTS_TO = {-1: "triangle-down", 0: "circle", 1: "triangle-up"}


def test_every_event_has_one_mark_that_knows_its_slug(whole: go.Figure, record_events: tuple[EventRow, ...]) -> None:
    """As many marks as Events, each found again by its slug."""
    assert len(record_events) == SEED_EVENTS
    assert Counter(marked_slugs(whole)) == Counter(each.slug for each in record_events)


def test_marks_stand_on_their_day_and_near_their_level(whole: go.Figure, record_events: tuple[EventRow, ...]) -> None:
    """A mark lies within the days that its date allows, and nearer to its own level than to any other."""
    by_slug = {each.slug: each for each in record_events}
    for trace in mark_traces(whole):
        for slug, place, height in zip(trace.customdata, trace.x, trace.y, strict=True):
            each = by_slug[slug]
            assert each.first_on <= day_of(place) <= each.last_on, slug
            assert abs(height - each.stance) < 0.5, slug


def test_symbols_follow_the_direction_and_sizes_the_reach(
    whole: go.Figure, record_events: tuple[EventRow, ...]
) -> None:
    """Down is tightening, up is easing, a disc is neither; wider reach is a larger mark."""
    by_slug = {each.slug: each for each in record_events}
    for trace in mark_traces(whole):
        for slug, size in zip(trace.customdata, trace.marker.size, strict=True):
            each = by_slug[slug]
            assert trace.marker.symbol == POINTS_TO[int(np.sign(each.stance))], slug
            assert size == MARK_SIZES[each.reach], slug
    assert all(small < large for small, large in pairwise(MARK_SIZES[reach] for reach in sorted(Reach)))


def test_each_of_the_seven_stances_has_one_trace_of_its_colour(
    whole: go.Figure, record_events: tuple[EventRow, ...]
) -> None:
    """Events known to the day are drawn in seven traces, one colour and one symbol each."""
    by_slug = {each.slug: each for each in record_events}
    sure = [trace for trace in mark_traces(whole) if not is_imprecise(by_slug[trace.customdata[0]])]
    stances = [{by_slug[slug].stance for slug in trace.customdata} for trace in sure]
    assert stances == [{stance} for stance in sorted(Stance)]
    assert [trace.marker.color for trace in sure] == [LIGHT.stances[stance] for stance in sorted(Stance)]


def segments(figure: go.Figure, width: float) -> set[tuple[dt.date, dt.date]]:
    """Return the first and last day of each piece of the broken lines of one width."""
    found = set()
    for trace in figure.data:
        if trace.type == "scatter" and trace.line.width == width and trace.x is not None and len(trace.x) >= 3:
            starts, ends, gaps = np.asarray(trace.x, dtype=object).reshape(-1, 3).T
            assert set(gaps) == {None}
            found |= {(day_of(start), day_of(end)) for start, end in zip(starts, ends, strict=True)}
    return found


def test_lasting_events_are_bars_from_start_to_end(whole: go.Figure, record_events: tuple[EventRow, ...]) -> None:
    """Each Event with an end has a bar to that day; one that goes on reaches the present day."""
    today = dt.date(2026, 9, 15)
    lasting = {(each.first_on, each.end_on or today) for each in record_events if each.lasts and not is_imprecise(each)}
    assert lasting
    assert lasting <= segments(whole, 3.5)


def test_an_event_that_goes_on_ends_in_an_arrow() -> None:
    """The bar of an open Event reaches today and points on; a closed one has no arrow."""
    today = dt.date(2021, 3, 1)
    events = [event(1, "2021-01-10", end=".."), event(2, "2021-01-20", end="2021-02-10")]
    figure = timeline_figure(events, None, today=today)
    arrows = [trace for trace in figure.data if trace.marker.symbol == "triangle-right"]
    assert [day_of(place) for trace in arrows for place in trace.x] == [today]
    assert segments(figure, 3.5) == {(dt.date(2021, 1, 10), today), (dt.date(2021, 1, 20), dt.date(2021, 2, 10))}


@pytest.mark.parametrize(
    ("date", "first", "last"),
    [
        ("2021-07", dt.date(2021, 7, 1), dt.date(2021, 7, 31)),
        ("2021-35", dt.date(2021, 7, 1), dt.date(2021, 9, 30)),
        ("2021", dt.date(2021, 1, 1), dt.date(2021, 12, 31)),
        ("2021-07-15~", dt.date(2021, 7, 8), dt.date(2021, 7, 22)),
    ],
)
def test_a_date_not_known_to_the_day_is_drawn_over_its_days(date: str, first: dt.date, last: dt.date) -> None:
    """A month is a span with its mark in the middle, tinted, never a sure point."""
    figure = timeline_figure([event(1, date), event(2, "2021-07-15")], None)
    assert segments(figure, 1.4) == {(first, last)}
    sure, unsure = mark_traces(figure)
    assert (list(sure.customdata), list(unsure.customdata)) == (["event-00002"], ["event-00001"])
    assert abs((day_of(unsure.x[0]) - first) - (last - day_of(unsure.x[0]))) <= dt.timedelta(days=1)
    assert unsure.marker.color != sure.marker.color
    assert unsure.marker.line.color == sure.marker.color


def test_month_only_events_of_the_record_are_drawn_over_their_month(
    whole: go.Figure, record_events: tuple[EventRow, ...]
) -> None:
    """Every Event of the record whose day is not known has its span."""
    spans = {(each.first_on, each.last_on) for each in record_events if is_imprecise(each) and not each.approximate}
    assert spans
    assert spans <= segments(whole, 1.4)


def test_drafts_are_hollow() -> None:
    """An Event that is not accepted is an outline, and its hover label says that the index leaves it out."""
    figure = timeline_figure([event(1, "2021-07-15", review_state=ReviewState.DRAFT), event(2, "2021-08-15")], None)
    sure, hollow = mark_traces(figure)
    assert list(hollow.customdata) == ["event-00001"]
    assert hollow.marker.color == LIGHT.background
    assert hollow.marker.line.color == sure.marker.color
    assert "Not in the index: draft" in hollow.hovertext[0]


def test_the_chosen_event_is_ringed() -> None:
    """The ring stands on the mark, is wider than it, and does not answer the pointer."""
    events = [event(number, f"2021-07-{number:02}") for number in range(1, 9)]
    figure = timeline_figure(events, None)
    [ring] = go.Figure(ring_traces(figure, events[4], kept=EventFilter(), today=dt.date(2021, 8, 1))).data
    assert ring.marker.symbol == "circle-open"
    [trace] = mark_traces(figure)
    place = list(trace.customdata).index("event-00005")
    assert (ring.x[0], np.float32(ring.y[0])) == (trace.x[place], trace.y[place])
    assert ring.marker.size > trace.marker.size[place]
    assert ring.hoverinfo == "skip"
    assert not ring_traces(figure, None, kept=EventFilter(), today=dt.date(2021, 8, 1))


def test_a_chosen_event_that_is_in_a_shade_is_drawn_with_its_ring() -> None:
    """An Event that is no mark of the chart, as one in a shade, comes with its mark."""
    figure = timeline_figure([event(1, "2021-07-01")], None)
    other, today = event(2, "2021-07-09", stance=-2), dt.date(2021, 8, 1)
    mark, ring = go.Figure(ring_traces(figure, other, kept=EventFilter(), today=today)).data
    assert (mark.customdata, mark.x, ring.x) == (("event-00002",), ("2021-07-09",), ("2021-07-09",))
    assert mark.y[0] == ring.y[0] == -2


def test_a_chosen_event_that_the_filter_leaves_out_gets_no_mark() -> None:
    """A chart of easing, or of what words found, shows no tightening because somebody looks at it beside the chart."""
    figure = timeline_figure([event(1, "2021-07-01", stance=2)], None)
    other, today = event(2, "2021-07-09", stance=-2), dt.date(2021, 8, 1)
    for kept in (EventFilter(stance_min=0), EventFilter(until=dt.date(2021, 7, 8)), EventFilter(search="word")):
        assert not ring_traces(figure, other, kept=kept, today=today)


def test_a_chart_of_some_marks_has_the_days_of_all(record_events: tuple[EventRow, ...]) -> None:
    """What is counted and not drawn takes its place on the axis, so that marks, shades and words agree."""
    extent = events_extent(record_events, dt.date.max)
    figure = timeline_figure(record_events[:60], None, crowd=Crowd.of(record_events), extent=extent)
    assert figure.layout.xaxis.range == timeline_figure(record_events, None).layout.xaxis.range


def test_only_marks_and_the_strip_answer_the_pointer(whole: go.Figure) -> None:
    """Line, band, bars and ticks never come between the pointer and a mark; the named points of the line are marks."""
    answering = [trace for trace in whole.data if trace.hoverinfo != "skip"]
    assert {trace.xaxis for trace in answering if trace.meta not in {"marks", POINTS}} == {"x2"}
