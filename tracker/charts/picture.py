"""A chart as a picture that stands alone: what has to be read with it is laid around it.

The browser lays this over the chart that it shows, and ``tracker picture`` over the one that it makes, so that both
pictures say the same.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from tracker.charts.plain import Annotation
from tracker.charts.texts import escape_hover, text_width
from tracker.citation import LICENCE, TRACKER_NAME, state_words
from tracker.errors import TrackerError
from tracker.file_names import file_name
from tracker.filters import EventFilter, filter_words, period_words
from tracker.read_models import EventsExtent, RecordState
from tracker.theme import DARK, FONT, LIGHT, Palette
from tracker.vocabulary import TermType
from tracker.wording import count_of

SUBJECT = "China's regulation of technology"

WIDTH = 1200
"""The least width of a picture in pixels, unless its words say another; it is saved with twice as many."""

SCALE = 2
"""A picture of points has so many of them for each pixel of the chart."""

LETTERS = FONT.partition(", ")[2]
"""Those of the system. Letters that come with a page are measured, and are not there when the picture is drawn."""

_EDGE = 24
_GAP = 8
_LINE = 1.3
"""Plotly sets lines this far apart, in sizes of their letters."""

_WIDEST = 0.84
"""Some systems' letters are so much wider than the measure, which is made for those of the page."""

_TITLE, _SENTENCE, _SMALL = 24, 16, 13


@dataclass(frozen=True, slots=True)
class PictureWords:
    """The words around a picture.

    Attributes:
        title: what the picture shows.
        state: the state of the record that it was made from.
        sentence: what it says, in a sentence or two.
        kept: what the filter keeps, part by part, such as "Company: DiDi"; nothing where it keeps the whole record.
        since: the first day that the filter keeps.
        until: the last.
        kind: what the file's name calls it.
        licence: of code and record.
        width: the least width of the picture in pixels.
    """

    title: str
    state: RecordState
    sentence: str = ""
    kept: tuple[str, ...] = ()
    since: dt.date | None = None
    until: dt.date | None = None
    kind: str = "timeline"
    licence: str = LICENCE
    width: int = WIDTH

    @property
    def filter_line(self) -> str:
        """What the picture is a part of, and the days that were asked for."""
        period = period_words(self.since, self.until)
        return "; ".join([*self.kept, *([f"Period: {period}"] if period else [])])

    @property
    def source_line(self) -> str:
        """Where the picture comes from."""
        return f"Source: {TRACKER_NAME}, {state_words(self.state)}. Licence: {self.licence}."


def title_in_words(
    chosen: EventFilter, names: Mapping[TermType, Mapping[str, str]], extent: EventsExtent | None
) -> str:
    """Return a filter's title: the subject and its years, or what was asked for and how many Events that is.

    Args:
        chosen: the filter.
        names: the names of each vocabulary by key.
        extent: that of the Events it keeps; None where it keeps none.
    """
    words = filter_words(chosen, names, period=False)
    subject = f"{words}: {count_of(extent.count if extent else 0, 'event')}" if words else SUBJECT
    return ", ".join(filter(None, (subject, period_words(chosen.since, chosen.until) or _years(extent))))


def _years(extent: EventsExtent | None) -> str:
    if not extent:
        return ""
    first, last = extent.first_on.year, extent.last_on.year
    return str(first) if first == last else f"{first}\N{EN DASH}{last}"


def picture_file_name(words: PictureWords, ending: str) -> str:
    """Return the name of a picture's file.

    Args:
        words: the words around the picture.
        ending: of the file, without a dot, such as "png".
    """
    return file_name(
        words.kind,
        ending,
        kept=words.kept,
        since=words.since,
        until=words.until,
        recorded_on=words.state.changed_on,
    )


def picture_layout(figure: go.Figure, words: PictureWords) -> dict[str, Any]:
    """Return what is laid over a chart's layout for a picture that stands alone.

    Each entry takes the place of the layout's own of that name as a whole: ``{**layout, **picture_layout(...)}``.
    The chart keeps its height; the words stand above and below it.
    """
    layout = figure.layout
    colours = _colours(figure)
    width = max(words.width, int(layout.width or 0))
    head, above = _stacked(
        [
            (words.title, _TITLE, colours.text),
            (words.sentence, _SENTENCE, colours.text),
            (words.filter_line, _SMALL, colours.muted),
        ],
        width,
    )
    foot, below = _stacked([(words.source_line, _SMALL, colours.muted)], width)
    margin = layout.margin.to_plotly_json()
    left, top, bottom = (int(margin.get(side, 80)) for side in "ltb")
    return {
        "width": width,
        "height": int(layout.height or 450) + above + below,
        "autosize": False,
        "font": layout.template.layout.font.to_plotly_json() | layout.font.to_plotly_json() | {"family": LETTERS},
        "margin": margin | {"l": left, "t": top + above, "b": bottom + below},
        "paper_bgcolor": colours.background,
        "annotations": [
            *(each.to_plotly_json() for each in layout.annotations),
            *_placed(head, left=left, y=1, down=_EDGE - top - above),
            *_placed(foot, left=left, y=0, down=bottom),
        ],
    }


def _colours(figure: go.Figure) -> Palette:
    """Return the colours that a chart was drawn in; its letters tell."""
    return DARK if figure.layout.template.layout.font.color == DARK.text else LIGHT


def _stacked(blocks: Sequence[tuple[str, int, str]], width: int) -> tuple[list[Annotation], int]:
    """Return texts one below the other, line by line, and the height that they need with an edge on one side.

    Args:
        blocks: each text with the size and the colour of its letters.
        width: of the picture.
    """
    lines: list[Annotation] = []
    down = 0.0
    for text, size, colour in blocks:
        for line in _lines(text, size, width):
            bold = f"<b>{line}</b>" if size == _TITLE else line
            lines.append({"text": bold, "font": {"size": size, "color": colour}, "yshift": -down})
            down += size * _LINE
        down += _GAP if text else 0
    return lines, round(down) + _EDGE


def _placed(lines: Sequence[Annotation], *, left: int, y: int, down: float) -> list[Annotation]:
    """Return lines at the picture's left edge, the first one so far below the top (1) or foot (0) of the chart."""
    place = {
        "xref": "paper",
        "yref": "paper",
        "x": 0,
        "y": y,
        "xanchor": "left",
        "yanchor": "top",
        "xshift": _EDGE - left,
        "borderpad": 0,
        "align": "left",
        "showarrow": False,
    }
    return [line | place | {"yshift": line["yshift"] - down} for line in lines]


def _lines(text: str, size: int, width: int) -> list[str]:
    """Break a text into lines that fit, as Plotly takes them; Chinese text and long words are broken anywhere."""
    room = (width - 2 * _EDGE) * _WIDEST
    lines, line = [], ""
    for word in text.split():
        joined = f"{line} {word}".lstrip()
        if line and text_width(word, size) <= room < text_width(joined, size):
            lines.append(line)
            joined = word
        line = joined
        while text_width(line, size) > room:
            fits = next(end for end in range(len(line) - 1, 0, -1) if text_width(line[:end], size) <= room)
            lines.append(line[:fits].rstrip())
            line = line[fits:].lstrip()
    return [escape_hover(each) for each in [*lines, line] if each]


def picture_parts(figure: go.Figure, words: PictureWords) -> dict[str, Any]:
    """Return what a browser needs to save a chart as a picture that stands alone.

    ``file`` is the name without an ending, ``layout`` is laid over the chart's own; ``width`` and ``height`` in pixels.
    """
    stem, _, _ = picture_file_name(words, "png").rpartition(".")
    layout = picture_layout(figure, words)
    return {"file": stem, "layout": layout, "width": layout["width"], "height": layout["height"]}


PICTURE_FORMATS = ("png", "svg", "pdf")
"""What a picture's file may end in."""


def picture_figure(figure: go.Figure, words: PictureWords) -> go.Figure:
    """Return a chart with the words around it."""
    return go.Figure(figure.data, {**figure.layout.to_plotly_json(), **picture_layout(figure, words)})


def picture_bytes(figure: go.Figure, words: PictureWords, ending: str) -> bytes:
    """Draw a picture in a browser of this machine, without a network.

    Args:
        figure: the chart.
        words: what has to be read with it.
        ending: one of ``PICTURE_FORMATS``.

    Raises:
        TrackerError: if the extra "pictures" or a browser is missing, or the browser fails.
    """
    try:
        import kaleido
        from kaleido.errors import BrowserFailedError, ChromeNotFoundError, KaleidoError
    except ImportError:
        raise TrackerError(
            "Pictures need a further package: pip install 'china-tech-regulation-tracker[pictures]'."
        ) from None
    options = {"format": ending, "scale": SCALE if ending == "png" else 1}
    try:
        drawn: bytes = kaleido.calc_fig_sync(picture_figure(figure, words), opts=options, kopts={"mathjax": False})
    except ChromeNotFoundError:
        raise TrackerError(
            "Pictures need Chromium or Chrome on this machine; install one, or name its program in BROWSER_PATH."
        ) from None
    except (BrowserFailedError, KaleidoError, OSError, TimeoutError) as problem:
        raise TrackerError(f"The browser did not draw the picture ({type(problem).__name__}); try again.") from None
    return drawn
