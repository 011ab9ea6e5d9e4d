"""What the share of a company did around its events, where there are prices of it."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from tracker.filters import EventFilter
from tracker.market import DEFAULT_ESTIMATION, DEFAULT_WINDOW, EventResult, MarketProblem, event_study, get_series
from tracker.market.cases import on_named_companies
from tracker.market.words import move_words, p_words
from tracker.read_models import TermRow
from tracker.web import held
from tracker.web.data_view import render_rows
from tracker.web.event_card import choose
from tracker.web.links import render_link
from tracker.web.pages.market import PATH
from tracker.web.pages.market.choice import CHOICES
from tracker.web.pages.market.reads import prices_of
from tracker.web.price_box import prices_at_hand
from tracker.web.reads import Record, cached
from tracker.web.text import escape_markdown
from tracker.web.upload_view import Files
from tracker.wording import count_of


def render_reaction(record: Record, term: TermRow, chosen: EventFilter) -> None:
    """Draw the abnormal return of a company's share around each of its Events, or how to come to it."""
    files = prices_at_hand(PATH)
    market: str | None = held.value(CHOICES.key("market"))
    shares = ", ".join(term.tickers)
    if not files or market is None:
        what = "choose which series stands for the market" if files else "give daily prices"
        st.markdown(
            escape_markdown(f"To see what the share ({shares}) did around these events, {what} on the page below.")
        )
    else:
        _render_results(record, term, chosen, files, market)
    render_link(
        "market", "Share prices around these events", icon=":material/candlestick_chart:", params=_asked(chosen, market)
    )


def _asked(chosen: EventFilter, market: str | None) -> dict[str, str]:
    return {"companies": chosen.companies[0], **({"market": market} if market else {})}


def _render_results(record: Record, term: TermRow, chosen: EventFilter, files: Files, market: str) -> None:
    found = _results(files, record, term, chosen, market)
    if isinstance(found, str):
        st.info(escape_markdown(found), icon=":material/info:")
        return
    mean = sum(one.car for one in found) / len(found)
    first, last = DEFAULT_WINDOW
    st.markdown(
        escape_markdown(
            f"On average the share {move_words(mean)} beside {market} from trading day {first} to {last} "
            f"around {count_of(len(found), 'event')}. "
            "It tells how investors took the news, and never enters the index."
        )
    )
    render_rows(
        pd.DataFrame([_cells(one) for one in found]),
        "company reaction",
        found,
        lambda one: choose(one.slug),
        column_config={
            "Event": st.column_config.TextColumn(width="large"),
            "Beside the market, %": st.column_config.NumberColumn(format="%+.2f"),
        },
    )


def _cells(one: EventResult) -> dict[str, object]:
    return {
        "Date": one.asked.isoformat(),
        "Event": one.title,
        "Share": one.ticker,
        "Beside the market, %": 100 * one.car,
        "By chance alone": p_words(one.p),
    }


@cached(8, per_visitor=True)
def _results(
    files: Files, record: Record, term: TermRow, chosen: EventFilter, market: str
) -> Sequence[EventResult] | str:
    """Return what could be measured on the company's own shares, or why there is nothing."""
    series = prices_of(files).series
    asked, _ = on_named_companies(record.events(chosen), [term], [one for one in series if one.name != market])
    if not asked:
        return f"The files hold no prices of {', '.join(term.tickers)}, or no day of an event is known."
    try:
        result = event_study(series, get_series(series, market), asked, DEFAULT_WINDOW, DEFAULT_ESTIMATION)
    except MarketProblem as problem:
        return str(problem)
    return result.events or "No event could be measured with these prices; the page on the market reaction says why."
