"""Events that cannot be measured or told apart: each is a clear line, and the others are still measured."""

from datetime import date, timedelta

import numpy as np
import pytest
from market_samples import day_zero, hand_made, series_of, simulated_market, simulated_share, study

from tracker.market import MarketProblem, PriceSeries, StudyEvent, event_study


def test_what_cannot_be_measured_is_said_and_the_rest_measured() -> None:
    """Too early, outside, cut off, unknown ticker: one line each with slug and reason; the good event is measured."""
    share, market = hand_made()
    first, last = share.days[0], share.days[-1]
    result = study(
        [share],
        market,
        StudyEvent("before", first - timedelta(days=1), "SHARE"),
        StudyEvent("after", last + timedelta(days=1), "SHARE"),
        StudyEvent("early", share.days[60], "SHARE"),
        StudyEvent("good", day_zero(share), "SHARE"),
        StudyEvent("cut", last, "SHARE"),
        StudyEvent("stranger", day_zero(share), "PDD"),
    )
    run = f"which run from {first} to {last}"
    assert [one.slugs for one in result.events] == [("good",)]
    assert [one.line for one in result.problems] == [
        f"before (SHARE): the event on {first - timedelta(days=1)} is outside the prices, {run}.",
        f"after (SHARE): the event on {last + timedelta(days=1)} is outside the prices, {run}.",
        "early (SHARE): fewer than 100 returns before the event: the estimation window holds 49.",
        f"cut (SHARE): the window ends after the last price on {last}.",
        "stranger (PDD): No prices for PDD; the prices given are: SHARE.",
    ]


def test_exactly_a_hundred_returns_are_enough() -> None:
    """With 100 returns an event is measured, with 99 it is not; the estimation window may begin before the prices."""
    share, market = hand_made()
    day = day_zero(share)
    assert event_study([share], market, [StudyEvent("e", day)]).events[0].estimation_returns == 100
    result = event_study([share], market, [StudyEvent("e", share.days[110])])
    assert "the estimation window holds 99" in result.problems[0].reason


def test_constant_market_and_constant_share() -> None:
    """A market or share that stands still in the estimation window is named, and the other share is still measured."""
    share, market = hand_made()
    flat = PriceSeries("FLAT", share.days, (5.0,) * len(share.days))
    event = StudyEvent("e", day_zero(share))
    still = study([share], flat, event)
    assert not still.events
    assert "the market series FLAT is constant in the estimation window" in still.problems[0].reason
    assert still.group is None
    assert still.group_apart is None
    mixed = study([flat, share], market, event)
    assert [one.ticker for one in mixed.events] == ["SHARE"]
    assert "FLAT has no movement of its own beside MARKET" in mixed.problems[0].reason


def test_the_market_measured_on_itself_is_refused() -> None:
    """A share that is the market has no abnormal return; with the ticker left out it is passed over in silence."""
    share, market = hand_made()
    itself = study([share, market], market, StudyEvent("e", day_zero(share), "MARKET"))
    assert "is it the market series itself" in itself.problems[0].reason
    every = study([share, market], market, StudyEvent("e", day_zero(share)))
    assert [one.ticker for one in every.events] == ["SHARE"]
    alone = study([market], market, StudyEvent("e", day_zero(share)))
    assert alone.problems[0].line == "e: There are no prices beside the market series MARKET."


def test_no_day_in_common() -> None:
    """Prices of other years than the market's are a clear line."""
    share, _ = hand_made()
    market = series_of("MARKET", [0.01, -0.01], date(2010, 1, 4))
    result = study([share], market, StudyEvent("e", day_zero(share)))
    assert result.problems[0].reason == "SHARE and the market series MARKET have no day in common."


@pytest.mark.parametrize(
    ("window", "estimation", "message"),
    [
        ((1, -1), (-250, -11), "The window 1,-1 ends before it begins"),
        ((-1, 1), (-11, -250), "The estimation window -11,-250 ends before it begins"),
        ((-20, 1), (-250, -11), "must end before the window -20,1 begins"),
        ((-1, 1), (-100, -11), "holds 90 returns; at least 100 are needed"),
    ],
)
def test_impossible_windows_are_refused(window: tuple[int, int], estimation: tuple[int, int], message: str) -> None:
    """Windows that are upside down, overlap or are too short are refused with a sentence."""
    share, market = hand_made()
    with pytest.raises(MarketProblem, match=message):
        event_study([share], market, [], window, estimation)


def test_overlapping_windows_are_confounded() -> None:
    """Windows that share a day are marked with the other's slug, on the same series only; a day further apart, not."""
    rng = np.random.default_rng(3)
    returns = simulated_market(rng, 400)
    market = series_of("M", returns)
    shares = [series_of(name, simulated_share(rng, returns)) for name in ("A", "B")]
    days = market.days
    events = [
        StudyEvent("one", days[300], "A"),
        StudyEvent("two", days[302], "A"),
        StudyEvent("three", days[305], "A"),
        StudyEvent("other", days[300], "B"),
    ]
    result = event_study(shares, market, events, (-1, 1))
    assert [one.confounded_with for one in result.events] == [("two",), ("one",), (), ()]
    assert result.events[0].notes == ()
    assert (result.events[0].confounded, result.events[2].confounded) == (True, False)
    assert result.group is not None
    assert result.group_apart is not None
    assert (result.group.returns, result.group.days, result.group_apart.returns) == (4, 3, 2)
    apart = [one.car_log for one in result.events if not one.confounded]
    assert result.group_apart.mean_log == pytest.approx(np.mean(apart), abs=1e-15)
    assert result.notes[-1] == (
        "4 returns on 3 event days, each day one observation. The windows of 2 days overlap with another day's; the "
        "Kolari-Pynnönen test allows for it. 2 returns cannot be laid to one event: several came on its "
        "day, or another that concerns the share lies within its window; alone, or not confounded: 2."
    )


def test_an_event_that_cannot_be_measured_still_confounds() -> None:
    """A later event whose window is cut off by the end of the prices lies in the window of the one before."""
    share, market = hand_made()
    events = [StudyEvent("good", share.days[111]), StudyEvent("cut", share.days[113])]
    result = study([share], market, *events)
    assert [one.slug for one in result.problems] == ["cut"]
    assert result.events[0].confounded_with == ("cut",)


def test_notes_on_lists_and_currencies() -> None:
    """No events, an event given twice, and two currencies are said."""
    share, market = hand_made()
    assert study([share], market).notes == ("No events were given.",)
    event = StudyEvent("e", day_zero(share), "SHARE")
    twice = study([share], market, event, event)
    assert len(twice.events) == 1
    assert not twice.events[0].confounded
    assert twice.notes[:1] == ("An event that was given twice for the same series was measured once.",)
    hong_kong = PriceSeries("SHARE", share.days, share.closes, currency="HK$")
    dollars = PriceSeries("MARKET", market.days, market.closes, currency="$")
    note, *_ = study([hong_kong], dollars, event).notes
    assert note.startswith("SHARE is in HK$ and MARKET in $")
