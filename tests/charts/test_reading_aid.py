"""What is said below a chart: of what is on it, and of nothing else."""

import datetime as dt

import pytest

from tests.support.chart_samples import event, index_line
from tracker.charts.index_line import ghost_style, line_traces
from tracker.charts.reading_aid import EXPLANATION, explanation, in_short
from tracker.charts.still import still_svg
from tracker.charts.timeline import timeline_parts
from tracker.theme import LIGHT, PAIRED

WORDS = {"line": "The line is their average", "band": "The range around it", "others": "The dashed grey line"}


@pytest.mark.parametrize("drawn", [set(), {"line"}, {"others"}, {"line", "band"}, {"line", "band", "others"}])
def test_a_caption_explains_what_is_drawn(drawn: set[str]) -> None:
    """Marks always; line, range and the line of all events where they are there."""
    shown = {name: name in drawn for name in WORDS}
    told = explanation(**shown)
    assert {name for name, words in WORDS.items() if words in told} == drawn
    assert "▼ tightens" in told
    assert ("average" in in_short(**shown), "dashed" in in_short(**shown)) == (shown["line"], shown["others"])


def test_shades_and_the_whole_record_are_explained() -> None:
    """A shade is told with its stretch of time; the explanation of all signs is that of a whole record."""
    assert "one month at one stance" in explanation(line=True, band=True, cell="month")
    assert explanation(line=True, band=True) == EXPLANATION


def test_the_line_of_all_events_looks_like_no_part_of_the_own_line() -> None:
    """It alone is dashed, in the figure and in the drawing."""
    events = [event(1, "2021-11-01"), event(2, "2022-03-13")]
    line = index_line(events, dt.date(2022, 6, 30))
    own = {trace["line"].get("dash") for trace in line_traces(line, LIGHT)}
    assert ghost_style(LIGHT)["dash"] == "dash" not in own
    parts = timeline_parts(events, None, ghost=line, colours=PAIRED)
    # In the panel and in the key.
    assert still_svg(parts, 1120, label="x").count('stroke-dasharray="6 4"') == 2
