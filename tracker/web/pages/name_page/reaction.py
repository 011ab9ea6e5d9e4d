"""What the share of a company did around its events, where there are prices of it."""

from dataclasses import replace

import pandas as pd
import streamlit as st

from tracker.charts.plain import signed
from tracker.filters import EventFilter
from tracker.market import EventResult
from tracker.market.cases import owners_of
from tracker.market.words import method_sentence, p_value, placebo_sentence, study_sentence
from tracker.read_models import TermRow
from tracker.web import held
from tracker.web.data_view import render_rows
from tracker.web.event_card import choose
from tracker.web.links import Asked, render_link
from tracker.web.pages.market import PATH
from tracker.web.pages.market.choice import CHOICES, On, StudyChoice
from tracker.web.pages.market.reads import StudyView, prices_of, study_of
from tracker.web.price_box import prices_at_hand
from tracker.web.reads import Record
from tracker.web.text import escape_markdown
from tracker.web.upload_view import Files


def render_reaction(record: Record, term: TermRow, chosen: EventFilter) -> None:
    """Draw the abnormal return of a company's share around each of its Events, or how to come to it."""
    files = prices_at_hand(PATH)
    params: Asked = {"companies": chosen.companies}
    if not files or held.value(CHOICES.key("market")) is None:
        what = "choose which series stands for the market" if files else "give daily prices"
        shares = ", ".join(term.tickers)
        st.markdown(
            escape_markdown(f"To see what the share ({shares}) did around these events, {what} on the page below.")
        )
    else:
        # The windows are those that the reader chose there; what is measured is all of this company, and nothing else.
        choice = replace(CHOICES.value(record), study=(), shares=(), on=On.NAMED)
        _render_results(record, term, chosen, files, choice)
        params = {**params, **CHOICES.params(choice, record)}
    render_link("market", "Share prices around these events", icon=":material/candlestick_chart:", params=params)


def _render_results(record: Record, term: TermRow, chosen: EventFilter, files: Files, choice: StudyChoice) -> None:
    owner_of = owners_of([term])
    shares = tuple(one.name for one in prices_of(files).series if owner_of(one.name))
    study = study_of(files, record, chosen, replace(choice, shares=shares)) if shares else None
    if study is None or study.result is None or not study.measured:
        none = f"The files hold no prices of {', '.join(term.tickers)}."
        why = "No event could be measured with these prices; the page below says why."
        st.info(escape_markdown((study.refused or why) if study else none), icon=":material/info:")
        return
    st.markdown(escape_markdown(f"{study_sentence(study.result)} {placebo_sentence(study.result)}"))
    st.caption(
        escape_markdown(
            f"{method_sentence(study.result)} It tells how investors took the news, and never enters the index."
        )
    )
    for line in study.result.notes:
        st.caption(escape_markdown(line))
    render_rows(
        pd.DataFrame([_cells(study, one) for one in study.measured]),
        "company reaction",
        study.measured,
        lambda one: choose(one.slugs[0]),
        column_config={
            "Event": st.column_config.TextColumn(width="large"),
            "Beside the market, %": st.column_config.NumberColumn(format="%+.2f"),
        },
    )


def _cells(study: StudyView, one: EventResult) -> dict[str, object]:
    value, low, high = one.percents
    return {
        "Date": "; ".join(dict.fromkeys(day.isoformat() for day in one.asked)),
        "Event": "; ".join(one.titles),
        "Share": one.ticker,
        "Beside the market, %": value,
        "95 % range": f"{signed(low)} to {signed(high)}",
        "p": p_value(one.p),
        "Confounded with": "; ".join(study.events[slug].title for slug in one.confounded_with),
    }
