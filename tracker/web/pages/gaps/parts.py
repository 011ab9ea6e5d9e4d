"""The table of years, the choice of what is missing, and the list of events that lack it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from tracker.filters import EventFilter
from tracker.gaps import Filled, Gap, count_coders, filled_by_year, gaps_of
from tracker.queries import list_codings
from tracker.read_models import EventRow
from tracker.tables.escaping import protect_cell
from tracker.web import held
from tracker.web.choices import Choices, among, one
from tracker.web.data_view import render_download, render_rows
from tracker.web.event_card import choose
from tracker.web.keeping import cached
from tracker.web.paging import page_of
from tracker.web.reads import Record
from tracker.web.taking import download_name
from tracker.wording import count_of


def _known_year(record: Record, text: str) -> str | None:
    return text if text in _years(record) else None


@dataclass(frozen=True, slots=True)
class GapsChoice:
    """What is missing, any of it without a choice, and in which year."""

    lacks: Gap | None = one(among(Gap), None)
    year: str | None = one(_known_year, None)


CHOICES = Choices("gaps", GapsChoice)


@cached(4, of_codings=True)
def coders_of(record: Record) -> Counter[str]:
    """Return by slug how many coders have coded an event."""
    return count_coders(record.read(list_codings))


def _years(record: Record) -> list[str]:
    return [each.name for each in founded(record)[:-1]]


@cached(4, of_codings=True)
def founded(record: Record) -> list[Filled]:
    """Return how well the accepted events of each year are founded, and last those of all."""
    return filled_by_year(record.events(EventFilter()), coders_of(record))


def founded_table(years: Sequence[Filled]) -> pd.DataFrame:
    """Return the years with their events, and the share of each that has what it should."""
    columns = {gap.wanted: [f"{each.share(gap)}%" for each in years] for gap in Gap}
    return pd.DataFrame({"Year": [each.name for each in years], "Events": [each.events for each in years], **columns})


def render_goals(whole: Filled) -> None:
    """Draw the share of all events that has what it should, beside the goal."""
    with st.container(horizontal=True):
        for gap in Gap:
            # The goal stands below: on a phone it would not fit behind the words.
            goal = f"goal {gap.goal}%" if gap.goal else None
            st.metric(
                gap.wanted,
                f"{whole.share(gap)}%",
                goal,
                delta_color="off",
                delta_arrow="off",
                help=_in_figures(whole, gap),
                border=True,
            )


def _in_figures(whole: Filled, gap: Gap) -> str:
    number, opened = whole.having[gap], whole.opened[gap]
    words = f"{count_of(number, 'event')} of {whole.events:,}"
    if opened == number:
        return words
    return f"{words}: {opened:,} with a page that was opened, {number - opened:,} only with one seen on another page"


def render_years(record: Record) -> None:
    """Draw the shares of all events, and of each year behind a box."""
    years = founded(record)
    render_goals(years[-1])
    with st.expander("By year"):
        st.dataframe(founded_table(years), hide_index=True, key="gaps years")


def choose_gaps(record: Record) -> GapsChoice:
    """Draw the choices and return them."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        held.selectbox(
            "What is missing",
            list(Gap),
            key=CHOICES.key("lacks"),
            index=None,
            format_func=lambda gap: gap.wanted,
            placeholder="Any of it",
            width=400,
        )
        held.selectbox("Year", _years(record), key=CHOICES.key("year"), index=None, placeholder="All years", width=140)
    return CHOICES.value(record)


@cached(4, of_codings=True)
def lacking(record: Record, choice: GapsChoice) -> list[tuple[EventRow, tuple[Gap, ...]]]:
    """Return the events that lack what is chosen, each with all that it lacks, the newest first."""
    coders = coders_of(record)
    found = [(event, gaps_of(event, coders)) for event in reversed(record.events(EventFilter()))]
    return [
        (event, gaps)
        for event, gaps in found
        if (choice.lacks in gaps if choice.lacks else gaps) and choice.year in (None, str(event.first_on.year))
    ]


def render_work_list(record: Record, choice: GapsChoice) -> None:
    """Draw the list, a row of which opens the event's card beside it, and the button that gives it as a file."""
    found = lacking(record, choice)
    if not found:
        st.info("No event lacks it.", icon=":material/done_all:")
        return
    st.markdown(f"**{count_of(len(found), 'event')}**")
    shown = page_of(found, f"gaps page {choice}", "events")
    render_rows(
        _table(shown).drop(columns="Slug"),
        "gaps events",
        [event.slug for event, _ in shown],
        choose,
        column_config={"Event": st.column_config.TextColumn(width="large")},
    )
    render_download(
        "Download the list (CSV)",
        "gaps download",
        download_name(record, EventFilter(), "gaps", "csv"),
        lambda: _as_csv(_table(found)),
    )


def _as_csv(table: pd.DataFrame) -> bytes:
    """Return the list as CSV, with the mark that Excel needs to show Chinese intact; no cell is taken for a formula."""
    return table.map(protect_cell).to_csv(index=False).encode("utf-8-sig")


def _table(found: Sequence[tuple[EventRow, tuple[Gap, ...]]]) -> pd.DataFrame:
    marks = {gap.wanted: ["missing" if gap in gaps else "" for _, gaps in found] for gap in Gap}
    return pd.DataFrame(
        {
            "Date": [event.date for event, _ in found],
            "Event": [event.title for event, _ in found],
            **marks,
            "Slug": [event.slug for event, _ in found],
        }
    )
