"""The section "Does stance go with how shares moved?": a check of the codes as a scale, on the reader's own prices."""

import pandas as pd
import streamlit as st

from tracker.charts.plain import signed
from tracker.market import GroupResult, StudyResult
from tracker.market.groupings import Grouping
from tracker.market.words import VALIDITY_CAUTION, p_words, validity_sentences
from tracker.web.data_view import render_behind
from tracker.web.pages.market.parts import mean_cells
from tracker.web.pages.market.reads import StudyView
from tracker.web.text import escape_markdown

HOW = (
    "Each event day counts once: its reaction is the mean over its shares, its stance the mean over its events, "
    "weighted by reach. p comes from the same codes on shifted calendars, as neither days nor codes are independent. "
    "Of twenty values without any link, about one has p below 0.05."
)
SCALE_PARTS = (Grouping.DIRECTION, Grouping.STANCE, Grouping.KIND, Grouping.REACH, Grouping.YEAR)
"""Within a direction, the correlation of stance and reaction is that of its degrees alone."""


def render_validity(study: StudyView) -> None:
    """Draw whether codes go with reactions, what limits that, and a box with the numbers; nothing of too few days."""
    result = study.result
    told = validity_sentences(result) if result else ""
    if result is None or not told:
        return
    st.subheader("Does stance go with how shares moved?")
    st.markdown(escape_markdown(told))
    st.caption(escape_markdown(f"{VALIDITY_CAUTION} {HOW}"))
    render_behind("Criterion validity", "market validity", lambda: pd.DataFrame(_rows(result)))


def _rows(result: StudyResult) -> list[dict[str, str]]:
    groups = [(by, part.name, part.group) for by in SCALE_PARTS for part in result.parts_by(by)]
    every = [("All", "", result.group)] if result.group else []
    rows = [*every, *((by.label, name, group) for by, name, group in groups)]
    return [{"By": by, "Events": name, **mean_cells(group), **_rank_cells(group)} for by, name, group in rows]


def _rank_cells(group: GroupResult) -> dict[str, str]:
    """Return how stance, and reach, go with the reactions; empty where days are too few or all of one code."""
    cells = {}
    for rank in group.ranks:
        value = "" if rank.correlation is None else signed(rank.correlation)
        cells[f"{rank.of.capitalize()} and reaction"] = value + (f" ({p_words(rank.p)})" if rank.p and value else "")
    return cells
