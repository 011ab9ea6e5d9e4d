"""The heat map and the small lines: what is drawn is what was counted, and it can be read."""

import datetime as dt
from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest

from tests.support.chart_samples import day_of
from tracker.charts.heat_map import colour_at, heat_map_figure
from tracker.charts.small_multiples import LINES, PANEL_NAMES, Panel, small_lines_figure
from tracker.theme import DARK, LIGHT, channels, palette, readable_on
from tracker.vocabulary import Stance

MEAN = np.array([[-3.0, np.nan, 0.5], [np.nan, np.nan, 3.0]])
COUNT = np.array([[4, 0, 2], [0, 0, 1]])
ROWS = ["Games", "Data and privacy"]
COLUMNS = ["2021 Q1", "2021 Q2", "2021 Q3"]


def contrast(first: str, second: str) -> float:
    """Return the contrast of two colours as WCAG 2.2 defines it."""
    light = []
    for colour in (first, second):
        parts = np.array(channels(colour)) / 255
        linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
        light.append(float(linear @ [0.2126, 0.7152, 0.0722]))
    return (max(light) + 0.05) / (min(light) + 0.05)


def test_every_filled_cell_has_its_number_and_no_other() -> None:
    """A number stands where Events are; an empty cell has neither colour nor number."""
    figure = heat_map_figure(ROWS, COLUMNS, MEAN, COUNT)
    cells = figure.data[0]
    assert np.isnan(cells.z).tolist() == [[False, True, False], [True, True, False]]
    written = {
        (int(y), int(x)): text
        for trace in figure.data
        if trace.type == "scatter" and trace.mode == "text"
        for x, y, text in zip(trace.x, trace.y, trace.text, strict=True)
    }
    assert written == {(0, 0): "4", (0, 2): "2", (1, 2): "1"}


def test_the_scale_is_that_of_the_stances() -> None:
    """Both ends and the middle have the colours of -3, 3 and 0, whatever values are on the map."""
    figure = heat_map_figure(ROWS, COLUMNS, MEAN, COUNT)
    cells = figure.data[0]
    assert (cells.zmin, cells.zmax) == (-3, 3)
    scale = dict(cells.colorscale)
    assert (scale[0], scale[0.5], scale[1]) == tuple(LIGHT.stances[Stance(each)] for each in (-3, 0, 3))
    assert cells.showscale
    assert list(cells.colorbar.tickvals) == [-3, -2, -1, 0, 1, 2, 3]
    assert list(cells.colorbar.ticktext) == ["−3", "−2", "−1", "0", "+1", "+2", "+3"]
    assert colour_at(0.0, LIGHT) == LIGHT.stances[Stance.NEUTRAL]
    assert colour_at(3.0, DARK) == DARK.stances[Stance.OPENING]


@pytest.mark.parametrize("dark", [False, True])
def test_numbers_can_be_read_on_every_shade(dark: bool) -> None:  # noqa: FBT001 - a parameter of the test
    """Black or white letters have a contrast of 4.5 or more on any mean stance."""
    for value in np.linspace(-3, 3, 121):
        shade = colour_at(float(value), palette(dark=dark))
        assert contrast(shade, readable_on(shade)) >= 4.5, value


def test_hover_labels_tell_row_column_number_and_mean() -> None:
    """The label of a cell says in words what it stands for."""
    figure = heat_map_figure(ROWS, COLUMNS, MEAN, COUNT)
    assert figure.data[0].text[0][0] == "Games, 2021 Q1<br>4 events, mean stance −3.00"
    assert figure.data[0].text[1][2] == "Data and privacy, 2021 Q3<br>1 event, mean stance +3.00"


def test_years_stand_below_their_quarters() -> None:
    """With groups the axis names each year once, in the middle of its quarters, and a line parts them."""
    count = np.ones((1, 6), dtype=np.int64)
    figure = heat_map_figure(
        ["Games"], [f"Q{n}" for n in range(6)], count * 1.0, count, groups=[("2020", 2), ("2021", 4)]
    )
    assert list(figure.layout.xaxis.ticktext) == ["2020", "2021"]
    assert list(figure.layout.xaxis.tickvals) == [0.5, 3.5]
    assert [shape.x0 for shape in figure.layout.shapes] == [1.5]


def panels() -> list[Panel]:
    """Return five lines over 400 days: rising, falling, and ones with gaps."""
    index = np.linspace(-1.2, 1.2, 400)
    shown = np.ones(400, dtype=np.bool_)
    gap = shown.copy()
    gap[100:200] = False
    return [
        Panel("Rising", index, shown),
        Panel("Falling", -index, shown),
        Panel("Gap", index, gap),
        Panel("Flat", index * 0, shown),
        Panel("Fifth", index, shown),
    ]


def line_of(figure: go.Figure, name: str) -> Any:
    """Return the line of a panel."""
    return next(trace for trace in figure.data if trace.meta == LINES and trace.name == name)


def told(figure: go.Figure, name: str) -> dict[dt.date, float]:
    """Return the days and values that a panel's line reads out."""
    line = line_of(figure, name)
    return {day_of(day): value for day, value in zip(line.text, line.customdata, strict=True) if day}


def test_each_line_tells_its_own_days_and_values() -> None:
    """The points of a panel carry day and index; hidden days have none."""
    figure = small_lines_figure(panels(), dt.date(2021, 1, 1))
    rising = told(figure, "Rising")
    assert rising[dt.date(2021, 1, 1)] == pytest.approx(-1.2)
    assert rising[dt.date(2022, 2, 4)] == pytest.approx(1.2)
    shown = told(figure, "Gap")
    assert dt.date(2021, 4, 10) in shown
    assert not [day for day in shown if dt.date(2021, 4, 10) < day < dt.date(2021, 7, 20)]
    assert line_of(figure, "Gap").hovertemplate.startswith("%{fullData.name}")


def test_panels_share_one_scale_and_do_not_meet() -> None:
    """The same value lies at the same height in every panel of a row, and every line stays in its own panel."""
    figure = small_lines_figure(panels(), dt.date(2021, 1, 1))
    for place, name in enumerate(["Rising", "Falling", "Gap", "Flat"]):
        line = line_of(figure, name)
        assert place <= np.nanmin(line.x) <= np.nanmax(line.x) < place + 1
    rising, falling, fifth = (line_of(figure, name) for name in ("Rising", "Falling", "Fifth"))
    assert rising.y[-2] == pytest.approx(falling.y[0])
    assert (rising.customdata[-2], falling.customdata[0]) == (pytest.approx(1.2), pytest.approx(1.2))
    assert np.nanmax(fifth.y) < 1 < np.nanmin(rising.y)


def test_areas_part_easing_from_tightening() -> None:
    """What is filled in the colour of easing never lies below 0, and the other never above."""
    figure = small_lines_figure(panels()[:1], dt.date(2021, 1, 1))
    above, below = [trace for trace in figure.data if trace.fill == "toself"]
    line = line_of(figure, "Rising")
    zero = next(y for y, value in zip(line.y, line.customdata, strict=True) if abs(value) < 0.03)
    assert np.nanmin(above.y) == pytest.approx(zero, abs=0.01)
    assert np.nanmax(below.y) == pytest.approx(zero, abs=0.01)


def test_years_stand_above_and_below_the_panels() -> None:
    """The first row of a long chart is read without going to its foot."""
    figure = small_lines_figure(panels(), dt.date(2021, 1, 1))
    [years] = [trace for trace in figure.data if trace.mode == "text" and trace.meta != PANEL_NAMES]
    assert list(years.text) == list(figure.layout.xaxis.ticktext)
    assert list(years.x) == list(figure.layout.xaxis.tickvals)
    assert set(years.y) == {figure.layout.yaxis.range[1]}


def test_without_any_line_the_figure_is_empty() -> None:
    """No panel, no error."""
    assert all(not len(trace.x) for trace in small_lines_figure([], dt.date(2021, 1, 1)).data)


def test_each_panel_is_named_above_its_line() -> None:
    """The name stands at the left edge of its own panel and above the scale's upper end."""
    figure = small_lines_figure(panels(), dt.date(2021, 1, 1))
    [names] = [trace for trace in figure.data if trace.meta == PANEL_NAMES]
    assert list(names.text) == [f"<b>{panel.name}</b>" for panel in panels()]
    assert list(names.x) == [0, 1, 2, 3, 0]
    highest = np.nanmax(line_of(figure, "Rising").y)
    assert highest < names.y[0] < 2
    assert names.y[4] < 1
