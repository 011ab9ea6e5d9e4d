import plotly.graph_objects as go
import pytest

from tracker.charts.abnormal_returns import RETURNS, WIDEST, Path, ReturnRow, path_figure, returns_figure
from tracker.charts.marks import NAME
from tracker.charts.plain import picture_config
from tracker.charts.texts import text_width
from tracker.vocabulary import Stance

ROWS = [
    ReturnRow("Antitrust investigation opened", "BABA, 24 December 2020", -9.8, -14.2, -5.2, Stance.RESTRICTION, False),
    ReturnRow("Fined a record sum", "BABA, 12 April 2021", 8.79, 2.5, 15.7, Stance.SEVERE, True),
    ReturnRow("A long title " * 20, "BABA, 12 April 2021", 0.0, -2.0, 2.0, Stance.SUPPORT, False),
]


def marks(figure: go.Figure) -> dict[int, tuple[float, float, float, str]]:
    """Return value, ends of the range and fill by row."""
    found = {}
    for trace in figure.data:
        if trace.meta == RETURNS:
            reaches = zip(trace.error_x.arrayminus, trace.error_x.array, strict=True)
            for place, value, (below, above), fill in zip(trace.y, trace.x, reaches, trace.marker.color, strict=True):
                found[int(place)] = (float(value), float(value - below), float(value + above), fill)
    return found


@pytest.mark.parametrize("narrow", [False, True])
def test_each_row_stands_at_its_return_with_its_range(narrow: bool) -> None:  # noqa: FBT001
    """Per cent to the right of its name, with a range that is wider above than below, from the first row downwards."""
    figure = returns_figure(ROWS, narrow=narrow)
    found = marks(figure)
    assert found[0][:3] == pytest.approx((-9.8, -14.2, -5.2))
    assert found[1][:3] == pytest.approx((8.79, 2.5, 15.7))
    top, bottom = figure.layout.yaxis.range[1], figure.layout.yaxis.range[0]
    assert top < 0
    assert bottom > len(ROWS) - 1
    low, high = figure.layout.xaxis.range
    assert low < -14.2
    assert high > 15.7


def test_confounded_rows_are_hollow_and_the_key_says_so() -> None:
    """A hollow mark is told in the key, which is missing where there is none."""
    found = marks(returns_figure(ROWS))
    assert found[1][3] == "#ffffff"
    assert found[0][3] != "#ffffff"
    assert [trace.name for trace in returns_figure(ROWS).data if trace.name] == [
        "hollow: several events on the day, or others around it"
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
    [trace] = returns_figure([ReturnRow("A <law>", "BABA", 10, 8, 12, Stance.SEVERE, slug="law")]).data
    assert (trace.meta, trace.customdata) == (NAME, ("law",))
    assert trace.hovertext[0].startswith("<b>A &lt;law&gt;</b><br>BABA<br>+10.00 %")


def test_ticks_are_round_and_distinct() -> None:
    """Every tick reads differently, whatever the size of the returns."""
    for scale in (1e-4, 0.01, 1, 20):
        rows = [ReturnRow("a", "b", scale * 3, scale * 2.5, scale * 4, Stance.NEUTRAL, False)]
        axis = returns_figure(rows).layout.xaxis
        assert 2 <= len(axis.ticktext) <= 7
        assert len(set(axis.ticktext)) == len(axis.ticktext)
        assert "0 %" in axis.ticktext


def test_a_range_that_dwarfs_the_others_runs_over_the_edge() -> None:
    """The mean of two days with a range from -80 to 400 % leaves the others readable; its label has both ends."""
    rows = [*ROWS, ReturnRow("Two days", "2 event days", -1.0, -80.0, 400.0, Stance.NEUTRAL)]
    figure = returns_figure(rows)
    low, high = figure.layout.xaxis.range
    apart = 8.79 + 9.8
    assert -80 < low < -14.2
    assert 15.7 < high < 1.1 * (8.79 + WIDEST * apart) + 10
    assert any("to +400.00" in text for trace in figure.data for text in trace.hovertext or ())


def test_titles_stay_letters() -> None:
    """Markup and templates in a title are shown as typed."""
    row = ReturnRow("<b>%{x}</b> $5", "BABA", 10, -9, 33, Stance.NEUTRAL, False)
    figure = returns_figure([row])
    assert "&lt;b&gt;%{x}&lt;/b&gt; &#36;5" in figure.layout.yaxis.ticktext[0]
    assert "&lt;b&gt;" in figure.data[0].hovertext[0]
    assert figure.data[0].hovertemplate is None


def test_the_mean_path_has_its_range() -> None:
    """The values are per cent, and the range lies around them with its own ends."""
    mean = Path("mean", (-1, 2, 3), (-2, 1, 1), (0, 3.1, 5.3))
    figure = path_figure([mean], -1)
    band, line = figure.data
    assert list(line.x) == [-1, 0, 1]
    assert list(line.y) == [-1, 2, 3]
    assert (tuple(band.y[:3]), tuple(band.y[3:][::-1])) == (mean.high, mean.low)
    assert figure.layout.yaxis.range[1] > 5.3


def test_a_picture_can_be_saved() -> None:
    """The only button saves the chart as SVG on a ground of its own."""
    config = picture_config("name")
    assert config["modeBarButtons"] == [["toImage"]]
    assert config["toImageButtonOptions"] == {"format": "svg", "filename": "name"}
    assert returns_figure(ROWS, dark=True).layout.paper_bgcolor == "#14171c"
