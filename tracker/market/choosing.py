"""Which Events of the record are measured on which shares."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from tracker.market.findings import MarketProblem
from tracker.market.prices import PriceSeries, get_series
from tracker.market.results import StudyEvent, StudyProblem
from tracker.rows import EventRow, TermRow

Choice = tuple[tuple[StudyEvent, ...], tuple[StudyProblem, ...]]


def on_tickers(events: Iterable[EventRow], tickers: Sequence[str] = ()) -> Choice:
    """Pair every Event with every ticker that was named; with none named, with every series of prices.

    An Event whose day is not known cannot be measured and becomes a problem.
    """
    asked: Sequence[str | None] = tickers or (None,)
    return _pair(events, lambda _: asked)


def on_named_companies(
    events: Iterable[EventRow], companies: Iterable[TermRow], prices: Sequence[PriceSeries]
) -> Choice:
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
    for ticker in company.tickers:
        # A remark may follow the symbol, such as the end of a listing.
        symbol = ticker.partition(" ")[0]
        try:
            names.append(get_series(prices, symbol).name)
        except MarketProblem:
            continue
    return names


def _pair(events: Iterable[EventRow], tickers_of: Callable[[EventRow], Sequence[str | None]]) -> Choice:
    chosen, problems = [], []
    for event in events:
        tickers = tickers_of(event)
        if not tickers:
            problems.append(StudyProblem(event.slug, "", "there are no prices of a company that it names."))
        elif event.first_on != event.last_on:
            problems.append(StudyProblem(event.slug, "", f"its day is not known, only {event.date}."))
        else:
            chosen += [StudyEvent(event.slug, event.first_on, ticker, event.title) for ticker in tickers]
    return tuple(chosen), tuple(problems)
