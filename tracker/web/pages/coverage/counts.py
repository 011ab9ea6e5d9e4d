"""Counts by others, each beside the events of the record that it can be compared with."""

import re
from collections.abc import Sequence
from itertools import groupby

import streamlit as st

from tracker.dates import describe
from tracker.filters import EventFilter
from tracker.queries.events import events_called
from tracker.read_models import EventRow
from tracker.resources import seeds_folder
from tracker.seeds import CoverageRow, read_coverage
from tracker.web.keeping import cached
from tracker.web.links import render_link
from tracker.web.reads import Record
from tracker.web.text import escape_markdown, source_link

_ABOUT = (
    "Most are counts of cases or titles, of which one event may hold many; a difference is a hint at a gap, no measure "
    "of it."
)


_YEAR = re.compile(r"\b(?:19|20)\d\d\b")

_coverage_in = cached()(read_coverage)


MOST_OWN = 200
"""So many Events of a page's counts are links at most; a filter of the timeline holds all."""


def own_events(record: Record, row: CoverageRow) -> tuple[EventRow, ...]:
    """Return the Events of the record that stand beside a count, the latest of many."""
    if row.chosen is not None:
        return record.view(row.chosen).rows(-MOST_OWN)
    called = record.read(events_called, tuple(sorted(row.events)))
    return tuple(event for event in called if EventFilter().keeps(event))


def count_own(record: Record, row: CoverageRow) -> int:
    """Return how many Events of the record stand beside a count."""
    return len(own_events(record, row) if row.chosen is None else record.view(row.chosen))


def render_counts(record: Record) -> None:
    """Draw the counts by others beside the record's own, those of one page together."""
    st.markdown("### Counts by others")
    st.caption(_ABOUT)
    rows = _coverage_in(seeds_folder())
    if not rows:
        st.info("No count by others is kept yet; seeds/README.md says how to add one.", icon=":material/info:")
    pages = groupby(sorted(rows, key=lambda row: (row.url, _year(row), row.key)), key=lambda row: row.url)
    for counts in sorted((list(page) for _, page in pages), key=lambda page: (_year(page[0]), page[0].key)):
        _render_page(record, counts)


def _year(row: CoverageRow) -> int:
    """Return the year that was counted, which the words of a count name; 0 where they name none."""
    found = _YEAR.search(row.what)
    return int(found[0]) if found else 0


def _render_page(record: Record, counts: Sequence[CoverageRow]) -> None:
    first = counts[0]
    st.markdown(f"#### {escape_markdown(first.by)}")
    published = f"published {describe(first.published_on)}" if first.published_on else "date not known"
    st.markdown(f"{source_link(first.url, first.publisher)}, {published}, read {describe(first.read_on)}")
    st.table(
        {
            "What": [escape_markdown(f"{row.what} ({row.unit})") for row in counts],
            "Counted there": [f"{row.count:,}" for row in counts],
            "Events here": [str(count_own(record, row)) for row in counts],
        }
    )
    for note in _notes(counts):
        st.caption(escape_markdown(note))
    own = {event.slug: event for row in counts for event in own_events(record, row)}
    if not own:
        return
    is_cut = any(count_own(record, row) > MOST_OWN for row in counts)
    with st.expander(f"Some of the events here ({len(own)})" if is_cut else f"The events here ({len(own)})"):
        for event in sorted(own.values(), key=lambda event: event.first_on):
            label = f"{describe(event.date)}: {escape_markdown(event.title)}"
            render_link("timeline", label, params={"event": event.slug})


def _notes(counts: Sequence[CoverageRow]) -> list[str]:
    """Return what to keep in mind, each note once: alone where it is that of all counts of a page, else with which."""
    about: dict[str, list[str]] = {}
    for row in counts:
        about.setdefault(row.note, []).append(row.what)
    whole = len(about) == 1
    return [note if whole else f"{'; '.join(whats)}: {note}" for note, whats in about.items() if note]
