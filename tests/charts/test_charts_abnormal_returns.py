import numpy as np
import plotly.graph_objects as go
import pytest

from tracker.charts.abnormal_returns import NORMAL, RETURNS, Path, ReturnRow, path_figure, returns_figure
from tracker.charts.marks import NAME
from tracker.charts.plain import picture_config
from tracker.charts.texts import text_width
from tracker.vocabulary import Stance

ROWS = [
    ReturnRow("Antitrust investigation opened", "BABA, 24 December 2020", -0.098, 0.0246, Stance.RESTRICTION, False),
    ReturnRow("Fined a record sum", "BABA, 12 April 2021", 0.0879, 0.0317, Stance.SEVERE, True),
    ReturnRow("A long title " * 20, "BABA, 12 April 2021", 0.0, 0.01, Stance.SUPPORT, False),
]


def marks(figure: go.Figure) -> dict[int, tuple[float, float, str]]:
    """Return value, reach and fill by row."""
    found = {}
    for trace in figure.data:
        if trace.meta == RETURNS:
            for place, value, reach, fill in zip(
                trace.y, trace.x, trace.error_x.array, trace.marker.color, strict=True
            ):
                found[int(place)] = (float(value), float(reach), fill)
    return found


@pytest.mark.parametrize("narrow", [False, True])
def test_each_row_stands_at_its_return_with_its_range(narrow: bool) -> None:  # noqa: FBT001
    """Per cent to the right of its name, 1.96 standard errors to either side, from the first row downwards."""
    figure = returns_figure(ROWS, narrow=narrow)
    found = marks(figure)
    assert found[0][:2] == pytest.approx((-9.8, 100 * NORMAL * 0.0246))
    assert found[1][:2] == pytest.approx((8.79, 100 * NORMAL * 0.0317))
    top, bottom = figure.layout.yaxis.range[1], figure.layout.yaxis.range[0]
    assert top < 0
    assert bottom > len(ROWS) - 1
    low, high = figure.layout.xaxis.range
    assert low < -9.8 - 100 * NORMAL * 0.0246
    assert high > 8.79 + 100 * NORMAL * 0.0317


def test_confounded_rows_are_hollow_and_the_key_says_so() -> None:
    """A hollow mark is told in the key, which is missing where there is none."""
    found = marks(returns_figure(ROWS))
    assert found[1][2] == "#ffffff"
    assert found[0][2] != "#ffffff"
    assert [trace.name for trace in returns_figure(ROWS).data if trace.name] == [
        "hollow: another event within the window"
    ]
    assert not [trace.name for trace in returns_figure(ROWS[:1]).data if trace.name]


def test_names_fit_their_margin_and_rows_do_not_meet() -> None:
    """A name is one line that fits left of the plot; name and note together are lower than a row."""
    figure = returns_figure(ROWS)
    size = figure.layout.template.layout.font.size
    for text in figure.layout.yaxis.ticktext:
        assert text.count("<br>") == 1
        assert text_width(text.partition("<br>")[0], size) < figure.layout.margin.l
    rows = figure.layout.height - figure.layout.margin.t - figure.layout.margin.b
    assert rows / len(ROWS) > 2.4 * size


def test_rows_of_events_are_marks_that_the_keyboard_finds() -> None:
    """Marks that can be chosen are called as on all charts, and their label's title is set apart."""
    [trace] = returns_figure([ReturnRow("A <law>", "BABA", 0.1, 0.01, Stance.SEVERE, slug="law")]).data
    assert (trace.meta, trace.customdata) == (NAME, ("law",))
    assert trace.hovertext[0].startswith("<b>A &lt;law&gt;</b><br>BABA<br>+10.00 %")


def test_ticks_are_round_and_distinct() -> None:
    """Every tick reads differently, whatever the size of the returns."""
    for scale in (1e-4, 0.01, 1, 20):
        rows = [ReturnRow("a", "b", scale * 0.03, scale * 0.004, Stance.NEUTRAL, False)]
        axis = returns_figure(rows).layout.xaxis
        assert 2 <= len(axis.ticktext) <= 7
        assert len(set(axis.ticktext)) == len(axis.ticktext)
        assert "0 %" in axis.ticktext


def test_titles_stay_letters() -> None:
    """Markup and templates in a title are shown as typed."""
    row = ReturnRow("<b>%{x}</b> $5", "BABA", 0.1, 0.1, Stance.NEUTRAL, False)
    figure = returns_figure([row])
    assert "&lt;b&gt;%{x}&lt;/b&gt; &#36;5" in figure.layout.yaxis.ticktext[0]
    assert "&lt;b&gt;" in figure.data[0].hovertext[0]
    assert figure.data[0].hovertemplate is None


def test_the_mean_path_has_its_range_and_the_single_events_behind() -> None:
    """The values are per cent, the range is 1.96 standard errors wide, and single events are gaps apart."""
    mean = Path("mean", (-0.01, 0.02, 0.03), (0.005, 0.007, 0.009))
    single = [Path("a", (0.0, 0.1, 0.1), (1, 1, 1)), Path("b", (-0.02, -0.06, -0.04), (1, 1, 1))]
    figure = path_figure([mean], single, -1)
    thin, band, line = figure.data
    assert list(line.x) == [-1, 0, 1]
    np.testing.assert_allclose(line.y, [-1, 2, 3])
    np.testing.assert_allclose(np.array(band.y[:3]) - np.array(band.y[3:][::-1]), 200 * NORMAL * np.array(mean.errors))
    assert [value is None for value in thin.y] == [False, False, False, True] * 2
    assert figure.layout.yaxis.range[1] > 10


def test_a_picture_can_be_saved() -> None:
    """The only button saves the chart as SVG on a ground of its own."""
    config = picture_config("name")
    assert config["modeBarButtons"] == [["toImage"]]
    assert config["toImageButtonOptions"] == {"format": "svg", "filename": "name"}
    assert returns_figure(ROWS, dark=True).layout.paper_bgcolor == "#14171c"
