import json
import re

import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.chart_samples import event, mark_traces
from tracker.charts import timeline_figure
from tracker.charts.texts import escape_hover, hover_text, label_lines, shortened
from tracker.read_models import EventRow
from tracker.vocabulary import Reach, Stance

HOSTILE = (
    "<script>alert(1)</script> & <b>bold</b>",
    '<a href="https://example.org/out">out</a>',
    '<img src="https://example.org/p.png" onerror="alert(1)">',
    "%{x} of %{customdata} and %{y:.2f}",
    "$x^2$ and $$\\frac{1}{2}$$",
    "![picture](https://example.org/p.png) **bold** [link](https://example.org)",
    "<extra></extra><br>two lines",
    "&lt;b&gt; already escaped &amp;",
    "滴滴 <i>下架</i> %{text}",
)


def chart_of(title: str) -> go.Figure:
    """Return a chart with one Event, strong enough to be named."""
    return timeline_figure([event(1, "2021-07-15", title=title, stance=Stance.SEVERE, reach=Reach.ECONOMY)], None)


def shown(markup: str) -> str:
    """Return what a browser shows of text on a chart: the own line breaks and the own bold taken off."""
    text = re.sub(r"</?b>|<br>", " ", markup)
    assert "<" not in text
    assert ">" not in text
    assert "$" not in text
    for entity, letter in (("&lt;", "<"), ("&gt;", ">"), ("&#36;", "$"), ("&amp;", "&")):
        text = text.replace(entity, letter)
    return " ".join(text.split())


@pytest.mark.parametrize("title", HOSTILE)
def test_a_hover_label_shows_a_title_as_typed(title: str) -> None:
    """No tag, formula or placeholder of a title reaches the chart as such; nothing of it is lost."""
    [trace] = mark_traces(chart_of(title))
    assert " ".join(title.split()) in shown(trace.hovertext[0])


@pytest.mark.parametrize("title", HOSTILE)
def test_titles_are_never_part_of_a_template(title: str) -> None:
    """Plotly fills placeholders in templates only; the marks have none, and customdata holds the slug alone."""
    figure = chart_of(title)
    [trace] = mark_traces(figure)
    assert (trace.hovertemplate, trace.texttemplate) == (None, None)
    assert trace.hoverinfo == "text"
    assert list(trace.customdata) == ["event-00001"]
    templates = re.findall(r'"(?:hover|text)template":\s*"((?:[^"\\]|\\.)*)"', figure.to_json())
    assert not any(word in template for template in templates for word in title.split() if len(word) > 2)


@pytest.mark.parametrize("title", HOSTILE)
def test_a_name_on_the_chart_is_escaped(title: str) -> None:
    """The names of turning points show the same letters, up to where they are cut; a long word may be broken."""
    [name] = [each for each in chart_of(title).layout.annotations if each.name == "event-00001"]
    letters = "".join(shown(name.text).split()).removesuffix("…")
    assert len(letters) >= 8
    assert "".join(title.split()).startswith(letters)


@pytest.mark.parametrize("field", ["agencies", "companies"])
def test_names_in_a_hover_label_are_escaped(field: str) -> None:
    """Agencies and companies come from people as well."""
    label = hover_text(event(1, "2021-07-15", **{field: ("<b>Firm</b> & $x$",)}))
    assert "&lt;b&gt;Firm&lt;/b&gt; &amp; &#36;x&#36;" in label


def test_a_hover_label_says_date_actors_and_stance() -> None:
    """What a reader needs without opening the card, and the date no finer than it is known."""
    label = hover_text(
        event(1, "2021-07", title="A rule", agencies=("CAC",), companies=tuple("ABCDEF"), end="2021-09-10")
    )
    assert label.split("<br>") == [
        "<b>A rule</b>",
        "July 2021 to 10 September 2021",
        "Agencies: CAC",
        "Companies: A, B, C, D and 2 more",
        "Stance −1 tightening signal",
    ]


def test_escaping_keeps_what_needs_none() -> None:
    """Percent signs, braces, quotes and Chinese stay as they are."""
    assert escape_hover("100 % {a} \"b\" 'c' 滴滴") == "100 % {a} \"b\" 'c' 滴滴"


@pytest.mark.parametrize("length", [10, 18, 30, 64])
def test_shortened_texts_fit_and_begin_alike(length: int) -> None:
    """A cut text is no longer than allowed and is the beginning of the whole."""
    for text in (*HOSTILE, "国家互联网信息办公室发布新的数据安全规定并要求所有平台整改", "a" * 400, "one two " * 60):
        cut = shortened(text, length)
        assert len(cut) <= length
        assert " ".join(text.split()).startswith(cut.removesuffix("…"))


def test_names_have_two_lines_at_most() -> None:
    """Both lines keep to the length, Chinese characters counting twice."""
    for text in (*HOSTILE, "国家互联网信息办公室发布新的数据安全规定并要求所有平台整改", "a" * 400, "one two " * 60):
        lines = label_lines(text, 30)
        assert 1 <= len(lines) <= 2
        most = 15 if re.search(r"[\u4e00-\u9fff]", text) else 30
        assert all(len(line) <= most for line in lines), lines


def test_no_word_of_a_name_is_broken_that_fits_on_a_line() -> None:
    """Two lines of unequal length are better than half a word on one of them."""
    title = "Eleven ride-hailing platforms summoned over unfair competition"
    assert label_lines(title, 14) == ["Eleven", "ride-hailing…"]


@pytest.mark.parametrize("length", [18, 30])
def test_every_title_of_the_record_can_be_a_name(record_events: tuple[EventRow, ...], length: int) -> None:
    """Whichever Event a filter brings to the fore, its title fits, two full lines included."""
    for each in record_events:
        lines = label_lines(each.title, length)
        assert len(lines) <= 2
        assert all(0 < len(line) <= length for line in lines), lines


@given(st.text(st.sampled_from("aW中 -…'"), min_size=1, max_size=90).filter(str.strip), st.integers(8, 40))
def test_any_title_can_be_a_name(title: str, length: int) -> None:
    """One or two lines, none too long, whatever the words and wherever they break."""
    lines = label_lines(title, length)
    assert 1 <= len(lines) <= 2
    assert all(0 < len(line) <= length for line in lines), lines


def test_a_figure_of_hostile_titles_is_plain_json() -> None:
    """The message to the browser can be read back whatever a title holds, line separators included."""
    figure = chart_of("a \u2028 b \x00 c </script>")
    assert json.loads(figure.to_json())["data"]
