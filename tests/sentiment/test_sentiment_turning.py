"""Turning points with their ranges, flat bottoms, and the line had the record held fewer events."""

from datetime import date, timedelta

import numpy as np
import pytest
from sentiment_samples import TODAY, aged

from tests.support.record_of_280 import evidence_of_280
from tracker.sentiment import (
    Codings,
    Evidence,
    Searched,
    Turns,
    band,
    bottom_of,
    few_events,
    policy_index,
    searched_days,
    shares_first,
    thinned,
    trough,
    turn_above_zero,
    turn_range,
    turning,
    turns_of,
)
from tracker.sentiment.decay import Grid
from tracker.sentiment.index import IndexSeries, shrunk_mean
from tracker.sentiment.turning import FLAT, FLAT_DAYS, HIGHER, NEVER

SINCE, UNTIL = date(2018, 3, 1), date(2026, 5, 8)
SPAN = {"since": SINCE, "until": UNTIL}
KNOWN = evidence_of_280()
SERIES = policy_index(KNOWN, **SPAN)


def line_of(*values: float) -> IndexSeries:
    """Return a line that ends on ``TODAY``, with much behind every day."""
    many = np.full(len(values), 50.0)
    return IndexSeries(
        TODAY.toordinal() - len(values) + 1, np.array(values), many, many, *np.zeros((3, len(values))), 4.0
    )


def test_the_bottom_of_the_record_of_280_is_flat() -> None:
    """Twelve days between 24 July and 28 September 2021 lie within 0.02 of the lowest, as independent code found."""
    bottom = bottom_of(SERIES, within=searched_days(SERIES))
    assert bottom.lowest == (date(2021, 7, 26), pytest.approx(-1.7180, abs=5e-5))
    assert (bottom.days, bottom.first, bottom.last) == (12, date(2021, 7, 24), date(2021, 9, 28))
    assert bottom.is_flat


def test_a_bottom_is_flat_where_days_more_than_a_week_apart_are_as_low() -> None:
    """A week apart they are not; what is a hair higher than the limit does not belong to it."""
    middle = [-0.9] * (FLAT_DAYS - 1)
    narrow = bottom_of(line_of(0.0, -1.0, *middle, -1.0 + 0.9 * FLAT, 0.0))
    assert (narrow.days, narrow.is_flat) == (2, False)
    assert (narrow.last - narrow.first).days == FLAT_DAYS
    wide = bottom_of(line_of(0.0, -1.0, -0.9, *middle, -1.0 + 0.9 * FLAT, 0.0))
    assert (wide.days, wide.is_flat) == (2, True)
    assert bottom_of(line_of(0.0, -1.0, -0.9, *middle, -1.0 + 1.1 * FLAT, 0.0)).days == 1


def test_a_low_on_the_other_side_of_a_rise_is_another_one() -> None:
    """Two equal lows with a rise between them are no flat bottom; days that are not searched are none either."""
    apart = [-1.0 + 1.1 * HIGHER] * 20
    assert bottom_of(line_of(-0.99, *apart, -1.0, *apart, -0.99)).days == 1
    together = [-1.0 + 0.9 * HIGHER] * 20
    line = line_of(-0.99, *together, -1.0, *together, -0.99)
    assert bottom_of(line).days == 3
    within = np.ones(len(line.index), dtype=bool)
    within[0] = False
    assert bottom_of(line, within=within).first == bottom_of(line).lowest.day


def test_the_range_of_the_rise_is_that_of_independent_code() -> None:
    """80 % of the draws rise between 17 February and 22 November 2022; the code differs in draws, not in the days."""
    whole = Searched.whole(KNOWN, SERIES)
    for seed in (1, 2, 3):
        drawn = turn_range(turns_of(KNOWN, [whole], **SPAN, seed=seed)[0])
        assert drawn.above == (date(2022, 2, 17), date(2022, 11, 22))
        assert 0 < drawn.never < 0.02
    [usual] = turns_of(KNOWN, [whole], **SPAN)
    rises = usual.above[usual.above != NEVER]
    # With the usual draws the ninetieth part falls one arrival later, on 7 December: 89.6 % rise by 22 November.
    assert turn_range(usual).above == (date(2022, 2, 17), date(2022, 12, 7))
    assert np.mean(rises <= date(2022, 11, 22).toordinal()) == pytest.approx(0.9, abs=0.01)
    assert turn_range(usual).lowest == (date(2021, 6, 21), date(2021, 9, 27))


def test_with_the_coder_drawn_the_turn_is_that_of_the_same_draws_as_the_band() -> None:
    """Equal codes change nothing; others move the days as codes drawn day by day do; several lines are refused."""
    first = [(int(s), int(r)) for s, r in zip(KNOWN.stance, KNOWN.reach, strict=True)]
    alike, whole = Codings.of([code, code] for code in first), Searched.whole(KNOWN, SERIES)
    few = SPAN | {"replicates": 40}
    [usual], [same] = turns_of(KNOWN, [whole], **few), turns_of(KNOWN, [whole], **few, codings=alike)
    assert usual.above.tolist() == same.above.tolist()
    milder = Codings.of([code, (min(code[0] + 1, 3), code[1])] for code in first)
    [coded] = turns_of(KNOWN, [whole], **few, codings=milder)
    days = SERIES.days
    mass, total = band.replicate_tables(KNOWN, Grid.daily(days[0], days[-1], 60.0), 40, band.SEED, milder)
    index = np.round(shrunk_mean(total, mass, 4.0), 9)
    lowest = np.where(whole.low_on, index, np.inf).argmin(axis=1)
    assert coded.low_day.tolist() == days[lowest].tolist()
    assert coded.low == pytest.approx(index[np.arange(40), lowest], abs=1e-8)
    assert coded.low_day.tolist() != usual.low_day.tolist()
    with pytest.raises(ValueError, match="only one line"):
        turns_of(KNOWN, [whole, whole], **few, codings=milder)


def test_turning_days_are_those_of_a_computation_day_by_day() -> None:
    """Computing only the days on which something comes in loses nothing, with months and years among the dates."""
    rows = list(zip(*(getattr(KNOWN, name).tolist() for name in ("first", "last", "stance", "reach")), strict=True))
    long = [
        (date.fromordinal(a), date.fromordinal(min(b + 40 * (at % 7 == 0), a + 365)), s, r, f"story {at % 40}")
        for at, (a, b, s, r) in enumerate(rows)
    ]
    events = Evidence.of(long)
    series = policy_index(events, **SPAN)
    whole = Searched.whole(events, series)
    [found] = turns_of(events, [whole], **SPAN, replicates=50, seed=7)
    daily = Grid.daily(SINCE.toordinal(), UNTIL.toordinal(), 60.0)
    mass, total = band.replicate_tables(events, daily, 50, 7)
    for draw, index in enumerate(np.round(shrunk_mean(total, mass, 4.0), 9)):
        line = IndexSeries(SINCE.toordinal(), index, mass[draw], mass[draw], *np.zeros((3, len(index))), 4.0)
        low = trough(line, within=searched_days(series))
        turn = turn_above_zero(line, low.day)
        assert (found.low_day[draw], found.low[draw]) == (low.day.toordinal(), low.value)
        assert found.above[draw] == (turn.toordinal() if turn else NEVER)


def parts_of_280() -> list[Searched]:
    """Return the whole line and, as two parts, the events of every other reach."""
    whole = Searched.whole(KNOWN, SERIES)
    return [whole, *(whole._replace(events=KNOWN.reach % 2 == each) for each in (0, 1))]


@pytest.mark.parametrize(
    ("name", "value"), [("DAYS_AT_ONCE", 37), ("HALF_LIVES_APART", 20_000), ("HALF_LIVES_APART", 500)]
)
def test_lines_are_the_same_in_pieces_in_groups_and_alone(
    monkeypatch: pytest.MonkeyPatch, name: str, value: int
) -> None:
    """A long axis is computed in pieces and in as many groups as dates allow; each line is what it is alone."""
    lines = parts_of_280()
    at_once = turns_of(KNOWN, lines, **SPAN, replicates=100)
    alone = [turns_of(KNOWN, [line], **SPAN, replicates=100)[0] for line in lines]
    monkeypatch.setattr(turning, name, value)
    changed = turns_of(KNOWN, lines, **SPAN, replicates=100)
    for one, other, third in zip(at_once, alone, changed, strict=True):
        for field in ("low_day", "low", "above"):
            assert np.array_equal(getattr(one, field), getattr(other, field))
            assert np.array_equal(getattr(one, field), getattr(third, field))
    assert not np.array_equal(at_once[1].low, at_once[2].low)


def test_a_draw_that_is_never_below_zero_has_no_turn() -> None:
    """Neither has one that stays below; a line of which a draw brings no event is at zero in it."""
    up = policy_index(aged((20, 2, 4), (10, 1, 4)), since=TODAY - timedelta(30), until=TODAY)
    span = {"since": TODAY - timedelta(30), "until": TODAY, "replicates": 50}
    for events in (aged((20, 2, 4), (10, 1, 4)), aged((20, -2, 4), (10, -1, 4))):
        [drawn] = turns_of(events, [Searched.whole(events, up)], **span)
        assert (drawn.above == NEVER).all()
        assert turn_range(drawn).above is None
        assert turn_range(drawn).never == 1
    both = aged((20, -2, 4), (10, 3, 4))
    one = Searched(np.array([True, False]), *Searched.whole(both, up)[1:])
    assert set(turns_of(both, [one], **span)[0].low.round(2).tolist()) == {0.0, -1.0, -1.33}


def test_who_was_first_by_hand() -> None:
    """Shares count draws; who rises on one day is first together, and who never rises is not first."""
    nothing = np.zeros(4)
    a, b = (Turns(nothing.astype(int), nothing, np.array(days)) for days in ([5, 7, 9, NEVER], [6, 7, NEVER, NEVER]))
    assert shares_first([a, b]) == [0.75, 0.25]
    assert shares_first([a, b], after=date.fromordinal(5)) == [0.5, 0.5]


def test_a_record_with_fewer_events_keeps_at_most_so_many_of_a_year() -> None:
    """With more than any year holds nothing changes; with fewer the ranges open; the order of events is irrelevant."""
    every = thinned(KNOWN, 100, **SPAN, draws=3)
    assert every.lower == pytest.approx(SERIES.index, abs=1e-12)
    assert every.turns.lowest == (date(2021, 7, 26),) * 2
    assert every.turns.above == (date(2022, 4, 29),) * 2
    ten = thinned(KNOWN, 10, **SPAN, draws=40)
    assert (ten.lower <= ten.upper).all()
    assert every.turns.depth[0] < ten.turns.depth[1]
    turned = Evidence(*(getattr(KNOWN, name)[::-1].copy() for name in ("first", "last", "stance", "reach", "group")))
    again = thinned(turned, 10, **SPAN, draws=40)
    assert again.turns == ten.turns
    assert again.lower == pytest.approx(ten.lower, abs=1e-12)


def test_thinner_years_hold_no_more_than_asked() -> None:
    """On a record of one year the mass falls to that of the events that are kept."""
    events = Evidence.of(
        [(date(2021, 1, 1) + timedelta(day), date(2021, 1, 1) + timedelta(day), -1, 2, None) for day in range(100)]
    )
    day = date(2021, 4, 10)
    few = thinned(events, 5, since=day, until=day, shrinkage=1e-9 + 10.0, draws=50)
    most = policy_index(events, since=day, until=day, shrinkage=10.0)
    assert few_events(most).tolist() == [False]
    # Five events of reach 2 weigh 10 at most, half of the shrinkage and themselves; all of them far more.
    assert -0.5 < few.lower[0] <= few.upper[0] < 0
    assert most.index[0] < -0.9
