"""Counts, spread and what holds, by quarter: the bars and lines are the numbers."""

import datetime as dt

import numpy as np
import pytest

from tests.support.chart_samples import day_of
from tracker.charts.quarters import (
    EASING,
    ONE,
    SEVERAL,
    TIGHTENING,
    announced_figure,
    counts_figure,
    in_force_figure,
    spread_figure,
    support_figure,
)
from tracker.charts.words import UNFINISHED
from tracker.sentiment import Announced
from tracker.sentiment.in_force import InForce
from tracker.sentiment.periods import Count, Spread, Support, months, quarters
from tracker.theme import LIGHT
from tracker.vocabulary import Stance

PERIODS = quarters(dt.date(2021, 1, 1), dt.date(2021, 12, 31))
COUNTS = [
    Count(PERIODS[0], 3, 1, 0, 2, 0, complete=True),
    Count(PERIODS[1], 0, 0, 0, 0, 0, complete=True),
    Count(PERIODS[2], 9, 2, 1, 4, 2, complete=True),
    Count(PERIODS[3], 1, 5, 0, 1, 5, complete=False),
]


def test_bars_add_up_to_the_counts() -> None:
    """Full and pale colour together are all Events of a quarter; tightening goes down."""
    early_up, early_down, later_up, later_down = counts_figure(COUNTS, age=30).data
    assert [a + b for a, b in zip(early_up.y, later_up.y, strict=True)] == [1, 0, 2, 5]
    assert [a + b for a, b in zip(early_down.y, later_down.y, strict=True)] == [-3, 0, -9, -1]
    assert list(early_down.y) == [-2, 0, -4, -1]
    assert "first 30 days" in early_up.name


def test_the_last_quarter_is_marked_as_long_as_it_lasts() -> None:
    """The remark stands above all bars that it reaches over, and only while the quarter is not over."""
    [words] = [each for each in counts_figure(COUNTS, age=30).layout.annotations if each.text == UNFINISHED]
    assert words.y >= 5
    done = counts_figure(COUNTS[:3], age=None)
    assert not [each for each in done.layout.annotations if each.text == UNFINISHED]


def test_without_an_age_whole_quarters_are_drawn() -> None:
    """One colour for each direction, no remark on the last quarter, and no age in the key."""
    figure = counts_figure(COUNTS, age=None)
    up, down = figure.data
    assert (list(up.y), list(down.y)) == ([1, 0, 2, 5], [-3, 0, -9, -1])
    assert (up.name, down.name) == ("Easing", "Tightening")
    assert not [each for each in figure.layout.annotations if each.text == UNFINISHED]


def test_axis_numbers_have_no_sign() -> None:
    """A count of tightening events is written as a whole number without a minus."""
    assert all(text.isdigit() for text in counts_figure(COUNTS, age=30).layout.yaxis.ticktext)


def test_the_spread_is_drawn_by_quarter() -> None:
    """Range, middle half and median lie at the quarter's own place; a quarter without Events stays free."""
    spreads = [Spread(PERIODS[0], 4, -3, -1.5, -1.0, -0.25, 2), Spread(PERIODS[2], 1, 1, 1.0, 1.0, 1.0, 1)]
    whole, middle, median = spread_figure(spreads, PERIODS).data
    assert list(whole.x) == [0, 0, None, 2, 2, None]
    assert list(whole.y[:2]) == [-3, 2]
    assert list(middle.y[:2]) == [-1.5, -0.25]
    assert list(median.x) == [0, 2]
    assert list(median.y) == [-1.0, 1.0]
    assert list(median.marker.color) == [LIGHT.stances[Stance.RESTRICTION], LIGHT.stances[Stance.SUPPORT]]
    assert whole.y[3] < 1 < whole.y[4]


def test_a_stance_of_0_is_told_without_a_sign() -> None:
    """Numbers under the pointer carry a true minus or a plus, and 0 neither."""
    *_, median = spread_figure([Spread(PERIODS[0], 3, -1, 0.0, 0.0, 1.0, 2)], PERIODS).data
    (told,) = median.customdata
    assert "median 0.0" in told
    assert "middle half 0.0 to +1.0" in told
    assert "all \N{MINUS SIGN}1 to +2" in told
    assert "+0 " not in told


@pytest.mark.parametrize("narrow", [False, True])
def test_what_holds_is_drawn_as_steps(narrow: bool) -> None:  # noqa: FBT001 - a parameter of the test
    """Only the days of a change are sent, the line goes on level between them, and its end is written beside it."""
    holding = InForce(dt.date(2021, 1, 1), np.array([0, 0, 2, 2, 1]), np.array([1, 1, 1, 1, 1]))
    figure = in_force_figure(holding, narrow=narrow)
    easing, tightening = figure.data
    assert (easing.name, tightening.name) == (EASING, TIGHTENING)
    assert [day_of(place).day for place in tightening.x] == [1, 3, 5]
    assert list(tightening.y) == [0, -2, -1]
    assert tightening.line.shape == "hv"
    assert list(easing.y) == [1, 1]
    assert [each.text for each in figure.layout.annotations if each.xanchor == "left" and each.xshift == 4] == [
        "1",
        "1",
    ]


def test_coverage_stacks_to_the_number_of_events() -> None:
    """Events with one source stand on those with more, and together they are all of the quarter."""
    supports = [Support(PERIODS[0], 5, 3, 0, 1, 0, 5, 5), Support(PERIODS[1], 0, 0, 0, 0, 0, 0, 0)]
    several, one = support_figure(supports).data
    assert (several.name, one.name) == (SEVERAL, ONE)
    assert [a + b for a, b in zip(several.y, one.y, strict=True)] == [5, 0]
    assert list(several.y) == [3, 0]
    assert several.customdata[0] == "2021 Q1"


def test_what_was_announced_stands_on_both_sides_of_zero() -> None:
    """Each month has a bar for each sign, as long as its sum, and says both with the number of events."""
    months_of_2021 = months(dt.date(2021, 1, 1), dt.date(2021, 2, 28))
    found = [Announced(months_of_2021[0], "", 31, 1, 2, 0, 4, -9), Announced(months_of_2021[1], "", 28, 0, 0, 0, 0, 0)]
    easing, tightening = announced_figure(found).data
    assert (list(easing.y), list(tightening.y)) == ([4, 0], [-9, 0])
    assert easing.customdata[0] == "2021-01: 3 events<br>easing +4.0, tightening \u22129.0"
    assert (easing.name, tightening.name) == ("Easing", "Tightening")
