import dataclasses
import datetime as dt
import html
import re
from pathlib import Path

import plotly.graph_objects as go
import pytest

from tests.support.programs import find_browser
from tracker.charts import timeline_figure
from tracker.charts.picture import (
    PictureWords,
    picture_bytes,
    picture_figure,
    picture_file_name,
    picture_layout,
    picture_parts,
)
from tracker.charts.texts import text_width
from tracker.read_models import EventRow, RecordState
from tracker.theme import DARK, LIGHT

STATE = RecordState(431, dt.date(2026, 5, 8))
WORDS = PictureWords(
    "China's regulation of technology, 2018 to 2026",
    STATE,
    "Rules tightened from November 2020; shares of <b>firms</b> & $platforms$ fell.",
    ("Company: DiDi", "Search: 滴滴"),
    dt.date(2021, 4, 1),
    dt.date(2021, 12, 31),
)
SOURCE = "Source: China tech regulation tracker, record of 8 May 2026, change 431. Licence: MIT."


@pytest.fixture(scope="module")
def timeline(record_events: tuple[EventRow, ...]) -> go.Figure:
    """The timeline of a few Events."""
    return timeline_figure(record_events[:12], None)


def texts_of(figure: go.Figure) -> list[str]:
    """Return the words on a figure."""
    return [annotation.text for annotation in figure.layout.annotations]


def test_the_words_stand_around_the_picture(timeline: go.Figure) -> None:
    """Title, sentence, filter, period, state of the record and licence are in the picture, as typed and not as tags."""
    said = " ".join(texts_of(picture_figure(timeline, WORDS)))
    assert WORDS.title in said
    assert "shares of &lt;b&gt;firms&lt;/b&gt; &amp; &#36;platforms&#36; fell." in said
    assert "Company: DiDi; Search: 滴滴; Period: April 2021 to December 2021" in said
    assert SOURCE in said


def test_the_chart_keeps_its_size(timeline: go.Figure) -> None:
    """The words get room of their own: what lies between the margins is as high as before, and nothing is lost."""
    around = picture_figure(timeline, WORDS).layout

    def inner(layout: go.Layout) -> int:
        return int(layout.height - layout.margin.t - layout.margin.b)

    assert inner(around) == inner(timeline.layout)
    assert around.width >= 1200
    assert [each.text for each in around.annotations][: len(timeline.layout.annotations)] == texts_of(timeline)
    assert around.xaxis.range == timeline.layout.xaxis.range


@pytest.mark.parametrize("dark", [False, True])
def test_a_picture_has_a_ground_of_its_own(record_events: tuple[EventRow, ...], *, dark: bool) -> None:
    """A picture is readable wherever it is pasted: its ground is that of the page that it was drawn for."""
    figure = timeline_figure(record_events[:3], None, dark=dark)
    assert picture_layout(figure, WORDS)["paper_bgcolor"] == (DARK if dark else LIGHT).background


@pytest.mark.parametrize("sentence", ["word " * 200, "滴滴" * 200, "w" * 700, f"DiDi {'滴' * 300} and more"])
def test_long_words_are_wrapped_and_never_cut(timeline: go.Figure, sentence: str) -> None:
    """Each line fits into the picture's width, and all lines together are the sentence."""
    layout = picture_layout(timeline, dataclasses.replace(WORDS, sentence=sentence, kept=(), since=None, until=None))
    lines = [each["text"] for each in layout["annotations"][len(timeline.layout.annotations) :]][1:-1]
    assert max(text_width(line, 16) for line in lines) <= layout["width"]
    assert re.sub(r"\s", "", "".join(lines)) == re.sub(r"\s", "", sentence)
    offsets = [each["yshift"] for each in layout["annotations"] if each.get("yref") == "paper" and each["y"] == 1]
    assert max(offsets[-len(lines) :]) < layout["margin"]["t"]


def test_a_browser_is_told_name_layout_and_size(timeline: go.Figure) -> None:
    """The browser lays the words around the chart that it shows, and makes room for them."""
    parts = picture_parts(timeline, WORDS)
    assert parts["layout"] == picture_layout(timeline, WORDS)
    assert (parts["width"], parts["height"]) == (parts["layout"]["width"], parts["layout"]["height"])
    assert f"{parts['file']}.svg" == picture_file_name(WORDS, "svg")


def test_the_file_is_called_after_the_filter() -> None:
    """A picture's file says what is in it, which part of the record and from which day."""
    name = picture_file_name(dataclasses.replace(WORDS, kept=("Company: DiDi",)), "png")
    assert name == "china-tech-timeline_didi_2021-04-01_2021-12-31_record-2026-05-08.png"


@pytest.mark.browser
@pytest.mark.parametrize("ending", ["svg", "png", "pdf"])
def test_a_browser_draws_the_picture(
    timeline: go.Figure, ending: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each format is drawn without a network; an SVG holds its words as text, a PNG has two points for a pixel."""
    monkeypatch.setenv("BROWSER_PATH", find_browser() or "")
    monkeypatch.chdir(tmp_path)
    drawn = picture_bytes(timeline, WORDS, ending)
    assert drawn.startswith({"svg": b"<svg", "png": b"\x89PNG", "pdf": b"%PDF"}[ending])
    if ending == "svg":
        said = html.unescape(re.sub("<[^>]+>", "\n", drawn.decode())).split("\n")
        assert {WORDS.title, WORDS.sentence, WORDS.filter_line, SOURCE} <= set(said)
    if ending == "png":
        assert int.from_bytes(drawn[16:20], "big") == 2 * 1200
