"""Abnormal returns around events, one by one, all together, and by group."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

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
from tracker.market.clustering import Clustering, share_correlations
from tracker.market.market_model import AlignedReturns, Estimates, align, estimate, join_estimates, ordinals
from tracker.market.prices import PriceSeries
from tracker.market.results import EventResult, GroupResult, StudyEvent, StudyPart, StudyProblem, StudyResult, Window
from tracker.market.significance import group_result

LabelOf = Callable[[EventResult], tuple[int, str]]
"""Tells the group of a measured return: its rank among the groups, and its name."""

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
    groupings: Mapping[str, LabelOf] = MappingProxyType({}),
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
        groupings: gives for each name a function that tells the group of a measured return: its rank, and its name.

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
    return _result(study, measured, problems, events, groupings)


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
    groupings: Mapping[str, LabelOf],
) -> StudyResult:
    rows = [(case.order, result) for one in measured for case, result in zip(one.cases, one.results, strict=True)]
    results = tuple(result for _, result in sorted(rows, key=lambda row: row[0]))
    group, group_apart, parts = _groups(study, measured, groupings)
    return StudyResult(
        market=study.market.name,
        window=study.window,
        estimation=study.estimation,
        after_close=study.after_close,
        events=results,
        problems=tuple(problem for _, problem in sorted(problems, key=lambda one: one[0])),
        group=group,
        group_apart=group_apart,
        parts=parts,
        notes=(*_event_list_notes(events), *_currency_notes(study, measured), *_crowd_notes(study, results)),
    )


def _groups(
    study: Study, measured: Sequence[_Measured], groupings: Mapping[str, LabelOf]
) -> tuple[GroupResult | None, GroupResult | None, tuple[StudyPart, ...]]:
    """Return the group of all measured events, that of the events which are not confounded, and those asked for."""
    if not measured:
        return None, None, ()
    estimates = join_estimates([one.estimates for one in measured])
    results = [result for one in measured for result in one.results]
    clustering = _clustering(study, measured, results)

    def together(rows: Sequence[int]) -> GroupResult:
        return group_result(estimates.take(rows), clustering.take(rows))

    parts = []
    for grouping, label_of in groupings.items():
        labels = [label_of(result) for result in results]
        for label in sorted(set(labels)):
            rows = [row for row, one in enumerate(labels) if one == label]
            parts.append(StudyPart(grouping, label[1], together(rows)))
    apart = [row for row, result in enumerate(results) if not result.confounded]
    group = together(range(len(results)))
    if len(apart) == len(results):
        return group, group, tuple(parts)
    return group, together(apart) if apart else None, tuple(parts)


def _clustering(study: Study, measured: Sequence[_Measured], results: Sequence[EventResult]) -> Clustering:
    return Clustering(
        places=np.searchsorted(ordinals(study.market.days), ordinals(result.day for result in results)),
        shares=np.repeat(np.arange(len(measured)), [len(one.results) for one in measured]),
        correlations=share_correlations([one.cases[0].series for one in measured], study.market),
        days=study.window[1] - study.window[0] + 1,
    )


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
        "so that only the Kolari-Pynnönen test is not surer than it should be."
    )
    return [note]
