"""What a study and a comparison by lags say in words, which claim no more than their numbers carry."""

from dataclasses import replace

import numpy as np
import pytest
from market_samples import day_zero, hand_made, series_of, simulated_market, simulated_share, study

from tracker.market import LagCorrelation, OverlayResult, Step, StudyEvent, event_study, joint_words
from tracker.market.results import GroupResult, GroupTest, Placebo
from tracker.market.words import chance_words, method_sentence


def group(p: float | None, placebo: Placebo | None) -> GroupResult:
    """Return a group whose telling test and placebo are these."""
    share, market = hand_made()
    whole = study([share], market, StudyEvent("e", day_zero(share))).group
    assert whole is not None
    return replace(whole, tests=(GroupTest("Kolari-Pynnönen", None if p is None else 1.0, p),), placebo=placebo)


@pytest.mark.parametrize(
    ("p", "placebo", "words"),
    [
        (0.017, Placebo(200, 9), "hardly chance: p = 0.017"),
        (0.017, Placebo(200, 10), "could be chance: p = 0.017, but 10 of 200 shifted calendars moved more"),
        (0.017, Placebo(200, 33), "could be chance: p = 0.017, but 33 of 200 shifted calendars moved more"),
        (0.017, Placebo(20, 0), "hardly chance: p = 0.017"),
        (0.017, None, "hardly chance: p = 0.017"),
        (0.05, Placebo(200, 0), "could be chance: p = 0.050"),
        (None, Placebo(200, 0), "too few to test"),
    ],
)
def test_hardly_chance_only_where_test_and_placebo_say_so(p: float | None, placebo: Placebo | None, words: str) -> None:
    """Of the real and the shifted calendars fewer than one in twenty may have moved as much: of 201 at most ten."""
    assert chance_words(group(p, placebo)) == words
    short = words.replace("but ", "placebo ").replace(" shifted calendars moved more", "")
    assert chance_words(group(p, placebo), short=True) == short


def test_the_method_says_how_events_are_placed_and_when_a_move_is_no_chance() -> None:
    """After the close is said where it was chosen, and only there."""
    share, market = hand_made()
    event = StudyEvent("e", share.days[110])
    groupings = {"direction": lambda _slug, _name: (0, "Tightening")}
    plain, late = (
        study([share], market, event, estimation=(-105, -4), groupings=groupings, after_close=after)
        for after in (False, True)
    )
    assert "Hardly chance only where both say so" in method_sentence(plain)
    assert "after the close" not in method_sentence(plain)
    assert "taken as known after the close and counts from the trading day after its own" in method_sentence(late)


def test_the_rank_test_is_named_only_where_there_is_one() -> None:
    """Eleven days whose windows overlap have none yet, twelve do."""
    rng = np.random.default_rng(8)
    returns = simulated_market(rng, 500)
    share, market = series_of("S", simulated_share(rng, returns)), series_of("M", returns)
    for days, named in ((11, "the Kolari-Pynnönen test allows"), (12, "the Kolari-Pynnönen and the rank test allow")):
        events = [StudyEvent(f"e{n}", market.days[300 + 2 * n]) for n in range(days)]
        result = event_study([share], market, events)
        assert named in result.notes[-1]
        assert result.group is not None
        assert (result.group.tests[1].p is not None) == ("rank" in named)


@pytest.mark.parametrize(
    ("standing", "words"),
    [
        ((2, 3, 4), "At 3 of 25 lags (2 to 4 months) the joint 95\u00a0% band leaves out 0."),
        ((-3, -2, 0, 5), "At 4 of 25 lags (−3 to −2, 0 and 5 months) the joint 95\u00a0% band leaves out 0."),
        ((1,), "At 1 of 25 lags (1 month) the joint 95\u00a0% band leaves out 0."),
        ((), "At none of 25 lags does the joint 95\u00a0% band leave out 0, so that none stands out."),
    ],
)
def test_the_lags_that_stand_out_are_named(standing: tuple[int, ...], words: str) -> None:
    """Neighbours are one stretch; months before the index have a minus."""
    lags = tuple(
        LagCorrelation(lag, 90, 0.5, *((0.2, 0.8, 0.1, 0.9) if lag in standing else (-0.1, 0.8, -0.2, 0.9)))
        for lag in range(-12, 13)
    )
    assert joint_words(OverlayResult("own", Step.MONTH, (), lags, ())) == words
