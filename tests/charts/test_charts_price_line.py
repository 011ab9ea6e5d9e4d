import datetime as dt

import plotly.graph_objects as go
import pytest

from tests.support.chart_samples import day_of, event
from tracker.charts.marks import NAME
from tracker.charts.price_line import LINE_TRACE, PlacedEvent, PriceLine, price_figure
from tracker.vocabulary import Stance

DAYS = [dt.date(2021, 4, 8), dt.date(2021, 4, 9), dt.date(2021, 4, 12)]
BABA = PriceLine("BABA", DAYS, [226.5, 223.3, 244.0])
EVENTS = [
    PlacedEvent(event(1, "2021-04-08", stance=Stance.SEVERE), dt.date(2021, 4, 8), 226.5),
    PlacedEvent(event(2, "2021-04-09", stance=Stance.EASING), dt.date(2021, 4, 9), 223.3),
]


def traces(figure: go.Figure, meta: str) -> list[go.Scatter]:
    """Return the traces of a kind."""
    return [trace for trace in figure.data if trace.meta == meta]


def test_marks_stand_on_the_line_and_hold_their_slugs() -> None:
    """One trace for each stance with the mark of its direction, at the day and value given, with the slug to choose."""
    figure = price_figure([BABA], EVENTS, unit="USD", chosen="event-00002")
    (line,) = traces(figure, LINE_TRACE)
    assert list(line.y) == [226.5, 223.3, 244.0]
    severe, easing = traces(figure, NAME)
    assert (day_of(severe.x[0]), severe.y[0], severe.customdata[0]) == (DAYS[0], 226.5, "event-00001")
    assert (severe.marker.symbol, easing.marker.symbol) == ("triangle-down", "triangle-up")
    ring = figure.data[-1]
    assert (day_of(ring.x[0]), ring.y[0]) == (DAYS[1], 223.3)
    assert figure.layout.yaxis.title.text == "USD"
    low, high = figure.layout.yaxis.range
    assert low < min(BABA.values)
    assert high > max(BABA.values)


def test_equal_ratios_are_equally_high_where_asked() -> None:
    """The axis is logarithmic and holds every value."""
    axis = price_figure([PriceLine("A", DAYS, [1.0, 10.0, 1000.0])], [], log=True).layout.yaxis
    assert axis.type == "log"
    assert axis.range[0] < 0
    assert axis.range[1] > 3
    assert list(axis.ticktext) == ["1", "10", "100", "1,000"]
    near = price_figure([PriceLine("A", DAYS, [60.0, 100.0, 310.0])], [], log=True).layout.yaxis
    assert list(near.ticktext) == ["70", "100", "150", "200", "300"]


@pytest.mark.parametrize("dark", [False, True])
def test_six_lines_differ_by_colour_or_dash(dark: bool) -> None:  # noqa: FBT001
    """No two lines look alike, and names from files stay letters."""
    lines = [PriceLine(f"<b>{number}", DAYS, BABA.values) for number in range(6)]
    drawn = traces(price_figure(lines, [], dark=dark), LINE_TRACE)
    assert len({(trace.line.color, trace.line.dash) for trace in drawn}) == 6
    assert drawn[0].name == "&lt;b&gt;0"


def test_one_value_and_a_flat_line_are_drawn() -> None:
    """A single value is a point, and the axis has a range around it on either scale."""
    for log in (False, True):
        figure = price_figure([PriceLine("A", DAYS[:1], [5.0])], [], log=log)
        assert figure.data[0].mode == "markers"
        low, high = figure.layout.yaxis.range
        assert low < (0.69897 if log else 5.0) < high
