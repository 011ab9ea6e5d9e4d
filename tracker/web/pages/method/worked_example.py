"""The formula at work on three Events that are made up: change half-life and shrinkage and watch."""

import datetime as dt
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from tracker.charts import IndexLine
from tracker.charts.index_chart import index_figure
from tracker.charts.plain import signed
from tracker.sentiment import HALF_LIFE, SHRINKAGE, Evidence, contributions, policy_index
from tracker.web import screen
from tracker.web.data_view import render_figure
from tracker.web.keeping import cached

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

EVENTS = ((10, -2, 4), (45, -1, 3), (130, 2, 4))
"""Age in days, stance and reach of three Events."""

TODAY = dt.date(2024, 6, 30)
"""The example needs some day; its numbers depend on ages only."""

BEFORE, AFTER_DAY = dt.timedelta(days=160), dt.timedelta(days=180)


def render_example() -> None:
    """Draw the sliders, the sum in numbers and the line before and after."""
    st.subheader("Worked example")
    st.write(
        "Three made-up events: a restriction of the widest reach 10 days ago, a tightening signal for a sector 45 days "
        "ago, and an easing of the widest reach 130 days ago."
    )
    with st.container(horizontal=True):
        half_life = st.slider("Half-life h, days", 10, 365, int(HALF_LIFE), key="h", bind="query-params", width=340)
        shrinkage = st.slider(
            "Pull towards 0, k", 0.0, 16.0, SHRINKAGE, step=0.5, key="k", bind="query-params", width=340
        )
    number, with_sign = (st.column_config.NumberColumn(format=form) for form in ("%.4f", "%+.4f"))
    st.dataframe(
        steps(half_life, shrinkage),
        hide_index=True,
        key="example table",
        column_config={
            "Stance s": st.column_config.NumberColumn(format="%d"),
            **dict.fromkeys(("Memory κ", "Weight w"), number),
            **dict.fromkeys(("w · s", "Part of the index"), with_sign),
        },
    )
    st.latex(sum_in_numbers(half_life, shrinkage))
    render_figure(
        _figure(half_life, shrinkage, dark=screen.is_dark(), narrow=screen.is_narrow()),
        "example chart",
        picture="worked-example",
        alt="The index of the three events before and after the day of the example.",
    )
    st.caption("The marked day is the one above. After it nothing new happens, and the line drifts back to 0.")


def _evidence() -> Evidence:
    days = [(TODAY - dt.timedelta(days=age), stance, reach) for age, stance, reach in EVENTS]
    return Evidence.of((day, day, stance, reach, None) for day, stance, reach in days)


def steps(half_life: float, shrinkage: float) -> pd.DataFrame:
    """Return the sum event by event."""
    parts = contributions(_evidence(), TODAY, half_life=half_life, shrinkage=shrinkage).tolist()
    weights = [reach * 2.0 ** (-age / half_life) for age, _, reach in EVENTS]
    return pd.DataFrame(
        {
            "Age, days": [age for age, _, _ in EVENTS],
            "Stance s": [stance for _, stance, _ in EVENTS],
            "Reach r": [reach for _, _, reach in EVENTS],
            "Memory κ": [round(2.0 ** (-age / half_life), 6) for age, _, _ in EVENTS],
            "Weight w": [round(weight, 6) for weight in weights],
            "w · s": [round(weight * stance, 6) for weight, (_, stance, _) in zip(weights, EVENTS, strict=True)],
            "Part of the index": [round(part, 6) for part in parts],
        }
    )


def sum_in_numbers(half_life: float, shrinkage: float) -> str:
    """Return the formula with its numbers filled in."""
    table = steps(half_life, shrinkage)
    total, mass = float(table["w · s"].sum()), float(table["Weight w"].sum())
    series = policy_index(_evidence(), since=TODAY, until=TODAY, half_life=half_life, shrinkage=shrinkage)
    value = float(series.index[0])
    return rf"I=\frac{{{_number(total)}}}{{{mass:.3f}+{shrinkage:g}}}={_number(value)}"


def _number(value: float) -> str:
    # A formula wants a hyphen for its minus.
    return signed(value, decimals=3).replace("\N{MINUS SIGN}", "-")


@cached(32)
def _figure(half_life: float, shrinkage: float, *, dark: bool, narrow: bool) -> "Figure":
    usual = half_life == HALF_LIFE and shrinkage == SHRINKAGE
    return index_figure(
        _line(half_life, shrinkage),
        ghost=None if usual else _line(HALF_LIFE, SHRINKAGE),
        ghost_name="h = 60, k = 4",
        picked=[TODAY],
        dark=dark,
        narrow=narrow,
    )


def _line(half_life: float, shrinkage: float) -> IndexLine:
    since, until = TODAY - BEFORE, TODAY + AFTER_DAY
    series = policy_index(_evidence(), since=since, until=until, half_life=half_life, shrinkage=shrinkage)
    return IndexLine.of(series, None, until + AFTER_DAY)
