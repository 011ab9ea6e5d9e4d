"""What the page "Market reaction" lets the reader choose: market, shares, events, and the two windows."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import streamlit as st

from tracker.filters import EventFilter
from tracker.market import DEFAULT_ESTIMATION, DEFAULT_WINDOW, PriceSeries
from tracker.market.results import Window
from tracker.web import address, held
from tracker.web.asked import Asked
from tracker.web.boxes import offer_swap
from tracker.web.reads import Record

MARKET, SHARES, ON, EVENTS, CLOSE = "market series", "market shares", "market on", "market events", "market close"
WINDOW = ("market first", "market last")
ESTIMATION = ("market estimation first", "market estimation last")
MOST_DAYS = 1000
_WINDOW = re.compile(r"([+-]?\d{1,4}),([+-]?\d{1,4})")


class On(StrEnum):
    """On which shares an event is measured."""

    NAMED = "named"
    EVERY = "every"

    @property
    def label(self) -> str:
        """The name on screens."""
        return "Shares of the companies it names" if self is On.NAMED else "Every share"


@dataclass(frozen=True, slots=True)
class Choice:
    """All choices of a study; no shares mean all, no slugs the filter's events, no market that none is chosen yet."""

    market: str | None
    shares: tuple[str, ...]
    on: On
    slugs: tuple[str, ...]
    window: Window
    estimation: Window
    after_close: bool

    def to_params(self) -> dict[str, list[str]]:
        """Write what differs from the usual as parts of an address; ``read_choice`` reads them back."""
        windows = (("window", self.window, DEFAULT_WINDOW), ("estimation", self.estimation, DEFAULT_ESTIMATION))
        params = {name: [f"{days[0]},{days[1]}"] for name, days, usual in windows if days != usual}
        params |= {"market": [self.market]} if self.market else {}
        params |= {"shares": list(self.shares)} if self.shares else {}
        params |= {"study": list(self.slugs)} if self.slugs else {}
        params |= {"on": [self.on.value]} if self.on is not On.NAMED else {}
        return params | ({"close": ["after"]} if self.after_close else {})


def read_choice(params: address.Params, record: Record) -> None:
    """Set the widgets from an address; a price series that it names counts once its file is there."""
    asked = Asked(params)
    held.put(MARKET, asked.text("market"))
    held.put(SHARES, list(params.get("shares", ())))
    held.put(ON, asked.one_of("on", On.NAMED))
    known = {event.slug for event in record.events(EventFilter())}
    held.put(EVENTS, [slug for slug in params.get("study", ()) if slug in known])
    held.put(CLOSE, asked.is_on("close", "after"))
    for keys, name, usual in ((WINDOW, "window", DEFAULT_WINDOW), (ESTIMATION, "estimation", DEFAULT_ESTIMATION)):
        for key, day in zip(keys, _days(asked, name, usual), strict=True):
            held.put(key, day)
    strangers = [slug for slug in params.get("study", ()) if slug not in known]
    address.add_notes([*asked.notes, *(f"“{slug[:60]}” is no event and was left out." for slug in strangers)])


def _days(asked: Asked, name: str, usual: Window) -> Window:
    text = asked.text(name)
    if text is None:
        return usual
    match = _WINDOW.fullmatch(text)
    if match is None or max(abs(int(match[1])), abs(int(match[2]))) > MOST_DAYS:
        asked.notes.append(f"“{text[:60]}” is not a window of trading days and was left out.")
        return usual
    return int(match[1]), int(match[2])


def choice_of_state() -> Choice:
    """Return what the boxes hold, or would hold."""
    return Choice(
        market=held.value(MARKET),
        shares=tuple(held.value(SHARES)),
        on=held.value(ON),
        slugs=tuple(held.value(EVENTS)),
        window=(held.value(WINDOW[0]), held.value(WINDOW[1])),
        estimation=(held.value(ESTIMATION[0]), held.value(ESTIMATION[1])),
        after_close=held.value(CLOSE),
    )


def render_choice(record: Record, series: Sequence[PriceSeries]) -> Choice:
    """Draw the choices and return them."""
    names = [one.name for one in series]
    # A series that the files do not hold is forgotten.
    held.put(MARKET, next((name for name in names if name == held.value(MARKET)), None))
    held.put(SHARES, [name for name in held.value(SHARES) if name in names])
    with st.container(horizontal=True, vertical_alignment="bottom"):
        held.selectbox("Market", names, key=MARKET, index=None, placeholder="Choose the series", width=190)
        _days_boxes("Window", WINDOW)
        held.segmented_control(
            "Measure each event on", list(On), key=ON, format_func=lambda on: on.label, required=True
        )
        with st.popover("More", icon=":material/tune:", width="content"):
            _render_rest(names)
    offer_swap("Window", *WINDOW)
    offer_swap("Estimation", *ESTIMATION)
    _render_events(record)
    return choice_of_state()


def _days_boxes(label: str, keys: tuple[str, str]) -> None:
    for words, key in zip((f"{label}: from day", "to day"), keys, strict=True):
        held.number_input(words, -MOST_DAYS, MOST_DAYS, key=key, step=1, width=170)


def _render_rest(names: Sequence[str]) -> None:
    held.multiselect("Shares", names, key=SHARES, placeholder="All but the market", select_all=False)
    with st.container(horizontal=True):
        _days_boxes("Estimation", ESTIMATION)
    st.caption("Trading days before the event, from which the relation of share and market is estimated.")
    held.toggle("Known after the close", key=CLOSE, help="Each event counts from the trading day after its own.")


def _render_events(record: Record) -> None:
    titles = {event.slug: f"{event.date}  {event.title}" for event in record.events(EventFilter())}
    held.multiselect(
        "Events",
        list(titles),
        key=EVENTS,
        format_func=lambda slug: titles.get(slug, slug),
        placeholder="All that the filter keeps; or choose some by name",
        select_all=False,
    )
