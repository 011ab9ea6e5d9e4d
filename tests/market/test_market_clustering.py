"""What returns have in common: the mean correlation worked out by hand, and the test that allows for it."""

import math

import numpy as np
import pytest
from market_samples import FIRST_DAY, series_of, simulated_market, weekdays
from scipy import stats

from tracker.market import StudyEvent, event_study
from tracker.market.clustering import Clustering, share_correlations
from tracker.market.results import GroupTest
from tracker.market.significance import bmp_test, kolari_pynnonen_test

TWO_SHARES = np.array([[1.0, 0.4], [0.4, 1.0]])


def clustering(places: list[int], shares: list[int], days: int = 3) -> Clustering:
    """Return where some returns of two shares stand."""
    return Clustering(np.array(places), np.array(shares), TWO_SHARES, days)


def test_the_mean_correlation_by_hand() -> None:
    """Same day 0.4; one day of three apart 2/3 of it, on one share 2/3; two days apart a third; three apart none."""
    assert clustering([7, 7], [0, 1]).mean_correlation() == pytest.approx(0.4, abs=1e-12)
    assert clustering([7, 8], [0, 1]).mean_correlation() == pytest.approx(0.4 * 2 / 3, abs=1e-12)
    assert clustering([8, 7], [0, 0]).mean_correlation() == pytest.approx(2 / 3, abs=1e-12)
    assert clustering([7, 9], [1, 1]).mean_correlation() == pytest.approx(1 / 3, abs=1e-12)
    assert clustering([7, 10], [1, 1]).mean_correlation() == 0
    assert clustering([7], [0]).mean_correlation() == 0
    three = clustering([7, 7, 20], [0, 1, 0])
    assert three.mean_correlation() == pytest.approx(0.4 / 3, abs=1e-12)  # One pair of three.
    assert three.count_days() == 2
    assert three.take([0, 1]).mean_correlation() == pytest.approx(0.4, abs=1e-12)


def test_a_correlation_below_zero_makes_no_test_surer() -> None:
    """Shares that move against each other count as independent."""
    against = Clustering(np.array([7, 7]), np.array([0, 1]), np.array([[1.0, -0.5], [-0.5, 1.0]]), 1)
    assert against.mean_correlation() == 0


def test_the_correlation_of_shares_is_that_beside_the_market() -> None:
    """Both follow the market, which does not count; half of the rest of their variance is in common."""
    rng = np.random.default_rng(3)
    market, common = simulated_market(rng, 3000), rng.normal(0, 0.01, 3000)
    own = [1.2 * market + common + rng.normal(0, 0.01, 3000) for _ in range(2)]
    shares = [series_of("A", own[0]), series_of("B", own[1]), series_of("C", own[0], weekdays(5000, FIRST_DAY)[4000])]
    found = share_correlations(shares, series_of("M", market))
    left = [one - np.polyval(np.polyfit(market, one, 1), market) for one in own]
    assert found[0, 1] == pytest.approx(np.corrcoef(left)[0, 1], abs=1e-12)
    assert found[0, 1] == pytest.approx(0.5, abs=0.05)
    assert found[0, 2] == 0  # They have no day in common.
    assert np.diag(found).tolist() == [1, 1, 1]


def test_kolari_pynnonen_by_hand() -> None:
    """With t values of 1, 2 and 3 with a mean correlation of 0.25: 2 * sqrt(3) * sqrt(0.75 / 1.5)."""
    found = kolari_pynnonen_test(bmp_test(np.array([1.0, 2.0, 3.0])), 3, 0.25)
    assert found.statistic == pytest.approx(math.sqrt(6), abs=1e-12)
    assert found.p == pytest.approx(2 * stats.t.sf(math.sqrt(6), 2), abs=1e-12)
    assert kolari_pynnonen_test(GroupTest("b", None, None, "too few"), 1, 0).reason == "too few"
    assert kolari_pynnonen_test(bmp_test(np.array([1.0, 2.0])), 2, 1.0).p is None


def test_a_crowd_of_like_shares_is_not_taken_for_many_events() -> None:
    """No effect, 12 shares with much in common, 5 days: at 5 % the old test cries wolf often, this one seldom."""
    rng = np.random.default_rng(12)
    old, new = 0, 0
    for _ in range(80):
        market, common = simulated_market(rng, 420), rng.normal(0, 0.01, 420)
        shares = [series_of(f"S{n}", market + common + rng.normal(0, 0.01, 420)) for n in range(12)]
        days = [shares[0].days[place] for place in (300, 320, 340, 360, 380)]
        events = [StudyEvent(f"e{day}", day) for day in days]
        group = event_study(shares, series_of("M", market), events).group
        assert group is not None
        assert (group.events, group.days) == (60, 5)
        old += (group.bmp.p or 1) < 0.05
        new += (group.kolari_pynnonen.p or 1) < 0.05
    assert old > 20
    assert new <= 12
