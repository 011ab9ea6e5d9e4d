"""The part of the page "How sure is it?" that keeps only some events of each year: what would remain of the line."""

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

import streamlit as st

from tracker.charts.fan import Blade, fan_figure
from tracker.charts.plain import signed
from tracker.dates import describe
from tracker.filters import EventFilter
from tracker.sentiment import FEWER, FEWER_DRAWS, Thinned
from tracker.web import screen
from tracker.web.data_view import render_figure
from tracker.web.keeping import cached
from tracker.web.pages.certainty.reads import IndexReading, ReadingChoice, fewer_events, read_index
from tracker.web.pages.certainty.turning import NO_DAY, lowest_words, turn_of
from tracker.web.reads import Record
from tracker.web.taking import picture_words
from tracker.web.text import escape_markdown
from tracker.wording import days_in_short, listed

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

ALL = "All"


def render_fewer(record: Record, chosen: EventFilter, choice: ReadingChoice) -> None:
    """Draw the line with the ranges of thinner records, and what they say of its turning points."""
    found, thinner = read_index(record, chosen, choice), fewer_events(record, chosen, choice)
    narrow = screen.is_narrow()
    figure = _figure(record, chosen, choice, dark=screen.is_dark(), narrow=narrow)
    if found is None or figure is None:
        return
    st.subheader("What if fewer events were recorded")
    st.markdown(escape_markdown(what_remains(found, thinner)))
    alt = "The index, and where it lies in four of five draws with at most 10, 18 and 27 events a year."
    render_figure(figure, "sure fewer", picture=picture_words(record, chosen, "fewer-events", alt), alt=alt)
    st.table(_rows(found, thinner))
    st.caption(
        f"Of each year at most {listed([str(each) for each in FEWER], 'or')} of the events that count are kept at "
        f"random, {FEWER_DRAWS} times; years that hold fewer keep all. Ranges hold four of five draws; those of the "
        "rise are of the draws in which it comes. Each draw is read as the whole record is: its lowest point "
        "is looked for on days that are not marked “few events”."
    )


def what_remains(found: IndexReading, thinner: Sequence[Thinned]) -> str:
    """Return which years of the turning points can still be told, and how far the lowest level moves."""
    bottom, turn = turn_of(found)
    low = bottom.lowest
    if low.value >= 0:
        return "The line is nowhere below 0 where enough is recorded, so there is no turn to look for."
    ranges = [(each.a_year, each.turns.lowest) for each in thinner]
    words = [f"The year of the lowest point, {low.day.year}, {_told_from(low.day.year, ranges)}."]
    if turn:
        rises = [(each.a_year, each.turns.above) for each in thinner]
        words.append(f"The year of the rise above 0, {turn.year}, {_told_from(turn.year, rises)}.")
    fewest, place = thinner[0], low.day.toordinal() - found.series.first_day
    levels = f"{signed(float(fewest.lower[place]))} to {signed(float(fewest.upper[place]))}"
    day = describe(low.day.isoformat())
    words.append(f"On {day} the index is {levels} with at most {fewest.a_year}, instead of {signed(low.value)}.")
    outside = [str(each.a_year) for each in thinner if not each.lower[place] <= low.value <= each.upper[place]]
    if outside:
        words.append(
            f"With at most {listed(outside, 'or')} a year the line as recorded lies outside of the band there: how "
            "deep the lowest point is hangs on how much was recorded."
        )
    return " ".join(words)


def _told_from(year: int, ranges: Sequence[tuple[int, tuple[dt.date, dt.date] | None]]) -> str:
    """Return with how many events a year a range lies within one year; more events are taken to tell no less."""
    lost = [a_year for a_year, days in ranges if days is None or {day.year for day in days} != {year}]
    if not lost:
        return f"can be told with {ranges[0][0]} events a year already"
    told = [a_year for a_year, _ in ranges if a_year > max(lost)]
    if not told:
        return f"cannot be told, even with {max(lost)} events a year"
    return f"can be told with {told[0]} events a year, but not with {max(lost)}"


def _rows(found: IndexReading, thinner: Sequence[Thinned]) -> dict[str, list[str]]:
    """Return the columns of the table: what is asked, the answer for each number of events a year, and for all."""
    bottom, turn = turn_of(found)
    days = dict.fromkeys(day for day in (bottom.lowest.day, turn, found.line.recorded.last_day) if day)
    asked = [
        "Lowest point",
        "Index there",
        "First above 0 after it",
        "Never above 0",
        *(f"Index on {days_in_short(day, day)}" for day in days),
    ]
    levels = [signed(found.series.at(day)) for day in days]
    whole = [
        lowest_words(bottom),
        signed(bottom.lowest.value),
        days_in_short(turn, turn) if turn else NO_DAY,
        "",
        *levels,
    ]
    return {
        "At most a year": asked,
        **{str(each.a_year): _column(each, found, list(days)) for each in thinner},
        ALL: whole,
    }


def _column(each: Thinned, found: IndexReading, days: Sequence[dt.date]) -> list[str]:
    turns = each.turns
    places = [day.toordinal() - found.series.first_day for day in days]
    return [
        days_in_short(*turns.lowest),
        f"{signed(turns.depth[0])} to {signed(turns.depth[1])}",
        days_in_short(*turns.above) if turns.above else NO_DAY,
        f"{100 * turns.never:.0f} %",
        *(f"{signed(float(each.lower[place]))} to {signed(float(each.upper[place]))}" for place in places),
    ]


@cached(32, of_codings=True)
def _figure(record: Record, chosen: EventFilter, choice: ReadingChoice, *, dark: bool, narrow: bool) -> "Figure | None":
    found, thinner = read_index(record, chosen, choice), fewer_events(record, chosen, choice)
    if found is None:
        return None
    # After the latest Event every draw only fades.
    shown = slice(found.line.recorded.last_day.toordinal() - found.series.first_day + 1)
    return fan_figure(
        found.line.first_day,
        found.series.index[shown],
        [Blade(f"at most {each.a_year} a year", each.lower[shown], each.upper[shown]) for each in thinner],
        since=chosen.since,
        until=chosen.until,
        dark=dark,
        narrow=narrow,
    )
