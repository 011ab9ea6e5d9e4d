"""The exact values of the method, with a half-life of 60 days and a shrinkage of 4."""

from datetime import date

import numpy as np
import pytest
from sentiment_samples import TODAY, aged, dated

from tracker.sentiment import Evidence, policy_index


def on_day(evidence: Evidence, day: date = TODAY) -> tuple[float, float, float]:
    """Return index, mass and stories of one day."""
    series = policy_index(evidence, since=day, until=day)
    return float(series.index[0]), float(series.mass[0]), float(series.stories[0])


@pytest.mark.parametrize(
    ("events", "index", "mass"),
    [
        ((), 0.0, 0.0),
        (((0, -3, 4),), -1.5, 4.0),
        (((0, -3, 1),), -0.6, 1.0),
        (((60, 2, 3),), 0.545455, 1.5),
        (((0, -3, 4), (60, 1, 1)), -1.352941, 4.5),
        (((10, -2, 4), (45, -1, 3), (130, 2, 4)), -0.696327, 6.238304),
        (((0, -3, 4),) * 100, -2.970297, 400.0),
    ],
)
def test_index_of_given_events(events: tuple[tuple[int, int, int], ...], index: float, mass: float) -> None:
    """Events of given age, stance and reach give the index and the mass that the method prints."""
    assert on_day(aged(*events))[:2] == pytest.approx((index, mass), abs=1e-6)


def test_effective_number_of_stories() -> None:
    """Three lone events of different weight count as 2.33 stories; in one thread they are one story."""
    events = ((10, -2, 4), (45, -1, 3), (130, 2, 4))
    assert on_day(aged(*events))[2] == pytest.approx(2.333835, abs=1e-6)
    assert on_day(aged(*events, threads=["a", "a", "a"]))[2] == pytest.approx(1.0, abs=1e-12)


def test_opposite_weights_cancel_exactly() -> None:
    """A restriction of reach 2 and an easing signal of reach 4 on one day give 0 and nothing beside it."""
    assert on_day(aged((0, -2, 2), (0, 1, 4)))[0] == 0.0


def test_future_events_change_nothing() -> None:
    """An event of tomorrow leaves today's series the same to the last bit."""
    past = aged((10, -2, 4), (45, -1, 3))
    both = aged((10, -2, 4), (45, -1, 3), (-1, 3, 4))
    assert on_day(both) == on_day(past)


@pytest.mark.parametrize(
    ("first", "last", "day", "kernel"),
    [
        ("2021-07-01", "2021-07-31", "2021-07-10", 0.306408),
        ("2021-07-01", "2021-07-31", "2021-07-31", 0.845393),
        ("2021-07-01", "2021-07-31", "2021-09-30", 0.417841),
        ("2021-01-01", "2021-12-31", "2021-12-31", 0.235010),
        ("2021-07-01", "2021-07-31", "2021-06-30", 0.0),
    ],
)
@pytest.mark.parametrize("since", ["2020-12-15", "2021-07-05", ""])
def test_kernel_of_imprecise_dates(first: str, last: str, day: str, kernel: float, since: str) -> None:
    """A month or a year weighs as the mean over its days, wherever the series begins."""
    until = date.fromisoformat(day)
    begin = min(date.fromisoformat(since or day), until)
    series = policy_index(dated((first, last, 0, 1, None)), since=begin, until=until)
    assert series.mass[-1] == pytest.approx(kernel, abs=1e-6)


def test_index_of_an_imprecise_event() -> None:
    """A restriction of a whole sector in July 2021 stands at -0.776043 at the end of the month."""
    evidence = dated(("2021-07-01", "2021-07-31", -2, 3, None))
    assert on_day(evidence, date(2021, 7, 31))[0] == pytest.approx(-0.776043, abs=1e-6)


def test_series_holds_every_day_and_earlier_events() -> None:
    """The series has one value per day, both ends included, and events before its first day count."""
    series = policy_index(aged((60, 2, 3)), since=TODAY, until=date(2021, 10, 3))
    assert series.days.tolist() == [TODAY.toordinal() + offset for offset in range(4)]
    assert series.at(TODAY) == pytest.approx(0.545455, abs=1e-6)
    assert np.all(np.diff(series.index) < 0)


@pytest.mark.parametrize("day", [date(2021, 9, 29), date(2021, 10, 1)])
def test_day_outside_a_series_is_refused(day: date) -> None:
    """Asking for a day that the series does not hold names the day."""
    series = policy_index(aged((0, 1, 1)), since=TODAY, until=TODAY)
    with pytest.raises(ValueError, match=str(day)):
        series.at(day)
