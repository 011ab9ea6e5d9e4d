import datetime as dt

import pytest

from tests.support.chart_samples import day_of
from tracker.charts import IndexLine
from tracker.charts.index_line import INDEX
from tracker.charts.overlay import JOINT, LAG_TRACE, OWN_TRACE, LagBar, OwnLine, lags_figure, overlay_figure


def own(days: list[dt.date], values: list[float], name: str = "KWEB") -> OwnLine:
    """Return a series."""
    return OwnLine(name, days, values)


def test_the_series_has_its_own_axis_over_the_index(line: IndexLine) -> None:
    """Every value stands on its day on the right axis, whose range holds them; the left axis is the index's."""
    days = [dt.date(2020, month, 1) for month in range(1, 13)]
    values = [float(number * 10) for number in range(12)]
    figure = overlay_figure(line, own(days, values))
    (trace,) = [each for each in figure.data if each.meta == OWN_TRACE]
    assert trace.yaxis == "y2"
    assert list(trace.y) == values
    assert [day_of(place) for place in trace.x] == days
    assert figure.layout.yaxis2.side == "right"
    low, high = figure.layout.yaxis2.range
    assert low < 0
    assert high > 110
    assert figure.layout.yaxis.range[0] >= -3.2


def test_the_time_axis_is_the_index_s(line: IndexLine) -> None:
    """Values from long before do not squeeze the index, and do not stretch the right axis."""
    figure = overlay_figure(line, own([dt.date(1990, 1, 1), dt.date(2020, 1, 1), dt.date(2021, 1, 1)], [1e6, 1, 2]))
    assert figure.layout.yaxis2.range[1] < 3
    assert day_of(figure.layout.xaxis.range[0]) == line.first_day


@pytest.mark.parametrize("values", [[5.0], [7.0, 7.0], [0.0, 0.0]])
def test_one_point_and_a_flat_series_are_drawn(line: IndexLine, values: list[float]) -> None:
    """The axis has a range around a value that never changes; a single value is a point."""
    days = [dt.date(2021, 1, 1 + number) for number in range(len(values))]
    figure = overlay_figure(line, own(days, values))
    low, high = figure.layout.yaxis2.range
    assert low < values[0] < high
    (trace,) = [each for each in figure.data if each.meta == OWN_TRACE]
    assert ("lines" in trace.mode) == (len(values) > 1)


def test_a_series_outside_the_index_is_no_error(line: IndexLine) -> None:
    """Nothing of it is in sight, and the index is still drawn."""
    figure = overlay_figure(line, own([dt.date(1990, 1, 1)], [3.0], name="<b>" + "long " * 40))
    (trace,) = [each for each in figure.data if each.meta == OWN_TRACE]
    assert trace.name.startswith("&lt;b&gt;")
    assert len(trace.name) < 80
    assert any(each.name == INDEX for each in figure.data)


def test_each_lag_has_its_interval() -> None:
    """A point for every correlation, a bar from low to high where there is an interval, and words for both."""
    bars = [LagBar(-1, -0.5, -0.8, -0.1), LagBar(0, 0.25, None, None), LagBar(3, 0.0, -0.2, 0.2)]
    figure = lags_figure(bars)
    (points,) = [each for each in figure.data if each.meta == LAG_TRACE]
    assert list(points.x) == [-1, 0, 3]
    assert list(points.y) == [-0.5, 0.25, 0.0]
    assert list(figure.data[0].y) == [-0.8, -0.1, None, -0.2, 0.2, None]
    assert points.hovertext[0] == "1 month before the index<br>Correlation −0.50 (−0.80 to −0.10)"
    assert points.hovertext[1] == "Same month<br>Correlation +0.25"
    assert points.hovertext[2].startswith("3 months after the index<br>Correlation 0.00")
    assert list(figure.layout.xaxis.ticktext) == ["0", "+3"]


def test_the_joint_band_lies_behind_the_intervals() -> None:
    """One shape over all lags that have it, told beside the lag's own interval, in the unit of the lags."""
    bars = [LagBar(-1, -0.5, -0.8, -0.1, -0.9, 0.2), LagBar(0, 0.25, None, None), LagBar(1, 0.0, -0.2, 0.2, -0.4, 0.4)]
    figure = lags_figure(bars, unit="week")
    band = figure.data[0]
    assert band.name == JOINT
    assert (list(band.x), list(band.y)) == ([-1, 1, 1, -1], [0.2, 0.4, -0.4, -0.9])
    (points,) = [each for each in figure.data if each.meta == LAG_TRACE]
    assert points.hovertext[0] == (
        "1 week before the index<br>Correlation −0.50 (−0.80 to −0.10)<br>All lags together: −0.90 to +0.20"
    )
    assert figure.layout.xaxis.title.text.startswith("Weeks by which")
