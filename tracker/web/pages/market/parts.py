"""The parts of the page "How shares reacted": the finding in words, charts, tests, tables, and what was left out."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from tracker.charts.abnormal_returns import Path, ReturnRow, path_figure, returns_figure
from tracker.charts.plain import signed
from tracker.dates import describe
from tracker.market import EventResult, GroupResult, GroupTest, StudyResult
from tracker.market.groupings import Grouping, stance_name
from tracker.market.results import BETWEEN_TITLES, StudyPart, per_cent, study_csv
from tracker.market.words import (
    chance_words,
    method_sentence,
    p_value,
    p_words,
    placebo_sentence,
    placebo_words,
    study_sentence,
)
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
_STANCES = {"Tightening": Stance.RESTRICTION, "Neutral": Stance.NEUTRAL, "Easing": Stance.SUPPORT} | {
    stance_name(stance): stance for stance in Stance
}
"""The mark of each direction and level of stance; other groups have none of their own."""

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
    st.markdown(escape_markdown(placebo_sentence(result)))
    st.caption(f"{escape_markdown(method_sentence(result))} {STUDY_CAUTION}")
    for line in result.notes:
        st.caption(escape_markdown(line))


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
    days = f"{count_of(group.days, 'event day')}, {count_of(group.returns, 'return')}"
    note = f"{days}; {chance_words(group, short=True)}"
    return ReturnRow(part.name, note, *group.percents, _STANCES.get(part.name, Stance.NEUTRAL))


def render_path(study: StudyView) -> None:
    """Draw a closed box with the mean path around tightening, easing and neutral events, day by day."""
    if study.result is None or not study.measured:
        return
    box = st.expander("Day by day around the events", key="market path open", on_change="rerun")
    if not box.open:
        return
    parts = study.result.parts_by(Grouping.DIRECTION)
    means = [Path(part.name, *_path_percents(part.group), stance=_STANCES[part.name]) for part in parts]
    first = study.measured[0].window[0]
    with box:
        _render(
            study,
            "path",
            lambda **look: path_figure(means, first, **look),
            alt="Mean return beside the market for each trading day around the events, for each direction.",
        )
        st.caption("Shaded: the 95 % range of the mean over event days, by their spread and what they have in common.")
        st.dataframe(study.once("path rows", lambda: pd.DataFrame(_path_rows(parts, first))), hide_index=True)


def _path_percents(group: GroupResult) -> tuple[list[float], list[float], list[float]]:
    """Return the mean path and the ends of its range, turned into per cent."""
    paths = (group.path_log, group.low_path_log, group.high_path_log)
    mean, low, high = ([per_cent(value) for value in path] for path in paths)
    return mean, low, high


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
    return sorted(kept, key=lambda one: (one.day, one.slugs, one.ticker))


def _row(study: StudyView, one: EventResult) -> ReturnRow:
    note = f"{one.ticker}, {describe(one.day.isoformat())}"
    slug = _strongest(study, one)
    return ReturnRow(one.title, note, *one.percents, study.events[slug].stance, one.confounded, slug)


def _strongest(study: StudyView, one: EventResult) -> str:
    """Return the strongest event of the day: the mark is its, and so is the card that mark and row open."""
    return max(one.slugs, key=lambda slug: abs(study.events[slug].stance))


def _render_table(study: StudyView) -> None:
    render_rows(
        study.once("table", lambda: pd.DataFrame([_cells(study, one) for one in study.measured])),
        "market table",
        study.measured,
        lambda one: choose(_strongest(study, one)),
        column_config={
            "Event": st.column_config.TextColumn(width="large"),
            **{name: st.column_config.NumberColumn(format="%+.2f") for name in ("Reaction %", "from %", "to %", "t")},
            "Beta": st.column_config.NumberColumn(format="%.2f"),
        },
    )
    render_download("Results as CSV", "market download", "event-study.csv", lambda: study_csv(study.measured).encode())


def render_tests(study: StudyView, by: Grouping) -> None:
    """Draw a closed box with all tests: for each part, for all events, and for those that stand apart."""
    result = study.result
    if result is None or result.group is None:
        return
    rows = [{"Events": name, **_test_cells(group)} for name, group in _groups_of(result, by).items()]
    render_behind("All tests", "market tests", lambda: pd.DataFrame(rows).fillna(""))


def _groups_of(result: StudyResult, by: Grouping) -> dict[str, GroupResult]:
    groups = {part.name: part.group for part in result.parts_by(by)}
    groups |= {"All": result.group} if result.group else {}
    apart = result.group_apart
    return groups | ({"Not confounded": apart} if apart is not None and apart is not result.group else {})


def _test_cells(group: GroupResult) -> dict[str, str]:
    return mean_cells(group) | {test.name: _test_words(test) for test in group.tests}


def mean_cells(group: GroupResult) -> dict[str, str]:
    """Return the cells of a table that tell how many days a group holds, its mean, and its placebo."""
    mean, low, high = (signed(value) for value in group.percents)
    return {
        "Event days": str(group.days),
        "Returns": str(group.returns),
        "Mean": f"{mean} %",
        "95 % range": f"{low} to {high} %",
        "Placebo": placebo_words(group.placebo),
    }


def _test_words(test: GroupTest) -> str:
    if test.statistic is None or test.p is None:
        return f"not defined: {test.reason}"
    return f"{signed(test.statistic)} ({p_words(test.p)})"


def _cells(study: StudyView, one: EventResult) -> dict[str, object]:
    value, low, high = one.percents
    return {
        "Event": one.title,
        "Share": one.ticker,
        "Event day": "; ".join(dict.fromkeys(day.isoformat() for day in one.asked)),
        "Measured from": one.day.isoformat(),
        "Reaction %": value,
        "from %": low,
        "to %": high,
        "t": one.t,
        "p": p_value(one.p),
        "Estimated from": one.estimation_returns,
        "Beta": one.beta,
        "Confounded with": BETWEEN_TITLES.join(study.events[slug].title for slug in one.confounded_with),
        "Remarks": " ".join(one.notes),
    }


def _path_rows(parts: Sequence[StudyPart], first: int) -> list[dict[str, object]]:
    return [
        {
            "Events": part.name,
            "Trading day": first + place,
            "Mean %": round(mean, 4),
            "from %": round(low, 4),
            "to %": round(high, 4),
        }
        for part in parts
        for place, (mean, low, high) in enumerate(zip(*_path_percents(part.group), strict=True))
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
            shown = BETWEEN_TITLES.join(names[:MOST_LINES])
            st.markdown(f"- {escape_markdown(shown + more)}: {escape_markdown(reason)}")
        if many:
            cells = [
                {"Event": study.events[each.slug].title, "Share": each.ticker, "Why": each.reason}
                for each in study.problems
            ]
            st.dataframe(pd.DataFrame(cells), hide_index=True)
