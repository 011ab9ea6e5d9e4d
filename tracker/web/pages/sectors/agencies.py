"""The view of agencies: how many Events each stands behind, how they lean, and the Events of a chosen one."""

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd
import streamlit as st

from tracker.filters import EventFilter
from tracker.sentiment.groups import Summary
from tracker.vocabulary import TermType
from tracker.web import held
from tracker.web.data_view import render_rows
from tracker.web.event_card import choose
from tracker.web.event_view import EventView
from tracker.web.long_boxes import choice_among, render_one
from tracker.web.name_view import render_ways_on
from tracker.web.pages.sectors.choice import CHOICES, ViewChoice
from tracker.web.pages.sectors.reads import agency_summaries, shown_events
from tracker.web.pages.timeline.listing import latest_of
from tracker.web.reads import Record
from tracker.web.text import escape_markdown
from tracker.wording import count_of

AS_KNOWN = "EDTF: as much of the date as is known"


def render_agencies(record: Record, chosen: EventFilter, choice: ViewChoice) -> None:
    """Draw the table of agencies and, below it, the Events of the one that is chosen."""
    found = agency_summaries(record, chosen)
    names = record.names(TermType.AGENCY)
    st.subheader("Agencies")
    render_rows(
        _table(found, names),
        "agencies table",
        found,
        lambda each: held.put(CHOICES.key("agency"), each.label),
        column_config={
            "Agency": st.column_config.TextColumn(width="large"),
            "Mean stance": st.column_config.NumberColumn(format="%+.2f"),
            "First": st.column_config.TextColumn(help=AS_KNOWN),
            "Last": st.column_config.TextColumn(help=AS_KNOWN),
            "Share tightening": st.column_config.ProgressColumn(format="%.0f %%", min_value=0, max_value=100),
        },
    )
    st.caption("Of kinds that the index counts. An event of several agencies counts for each. Choose a row for more.")
    known = choice_among({each.label: names.get(each.label, each.label) for each in found}, "agencies")
    known = replace(known, say=lambda key: names.get(key, key))
    words = "Choose a row, or choose or type here"
    render_one("Agency", known, key=CHOICES.key("agency"), placeholder=words)
    if agency := choice.agency:
        events = shown_events(record, replace(chosen, agencies=(*chosen.agencies, agency)))
        _render_events(events.naming(TermType.AGENCY, agency), names.get(agency, agency), agency)


def _table(found: Sequence[Summary], names: dict[str, str]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "Agency": names.get(each.label, each.label),
                "Events": each.events,
                "Mean stance": each.mean,
                "Share tightening": 100 * each.tightening,
                "First": each.first,
                "Last": each.last,
            }
            for each in found
        ]
    )


def _render_events(events: EventView, name: str, key: str) -> None:
    st.markdown(f"#### {escape_markdown(name)}: {count_of(len(events), 'event')}")
    render_ways_on(TermType.AGENCY, key)
    render_event_list(events, "agency events")


def render_event_list(events: EventView, key: str) -> None:
    """Draw Events as a short table, the newest first; a row that is chosen becomes the chosen Event."""
    newest = list(reversed(latest_of(events)))
    table = [
        {
            "Date": event.date,
            "Event": event.title,
            "Stance": int(event.stance),
            "Reach": int(event.reach),
            "Kind": event.kind.label,
        }
        for event in newest
    ]
    render_rows(
        pd.DataFrame(table, columns=["Date", "Event", "Stance", "Reach", "Kind"]),
        key,
        newest,
        lambda event: choose(event.slug),
        column_config={
            "Event": st.column_config.TextColumn(width="large"),
            "Stance": st.column_config.NumberColumn(format="%d"),
        },
    )
