"""The fan: its layers hold what they should, and its marks are the turning points of all readings."""

import datetime as dt

import numpy as np
import pytest

from tests.support.chart_samples import day_of
from tracker.charts import IndexLine
from tracker.charts.fan import BASE, TROUGHS, TURNS, Blade, fan_figure
from tracker.charts.index_chart import FRAGILE, SHORT, FragileRun, index_figure
from tracker.read_models import EventRow
from tracker.sentiment import counted_events, evidence_of, sensitivity

FIRST = dt.date(2021, 1, 1)
BASE_LINE = np.sin(np.linspace(0, 6, 300))
BLADES = [Blade("choices", BASE_LINE - 1, BASE_LINE + 0.5), Blade("stories", BASE_LINE - 0.2, BASE_LINE + 0.2)]


def test_each_layer_reaches_from_its_lowest_to_its_highest_value() -> None:
    """The outline goes forth along the lower side and back along the upper one; the base lies within."""
    wide, close, base, *_ = fan_figure(FIRST, BASE_LINE, BLADES).data
    for trace, blade in ((wide, BLADES[0]), (close, BLADES[1])):
        half = len(trace.x) // 2
        places = [(day_of(place) - FIRST).days for place in trace.x[:half]]
        np.testing.assert_allclose(trace.y[:half], blade.lower[places], atol=1e-6)
        np.testing.assert_allclose(trace.y[half:][::-1], blade.upper[places], atol=1e-6)
        assert trace.fill == "toself"
    assert base.name == BASE
    assert wide.fillcolor != close.fillcolor


def test_lowest_points_and_turns_are_marked() -> None:
    """Each reading's lowest point stands at its day and value, each turn on the line of 0."""
    troughs = [(dt.date(2021, 5, 1), -1.2), (dt.date(2021, 6, 1), -0.7)]
    turned = [dt.date(2021, 9, 1)]
    figure = fan_figure(FIRST, BASE_LINE, BLADES, troughs=troughs, turn_days=turned)
    low = next(trace for trace in figure.data if trace.name == TROUGHS)
    turn = next(trace for trace in figure.data if trace.name == TURNS)
    assert [(day_of(x), y) for x, y in zip(low.x, low.y, strict=True)] == troughs
    assert ([day_of(x) for x in turn.x], list(turn.y)) == (turned, [0.0])


def test_the_scale_holds_every_layer() -> None:
    """No part of the fan is cut off, on a desk or on a phone."""
    for narrow in (False, True):
        low, high = fan_figure(FIRST, BASE_LINE, BLADES, narrow=narrow).layout.yaxis.range
        assert low < min(blade.lower.min() for blade in BLADES)
        assert high > max(blade.upper.max() for blade in BLADES)


def test_the_fan_of_the_record_shows_every_reading(record_events: tuple[EventRow, ...]) -> None:
    """128 readings; each of their lowest points is marked, all but one of them in the summer and autumn of 2021."""
    found = sensitivity(
        evidence_of(counted_events(record_events)), since=dt.date(2018, 3, 1), until=dt.date(2026, 9, 15)
    )
    table = np.stack([one.index for one in found.variants])
    lower, upper = table.min(axis=0), table.max(axis=0)
    figure = fan_figure(
        dt.date(2018, 3, 1), found.base.index, [Blade("all", lower, upper)], troughs=[tuple(p) for p in found.troughs()]
    )
    low = next(trace for trace in figure.data if trace.name == TROUGHS)
    assert len(found.variants) == 139
    assert {(day_of(x), y) for x, y in zip(low.x, low.y, strict=True)} == {tuple(point) for point in found.troughs()}
    other = [point.day for point in found.troughs() if not dt.date(2021, 6, 1) < point.day < dt.date(2021, 11, 1)]
    assert other == [dt.date(2018, 8, 20)]


@pytest.mark.parametrize("narrow", [False, True])
def test_the_key_has_room_for_its_rows(line: IndexLine, narrow: bool) -> None:  # noqa: FBT001 - a parameter of the test
    """A further entry of the key makes the margin above larger on a phone, so that no entry is cut off."""
    run = FragileRun(dt.date(2022, 5, 20), dt.date(2022, 6, 4), "The thaw")
    plain = index_figure(line, narrow=narrow)
    full = index_figure(line, ghost=line, ghost_name="other", fragile=[run], narrow=narrow)
    rows = (full.layout.margin.t - plain.layout.margin.t) / 19
    assert rows == (1 if narrow else 0)
    assert (SHORT[FRAGILE] if narrow else FRAGILE) in [trace.name for trace in full.data]
