"""Abnormal returns around events, and tests of a group of them: Patell, the standardised cross-sectional, and Corrado.

All three tests take the events as independent of each other. Events on the same days break that, and the study says so.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from tracker.market.cases import (
    MINIMUM_RETURNS,
    Case,
    Study,
    day_at,
    find_overlaps,
    pair_cases,
    place_cases,
    positions_of,
    why_not,
    why_still,
)
from tracker.market.cells import MarketProblem
from tracker.market.market_model import AlignedReturns, Estimates, Floats, align, estimate, join_estimates, ordinals
from tracker.market.prices import PriceSeries
from tracker.market.results import EventResult, GroupResult, GroupTest, StudyEvent, StudyProblem, StudyResult, Window

PATELL = "Patell"
BMP = "Standardised cross-sectional (BMP)"
CORRADO = "Corrado rank"


def group_result(estimates: Estimates) -> GroupResult:
    """Return means, standard errors and tests of the events whose estimates are the rows."""
    events = len(estimates.returns)
    mean_se = np.sqrt((estimates.cumulative_se**2).sum(axis=0)) / events
    mean = estimates.cumulative.mean(axis=0)
    standardised = estimates.cumulative[:, -1] / estimates.cumulative_se[:, -1]
    return GroupResult(
        events=events,
        mean_car=float(mean[-1]),
        se=float(mean_se[-1]),
        mean_cumulative=tuple(mean.tolist()),
        mean_cumulative_se=tuple(mean_se.tolist()),
        patell=patell_test(standardised, estimates.returns.astype(np.float64)),
        bmp=bmp_test(standardised),
        corrado=corrado_test(scaled_ranks(estimates.residuals, estimates.abnormal), estimates.abnormal.shape[1]),
    )


def patell_test(standardised: Floats, returns: Floats) -> GroupTest:
    """Patell's test (1976) on cumulative abnormal returns, each divided by its standard error.

    Z = sum of t_i / sqrt(sum of (n_i - 2) / (n_i - 4)): under no effect each t_i follows Student's t with n_i - 2
    degrees of freedom, whose variance is the term summed in the root. The standard errors hold the error of
    estimation over the whole window. It assumes that the event does not raise the variance.
    """
    return _normal_test(PATELL, float(standardised.sum() / math.sqrt(((returns - 2) / (returns - 4)).sum())))


def bmp_test(standardised: Floats) -> GroupTest:
    """Standardised cross-sectional test of Boehmer, Musumeci and Poulsen (1991).

    t = mean / (standard deviation / sqrt(N)) of the standardised cumulative abnormal returns, against Student's t
    with N - 1 degrees of freedom. The spread between the events themselves is used, so that an event that raises
    the variance does not pass for an effect.
    """
    from scipy import stats

    if len(standardised) < 2 or not np.ptp(standardised) > 0:  # noqa: PLR2004 - a spread needs two values
        return GroupTest(BMP, None, None, "the test needs at least two events with different returns")
    found = stats.ttest_1samp(standardised, 0.0)
    return GroupTest(BMP, float(found.statistic), float(found.pvalue))


def scaled_ranks(residuals: Floats, abnormal: Floats) -> Floats:
    """Rank each event's abnormal returns over both windows; rank / (number + 1) - 1/2, not a number where missing."""
    from scipy import stats

    both = np.concatenate([residuals, abnormal], axis=1)
    missing = np.isnan(both)
    # Missing days take the highest ranks and leave those of the others as they are.
    ranks = stats.rankdata(np.where(missing, np.inf, both), axis=1)
    number = (~missing).sum(axis=1, keepdims=True)
    return np.where(missing, np.nan, ranks / (number + 1) - 0.5)


def corrado_test(ranks: Floats, window_days: int) -> GroupTest:
    """Rank test of Corrado (1989), with scaled ranks as in Corrado and Zivney (1992), for a window of one or more days.

    With u_t the mean scaled rank of day t over the events, L the number of days of both windows, and w the number
    of days of the event window,

        Z = sum of u_t over the event window / sqrt(w * S^2 * (L - w) / (L - 1)),   S^2 = sum of (N_t / N) * u_t^2 / L

    where N_t of the N events have a return on day t. The factor (L - w) / (L - 1) is the finite population
    correction: ranks add up to a constant, so that a long event window has less room to vary. For one day it is 1
    and Z is Corrado's.

    Args:
        ranks: one row per event, one column per day, event window last, from `scaled_ranks`.
        window_days: the number of days of the event window.
    """
    present = ~np.isnan(ranks)
    counts = present.sum(axis=0)
    used = counts > 0
    means = np.nansum(ranks, axis=0)[used] / counts[used]
    days = len(means)
    variance = float((counts[used] / len(ranks) * means**2).sum() / days)
    spread = math.sqrt(window_days * variance * (days - window_days) / (days - 1))
    if not spread > 0:
        return GroupTest(CORRADO, None, None, "the returns do not differ, so that they have no ranks")
    return _normal_test(CORRADO, float(means[-window_days:].sum() / spread))


def _normal_test(name: str, statistic: float) -> GroupTest:
    from scipy import stats

    return GroupTest(name, statistic, float(2 * stats.norm.sf(abs(statistic))))


DEFAULT_WINDOW: Window = (-1, 1)
DEFAULT_ESTIMATION: Window = (-250, -11)
# A holiday moves an event by up to eleven days; more than that is a gap in the prices.
_FAR = timedelta(days=11)


@dataclass(frozen=True)
class _Measured:
    """The cases of one series that could be measured, with their results and estimates row by row."""

    cases: tuple[Case, ...]
    results: tuple[EventResult, ...]
    estimates: Estimates


def event_study(
    prices: Sequence[PriceSeries],
    market: PriceSeries,
    events: Sequence[StudyEvent],
    window: Window = DEFAULT_WINDOW,
    estimation: Window = DEFAULT_ESTIMATION,
    *,
    after_close: bool = False,
) -> StudyResult:
    """Measure the abnormal returns around events, and test them together.

    Trading days are the days on which both the share and the market have a price. An event on another day moves to the
    next one. Events that cannot be measured become problems of the result; the others are still measured.

    Args:
        prices: the shares, as `read_prices` returns them.
        market: the series that stands for the market.
        events: what to measure.
        window: first and last trading day around the event over which abnormal returns are added up.
        estimation: first and last trading day of the window in which the market model is estimated.
        after_close: take each event as known only after the close of its day; it counts from the next trading day.

    Raises:
        MarketProblem: if a window is upside down, both windows overlap, or the estimation window is too short.
    """
    _check_windows(window, estimation)
    study = Study(market, window, estimation, after_close)
    cases, problems = pair_cases(prices, market, events)
    by_series: dict[str, list[Case]] = {}
    for case in cases:
        by_series.setdefault(case.series.name, []).append(case)
    measured = []
    for group in by_series.values():
        found, failed = _measure_series(study, group)
        problems.extend(failed)
        measured.extend([found] if found else [])
    return _result(study, measured, problems, events)


def _check_windows(window: Window, estimation: Window) -> None:
    for name, (first, last) in (("window", window), ("estimation window", estimation)):
        if first > last:
            raise MarketProblem(f"The {name} {first},{last} ends before it begins; write the earlier day first.")
    if estimation[1] >= window[0]:
        raise MarketProblem(
            f"The estimation window {estimation[0]},{estimation[1]} must end before "
            f"the window {window[0]},{window[1]} begins."
        )
    days = estimation[1] - estimation[0] + 1
    if days < MINIMUM_RETURNS:
        raise MarketProblem(f"The estimation window holds {days} returns; at least {MINIMUM_RETURNS} are needed.")


def _measure_series(study: Study, cases: Sequence[Case]) -> tuple[_Measured | None, list[tuple[int, StudyProblem]]]:
    """Measure all events of one series, and say which could not be measured."""
    returns = align(cases[0].series, study.market)
    placed = place_cases(study, returns, cases)
    reasons = [why_not(study, returns, case) for case in placed]
    problems = [case.problem(reason) for case, reason in zip(placed, reasons, strict=True) if reason]
    fit = [case for case, reason in zip(placed, reasons, strict=True) if not reason]
    if not fit:
        return None, problems
    estimates = estimate(returns, positions_of(fit), study.window, study.estimation)
    still = [why_still(study, case, estimates, row) for row, case in enumerate(fit)]
    problems += [case.problem(reason) for case, reason in zip(fit, still, strict=True) if reason]
    rows = [row for row, reason in enumerate(still) if not reason]
    if not rows:
        return None, problems
    kept, estimates = tuple(fit[row] for row in rows), estimates.take(rows)
    return _Measured(kept, _event_results(study, returns, kept, placed, estimates), estimates), problems


def _event_results(
    study: Study, returns: AlignedReturns, cases: Sequence[Case], placed: Sequence[Case], estimates: Estimates
) -> tuple[EventResult, ...]:
    from scipy import stats

    car, se = estimates.cumulative[:, -1], estimates.cumulative_se[:, -1]
    p = 2 * stats.t.sf(np.abs(car / se), estimates.returns - 2)
    overlaps = find_overlaps(cases, placed, study.window, len(returns.days))
    return tuple(
        EventResult(
            slug=case.event.slug,
            title=case.event.title,
            ticker=case.series.name,
            asked=case.event.day,
            day=day_at(returns, case.position),
            window=study.window,
            returns=int(estimates.returns[row]),
            alpha=float(estimates.alpha[row]),
            beta=float(estimates.beta[row]),
            sigma=float(estimates.sigma[row]),
            car=float(car[row]),
            se=float(se[row]),
            t=float(car[row] / se[row]),
            p=float(p[row]),
            abnormal=tuple(estimates.abnormal[row].tolist()),
            cumulative=tuple(estimates.cumulative[row].tolist()),
            cumulative_se=tuple(estimates.cumulative_se[row].tolist()),
            confounded_with=overlaps[row],
            notes=_event_notes(study, case.event.day, day_at(returns, case.position)),
        )
        for row, case in enumerate(cases)
    )


def _event_notes(study: Study, asked: date, day: date) -> tuple[str, ...]:
    notes = []
    if study.after_close:
        notes.append(f"taken as known after the close of {asked}; measured from {day}.")
    elif day != asked:
        notes.append(f"{asked} was not a trading day; moved to {day}.")
    if day - asked > _FAR:
        notes.append(f"the next price is {(day - asked).days} days after the event.")
    return tuple(notes)


def _result(
    study: Study,
    measured: Sequence[_Measured],
    problems: Sequence[tuple[int, StudyProblem]],
    events: Sequence[StudyEvent],
) -> StudyResult:
    rows = [(case.order, result) for one in measured for case, result in zip(one.cases, one.results, strict=True)]
    results = tuple(result for _, result in sorted(rows, key=lambda row: row[0]))
    group, group_apart = _groups(measured)
    return StudyResult(
        market=study.market.name,
        window=study.window,
        estimation=study.estimation,
        after_close=study.after_close,
        events=results,
        problems=tuple(problem for _, problem in sorted(problems, key=lambda one: one[0])),
        group=group,
        group_apart=group_apart,
        notes=(*_event_list_notes(events), *_currency_notes(study, measured), *_crowd_notes(study, results)),
    )


def _groups(measured: Sequence[_Measured]) -> tuple[GroupResult | None, GroupResult | None]:
    """Return the group of all measured events, and that of the events which are not confounded."""
    if not measured:
        return None, None
    estimates = join_estimates([one.estimates for one in measured])
    results = [result for one in measured for result in one.results]
    apart = [row for row, result in enumerate(results) if not result.confounded]
    group = group_result(estimates)
    if len(apart) == len(results):
        return group, group
    return group, group_result(estimates.take(apart)) if apart else None


def _event_list_notes(events: Sequence[StudyEvent]) -> list[str]:
    if not events:
        return ["No events were given."]
    if len({(event.slug, event.ticker) for event in events}) < len(events):
        return ["An event that was given twice for the same series was measured once."]
    return []


def _currency_notes(study: Study, measured: Sequence[_Measured]) -> list[str]:
    shares = [one.cases[0].series for one in measured]
    market = study.market
    return [
        f"{share.name} is in {share.currency} and {market.name} in {market.currency}: "
        "abnormal returns hold the movement of the exchange rate."
        for share in shares
        if share.currency and market.currency and share.currency != market.currency
    ]


def _crowd_notes(study: Study, results: Sequence[EventResult]) -> list[str]:
    """Say how many windows share trading days with another one, on the same series or on any other."""
    places = np.searchsorted(ordinals(study.market.days), np.sort(ordinals(result.day for result in results)))
    near = np.diff(places) <= study.window[1] - study.window[0]
    crowded = int(np.sum(np.append(near, False) | np.insert(near, 0, False))) if len(results) > 1 else 0
    if not crowded:
        return []
    note = (
        f"{crowded} of {len(results)} windows overlap in time with others; share prices move together, "
        "so that the tests of the group are surer than they should be."
    )
    return [note]
