"""What the page "Overlay" lets the reader choose, and what is read of the files."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import streamlit as st

from tracker.charts.price_line import MOST_SHARES
from tracker.market import OverlaySeries
from tracker.market.price_lines import LineReading, read_lines
from tracker.web import held
from tracker.web.choices import Choices, one_of, some, switch
from tracker.web.reads import Record, cached
from tracker.web.upload_view import Files


class Beside(StrEnum):
    """What is shown of the series."""

    EVENTS = "events"
    INDEX = "index"

    @property
    def label(self) -> str:
        """The name on screens."""
        return "With the events on it" if self is Beside.EVENTS else "Beside the index"


class Scale(StrEnum):
    """How values become heights."""

    LINEAR = "linear"
    LOG = "log"

    @property
    def label(self) -> str:
        """The name on screens."""
        return "Equal steps" if self is Scale.LINEAR else "Equal ratios (log)"


@dataclass(frozen=True, slots=True)
class OverlayChoice:
    """What is shown, of which series and on which scale; no series mean the first few.

    Beside the index: whether the series begins at 100, and whether changes are compared instead of levels.
    """

    view: Beside = one_of(Beside.EVENTS)
    series: tuple[str, ...] = some(lambda _, text: text)
    scale: Scale = one_of(Scale.LINEAR)
    rebased: bool = switch("on")
    changes: bool = switch("on")


CHOICES = Choices("overlay", OverlayChoice)


@cached(4, spinner="Reading the series", per_visitor=True)
def lines_of(files: Files) -> LineReading:
    """Read the series of all files."""
    return read_lines(files)


def choose_lines(record: Record, names: Sequence[str]) -> OverlayChoice:
    """Draw the choices that the view has of the series of these names, and return them all."""
    box = CHOICES.key("series")
    # A series that the files do not hold is forgotten.
    held.put(box, [name for name in held.value(box) if name in names])
    with st.container(horizontal=True, vertical_alignment="bottom"):
        CHOICES.row("Show the series", "view", Beside, lambda view: view.label)
        is_index = held.value(CHOICES.key("view")) is Beside.INDEX
        if len(names) > 1:
            most = 1 if is_index else MOST_SHARES
            words = "The first one" if is_index else f"The first {min(most, len(names))}"
            held.multiselect("Series", names, key=box, placeholder=words, select_all=False, width=320)
        if is_index:
            held.toggle("First value as 100", key=CHOICES.key("rebased"))
            help_text = "Takes slow drift out of both."
            held.toggle("Compare changes instead of levels", key=CHOICES.key("changes"), help=help_text)
        else:
            CHOICES.row("Scale", "scale", Scale, lambda scale: scale.label)
    return CHOICES.value(record)


def chosen_lines(reading: LineReading, choice: OverlayChoice) -> tuple[OverlaySeries, ...]:
    """Return the series to draw: those that were chosen, else the first ones, up to what one chart can tell apart."""
    return tuple(one for one in reading.series if not choice.series or one.name in choice.series)[:MOST_SHARES]


def line_named(files: Files, name: str) -> OverlaySeries:
    """Return the series of a name, which the files hold."""
    return next(one for one in lines_of(files).series if one.name == name)
