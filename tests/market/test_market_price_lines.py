"""Series as lines: files of any kind, a common first day, and the value on an event's day."""

import datetime as dt
from dataclasses import replace

import pytest

from tracker.market import MarketProblem, OverlaySeries
from tracker.market.price_lines import check_log, months_apart, point_on, read_lines, rebase_together, stepped

FIRST = dt.date(2021, 4, 8)
DAYS = tuple(FIRST + dt.timedelta(number) for number in (0, 1, 4, 5))
A = OverlaySeries("A", DAYS, (50.0, 100.0, 150.0, 200.0))
B = OverlaySeries("B", DAYS[1:], (8.0, 4.0, 2.0))


def test_several_files_give_their_series_whatever_they_hold() -> None:
    """Two shares of one file, months, values below zero; a name that comes twice is taken once, with a note."""
    wide = b"Date,BABA,JD\n2021-04-08,226.5,80\n2021-04-09,223.31,81\n"
    months = b"Month,Searches\n2021-04,5\n2021-05,7\n"
    below = b"Date,Mood\n2021-04-08,-1\n2021-04-09,2\n2021-04-10,3\n"
    again = b"Date,Close\n2021-04-08,1\n2021-04-09,2\n"
    reading = read_lines([("w.csv", wide), ("m.csv", months), ("b.csv", below), ("JD.csv", again)])
    assert [one.name for one in reading.series] == ["BABA", "JD", "Searches", "Mood"]
    assert reading.series[3].values == (-1.0, 2.0, 3.0)
    assert any("JD was already read" in note for note in reading.notes)
    assert read_lines([("x.csv", b"nothing\nat all\n")]).series == ()


def test_the_first_common_day_is_a_hundred() -> None:
    """Both begin on the day that both have, at 100, and keep their ratios."""
    first, (a, b) = rebase_together([A, B])
    assert first == DAYS[1]
    assert a.days == b.days == DAYS[1:]
    assert a.values == (100.0, 150.0, 200.0)
    assert b.values == (100.0, 50.0, 25.0)


def test_no_common_day_and_no_ratio_are_sentences() -> None:
    """Nothing is set to 100 that cannot be."""
    with pytest.raises(MarketProblem, match="A, C have no day in common"):
        rebase_together([A, OverlaySeries("C", (dt.date(1990, 1, 1),), (1.0,))])
    with pytest.raises(MarketProblem, match="a ratio to that means nothing"):
        rebase_together([OverlaySeries("D", DAYS, (0.0, 1.0, 1.0, 1.0))])
    with pytest.raises(MarketProblem, match="zero or below"):
        check_log([A, OverlaySeries("D", DAYS, (1.0, -1.0, 1.0, 1.0))])
    check_log([A, B])


def test_an_event_takes_the_value_of_the_next_trading_day() -> None:
    """A Saturday counts on Monday, where its mark stands; outside of the series there is none."""
    assert point_on(A, DAYS[0]) == (DAYS[0], 50.0)
    assert point_on(A, dt.date(2021, 4, 10)) == (DAYS[2], 150.0)
    assert point_on(A, DAYS[0] - dt.timedelta(1)) is None
    assert point_on(A, DAYS[-1] + dt.timedelta(1)) is None
    assert stepped(A) is A


MONTHS = OverlaySeries("M", tuple(dt.date(2019, month, 1) for month in (8, 9, 10, 12)), (1.0, 2.0, 3.0, 5.0))


@pytest.mark.parametrize("day_of_month", [1, 15, 28])
def test_an_event_takes_the_value_of_its_own_month(day_of_month: int) -> None:
    """Wherever in the month the file puts it, a value holds from its first day to its last; no month lends its own."""
    months = OverlaySeries("M", tuple(day.replace(day=day_of_month) for day in MONTHS.days), MONTHS.values)
    for day, value in (((2019, 8, 1), 1.0), ((2019, 9, 4), 2.0), ((2019, 9, 30), 2.0), ((2019, 12, 31), 5.0)):
        assert point_on(months, dt.date(*day)) == (dt.date(*day), value)
    assert [point_on(months, dt.date(*day)) for day in ((2019, 7, 31), (2019, 11, 5), (2020, 1, 1))] == [None] * 3
    line = stepped(months)
    assert line.days[:4] == tuple(dt.date(2019, *day) for day in ((8, 1), (8, 31), (9, 1), (9, 30)))
    assert line.values == (1.0, 1.0, 2.0, 2.0, 3.0, 3.0, 5.0, 5.0)


def test_quarters_and_years_are_periods_and_weeks_are_not() -> None:
    """A quarter holds for its three months and a year for its twelve; what lies otherwise apart is taken as days."""
    quarters = OverlaySeries("Q", tuple(dt.date(2019, month, 1) for month in (1, 4, 7, 10)), (1.0, 2.0, 3.0, 4.0))
    assert point_on(quarters, dt.date(2019, 12, 31)) == (dt.date(2019, 12, 31), 4.0)
    assert stepped(quarters).days[-2:] == (dt.date(2019, 10, 1), dt.date(2019, 12, 31))
    years = OverlaySeries("Y", tuple(dt.date(year, 12, 31) for year in (2019, 2020, 2021)), (1.0, 2.0, 3.0))
    assert point_on(years, dt.date(2020, 5, 5)) == (dt.date(2020, 5, 5), 2.0)
    weeks = OverlaySeries("W", tuple(dt.date(2019, 1, 4) + dt.timedelta(7 * week) for week in range(9)), (1.0,) * 9)
    apart = [months_apart(one) for one in (A, weeks, MONTHS, quarters, years, replace(A, days=A.days[:1]))]
    assert apart == [0, 0, 1, 3, 12, 0]
