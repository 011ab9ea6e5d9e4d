"""Rules and cases in words: where each stood on a day, and the chain of its stages."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import streamlit as st

from tracker.dates import describe
from tracker.filters import EventFilter
from tracker.measures import MeasureRow, MeasureState, chain_words, measure_state, measures_of
from tracker.queries import events_called
from tracker.read_models import EventRow
from tracker.vocabulary import TermType
from tracker.web.keeping import cached
from tracker.web.links import render_link
from tracker.web.reads import Record
from tracker.web.text import escape_markdown

MOST_OPEN = 3
"""So many chains stand open in a story; more are folded, so that its events come first."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A measure and where it stood on a day."""

    measure: MeasureRow
    state: MeasureState


def standings(record: Record, slugs: Iterable[str], day: dt.date) -> list[Standing]:
    """Return the measures of which some Events are stages, with where they stood on a day, the latest step first."""
    events = _by_slug(record)
    found = [
        Standing(measure, state)
        for measure in measures_of(record.measures(), slugs)
        if (state := measure_state(measure, events, day)) is not None
    ]
    return sorted(found, key=lambda one: (-one.state.passed[-1].first_on.toordinal(), one.measure.key))


@cached(8)
def _by_slug(record: Record) -> dict[str, EventRow]:
    """Return the accepted Events that are a stage of a measure."""
    slugs = tuple(dict.fromkeys(stage.event for measure in record.measures() for stage in measure.stages))
    return {event.slug: event for event in record.read(events_called, slugs) if EventFilter().keeps(event)}


def render_chains(record: Record, slugs: Sequence[str], day: dt.date) -> None:
    """Draw the chains of the measures of which some Events are stages; many of them only when asked for."""
    found = standings(record, slugs, day)
    many = len(found) > MOST_OPEN
    with st.expander(f"{len(found)} rules and cases, each with its stages") if many else st.container():
        for one in found:
            _render_chain(one)


def _render_chain(one: Standing) -> None:
    measure = one.measure
    st.markdown(f"{escape_markdown(_named(measure))}: **{escape_markdown(one.state.status)}**")
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(escape_markdown(" → ".join(chain_words(one.state, measure.kind))), width="content")
        render_link("measures", "Read its stages", params={"measure": measure.key})


def chain_line(one: Standing) -> str:
    """Return a measure's names, status and stages in one plain line."""
    chain = " → ".join(chain_words(one.state, one.measure.kind))
    return f"{_named(one.measure)}: {one.state.status}. {chain}."


def _named(measure: MeasureRow) -> str:
    names = " ".join(filter(None, (measure.name, measure.name_zh)))
    number = f" ({measure.number})" if measure.number else ""
    return f"{measure.kind.value.capitalize()}: {names}{number}"


def events_of(one: Standing) -> list[EventRow]:
    """Return the Events of a measure's stages, each once, by date."""
    return list({each.event.slug: each.event for each in one.state.passed}.values())


def render_heading(record: Record, one: Standing, day: dt.date) -> None:
    """Draw a measure's names, number, status and chain, and a link to each thread that it is part of."""
    measure = one.measure
    st.markdown(f"## {escape_markdown(measure.name)}")
    for text in (measure.name_zh, measure.number):
        if text:
            st.markdown(escape_markdown(text))
    st.markdown(f"**{escape_markdown(one.state.status.capitalize())}** as of {describe(day.isoformat())}")
    st.markdown(escape_markdown(" → ".join(chain_words(one.state, measure.kind))))
    names = record.names(TermType.THREAD)
    for thread in dict.fromkeys(each.event.thread for each in one.state.passed if each.event.thread):
        label = f"Story: {escape_markdown(names[thread])}"
        render_link("threads", label, icon=":material/route:", params={"thread": thread})
