"""What the page "Rules and cases" lets the reader choose: a day, one measure, or a list of either by status."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import streamlit as st

from tracker.filters import EventFilter
from tracker.queries import list_slugs
from tracker.vocabulary import MeasureKind, Stage
from tracker.web import held
from tracker.web.boxes import ONE_OF_ALL, as_of, render_as_of
from tracker.web.choices import Choices, among, one, one_of
from tracker.web.long_boxes import choice_among, render_one
from tracker.web.measure_view import Standing, standings
from tracker.web.reads import Record


def _known_measure(record: Record, text: str) -> str | None:
    return text if text in {measure.key for measure in record.measures()} else None


@dataclass(frozen=True, slots=True)
class MeasureChoice:
    """The day; the key of one measure, or rules or cases, of which a latest stage may be chosen."""

    day: dt.date = as_of()
    measure: str | None = one(_known_measure, None)
    show: MeasureKind = one_of(MeasureKind.RULE)
    status: Stage | None = one(among(Stage), None)


CHOICES = Choices("measure", MeasureChoice)


def choose_measure(record: Record, chosen: EventFilter) -> MeasureChoice:
    """Draw the choices and return them; beside one measure nothing else is asked than the day."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        render_as_of(record, CHOICES.key("day"))
        day = CHOICES.value(record).day
        _render_measure(record, day)
    choice = CHOICES.value(record)
    if choice.measure:
        return replace(CHOICES.usual(record), day=day, measure=choice.measure)
    _render_list_choice(standings(record, record.read(list_slugs, chosen), day))
    return CHOICES.value(record)


def _render_measure(record: Record, day: dt.date) -> None:
    every = standings(record, record.read(list_slugs, EventFilter()), day)
    names = {one.measure.key: one.measure.name for one in sorted(every, key=lambda one: one.measure.name.casefold())}
    key = CHOICES.key("measure")
    if held.value(key) not in names:
        held.put(key, None)
    render_one("Measure", choice_among(names, "rules and cases"), key=key, placeholder=ONE_OF_ALL, width=460)


def _render_list_choice(found: Sequence[Standing]) -> None:
    numbers = Counter(one.measure.kind for one in found)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        kind = held.segmented_control(
            "Show",
            list(MeasureKind),
            key=CHOICES.key("show"),
            format_func=lambda kind: f"{kind.plural} ({numbers[kind]})",
            required=True,
        )
        kind = kind or MeasureKind.RULE
        stages = Counter(one.state.latest for one in found if one.measure.kind is kind)
        status = CHOICES.key("status")
        if held.value(status) not in stages:
            held.put(status, None)
        held.selectbox(
            "Status",
            sorted(stages, key=list(Stage).index),
            key=status,
            index=None,
            format_func=lambda stage: f"{stage.status.capitalize()} ({stages[stage]})",
            placeholder="All",
            width=360,
        )
