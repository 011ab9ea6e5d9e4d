"""The key above the timeline: what marks, bars and lines mean, and nothing that is not on the chart."""

from collections.abc import Iterable, Sequence

from tracker.charts.frame import Frame
from tracker.charts.index_line import BAND, GHOST, INDEX
from tracker.charts.marks import Mark, Style
from tracker.charts.traces import Trace, scatter
from tracker.theme import Palette
from tracker.vocabulary import Reach

REACH = "larger: wider reach"
IMPRECISE = "day not known"
LASTING = "lasted: start to end"
UNACCEPTED = "not yet accepted"

ALONE, BESIDE = 6, 3
"""So many entries fit in a row at the least usual widths of the chart, alone and beside a card."""

NARROW = {
    BAND: "80 % range",
    GHOST: "all events",
    REACH: "size: reach",
    LASTING: "lasting",
    IMPRECISE: "day unknown",
    UNACCEPTED: "draft",
    INDEX: INDEX,
}
"""The same in so few letters that three stand side by side on a phone."""


def key_traces(marks: Sequence[Mark], frame: Frame, colours: Palette) -> list[Trace]:
    """Return traces without points that only stand in the key, in grey, because colour means stance."""
    styles = {mark.style for mark in marks}
    grey = {"line": {"width": 3.5, "color": colours.muted}}
    thin = {"line": {"width": 1.4, "color": colours.muted}}
    disc = {"symbol": "circle", "color": colours.muted, "size": frame.mark_sizes[Reach.SECTOR]}
    hollow = disc | {"color": colours.background} | thin
    entries = (
        (bool(marks), REACH, {"mode": "markers", "marker": disc}),
        (any(mark.event.lasts for mark in marks), LASTING, {"mode": "lines", **grey}),
        (Style.IMPRECISE in styles, IMPRECISE, {"mode": "lines+markers", "marker": hollow, **thin}),
        (Style.UNACCEPTED in styles, UNACCEPTED, {"mode": "markers", "marker": hollow}),
    )
    return [
        scatter(x=[None], y=[None], name=name, hoverinfo="skip", **style) for shown, name, style in entries if shown
    ]


def key_rows(traces: Iterable[Trace], *, beside: bool) -> int:
    """Return how many rows the key may take on a desk: Plotly sets what does not fit in one row in columns.

    Args:
        traces: all traces of the chart; those with a name of their own are entries.
        beside: whether a card stands beside the chart, which then is about two thirds as wide.
    """
    entries = sum(bool(trace.get("name")) and trace.get("showlegend", True) for trace in traces)
    in_a_row = BESIDE if beside else ALONE
    return max(-(-entries // in_a_row), 1)


def short_names(traces: Iterable[Trace]) -> list[Trace]:
    """Return traces whose entries in the key have the names that fit on a phone."""
    return [trace | {"name": NARROW[trace["name"]]} if "name" in trace else trace for trace in traces]
