"""Rules or cases as a table: the status of each and the day of each of its stages."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from tracker.measures import MISSING
from tracker.vocabulary import MeasureKind, Stage
from tracker.web import held, screen
from tracker.web.data_view import render_rows
from tracker.web.measure_view import Standing
from tracker.web.pages.measures.choice import CHOICES

_ROW, _MOST_ROWS = 35, 20
"""The height of a row in pixels, and how many are shown before the table scrolls."""


def render_measures_table(found: Sequence[Standing], kind: MeasureKind) -> None:
    """Draw measures of one sort with a column for each stage; a row that is chosen opens its chain."""
    used = [stage for stage in kind.stages if stage in kind.usual or any(_days(one, stage) for one in found)]
    render_rows(
        pd.DataFrame([_cells(one, used) for one in found]),
        "measures table",
        found,
        lambda one: held.put(CHOICES.key("measure"), one.measure.key),
        height=_ROW * (min(len(found), _MOST_ROWS) + 1) + 2,
        column_config={
            "Measure": st.column_config.TextColumn(width=220 if screen.is_narrow() else 400),
            "Status": st.column_config.TextColumn(width=290),
            "Chinese name": st.column_config.TextColumn(width=330),
            **{stage.label: st.column_config.TextColumn(width=100) for stage in used},
        },
    )


def _cells(one: Standing, used: Sequence[Stage]) -> dict[str, str]:
    return {
        "Measure": one.measure.name,
        "Status": one.state.status,
        **{stage.label: ", ".join(_days(one, stage)) or _empty(one, stage) for stage in used},
        "Chinese name": one.measure.name_zh or "",
        "Number": one.measure.number or "",
    }


def _days(one: Standing, stage: Stage) -> list[str]:
    return [each.date for each in one.state.passed if each.stage is stage]


def _empty(one: Standing, stage: Stage) -> str:
    return MISSING if stage in one.state.missing else ""
