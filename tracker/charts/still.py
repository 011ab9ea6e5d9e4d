"""A timeline as an SVG drawing that needs no browser to be made and no script to be read.

It is drawn from the Plotly figure itself, trace by trace, as far as the timeline uses Plotly, so that the two never say
different things. Colours are names that a style sheet gives their values, so that one drawing serves light and dark.
"""

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from html import escape, unescape
from typing import Any, NamedTuple

import numpy as np

from tracker.charts.density import FULLEST, PALEST, SHADES
from tracker.charts.key import SHADE
from tracker.charts.marks import BAR_TINT, NAME, TINT
from tracker.charts.template import Trace
from tracker.charts.texts import text_width
from tracker.charts.timeline import FigureParts
from tracker.theme import PAIRED, dark_of
from tracker.vocabulary import Stance

COLOURS = dark_of((TINT, BAR_TINT, PALEST, FULLEST, SHADE))
"""Every colour that a timeline in ``PAIRED`` holds, with the one that it has on a dark page."""

_NAMES = {light: f"--chart-{number}" for number, light in enumerate(COLOURS)}
_LETTER_LINE = 1.3
_RGBA = re.compile(r"rgba\((\d+),(\d+),(\d+),([\d.]+)\)")
_SWATCH, _KEY_GAP, _KEY_ROW = 26, 12, 19
_LETTERS = 1.1
"""Letters of some systems are so much wider than those that are reckoned with."""

_YEAR, _MONTH = 365.25, 30.44
_STEPS = (1 / 12, 1 / 4, 1 / 2, 1, 2, 5, 10, 20, 50)

Attributes = Mapping[str, str | float | None]
"""Attributes of an element; what is None is left out."""


class MarkTarget(NamedTuple):
    """Where a mark of the drawing leads, and what is said of it."""

    address: str
    words: str


def colour_rules() -> tuple[tuple[str, str, str], ...]:
    """Return the names of the colours in drawings, each with its light and its dark value."""
    return tuple((_NAMES[light], light, dark) for light, dark in COLOURS.items())


def browser_figure(parts: FigureParts) -> dict[str, Any]:
    """Return the figure as JSON values, as a browser's Plotly takes it; numbers to a thousandth."""
    plain: dict[str, Any] = _plain({"data": parts.traces, "layout": parts.layout})
    return plain


def _plain(value: Any) -> Any:  # noqa: ANN401 - any part of a figure
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return list(value) if all(isinstance(each, str) for each in value) else [_plain(each) for each in value]
    if isinstance(value, np.ndarray):
        if value.dtype.kind != "f":
            return value.tolist()
        numbers = np.round(value.astype(np.float64), 3)
        return numbers.tolist() if np.isfinite(numbers).all() else _plain(numbers.tolist())
    if isinstance(value, float):
        return None if math.isnan(value) else round(value, 3)
    return _plain(value.to_plotly_json()) if hasattr(value, "to_plotly_json") else value


def still_svg(
    parts: FigureParts, width: int, *, label: str, target: Callable[[str], MarkTarget | None] = lambda _slug: None
) -> str:
    """Draw a timeline.

    Args:
        parts: the parts of the figure, in the colours of ``PAIRED``.
        width: in pixels; the figure tells its height.
        label: the chart in words.
        target: gives for the slug of an Event where its mark leads; None for nowhere.

    Returns:
        One ``svg`` element. All texts in it are escaped.
    """
    drawing = _Drawing(parts.layout, width, target)
    drawn = "".join(drawing.parts(parts.traces))
    size = f'viewBox="0 0 {width} {drawing.height}" width="{width}" height="{drawing.height}"'
    return f'<svg {size} role="group" aria-label="{escape(label)}">{drawn}</svg>'


def _tag(name: str, attributes: Attributes, inside: str = "") -> str:
    words = "".join(f' {key}="{_value(value)}"' for key, value in attributes.items() if value is not None)
    return f"<{name}{words}>{inside}</{name}>" if inside else f"<{name}{words}/>"


def _value(value: str | float) -> str:
    return escape(value) if isinstance(value, str) else _number(value)


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _paint(colour: str, part: str) -> dict[str, str | float | None]:
    """Return a colour as the attributes of a fill or a stroke: its name, and how much shows through."""
    if match := _RGBA.fullmatch(colour):
        red, green, blue = (int(each) for each in match.groups()[:3])
        opacity = float(match[4])
        if not opacity:
            return {part: "none"}
        return {part: f"var({_NAMES[f'#{red:02x}{green:02x}{blue:02x}']})", f"{part}-opacity": f"{opacity:g}"}
    return {part: f"var({_NAMES[colour]})"}


@lru_cache(maxsize=20_000)
def _ordinal(text: str) -> float:
    day = float(date.fromisoformat(text[:10]).toordinal())
    return day + (int(text[11:13]) * 60 + int(text[14:16])) / 1440 if len(text) > len("2021-07-04") else day


_DASHES = {"dot": "2 3", "dash": "6 4"}
"""The looks of a broken line that a timeline has."""


def _stroke(line: Mapping[str, Any]) -> dict[str, str | float | None]:
    """Return a line's look as attributes."""
    dash: dict[str, str | float | None] = {"stroke-dasharray": _DASHES[line["dash"]]} if line.get("dash") else {}
    return _paint(line["color"], "stroke") | {"stroke-width": line["width"]} | dash


class _Drawing:
    """A figure's layout in pixels, and the elements that are drawn by it."""

    def __init__(self, layout: Mapping[str, Any], width: int, target: Callable[[str], MarkTarget | None]) -> None:
        margin = layout["margin"]
        self.layout, self.width, self.height, self.target = layout, width, int(layout["height"]), target
        self.left, self.right, self.top = margin["l"], width - margin["r"], margin["t"]
        self.inner = self.height - self.top - margin["b"]
        self.since, self.until = (_ordinal(each) for each in layout["xaxis"]["range"])
        self.size = int(layout["template"].layout.font.size)

    def parts(self, traces: Sequence[Trace]) -> Iterator[str]:
        """Yield all elements, those behind first."""
        shown = [trace for trace in traces if len(trace["x"]) and trace["x"][0] is not None]
        named = [trace for trace in traces if not len(trace["x"]) or trace["x"][0] is None]
        yield from self._shapes("below")
        yield from self._axes()
        clip = f"clip{self.width}"
        panel = {"x": self.left, "y": self.top - 6, "width": self.right - self.left, "height": self.inner + 6}
        yield _tag("clipPath", {"id": clip}, _tag("rect", panel))
        yield _tag("g", {"clip-path": f"url(#{clip})"}, "".join(map(self._trace, shown)))
        yield from self._shapes("above")
        yield from map(self._words, self.layout.get("annotations", ()))
        yield from self._key([trace for trace in named if trace.get("name") and trace.get("showlegend", True)])

    def x(self, value: str | float) -> float:
        """Return where a day stands."""
        day = _ordinal(value) if isinstance(value, str) else value
        share: float = (day - self.since) / (self.until - self.since)
        return float(self.left + share * (self.right - self.left))

    def y(self, value: float, axis: str = "y") -> float:
        """Return where a value stands on an axis."""
        own = self.layout["yaxis" + axis.removeprefix("y")]
        (low, high), (foot, top) = own["range"], own.get("domain", (0, 1))
        return self.share_y(foot + (value - low) / (high - low) * (top - foot))

    def share_y(self, share: float) -> float:
        """Return where a share of the height between the margins stands, from below."""
        return float(self.top + (1 - share) * self.inner)

    def _axes(self) -> Iterator[str]:
        axis = self.layout["yaxis"]
        grid = _paint(PAIRED.grid, "stroke")
        for value, text in zip(axis["tickvals"], axis["ticktext"], strict=True):
            y = self.y(value)
            zero = _paint(PAIRED.zero, "stroke") | {"stroke-width": 1.2}
            line = {"x1": self.left, "x2": self.right, "y1": y, "y2": y}
            yield _tag("line", line | (grid if value else zero))
            yield self._text(text.strip(), (self.left - 8, y), PAIRED.muted, self.size - 1, "end")
        foot = self.share_y(axis["domain"][0])
        for start, end, words in _ticks(self.since, self.until, self.layout["xaxis"]["nticks"]):
            if start > self.since:
                yield _tag("line", {"x1": self.x(start), "x2": self.x(start), "y1": self.top, "y2": foot} | grid)
            middle = (max(start, self.since) + min(end, self.until)) / 2
            room = self.x(min(end, self.until)) - self.x(max(start, self.since))
            if room > text_width(words, self.size) * 0.9:
                yield self._text(words, (self.x(middle), self.top - 9), PAIRED.muted, self.size, "middle")

    def _trace(self, trace: Trace) -> str:
        if trace.get("meta") == SHADES:
            return "".join(self._shades(trace))
        return self._marks(trace) if trace["mode"] == "markers" else self._line(trace)

    def _line(self, trace: Trace) -> str:
        axis, line = trace.get("yaxis", "y"), trace["line"]
        runs = list(self._runs(trace["x"], trace["y"], axis))
        drawn: dict[str, str | float | None] = {"fill": "none"}
        if line.get("width") and "color" in line:
            drawn |= _stroke(line) | {"stroke-linejoin": "round"}
        shape = "".join("M" + " ".join(run) + ("Z" if trace.get("fill") == "toself" else "") for run in runs)
        if "fillcolor" not in trace:
            return _tag("path", {"d": shape} | drawn)
        if trace["fill"] == "tozeroy":
            zero = _number(self.y(0, axis))
            shape = "".join(
                f"M{run[0].partition(',')[0]},{zero} {' '.join(run)} {run[-1].partition(',')[0]},{zero}Z"
                for run in runs
            )
        return _tag("path", {"d": shape} | drawn | _paint(trace["fillcolor"], "fill"))

    def _runs(self, days: Iterable[Any], values: Iterable[Any], axis: str) -> Iterator[list[str]]:
        """Yield unbroken stretches of a line as points."""
        run: list[str] = []
        for day, value in zip(days, np.asarray(values, dtype=float).tolist(), strict=True):
            if day is None or math.isnan(value):
                if run:
                    yield run
                run = []
            else:
                run.append(f"{_number(self.x(day))},{_number(self.y(value, axis))}")
        if run:
            yield run

    def _marks(self, trace: Trace) -> str:
        marker = trace["marker"]
        sizes, colours = (_each(marker[name], len(trace["x"])) for name in ("size", "color"))
        rim: Mapping[str, Any] = marker.get("line", {})
        slugs = trace["customdata"] if trace.get("meta") == NAME else [""] * len(trace["x"])
        style = _paint(rim["color"], "stroke") | {"stroke-width": rim["width"]} if rim.get("width") else {}
        marks = []
        for day, value, size, colour, slug in zip(trace["x"], trace["y"], sizes, colours, slugs, strict=True):
            own = {} if isinstance(marker["color"], str) else _paint(colour, "fill")
            place = self.x(day), self.y(value)
            if not self.left - 20 < place[0] < self.right + 20:
                continue
            marks.append(self._linked(_tag("path", {"d": _symbol(marker["symbol"], *place, size)} | own), slug))
        fill = _paint(marker["color"], "fill") if isinstance(marker["color"], str) else {}
        return _tag("g", style | fill, "".join(marks))

    def _linked(self, mark: str, slug: str) -> str:
        to = self.target(slug) if slug else None
        if to is None:
            return mark
        title = f"<title>{escape(to.words)}</title>"
        # The list of Events is the way for the keyboard: hundreds of marks in a row would bar the way.
        return f'<a href="{escape(to.address)}" tabindex="-1">{mark.removesuffix("/>")}>{title}</path></a>'

    def _shades(self, trace: Trace) -> Iterator[str]:
        edges, height = trace["x"], abs(self.y(1) - self.y(0)) - trace["ygap"]
        for level, row in zip(trace["y"], np.asarray(trace["z"], dtype=float).tolist(), strict=True):
            place = sorted(Stance).index(Stance(level))
            cells = []
            for number, tone in enumerate(row):
                if not math.isnan(tone):
                    share = PALEST + (FULLEST - PALEST) * (tone - place)
                    x, end = self.x(edges[number]), self.x(edges[number + 1])
                    box = {"x": x, "y": self.y(level) - height / 2, "width": max(end - x, 1), "height": height}
                    cells.append(_tag("rect", box | {"fill-opacity": f"{share:.2f}"}))
            yield _tag("g", _paint(PAIRED.stances[Stance(level)], "fill"), "".join(cells)) if cells else ""

    def _shapes(self, layer: str) -> Iterator[str]:
        for shape in self.layout.get("shapes", ()):
            if shape.get("layer", "above") == layer:
                yield self._shape(shape)

    def _shape(self, shape: Mapping[str, Any]) -> str:
        line = shape["line"]
        stroke = _paint(line["color"], "stroke") | {"stroke-width": line["width"]} if line.get("width") else {}
        dash = {"stroke-dasharray": "2 3"} if line.get("dash") else {}
        if shape.get("xsizemode") == "pixel":
            x, y = self.x(shape["xanchor"]), self.y(shape["yanchor"])
            ends = {"x1": x + shape["x0"], "y1": y - shape["y0"], "x2": x + shape["x1"], "y2": y - shape["y1"]}
            return _tag("line", ends | stroke)
        foot = self.layout["yaxis"]["domain"][0]
        low, high = self.share_y(foot), self.share_y(1)
        start, end = (min(max(self.x(shape[name]), self.left), self.right) for name in ("x0", "x1"))
        if shape["type"] == "line":
            return _tag("line", {"x1": start, "x2": start, "y1": high, "y2": low} | stroke | dash)
        box = {"x": start, "y": high, "width": end - start, "height": low - high}
        return _tag("rect", box | _paint(shape["fillcolor"], "fill"))

    def _words(self, words: Mapping[str, Any]) -> str:
        right, up = words.get("xshift", 0), words.get("yshift", 0)
        across, up_to = words["x"], words["y"]
        x = self.left + across * (self.right - self.left) if words.get("xref") == "paper" else self.x(across)
        y = self.share_y(up_to) if words.get("yref") == "paper" else self.y(up_to)
        x, y, size = x + right, y - up, words["font"]["size"]
        lines = words["text"].split("<br>")
        high = len(lines) * size * _LETTER_LINE
        y += {"bottom": -high, "middle": -high / 2}.get(words.get("yanchor", "middle"), 0) + size * _LETTER_LINE / 2
        anchor = {"left": "start", "center": "middle", "right": "end"}[words.get("xanchor", "center")]
        turn = f"rotate({words['textangle']} {_number(x)} {_number(y)})" if words.get("textangle") else None
        spans = []
        for number, line in enumerate(lines):
            plain = unescape(line.removeprefix("<b>").removesuffix("</b>"))
            own = {"x": x, "y": y + number * size * _LETTER_LINE}
            spans.append(_tag("tspan", own | ({"class": "bold"} if line.startswith("<b>") else {}), escape(plain)))
        more = {"class": "halo"} if "bgcolor" in words else {}
        style = {"font-size": size, "text-anchor": anchor, "dominant-baseline": "middle", "transform": turn}
        return _tag("text", style | more | _paint(words["font"]["color"], "fill"), "".join(spans))

    def _text(self, text: str, place: tuple[float, float], colour: str, size: float, anchor: str) -> str:
        x, y = place
        place_of: Attributes = {"x": x, "y": y, "font-size": size, "text-anchor": anchor}
        style = {**place_of, "dominant-baseline": "middle"}
        return _tag("text", style | _paint(colour, "fill"), escape(text))

    def _key(self, entries: Sequence[Trace]) -> Iterator[str]:
        size = self.layout["legend"]["font"]["size"]
        x, row = 4.0, 0
        for trace in entries:
            name = unescape(trace["name"])
            wide = _SWATCH + text_width(name, size) * _LETTERS + _KEY_GAP
            if x + wide > self.width and x > _SWATCH:
                x, row = 4.0, row + 1
            y = 3 + _KEY_ROW * (row + 0.5)
            yield from self._swatch(trace, x, y)
            yield self._text(name, (x + _SWATCH, y), PAIRED.text, size, "start")
            x += wide

    def _swatch(self, trace: Trace, x: float, y: float) -> Iterator[str]:
        if "lines" in trace["mode"]:
            line = trace["line"]
            style = _stroke(line)
            yield _tag("line", {"x1": x, "x2": x + _SWATCH - 6, "y1": y, "y2": y} | style)
        if "markers" in trace["mode"]:
            marker = trace["marker"]
            rim = marker.get("line", {})
            style = _paint(rim["color"], "stroke") | {"stroke-width": rim["width"]} if rim.get("width") else {}
            shape = _symbol(marker["symbol"], x + (_SWATCH - 6) / 2, y, marker["size"])
            yield _tag("path", {"d": shape} | _paint(marker["color"], "fill") | style)


def _each(value: Any, number: int) -> Iterable[Any]:  # noqa: ANN401 - one for all, or one for each
    return [value] * number if isinstance(value, str | int | float) else value


def _symbol(name: str, x: float, y: float, size: float) -> str:
    """Return a mark's outline, of the size that Plotly gives it."""
    half = size / 2
    if name == "circle":
        return (
            f"M{_number(x - half)},{_number(y)}a{half:g},{half:g} 0 1 0 {size:g},0a{half:g},{half:g} 0 1 0 -{size:g},0Z"
        )
    if name == "square":
        return f"M{_number(x - half)},{_number(y - half)}h{size:g}v{size:g}h-{size:g}Z"
    side = size / 3**0.5
    if name == "triangle-right":
        points = ((x - half / 2, y - side), (x - half / 2, y + side), (x + half, y))
    else:
        way = 1 if name == "triangle-up" else -1
        points = ((x - side, y + way * half / 2), (x + side, y + way * half / 2), (x, y - way * half))
    return "M" + " ".join(f"{_number(across)},{_number(down)}" for across, down in points) + "Z"


def _ticks(since: float, until: float, most: int) -> Iterator[tuple[float, float, str]]:
    """Yield the stretches of time that an axis names: first day, the day after the last, and the name."""
    years = (until - since) / _YEAR
    step = next((each for each in _STEPS if years / each <= most), _STEPS[-1])
    first = date.fromordinal(int(since))
    if step >= 1:
        year = first.year - first.year % int(step)
        while (start := date(year, 1, 1).toordinal()) < until:
            yield start, date(year + 1, 1, 1).toordinal(), str(year)
            year += int(step)
        return
    months = round(step * 12)
    place = first.year * 12 + (first.month - 1) // months * months
    while (day := date(place // 12, place % 12 + 1, 1)).toordinal() < until:
        yield day.toordinal(), day.toordinal() + months * _MONTH, f"{day:%b %Y}"
        place += months
