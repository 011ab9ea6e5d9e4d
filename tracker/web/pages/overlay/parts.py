"""The parts of the page "Your own figures": a reader's series over the index, its correlation, and both tables."""

import csv
import datetime as dt
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from tracker.charts.overlay import LagBar, OwnLine, lags_figure, overlay_figure
from tracker.charts.plain import signed
from tracker.filters import EventFilter
from tracker.market import (
    CAUTION,
    MarketProblem,
    OverlayReading,
    OverlayResult,
    OverlaySeries,
    correlate_overlay,
    read_overlay,
)
from tracker.tables.escaping import protect_cell
from tracker.web import held, screen
from tracker.web.choices import Choices, switch
from tracker.web.data_view import render_download, render_figure
from tracker.web.reads import Record, cached
from tracker.web.text import escape_markdown
from tracker.web.upload_view import Files

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

NO_FILE = """
Give a CSV, Excel or JSON file with a column of dates and one of values: a price, another policy index, a search volume.
Days, months such as `2021-07` and quarters such as `2021Q3` are read. The file stays in this session and goes nowhere
else.
"""


@dataclass(frozen=True, slots=True)
class OverlayChoice:
    """Whether the series begins at 100, and whether changes are compared instead of levels."""

    rebased: bool = switch("on")
    changes: bool = switch("on")


CHOICES = Choices("overlay", OverlayChoice)


@cached(4, spinner="Reading the series", per_visitor=True)
def series_of(files: Files) -> OverlayReading:
    """Read the file of a series."""
    (file, data), *_ = files
    return read_overlay(file, data)


@cached(8, spinner="Comparing", per_visitor=True)
def comparison(files: Files, record: Record, chosen: EventFilter, *, changes: bool) -> OverlayResult | None:
    """Return the comparison of a file's series with the index of a filter; None where one of them is missing."""
    series, view = series_of(files).series, record.index(chosen)
    if series is None or view is None:
        return None
    first = view.line.first_day.toordinal()
    days = [dt.date.fromordinal(first + place) for place in range(len(view.line.index))]
    return correlate_overlay(series, days, view.line.index.tolist(), changes=changes)


def choose_comparison(record: Record) -> OverlayChoice:
    """Draw the two switches."""
    with st.container(horizontal=True):
        held.toggle("First value as 100", key=CHOICES.key("rebased"))
        held.toggle(
            "Compare changes instead of levels", key=CHOICES.key("changes"), help="Takes slow drift out of both."
        )
    return CHOICES.value(record)


def shown_series(files: Files, *, rebased: bool) -> tuple[OverlaySeries | None, str]:
    """Return a file's series as it is to be drawn, and a sentence where it cannot be rebased and stays as it is."""
    series = series_of(files).series
    if series is None or not rebased:
        return series, ""
    try:
        return series.rebased(), ""
    except MarketProblem as problem:
        return series, str(problem)


def render_overlay_words(result: OverlayResult) -> None:
    """Draw the correlation at lag 0 in words, or why there is none, and the warning that belongs to it."""
    zero = next((lag for lag in result.lags if lag.lag == 0 and lag.correlation is not None), None)
    what = "changes" if result.changes else "levels"
    unit = "months" if result.months == 1 else "quarters"
    if zero is not None:
        st.markdown(
            f"### Correlation {signed(zero.correlation or 0)} at lag 0{_interval(zero.low, zero.high)}, "
            f"from the {what} of {zero.pairs} {unit}"
        )
    else:
        st.markdown("### No correlation could be computed at lag 0")
        for reason in sorted({lag.reason for lag in result.lags if lag.reason}):
            st.caption(escape_markdown(f"{reason[:1].upper()}{reason[1:]}."))
    for note in result.notes:
        st.info(escape_markdown(note), icon=":material/info:")
    st.warning(CAUTION, icon=":material/warning:")


def _interval(low: float | None, high: float | None) -> str:
    return "" if low is None or high is None else f" (95\N{NO-BREAK SPACE}% interval {signed(low)} to {signed(high)})"


def render_overlay_chart(files: Files, record: Record, chosen: EventFilter, *, rebased: bool) -> None:
    """Draw the series over the index."""
    narrow = screen.is_narrow()
    _, problem = shown_series(files, rebased=rebased)
    if problem:
        st.warning(escape_markdown(problem), icon=":material/info:")
    figure = _overlay(files, record, chosen, rebased=rebased, dark=screen.is_dark(), narrow=narrow)
    if figure is not None:
        render_figure(
            figure,
            "overlay chart",
            picture="overlay",
            alt="The policy-sentiment index with your series on an axis of its own; the table below has the numbers.",
        )
    screen.watch_width(narrow=narrow)


@cached(16, per_visitor=True)
def _overlay(
    files: Files, record: Record, chosen: EventFilter, *, rebased: bool, dark: bool, narrow: bool
) -> "Figure | None":
    view = record.index(chosen)
    series, problem = shown_series(files, rebased=rebased)
    if view is None or series is None:
        return None
    unit = "first value = 100" if rebased and not problem else series.unit
    own = OwnLine(series.name, series.days, series.values, unit)
    return overlay_figure(view.line, own, dark=dark, narrow=narrow)


@cached(16, per_visitor=True)
def _lags(
    files: Files, record: Record, chosen: EventFilter, *, changes: bool, dark: bool, narrow: bool
) -> "Figure | None":
    result = comparison(files, record, chosen, changes=changes)
    lags = result.lags if result else ()
    bars = [LagBar(lag.lag, lag.correlation, lag.low, lag.high) for lag in lags if lag.correlation is not None]
    return lags_figure(bars, dark=dark, narrow=narrow) if bars else None


def render_lags(files: Files, record: Record, chosen: EventFilter, result: OverlayResult) -> None:
    """Draw the correlation at each lag, and the same as a table."""
    dark, narrow = screen.is_dark(), screen.is_narrow()
    figure = _lags(files, record, chosen, changes=result.changes, dark=dark, narrow=narrow)
    if figure is not None:
        st.markdown("#### Correlation at each lag")
        render_figure(
            figure,
            "overlay lags",
            picture="overlay-correlation",
            alt="Correlation of your series with the index at lags from 12 months before to 12 months after it.",
        )
    some_missing = any(lag.reason for lag in result.lags)
    rows = [
        {
            "Lag in months": lag.lag,
            "Pairs": lag.pairs,
            "Correlation": lag.correlation,
            "Low": lag.low,
            "High": lag.high,
            **({"Not computed because": lag.reason} if some_missing else {}),
        }
        for lag in result.lags
    ]
    number = st.column_config.NumberColumn(format="%+.3f")
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        key="overlay lags table",
        column_config={"Correlation": number, "Low": number, "High": number},
    )
    st.caption("Low and high are the ends of the 95 % interval by a bootstrap of blocks of a year.")


def render_pairs(result: OverlayResult) -> None:
    """Draw what was compared as a table, and the same as a file."""
    if not result.pairs:
        return
    name = "Month" if result.months == 1 else "Quarter from"
    with st.expander(f"The {len(result.pairs)} values that were compared"):
        rows = [{name: f"{pair.day:%Y-%m}", "Index": pair.index, result.name: pair.own} for pair in result.pairs]
        st.dataframe(pd.DataFrame(rows), hide_index=True)
        render_download("Compared values as CSV", "overlay download", "overlay.csv", lambda: pairs_csv(result))


def pairs_csv(result: OverlayResult) -> bytes:
    """Return the compared values as CSV: first day, index, own value."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("day", "index", protect_cell(result.name)))
    writer.writerows((pair.day.isoformat(), pair.index, pair.own) for pair in result.pairs)
    return text.getvalue().encode()
