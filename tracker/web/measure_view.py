"""Measures on the page: the chain of one rule or case in words, and all of them as a table."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import pandas as pd
import streamlit as st

from tracker.database import reading
from tracker.dates import describe
from tracker.filters import EventFilter
from tracker.measures import MISSING, MeasureRow, MeasureState, chain_words, measure_state, measures_of
from tracker.queries import list_measures
from tracker.rows import EventRow
from tracker.stages import MeasureKind, Stage
from tracker.web.links import render_link
from tracker.web.reads import Record, engine
from tracker.web.text import escape_markdown

MEASURE, DAY = "measure shown", "measure day"

COLUMNS = (*MeasureKind.RULE.stages[1:], *MeasureKind.CASE.stages)
"""The stages that have a column of the table; no measure of the record is told from its drafting."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A measure and where it stood on a day."""

    measure: MeasureRow
    state: MeasureState


def standings(record: Record, slugs: Sequence[str], day: dt.date) -> list[Standing]:
    """Return the measures of which some Events are stages, with where they stood on a day, the latest step first."""
    events = {event.slug: event for event in record.events(EventFilter())}
    found = [
        Standing(measure, state)
        for measure in measures_of(_measures(record.url, record.version), slugs)
        if (state := measure_state(measure, events, day)) is not None
    ]
    return sorted(found, key=lambda one: (-one.state.passed[-1].event.first_on.toordinal(), one.measure.key))


@st.cache_resource(show_spinner=False, max_entries=8)
def _measures(url: str, version: int) -> tuple[MeasureRow, ...]:
    del url, version  # They name the state that is cached.
    with reading(engine()) as session:
        return list_measures(session)


def render_chains(record: Record, slugs: Sequence[str], day: dt.date) -> None:
    """Draw the chains of the measures of which some Events are stages."""
    for one in standings(record, slugs, day):
        measure = one.measure
        names = " ".join(filter(None, (measure.name, measure.name_zh)))
        number = f" ({measure.number})" if measure.number else ""
        label = measure.kind.value.capitalize()
        st.markdown(f"**{label}:** {escape_markdown(names + number)}: **{escape_markdown(one.state.status)}**")
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.caption(escape_markdown(" → ".join(chain_words(one.state, measure.kind))), width="content")
            render_link("measures", "Read its stages", params={"measure": measure.key})


def render_table(found: Sequence[Standing]) -> None:
    """Draw all measures with a column for each stage; a row that is chosen opens its chain."""
    used = [stage for stage in COLUMNS if any(_days(one, stage) for one in found)]
    rows = [
        {
            "Measure": one.measure.name,
            "Chinese name": one.measure.name_zh or "",
            "Number": one.measure.number or "",
            "Sort": one.measure.kind.value,
            "Status": one.state.status,
            **{stage.label: _cell(one, stage) for stage in used},
        }
        for one in found
    ]
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        key="measures table",
        on_select=partial(_open_row, found),
        selection_mode="single-row",
        column_config={"Measure": st.column_config.TextColumn(width="large")},
    )


def _days(one: Standing, stage: Stage) -> list[str]:
    return [each.event.date for each in one.state.passed if each.stage is stage]


def _cell(one: Standing, stage: Stage) -> str:
    return ", ".join(_days(one, stage)) or (MISSING if stage in one.state.missing else "")


def _open_row(found: Sequence[Standing]) -> None:
    rows = st.session_state["measures table"].selection.rows
    if rows:
        st.session_state[MEASURE] = found[rows[0]].measure.key


def render_choice(record: Record, day: dt.date) -> str | None:
    """Draw the box that chooses one measure, and return its key."""
    every = standings(record, [event.slug for event in record.events(EventFilter())], day)
    names = {one.measure.key: one.measure.name for one in sorted(every, key=lambda one: one.measure.name.casefold())}
    if st.session_state.get(MEASURE) not in names:
        st.session_state[MEASURE] = None
    return st.selectbox(
        "Measure",
        list(names),
        key=MEASURE,
        index=None,
        format_func=lambda key: names.get(key, key),
        placeholder="All; choose one to read it",
        width=460,
    )


def events_of(one: Standing) -> list[EventRow]:
    """Return the Events of a measure's stages, each once, by date."""
    return list({each.event.slug: each.event for each in one.state.passed}.values())


def render_heading(one: Standing, day: dt.date) -> None:
    """Draw a measure's names, number, status and chain."""
    measure = one.measure
    st.markdown(f"## {escape_markdown(measure.name)}")
    for text in (measure.name_zh, measure.number):
        if text:
            st.markdown(escape_markdown(text))
    st.markdown(f"**{escape_markdown(one.state.status.capitalize())}** as of {describe(day.isoformat())}")
    st.markdown(escape_markdown(" → ".join(chain_words(one.state, measure.kind))))
