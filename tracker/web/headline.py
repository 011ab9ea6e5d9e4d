"""The first words of a page: what happened, how it stands, and how sure that is, the same wherever they are told."""

import datetime as dt

import numpy as np
import streamlit as st

from tracker.charts.picture import title_in_words
from tracker.charts.reading_aid import HOW_SURE, ONE_SIDE
from tracker.filters import EventFilter
from tracker.sentiment import Reading, Telling, fragility, tell
from tracker.vocabulary import TermType
from tracker.web.keeping import cached
from tracker.web.reads import Record, without_period
from tracker.web.text import escape_markdown


def title_of(record: Record, chosen: EventFilter) -> str:
    """Return a filter's title: the subject and its years, or what was asked for and how many Events that is."""
    return title_in_words(chosen, all_names(record), record.view(chosen).extent)


@cached(4)
def all_names(record: Record) -> dict[TermType, dict[str, str]]:
    """Return the names of every vocabulary by key, as ``filter_words`` takes them."""
    return {term_type: record.names(term_type) for term_type in TermType}


@cached()
def telling_of(record: Record, chosen: EventFilter) -> Telling | None:
    """Return what happened in the Events of a filter, in words; None where it keeps none."""
    shown, view = record.view(chosen), record.index(chosen)
    if not len(shown):
        return None
    return tell(
        shown.acts,
        (view.counted if view else shown.at(np.array([], dtype=np.int64))).acts,
        (view.series, view.band) if view and not chosen.is_one_sided else None,
        record.names(TermType.SECTOR),
        since=chosen.since,
        until=chosen.until,
        today=record.today,
    )


def render_first_words(record: Record, chosen: EventFilter) -> None:
    """Draw the title of a filter and, below it, what happened and how it stands."""
    told = telling_of(record, chosen)
    title = f"# {escape_markdown(title_of(record, chosen))}"
    if told is None:
        st.markdown(title)
        return
    st.markdown(f"{title}\n\n{_words(record, chosen, told)}", help=HOW_SURE if told.course else None)


def render_what_happened(record: Record, chosen: EventFilter) -> None:
    """Draw what happened in the Events of a filter and how it stands, without a title; nothing where it keeps none."""
    if told := telling_of(record, chosen):
        st.markdown(_words(record, chosen, told), help=HOW_SURE if told.course else None)


def _words(record: Record, chosen: EventFilter, told: Telling) -> str:
    """Return the words as Markdown."""
    rest = " ".join(filter(None, (told.silence, *_remarks(record, chosen, told))))
    if not told.stands:
        return escape_markdown(f"{told.happened} {rest}")
    stands, colon, numbers = told.stands.partition(": ")
    after = escape_markdown(f"{colon}{numbers} {rest}")
    return f"{escape_markdown(told.happened)}  \n**{escape_markdown(stands)}**{'' if colon else ' '}{after}"


def _remarks(record: Record, chosen: EventFilter, told: Telling) -> list[str]:
    if chosen.is_one_sided:
        return [ONE_SIDE]
    last = told.course.last if told.course else None
    decider = _decider(record, without_period(chosen), last.day) if last and last.is_clear else None
    return [f"Without one story, “{decider}”, it would have been the other way."] if decider else []


@cached()
def _decider(record: Record, chosen: EventFilter, day: dt.date) -> str | None:
    """Return the name of the story without which the line would be on the other side of 0; None where there is none."""
    view = record.index(chosen)
    if view is None:
        return None
    evidence = view.evidence
    found = np.flatnonzero(evidence.group == fragility(evidence, since=day, until=day).group[0])
    if not len(found):
        return None
    event = view.counted.row(int(found[-1]))
    return record.names(TermType.THREAD).get(event.thread, event.thread) if event.thread else event.title


def render_reading(reading: Reading, chosen: EventFilter, day: str, *, until: dt.date, more: str = "") -> None:
    """Draw how the index stands on the day of the last Event that counts, or that this is long ago.

    Args:
        reading: the index of that day.
        chosen: the filter; one of stances gives a remark.
        day: the date of that Event in words, as it is known.
        until: the day as of which this is told.
        more: further words after the day, such as a state of the record.
    """
    words = f"At the last event that counts, {day}{more}: {reading.direction}, {reading.numbers}."
    if reading.is_old(until):
        words = f"{reading.as_last(day + more)}."
    turns = reading.is_clear and reading.decider
    decider = f"Without one story, “{reading.decider}”, it would be the other way." if turns else ""
    rest = " ".join(filter(None, (reading.without_pull, decider, ONE_SIDE if chosen.is_one_sided else "")))
    st.markdown(f"**{escape_markdown(words)}** {escape_markdown(rest)}", help=HOW_SURE)
