"""The parts of the page "How shares reacted": the finding in words, charts, tests, tables, and what was left out."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from tracker.charts.abnormal_returns import Path, ReturnRow, path_figure, returns_figure
from tracker.charts.plain import signed
from tracker.dates import describe
from tracker.market import EventResult, GroupResult, GroupTest
from tracker.market.groupings import Grouping
from tracker.market.results import StudyPart, study_csv
from tracker.market.words import chance_words, method_sentence, p_value, p_words, study_sentence
from tracker.vocabulary import Stance
from tracker.web import screen
from tracker.web.data_view import render_behind, render_download, render_figure, render_rows
from tracker.web.event_card import choose
from tracker.web.pages.market.reads import StudyView
from tracker.web.text import escape_markdown
from tracker.wording import count_of

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

MOST_RESULTS = 30
"""The chart shows so many events one by one; the table shows all."""

MOST_LINES = 6
_STANCES = {"Tightening": Stance.RESTRICTION, "Neutral": Stance.NEUTRAL, "Easing": Stance.SUPPORT}
"""The mark of each direction; other groups have none of their own."""

NO_FILES = """
Give daily prices of one or more shares and of one series that stands for the market, such as a fund or an index.
Files as Yahoo, Stooq and Nasdaq write them are read as they are, and so are plain `Date,Close`, a long table with a
ticker in each row, and a wide one with a column for each share. They stay in this session and go nowhere else.
"""
STUDY_CAUTION = (
    "Beside the market is what a share did beyond what its earlier relation to the market lets one expect. It tells "
    "how investors took the news, not whether a measure was tight: Alibaba rose on its record fine. "
    "It never enters the index."
)


def render_study_words(study: StudyView) -> None:
    """Draw the finding in one sentence, both directions beside each other, and what to make of it."""
    result = study.result
    if result is None or result.group is None:
        st.markdown("### No event could be measured")
        return
    st.markdown(f"### {escape_markdown(study_sentence(result))}")
    st.caption(f"{escape_markdown(method_sentence(result))} {STUDY_CAUTION}")


def render_parts(study: StudyView, by: Grouping) -> None:
    """Draw the mean of each part with its range: tightening, easing and neutral apart, or what else was asked for."""
    if study.result is None or not study.measured:
        return
    parts = study.result.parts_by(by)
    _render(
        study,
        f"parts {by}",
        lambda **look: returns_figure([_part_row(part) for part in parts], **look),
        alt=f"Mean return beside the market by {by}, with its range of 95 %; the numbers stand in the table of tests.",
    )
    screen.watch_width(narrow=screen.is_narrow())


def _part_row(part: StudyPart) -> ReturnRow:
    group = part.group
    note = f"{count_of(group.days, 'event day')}, {group.events} measured; {chance_words(group.telling_test)}"
    return ReturnRow(part.name, note, group.mean_car, group.spread_se, _STANCES.get(part.name, Stance.NEUTRAL))


def render_path(study: StudyView) -> None:
    """Draw a closed box with the mean path around tightening, easing and neutral events, day by day."""
    if study.result is None or not study.measured:
        return
    box = st.expander("Day by day around the events", key="market path open", on_change="rerun")
    if not box.open:
        return
    parts = study.result.parts_by(Grouping.DIRECTION)
    means = [
        Path(part.name, part.group.mean_cumulative, part.group.mean_cumulative_se, _STANCES[part.name])
        for part in parts
    ]
    first = study.measured[0].window[0]
    with box:
        _render(
            study,
            "path",
            lambda **look: path_figure(means, [], first, **look),
            alt="Mean return beside the market for each trading day around the events, for each direction.",
        )
        st.caption("Shaded: the 95 % range by the market model, taking the events as independent of each other.")
        st.dataframe(study.once("path rows", lambda: pd.DataFrame(_path_rows(parts, first))), hide_index=True)


def _render(
    study: StudyView,
    name: str,
    make: "Callable[..., Figure]",
    *,
    alt: str,
    choose: Callable[[str], None] | None = None,
) -> None:
    """Draw a chart of a study, which is made once for each look of the screen."""
    look = {"dark": screen.is_dark(), "narrow": screen.is_narrow()}
    figure = study.once(f"{name} {look}", lambda: make(**look))
    key = f"market {name}"
    render_figure(figure, key, picture=key.replace(" ", "-"), alt=alt, choose=choose)


def render_events_of_study(study: StudyView) -> None:
    """Draw a closed box with the events one by one, as a chart and as a table; a mark or row opens the event's card."""
    if not study.measured:
        return
    label = "Each event" if len(study.measured) == 1 else f"Each of the {len(study.measured)} measured returns"
    box = st.expander(label, key="market events open", on_change="rerun")
    if not box.open:
        return
    with box:
        rows = _largest(study.measured)
        if len(rows) < len(study.measured):
            st.caption(f"The {len(rows)} of {len(study.measured)} with the largest t; the table has them all.")
        _render(
            study,
            "events",
            lambda **look: returns_figure([_row(study, one) for one in rows], **look),
            alt="Return beside the market of each event with its range; the table below has the numbers.",
            choose=choose,
        )
        _render_table(study)


def _largest(measured: Sequence[EventResult]) -> list[EventResult]:
    kept = sorted(measured, key=lambda one: -abs(one.t))[:MOST_RESULTS]
    return sorted(kept, key=lambda one: (one.day, one.slug, one.ticker))


def _row(study: StudyView, one: EventResult) -> ReturnRow:
    note = f"{one.ticker}, {describe(one.day.isoformat())}"
    return ReturnRow(one.title, note, one.car, one.se, study.events[one.slug].stance, one.confounded, one.slug)


def _render_table(study: StudyView) -> None:
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
    render_download("Results as CSV", "market download", "event-study.csv", lambda: study_csv(study.measured).encode())


def render_tests(study: StudyView, by: Grouping) -> None:
    """Draw a closed box with all tests: for each part, for all events, and for those that stand apart."""
    result = study.result
    if result is None or result.group is None:
        return
    groups = {part.name: part.group for part in result.parts_by(by)} | {"All": result.group}
    if result.group_apart is not None and result.group_apart is not result.group:
        groups["Not confounded"] = result.group_apart
    cells = {name: _test_cells(group) for name, group in groups.items()}
    render_behind("All tests", "market tests", lambda: pd.DataFrame([{"Events": n, **c} for n, c in cells.items()]))
    reasons = sorted({f"{test.name}: {test.reason}." for test in result.group.tests if test.reason})
    for line in (*result.notes, *reasons):
        st.caption(escape_markdown(line))


def _test_cells(group: GroupResult) -> dict[str, str]:
    return {
        "Event days": str(group.days),
        "Measured": str(group.events),
        "Mean": f"{signed(100 * group.mean_car)} %",
        "Standard error": f"{100 * group.spread_se:.2f} %",
        **{test.name: _test_words(test) for test in group.tests},
    }


def _test_words(test: GroupTest) -> str:
    if test.statistic is None or test.p is None:
        return "not defined"
    return f"{signed(test.statistic)} ({p_words(test.p)})"


def _cells(study: StudyView, one: EventResult) -> dict[str, object]:
    return {
        "Event": one.title,
        "Share": one.ticker,
        "Event day": one.asked.isoformat(),
        "Measured from": one.day.isoformat(),
        "CAR %": 100 * one.car,
        "SE %": 100 * one.se,
        "t": one.t,
        "p": p_value(one.p),
        "Returns": one.returns,
        "Beta": one.beta,
        "Confounded with": "; ".join(study.events[slug].title for slug in one.confounded_with),
        "Remarks": " ".join(one.notes),
    }


def _path_rows(parts: Sequence[StudyPart], first: int) -> list[dict[str, object]]:
    return [
        {
            "Events": part.name,
            "Trading day": first + place,
            "Mean return %": round(100 * mean, 4),
            "Standard error %": round(100 * error, 4),
        }
        for part in parts
        for place, (mean, error) in enumerate(
            zip(part.group.mean_cumulative, part.group.mean_cumulative_se, strict=True)
        )
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
