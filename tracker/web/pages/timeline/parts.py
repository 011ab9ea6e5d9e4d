"""The parts of the timeline page: chart, and the box that chooses an Event."""

import datetime as dt
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import streamlit as st

from tracker.charts import timeline_figure
from tracker.charts.axis import axis_of, axis_of_period, is_part
from tracker.charts.line_points import MOVES
from tracker.charts.picture import picture_parts
from tracker.citation import cited_view
from tracker.filters import EventFilter
from tracker.read_models import EventRow
from tracker.web import held, screen
from tracker.web.data_view import render_figure
from tracker.web.event_card import choose
from tracker.web.filter_bar import choose_period
from tracker.web.headline import EXPLANATION, telling_of
from tracker.web.links import Address, open_next
from tracker.web.pages.timeline.choice import CHOICES
from tracker.web.pages.timeline.listing import MOST_ROWS
from tracker.web.reads import IndexView, Record, cached
from tracker.web.taking import kept_words, picture_words, render_share, written_address
from tracker.wording import count_of

if TYPE_CHECKING:
    from plotly.graph_objects import Figure


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
    figure, picture = _figure(record, chosen, slug, all_years=all_years, dark=screen.is_dark(), narrow=narrow)
    render_figure(
        figure,
        "chart",
        alt=_alternative(events, view),
        picture=picture,
        choose=partial(choose_mark, chosen),
        zoom=lambda since, until: choose_period(record, since, until),
        is_zoomed=bool(chosen.since or chosen.until),
    )
    if is_part(chosen) and axis_of(chosen, events, record.today) != axis_of_period(chosen, events, record.today):
        held.toggle("All years", key=CHOICES.key("all_years"), help="Show the whole record's years, not only these.")
    sources = sum(len(each.sources) for each in events)
    st.caption(f"{count_of(len(events), 'event')}, {count_of(sources, 'source')}. {EXPLANATION}")
    screen.watch_width(narrow=narrow)


MOVED_DAYS = 90
"""What moved the line is asked over so many days before a named point: a quarter, as the events are counted."""


def choose_mark(chosen: EventFilter, said: str) -> None:
    """Take what was clicked: a named point of the line asks what moved it up to there, a mark its Event."""
    if not said.startswith(MOVES):
        choose(said)
        return
    day = dt.date.fromisoformat(said.removeprefix(MOVES))
    days = {"from": [f"{day - dt.timedelta(days=MOVED_DAYS)}"], "to": [f"{day}"]}
    open_next(Address("moves", chosen.to_params() | days))


@cached()
def _figure(
    record: Record, chosen: EventFilter, slug: str | None, *, all_years: bool, dark: bool, narrow: bool
) -> "tuple[Figure, dict[str, Any]]":
    """Return the chart, and what the browser needs to save it as a picture."""
    # Behind a filtered index stands that of the whole record.
    view = record.index(chosen)
    whole = record.index(EventFilter())
    events = record.events(chosen)
    period = axis_of_period(chosen, events, record.today)
    since, until = period if all_years else axis_of(chosen, events, record.today)
    figure = timeline_figure(
        events,
        view.line if view else None,
        ghost=whole.line if whole and is_part(chosen) else None,
        chosen=slug,
        eras=record.eras(),
        today=record.today,
        since=since,
        until=until,
        dark=dark,
        narrow=narrow,
    )
    told = telling_of(record, chosen)
    return figure, picture_parts(figure, picture_words(record, chosen, "timeline", told.sentence if told else ""))


def _alternative(events: Sequence[EventRow], view: IndexView | None) -> str:
    words = (
        f"Timeline of {count_of(len(events), 'event')} by date and stance, from {events[0].date} to {events[-1].date}"
    )
    return words + (", with the policy-sentiment index as a line." if view else ".")


def render_chart_tools(record: Record, chosen: EventFilter, events: Sequence[EventRow], event: EventRow | None) -> None:
    """Draw what stands below the chart: the box that chooses an Event, and what a reader takes along."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        render_event_box(events, event)
        render_share(
            "share view",
            written_address(),
            lambda: cited_view("Timeline", kept_words(record, chosen), record.state(), record.today, written_address()),
        )


def render_event_box(events: Sequence[EventRow], event: EventRow | None) -> None:
    """Draw the box that mirrors the chosen Event: the keyboard's way to choose one of the last."""
    by_slug = {each.slug: each for each in events[-MOST_ROWS:]}
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
