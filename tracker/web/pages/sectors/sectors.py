"""The two views of sectors: a heat map by quarter, and small index lines on one scale, each with its table."""

import datetime as dt
from collections.abc import Sequence
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import streamlit as st

from tracker.charts.heat_map import heat_map_figure
from tracker.charts.small_multiples import small_lines_figure
from tracker.filters import EventFilter
from tracker.sentiment.periods import Cells, Period, quarters
from tracker.vocabulary import TermType
from tracker.web import screen
from tracker.web.data_view import render_behind, render_figure
from tracker.web.keeping import cached
from tracker.web.links import address_of_name, render_links
from tracker.web.pages.sectors.easing import render_easings
from tracker.web.pages.sectors.reads import SectorLines, sector_cells, sector_lines
from tracker.web.reads import Record
from tracker.web.taking import picture_words
from tracker.web.text import escape_markdown

if TYPE_CHECKING:
    from plotly.graph_objects import Figure


_HEAT_MAP = "Heat map of mean stance by sector and quarter, with the number of events in each cell."
_PANELS = "Small panels with the index of each sector."


def render_map(record: Record, chosen: EventFilter) -> None:
    """Draw the heat map with its table."""
    narrow = screen.is_narrow()
    st.subheader("Mean stance by sector and " + ("year" if narrow else "quarter"))
    render_figure(
        _map_figure(record, chosen, dark=screen.is_dark(), narrow=narrow),
        "sectors map",
        picture=picture_words(record, chosen, "sectors-by-quarter", _HEAT_MAP),
        alt=_HEAT_MAP,
    )
    by_year = " A phone shows years; the table holds the quarters." if narrow else ""
    st.caption(
        "The number is that of events; an empty cell has none, which is not the same as neutral. An event with "
        f"several sectors counts in each. Kinds that the index does not count are left out.{by_year}"
    )
    render_behind(
        "The map as a table, by quarter", "sectors map table", partial(_map_table, record, chosen), decimals=2
    )


def render_sector_links(record: Record, chosen: EventFilter) -> None:
    """Draw a link to the page of each sector on the map, in its order."""
    names = record.names(TermType.SECTOR)
    keys = sector_cells(record, chosen, by_year=False).labels
    st.markdown("**All about a sector**")
    render_links([(names.get(key, key), address_of_name(TermType.SECTOR, key)) for key in keys], "sectors links")


@cached()
def _map_figure(record: Record, chosen: EventFilter, *, dark: bool, narrow: bool) -> "Figure":
    cells = sector_cells(record, chosen, by_year=narrow)
    names = record.names(TermType.SECTOR)
    return heat_map_figure(
        [names.get(key, key) for key in cells.labels],
        [f"’{period.name[2:]}" if narrow else period.name for period in cells.periods],
        cells.mean,
        cells.count,
        groups=() if narrow else year_groups(cells.periods),
        dark=dark,
        narrow=narrow,
    )


def year_groups(periods: Sequence[Period]) -> list[tuple[str, int]]:
    """Return each year with the number of its periods."""
    return [(str(year), len(list(each))) for year, each in groupby(periods, key=lambda period: period.year)]


@cached()
def _map_table(record: Record, chosen: EventFilter) -> pd.DataFrame:
    cells = sector_cells(record, chosen, by_year=False)
    names = record.names(TermType.SECTOR)
    return pd.DataFrame(_map_rows(cells, names))


def _map_rows(cells: Cells, names: dict[str, str]) -> list[dict[str, object]]:
    places = np.argwhere(cells.count > 0).tolist()
    return [
        {
            "Sector": names.get(cells.labels[row], cells.labels[row]),
            "Quarter": cells.periods[column].name,
            "Events": int(cells.count[row, column]),
            "Mean stance": round(float(cells.mean[row, column]), 4),
        }
        for row, column in places
    ]


def render_lines(record: Record, chosen: EventFilter) -> None:
    """Draw the lines with their table, and which sector eased first."""
    narrow = screen.is_narrow()
    lines = sector_lines(record, chosen)
    st.subheader("The line of each sector, all on one scale")
    if not lines.panels:
        st.info("No sector holds enough events for a line of its own.", icon=":material/info:")
        return
    render_figure(
        _lines_figure(record, chosen, dark=screen.is_dark(), narrow=narrow),
        "sectors lines",
        picture=picture_words(record, chosen, "index-by-sector", _PANELS),
        alt=_PANELS,
    )
    st.caption(_lines_words(lines))
    label = "The lines as a table, at the end of each quarter"
    render_behind(label, "sectors lines table", partial(_lines_table, record, chosen))
    render_easings(record, chosen)


def _lines_words(lines: SectorLines) -> str:
    hidden = ", ".join(lines.too_few)
    never = f" Never enough for a line: {escape_markdown(hidden)}." if hidden else ""
    return (
        "Each line is made of the events of one sector, as that of the timeline is made of all. It is left out where "
        f"too little is recorded to say anything.{never}"
    )


@cached()
def _lines_figure(record: Record, chosen: EventFilter, *, dark: bool, narrow: bool) -> "Figure":
    lines = sector_lines(record, chosen)
    return small_lines_figure(lines.panels, lines.first_day, dark=dark, narrow=narrow)


@cached()
def _lines_table(record: Record, chosen: EventFilter) -> pd.DataFrame:
    lines = sector_lines(record, chosen)
    days = len(lines.panels[0].index)
    last = lines.first_day + dt.timedelta(days=days - 1)
    ends = [min(period.until, last) for period in quarters(lines.first_day, last)]
    places = [(day - lines.first_day).days for day in ends]
    columns = {
        panel.name: [round(float(panel.index[place]), 4) if panel.shown[place] else None for place in places]
        for panel in lines.panels
    }
    return pd.DataFrame({"Day": [day.isoformat() for day in ends], **columns})
