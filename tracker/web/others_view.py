"""Counts by others beside what the record holds of the same."""

import pandas as pd
import streamlit as st

from tracker.dates import describe
from tracker.filters import EventFilter
from tracker.resources import seeds_folder
from tracker.rows import EventRow
from tracker.seeds import CoverageRow, read_coverage
from tracker.web.reads import Record

ABOUT = (
    "What others counted, beside what this record holds of the same. The counts are kept by hand, each with its page. "
    "Most are counts of cases or titles, of which one event may hold many; a difference is a hint at a gap, no "
    "measure of it."
)


@st.cache_resource(show_spinner=False)
def _rows(folder: str) -> tuple[CoverageRow, ...]:
    del folder  # It names what is cached.
    return read_coverage(seeds_folder())


def own_events(record: Record, row: CoverageRow) -> tuple[EventRow, ...]:
    """Return the Events of the record that stand beside a count."""
    if row.chosen is not None:
        return record.events(row.chosen)
    return tuple(event for event in record.events(EventFilter()) if event.slug in row.events)


def render_others(record: Record) -> None:
    """Draw the counts by others beside the record's own."""
    rows = [_cells(record, row) for row in _rows(str(seeds_folder()))]
    if not rows:
        st.info("No count by others is kept yet; seeds/README.md says how to add one.", icon=":material/info:")
        return
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        key="coverage others",
        column_config={
            "What": st.column_config.TextColumn(width="medium"),
            "Page": st.column_config.LinkColumn(display_text=r"https?://(?:www\.)?([^/]+)"),
        },
    )


def _cells(record: Record, row: CoverageRow) -> dict[str, object]:
    return {
        "What": row.what,
        "Counted": row.count,
        "Of": row.unit,
        "Events here": len(own_events(record, row)),
        "Page": row.url,
        "Published": describe(row.published_on) if row.published_on else "date not known",
        "To keep in mind": row.note,
        "By": row.by,
        "Read": describe(row.read_on),
    }
