"""The parts of the page "Share prices": the finding in words, tests, charts, tables, and what was left out."""

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from tracker.charts.abnormal_returns import NORMAL, Path, ReturnRow, path_figure, returns_figure
from tracker.charts.plain import signed
from tracker.dates import describe
from tracker.market import EventResult, GroupResult, GroupTest
from tracker.market.results import study_csv
from tracker.web import screen
from tracker.web.data_view import render_download, render_figure, render_rows
from tracker.web.event_card import choose
from tracker.web.pages.market.reads import StudyView
from tracker.web.text import escape_markdown

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

MOST_RESULTS = 30
"""The chart shows so many events one by one; the table shows all."""

MOST_PATHS = 60
MOST_LINES = 6

NO_FILES = """
Give daily prices of one or more shares and of one series that stands for the market, such as a fund or an index.
Files as Yahoo, Stooq and Nasdaq write them are read as they are, and so are plain `Date,Close`, a long table with a
ticker in each row, and a wide one with a column for each share. They stay in this session and go nowhere else.
"""
STUDY_CAUTION = (
    "Abnormal is what a share did beside the market model estimated before the event. It tells how investors took the "
    "news, not whether a measure was tight: Alibaba rose on its record fine. It never enters the index."
)


def render_study_words(study: StudyView) -> None:
    """Draw the mean reaction as a headline, and how sure it is."""
    result = study.result
    if result is None or result.group is None:
        st.markdown("### No event could be measured")
        return
    group = result.group
    low, high = group.mean_car - NORMAL * group.se, group.mean_car + NORMAL * group.se
    counted = "1 event" if group.events == 1 else f"{group.events} event returns"
    first, last = result.window
    st.markdown(
        f"### {per_cent(group.mean_car)} beside {escape_markdown(result.market)} from day {signed(first, decimals=0)} "
        f"to day {signed(last, decimals=0)}, on average over {counted}"
    )
    st.caption(f"95 % range {per_cent(low)} to {per_cent(high)}, taking the events as independent. {STUDY_CAUTION}")


def per_cent(value: float) -> str:
    """Return a share of one as per cent with its sign."""
    return f"{signed(100 * value)} %"


def render_tests(study: StudyView) -> None:
    """Draw the tests, for all events and for those that stand apart."""
    result = study.result
    if result is None or result.group is None:
        return
    groups: dict[str, GroupResult | None] = {"All": result.group}
    if result.group_apart is not result.group:
        groups["Not confounded"] = result.group_apart
    columns = {name: _test_cells(group) for name, group in groups.items() if group is not None}
    rows = [{"Events": name, **cells} for name, cells in columns.items()]
    if screen.is_narrow():
        rows = [{"Events": label} | {name: columns[name][label] for name in columns} for label in columns["All"]]
    st.table(rows, border="horizontal")
    reasons = [f"{test.name}: {test.reason}." for test in result.group.tests if test.reason]
    for line in (*result.notes, *reasons):
        st.caption(escape_markdown(line))


def _test_cells(group: GroupResult) -> dict[str, str]:
    return {
        "Measured": str(group.events),
        "Mean": per_cent(group.mean_car),
        "Standard error": f"{100 * group.se:.2f} %",
        **{test.name: _test_words(test) for test in group.tests},
    }


def _test_words(test: GroupTest) -> str:
    if test.statistic is None or test.p is None:
        return "not defined"
    return f"{signed(test.statistic)} ({p_words(test.p)})"


def p_words(p: float) -> str:
    """Return a probability to three places."""
    return "p < 0.001" if p < 0.0005 else f"p {p:.3f}"  # noqa: PLR2004 - the last place that is shown


def render_charts(study: StudyView) -> None:
    """Draw the mean path and the events one by one."""
    narrow, dark = screen.is_narrow(), screen.is_dark()
    measured = study.measured
    group = study.result.group if study.result else None
    if not measured or group is None:
        return
    render_figure(
        study.once(f"path {dark} {narrow}", lambda: _path_figure(study, group, dark=dark, narrow=narrow)),
        "market path",
        picture="market-reaction-mean",
        alt="Mean cumulative abnormal return for each trading day around the events; the table below has the numbers.",
    )
    rows = _largest(measured)
    if len(rows) < len(measured):
        st.caption(f"The {len(rows)} of {len(measured)} with the largest t; the table has them all.")
    render_figure(
        study.once(f"rows {dark} {narrow}", lambda: _rows_figure(study, rows, dark=dark, narrow=narrow)),
        "market returns",
        picture="market-reaction-events",
        alt="Cumulative abnormal return of each event with its range; the table below has the numbers.",
    )
    screen.watch_width(narrow=narrow)


def _path_figure(study: StudyView, group: GroupResult, *, dark: bool, narrow: bool) -> "Figure":
    mean = Path("mean of all events", group.mean_cumulative, group.mean_cumulative_se)
    single = [Path(one.title, one.cumulative, one.cumulative_se) for one in study.measured]
    first = study.measured[0].window[0]
    others = single if 1 < len(single) <= MOST_PATHS else []
    return path_figure(mean, others, first, dark=dark, narrow=narrow)


def _rows_figure(study: StudyView, rows: Sequence[EventResult], *, dark: bool, narrow: bool) -> "Figure":
    return returns_figure([_row(study, one) for one in rows], dark=dark, narrow=narrow)


def _largest(measured: Sequence[EventResult]) -> list[EventResult]:
    kept = sorted(measured, key=lambda one: -abs(one.t))[:MOST_RESULTS]
    return sorted(kept, key=lambda one: (one.day, one.slug, one.ticker))


def _row(study: StudyView, one: EventResult) -> ReturnRow:
    note = f"{one.ticker}, {describe(one.day.isoformat())}"
    return ReturnRow(one.title, note, one.car, one.se, study.events[one.slug].stance, one.confounded)


def render_study_table(study: StudyView) -> None:
    """Draw the numbers of both charts as tables; a row that is chosen opens the event's card."""
    if not study.measured or study.result is None or study.result.group is None:
        return
    render_rows(
        study.once("table", lambda: pd.DataFrame([_cells(study, one) for one in study.measured])),
        "market table",
        study.measured,
        lambda one: choose(one.slug),
        column_config={
            "Event": st.column_config.TextColumn(width="large"),
            **{name: st.column_config.NumberColumn(format="%+.2f") for name in ("CAR %", "t")},
            **{name: st.column_config.NumberColumn(format="%.2f") for name in ("SE %", "Beta")},
        },
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        render_download(
            "Results as CSV", "market download", "event-study.csv", lambda: study_csv(study.measured).encode()
        )
        st.caption("The button at the corner of each chart saves it as a picture (SVG).")
    with st.expander("The mean path as a table"):
        st.dataframe(pd.DataFrame(_path_rows(study.result.group, study.measured[0].window[0])), hide_index=True)


def _cells(study: StudyView, one: EventResult) -> dict[str, object]:
    return {
        "Event": one.title,
        "Share": one.ticker,
        "Event day": one.asked.isoformat(),
        "Measured from": one.day.isoformat(),
        "CAR %": 100 * one.car,
        "SE %": 100 * one.se,
        "t": one.t,
        "p": p_words(one.p).removeprefix("p ").replace(" ", ""),
        "Returns": one.returns,
        "Beta": one.beta,
        "Confounded with": "; ".join(study.events[slug].title for slug in one.confounded_with),
        "Remarks": " ".join(one.notes),
    }


def _path_rows(group: GroupResult, first: int) -> list[dict[str, object]]:
    pairs = zip(group.mean_cumulative, group.mean_cumulative_se, strict=True)
    return [
        {"Trading day": first + place, "Mean CAR %": round(100 * mean, 4), "SE %": round(100 * error, 4)}
        for place, (mean, error) in enumerate(pairs)
    ]


def render_problems(study: StudyView) -> None:
    """Draw what could not be measured, gathered by reason, and all of it as a table."""
    if not study.problems:
        return
    by_reason: defaultdict[str, list[str]] = defaultdict(list)
    for problem in study.problems:
        title = study.events[problem.slug].title
        by_reason[problem.reason].append(f"{title} ({problem.ticker})" if problem.ticker else title)
    many = len(study.problems) > MOST_LINES
    with st.expander(f"{len(study.problems)} not measured", icon=":material/info:", expanded=not many):
        for reason, names in sorted(by_reason.items(), key=lambda pair: -len(pair[1])):
            more = f" and {len(names) - MOST_LINES} more" if len(names) > MOST_LINES else ""
            st.markdown(f"- {escape_markdown('; '.join(names[:MOST_LINES]) + more)}: {escape_markdown(reason)}")
        if many:
            cells = [
                {"Event": study.events[each.slug].title, "Share": each.ticker, "Why": each.reason}
                for each in study.problems
            ]
            st.dataframe(pd.DataFrame(cells), hide_index=True)
