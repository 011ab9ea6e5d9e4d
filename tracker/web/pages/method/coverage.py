"""The part of the method page that says how well the record is covered, what it lacks, and how to cite it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from tracker import __version__
from tracker.charts.quarters import support_figure
from tracker.dates import describe
from tracker.filters import EventFilter
from tracker.sentiment import HALF_LIFE, SHRINKAGE
from tracker.sentiment.acts import middle_day
from tracker.sentiment.groups import summaries
from tracker.sentiment.periods import Period, Support, quarters, support_by_period, support_of, years
from tracker.vocabulary import TermType
from tracker.web import screen
from tracker.web.data_view import render_behind, render_figure
from tracker.web.keeping import cached
from tracker.web.links import render_link
from tracker.web.pages.gaps.parts import founded, founded_table, render_goals
from tracker.web.reads import Record, render_where_read
from tracker.web.taking import picture_words
from tracker.web.text import escape_markdown
from tracker.wording import count_of

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

FEW_SOURCES = 10
"""A sector with fewer Events is named among the gaps."""

_BY_SOURCES = "Number of events by quarter, with one source and with two or more."


def render_record_coverage(record: Record) -> None:
    """Draw the coverage of the record, its known gaps, and how to cite it."""
    st.subheader("Coverage of the record")
    if not len(record.view(EventFilter())):
        st.info("The record holds no event yet.", icon=":material/info:")
        return
    _render_shares(_supported(record))
    render_goals(founded(record)[-1])
    render_figure(
        _figure(record, dark=screen.is_dark(), narrow=screen.is_narrow()),
        "coverage chart",
        picture=picture_words(record, EventFilter(), "coverage", _BY_SOURCES),
        alt=_BY_SOURCES,
    )
    st.caption("Events by quarter, all kinds. A source is marked official only where its host proves it.")
    render_behind("Coverage by quarter as a table", "coverage quarters", lambda: _table(sources_by_quarter(record)))
    render_behind("Coverage by year as a table", "coverage years", lambda: _table(by_year(record)))
    render_behind("What events have, by year, as a table", "coverage gaps", lambda: founded_table(founded(record)))
    _render_gaps(record)


def _render_shares(whole: Support) -> None:
    shares = (
        ("Two sources or more", whole.several),
        ("Known to the day", whole.to_the_day),
    )
    with st.container(horizontal=True):
        st.metric("Events", f"{whole.events:,}", border=True)
        for words, number in shares:
            st.metric(words, f"{number / whole.events:.0%}", help=count_of(number, "event"), border=True)


@cached(4)
def sources_by_quarter(record: Record) -> list[Support]:
    """Return the support of the record by quarter."""
    events = record.events(EventFilter())
    return support_by_period(events, quarters(middle_day(events[0]), middle_day(events[-1])))


@cached(4)
def by_year(record: Record) -> list[Support]:
    """Return the support of the record by year."""
    events = record.events(EventFilter())
    return support_by_period(events, years(middle_day(events[0]), middle_day(events[-1])))


@cached(16)
def _figure(record: Record, *, dark: bool, narrow: bool) -> "Figure":
    return support_figure(sources_by_quarter(record), dark=dark, narrow=narrow)


def _table(supports: Sequence[Support]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "Period": each.period.name,
                "Events": each.events,
                "Two sources or more": each.several,
                "Official source": each.official,
                "Source in Chinese": each.chinese,
                "Chinese title": each.named,
                "Known to the day": each.to_the_day,
                "Certainty high": each.certain,
            }
            for each in supports
        ]
    )


def _render_gaps(record: Record) -> None:
    st.subheader("Known gaps")
    st.markdown("\n".join(f"- {escape_markdown(gap)}" for gap in known_gaps(record)))
    render_link("gaps", "The events that lack something, as a list", icon=":material/playlist_add_check:")


@cached(4)
def _supported(record: Record) -> Support:
    """Return the support of the whole record."""
    events = record.events(EventFilter())
    return support_of(events, Period("all", events[0].first_on, events[-1].last_on))


@cached(4)
def known_gaps(record: Record) -> list[str]:
    """Return what the record lacks, counted from the record itself."""
    whole, view = _supported(record), record.view(EventFilter())
    empty = [each.period.name for each in sources_by_quarter(record) if not each.events]
    thin = [_with_number(each, record) for each in by_year(record) if each.events < 2 * FEW_SOURCES]
    names = record.names(TermType.SECTOR)
    sectors = [
        f"{names.get(each.label, each.label)} ({each.events})"
        for each in summaries(view.acts, view.labels(TermType.SECTOR))
        if each.events < FEW_SOURCES
    ]
    lines = [
        f"Years with fewer than {2 * FEW_SOURCES} events: {', '.join(thin)}." if thin else "",
        f"Quarters without any event: {', '.join(empty)}." if empty else "",
        f"Sectors with fewer than {FEW_SOURCES} events: {', '.join(sectors)}." if sectors else "",
        f"{whole.events - whole.several} events rest on a single source.",
        f"{whole.events - whole.official} events have no source of the authority itself.",
        f"{whole.events - whole.chinese} events have no source in Chinese.",
        f"{whole.events - whole.named} events have no official Chinese title.",
        f"The facts of {whole.events - whole.certain} events are of medium or low certainty.",
        f"The last event is of {describe(view.row(-1).date)}; what came after is not recorded yet.",
    ]
    return [line for line in lines if line]


def _with_number(support: Support, record: Record) -> str:
    so_far = " so far" if support.period.until >= record.today else ""
    return f"{support.period.name} ({support.events}{so_far})"


def render_citation(record: Record) -> None:
    """Draw how to cite the record and the index."""
    st.subheader("How to cite")
    st.code(citation(record), language=None, wrap_lines=True)
    render_where_read()
    st.caption(
        "Name the version, the day of your copy and the number of the last change, and half-life and k where you "
        "changed them. For a single event cite its sources, not the tracker. CITATION.cff holds the same for machines."
    )


def citation(record: Record) -> str:
    """Return the citation of the record as it is now."""
    return (
        "The tracker's contributors. China tech regulation tracker: policy-sentiment index of announced measures. "
        f"Version {__version__}. Record as of {describe(record.today.isoformat())}, change {record.version:,}. "
        f"Half-life {HALF_LIFE:g} days, k = {SHRINKAGE:g}."
    )
