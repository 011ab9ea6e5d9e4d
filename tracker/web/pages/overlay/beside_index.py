"""The series beside the index: both as lines, their correlation at each lag, and the tables of both."""

import csv
import datetime as dt
import io
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from tracker.charts.overlay import LagBar, OwnLine, lags_figure, overlay_figure
from tracker.charts.plain import signed
from tracker.filters import EventFilter
from tracker.market import (
    CAUTION,
    MarketProblem,
    OverlayResult,
    OverlaySeries,
    Step,
    correlate_overlay,
    joint_words,
)
from tracker.tables.escaping import protect_cell
from tracker.web import screen
from tracker.web.data_view import render_behind, render_download, render_figure
from tracker.web.keeping import cached
from tracker.web.pages.overlay.choice import Compared, line_named
from tracker.web.reads import Record
from tracker.web.taking import picture_words
from tracker.web.text import escape_markdown
from tracker.web.upload_view import Files
from tracker.wording import count_of

if TYPE_CHECKING:
    from plotly.graph_objects import Figure


@cached(8, spinner="Comparing", per_visitor=True)
def comparison(
    files: Files, name: str, record: Record, chosen: EventFilter, compared: Compared, *, weekly: bool
) -> OverlayResult | None:
    """Return the comparison of the series of this name with a filter's index; None where there is no index."""
    view = record.index(chosen)
    if view is None:
        return None
    days = [dt.date.fromordinal(day) for day in view.series.days.tolist()]
    values = view.series.news if compared.of_news else view.series.index
    return correlate_overlay(
        line_named(files, name),
        days,
        values.tolist(),
        weekly=weekly,
        changes=compared.of_changes,
        summed=compared.of_news,
    )


def _shown(series: OverlaySeries, *, rebased: bool) -> tuple[OverlaySeries, str]:
    """Return a series as it is to be drawn, and a sentence where it cannot be rebased and stays as it is."""
    if not rebased:
        return series, ""
    try:
        return series.rebased(), ""
    except MarketProblem as problem:
        return series, str(problem)


def render_overlay_words(result: OverlayResult, compared: Compared) -> None:
    """Draw the correlation at lag 0 in words, or why there is none, what all lags say, and the warning about both."""
    zero = next((lag for lag in result.lags if lag.lag == 0 and lag.correlation is not None), None)
    unit = result.step.value
    if zero is not None:
        st.markdown(
            f"### Correlation {signed(zero.correlation or 0)} in the same {unit}{_interval(zero.low, zero.high)}, "
            f"from {compared.words} of {zero.pairs} {unit}s"
        )
    else:
        st.markdown(f"### No correlation could be computed for the same {unit}")
        for reason in sorted({lag.reason for lag in result.lags if lag.reason}):
            st.caption(escape_markdown(f"{reason[:1].upper()}{reason[1:]}."))
    if words := joint_words(result):
        st.markdown(words)
    for note in result.notes:
        st.info(escape_markdown(note), icon=":material/info:")
    st.warning(CAUTION, icon=":material/warning:")


def _interval(low: float | None, high: float | None) -> str:
    return "" if low is None or high is None else f" (95\N{NO-BREAK SPACE}% interval {signed(low)} to {signed(high)})"


_ON_TOP = "The policy-sentiment index with your series on an axis of its own."
_AT_LAGS = (
    "Correlation of your series with the index at lags from 12 {0}s before to 12 {0}s after it, with a joint band."
)


def render_overlay_chart(
    files: Files, own: OverlaySeries, record: Record, chosen: EventFilter, *, rebased: bool
) -> None:
    """Draw the series over the index."""
    narrow = screen.is_narrow()
    _, problem = _shown(own, rebased=rebased)
    if problem:
        st.warning(escape_markdown(problem), icon=":material/info:")
    figure = _overlay(files, own.name, record, chosen, rebased=rebased, dark=screen.is_dark(), narrow=narrow)
    if figure is not None:
        render_figure(
            figure,
            "overlay chart",
            picture=picture_words(record, chosen, "overlay", _ON_TOP),
            alt=f"{_ON_TOP} The table below has the numbers.",
        )
    screen.watch_width(narrow=narrow)


@cached(16, per_visitor=True)
def _overlay(
    files: Files, name: str, record: Record, chosen: EventFilter, *, rebased: bool, dark: bool, narrow: bool
) -> "Figure | None":
    view = record.index(chosen)
    if view is None:
        return None
    shown, problem = _shown(line_named(files, name), rebased=rebased)
    unit = "first value = 100" if rebased and not problem else shown.unit
    own = OwnLine(shown.name, shown.days, shown.values, unit)
    return overlay_figure(view.line, own, dark=dark, narrow=narrow)


def _lags(result: OverlayResult, *, dark: bool, narrow: bool) -> "Figure | None":
    bars = [
        LagBar(lag.lag, lag.correlation, lag.low, lag.high, lag.joint_low, lag.joint_high)
        for lag in result.lags
        if lag.correlation is not None
    ]
    return lags_figure(bars, unit=result.step.lag_unit, dark=dark, narrow=narrow) if bars else None


def render_lags(record: Record, chosen: EventFilter, result: OverlayResult) -> None:
    """Draw the correlation at each lag, and the same as a table."""
    figure = _lags(result, dark=screen.is_dark(), narrow=screen.is_narrow())
    if figure is not None:
        st.markdown("#### Correlation at each lag")
        alt = _AT_LAGS.format(result.step.lag_unit)
        render_figure(
            figure, "overlay lags", picture=picture_words(record, chosen, "overlay-correlation", alt), alt=alt
        )
    render_behind("The correlation at each lag as a table", "overlay lags table", lambda: _lag_rows(result), decimals=3)


def _lag_rows(result: OverlayResult) -> pd.DataFrame:
    some_missing = any(lag.reason for lag in result.lags)
    return pd.DataFrame(
        {
            f"Lag in {result.step.lag_unit}s": lag.lag,
            "Pairs": lag.pairs,
            "Correlation": lag.correlation,
            "Low end (95 %)": lag.low,
            "High end (95 %)": lag.high,
            "Joint low end (95 %)": lag.joint_low,
            "Joint high end (95 %)": lag.joint_high,
            **({"Not computed because": lag.reason} if some_missing else {}),
        }
        for lag in result.lags
    )


def render_pairs(result: OverlayResult, compared: Compared) -> None:
    """Draw what the correlation at lag 0 is made of as a table, and the same as a file."""
    if not result.pairs:
        return
    values = count_of(len(result.pairs), "value")
    kept = "your series as levels" if compared.of_news else "as levels"
    label = f"The {values} behind it, {kept}" if compared.of_changes else f"The {values} that were compared"
    render_behind(label, "overlay pairs", lambda: _pair_rows(result, compared))
    render_download("These values as CSV", "overlay download", "overlay.csv", lambda: pairs_csv(result, compared))


def _pair_rows(result: OverlayResult, compared: Compared) -> pd.DataFrame:
    name, form = {
        Step.WEEK: ("Week from", "%Y-%m-%d"),
        Step.MONTH: ("Month", "%Y-%m"),
        Step.QUARTER: ("Quarter from", "%Y-%m"),
    }[result.step]
    beside = "News of the index" if compared.of_news else "Index"
    return pd.DataFrame(
        {name: f"{pair.day:{form}}", beside: pair.index, result.name: pair.own} for pair in result.pairs
    )


def pairs_csv(result: OverlayResult, compared: Compared) -> bytes:
    """Return the table behind a correlation as CSV: first day, index or its news, and the level of the own series."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("day", "news" if compared.of_news else "index", protect_cell(result.name)))
    writer.writerows((pair.day.isoformat(), pair.index, pair.own) for pair in result.pairs)
    return text.getvalue().encode()
