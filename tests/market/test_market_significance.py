"""The estimates against statsmodels, and the group tests against figures worked out by hand."""

import math

import numpy as np
import pytest
import statsmodels.api as sm
from market_samples import series_of, simulated_market, simulated_share
from scipy import stats

from tracker.market import StudyEvent, event_study
from tracker.market.market_model import align, estimate
from tracker.market.significance import FEWEST_RANKED, bmp_test, kolari_pynnonen_test, one_day_test, rank_test


@pytest.mark.parametrize("window", [(-1, 1), (0, 0), (0, 5), (-10, 10)])
def test_equals_statsmodels(window: tuple[int, int]) -> None:
    """Coefficients, residual deviation, prediction and standard error of the sum equal statsmodels OLS to 1e-10."""
    rng = np.random.default_rng(1)
    market_returns = simulated_market(rng, 900)
    share_returns = simulated_share(rng, market_returns)
    share, market = series_of("S", share_returns), series_of("M", market_returns)
    places = (150, 255, 300, 501, 880)
    result = event_study([share], market, [StudyEvent(f"e{p}", share.days[p]) for p in places], window)
    for place, event in zip(places, result.events, strict=True):
        before = slice(max(place - 251, 0), place - 11)
        fit = sm.OLS(share_returns[before], sm.add_constant(market_returns[before])).fit()
        around = slice(place - 1 + window[0], place + window[1])
        design = sm.add_constant(market_returns[around], has_constant="add")
        abnormal = share_returns[around] - fit.predict(design)
        ones = np.ones(len(abnormal))
        covariance = fit.scale * np.eye(len(abnormal)) + design @ fit.cov_params() @ design.T
        assert (event.alpha, event.beta) == pytest.approx(tuple(fit.params), abs=1e-10)
        assert event.sigma == pytest.approx(math.sqrt(fit.scale), abs=1e-10)
        assert event.abnormal_log == pytest.approx(tuple(abnormal), abs=1e-10)
        assert event.se_log == pytest.approx(math.sqrt(ones @ covariance @ ones), abs=1e-10)
        assert event.estimation_returns == fit.nobs


def test_residuals_add_up_to_zero_and_missing_ones_are_no_numbers() -> None:
    """Where the prices begin inside the estimation window, the missing returns are left out of the fit."""
    rng = np.random.default_rng(2)
    returns = simulated_market(rng, 400)
    aligned = align(series_of("S", simulated_share(rng, returns)), series_of("M", returns))
    found = estimate(aligned, np.array([150, 300]), (-1, 1), (-250, -11))
    assert found.returns.tolist() == [139, 240]
    assert np.isnan(found.residuals[0]).sum() == 101
    assert np.nansum(found.residuals, axis=1) == pytest.approx([0, 0], abs=1e-12)


def test_bmp_by_hand() -> None:
    """Three t values of 1, 2 and 3: mean 2, standard deviation 1, so 2 * sqrt(3) with two degrees of freedom."""
    found = bmp_test(np.array([1.0, 2.0, 3.0]))
    assert found.statistic == pytest.approx(2 * math.sqrt(3), abs=1e-12)
    assert found.p == pytest.approx(2 * stats.t.sf(2 * math.sqrt(3), 2), abs=1e-12)


@pytest.mark.parametrize("values", [[1.5], [1.5, 1.5]])
def test_bmp_needs_a_spread(values: list[float]) -> None:
    """One day, or days that do not differ, have no spread: not defined, with the reason."""
    found = bmp_test(np.array(values))
    assert (found.statistic, found.p) == (None, None)
    assert "at least two event days" in found.reason


@pytest.mark.parametrize("number", [1, 2, 11, 12])
def test_the_other_tests_of_days_say_why_they_are_not_defined(number: int) -> None:
    """Without a spread between the days there is neither test; ranks need twelve days as well."""
    same, residuals = np.full(number, 1.5), np.tile([0.1, -0.2, 0.3, 0.0], (number, 1))
    for found in (kolari_pynnonen_test(same, 0.0), rank_test(same, residuals, 0.0)):
        assert (found.statistic, found.p) == (None, None)
        assert "event days with different returns" in found.reason
    rising = rank_test(np.arange(number, dtype=float), residuals, 0.0)
    assert (rising.statistic is None) == (number < FEWEST_RANKED)


def test_kolari_pynnonen_by_hand() -> None:
    """With t values of 1, 2 and 3 with a mean correlation of 0.25: 2 * sqrt(3) * sqrt(0.75 / 1.5)."""
    found = kolari_pynnonen_test(np.array([1.0, 2.0, 3.0]), 0.25)
    assert found.statistic == pytest.approx(math.sqrt(6), abs=1e-12)
    assert found.p == pytest.approx(2 * stats.t.sf(math.sqrt(6), 2), abs=1e-12)
    assert kolari_pynnonen_test(np.array([1.0, 2.0, 3.0]), 0.0).statistic == pytest.approx(2 * math.sqrt(3), abs=1e-12)


def test_the_rank_test_by_hand() -> None:
    """Twelve days with four returns before each, the first missing on half of them; every event ranks high."""
    days = 12
    residuals = np.tile([[-2.0, 0.5, 1.0, -1.0], [np.nan, 1.0, -1.5, 0.5]], (days // 2, 1))
    standardised = np.linspace(30.0, 40.0, days)
    found = rank_test(standardised, residuals, 0.0)
    # Ranks of five and of four values, the event's last; it is above all others on every day.
    scaled = np.array([[1 / 6, 3 / 6, 4 / 6, 2 / 6, 5 / 6], [np.nan, 3 / 5, 1 / 5, 2 / 5, 4 / 5]]) - 0.5
    means = np.array([scaled[0, 0], *scaled[:, 1:].mean(axis=0)])
    z = means[-1] / math.sqrt((0.5 * means[0] ** 2 + (means[1:] ** 2).sum()) / 5)
    t = z * math.sqrt(3 / (4 - z**2))
    assert found.statistic == pytest.approx(t, abs=1e-12)
    assert found.p == pytest.approx(2 * stats.t.sf(t, 3), abs=1e-12)
    lessened = rank_test(standardised, residuals, 0.25).statistic
    assert lessened == pytest.approx(t * math.sqrt(0.75 / 3.75), abs=1e-12)


def test_one_day_by_hand() -> None:
    """A day of 2 standard errors from 240 returns: Student's t with 238 degrees of freedom."""
    found = one_day_test(-2.0, 240)
    assert (found.statistic, found.p) == (-2.0, pytest.approx(2 * stats.t.sf(2, 238), abs=1e-15))


def test_the_tests_of_a_study_in_their_order() -> None:
    """The first is told in words; the last says in its name what it leaves out."""
    rng = np.random.default_rng(4)
    returns = simulated_market(rng, 800)
    share, market = series_of("S", simulated_share(rng, returns)), series_of("M", returns)
    group = event_study([share], market, [StudyEvent(f"e{p}", share.days[p]) for p in (300, 400, 500)]).group
    assert group is not None
    names = [test.name for test in group.tests]
    assert names == ["Kolari-Pynnönen", "Generalised rank", "BMP, as if no windows overlapped"]
    assert group.telling_test is group.tests[0]
