"""Series as lines: files of any kind, a common first day, and the value on an event's day."""

import datetime as dt

import pytest

from tracker.market import MarketProblem, OverlaySeries
from tracker.market.price_lines import check_log, read_lines, rebase_together, value_on

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
    """A Saturday counts on Monday; outside of the prices there is none."""
    assert value_on(A, DAYS[0]) == 50.0
    assert value_on(A, dt.date(2021, 4, 10)) == 150.0
    assert value_on(A, DAYS[0] - dt.timedelta(1)) is None
    assert value_on(A, DAYS[-1] + dt.timedelta(1)) is None
