"""The estimates against statsmodels, and the group tests against figures worked out by hand."""

import math

import numpy as np
import pytest
import statsmodels.api as sm
from market_samples import series_of, simulated_market, simulated_share
from scipy import stats

from tracker.market import StudyEvent, event_study
from tracker.market.market_model import align, estimate
from tracker.market.significance import bmp_test, corrado_test, group_result, patell_test, scaled_ranks


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
        assert event.abnormal == pytest.approx(tuple(abnormal), abs=1e-10)
        assert event.se == pytest.approx(math.sqrt(ones @ covariance @ ones), abs=1e-10)
        assert event.returns == fit.nobs


def test_residuals_add_up_to_zero_and_missing_ones_are_no_numbers() -> None:
    """Where the prices begin inside the estimation window, the missing returns are left out of the fit."""
    rng = np.random.default_rng(2)
    returns = simulated_market(rng, 400)
    aligned = align(series_of("S", simulated_share(rng, returns)), series_of("M", returns))
    found = estimate(aligned, np.array([150, 300]), (-1, 1), (-250, -11))
    assert found.returns.tolist() == [139, 240]
    assert np.isnan(found.residuals[0]).sum() == 101
    assert np.nansum(found.residuals, axis=1) == pytest.approx([0, 0], abs=1e-12)


def test_patell_by_hand() -> None:
    """Three t values of 1, 2 and 3 from 104 returns: 6 / sqrt(3 * 102 / 100)."""
    found = patell_test(np.array([1.0, 2.0, 3.0]), np.array([104.0, 104.0, 104.0]))
    assert found.statistic == pytest.approx(6 / math.sqrt(3.06), abs=1e-12)
    assert found.p == pytest.approx(2 * stats.norm.sf(6 / math.sqrt(3.06)), abs=1e-15)


def test_bmp_by_hand() -> None:
    """Three t values of 1, 2 and 3: mean 2, standard deviation 1, so 2 * sqrt(3) with two degrees of freedom."""
    found = bmp_test(np.array([1.0, 2.0, 3.0]))
    assert found.statistic == pytest.approx(2 * math.sqrt(3), abs=1e-12)
    assert found.p == pytest.approx(2 * stats.t.sf(2 * math.sqrt(3), 2), abs=1e-12)


@pytest.mark.parametrize("values", [[1.5], [1.5, 1.5]])
def test_bmp_needs_a_spread(values: list[float]) -> None:
    """One event, or events that do not differ, have no spread: not defined, with the reason."""
    found = bmp_test(np.array(values))
    assert (found.statistic, found.p) == (None, None)
    assert "at least two events" in found.reason


def test_ranks_by_hand() -> None:
    """Ranks run over both windows, ties share the mean rank, and missing days are left out of the count."""
    residuals = np.array([[0.3, -0.1, 0.1], [np.nan, 0.2, 0.2]])
    abnormal = np.array([[0.5], [-0.4]])
    expected = np.array([[3 / 5, 1 / 5, 2 / 5, 4 / 5], [np.nan, 2.5 / 4, 2.5 / 4, 1 / 4]]) - 0.5
    assert scaled_ranks(residuals, abnormal) == pytest.approx(expected, abs=1e-15, nan_ok=True)


def test_corrado_by_hand() -> None:
    """One event, ranks 3 1 2 4 of four days: u = 0.1 -0.3 -0.1 0.3, S^2 = 0.05, Z = 0.3 / sqrt(0.05)."""
    ranks = np.array([[3, 1, 2, 4]]) / 5 - 0.5
    one_day = corrado_test(ranks, 1)
    assert one_day.statistic == pytest.approx(0.3 / math.sqrt(0.05), abs=1e-12)
    two_days = corrado_test(ranks, 2)
    assert two_days.statistic == pytest.approx(0.2 / math.sqrt(2 * 0.05 * 2 / 3), abs=1e-12)


def test_corrado_with_missing_days_by_hand() -> None:
    """A day that one of two events has counts half in the variance; a day that none has does not count."""
    ranks = np.array([[np.nan, 0.2, -0.2, 0.1], [np.nan, np.nan, 0.0, 0.3]])
    variance = (0.5 * 0.2**2 + 0.1**2 + 0.2**2) / 3
    assert corrado_test(ranks, 1).statistic == pytest.approx(0.2 / math.sqrt(variance), abs=1e-12)


def test_corrado_of_equal_returns() -> None:
    """Returns that are all equal have no ranks: not defined, with the reason."""
    found = corrado_test(np.zeros((2, 5)), 1)
    assert found.statistic is None
    assert "do not differ" in found.reason


def test_the_permutation_variance_is_exact() -> None:
    """Over all choices of two of six days, the rank statistic has mean square one: the correction is exact."""
    from itertools import permutations

    ranks = np.arange(1, 7) / 7 - 0.5
    squares = [corrado_test(ranks[list(order)][None, :], 2).statistic or 0.0 for order in permutations(range(6))]
    assert np.mean(np.square(squares)) == pytest.approx(1.0, abs=1e-12)


def test_group_means() -> None:
    """The mean and its standard error are those of independent events, for each day of the window."""
    rng = np.random.default_rng(4)
    returns = simulated_market(rng, 800)
    share, market = series_of("S", simulated_share(rng, returns)), series_of("M", returns)
    result = event_study([share], market, [StudyEvent(f"e{p}", share.days[p]) for p in (300, 400, 500)], (-2, 2))
    group = result.group
    assert group is not None
    assert group.mean_car == pytest.approx(np.mean([one.car for one in result.events]), abs=1e-15)
    assert group.se == pytest.approx(math.sqrt(sum(one.se**2 for one in result.events)) / 3, abs=1e-15)
    assert len(group.mean_cumulative) == len(group.mean_cumulative_se) == 5
    assert group.mean_cumulative[-1] == group.mean_car
    assert group.mean_cumulative_se[-1] == group.se
    assert [test.name for test in group.tests] == [
        "Kolari-Pynnönen",
        "Patell",
        "Standardised cross-sectional (BMP)",
        "Corrado rank",
    ]
    assert result.group_apart == group


def test_rows_are_taken_by_place() -> None:
    """The group of some rows is the group of those events alone."""
    rng = np.random.default_rng(6)
    returns = simulated_market(rng, 800)
    aligned = align(series_of("S", simulated_share(rng, returns)), series_of("M", returns))
    every = estimate(aligned, np.array([300, 400, 500]), (-1, 1), (-250, -11))
    some = estimate(aligned, np.array([300, 500]), (-1, 1), (-250, -11))
    assert group_result(every.take([0, 2])) == group_result(some)
