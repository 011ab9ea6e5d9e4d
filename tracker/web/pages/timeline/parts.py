"""The parts of the timeline page: chart, and the box that chooses an Event."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from tracker.charts import timeline_figure
from tracker.charts.line_points import MOVES
from tracker.filters import ACCEPTED_ONLY, EventFilter
from tracker.read_models import EventRow
from tracker.sentiment.reading import CHANGE_DAYS
from tracker.web import held, screen
from tracker.web.choices import Choices, switch
from tracker.web.data_view import render_figure
from tracker.web.event_card import choose
from tracker.web.filter_bar import choose_period
from tracker.web.headline import EXPLANATION
from tracker.web.links import Address, open_next
from tracker.web.reads import IndexView, Record, cached, without_period
from tracker.wording import count_of

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

ROOM = 0.05
"""So much of their time is left free on both sides of a filter's Events."""

LEAST_ROOM = dt.timedelta(days=30)


@dataclass(frozen=True, slots=True)
class TimelineChoice:
    """Whether the axis shows all years, where it could fit the Events of a filter."""

    all_years: bool = switch("all", name="years")


CHOICES = Choices("timeline", TimelineChoice)


def render_timeline_chart(
    record: Record,
    chosen: EventFilter,
    events: Sequence[EventRow],
    view: IndexView | None,
    event: EventRow | None,
) -> None:
    """Draw the chart; a click on a mark chooses its Event, one on a named point of the line asks what moved it."""
    narrow = screen.is_narrow()
    slug, all_years = event.slug if event else None, CHOICES.value(record).all_years
    render_figure(
        _figure(record, chosen, slug, all_years=all_years, dark=screen.is_dark(), narrow=narrow),
        "chart",
        alt=_alternative(events, view),
        picture="timeline",
        choose=partial(_choose, chosen),
        zoom=lambda since, until: choose_period(record, since, until),
        is_zoomed=bool(chosen.since or chosen.until),
    )
    if _is_part(chosen) and axis_of(record, chosen) != (chosen.since, _axis_end(chosen, record.today)):
        held.toggle("All years", key=CHOICES.key("all_years"), help="Show the whole record's years, not only these.")
    sources = sum(len(each.sources) for each in events)
    st.caption(f"{count_of(len(events), 'event')}, {count_of(sources, 'source')}. {EXPLANATION}")
    screen.watch_width(narrow=narrow)


def _choose(chosen: EventFilter, said: str) -> None:
    """Take what was clicked: a named point of the line asks what moved it up to there, a mark its Event."""
    if not said.startswith(MOVES):
        choose(said or None)
        return
    day = dt.date.fromisoformat(said.removeprefix(MOVES))
    days = {"from": [f"{day - dt.timedelta(days=CHANGE_DAYS)}"], "to": [f"{day}"]}
    open_next(Address("moves", chosen.to_params() | days))


@cached()
def _figure(
    record: Record, chosen: EventFilter, slug: str | None, *, all_years: bool, dark: bool, narrow: bool
) -> "Figure":
    # Behind a filtered index stands that of the whole record.
    view = record.index(chosen)
    whole = record.index(EventFilter())
    filtered = _is_part(chosen)
    since, until = (chosen.since, _axis_end(chosen, record.today)) if all_years else axis_of(record, chosen)
    return timeline_figure(
        record.events(chosen),
        view.line if view else None,
        ghost=whole.line if whole and filtered else None,
        chosen=slug,
        today=record.today,
        since=since,
        until=until,
        eras=record.eras(),
        dark=dark,
        narrow=narrow,
    )


def _is_part(chosen: EventFilter) -> bool:
    return without_period(replace(chosen, states=ACCEPTED_ONLY)) != EventFilter()


def axis_of(record: Record, chosen: EventFilter) -> tuple[dt.date | None, dt.date | None]:
    """Return the ends of the time axis: the filter's period, else what its Events fill; None is as usual."""
    events = record.events(chosen)
    if chosen.since or chosen.until or not events or not _is_part(chosen):
        return chosen.since, _axis_end(chosen, record.today)
    first, last = events[0].first_on, max(event.end_on or event.last_on for event in events)
    last = record.today if any(event.is_open for event in events) else min(last, record.today)
    room = max((last - first) * ROOM, LEAST_ROOM)
    return first - room, last + room


def _axis_end(chosen: EventFilter, today: dt.date) -> dt.date | None:
    return chosen.until or (today if chosen.since else None)


def _alternative(events: Sequence[EventRow], view: IndexView | None) -> str:
    words = (
        f"Timeline of {count_of(len(events), 'event')} by date and stance, from {events[0].date} to {events[-1].date}"
    )
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
