"""The waterfall says what adds up to a move; the line above it knows the days that can be chosen."""

import datetime as dt
import re

import numpy as np
import pytest

from tests.support.chart_samples import day_of
from tracker.charts import IndexLine
from tracker.charts.index_chart import DAYS, FRAGILE, FragileRun, index_figure
from tracker.charts.plain import round_ticks, signed
from tracker.charts.texts import text_width
from tracker.charts.waterfall import BAR_ROW, LEFT, Bar, waterfall_figure
from tracker.read_models import EventRow
from tracker.sentiment import counted_events, evidence_of, moves_between
from tracker.theme import DARK, LIGHT
from tracker.vocabulary import Stance

STEPS = [
    Bar("A pledge", 0.5, "1 May 2022"),
    Bar("A probe", -0.25),
    Bar("The rest", 0.125),
]


def test_the_bars_are_the_numbers() -> None:
    """Start and end stand for themselves, the steps in between add up from one to the other."""
    figure = waterfall_figure(STEPS, start=Bar("Before", -1.0), end=Bar("After", -0.625))
    bars, joints = figure.data
    assert list(bars.x) == [-1.0, 0.5, -0.25, 0.125, -0.625]
    assert list(bars.base) == [0, -1.0, -0.5, -0.75, 0]
    assert list(joints.x) == [-1.0, -1.0, None, -0.5, -0.5, None, -0.75, -0.75, None, -0.625, -0.625, None]
    assert list(bars.text) == ["−1.00", "+0.50", "−0.25", "+0.12", "−0.62"]
    assert sum(bars.x[:-1]) == bars.x[-1]


def test_a_move_of_the_record_is_drawn_exactly(record_events: tuple[EventRow, ...]) -> None:
    """What the picture of the record's turn shows adds up to its change to 1e-12."""
    events = counted_events(record_events)
    found = moves_between(
        evidence_of(events), [(each.slug,) for each in events], dt.date(2021, 7, 26), dt.date(2022, 7, 1)
    )
    figure = waterfall_figure(
        [Bar("Fading", found.fading), *(Bar(part.label, part.change) for part in found.parts)],
        start=Bar("Before", found.start),
        end=Bar("After", found.end),
    )
    assert sum(figure.data[0].x[:-1]) == pytest.approx(figure.data[0].x[-1], abs=1e-12)
    assert len(figure.data[0].x) == len(found.parts) + 3


@pytest.mark.parametrize("dark", [False, True])
def test_up_is_easing_and_down_is_tightening(dark: bool) -> None:  # noqa: FBT001 - a parameter of the test
    """The colours are those of the stances, and the words below the axis say so once more."""
    colours = DARK if dark else LIGHT
    figure = waterfall_figure(STEPS, start=Bar("Before", 0.0), end=Bar("After", 0.375), dark=dark)
    up, down = colours.stances[Stance.SUPPORT], colours.stances[Stance.RESTRICTION]
    assert list(figure.data[0].marker.color) == [colours.muted, up, down, up, colours.muted]
    words = [each.text for each in figure.layout.annotations]
    assert words == ["← tightening", "easing →"]


def test_names_fit_their_rows_and_their_margin(record_events: tuple[EventRow, ...]) -> None:
    """Every title of the record takes at most two lines and its note one; they stay within the margin and the row."""
    steps = [Bar(each.title, 0.1, "26 September 2021, stance \u22123") for each in record_events]
    figure = waterfall_figure(steps, start=Bar("B", 0.0), end=Bar("A", 0.1 * len(steps)))
    size = figure.layout.yaxis.tickfont.size
    for text in figure.layout.yaxis.ticktext:
        lines = [re.sub("<[^>]*>", "", line) for line in text.split("<br>")]
        assert len(lines) * size * 1.3 <= BAR_ROW
        assert max(text_width(line, size) for line in lines) < LEFT, text


def test_on_a_phone_names_stand_above_their_bars() -> None:
    """The bars get the whole width; each name is above its own row and begins at the left edge."""
    figure = waterfall_figure(STEPS, start=Bar("Before", 0.0), end=Bar("After", 0.375), narrow=True)
    names = [each for each in figure.layout.annotations if each.yref != "paper"]
    assert [each.text.split(" <")[0] for each in names] == ["Before", "A pledge", "A probe", "The rest", "After"]
    assert [round(each.y) for each in names] == [0, 1, 2, 3, 4]
    assert all(each.x == 0 and each.yanchor == "bottom" for each in names)
    assert figure.data[0].offset > 0
    assert figure.layout.margin.l <= 16


def test_on_a_phone_a_note_that_does_not_fit_stands_below() -> None:
    """A name of one line keeps its day, in the same line or in one of its own."""
    day = "18 June 2021, stance \u22123"
    long, short = (
        Bar("Sichuan cuts power to bitcoin miners now", 0.1, day),
        Bar("A pledge", 0.1, day),
    )
    figure = waterfall_figure([long, short], start=Bar("B", 0.0), end=Bar("A", 0.2), narrow=True)
    below, beside = (each.text for each in figure.layout.annotations if each.text and day in each.text)
    assert below.startswith(f"{long.name}<br><span")
    assert beside.startswith("A pledge <span")


def test_names_are_shown_as_typed() -> None:
    """A title with a tag or a formula in it stays text."""
    figure = waterfall_figure([Bar("<b>$x$</b>", 0.5)], start=Bar("B", 0.0), end=Bar("A", 0.5))
    assert "&lt;b&gt;&#36;x&#36;&lt;/b&gt;" in figure.layout.yaxis.ticktext[1]


@pytest.mark.parametrize(("low", "high"), [(-1.72, 0.11), (0.0, 0.004), (-3.0, 3.0), (0.0, 0.0)])
def test_ticks_are_round_and_few(low: float, high: float) -> None:
    """Between two and seven values, evenly spaced, 0 among them, none outside."""
    ticks = round_ticks(low, high)
    assert 0 in ticks
    assert len(ticks) <= 7
    assert all(low <= tick <= high for tick in ticks)
    assert len({round(step, 9) for step in np.diff(ticks)}) <= 1


def test_numbers_carry_their_sign_unless_they_are_nothing() -> None:
    """A true minus; what rounds to 0.00 is neither up nor down."""
    assert [signed(value) for value in (0.5, -0.5, 0.001, -0.001)] == ["+0.50", "−0.50", "0.00", "0.00"]


def test_the_line_offers_its_days(line: IndexLine) -> None:
    """Each point of the unseen trace carries its own day and the index of that day."""
    figure = index_figure(line, choosable=True)
    [days] = [trace for trace in figure.data if trace.meta == DAYS]
    assert len(days.customdata) > 400
    for text, place, value in zip(days.customdata, days.x, days.y, strict=True):
        day = dt.date.fromisoformat(text)
        assert day == day_of(place)
        assert value == pytest.approx(line.index[(day - line.first_day).days], abs=1e-6)


def test_a_line_that_nobody_chooses_on_has_no_marks(line: IndexLine) -> None:
    """The unseen trace still reads out the index, but as a line, without a node of the page for each day."""
    [days] = [trace for trace in index_figure(line).data if trace.meta == DAYS]
    assert days.mode == "lines"
    assert "Average stance" in days.hovertemplate


def test_chosen_days_are_marked_in_words_that_stay_apart(line: IndexLine) -> None:
    """Two lines, two dots on the index, and the dates beside them, outwards."""
    picked = [dt.date(2021, 7, 26), dt.date(2021, 8, 3)]
    figure = index_figure(line, picked=picked)
    early, late = [each for each in figure.layout.annotations if each.text in {"26 Jul 2021", "3 Aug 2021"}]
    assert (early.xanchor, late.xanchor) == ("right", "left")
    dots = figure.data[-1]
    assert [day_of(place) for place in dots.x] == picked
    assert dots.y[0] == pytest.approx(line.index[(picked[0] - line.first_day).days])
    assert len([shape for shape in figure.layout.shapes if shape.type == "line"]) == 2


def test_a_chosen_day_at_the_edge_is_named_inwards(line: IndexLine) -> None:
    """The words of the first and of the last day do not leave the panel."""
    figure = index_figure(line, picked=[line.first_day, line.last_day], narrow=True)
    early, late = [each for each in figure.layout.annotations if each.yanchor == "top" and each.yshift]
    assert (early.xanchor, late.xanchor) == ("left", "right")


def test_fragile_days_name_the_story(line: IndexLine) -> None:
    """The bar lies on 0 over its days and its label names the story that decides."""
    run = FragileRun(dt.date(2022, 5, 20), dt.date(2022, 6, 4), "The thaw")
    figure = index_figure(line, fragile=[run])
    [bar] = [trace for trace in figure.data if trace.name == FRAGILE]
    assert "The thaw" in bar.hovertext[0]
    assert (day_of(bar.x[0]), day_of(bar.x[1])) == (dt.date(2022, 5, 19), dt.date(2022, 6, 4))
    assert bar.y[0] == 0
