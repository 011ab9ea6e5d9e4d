"""A thousand simulated studies: planted effects are recovered as often as promised, and true nulls rejected as rarely.

The seeds are fixed, so that each test gives the same answer every time; the allowance is two and a half standard errors
of a share over a thousand draws.
"""

import math
from collections.abc import Callable

import numpy as np
import pytest
from market_samples import Floats, series_of, simulated_market, simulated_share
from scipy import stats

from tracker.market import GroupResult, StudyEvent, event_study
from tracker.market.event_study import group_result
from tracker.market.market_model import AlignedReturns, estimate

pytestmark = pytest.mark.slow

DRAWS = 1000
EVENTS = 20
EVERY = 251
WINDOW = (-1, 1)
ESTIMATION = (-250, -11)

Shock = Callable[[np.random.Generator, int], Floats]


def near(share: float, promised: float) -> bool:
    """Return whether a share over a thousand draws is within two and a half standard errors of what is promised."""
    return abs(share - promised) <= 2.5 * math.sqrt(promised * (1 - promised) / DRAWS)


def test_a_planted_effect_is_in_its_interval() -> None:
    """An effect of -6 % lies in the 95 % interval of CAR for 95 % of 1,000 shares, and in the 80 % one for 80 %."""
    rng = np.random.default_rng(20201224)
    returns = simulated_market(rng, 256)
    effect = np.zeros(256)
    effect[252:255] = (-0.01, -0.04, -0.01)
    market = series_of("M", returns)
    shares = [series_of(f"S{draw}", simulated_share(rng, returns) + effect) for draw in range(DRAWS)]
    result = event_study(shares, market, [StudyEvent("e", market.days[254])], WINDOW)
    assert len(result.events) == DRAWS
    distance = np.array([abs(one.car + 0.06) / one.se for one in result.events])
    for promised in (0.95, 0.80):
        assert near(float(np.mean(distance <= stats.t.ppf((1 + promised) / 2, 238))), promised)
    assert np.mean([one.car for one in result.events]) == pytest.approx(-0.06, abs=0.005)


def groups(seed: int, shock: Shock, window: tuple[int, int] = WINDOW) -> list[GroupResult]:
    """Return a thousand groups of twenty events, with `shock` added to the share on each day of the window."""
    rng = np.random.default_rng(seed)
    found = []
    first = 12 - window[0]
    positions = np.arange(EVENTS) * (EVERY + first + window[1]) + EVERY
    count = int(positions[-1]) + window[1] + 1
    for _ in range(DRAWS):
        market = simulated_market(rng, count)
        share = simulated_share(rng, market)
        for day in range(window[0], window[1] + 1):
            share[positions + day] += shock(rng, EVENTS)
        returns = AlignedReturns(np.arange(count), share, market)
        found.append(group_result(estimate(returns, positions, window, ESTIMATION)))
    return found


def rejected(results: list[GroupResult], test: str) -> float:
    """Return the share of groups whose test rejects at five per cent."""
    return float(np.mean([getattr(one, test).p < 0.05 for one in results]))


@pytest.fixture(scope="module")
def quiet_groups() -> list[GroupResult]:
    """A thousand groups without any effect."""
    return groups(1, lambda _, count: np.zeros(count))


@pytest.mark.parametrize("test", ["patell", "bmp", "corrado"])
def test_size_of_each_test(quiet_groups: list[GroupResult], test: str) -> None:
    """Without an effect each test rejects five of a hundred groups, within the error of the simulation."""
    assert near(rejected(quiet_groups, test), 0.05)


def test_size_over_a_long_window() -> None:
    """Over 21 days all three tests keep their size, the rank test because of its correction."""
    results = groups(2, lambda _, count: np.zeros(count), (-10, 10))
    for test in ("patell", "bmp", "corrado"):
        assert near(rejected(results, test), 0.05), test


def test_the_group_mean_is_in_its_interval(quiet_groups: list[GroupResult]) -> None:
    """The mean of a group lies within 1.96 standard errors of the truth in 95 % of the groups."""
    assert near(float(np.mean([abs(one.mean_car) <= 1.96 * one.se for one in quiet_groups])), 0.95)


def test_only_patell_is_fooled_by_a_rise_in_variance() -> None:
    """Where events only raise the variance, Patell rejects far too often and the BMP test keeps its size."""
    results = groups(3, lambda rng, count: rng.normal(0.0, 0.03, count))
    assert rejected(results, "patell") > 0.15
    assert near(rejected(results, "bmp"), 0.05)


def test_an_effect_is_found() -> None:
    """An effect of one and a half per cent on each of three days is found by each test in nearly every group."""
    results = groups(4, lambda _, count: np.full(count, 0.015))
    for test in ("patell", "bmp", "corrado"):
        assert rejected(results, test) > 0.99, test
