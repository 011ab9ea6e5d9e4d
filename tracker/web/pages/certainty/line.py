"""The line of the page "How sure is it?": what it says under one reading, with its range and its marks of doubt."""

import datetime as dt
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from tracker.charts.index_chart import MEAN, FragileRun, index_figure
from tracker.charts.index_line import INDEX
from tracker.charts.kept_strip import kept_figure
from tracker.coders import ACCEPTED_CODER
from tracker.dates import describe
from tracker.filters import EventFilter
from tracker.sentiment import (
    few_events,
    incomplete,
    kept_by_year,
    last_event,
    reading_of,
    rows,
    stories_in_memory,
)
from tracker.web import screen
from tracker.web.data_view import render_behind, render_figure
from tracker.web.headline import render_reading
from tracker.web.keeping import cached
from tracker.web.pages.certainty.reads import CHOICES, IndexReading, ReadingChoice, read_index
from tracker.web.pages.certainty.turning import render_turning
from tracker.web.reads import Record
from tracker.web.taking import picture_words
from tracker.web.text import escape_markdown
from tracker.wording import count_of

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

USUAL = "Index as usually read"
PULLED = "the index"
WEEK = 7

RANGE_EXPLANATION = (
    "**The band** shows where the line would lie in about four of five cases if other stories of the same sort had "
    "been recorded: the stories were drawn again 2,000 times (of more than 500 stories, what such draws give is worked "
    "out where six or more decide). Stories and not events are drawn, because events of one story agree with each "
    "other. {coding} It knows nothing of events that nobody recorded. Where one story stands "
    "alone there is no band."
)
MARKS_EXPLANATION = (
    "**Faint line:** few events, or fewer than three stories. **Bar on the line of 0:** without one story the line "
    "would be on the other side of 0. **Dotted end:** the record of the last four weeks still grows."
)
ONE_CODER = "The codes stand as they are: where coders part, the band does not show it."
DRAWN_CODER = (
    "In each draw every event also takes the codes of one of its coders, so the band shows how these coders part as "
    "well, and not the errors that they share. It need not lie evenly about the line, which goes by one coder."
)


MEAN_EXPLANATION = (
    "**The line** is the average stance of the events that still count, without the pull towards 0; the thin line "
    "behind it is the index. Neither the average nor its range changes while nothing comes in. With few events it "
    "jumps from one to the next, and where one story stands alone there is no band."
)

OTHER_SCALE = 0.05
"""Years whose shares differ by less than this are not told apart: it is what a level of 1 differs by, in tenths."""


def render_reading_headline(found: IndexReading, record: Record, chosen: EventFilter, choice: ReadingChoice) -> None:
    """Draw the reading of the last Event of the period in words, and how many Events it rests on."""
    today = choice.known_on or record.today
    until = min(chosen.until or today, today)
    last = last_event(found.acts, until)
    day = min(last.last_on, until) if last else today
    decider = _deciding(found.fragile, day)
    told = reading_of(found.series, found.band, day, decider=decider)
    as_known = f", as known on {describe(choice.known_on.isoformat())}" if choice.known_on else ""
    render_reading(told, chosen, describe(last.date if last else today.isoformat()), until=until, more=as_known)
    coder = "" if choice.coder == ACCEPTED_CODER else f" that the coder “{choice.coder}” has coded"
    none = "" if decider else f" No single story decides the direction on {describe(day.isoformat())}."
    counted = f"{count_of(len(found.acts), 'event')} count{'s' if len(found.acts) == 1 else ''}{coder}."
    drawn = " The range draws the coder of each event too." if found.draws_coders else ""
    memory = _memory_words(found, day, until)
    st.caption(escape_markdown(f"{counted}{none} {_fragile_words(found)} {memory}{drawn}"))


def _memory_words(found: IndexReading, day: dt.date, until: dt.date) -> str:
    stories = stories_in_memory(found.series)
    places = [each.toordinal() - found.series.first_day for each in dict.fromkeys((day, until))]
    then, *now = (f"{stories[place]:.1f}" for place in places)
    today = f", {now[0]} on {describe(until.isoformat())}" if now else ""
    return f"Stories that still count: {then} at that event{today}."


def _fragile_words(found: IndexReading) -> str:
    days = sum((run.until - run.since).days + 1 for run in found.fragile)
    return f"One story decides it on {days:,} of {len(found.series.index):,} days of the whole line."


def render_index_line(record: Record, chosen: EventFilter, choice: ReadingChoice, *, average: bool) -> None:
    """Draw the line with its explanation and its tables; ``average`` leaves the pull towards 0 out of it."""
    look = {"dark": screen.is_dark(), "narrow": screen.is_narrow()}
    figure = _figure(record, chosen, choice, average=average, **look)
    if figure is None:
        return
    found = read_index(record, chosen, choice)
    drawn = found is not None and found.draws_coders
    over = " over stories and coders" if drawn else ""
    alt = f"The {'average without the pull' if average else 'index'} with its range{over} and its marks of doubt."
    render_figure(figure, "sure line", picture=picture_words(record, chosen, "how-sure", alt), alt=alt)
    if choice.shrinkage:
        _render_kept(record, chosen, choice, **look)
    coding = DRAWN_CODER if drawn else ONE_CODER
    words = f"{MEAN_EXPLANATION} {coding}" if average else RANGE_EXPLANATION.format(coding=coding)
    st.markdown(f"{words}  \n{MARKS_EXPLANATION}")
    render_turning(record, chosen, choice, average=average)
    table = partial(_line_table, record, chosen, choice)
    render_behind("The line as a table, week by week", "sure table", table)
    fragile = partial(_fragile_table, record, chosen, choice)
    render_behind("Days on which one story decides the sign", "sure fragile", fragile)


@cached(of_codings=True)
def _figure(
    record: Record, chosen: EventFilter, choice: ReadingChoice, *, average: bool, dark: bool, narrow: bool
) -> "Figure | None":
    found = read_index(record, chosen, choice)
    as_usual = CHOICES.usual(record)
    # The line is the same whether its range draws the coder or not.
    is_other = replace(choice, draws_coders=False) != as_usual
    usual = read_index(record, chosen, as_usual) if is_other else None
    if found is None:
        return None
    ghost = found.line if average else usual.line if usual else None
    return index_figure(
        found.mean_line if average else found.line,
        ghost=ghost,
        name=MEAN if average else INDEX,
        ghost_name=PULLED if average else USUAL,
        fragile=found.fragile,
        since=chosen.since,
        until=chosen.until,
        dark=dark,
        narrow=narrow,
    )


def _render_kept(record: Record, chosen: EventFilter, choice: ReadingChoice, *, dark: bool, narrow: bool) -> None:
    words, figure = _kept(record, chosen, choice, dark=dark, narrow=narrow)
    st.markdown(f"**Share of the average that the pull towards 0 leaves in the index**  \n{escape_markdown(words)}")
    alt = f"The share of the average that is left in the index, day by day. {words}"
    render_figure(figure, "sure kept", picture=picture_words(record, chosen, "share-kept", alt), alt=alt)


@cached(of_codings=True)
def _kept(
    record: Record, chosen: EventFilter, choice: ReadingChoice, *, dark: bool, narrow: bool
) -> "tuple[str, Figure]":
    found = read_index(record, chosen, choice)
    if found is None:
        raise ValueError("No event counts under this reading.")
    line = found.line.recorded
    since, until = (
        max(chosen.since or line.first_day, line.first_day),
        min(chosen.until or line.last_day, line.last_day),
    )
    by_year = kept_by_year(found.series, since=since, until=until)
    figure = kept_figure(
        line.first_day,
        found.series.kept[: len(line.index)],
        by_year,
        since=chosen.since or line.first_day,
        until=chosen.until or found.line.last_day,
        dark=dark,
        narrow=narrow,
    )
    return share_words(by_year), figure


def share_words(by_year: dict[int, float]) -> str:
    """Return how much of the average the index keeps, and whether levels of different years can be compared.

    Args:
        by_year: the average share of each year, 0 to 1.
    """
    if not by_year:
        return "Nothing is recorded in this period."
    least, most = min(by_year, key=by_year.__getitem__), max(by_year, key=by_year.__getitem__)
    start = f"The fewer recent events, the less is left: on average {by_year[least]:.2f} in {least}"
    if by_year[most] - by_year[least] < OTHER_SCALE:
        return f"{start}, and about as much in every other year shown." if len(by_year) > 1 else f"{start}."
    return f"{start}, {by_year[most]:.2f} in {most}. So levels of the index are not comparable across these years."


@cached(of_codings=True)
def _line_table(record: Record, chosen: EventFilter, choice: ReadingChoice) -> pd.DataFrame:
    found = read_index(record, chosen, choice)
    if found is None:
        return pd.DataFrame()
    few, kept = few_events(found.series).tolist(), found.series.kept.tolist()
    unfinished = incomplete(found.series, choice.known_on or record.today).tolist()
    stories = stories_in_memory(found.series).tolist()
    listed = list(rows(found.series, found.band))
    places = range((len(listed) - 1) % WEEK, len(listed), WEEK)
    return pd.DataFrame(
        [
            {
                "Day": listed[place][0].isoformat(),
                "Index": listed[place][1],
                "Lower": listed[place][2],
                "Upper": listed[place][3],
                "Without the pull": listed[place][6],
                "Its lower": listed[place][7],
                "Its upper": listed[place][8],
                "Share kept": kept[place],
                "Weight of recent events": listed[place][4],
                "Stories that still count": stories[place],
                "Few events": few[place],
                "Deciding story": _deciding(found.fragile, listed[place][0]),
                "Incomplete": unfinished[place],
            }
            for place in reversed(places)
        ]
    ).round(4)


def _deciding(fragile: tuple[FragileRun, ...], day: dt.date) -> str | None:
    return next((run.story for run in fragile if run.since <= day <= run.until), None)


@cached(of_codings=True)
def _fragile_table(record: Record, chosen: EventFilter, choice: ReadingChoice) -> pd.DataFrame:
    found = read_index(record, chosen, choice)
    columns = ["From", "To", "Days", "Story"]
    runs = reversed(found.fragile) if found else ()
    return pd.DataFrame(
        [(run.since.isoformat(), run.until.isoformat(), (run.until - run.since).days + 1, run.story) for run in runs],
        columns=columns,
    )
