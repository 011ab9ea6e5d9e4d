"""The view of pace: tightening and easing Events by quarter, what was announced, the spread of stance, what holds."""

from functools import partial
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from tracker.charts.quarters import announced_figure, counts_figure, in_force_figure, spread_figure
from tracker.exports.announced import announced_csv
from tracker.filters import EventFilter
from tracker.sentiment.periods import Count, quarters
from tracker.web import screen
from tracker.web.data_view import render_behind, render_download, render_figure
from tracker.web.keeping import cached
from tracker.web.pages.sectors.reads import Quarters, announced_by, by_quarter, holding, span
from tracker.web.reads import Record
from tracker.web.taking import download_name, picture_words

if TYPE_CHECKING:
    from plotly.graph_objects import Figure


def render_quarters(record: Record, chosen: EventFilter) -> None:
    """Draw the three charts with their tables."""
    dark, narrow = screen.is_dark(), screen.is_narrow()
    found = by_quarter(record, chosen)
    st.subheader("Easing and tightening events by quarter")
    alt = "Easing events upwards and tightening events downwards, by quarter."
    figure = _counts(record, chosen, dark=dark, narrow=narrow)
    render_figure(figure, "quarters counts", picture=picture_words(record, chosen, "events-by-quarter", alt), alt=alt)
    st.caption(_age_words(found))
    render_behind("Counts as a table", "quarters counts table", partial(_counts_table, record, chosen))
    _render_announced(record, chosen, dark=dark, narrow=narrow)
    st.subheader("Spread of stance")
    alt = "Median, middle half and range of stance by quarter."
    figure = _spread(record, chosen, dark=dark, narrow=narrow)
    render_figure(figure, "quarters spread", picture=picture_words(record, chosen, "spread-of-stance", alt), alt=alt)
    st.caption("The dot is the median stance of a quarter's events, the thick line their middle half, the thin all.")
    render_behind("Spread as a table", "quarters spread table", partial(_spread_table, record, chosen), decimals=2)
    _render_holding(record, chosen, dark=dark, narrow=narrow)


def _render_announced(record: Record, chosen: EventFilter, *, dark: bool, narrow: bool) -> None:
    st.subheader("Reach times stance as announced, by month")
    alt = "Sum of reach times stance of easing events upwards and of tightening events downwards, by month."
    figure = _announced(record, chosen, dark=dark, narrow=narrow)
    render_figure(figure, "quarters announced", picture=picture_words(record, chosen, "announced", alt), alt=alt)
    st.caption(
        "Each event counts its reach times its stance in the month in which it became known, and nothing is "
        "remembered: the index is made of the same numbers, averaged and fading. The files also hold counts; in weeks, "
        "an event that is known only to the month is spread over its days."
    )
    with st.container(horizontal=True):
        for name, weekly in (("month", False), ("week", True)):
            render_download(
                f"By {name} as CSV",
                f"quarters announced {name}",
                download_name(record, chosen, f"announced-by-{name}", "csv"),
                lambda weekly=weekly: announced_csv(announced_by(record, chosen, weekly=weekly)),  # type: ignore[misc]
            )


def _age_words(found: Quarters) -> str:
    last = found.counts[-1]
    if found.age is not None:
        return (
            f"{last.period.name} is {found.age} days old. The full colour is what each quarter held at that age, so "
            "that the last one is compared with its like; the pale colour came later."
        )
    if last.complete:
        return "All quarters shown are over."
    return f"{last.period.name} holds no event so far, so that whole quarters are shown."


def _render_holding(record: Record, chosen: EventFilter, *, dark: bool, narrow: bool) -> None:
    st.subheader("What is in force")
    alt = "Number of easing and tightening measures that hold, day by day."
    figure = _holding(record, chosen, dark=dark, narrow=narrow)
    render_figure(figure, "quarters holding", picture=picture_words(record, chosen, "in-force", alt), alt=alt)
    st.caption(
        "The index is about announcements and forgets; this line does not. A law or rule counts from the day it took "
        "effect where the record has an event of that, else from the day it was made public, until it is changed, "
        "suspended, replaced or ended; a probe from its opening to the decision; freezes, closures and other lasting "
        "events from their first day to their last. Neutral ones are left out, and so is what was in force before the "
        "record begins."
    )
    label = "What is in force as a table, at the end of each quarter"
    render_behind(label, "quarters holding table", partial(_holding_table, record, chosen))


@cached()
def _counts(record: Record, chosen: EventFilter, *, dark: bool, narrow: bool) -> "Figure":
    found = by_quarter(record, chosen)
    return counts_figure(found.counts, age=found.age, dark=dark, narrow=narrow)


@cached()
def _announced(record: Record, chosen: EventFilter, *, dark: bool, narrow: bool) -> "Figure":
    return announced_figure(announced_by(record, chosen, weekly=False), dark=dark, narrow=narrow)


@cached()
def _spread(record: Record, chosen: EventFilter, *, dark: bool, narrow: bool) -> "Figure":
    found = by_quarter(record, chosen)
    return spread_figure(found.spreads, found.periods, dark=dark, narrow=narrow)


@cached()
def _holding(record: Record, chosen: EventFilter, *, dark: bool, narrow: bool) -> "Figure":
    return in_force_figure(holding(record, chosen), dark=dark, narrow=narrow)


@cached()
def _counts_table(record: Record, chosen: EventFilter) -> pd.DataFrame:
    found = by_quarter(record, chosen)
    return pd.DataFrame(
        [
            {
                "Quarter": each.period.name,
                "Tightening": each.tightening,
                "Easing": each.easing,
                "Neutral": each.neutral,
                **_early(each, found.age),
                "Complete": each.complete,
            }
            for each in found.counts
        ]
    )


def _early(count: Count, age: int | None) -> dict[str, int]:
    if age is None:
        return {}
    return {
        f"Tightening, first {age} days": count.tightening_by_age,
        f"Easing, first {age} days": count.easing_by_age,
    }


@cached()
def _spread_table(record: Record, chosen: EventFilter) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "Quarter": each.period.name,
                "Events": each.events,
                "Lowest": each.lowest,
                "Lower quartile": each.lower_quartile,
                "Median": each.median,
                "Upper quartile": each.upper_quartile,
                "Highest": each.highest,
            }
            for each in by_quarter(record, chosen).spreads
        ]
    )


@cached()
def _holding_table(record: Record, chosen: EventFilter) -> pd.DataFrame:
    found = holding(record, chosen)
    first, last = span(record, chosen)
    days = [min(period.until, last) for period in quarters(first, last)]
    places = [(day - found.first_day).days for day in days]
    return pd.DataFrame(
        {
            "Day": [day.isoformat() for day in days],
            "Easing": [int(found.easing[place]) for place in places],
            "Tightening": [int(found.tightening[place]) for place in places],
        }
    )
