"""The parts of the page of one name: what is known of it, what happened, with whom, by which rules and sources."""

from collections import Counter
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from tracker.charts import ring_traces, timeline_figure
from tracker.charts.axis import axis_of
from tracker.charts.picture import picture_parts
from tracker.dates import describe
from tracker.filters import EventFilter
from tracker.read_models import EventRow, SourceRow, TermRow
from tracker.sentiment import counted_events
from tracker.web import screen
from tracker.web.data_view import render_figure
from tracker.web.event_card import choose
from tracker.web.headline import telling_of
from tracker.web.keeping import cached
from tracker.web.links import Address, render_links
from tracker.web.measure_view import standings
from tracker.web.pages.timeline.parts import choose_mark
from tracker.web.reads import Record
from tracker.web.taking import picture_words
from tracker.web.text import escape_markdown
from tracker.wording import count_of

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

MOST_STRONGEST = 4
"""So many Events on each side of zero are told as the strongest."""

MOST_PUBLISHERS = 8

_WHOSE = {"CN": "mainland China", "HK": "Hong Kong", "US": "the United States", "NL": "the Netherlands"}


def facts_of(term: TermRow) -> str:
    """Return what sort of name it is, whose, its shares, and what else it is called, in one line."""
    of = f" of {_WHOSE.get(term.jurisdiction, term.jurisdiction)}" if term.jurisdiction else ""
    others = [each for each in term.aliases if each not in {term.name, term.name_zh}]
    parts = [
        f"{term.type.label}{of}",
        f"shares: {', '.join(term.tickers)}" if term.tickers else "",
        f"also called {', '.join(others)}" if others else "",
    ]
    return "; ".join(filter(None, parts)) + "."


def render_name_chart(record: Record, chosen: EventFilter, name: str, event: EventRow | None) -> None:
    """Draw the timeline of one name; a click on a mark chooses its Event."""
    narrow = screen.is_narrow()
    dark = screen.is_dark()
    figure = _figure(record, chosen, dark=dark, narrow=narrow)
    render_figure(
        figure,
        "name chart",
        alt=f"Events that name {name} by date and stance; the table below has the same.",
        picture=_picture(record, chosen, dark=dark, narrow=narrow),
        choose=partial(choose_mark, chosen),
        over=ring_traces(figure, event, kept=chosen, today=record.today, dark=dark, narrow=narrow),
    )
    screen.watch_width(narrow=narrow)


@cached()
def _figure(record: Record, chosen: EventFilter, *, dark: bool, narrow: bool) -> "Figure":
    events, view = record.events(chosen), record.index(chosen)
    since, until = axis_of(chosen, record.view(chosen).extent, record.today)
    # A line that few events carry from end to end says less than the marks alone.
    line = view.line if view and not view.line.faint.all() else None
    return timeline_figure(
        events,
        line,
        today=record.today,
        since=since,
        until=until,
        eras=record.eras(),
        dark=dark,
        narrow=narrow,
    )


@cached(of_codings=True)
def _picture(record: Record, chosen: EventFilter, *, dark: bool, narrow: bool) -> dict[str, Any]:
    """Return what the browser needs to save the chart as a picture, which names the record's latest change."""
    told = telling_of(record, chosen)
    words = picture_words(record, chosen, "timeline", told.sentence if told else "")
    return picture_parts(_figure(record, chosen, dark=dark, narrow=narrow), words)


def strongest_of(events: Sequence[EventRow], *, side: int) -> list[EventRow]:
    """Return the Events on one side of zero that the index counts, the one with the greatest stance first.

    Of equal ones the one of the widest reach comes first, and then the earliest.

    Args:
        events: by date.
        side: -1 for tightening, 1 for easing.
    """
    kept = [event for event in counted_events(events) if int(event.stance) * side > 0]
    return sorted(kept, key=lambda event: (-abs(int(event.stance)), -int(event.reach)))


def render_strongest(events: Sequence[EventRow]) -> None:
    """Draw the strongest Events of either side as buttons that open their cards, by date."""
    kept = [each for side in (-1, 1) for each in strongest_of(events, side=side)[:MOST_STRONGEST]]
    with st.container(gap=None):
        for event in sorted(kept, key=lambda event: (event.first_on, event.slug)):
            label = escape_markdown(f"{describe(event.date)}: {event.stance.signed} {event.title}")
            key = f"strongest {event.slug}"
            st.button(f":blue[{label}]", key=key, type="tertiary", on_click=choose, args=(event.slug,))


def render_measures_among(record: Record, events: Sequence[EventRow], key: str) -> None:
    """Draw a link to each rule and case of which some of the Events are stages, with where it stands today."""
    found = standings(record, [event.slug for event in events], record.today)
    links = [
        (f"{one.measure.name}: {one.state.status}", Address("measures", {"measure": one.measure.key})) for one in found
    ]
    render_links(links, key, in_rows=False)


@cached()
def _pages_of(record: Record, chosen: EventFilter) -> dict[str, tuple[SourceRow, EventRow]]:
    return {source.url: (source, event) for event in record.events(chosen) for source in event.sources}


def render_name_sources(record: Record, chosen: EventFilter) -> None:
    """Draw how many sources of which publishers support a filter's Events, and all as a table that opens."""
    pages = _pages_of(record, chosen)
    publishers = Counter(source.publisher or "not named" for source, _ in pages.values())
    several = [(name, count) for name, count in publishers.most_common(MOST_PUBLISHERS) if count > 1]
    most = f"; most by {'; '.join(f'{name} ({count})' for name, count in several)}" if several else ""
    st.markdown(escape_markdown(f"{count_of(len(pages), 'page')} by {count_of(len(publishers), 'publisher')}{most}."))
    box = st.expander("All sources", key="name sources open", on_change="rerun")
    if box.open:
        rows = [
            {
                "Published": source.published_on or "",
                "Publisher": source.publisher,
                "Page": source.url,
                "Event": event.title,
            }
            for source, event in pages.values()
        ]
        box.dataframe(
            pd.DataFrame(rows),
            hide_index=True,
            key="name sources",
            column_config={"Page": st.column_config.LinkColumn(width="medium")},
        )
