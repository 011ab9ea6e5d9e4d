"""The parts of the page "Stories": the choices, the stories as lanes, and their table."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import streamlit as st

from tracker.charts.lanes import Lane, lanes_figure
from tracker.filters import EventFilter
from tracker.read_models import EventRow, TermRow
from tracker.threads import RULES, ThreadState, duration_words, gap, known_by, longest_gap, thread_state
from tracker.vocabulary import TermType
from tracker.web import held, screen
from tracker.web.boxes import ONE_OF_ALL, as_of, render_as_of
from tracker.web.choices import Choices, one_of, one_term
from tracker.web.data_view import render_figure, render_rows
from tracker.web.keeping import cached
from tracker.web.long_boxes import names_to_choose, render_one
from tracker.web.reads import Record
from tracker.web.taking import picture_words
from tracker.web.text import escape_markdown
from tracker.wording import count_of

if TYPE_CHECKING:
    from plotly.graph_objects import Figure


class Order(StrEnum):
    """In which order the stories stand."""

    FIRST = "first"
    LATEST = "latest"
    MOST = "most"

    @property
    def label(self) -> str:
        """The name on screens."""
        return {Order.FIRST: "First event", Order.LATEST: "Latest event", Order.MOST: "Most events"}[self]


@dataclass(frozen=True, slots=True)
class StoriesChoice:
    """The day, the order, and the story that is read."""

    day: dt.date = as_of()
    thread: str | None = one_term(TermType.THREAD)
    order: Order = one_of(Order.FIRST)


STORIES_ON_A_PAGE = 100
"""So many stories are lanes of one chart."""

CHOICES = Choices("thread", StoriesChoice)
THREAD = CHOICES.key("thread")


@dataclass(frozen=True, slots=True)
class Story:
    """A thread with those of its Events that are shown, and where all of it stands."""

    term: TermRow
    events: tuple[EventRow, ...]
    state: ThreadState


@cached()
def threads_of(record: Record, chosen: EventFilter, day: dt.date, order: Order) -> tuple[str, ...]:
    """Return the keys of the threads of the Events that a filter keeps and that had begun by a day, in an order."""
    view = record.view(chosen)
    view = view.at(np.flatnonzero(view.columns.first[view.positions] <= day.toordinal()))
    numbers, first = view.columns.thread[view.positions], view.columns.first[view.positions]
    keys = {number: key for (sort, key), number in record.term_numbers().items() if sort is TermType.THREAD}
    found, begins, counts = np.unique(numbers, return_index=True, return_counts=True)
    ends = len(numbers) - 1 - np.unique(numbers[::-1], return_index=True)[1]
    places = {
        Order.FIRST: first[begins],
        Order.LATEST: -first[ends],
        Order.MOST: -counts,
    }[order]
    ranked = sorted(
        (place, keys[number]) for place, number in zip(places.tolist(), found.tolist(), strict=True) if number
    )
    return tuple(key for _, key in ranked)


@cached()
def stories_of(record: Record, chosen: EventFilter, day: dt.date, keys: tuple[str, ...]) -> tuple[Story, ...]:
    """Return some threads with those of their Events that a filter keeps, as of a day."""
    terms = {term.key: term for term in record.terms(TermType.THREAD)}
    whole = _by_thread(record.view(EventFilter(threads=keys)).rows())
    numbers = [record.term_numbers()[TermType.THREAD, key] for key in keys]
    view = record.view(chosen)
    shown = _by_thread(
        known_by(view.at(np.flatnonzero(np.isin(view.columns.thread[view.positions], numbers))).rows(), day)
    )
    states = ((key, thread_state(whole.get(key, shown[key]), day)) for key in keys)
    return tuple(Story(terms[key], tuple(shown[key]), state) for key, state in states if state is not None)


def _by_thread(events: Iterable[EventRow]) -> dict[str, list[EventRow]]:
    found: dict[str, list[EventRow]] = {}
    for event in events:
        found.setdefault(event.thread or "", []).append(event)
    return found


def choose_stories(record: Record) -> StoriesChoice:
    """Draw the choices of day, order and story."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        render_one("Story", names_to_choose(record, TermType.THREAD), key=THREAD, placeholder=ONE_OF_ALL, width=320)
        render_as_of(record, CHOICES.key("day"))
        CHOICES.row("Ordered by", "order", Order, lambda order: order.label)
    return CHOICES.value(record)


def render_lanes(record: Record, chosen: EventFilter, day: dt.date, keys: tuple[str, ...], event: str | None) -> None:
    """Draw the stories as lanes; a click on a mark opens its story."""
    dark, narrow = screen.is_dark(), screen.is_narrow()
    stories = stories_of(record, chosen, day, keys)
    threads = {event.slug: event.thread for story in stories for event in story.events}
    words = f"{count_of(len(stories), 'story', 'stories')} as lanes of events over time."
    render_figure(
        _figure(record, chosen, day, keys, event, dark=dark, narrow=narrow),
        "threads chart",
        choose=lambda slug: held.put(THREAD, threads[slug]) if slug in threads else None,
        picture=picture_words(record, chosen, "threads", words),
        alt=f"{words} The table below has the same.",
    )
    screen.watch_width(narrow=narrow)


@cached()
def _figure(
    record: Record,
    chosen: EventFilter,
    day: dt.date,
    keys: tuple[str, ...],
    event: str | None,
    *,
    dark: bool,
    narrow: bool,
) -> "Figure":
    lanes = [
        Lane(
            story.term.name,
            f"{story.state.status.value}, {count_of(len(story.events), 'event')}",
            story.events,
            {each.slug: duration_words(each, day) for each in story.events if each.lasts},
        )
        for story in stories_of(record, chosen, day, keys)
    ]
    return lanes_figure(lanes, today=day, chosen=event, dark=dark, narrow=narrow)


def render_threads_table(stories: Sequence[Story], day: dt.date) -> None:
    """Draw what the lanes show as a table; a row that is chosen opens its story."""
    render_rows(
        pd.DataFrame([_cells(story, day) for story in stories]),
        "threads table",
        stories,
        lambda story: held.put(THREAD, story.term.key),
        column_config={"Story": st.column_config.TextColumn(width="medium")},
    )
    with st.expander("How a status is derived"):
        st.markdown("\n".join(f"- {escape_markdown(rule)}" for rule in RULES))


def _cells(story: Story, day: dt.date) -> dict[str, object]:
    pair = longest_gap(story.events)
    lasting = [words for event in story.events if (words := duration_words(event, day))]
    return {
        "Story": story.term.name,
        "Status": story.state.status.label,
        "Because": story.state.reason,
        "Events": len(story.events),
        "First": story.events[0].date,
        "Latest": story.events[-1].date,
        "Lasted": "; ".join(lasting),
        "Longest gap": gap(*pair).words if pair else "",
    }
