"""What the page "Measures" lets the reader choose: a day, one measure, or a list of rules or of cases by status."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from tracker.filters import EventFilter
from tracker.vocabulary import MeasureKind, Stage
from tracker.web import address, held
from tracker.web.asked import Asked
from tracker.web.boxes import as_of_params, read_as_of, render_as_of, render_one_of_all
from tracker.web.measure_view import Standing, standings
from tracker.web.reads import Record

MEASURE, DAY, SORT, STATUS = "measure shown", "measure day", "measure sort", "measure status"


@dataclass(frozen=True, slots=True)
class Choice:
    """The day; the key of one measure, or rules or cases, of which a latest stage may be chosen."""

    day: dt.date
    measure: str | None
    kind: MeasureKind
    status: Stage | None

    def to_params(self, record: Record) -> dict[str, list[str]]:
        """Write the choice as parts of an address; ``read_choice`` reads them back."""
        day = as_of_params(record, self.day)
        if self.measure:
            return day | {"measure": [self.measure]}
        kind = {"show": [self.kind.value]} if self.kind is not MeasureKind.RULE else {}
        return day | kind | ({"status": [self.status.value]} if self.status else {})


def read_choice(params: address.Params, record: Record) -> None:
    """Set the widgets from an address."""
    asked = Asked(params)
    held.put(MEASURE, asked.one_known("measure", [measure.key for measure in record.measures()]))
    read_as_of(asked, record, DAY)
    held.put(SORT, asked.one_of("show", MeasureKind.RULE))
    status = asked.one_known("status", [stage.value for stage in Stage])
    held.put(STATUS, Stage(status) if status else None)
    address.add_notes(asked.notes)


def render_choice(record: Record, chosen: EventFilter) -> Choice:
    """Draw the choices and return them."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        day = render_as_of(record, DAY)
        measure = _render_measure(record, day)
    if measure:
        return Choice(day, measure, MeasureKind.RULE, None)
    return Choice(
        day, None, *_render_list_choice(standings(record, [event.slug for event in record.events(chosen)], day))
    )


def _render_measure(record: Record, day: dt.date) -> str | None:
    every = standings(record, [event.slug for event in record.events(EventFilter())], day)
    names = {one.measure.key: one.measure.name for one in sorted(every, key=lambda one: one.measure.name.casefold())}
    if held.value(MEASURE) not in names:
        held.put(MEASURE, None)
    return render_one_of_all("Measure", names, MEASURE, width=460)


def _render_list_choice(found: Sequence[Standing]) -> tuple[MeasureKind, Stage | None]:
    numbers = Counter(one.measure.kind for one in found)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        kind = held.segmented_control(
            "Show",
            list(MeasureKind),
            key=SORT,
            format_func=lambda kind: f"{kind.plural} ({numbers[kind]})",
            required=True,
        )
        kind = kind or MeasureKind.RULE
        stages = Counter(one.state.latest for one in found if one.measure.kind is kind)
        if held.value(STATUS) not in stages:
            held.put(STATUS, None)
        status = held.selectbox(
            "Status",
            sorted(stages, key=list(Stage).index),
            key=STATUS,
            index=None,
            format_func=lambda stage: f"{stage.status.capitalize()} ({stages[stage]})",
            placeholder="All",
            width=360,
        )
    return kind, status
