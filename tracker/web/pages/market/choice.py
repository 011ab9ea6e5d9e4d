"""What the page "How shares reacted" lets the reader choose: market, shares, events, and the two windows."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import streamlit as st

from tracker.filters import EventFilter
from tracker.market import DEFAULT_ESTIMATION, DEFAULT_WINDOW, PriceSeries
from tracker.market.groupings import Grouping
from tracker.market.results import Window
from tracker.queries import find_slug
from tracker.web import held
from tracker.web.boxes import offer_swap
from tracker.web.choices import Choices, one_of, one_text, one_window, some, switch
from tracker.web.long_boxes import choice_among, events_to_choose, render_one, render_some
from tracker.web.reads import Record, read_one

MOST_DAYS = 1000


class On(StrEnum):
    """On which shares an event is measured."""

    NAMED = "named"
    EVERY = "every"

    @property
    def label(self) -> str:
        """The name on screens."""
        return "Shares of the companies it names" if self is On.NAMED else "Every share"


def _known_event(record: Record, text: str) -> str | None:
    slug = record.read(find_slug, text)
    return slug if slug == text and EventFilter().keeps(read_one(record, slug)) else None


def _stranger(_: str, text: str) -> str:
    return f"“{text[:60]}” is no event and was left out."


@dataclass(frozen=True, slots=True)
class StudyChoice:
    """All choices of a study; no shares mean all, no slugs the filter's events, no market that none is chosen yet.

    A price series that an address names counts once its file is there.
    """

    market: str | None = one_text()
    shares: tuple[str, ...] = some(lambda _, text: text)
    on: On = one_of(On.NAMED)
    study: tuple[str, ...] = some(_known_event, note=_stranger)
    window: Window = one_window(DEFAULT_WINDOW, most=MOST_DAYS)
    estimation: Window = one_window(DEFAULT_ESTIMATION, most=MOST_DAYS)
    after_close: bool = switch("after", name="close")
    by: Grouping = one_of(Grouping.DIRECTION)


CHOICES = Choices("market", StudyChoice)


def choose_study(record: Record, series: Sequence[PriceSeries]) -> StudyChoice:
    """Draw the choices and return them."""
    names = [one.name for one in series]
    # A series that the files do not hold is forgotten.
    market, shares = CHOICES.key("market"), CHOICES.key("shares")
    held.put(market, next((name for name in names if name == held.value(market)), None))
    held.put(shares, [name for name in held.value(shares) if name in names])
    with st.container(horizontal=True, vertical_alignment="bottom"):
        choice = choice_among({name: name for name in names}, "series")
        render_one("Market", choice, key=market, placeholder="Choose the series", width=190)
        _days_boxes("Window", "window")
        CHOICES.row("Measure each event on", "on", On, lambda on: on.label)
        with st.popover("More", icon=":material/tune:", width="content"):
            _render_rest(names)
            _render_events(record)
    offer_swap("Window", *CHOICES.keys("window"))
    offer_swap("Estimation", *CHOICES.keys("estimation"))
    return CHOICES.value(record)


def choose_grouping(record: Record) -> Grouping:
    """Draw the choice of what is told apart, and return it."""
    # As a row of six it would run over the edge of a phone.
    held.selectbox("Tell apart", list(Grouping), key=CHOICES.key("by"), format_func=lambda by: by.label, width=190)
    return CHOICES.value(record).by


def _days_boxes(label: str, field: str) -> None:
    for words, key in zip((f"{label}: from day", "to day"), CHOICES.keys(field), strict=True):
        held.number_input(words, -MOST_DAYS, MOST_DAYS, key=key, step=1, width=170)


def _render_rest(names: Sequence[str]) -> None:
    choice = choice_among({name: name for name in names}, "series")
    render_some("Shares", choice, key=CHOICES.key("shares"), placeholder="All but the market")
    with st.container(horizontal=True):
        _days_boxes("Estimation", "estimation")
    st.caption("Trading days before the event, from which the relation of share and market is estimated.")
    held.toggle(
        "Known after the close",
        key=CHOICES.key("after_close"),
        help="Each event counts from the trading day after its own.",
    )


def _render_events(record: Record) -> None:
    key = CHOICES.key("study")
    words = "All that the filter keeps; or choose some by name"
    render_some("Events", events_to_choose(record, EventFilter(), held.value(key) or ()), key=key, placeholder=words)
