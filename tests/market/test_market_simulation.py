"""Simulated studies: planted effects are recovered as often as promised, and true nulls rejected as rarely.

The seeds are fixed, so that each test gives the same answer every time. The panels hold 15 shares that have much in
common beside the market, on event days that come in clusters, several events on a day.
"""

import math

import numpy as np
import pytest
from market_samples import series_of, simulated_market, simulated_share
from scipy import stats
from simulated_panels import World, rejected, simulate

from tracker.market import GroupResult, StudyEvent, event_study
from tracker.market.significance import BMP, GENERALISED_RANK, KOLARI_PYNNONEN, ONE_DAY
from tracker.market.words import chance_words

pytestmark = pytest.mark.slow

DRAWS = 1000
WINDOW = (-1, 1)


def near(share: float, promised: float) -> bool:
    """Return whether a share over a thousand draws is within two and a half standard errors of what is promised."""
    return abs(share - promised) <= 2.5 * math.sqrt(promised * (1 - promised) / DRAWS)


def test_a_planted_effect_is_in_its_interval() -> None:
    """An effect of -6 % lies in the 95 % range of 95 % of 1,000 shares, and in the 80 % one of 80 %."""
    rng = np.random.default_rng(20201224)
    returns = simulated_market(rng, 256)
    effect = np.zeros(256)
    effect[252:255] = (-0.01, -0.04, -0.01)
    market = series_of("M", returns)
    shares = [series_of(f"S{draw}", simulated_share(rng, returns) + effect) for draw in range(DRAWS)]
    result = event_study(shares, market, [StudyEvent("e", market.days[254])], WINDOW)
    assert len(result.events) == DRAWS
    assert near(float(np.mean([one.low_log <= -0.06 <= one.high_log for one in result.events])), 0.95)
    distance = np.array([abs(one.car_log + 0.06) / one.se_log for one in result.events])
    assert near(float(np.mean(distance <= stats.t.ppf(0.9, 238))), 0.80)
    assert np.mean([one.car_log for one in result.events]) == pytest.approx(-0.06, abs=0.005)


WORLDS = {
    "clusters of three": World(),
    "every share": World(every_share=True),
    "as dense as the record": World(days=1500, centres=80),
    "heavy tails": World(heavy=True),
    "thirteen days": World(centres=6),
}


@pytest.fixture(scope="module", params=WORLDS)
def quiet(request: pytest.FixtureRequest) -> list[GroupResult]:
    """Four hundred panels of one world without an effect."""
    return simulate(WORLDS[request.param], list(WORLDS).index(request.param) + 1, 400)


def test_size_of_each_test_that_bears_no_warning(quiet: list[GroupResult]) -> None:
    """Without an effect 3 to 8 % of the panels are rejected at 5 %, and the range of the mean holds 0 in the others."""
    for test in (KOLARI_PYNNONEN, GENERALISED_RANK, "placebo"):
        assert 0.03 <= rejected(quiet, test) <= 0.08, test
    held = float(np.mean([one.low_path_log[-1] <= 0 <= one.high_path_log[-1] for one in quiet]))
    assert 0.92 <= held <= 0.97


def test_test_and_placebo_together_are_stricter_than_either(quiet: list[GroupResult]) -> None:
    """What is called hardly chance is so in 1 to 5 % of the panels without an effect."""
    hardly = float(np.mean([chance_words(group).startswith("hardly") for group in quiet]))
    assert 0.01 <= hardly <= 0.05


@pytest.mark.parametrize(
    ("world", "least", "most"),
    [(World(window=(0, 5)), 0.03, 0.08), (World(days=900, centres=80, window=(-10, 10)), 0.0, 0.04)],
    ids=["six days", "three weeks on every third day"],
)
def test_size_of_the_told_test_over_longer_windows(world: World, least: float, most: float) -> None:
    """Over six days it rejects as often as it says; over long windows that overlap many others, less often."""
    groups = simulate(world, 5, 200)
    assert least <= rejected(groups, KOLARI_PYNNONEN) <= most


def test_without_the_allowance_overlapping_windows_are_taken_for_more_than_they_are(quiet: list[GroupResult]) -> None:
    """The test that bears the warning needs it."""
    assert rejected(quiet, BMP) > rejected(quiet, KOLARI_PYNNONEN)
    assert rejected(quiet, BMP) > 0.08


def test_size_of_one_day_alone() -> None:
    """Some of 15 shares on one day: one observation, whose test rejects 3 to 8 %."""
    groups = simulate(World(centres=1, cluster=1), 6, 600)
    assert 0.03 <= rejected(groups, ONE_DAY) <= 0.08
    assert all(group.days == 1 for group in groups)


def test_an_effect_is_found() -> None:
    """A fall of 2 % on each event day is found by each test in nearly every panel, and the mean is at least so low."""
    groups = simulate(World(effect=-0.02), 10, 200)
    for test in (KOLARI_PYNNONEN, GENERALISED_RANK, "placebo"):
        assert rejected(groups, test) > 0.95, test
    # Events on neighbouring days stand in each other's windows, so that a return holds more than one of them.
    assert float(np.mean([group.mean_log for group in groups])) < -0.02


@pytest.mark.parametrize("world", [World(ordering=0), World(days=1500, centres=80, heavy=True, ordering=0)], ids=str)
def test_codes_without_a_link_seldom_go_with_the_reactions(world: World) -> None:
    """Stance in long runs and reactions in clusters that have nothing to do with each other: 3 to 8 % at 5 %.

    The usual formula, which takes the days as independent, rejects more.
    """
    groups = simulate(world, 21, 400)
    values = [(group.ranks[0].correlation or 0, group.days) for group in groups]
    plain = [2 * stats.t.sf(abs(r) * math.sqrt((n - 2) / (1 - r**2)), n - 2) for r, n in values]
    assert float(np.mean([p <= 0.05 for p in plain])) > 0.1
    for place in (0, 1):
        ps = [group.ranks[place].p for group in groups]
        assert 0.03 <= float(np.mean([p is not None and p <= 0.05 for p in ps])) <= 0.08


def test_a_stance_that_orders_the_reactions_is_found() -> None:
    """Half a per cent for each level of stance is found in nearly every panel, with its sign; reach adds nothing."""
    groups = simulate(World(days=1500, centres=80, ordering=0.005), 22, 100)
    stance, reach = ([group.ranks[place] for group in groups] for place in (0, 1))
    assert np.mean([(rank.p or 1) <= 0.05 and (rank.correlation or 0) > 0 for rank in stance]) > 0.95
    assert np.mean([(rank.p or 1) <= 0.05 for rank in reach]) < 0.15


def test_a_crowd_of_like_shares_is_not_taken_for_many_events() -> None:
    """No effect, 12 shares with much in common on 5 days: a study of 60 returns rejects as one of 5 days does."""
    rng = np.random.default_rng(12)
    rejections = 0
    for _ in range(150):
        market, common = simulated_market(rng, 420), rng.normal(0, 0.01, 420)
        shares = [series_of(f"S{n}", market + common + rng.normal(0, 0.01, 420)) for n in range(12)]
        days = [shares[0].days[place] for place in (300, 320, 340, 360, 380)]
        group = event_study(shares, series_of("M", market), [StudyEvent(f"e{day}", day) for day in days]).group
        assert group is not None
        assert (group.returns, group.days) == (60, 5)
        rejections += (group.telling_test.p or 1) < 0.05
    assert 0.02 <= rejections / 150 <= 0.09
