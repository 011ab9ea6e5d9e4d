"""Shifts of values between one state of the record and a later one."""

import datetime as dt

import numpy as np
import pytest

from tests.support.makers import event_row
from tracker.sentiment import IndexSeries, Shift, age_words, shift_between, shifts_by_age, vintages, weekly_days

DAY = dt.date(2025, 1, 6)


def line(first: dt.date, *values: float) -> IndexSeries:
    """Return a series with these values."""
    index = np.array(values)
    return IndexSeries(first.toordinal(), index, index, *[index] * 4, 4.0)


def test_days_a_week_apart_end_with_the_last() -> None:
    """They reach back as far as the first day, which is among them where it lies whole weeks before."""
    assert weekly_days(DAY, DAY) == weekly_days(DAY + dt.timedelta(days=3), DAY) == [DAY]
    assert weekly_days(DAY, DAY + dt.timedelta(days=14))[0] == DAY
    assert weekly_days(DAY, DAY + dt.timedelta(days=20)) == [DAY + dt.timedelta(days=days) for days in (6, 13, 20)]


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (-3, "The history of this database is 0 days old: no value is 4 weeks old yet."),
        (0, "The history of this database is 0 days old: no value is 4 weeks old yet."),
        (27, "The history of this database is 27 days old: no value is 4 weeks old yet."),
        (28, "The history of this database is 28 days old: no value is 12 weeks old yet."),
        (363, "The history of this database is 363 days old: no value is 52 weeks old yet."),
        (364, ""),
    ],
)
def test_the_age_of_a_history_in_words(days: int, words: str) -> None:
    """The first age that no value has reached is named; a year is enough for all."""
    assert age_words(DAY, DAY + dt.timedelta(days=days)) == words


def test_only_days_of_both_series_are_compared() -> None:
    """By their sizes, whichever way they shifted; the first of the largest is named."""
    before = line(DAY, 0.0, 1.0, -1.0)
    after = line(DAY + dt.timedelta(days=1), 0.5, -0.5, 3.0)
    assert shift_between(before, after) == Shift(2, 0.5, 0.5, DAY + dt.timedelta(days=1))
    assert shift_between(before, line(DAY + dt.timedelta(days=9), 1.0)) == Shift(0)


def test_weeks_in_which_nothing_was_recorded_cost_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The index is computed once for each state of the record; weeks before the first event are not compared."""
    computed = []
    usual = vintages.policy_index
    monkeypatch.setattr(vintages, "policy_index", lambda *given, **named: computed.append(1) or usual(*given, **named))
    days = weekly_days(DAY, DAY + dt.timedelta(weeks=99))
    one, both = (event_row("a", f"{DAY}"),), (event_row("a", f"{DAY}"), event_row("b", f"{DAY}", 2))
    shifts = shifts_by_age(days, [()] * 10 + [one] * 20 + [both] * 70)
    assert len(computed) == 2
    assert {age: shift.days for age, shift in shifts.items()} == {4: 86, 12: 78, 52: 38}
    assert shifts_by_age(days, [()] * 100) == {4: Shift(0), 12: Shift(0), 52: Shift(0)}
