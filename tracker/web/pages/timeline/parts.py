"""The parts of the timeline page: headline, chart, and the box that chooses an Event."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from tracker.charts import timeline_figure
from tracker.dates import describe
from tracker.filters import ACCEPTED_ONLY, EventFilter
from tracker.read_models import EventRow
from tracker.sentiment import Reading, fragility, reading_of, story_names
from tracker.vocabulary import TermType
from tracker.web import held, screen
from tracker.web.data_view import render_figure
from tracker.web.event_card import choose
from tracker.web.headline import EXPLANATION, day_in_words, render_reading
from tracker.web.reads import IndexView, Record, cached, without_period

if TYPE_CHECKING:
    from plotly.graph_objects import Figure


def render_timeline_headline(
    record: Record, chosen: EventFilter, events: Sequence[EventRow], view: IndexView | None
) -> None:
    """Draw the title line with the reading in words."""
    if view is None or not events:
        st.markdown(f"# {_counted(len(events))}")
        return
    render_reading(_reading(record, view, day_in_words(chosen, record.today)), chosen, record.today)
    st.caption(
        f"China's regulation of technology: {_counted(len(events))}, the last of {describe(events[-1].date)}. "
        "Policy-sentiment index of announced measures, from −3 severe restriction to +3 strong opening."
    )


def _reading(record: Record, view: IndexView, day: dt.date) -> Reading:
    code = int(fragility(view.evidence, since=day, until=day).group[0])
    decider = story_names(view.events, view.evidence, record.names(TermType.THREAD)).get(code)
    return reading_of(view.series, view.band, day, evidence=view.evidence, decider=decider)


def _counted(number: int) -> str:
    return f"{number:,} event" if number == 1 else f"{number:,} events"


def render_timeline_chart(
    record: Record,
    chosen: EventFilter,
    events: Sequence[EventRow],
    view: IndexView | None,
    event: EventRow | None,
) -> None:
    """Draw the chart; a click on a mark chooses its Event."""
    narrow = screen.is_narrow()
    figure = _figure(record, chosen, event.slug if event else None, dark=screen.is_dark(), narrow=narrow)
    render_figure(figure, "chart", alt=_alternative(events, view), choose=choose)
    st.caption(EXPLANATION)
    screen.watch_width(narrow=narrow)


@cached()
def _figure(record: Record, chosen: EventFilter, slug: str | None, *, dark: bool, narrow: bool) -> "Figure":
    # Behind a filtered index stands that of the whole record.
    view = record.index(chosen)
    whole = record.index(EventFilter())
    filtered = without_period(replace(chosen, states=ACCEPTED_ONLY)) != EventFilter()
    return timeline_figure(
        record.events(chosen),
        view.line if view else None,
        ghost=whole.line if whole and filtered else None,
        chosen=slug,
        today=record.today,
        since=chosen.since,
        until=_axis_end(chosen, record.today),
        dark=dark,
        narrow=narrow,
    )


def _axis_end(chosen: EventFilter, today: dt.date) -> dt.date | None:
    return chosen.until or (today if chosen.since else None)


def _alternative(events: Sequence[EventRow], view: IndexView | None) -> str:
    words = f"Timeline of {len(events)} events by date and stance, from {events[0].date} to {events[-1].date}"
    return words + (", with the policy-sentiment index as a line." if view else ".")


def render_event_box(events: Sequence[EventRow], event: EventRow | None) -> None:
    """Draw the box that mirrors the chosen Event: the keyboard's way to choose one."""
    by_slug = {each.slug: each for each in events}
    if event is not None:
        by_slug.setdefault(event.slug, event)
    held.selectbox(
        "Event",
        list(by_slug),
        key="event",
        index=None,
        format_func=lambda slug: f"{by_slug[slug].date}  {by_slug[slug].title}",
        placeholder="Click a mark, or choose or type here",
    )
