"""Which Events of the record are measured on which shares."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from tracker.market.cells import MarketProblem
from tracker.market.market_model import (
    LONGEST_HOLIDAY,
    MINIMUM_RETURNS,
    STANDS_STILL,
    AlignedReturns,
    Estimates,
    Integers,
    count_returns,
    days_without_price,
    ordinals,
)
from tracker.market.prices import PriceSeries, begins_with, get_series
from tracker.market.results import StudyEvent, StudyProblem, Window
from tracker.read_models import EventRow, TermRow

_Choice = tuple[tuple[StudyEvent, ...], tuple[StudyProblem, ...]]


def on_tickers(events: Iterable[EventRow], tickers: Sequence[str] = ()) -> _Choice:
    """Pair every Event with every ticker that was named; with none named, with every series of prices.

    An Event is measured on the day on which it became known; one without such a day becomes a problem.
    """
    asked: Sequence[str | None] = tickers or (None,)
    return _pair(events, lambda _: asked)


def on_named_companies(
    events: Iterable[EventRow], companies: Iterable[TermRow], prices: Sequence[PriceSeries]
) -> _Choice:
    """Pair every Event with the shares of the companies that it names, where there are prices of them.

    Args:
        events: Events of the record.
        companies: the vocabulary of companies, with their tickers.
        prices: the series that were read.
    """
    found = {company.key: _names_of(company, prices) for company in companies}
    return _pair(events, lambda event: _unique(found, event.companies))


def _unique(found: Mapping[str, Sequence[str]], companies: Iterable[str]) -> Sequence[str]:
    return tuple(dict.fromkeys(name for company in companies for name in found.get(company, ())))


def _names_of(company: TermRow, prices: Sequence[PriceSeries]) -> Sequence[str]:
    names = []
    for symbol in _symbols_of(company):
        try:
            names.append(get_series(prices, symbol).name)
        except MarketProblem:
            continue
    return names


def _symbols_of(company: TermRow) -> Sequence[str]:
    # A remark may follow the symbol, such as the end of a listing.
    return [ticker.partition(" ")[0] for ticker in company.tickers]


def owners_of(companies: Iterable[TermRow]) -> Callable[[str], TermRow | None]:
    """Return what finds the company of a share by the name of its prices, which may be `baba_us_d` for BABA.

    Args:
        companies: the vocabulary of companies, with their tickers.
    """
    owners = {symbol.casefold(): company for company in companies for symbol in _symbols_of(company)}

    def find(name: str) -> TermRow | None:
        wanted = name.casefold()
        near = (company for symbol, company in owners.items() if begins_with(wanted, symbol))
        return owners.get(wanted) or next(near, None)

    return find


def _pair(events: Iterable[EventRow], tickers_of: Callable[[EventRow], Sequence[str | None]]) -> _Choice:
    chosen, problems = [], []
    for event in events:
        tickers, (first, last) = tickers_of(event), event.counted_days
        if not tickers:
            problems.append(StudyProblem(event.slug, "", "there are no prices of a company that it names."))
        elif first != last:
            problems.append(
                StudyProblem(event.slug, "", f"its day is not known, only {event.public_on or event.date}.")
            )
        else:
            codes = {"stance": event.stance.value, "reach": event.reach.value}
            chosen += [StudyEvent(event.slug, first, ticker, event.title, **codes) for ticker in tickers]
    return tuple(chosen), tuple(problems)


@dataclass(frozen=True)
class Study:
    """The choices that hold for the whole study."""

    market: PriceSeries
    window: Window
    estimation: Window
    after_close: bool


@dataclass(frozen=True)
class Case:
    """One event on one series: its place in the order given and, once placed, that of its day 0 among the days."""

    order: int
    event: StudyEvent
    series: PriceSeries
    position: int = -1

    def problem(self, reason: str) -> tuple[int, StudyProblem]:
        """Return a problem with this case's place in the order."""
        return self.order, StudyProblem(self.event.slug, self.series.name, reason)


def pair_cases(
    prices: Sequence[PriceSeries], market: PriceSeries, events: Sequence[StudyEvent]
) -> tuple[list[Case], list[tuple[int, StudyProblem]]]:
    """Pair each event with the series that it is measured on; an event given twice is measured once."""
    cases: dict[tuple[str, str], Case] = {}
    problems: list[tuple[int, StudyProblem]] = []
    for order, event in enumerate(events):
        try:
            found = _series_of(event, prices, market)
        except MarketProblem as problem:
            problems.append((order, StudyProblem(event.slug, event.ticker or "", str(problem))))
            continue
        for series in found:
            cases.setdefault((event.slug, series.name), Case(order, event, series))
    return list(cases.values()), problems


def _series_of(event: StudyEvent, prices: Sequence[PriceSeries], market: PriceSeries) -> Sequence[PriceSeries]:
    if event.ticker is not None:
        return (get_series(prices, event.ticker),)
    others = tuple(one for one in prices if one.name != market.name)
    if not others:
        raise MarketProblem(f"There are no prices beside the market series {market.name}.")
    return others


def place_cases(study: Study, returns: AlignedReturns, cases: Iterable[Case]) -> tuple[Case, ...]:
    """Give each case its day 0: the first trading day on or after the event, or after it when known after the close."""
    cases = tuple(cases)
    places = place_days(study, returns, [case.event.day for case in cases])
    return tuple(replace(case, position=int(place)) for case, place in zip(cases, places, strict=True))


def place_days(study: Study, returns: AlignedReturns, days: Iterable[date]) -> Integers:
    """Return the place of the trading day on which each day counts; one after the last has the place after it."""
    return np.searchsorted(returns.days, ordinals(days), side="right" if study.after_close else "left")


def positions_of(cases: Iterable[Case]) -> Integers:
    """Return the places of day 0 as an array."""
    return np.array([case.position for case in cases], dtype=np.int64)


def day_at(returns: AlignedReturns, position: int) -> date:
    """Return the trading day at a place."""
    return date.fromordinal(int(returns.days[position]))


def why_not(study: Study, returns: AlignedReturns, case: Case) -> str:
    """Return why a placed case cannot be measured, or an empty text."""
    days = len(returns.days)
    if days == 0:
        return f"{case.series.name} and the market series {study.market.name} have no day in common."
    first, last = day_at(returns, 0), day_at(returns, days - 1)
    if case.event.day < first or case.position >= days:
        return f"the event on {case.event.day} is outside the prices, which run from {first} to {last}."
    if case.position + study.window[1] >= days:
        return f"the window ends after the last price on {last}."
    if gap := _gap(study, returns, case):
        return gap
    count = int(count_returns(positions_of([case]), study.estimation)[0])
    if count < MINIMUM_RETURNS:
        return f"fewer than {MINIMUM_RETURNS} returns before the event: the estimation window holds {count}."
    return ""


def _gap(study: Study, returns: AlignedReturns, case: Case) -> str:
    """Return in what gap of the prices the event or its window lies: the return after it holds weeks, not the event."""
    zero = day_at(returns, case.position)
    if (zero - case.event.day).days - study.after_close > LONGEST_HOLIDAY:
        return f"no price within {LONGEST_HOLIDAY} days after {case.event.day}; the next is of {zero}."
    first = max(case.position + study.window[0], 0)
    empty = days_without_price(returns)[first : case.position + study.window[1] + 1]
    if len(empty) and empty.max() > LONGEST_HOLIDAY:
        after = day_at(returns, first + int(empty.argmax()))
        return f"the window holds {empty.max()} days without a price, up to {after}."
    return ""


def why_still(study: Study, case: Case, estimates: Estimates, row: int) -> str:
    """Return why an estimated case has no usable estimate, or an empty text."""
    if not estimates.market_spread[row] > STANDS_STILL:
        return (
            f"the market series {study.market.name} is constant in the estimation window, so that beta is not defined."
        )
    if not estimates.sigma[row] > STANDS_STILL:
        return (
            f"{case.series.name} has no movement of its own beside {study.market.name} in the estimation window, "
            "so that there is no standard error; is it the market series itself, or a constant price?"
        )
    return ""
