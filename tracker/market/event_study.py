"""Abnormal returns around events, one by one, all together, and by group."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

import numpy as np

from tracker.market.cases import (
    Case,
    Study,
    day_at,
    pair_cases,
    place_cases,
    positions_of,
    why_not,
    why_still,
)
from tracker.market.cells import MarketProblem
from tracker.market.confounding import NO_RECORD, RecordAround, find_around
from tracker.market.event_days import ReturnPanel, group_of_days
from tracker.market.market_model import (
    MINIMUM_RETURNS,
    AlignedReturns,
    Estimates,
    Floats,
    align,
    estimate,
    every_reaction,
    join_estimates,
    ordinals,
)
from tracker.market.prices import PriceSeries
from tracker.market.results import EventResult, GroupResult, StudyEvent, StudyPart, StudyProblem, StudyResult, Window
from tracker.market.study_notes import study_notes

LabelOf = Callable[[str, str], tuple[int, str]]
"""Tells the group of an event on a share, by slug and name: its rank among the groups, and its name."""

DEFAULT_WINDOW: Window = (-1, 1)
DEFAULT_ESTIMATION: Window = (-250, -11)


@dataclass(frozen=True, eq=False)
class _Measured:
    """The returns of one series that could be measured, row by row: the order of each, its result, its estimates."""

    share: AlignedReturns
    series: PriceSeries
    orders: tuple[int, ...]
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
    around: RecordAround = NO_RECORD,
) -> StudyResult:
    """Measure the abnormal returns around events, and test them together.

    Trading days are the days on which both the share and the market have a price. An event on another day moves to the
    next one, but not over a gap that is longer than a holiday. Events that come to one trading day of one share are one
    measured return, which counts once in each group that one of them belongs to. Events that cannot be measured become
    problems of the result.

    Args:
        prices: the shares, as `read_prices` returns them.
        market: the series that stands for the market.
        events: what to measure.
        window: first and last trading day around the event over which abnormal returns are added up.
        estimation: first and last trading day of the window in which the market model is estimated.
        after_close: take each event as known only after the close of its day; it counts from the next trading day.
        groupings: gives for each name a function that tells the group of an event on a share.
        around: the record in which other events around each return are looked for.

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
        found, failed = _measure_series(study, group, around)
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


def _measure_series(
    study: Study, cases: Sequence[Case], around: RecordAround
) -> tuple[_Measured | None, list[tuple[int, StudyProblem]]]:
    """Measure all events of one series, and say which could not be measured."""
    returns = align(cases[0].series, study.market)
    placed = place_cases(study, returns, cases)
    reasons = [why_not(study, returns, case) for case in placed]
    problems = [case.problem(reason) for case, reason in zip(placed, reasons, strict=True) if reason]
    by_day: dict[int, tuple[Case, ...]] = {}
    for case, reason in zip(placed, reasons, strict=True):
        if not reason:
            by_day[case.position] = (*by_day.get(case.position, ()), case)
    if not by_day:
        return None, problems
    fit = list(by_day.values())
    estimates = estimate(returns, positions_of(cases[0] for cases in fit), study.window, study.estimation)
    still = [why_still(study, cases[0], estimates, row) for row, cases in enumerate(fit)]
    problems += [case.problem(why) for cases, why in zip(fit, still, strict=True) if why for case in cases]
    rows = [row for row, reason in enumerate(still) if not reason]
    if not rows:
        return None, problems
    kept, estimates = [fit[row] for row in rows], estimates.take(rows)
    results = _event_results(study, returns, kept, estimates, find_around(study, returns, kept, placed, around))
    return _Measured(returns, cases[0].series, tuple(one[0].order for one in kept), results, estimates), problems


def _event_results(
    study: Study,
    returns: AlignedReturns,
    measured: Sequence[tuple[Case, ...]],
    estimates: Estimates,
    around: Sequence[tuple[str, ...]],
) -> tuple[EventResult, ...]:
    from scipy import stats

    car, se = estimates.cumulative[:, -1], estimates.cumulative_se[:, -1]
    p = 2 * stats.t.sf(np.abs(car / se), estimates.returns - 2)
    reach = stats.t.ppf(0.975, estimates.returns - 2) * se
    return tuple(
        EventResult(
            slugs=tuple(case.event.slug for case in cases),
            titles=tuple(case.event.title for case in cases),
            ticker=cases[0].series.name,
            asked=tuple(case.event.day for case in cases),
            day=day_at(returns, cases[0].position),
            window=study.window,
            estimation_returns=int(estimates.returns[row]),
            alpha=float(estimates.alpha[row]),
            beta=float(estimates.beta[row]),
            sigma=float(estimates.sigma[row]),
            car_log=float(car[row]),
            se_log=float(se[row]),
            low_log=float(car[row] - reach[row]),
            high_log=float(car[row] + reach[row]),
            t=float(car[row] / se[row]),
            p=float(p[row]),
            abnormal_log=tuple(estimates.abnormal[row].tolist()),
            cumulative_log=tuple(estimates.cumulative[row].tolist()),
            cumulative_se_log=tuple(estimates.cumulative_se[row].tolist()),
            confounded_with=around[row],
            notes=_event_notes(study, cases, day_at(returns, cases[0].position)),
        )
        for row, cases in enumerate(measured)
    )


def _event_notes(study: Study, cases: Sequence[Case], day: date) -> tuple[str, ...]:
    notes = []
    for each in dict.fromkeys(case.event.day for case in cases):
        if study.after_close:
            notes.append(f"taken as known after the close of {each}; measured from {day}.")
        elif day != each:
            notes.append(f"{cases[0].series.name} or {study.market.name} had no price on {each}; moved to {day}.")
    return tuple(notes)


def _result(
    study: Study,
    measured: Sequence[_Measured],
    problems: Sequence[tuple[int, StudyProblem]],
    events: Sequence[StudyEvent],
    groupings: Mapping[str, LabelOf],
) -> StudyResult:
    rows = [pair for one in measured for pair in zip(one.orders, one.results, strict=True)]
    results = tuple(result for _, result in sorted(rows, key=lambda row: row[0]))
    group, group_apart, parts = _groups(study, measured, events, groupings) if measured else (None, None, ())
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
        notes=study_notes(study.market, events, [(one.series, one.share) for one in measured], results),
    )


def _groups(
    study: Study, measured: Sequence[_Measured], events: Sequence[StudyEvent], groupings: Mapping[str, LabelOf]
) -> tuple[GroupResult, GroupResult | None, tuple[StudyPart, ...]]:
    """Return the group of all measured returns, that of those which are not confounded, and those asked for."""
    panel = _panel(study, measured)
    results = [result for one in measured for result in one.results]
    by_slug = {event.slug: event for event in events}
    parts = []
    for grouping, label_of in groupings.items():
        labels = [{slug: label_of(slug, one.ticker) for slug in one.slugs} for one in results]
        for label in sorted({label for own in labels for label in own.values()}):
            # Of a return that stands for several events, only those of the part give their codes to it.
            of_part = [[by_slug[slug] for slug, its in own.items() if its == label] for own in labels]
            rows = [row for row, own in enumerate(of_part) if own]
            parts.append(StudyPart(grouping, label[1], group_of_days(panel, rows, _codes(of_part))))
    codes = _codes([[by_slug[slug] for slug in one.slugs] for one in results])
    group = group_of_days(panel, codes=codes)
    apart = [row for row, result in enumerate(results) if not result.confounded]
    if len(apart) == len(results):
        return group, group, tuple(parts)
    return group, group_of_days(panel, apart, codes) if apart else None, tuple(parts)


def _codes(events: Sequence[Sequence[StudyEvent]]) -> Floats | None:
    """Return stance and reach of each return: the mean stance of its events, weighted by reach, and their mean reach.

    A return without events has no number, and where an event bears no stance there is nothing at all.
    """
    if any(event.stance is None for own in events for event in own):
        return None
    found = np.full((len(events), 2), np.nan)
    for row, own in enumerate(events):
        if own:
            reach = sum(event.reach for event in own)
            found[row] = sum(event.reach * (event.stance or 0) for event in own) / reach, reach / len(own)
    return found


def _panel(study: Study, measured: Sequence[_Measured]) -> ReturnPanel:
    market_days = ordinals(study.market.days)
    reactions = np.full((len(measured), len(market_days)), np.nan)
    for row, one in enumerate(measured):
        reactions[row, one.share.places] = every_reaction(one.share, study.window, study.estimation)
    days = ordinals(result.day for one in measured for result in one.results)
    return ReturnPanel(
        estimates=join_estimates([one.estimates for one in measured]),
        places=np.searchsorted(market_days, days),
        shares=np.repeat(np.arange(len(measured)), [len(one.results) for one in measured]),
        reactions=reactions,
        window=study.window,
        estimation=study.estimation,
    )
