"""The event study on prices small enough to work out by hand, and its laws."""

import csv
import io
import json
import math
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from market_samples import day_zero, hand_made, series_of, simulated_market, simulated_share, study, weekdays
from scipy import stats

from tracker.market import PriceSeries, StudyEvent, event_study
from tracker.market.results import study_csv


def test_one_day_by_hand() -> None:
    """Alpha 0.001, beta 2; AR = 0.05 - 0.001 - 0.02 = 0.029; variance = 0.0004 / 98 * (1 + 1/100 + 0.0001 / 0.01)."""
    share, market = hand_made()
    (result,) = study([share], market, StudyEvent("e", day_zero(share), "SHARE", "Title"), window=(0, 0)).events
    assert result.alpha == pytest.approx(0.001, abs=1e-12)
    assert result.beta == pytest.approx(2.0, abs=1e-10)
    assert result.sigma == pytest.approx(math.sqrt(0.0004 / 98), abs=1e-12)
    assert result.car_log == pytest.approx(0.029, abs=1e-12)
    assert result.se_log == pytest.approx(math.sqrt(0.0004 / 98 * 1.02), abs=1e-12)
    assert result.t == pytest.approx(0.029 / math.sqrt(0.0004 / 98 * 1.02), abs=1e-8)
    assert result.p == pytest.approx(2 * stats.t.sf(result.t, 98), rel=1e-12)
    assert (result.day, result.titles, result.ticker) == (day_zero(share), ("Title",), "SHARE")
    assert result.estimation_returns == 100


def test_three_days_by_hand() -> None:
    """CAR = -0.001 + 0.029 - 0.001 = 0.027; variance = 0.0004 / 98 * (3 + 9/100 + 0.01^2 / 0.01)."""
    share, market = hand_made()
    (result,) = study([share], market, StudyEvent("e", day_zero(share)), window=(-1, 1)).events
    assert result.abnormal_log == pytest.approx((-0.001, 0.029, -0.001), abs=1e-12)
    assert result.cumulative_log == pytest.approx((-0.001, 0.028, 0.027), abs=1e-12)
    assert result.car_log == pytest.approx(0.027, abs=1e-12)
    assert result.se_log == pytest.approx(math.sqrt(0.0004 / 98 * (3 + 0.09 + 0.01)), abs=1e-12)
    assert result.cumulative_se_log[0] == pytest.approx(math.sqrt(0.0004 / 98 * 1.01), abs=1e-12)
    assert result.cumulative_se_log[-1] == result.se_log


def test_a_day_without_trading_moves_to_the_next_and_a_day_is_one_return() -> None:
    """Saturday and Sunday are measured on Monday: one return that names all three events, and says what moved."""
    share, market = hand_made()
    monday = next(day for day in share.days[105:] if day.weekday() == 0)
    saturday = monday - timedelta(days=2)
    events = [StudyEvent("sat", saturday), StudyEvent("sun", saturday + timedelta(days=1)), StudyEvent("mon", monday)]
    result = study([share], market, *events, estimation=(-105, -4), window=(-1, 1))
    (one,) = result.events
    assert (one.slugs, one.day) == (("sat", "sun", "mon"), monday)
    assert one.asked == (saturday, saturday + timedelta(days=1), monday)
    assert one.notes[0] == f"SHARE or MARKET had no price on {saturday}; moved to {monday}."
    assert len(one.notes) == 2
    assert one.confounded
    assert one.confounded_with == ()
    assert result.group is not None
    assert (result.group.returns, result.group.days, result.group_apart) == (1, 1, None)


def test_after_close_moves_a_trading_day_but_not_a_weekend_twice() -> None:
    """Known after the close of Friday or on Saturday, an event counts from Monday."""
    share, market = hand_made()
    monday = next(day for day in share.days[105:] if day.weekday() == 0)
    events = [StudyEvent("fri", monday - timedelta(days=3)), StudyEvent("sat", monday - timedelta(days=2))]
    (one,) = study([share], market, *events, estimation=(-105, -4), after_close=True).events
    assert (one.slugs, one.day) == (("fri", "sat"), monday)
    assert "taken as known after the close" in one.notes[0]


def test_per_cent_is_simple() -> None:
    """A fall of 0.6 in logs is 45.12 %, never more than 100; the ends of the range are turned one by one."""
    share, market = hand_made()
    closes = [price * math.exp(-0.6 * (place >= 111)) for place, price in enumerate(share.closes)]
    fallen = PriceSeries("SHARE", share.days, tuple(closes))
    (one,) = study([fallen], market, StudyEvent("e", day_zero(share)), window=(0, 0)).events
    assert one.car_log == pytest.approx(0.029 - 0.6, abs=1e-12)
    value, low, high = one.percents
    assert value == pytest.approx(100 * (math.exp(0.029 - 0.6) - 1), abs=1e-9)
    reach = stats.t.ppf(0.975, 98) * one.se_log
    assert (low, high) == pytest.approx(tuple(100 * (math.exp(one.car_log + s * reach) - 1) for s in (-1, 1)), abs=1e-9)
    (row,) = csv.DictReader(io.StringIO(study_csv([one])))
    assert float(row["car_percent"]) == value
    assert float(row["car_log"]) == one.car_log


def test_a_gap_on_either_side_is_spanned_by_both_returns() -> None:
    """A day that only one series has is no trading day; the next returns of both span it and the event moves on."""
    share, market = hand_made()
    place = 111
    gapped = PriceSeries(
        "SHARE", share.days[:place] + share.days[place + 1 :], share.closes[:place] + share.closes[place + 1 :]
    )
    (result,) = study([gapped], market, StudyEvent("e", share.days[place]), window=(0, 0)).events
    assert result.day == share.days[place + 1]
    assert result.car_log == pytest.approx(0.05 - result.alpha - result.beta * 0.01, abs=1e-12)


def test_titles_of_one_return_are_split_by_a_bar() -> None:
    """A title may hold a semicolon; the file says whether the return can be laid to one event."""
    share, market = hand_made()
    day = day_zero(share)
    events = [StudyEvent("a", day, title="One; and its rules"), StudyEvent("b", day, title="Another")]
    rows = [
        next(csv.DictReader(io.StringIO(study_csv(study([share], market, *some).events))))
        for some in (events, events[:1])
    ]
    assert [row["title"] for row in rows] == ["One; and its rules | Another", "One; and its rules"]
    assert [row["confounded"] for row in rows] == ["yes", "no"]


def test_an_event_in_a_gap_of_the_prices_is_not_measured() -> None:
    """The return after weeks without a price holds all of them; an event before or after whose window spans it, too."""
    longer = series_of("SHARE", np.tile([0.01, -0.01, 0.02], 100))
    other = series_of("MARKET", np.tile([0.01, -0.02, 0.005, 0.0], 75))
    keep = [place for place in range(len(longer.days)) if not 200 <= place < 220]
    gapped = PriceSeries("SHARE", tuple(longer.days[i] for i in keep), tuple(longer.closes[i] for i in keep))
    places = {"inside": 201, "late": 218, "before": 199, "after": 221, "far": 223}
    result = event_study([gapped], other, [StudyEvent(name, longer.days[place]) for name, place in places.items()])
    last, first = longer.days[199], longer.days[220]
    spans = f"the window holds {(first - last).days - 1} days without a price, up to {first}."
    assert [(one.slug, one.reason) for one in result.problems] == [
        ("inside", f"no price within 11 days after {longer.days[201]}; the next is of {first}."),
        ("late", spans),
        ("before", spans),
        ("after", spans),
    ]
    assert [one.slugs for one in result.events] == [("far",)]
    apart = event_study([gapped], other, [StudyEvent("inside", longer.days[201])], (2, 3))
    assert [one.slug for one in apart.problems] == ["inside"]


@pytest.mark.parametrize("after_close", [False, True])
@pytest.mark.parametrize(("closed", "measured"), [(11, True), (12, False)])
def test_a_holiday_of_eleven_days_is_no_gap(*, closed: int, measured: bool, after_close: bool) -> None:
    """An event on its first day, or after the close of the day before, moves to the first price; over twelve, not."""
    rng = np.random.default_rng(9)
    returns = simulated_market(rng, 300)
    days = [date(2018, 1, 1) + timedelta(days=place + closed * (place >= 200)) for place in range(301)]
    share, market = (
        PriceSeries(name, tuple(days), series_of(name, each).closes)
        for name, each in (("S", simulated_share(rng, returns)), ("M", returns))
    )
    asked = days[199] + timedelta(days=0 if after_close else 1)
    result = event_study([share], market, [StudyEvent("e", asked)], after_close=after_close)
    assert [one.day for one in result.events] == ([days[200]] if measured else [])


def test_json_holds_the_promised_keys() -> None:
    """The dictionary is plain JSON, with logs named so and per cent beside them, for each return and the group."""
    share, market = hand_made()
    result = study([share], market, StudyEvent("e", day_zero(share)), StudyEvent("late", date(2030, 1, 1)))
    plain = json.loads(json.dumps(result.to_dict(), allow_nan=False))
    (event,) = plain["events"]
    measured = result.events[0]
    assert (event["car_log"], event["se_log"], event["t"]) == (measured.car_log, measured.se_log, measured.t)
    assert (event["car_percent"], event["estimation_returns"]) == (measured.percents[0], 100)
    assert (event["slug"], event["ticker"], event["window"], event["day"]) == (
        "e",
        "SHARE",
        [-1, 1],
        str(day_zero(share)),
    )
    assert event["confounded"] is False
    assert plain["problems"][0]["slug"] == "late"
    assert plain["group"]["mean_percent"] == pytest.approx(measured.percents[0], abs=1e-12)
    assert plain["group"]["tests"][0]["name"] == "Market-model t"
    assert (plain["market"], plain["estimation"], plain["after_close"]) == ("MARKET", [-110, -11], False)


def test_results_keep_the_order_of_events() -> None:
    """Whatever series the events are on, results and problems come in the order of the events given."""
    rng = np.random.default_rng(5)
    returns = simulated_market(rng, 500)
    market = series_of("M", returns)
    shares = [series_of(name, simulated_share(rng, returns)) for name in ("A", "B")]
    events = [StudyEvent(f"e{i}", market.days[280 + 20 * i], "BA"[i % 2]) for i in range(8)]
    assert [one.slugs[0] for one in event_study(shares, market, events).events] == [f"e{i}" for i in range(8)]


LAW_RETURNS = np.random.default_rng(11)
LAW_MARKET = simulated_market(LAW_RETURNS, 400)
LAW_SHARE = simulated_share(LAW_RETURNS, LAW_MARKET)


@settings(max_examples=40, deadline=None)
@given(
    effect=st.floats(-0.5, 0.5),
    scale=st.floats(0.01, 1000),
    place=st.integers(270, 380),
    first=st.integers(-10, 0),
    length=st.integers(1, 11),
)
def test_laws(effect: float, scale: float, place: int, first: int, length: int) -> None:
    """An effect of x on day 0 moves CAR by x and nothing else; prices in another unit change nothing."""
    market = series_of("M", LAW_MARKET)
    moved = LAW_SHARE.copy()
    moved[place - 1] += effect
    window = (first, first + length - 1)
    event = [StudyEvent("e", weekdays(401)[place])]
    plain = event_study([series_of("S", LAW_SHARE)], market, event, window).events[0]
    planted_series = series_of("S", moved)
    scaled = PriceSeries("S", planted_series.days, tuple(price * scale for price in planted_series.closes))
    planted = event_study([scaled], market, event, window).events[0]
    expected = effect if window[0] <= 0 <= window[1] else 0.0
    assert planted.car_log - plain.car_log == pytest.approx(expected, abs=1e-10)
    assert planted.se_log == pytest.approx(plain.se_log, rel=1e-9)
    assert planted.cumulative_log[-1] == pytest.approx(sum(planted.abnormal_log), abs=1e-12)


@settings(max_examples=25, deadline=None)
@given(order=st.permutations(range(6)))
def test_the_order_of_events_changes_nothing(order: list[int]) -> None:
    """The group's numbers do not depend on the order in which the events are given."""
    market, share = series_of("M", LAW_MARKET), series_of("S", LAW_SHARE)
    events = [StudyEvent(f"e{i}", market.days[270 + 20 * i]) for i in range(6)]
    straight = event_study([share], market, events).group
    mixed = event_study([share], market, [events[i] for i in order]).group
    assert straight is not None
    assert mixed is not None
    assert mixed.mean_log == pytest.approx(straight.mean_log, abs=1e-14)
    for one, other in zip(mixed.tests, straight.tests, strict=True):
        assert one.statistic == pytest.approx(other.statistic, abs=1e-9)
