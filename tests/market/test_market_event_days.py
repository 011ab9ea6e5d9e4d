"""Event days: the portfolio of a day, what two days have in common, and the placebo, worked out by hand or by loops."""

import math
from dataclasses import replace

import numpy as np
import pytest
from market_samples import Floats, series_of, simulated_market, simulated_share
from scipy import stats

from tracker.market import PriceSeries, StudyEvent, event_study
from tracker.market.event_days import ReturnPanel, group_of_days, mean_by_day, mean_correlation, shared_days
from tracker.market.market_model import align, estimate, every_reaction, join_estimates

WINDOW, ESTIMATION = (-1, 1), (-250, -11)


def crowd(seed: int, number: int, count: int = 700) -> tuple[list[PriceSeries], PriceSeries, list[Floats]]:
    """Return shares that have much in common beside the market, the market, and the returns of both."""
    rng = np.random.default_rng(seed)
    market, common = simulated_market(rng, count), rng.normal(0, 0.015, count)
    own = [(0.8 + 0.1 * n) * market + common + rng.normal(0, 0.01, count) for n in range(number)]
    return [series_of(f"S{n}", each) for n, each in enumerate(own)], series_of("M", market), [*own, market]


def panel_of(shares: list[PriceSeries], market: PriceSeries, places: list[int]) -> ReturnPanel:
    """Return a panel in which every share is measured around every place."""
    aligned = [align(share, market) for share in shares]
    return ReturnPanel(
        estimates=join_estimates([estimate(one, np.array(places), WINDOW, ESTIMATION) for one in aligned]),
        places=np.tile(places, len(shares)),
        shares=np.repeat(np.arange(len(shares)), len(places)),
        reactions=np.array([every_reaction(one, WINDOW, ESTIMATION) for one in aligned]),
        window=WINDOW,
        estimation=ESTIMATION,
    )


def test_a_day_is_the_portfolio_of_its_shares() -> None:
    """Return, standard error and residuals are those of one market model of the mean of the shares' returns."""
    shares, market, returns = crowd(1, 4)
    panel = panel_of(shares, market, [400, 300])
    days = mean_by_day(panel.estimates, panel.places)
    mean = align(series_of("P", np.mean(returns[:4], axis=0)), market)
    whole = estimate(mean, np.array([300, 400]), WINDOW, ESTIMATION)
    assert days.places.tolist() == [300, 400]
    np.testing.assert_allclose(days.cumulative, whole.cumulative, atol=1e-12)
    np.testing.assert_allclose(days.se, whole.cumulative_se, rtol=1e-9)
    np.testing.assert_allclose(days.residuals, whole.residuals, atol=1e-12)
    assert days.returns.tolist() == [240, 240]


def test_a_day_of_shares_that_never_trade_together_counts_them_as_one() -> None:
    """With no day in common the residual variance of a mean is not known; that of one share is the safe one."""
    shares, market, _ = crowd(2, 2, 1400)
    halves = []
    for number, share in enumerate(shares):
        keep = [place for place in range(len(share.days)) if place % 2 == number or place >= 1290]
        halves.append(PriceSeries(share.name, tuple(share.days[i] for i in keep), tuple(share.closes[i] for i in keep)))
    result = event_study(halves, market, [StudyEvent("e", market.days[1300])])
    assert [one.estimation_returns for one in result.events] == [240, 240]
    assert result.group is not None
    expected = np.mean([one.sigma for one in result.events]) * math.sqrt(
        np.mean([(one.se_log / one.sigma) ** 2 for one in result.events])
    )
    assert result.group.se_log == pytest.approx(expected, rel=1e-12)


def test_the_degrees_of_freedom_of_one_day_are_those_of_its_standard_error() -> None:
    """Where one of two shares has fewer returns, the days that both have are the returns of the portfolio."""
    shares, market, _ = crowd(2, 2)
    late = PriceSeries("S1", shares[1].days[249:], shares[1].closes[249:])
    group = event_study([shares[0], late], market, [StudyEvent("e", market.days[400])]).group
    assert group is not None
    (test,) = group.tests
    assert test.statistic == pytest.approx(group.mean_log / group.se_log)
    # Returns from the 250th day on to the eleventh before the event.
    assert test.p == pytest.approx(2 * stats.t.sf(abs(group.mean_log / group.se_log), 140 - 2), rel=1e-9)


def test_one_return_alone_is_tested_as_its_own_row() -> None:
    """A group of one return has its range, t and p; there is no spread between days."""
    shares, market, _ = crowd(3, 1)
    result = event_study(shares, market, [StudyEvent("e", market.days[400])])
    (one,), group = result.events, result.group
    assert group is not None
    assert (group.percents, group.days, group.returns) == (pytest.approx(one.percents, rel=1e-9), 1, 1)
    (test,) = group.tests
    assert (test.name, test.statistic, test.p) == ("Market-model t", pytest.approx(one.t), pytest.approx(one.p))


def test_what_two_returns_share_by_hand() -> None:
    """Three days against 240: the same, two days apart, four, a window in the other's estimation, and far apart."""
    found = shared_days(np.array([0, 1, 2, 4, 100, 600]), WINDOW, ESTIMATION)
    whole = 3 + 9 / 240
    estimates = [(3 / 240) ** 2 * (240 - lag) for lag in (0, 1, 2, 4, 100)]
    expected = [3 + estimates[0], 2 + estimates[1], 1 + estimates[2], estimates[3], estimates[4] - 9 / 240, 0]
    assert found == pytest.approx(np.array(expected) / whole, abs=1e-12)
    assert found[0] == pytest.approx(1)


def test_shared_days_is_the_correlation_of_sums_of_noise() -> None:
    """Sums over the window less those of the estimation window, made from independent noise, agree with the formula."""
    lags = np.arange(0, 300, 7)
    weights = np.zeros((len(lags), 600))
    for row, lag in enumerate(lags):
        zero = 251 + lag
        weights[row, zero - 1 : zero + 2] = 1
        weights[row, zero - 250 : zero - 10] = -3 / 240
    exact = weights @ weights.T
    found = shared_days(lags[:, None] - lags, WINDOW, ESTIMATION)
    np.testing.assert_allclose(found, exact / exact[0, 0], atol=1e-12)


def test_the_mean_correlation_is_that_of_the_residuals() -> None:
    """Of three days, two of which lie next to each other on different shares, by plain loops."""
    shares, market, _ = crowd(4, 2)
    aligned = [align(share, market) for share in shares]
    rows = [
        estimate(aligned[0], np.array([300, 660]), WINDOW, ESTIMATION),
        estimate(aligned[1], np.array([301]), WINDOW, ESTIMATION),
    ]
    days = mean_by_day(join_estimates(rows), np.array([300, 660, 301]))
    one, other = rows[0].residuals[0][1:], rows[1].residuals[0][:-1]
    alike = one @ other / math.sqrt((one @ one) * (other @ other))
    expected = 2 * alike * shared_days(np.array([1]), WINDOW, ESTIMATION)[0] / 6
    assert mean_correlation(days, WINDOW, ESTIMATION) == pytest.approx(expected, abs=1e-12)
    assert 0.1 < expected < 0.2


def test_days_against_each_other_make_no_test_surer() -> None:
    """Days whose windows lie in each other's estimation windows go against each other; they count as independent."""
    shares, market, _ = crowd(5, 1)
    panel = panel_of(shares, market, [300, 350, 400])
    days = mean_by_day(panel.estimates, panel.places)
    assert mean_correlation(days, WINDOW, ESTIMATION) == 0
    group = group_of_days(panel)
    assert group.tests[0].statistic == group.tests[2].statistic


def test_the_group_of_some_rows_by_hand() -> None:
    """Mean, range and path over three days of two shares, one of which has one share only."""
    shares, market, _ = crowd(6, 2)
    panel = panel_of(shares, market, [300, 420, 540])
    group = group_of_days(panel, [0, 1, 2, 3, 4])
    car = panel.estimates.cumulative
    days = np.array([(car[0] + car[3]) / 2, (car[1] + car[4]) / 2, car[2]])
    assert (group.returns, group.days, group.correlation) == (5, 3, 0)
    assert group.path_log == pytest.approx(days.mean(axis=0), abs=1e-15)
    assert group.mean_log == group.path_log[-1]
    reach = stats.t.ppf(0.975, 2) * days.std(axis=0, ddof=1) / math.sqrt(3)
    assert group.low_path_log == pytest.approx(days.mean(axis=0) - reach, abs=1e-12)
    assert group.high_path_log == pytest.approx(days.mean(axis=0) + reach, abs=1e-12)
    assert group.percents[0] == pytest.approx(100 * (math.exp(days.mean(axis=0)[-1]) - 1), abs=1e-12)
    assert group_of_days(panel, [4, 2, 0, 1, 3]) == group


def test_every_reaction_is_the_return_around_every_day() -> None:
    """Running sums give what the regression at each place gives, and no number where there are too few returns."""
    rng = np.random.default_rng(7)
    market = simulated_market(rng, 500)
    aligned = align(series_of("S", simulated_share(rng, market)), series_of("M", market))
    found = every_reaction(aligned, (-2, 5), ESTIMATION)
    places = np.arange(111, 496)
    np.testing.assert_allclose(
        found[places], estimate(aligned, places, (-2, 5), ESTIMATION).cumulative[:, -1], atol=1e-12
    )
    assert np.isnan(found[:111]).all()
    assert np.isnan(found[496:]).all()


def test_the_placebo_by_loops() -> None:
    """Every calendar is moved and wrapped, a share without prices there is left out, and larger means are counted."""
    shares, market, _ = crowd(8, 2, 420)
    late = PriceSeries("S1", shares[1].days[150:], shares[1].closes[150:])
    places = [300, 301, 330, 400]
    events = [StudyEvent(f"e{place}", market.days[place]) for place in places]
    group = event_study([shares[0], late], market, events).group
    assert group is not None
    reactions = [
        {
            day: value
            for day, value in zip(one.places, every_reaction(one, WINDOW, ESTIMATION), strict=True)
            if not np.isnan(value)
        }
        for one in (align(share, market) for share in (shares[0], late))
    ]
    first, last = min(reactions[0]), max(reactions[0])
    length, larger = last - first + 1, 0
    steps = sorted({round(step) for step in np.linspace(3, length - 3, 200)})
    for step in steps:
        means = []
        for place in places:
            moved = first + (place - first + step) % length
            means.append(np.mean([each[moved] for each in reactions if moved in each]))
        larger += abs(np.mean(means)) > abs(group.mean_log)
    assert group.placebo is not None
    assert (group.placebo.calendars, group.placebo.larger) == (len(steps), larger)
    assert 0 < larger < len(steps)


def test_a_placebo_needs_calendars_that_keep_most_days() -> None:
    """Where nearly all shifted calendars lose half of their days, the few that are left say nothing."""
    shares, market, _ = crowd(9, 1, 400)
    panel = panel_of(shares, market, [150, 151, 152])
    reactions = np.full_like(panel.reactions, np.nan)
    reactions[:, 140:155] = panel.reactions[:, 140:155]
    reactions[:, 380] = panel.reactions[:, 380]
    assert group_of_days(panel).placebo is not None
    assert group_of_days(replace(panel, reactions=reactions)).placebo is None


def test_a_reaction_over_a_gap_in_the_prices_is_no_placebo() -> None:
    """No window of a shifted calendar spans weeks without a price, as none of a measured return does."""
    shares, market, _ = crowd(10, 1)
    keep = [place for place in range(len(market.days)) if not 400 <= place < 420]
    gapped = PriceSeries("S0", tuple(market.days[i] for i in keep), tuple(shares[0].closes[i] for i in keep))
    found = every_reaction(align(gapped, market), (-1, 1), ESTIMATION)
    assert np.flatnonzero(np.isnan(found[200:-1])).tolist() == [199, 200, 201]


def test_a_placebo_needs_days_to_shift_over() -> None:
    """With prices that end soon after the first event that can be measured there is none."""
    shares, market, _ = crowd(9, 1, 130)
    group = event_study(shares, market, [StudyEvent("e", market.days[120])]).group
    assert group is not None
    assert group.placebo is None
