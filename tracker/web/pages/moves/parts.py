"""The parts of the page "What moved the line": the move in words, the line and its days, waterfall and table."""

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from tracker.charts.index_chart import index_figure
from tracker.charts.plain import signed
from tracker.charts.waterfall import Bar, waterfall_figure
from tracker.dates import describe
from tracker.filters import EventFilter
from tracker.read_models import EventRow
from tracker.sentiment import Moves, Part, bottom_of, change_in_words, news_in_words, searched_days
from tracker.sentiment.turning import flat_words
from tracker.web import held, screen
from tracker.web.data_view import render_figure, render_rows
from tracker.web.event_card import choose
from tracker.web.explained import By, events_among, moves, part_names
from tracker.web.keeping import cached
from tracker.web.links import address_of_name, render_link
from tracker.web.pages.moves.choice import MoveChoice, pick_day
from tracker.web.paging import page_of
from tracker.web.reads import Record
from tracker.web.taking import picture_words
from tracker.web.text import escape_markdown
from tracker.wording import count_of

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

MOST_STEPS = 10
"""The waterfall shows so many parts one by one; the table shows all."""

MOST_STEPS_NARROW = 7
LEAST_SHOWN = 0.005
"""A smaller part would be written as 0.00."""

PICKED = "moves part"

NAMED = 3
"""The sentence names so many parts."""


def render_moves_words(record: Record, chosen: EventFilter, choice: MoveChoice) -> None:
    """Draw the move as a heading and a sentence."""
    found = moves(record, chosen, choice.before, choice.after, choice.by)
    names = part_names(record, found.parts[:NAMED], choice.by)
    st.markdown(f"## {headline(found, choice)}")
    st.markdown(escape_markdown(sentence(found, choice, names)))
    if flat := _flat_words(record, chosen, choice):
        st.caption(escape_markdown(flat))


def _flat_words(record: Record, chosen: EventFilter, choice: MoveChoice) -> str:
    """Return what is said where the move begins at a flat bottom: other days would do as well."""
    view = record.index(chosen)
    bottom = bottom_of(view.series, within=searched_days(view.series)) if view else None
    starts_there = bottom and choice.before and bottom.first <= choice.before <= bottom.last
    return flat_words(bottom) if bottom and starts_there else ""


def headline(found: Moves, choice: MoveChoice) -> str:
    """Return how far the index moved, or where it stood."""
    if choice.before is None:
        return f"On {describe(choice.after.isoformat())} the line stood at {signed(found.end)}"
    return change_in_words(found, choice.before, choice.after)


def sentence(found: Moves, choice: MoveChoice, names: dict[str, str]) -> str:
    """Return in words where the move came from."""
    if choice.before is None and not found.parts:
        return "Nothing was recorded shortly before."
    told = "; ".join(f"{names.get(part.label, part.label)} ({signed(part.change)})" for part in found.parts[:NAMED])
    if choice.before is None:
        down = sum(part.change for part in found.parts if part.change < 0)
        up = sum(part.change for part in found.parts if part.change > 0)
        return f"What tightened adds {signed(down)}, what eased adds {signed(up)}. The largest parts: {told}."
    largest = f"The events that moved it most: {told}." if choice.by is By.EVENT else f"The largest parts: {told}."
    moved = news_in_words(found.news, found.fading, found.directions)
    return f"{moved} {largest if found.parts else 'Nothing new was recorded.'}"


_DAYS_MARKED = "The index over time with the chosen days marked."
_ADDED_UP = "Waterfall of the parts that add up to the move."
FADING = "Fading"
_EQUAL_SHARES = "An event with several sectors or agencies gives each an equal share."
_DAY_ADDED_UP = f"Parts on the scale from \N{MINUS SIGN}3 to +3; together they are the index exactly. {_EQUAL_SHARES}"
_CHANGE_ADDED_UP = (
    "Fading is the drift back to 0 as all that is recorded loses weight, summed over the days in between. News is the "
    "rest: by how much the line moved on the day on which an event entered. It draws the line towards the event's own "
    "stance, so that a mild restriction lifts a line that stands lower. Together they give the change exactly. "
    f"{_EQUAL_SHARES}"
)


def render_days_line(record: Record, chosen: EventFilter, choice: MoveChoice) -> None:
    """Draw the index with the chosen days; clicks on the line choose them."""
    narrow = screen.is_narrow()
    figure = _line_figure(record, chosen, choice.before, choice.after, dark=screen.is_dark(), narrow=narrow)
    if figure is None:
        return
    render_figure(
        figure,
        "moves line",
        choose=lambda day: pick_day(dt.date.fromisoformat(day), choice),
        picture=picture_words(record, chosen, "index-with-days", _DAYS_MARKED),
        alt=_DAYS_MARKED,
    )
    st.caption("Click the line to choose the day." if choice.before is None else "Click two points to choose the days.")


@cached()
def _line_figure(
    record: Record, chosen: EventFilter, before: dt.date | None, after: dt.date, *, dark: bool, narrow: bool
) -> "Figure | None":
    view = record.index(chosen)
    if view is None:
        return None
    picked = [day for day in (before, after) if day]
    return index_figure(view.line, picked=picked, choosable=True, dark=dark, narrow=narrow)


def render_waterfall(record: Record, chosen: EventFilter, choice: MoveChoice) -> None:
    """Draw the waterfall and, beside it, the table with the same numbers."""
    narrow = screen.is_narrow()
    figure = _waterfall(record, chosen, choice, dark=screen.is_dark(), narrow=narrow)
    picture = picture_words(record, chosen, "what-moved-the-index", _ADDED_UP)
    render_figure(figure, "moves waterfall", picture=picture, alt=_ADDED_UP)
    st.caption(_CHANGE_ADDED_UP if choice.before else _DAY_ADDED_UP)
    _render_table(record, chosen, choice)


@cached()
def _waterfall(record: Record, chosen: EventFilter, choice: MoveChoice, *, dark: bool, narrow: bool) -> "Figure":
    found = moves(record, chosen, choice.before, choice.after, choice.by)
    shown, rest = found.largest(MOST_STEPS_NARROW if narrow else MOST_STEPS, LEAST_SHOWN)
    names, events = part_names(record, shown, choice.by), events_among(record, shown, choice.by)
    steps = [*_fading(found, choice), *(_bar(part, names, events) for part in shown)]
    if rest:
        words = f"{len(rest)} other {choice.by.label.lower()}"
        steps.append(Bar(words, sum(part.change for part in rest)))
    start = describe(choice.before.isoformat()) if choice.before else "Nothing recorded"
    return waterfall_figure(
        steps,
        start=Bar(f"Index on {start}" if choice.before else start, found.start),
        end=Bar(f"Index on {describe(choice.after.isoformat())}", found.end),
        dark=dark,
        narrow=narrow,
    )


def _fading(found: Moves, choice: MoveChoice) -> list[Bar]:
    """Return the step that is no news; there is none where one day is looked at."""
    return [Bar(FADING, found.fading, "all that was recorded, day by day")] if choice.before else []


def _bar(part: Part, names: Mapping[str, str], events: Mapping[str, EventRow]) -> Bar:
    """Return a part with, as a note, when a single Event was and its stance, or how many Events are gathered."""
    event = events.get(part.label)
    note = f"{describe(event.date)}, stance {event.stance.signed}" if event else count_of(part.events, "event")
    return Bar(names.get(part.label, part.label), part.change, note)


def _render_table(record: Record, chosen: EventFilter, choice: MoveChoice) -> None:
    found = moves(record, chosen, choice.before, choice.after, choice.by)
    box = st.expander(f"As a table: {count_of(len(found.parts), 'part')}", key="moves table open", on_change="rerun")
    if not box.open:
        return
    with box:
        parts = page_of(found.parts, f"moves page {chosen} {choice}", "parts")
        names, events = part_names(record, parts, choice.by), events_among(record, parts, choice.by)
        fading = _fading(found, choice)
        bars = [*fading, *(_bar(part, names, events) for part in parts)]
        rows = [{choice.by.label: bar.name, "What it is": bar.note, "Adds": bar.change} for bar in bars]
        render_rows(
            pd.DataFrame(rows),
            "moves table",
            [*("" for _ in fading), *(part.label for part in parts)],
            lambda label: _take(label, events),
            column_config={"Adds": st.column_config.NumberColumn(format="%+.4f")},
        )
        picked = held.value(PICKED)
        if choice.by.term_type and picked in {part.label for part in parts} and picked in names:
            path, params = address_of_name(choice.by.term_type, picked)
            render_link(path, f"All about {escape_markdown(names[picked])}", params=params)
        more = "its event" if choice.by is By.EVENT else "a link to its page"
        st.caption(f"Sum of what they add: {signed(found.change, decimals=4)}. Choose a row to see {more}.")


def _take(label: str, events: Mapping[str, EventRow]) -> None:
    """Choose an Event, or note which thread, sector or agency the reader asks for; what has no name has no page."""
    if label in events:
        choose(label)
    elif label:
        held.put(PICKED, label)
