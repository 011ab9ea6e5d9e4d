"""The key of the timeline: what line, tint and marks mean, in as few words as fit into one row."""

from collections.abc import Sequence

from tracker.charts.density import Shades
from tracker.charts.frame import Frame
from tracker.charts.index_line import IndexLine, faint_style, ghost_style
from tracker.charts.marks import PlacedMark, Style
from tracker.charts.template import Trace, scatter
from tracker.charts.texts import text_width
from tracker.theme import Palette, mixed
from tracker.vocabulary import Reach

AVERAGE, SPAN, THIN, OTHERS = "average", "range", "few events", "all events"
REACH, LASTING, IMPRECISE, UNACCEPTED = "size: reach", "lasted", "day not known", "not yet accepted"

_NARROW = {IMPRECISE: "day unsure", UNACCEPTED: "draft"}
"""What has fewer letters on a phone, so that three entries stand side by side."""

IN_A_ROW_ON_A_PHONE = 3

SHADE = 0.4
"""Share of the colour of text in the sample of a shade."""

LIKELY = 0.92
"""Words of a key are about so much narrower than the width that is reckoned with for names."""

_SWATCH = 45
"""Pixels that Plotly gives the sample of an entry and the gap to the next one."""


def key_traces(
    marks: Sequence[PlacedMark],
    line: IndexLine | None,
    ghost: IndexLine | None,
    *,
    shades: Shades | None,
    frame: Frame,
    colours: Palette,
) -> list[Trace]:
    """Return traces without points that only stand in the key; marks have the colour of text, because colour is stance.

    Args:
        marks: the placed Events.
        line: the index, None where there is none.
        ghost: the index behind it.
        shades: what counts the Events where they are too many to be marks.
        frame: size of the chart.
        colours: of the theme.
    """
    styles = {mark.style for mark in marks}
    thin = {"line": {"width": 1.4, "color": colours.text}}
    symbol = "triangle-down" if any(mark.event.stance < 0 for mark in marks) else "triangle-up"
    mark = {"symbol": symbol, "color": colours.text, "size": frame.mark_sizes[Reach.SECTOR]}
    hollow = mark | {"color": colours.background} | thin
    line_of = {"line": {"width": 2.4, "color": colours.text}}
    band = {"line": {"width": 9, "color": colours.band}}
    entries = (
        (line is not None, AVERAGE, {"mode": "lines", **line_of}),
        (line is not None and line.has_band, SPAN, {"mode": "lines", **band}),
        (line is not None and bool(line.recorded.faint.any()), THIN, {"mode": "lines", "line": faint_style(colours)}),
        (ghost is not None, OTHERS, {"mode": "lines", "line": ghost_style(colours)}),
        (shades is not None, _shade_words(shades, frame), {"mode": "markers", "marker": _shade_sample(colours)}),
        (bool(marks), _reach_words(shades, len(marks), frame), {"mode": "markers", "marker": mark}),
        (any(each.event.lasts for each in marks), LASTING, {"mode": "lines", "line": thin["line"] | {"width": 3.5}}),
        (Style.IMPRECISE in styles, IMPRECISE, {"mode": "lines+markers", "marker": hollow, **thin}),
        (Style.UNACCEPTED in styles, UNACCEPTED, {"mode": "markers", "marker": hollow}),
    )
    return [
        scatter(x=[None], y=[None], name=_NARROW.get(name, name) if frame.narrow else name, hoverinfo="skip", **style)
        for shown, name, style in entries
        if shown
    ]


def _shade_words(shades: Shades | None, frame: Frame) -> str:
    """Return how many Events are in shades, and what the fullest shade stands for."""
    if shades is None:
        return ""
    word = shades.cell.word
    return f"per {word}" if frame.narrow else f"shade: {shades.total:,} events, up to {shades.most:,} a {word}"


def _reach_words(shades: Shades | None, marks: int, frame: Frame) -> str:
    """Return what marks are where they are only some of the Events."""
    return REACH if shades is None or frame.narrow else f"the {marks} strongest, {REACH}"


def _shade_sample(colours: Palette) -> dict[str, object]:
    """Return the sample of a shade: a square as pale as most are, since its colour is that of the stance."""
    return {"symbol": "square", "size": 13, "color": mixed(colours.text, colours.background, SHADE)}


def key_rows(entries: Sequence[Trace], frame: Frame) -> int:
    """Return how many rows the key takes: what does not fit in one row, Plotly sets in columns of one width."""
    if frame.narrow:
        return max(-(-len(entries) // IN_A_ROW_ON_A_PHONE), 1)
    room = frame.widths[0] - frame.left - frame.right
    widths = [LIKELY * text_width(trace["name"], frame.key_size) + _SWATCH for trace in entries]
    if sum(widths) <= room:
        return 1
    return -(-len(entries) // max(int(room / max(widths)), 1))
