import datetime as dt
import json
import math

import plotly.graph_objects as go
import pytest

from tests.support.chart_samples import day_of, event, index_line, many_events, mark_traces, marked_slugs
from tracker.charts import CONFIG, IndexLine, timeline_figure
from tracker.charts.axis import axis_of, axis_of_period
from tracker.charts.density import MOST_MARKS, STRONGEST, read_shade
from tracker.charts.frame import KEY_ROW, Frame
from tracker.charts.key import AVERAGE, IMPRECISE, LASTING, REACH, SPAN, THIN, key_rows
from tracker.charts.template import DAY, date_ticks
from tracker.filters import EventFilter
from tracker.read_models import EventRow, events_extent
from tracker.vocabulary import Reach, Stance

TODAY = dt.date(2026, 6, 1)
MEGABYTE = 1_000_000


def shown(figure: go.Figure) -> tuple[dt.date, dt.date]:
    """Return the first and last day on the time axis."""
    first, last = figure.layout.xaxis.range
    return day_of(first), day_of(last)


@pytest.mark.parametrize("narrow", [False, True], ids=["wide", "phone"])
def test_a_single_event_stands_on_an_axis_of_weeks(narrow: bool) -> None:  # noqa: FBT001 - a parameter of the test
    """With one point the range is set, so that the axis does not shrink to seconds."""
    first, last = shown(timeline_figure([event(1, "2021-07-15")], None, narrow=narrow))
    assert first < dt.date(2021, 7, 15) < last
    assert 80 <= (last - first).days <= 120


def test_the_axis_holds_all_events_and_lasting_ones_to_their_end() -> None:
    """Nothing is cut off at either side."""
    first, last = shown(timeline_figure([event(1, "2019-03"), event(2, "2021-07-15", end="2023-02-10")], None))
    assert first < dt.date(2019, 3, 1)
    assert last > dt.date(2023, 2, 10)


def test_a_period_sets_the_axis(record_events: tuple[EventRow, ...], line: IndexLine) -> None:
    """The days that a reader asks for are the days shown, on the panel and the strip."""
    since, until = dt.date(2021, 1, 1), dt.date(2021, 12, 31)
    figure = timeline_figure(record_events, line, since=since, until=until)
    assert shown(figure) == (since, until)
    assert figure.layout.xaxis2.range == figure.layout.xaxis.range
    inside = [each for each in figure.layout.annotations if each.name]
    assert inside
    assert all(since <= day_of(each.x) <= until for each in inside)


COMING = [event(1, "2027-03-01"), event(2, "2027-09-15")]
BEGUN = event(3, "2021-07-15")


@pytest.mark.parametrize(
    ("chosen", "events"),
    [
        (EventFilter(companies=("didi",)), COMING),
        (EventFilter(companies=("didi",)), [BEGUN, *COMING]),
        (EventFilter(companies=("didi",)), [event(4, "2021-07-15", end=".."), *COMING]),
        (EventFilter(since=dt.date(2027, 1, 1)), COMING),
        (EventFilter(since=dt.date(2021, 1, 1)), [BEGUN, *COMING]),
        (EventFilter(since=dt.date(2026, 12, 1)), [event(5, "2026")]),
    ],
)
def test_events_that_lie_ahead_are_within_the_axis(chosen: EventFilter, events: list[EventRow]) -> None:
    """The end is never before the beginning, and what is announced for later is shown."""
    for since, until in (
        axis_of(chosen, events_extent(events, TODAY), TODAY),
        axis_of_period(chosen, events_extent(events, TODAY), TODAY),
    ):
        first, last = shown(timeline_figure(events, None, today=TODAY, since=since, until=until))
        assert first < last
        assert events[-1].last_on < last


def test_a_period_without_an_end_goes_on_to_today() -> None:
    """Where nothing lies ahead, the axis ends today, also for Events that go on."""
    since = dt.date(2021, 1, 1)
    assert axis_of(EventFilter(since=since), events_extent([BEGUN], TODAY), TODAY) == (since, TODAY)
    _, last = axis_of(EventFilter(companies=("didi",)), events_extent([event(4, "2026-03-01", end="..")], TODAY), TODAY)
    assert last == TODAY + dt.timedelta(days=30)


def test_the_levels_are_named_with_their_sign(whole: go.Figure) -> None:
    """Seven levels from -3 to +3, and words that say which way is which; a phone shows the numbers alone."""
    axis = whole.layout.yaxis
    assert list(axis.tickvals) == [-3, -2, -1, 0, 1, 2, 3]
    assert [text.split()[0] for text in axis.ticktext] == ["−3", "−2", "−1", "0", "+1", "+2", "+3"]
    assert "strong opening" in axis.ticktext[-1]
    assert {"← tightening", "easing →"} <= {each.text for each in whole.layout.annotations}
    phone = timeline_figure([event(1, "2021-07-15")], None, narrow=True).layout.yaxis
    assert [text.strip() for text in phone.ticktext] == ["−3", "−2", "−1", "0", "+1", "+2", "+3"]


def test_the_chart_is_ready_for_the_page(whole: go.Figure) -> None:
    """Clicks select, no button bar is drawn, and margins are fixed: the browser draws once."""
    assert whole.layout.clickmode == "event+select"
    assert whole.layout.margin.autoexpand is False
    assert CONFIG["displayModeBar"] is False


def test_no_events_give_a_figure_with_a_sentence() -> None:
    """An empty result is a chart that says so, with and without a line behind it."""
    for line in (None, index_line([event(1, "2021-07-15")], dt.date(2021, 9, 1))):
        figure = timeline_figure([], line)
        assert marked_slugs(figure) == []
        assert "No events to show" in [each.text for each in figure.layout.annotations]
        first, last = shown(figure)
        assert (last - first).days >= 60
    filled = timeline_figure([event(1, "2021-07-15")], None)
    assert "No events to show" not in [each.text for each in filled.layout.annotations]


@pytest.fixture(scope="module")
def large() -> tuple[list[EventRow], go.Figure]:
    """20,000 events with their index."""
    events = many_events(20_000)
    return events, timeline_figure(events, index_line(events, TODAY), today=TODAY)


@pytest.mark.slow
def test_twenty_thousand_events_stay_below_a_megabyte(large: tuple[list[EventRow], go.Figure]) -> None:
    """Beyond a thousand events the message to the browser no longer grows with them."""
    _, figure = large
    size = len(figure.to_json().encode())
    assert size < MEGABYTE
    twice = many_events(40_000)
    again = len(timeline_figure(twice, index_line(twice, TODAY), today=TODAY).to_json().encode())
    assert again < 1.1 * size


@pytest.mark.slow
def test_shades_count_each_month_by_stance(large: tuple[list[EventRow], go.Figure]) -> None:
    """Each shade holds the number of events of its days and stance; together they are all events."""
    events, figure = large
    [density] = [trace for trace in figure.data if trace.type == "heatmap"]
    counts = density.customdata
    assert counts.sum() == len(events)
    for row, stance in enumerate(density.y):
        assert counts[row].sum() == sum(each.stance == stance for each in events)
    shade = read_shade(f"shades|{density.x[50]}|{density.x[51]}|-2")
    assert shade
    assert (shade.since.day, (shade.until + dt.timedelta(days=1)).day, shade.stance) == (1, 1, -2)
    for row, stance in enumerate(density.y):
        own = [each for each in events if shade.since <= each.first_on <= shade.until and each.stance == stance]
        assert counts[row, 50] == len(own)


@pytest.mark.slow
def test_the_strongest_events_are_still_marks(large: tuple[list[EventRow], go.Figure]) -> None:
    """On the map stand the events of greatest strength, spread over the whole time, and the key says so."""
    events, figure = large
    slugs = set(marked_slugs(figure))
    assert len(slugs) == STRONGEST
    marked = [each for each in events if each.slug in slugs]
    strengths = [each.reach * abs(each.stance) for each in events]
    assert {each.reach * abs(each.stance) for each in marked} == {max(strengths)}
    years = {each.first_on.year for each in marked}
    assert years == {each.first_on.year for each in events}
    key = [trace.name for trace in figure.data if trace.showlegend is not False]
    assert any(name and name.startswith("shade: 20,000 events, up to ") and name.endswith(" a month") for name in key)
    assert f"the {STRONGEST} strongest, size: reach" in key


def test_a_strong_event_among_many_weak_ones_is_a_mark() -> None:
    """Counting by week hides no turning point."""
    events = [event(number, "2021-07-15", stance=Stance.NEUTRAL, reach=Reach.FIRM) for number in range(MOST_MARKS)]
    events.append(event(9999, "2021-08-02", stance=Stance.SEVERE, reach=Reach.ECONOMY))
    assert "event-09999" in marked_slugs(timeline_figure(events, None))


def test_a_thousand_events_are_all_marks() -> None:
    """Up to a thousand nothing is counted together."""
    events = many_events(MOST_MARKS)
    figure = timeline_figure(events, None)
    assert len(marked_slugs(figure)) == MOST_MARKS
    assert not any(trace.type == "heatmap" for trace in figure.data)


def test_the_record_is_a_small_message(whole: go.Figure) -> None:
    """The chart of the curated record is some 150 kB, numbers in typed form and days as text."""
    message = whole.to_json()
    assert len(message.encode()) < 200_000
    for trace in json.loads(message)["data"]:
        assert not isinstance(trace.get("y"), list) or trace["y"] in ([], [None]), trace.get("name")
    assert all("customdata" in trace for trace in (each.to_plotly_json() for each in mark_traces(whole)))


def test_years_stand_on_top_of_a_panel_that_fits_a_small_screen(whole: go.Figure) -> None:
    """Key, names of eras, years and the whole scale take at most 420 pixels of the 720 of a small screen."""
    layout = whole.layout
    assert layout.xaxis.side == "top"
    low, high = layout.yaxis.domain
    panel = (high - low) * (layout.height - layout.margin.t - layout.margin.b)
    assert layout.margin.t + panel <= 420
    assert layout.yaxis.range[0] < -3 < 3 < layout.yaxis.range[1]
    assert layout.xaxis2.showticklabels is False


@pytest.mark.parametrize(("since", "until", "form"), [(2018, 2026, "%Y"), (2021, 2022, "%b %Y")])
def test_ticks_are_years_from_afar_and_months_near_by(since: int, until: int, form: str) -> None:
    """A month is never written as its first day."""
    days = (dt.date(until, 12, 31) - dt.date(since, 1, 1)).days
    step = days / date_ticks(narrow=False)["nticks"] * DAY
    stops = date_ticks(narrow=False)["tickformatstops"]
    length = {None: math.inf, "M1": 28 * DAY, "M6": 183 * DAY, "M12": 365 * DAY}
    wanted = next(
        each["value"] for each in stops if step <= length.get(each["dtickrange"][1], each["dtickrange"][1] or math.inf)
    )
    assert wanted == form


def test_time_without_news_is_shown_unless_it_is_long() -> None:
    """A record that ends a little ago shows that nothing came since; one that ended long ago ends there."""
    events = [event(1, "2020-01-15"), event(2, "2025-12-15")]
    near = shown(timeline_figure(events, index_line(events, TODAY)))
    assert near[1] > TODAY
    ended = [event(1, "2020-01-15"), event(2, "2021-12-15")]
    far = shown(timeline_figure(ended, index_line(ended, TODAY)))
    assert dt.date(2021, 12, 15) < far[1] < dt.date(2022, 6, 1)


def test_the_key_has_room_for_all_of_its_rows() -> None:
    """Further rows of the key make the margin above grow, and the panel keeps its height; a phone has more rows."""
    one, two = Frame(TODAY, TODAY), Frame(TODAY, TODAY, key_rows=2)
    assert two.top - one.top == KEY_ROW
    assert two.height - one.height == KEY_ROW
    assert one.panel == two.panel
    entries = [{"name": "a few words"}] * 6
    assert [key_rows(entries, frame) for frame in (one, Frame(TODAY, TODAY, narrow=True))] == [1, 2]
    assert key_rows([], one) == 1


def test_the_key_says_what_is_drawn_and_no_more(whole: go.Figure) -> None:
    """Each kind of line and mark is in the key once, in plain words; what is not there is not."""
    entries = [trace.name for trace in whole.data if trace.showlegend is not False and trace.name]
    assert entries == [AVERAGE, SPAN, THIN, REACH, LASTING, IMPRECISE]
    plain = timeline_figure([event(1, "2021-07-15")], None)
    assert [trace.name for trace in plain.data if trace.showlegend is not False] == [REACH]
