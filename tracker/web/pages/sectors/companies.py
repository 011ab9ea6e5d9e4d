"""The view of companies: the Events of one, its threads, and which other companies it meets there."""

from collections import Counter
from collections.abc import Sequence
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from tracker.charts import timeline_figure
from tracker.filters import EventFilter
from tracker.sentiment.groups import Neighbour, neighbours
from tracker.vocabulary import TermType
from tracker.web import held, screen
from tracker.web.data_view import render_behind, render_figure
from tracker.web.keeping import cached
from tracker.web.long_boxes import choice_among, render_one
from tracker.web.name_view import in_both_languages, render_threads_among, render_ways_on
from tracker.web.pages.sectors.agencies import render_event_list
from tracker.web.pages.sectors.choice import CHOICES, ViewChoice
from tracker.web.reads import Record
from tracker.web.text import escape_markdown

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

MOST_NEIGHBOURS = 12
"""So many neighbours can be pressed; the table holds all."""


def render_companies(record: Record, chosen: EventFilter, choice: ViewChoice) -> None:
    """Draw the choice of a company and what the record holds about it."""
    view = record.view(chosen)
    counts = _counts(record, chosen)
    names = record.names(TermType.COMPANY)
    if choice.company:
        counts = {choice.company: 0} | counts
    labels = {key: f"{names.get(key, key)} ({count})" for key, count in counts.items()}
    words = "Choose or type a name; the number is that of its events"
    render_one("Company", choice_among(labels, "companies"), key=CHOICES.key("company"), placeholder=words)
    company = choice.company
    if company is None:
        st.info("Choose a company to see its events, its stories and its neighbours.", icon=":material/apartment:")
        return
    _render_name(record, company)
    own = view.naming(TermType.COMPANY, company)
    if not len(own):
        st.info("No event that these filters keep names it.", icon=":material/info:")
        return
    _render_chart(record, chosen, company)
    render_event_list(own, "company events")
    rows = own.rows()
    if any(event.thread for event in rows):
        st.markdown("#### Stories that it is part of")
        render_threads_among(record, rows, "company threads")
    _render_neighbours(neighbours(view.with_stories_of(own).rows(), company), names)


@cached()
def _counts(record: Record, chosen: EventFilter) -> dict[str, int]:
    """Return how many Events name each company, the one with most first."""
    found = Counter(chain.from_iterable(record.view(chosen).keys(TermType.COMPANY)))
    return dict(sorted(found.items(), key=lambda each: (-each[1], each[0])))


def _render_name(record: Record, company: str) -> None:
    term = next((term for term in record.terms(TermType.COMPANY) if term.key == company), None)
    if term is None:
        return  # It was merged while the page was drawn; the next run leads to the one that stays.
    st.subheader(escape_markdown(in_both_languages(term)))
    if term.tickers:
        st.caption(escape_markdown(", ".join(term.tickers)))
    render_ways_on(TermType.COMPANY, company)


def _render_chart(record: Record, chosen: EventFilter, company: str) -> None:
    narrow = screen.is_narrow()
    figure = _figure(record, chosen, company, dark=screen.is_dark(), narrow=narrow)
    alt = f"Events of {company} by date and stance."
    render_figure(figure, "company chart", alt=alt)
    st.caption("All kinds of events, the company's own steps among them.")


@cached()
def _figure(record: Record, chosen: EventFilter, company: str, *, dark: bool, narrow: bool) -> "Figure":
    events = record.view(chosen).naming(TermType.COMPANY, company).rows()
    return timeline_figure(events, None, today=record.today, dark=dark, narrow=narrow)


def _render_neighbours(found: Sequence[Neighbour], names: dict[str, str]) -> None:
    if not found:
        return
    st.markdown("#### Neighbours")
    st.caption("Companies named in the same events, or in other events of the same stories.")
    with st.container(horizontal=True, gap="small"):
        for each in found[:MOST_NEIGHBOURS]:
            label = escape_markdown(f"{names.get(each.company, each.company)} ({each.events})")
            st.button(label, key=f"neighbour {each.company}", on_click=_look_at, args=(each.company,))
    render_behind(f"All {len(found)} neighbours as a table", "neighbours table", partial(_table, found, names))


def _table(found: Sequence[Neighbour], names: dict[str, str]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "Company": names.get(each.company, each.company),
                "Shared events": each.events,
                "Shared stories": each.threads,
            }
            for each in found
        ]
    )


def _look_at(company: str) -> None:
    held.put(CHOICES.key("company"), company)
