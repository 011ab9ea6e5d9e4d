import datetime as dt
from dataclasses import replace
from itertools import pairwise

import numpy as np
import plotly.graph_objects as go
import pytest

from tests.support.chart_samples import event, index_line, named_trace, ordinal_of
from tracker.charts import IndexLine, timeline_figure
from tracker.charts.index_line import BAND, GHOST, INDEX
from tracker.charts.words import FEW, UNFINISHED
from tracker.read_models import EventRow
from tracker.sentiment import counted_events
from tracker.theme import LIGHT

TODAY = dt.date(2026, 9, 15)
BEND = 0.0041
"""The drawn line may differ from the computed one by so much, in stance units: a third of a pixel."""


HALF_A_STEP = 0.5 / 1024 + 1e-6
"""So far a drawn value may lie from the computed one, in stance units: a twenty-fifth of a pixel."""


def drawn(traces: list[go.Scatter]) -> np.ndarray:
    """Return the ordinal days and values of the drawn points of a line, without its gaps."""
    points = np.concatenate([np.column_stack([[*map(ordinal_of, trace.x)], trace.y]) for trace in traces])
    return points[~np.isnan(points[:, 1])]


def on_days(line: IndexLine, days: np.ndarray) -> np.ndarray:
    """Return the value that a line has on ordinal days."""
    return np.interp(days, ordinals(line), line.index)


def ordinals(line: IndexLine) -> np.ndarray:
    """Return the ordinal days of a line."""
    return line.first_day.toordinal() + np.arange(len(line.index))


def test_the_line_runs_through_the_computed_index(whole: go.Figure, line: IndexLine) -> None:
    """The drawn points are the index of their day, and joining them leaves it nowhere by more than can be seen."""
    points = drawn(named_trace(whole, INDEX))
    assert points[:, 1] == pytest.approx(on_days(line, points[:, 0]), abs=HALF_A_STEP)
    _, first = np.unique(points[:, 0], return_index=True)
    end = (line.recorded.last_day - line.first_day).days + 1
    joined = np.interp(ordinals(line)[:end], *points[first].T)
    assert np.abs(joined - line.index[:end]).max() < BEND
    assert len(first) < len(line.index) / 5


def test_the_line_is_faint_where_few_events_carry_it(
    whole: go.Figure, line: IndexLine, record_events: tuple[EventRow, ...]
) -> None:
    """Days with little on record are drawn thin and nowhere else; where they are many, a remark says why."""
    firm, faint, *_ = named_trace(whole, INDEX)
    assert faint.line.width < firm.line.width
    assert (faint.line.color, firm.line.color) == (LIGHT.muted, LIGHT.text)
    shown = dict(zip(ordinals(line).tolist(), (line.faint & ~line.unfinished).tolist(), strict=True))
    inner = [pair for pair in pairwise(drawn([faint])[:, 0].tolist()) if pair[1] - pair[0] <= 7]
    assert inner
    assert all(shown[end] for _, end in inner)
    few = record_events[::6]
    assert FEW in remarks(timeline_figure(few, index_line(few, TODAY), today=TODAY))


def test_the_line_ends_at_the_last_event(whole: go.Figure, line: IndexLine) -> None:
    """After the latest Event neither line nor range nor strip is drawn: a fading index is no news."""
    assert line.last_event is not None
    last = line.last_event.last_on
    assert last < line.last_day
    strip = [trace for trace in whole.data if trace.xaxis == "x2"]
    for traces in (named_trace(whole, INDEX), named_trace(whole, BAND), strip):
        assert traces
        assert max(drawn(traces)[:, 0]) == last.toordinal()
    assert line.recorded.index[-1] == line.index[(last - line.first_day).days]
    assert replace(line, last_event=None).recorded.last_day == line.last_day


def test_a_filtered_line_ends_at_its_own_last_event(record_events: tuple[EventRow, ...], line: IndexLine) -> None:
    """What is true of the whole is true of a part, and of the ghost behind it."""
    kept = [each for each in record_events if "gaming" in each.sectors]
    part = index_line(kept, TODAY)
    figure = timeline_figure(kept, part, ghost=line, today=TODAY)
    assert (
        max(drawn(named_trace(figure, INDEX))[:, 0]) == max(each.last_on for each in counted_events(kept)).toordinal()
    )
    assert max(drawn(named_trace(figure, GHOST))[:, 0]) == line.recorded.last_day.toordinal()


def test_the_last_weeks_are_dotted_while_they_are_recorded() -> None:
    """Up to an Event of these days the last four weeks are dotted, with a remark."""
    events = [event(number, f"2026-{4 + number // 28:02}-{1 + number % 28:02}") for number in range(154)]
    *_, dotted = named_trace(timeline_figure(events, index_line(events, TODAY)), INDEX)
    assert dotted.line.dash == "dot"
    # The part begins on the day before, so that it joins the line.
    assert min(drawn([dotted])[:, 0]) == (TODAY - dt.timedelta(days=28)).toordinal()
    assert UNFINISHED in remarks(timeline_figure(events, index_line(events, TODAY)))


def remarks(figure: go.Figure) -> set[str]:
    """Return the remarks on the line."""
    return {FEW, UNFINISHED} & {each.text for each in figure.layout.annotations}


def test_a_line_on_firm_ground_has_no_remarks() -> None:
    """Where much is recorded and the present is far away, nothing is faint, dotted or remarked on."""
    events = [event(number, f"2021-{1 + number // 28:02}-{1 + number % 28:02}") for number in range(112)]
    recent = index_line(events, dt.date(2021, 4, 28))
    settled = replace(recent, unfinished=np.zeros_like(recent.unfinished))
    assert {UNFINISHED} == remarks(timeline_figure(events, recent))
    assert remarks(timeline_figure(events, settled)) == set()


def test_the_range_lies_around_the_line_and_behind_everything(whole: go.Figure, line: IndexLine) -> None:
    """The band is the first trace; its outline is the lower and upper bound of each day, and nothing without one."""
    band = whole.data[0]
    assert (band.name, band.fill) == (BAND, "toself")
    points = drawn([band])
    lower, upper = (np.interp(points[:, 0], ordinals(line), bound) for bound in (line.lower, line.upper))
    nearest = np.fmin(np.abs(points[:, 1] - lower), np.abs(points[:, 1] - upper))
    assert np.nanmax(nearest) < BEND
    assert len(points) > 100


def test_without_a_range_none_is_drawn() -> None:
    """One story in memory has no range."""
    events = [event(1, "2021-07-15")]
    figure = timeline_figure(events, index_line(events, dt.date(2021, 9, 1)))
    assert named_trace(figure, BAND) == []
    assert named_trace(figure, INDEX)


def test_the_strip_shows_the_evidence_on_the_same_time_axis(whole: go.Figure, line: IndexLine) -> None:
    """The mass of evidence stands below, follows the panel's axis and reads out the index."""
    [strip] = [trace for trace in whole.data if trace.xaxis == "x2"]
    points = drawn([strip])
    assert points[:, 1] == pytest.approx(np.interp(points[:, 0], ordinals(line), line.mass), abs=1e-4)
    assert np.asarray(strip.customdata)[:, 0] == pytest.approx(on_days(line, points[:, 0]), abs=1e-5)
    assert whole.layout.xaxis.matches == "x2"
    assert whole.layout.xaxis2.rangeslider.visible is None


def test_a_filtered_index_keeps_the_whole_one_as_a_thin_ghost(
    record_events: tuple[EventRow, ...], line: IndexLine, whole: go.Figure
) -> None:
    """With a filter the line of all events stays in sight: thinner, greyer, behind the filtered line and its marks."""
    kept = [each for each in record_events if "gaming" in each.sectors]
    figure = timeline_figure(kept, index_line(kept, TODAY), ghost=line, today=TODAY)
    [ghost] = named_trace(figure, GHOST)
    points = drawn([ghost])
    assert points[:, 1] == pytest.approx(on_days(line, points[:, 0]), abs=HALF_A_STEP)
    firm = named_trace(figure, INDEX)[0]
    assert ghost.line.width < firm.line.width
    assert ghost.line.color == LIGHT.ghost
    assert list(figure.data).index(ghost) < min(
        place for place, trace in enumerate(figure.data) if trace.meta == "marks"
    )
    assert named_trace(whole, GHOST) == []


def test_events_without_an_index_have_neither_line_nor_strip(record_events: tuple[EventRow, ...]) -> None:
    """Nothing stands in for an index that is not there."""
    figure = timeline_figure(record_events, None)
    assert named_trace(figure, INDEX) == []
    assert not any(trace.xaxis == "x2" for trace in figure.data)
    assert "xaxis2" not in figure.layout
