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
from tracker.web.keeping import cached
from tracker.web.long_boxes import choice_among, render_some
from tracker.web.reads import Record
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


class Compared(StrEnum):
    """What of the index is compared with what of the series."""

    LEVELS = "levels"
    CHANGES = "changes"
    NEWS = "news"
    NEWS_AND_CHANGES = "news-changes"

    @property
    def label(self) -> str:
        """The name on screens."""
        return {
            Compared.LEVELS: "Levels",
            Compared.CHANGES: "Changes",
            Compared.NEWS: "News and your levels",
            Compared.NEWS_AND_CHANGES: "News and your changes",
        }[self]

    @property
    def words(self) -> str:
        """What was compared, in the midst of a sentence."""
        return {
            Compared.LEVELS: "the levels",
            Compared.CHANGES: "the changes",
            Compared.NEWS: "the news of the index and your levels",
            Compared.NEWS_AND_CHANGES: "the news of the index and your changes",
        }[self]

    @property
    def of_news(self) -> bool:
        """Whether the index is taken apart: its news are added up over an observation."""
        return self in {Compared.NEWS, Compared.NEWS_AND_CHANGES}

    @property
    def of_changes(self) -> bool:
        """Whether changes of the series are compared, and of the index where it is not its news."""
        return self in {Compared.CHANGES, Compared.NEWS_AND_CHANGES}


@dataclass(frozen=True, slots=True)
class OverlayChoice:
    """What is shown, of which series and on which scale; no series mean the first few.

    Beside the index: whether the series begins at 100, what is compared, and whether week by week.
    """

    view: Beside = one_of(Beside.EVENTS)
    series: tuple[str, ...] = some(lambda _, text: text)
    scale: Scale = one_of(Scale.LINEAR)
    rebased: bool = switch("on")
    compared: Compared = one_of(Compared.LEVELS)
    weekly: bool = switch("on")


CHOICES = Choices("overlay", OverlayChoice)
_COMPARED_HELP = (
    "Changes take slow drift out of both. News is by how much the index moved because of what entered, added up over "
    "the week, month or quarter; the rest of its change is fading, which is no event."
)


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
            choice = choice_among({name: name for name in names}, "series")
            render_some("Series", choice, key=box, placeholder=words, width=320)
        if is_index:
            held.toggle("First value as 100", key=CHOICES.key("rebased"))
            held.toggle("Week by week", key=CHOICES.key("weekly"), help="Where most weeks have a value.")
        else:
            CHOICES.row("Scale", "scale", Scale, lambda scale: scale.label)
    if is_index:
        CHOICES.row("Compare", "compared", Compared, lambda each: each.label, help=_COMPARED_HELP)
    return CHOICES.value(record)


def chosen_lines(reading: LineReading, choice: OverlayChoice) -> tuple[OverlaySeries, ...]:
    """Return the series to draw: those that were chosen, else the first ones, up to what one chart can tell apart."""
    return tuple(one for one in reading.series if not choice.series or one.name in choice.series)[:MOST_SHARES]


def line_named(files: Files, name: str) -> OverlaySeries:
    """Return the series of a name, which the files hold."""
    return next(one for one in lines_of(files).series if one.name == name)
