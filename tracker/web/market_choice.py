"""What the page "Market reaction" lets the reader choose: market, shares, events, and the two windows."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import streamlit as st

from tracker.filters import EventFilter
from tracker.market import DEFAULT_ESTIMATION, DEFAULT_WINDOW, PriceSeries
from tracker.market.results import Window
from tracker.web import address
from tracker.web.asked import Asked
from tracker.web.letters import in_text_colour
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
    state = st.session_state
    state[MARKET] = next(iter(params.get("market", ())), None)
    state[SHARES] = list(params.get("shares", ()))
    state[ON] = asked.one_of("on", On.NAMED)
    known = {event.slug for event in record.events(EventFilter())}
    state[EVENTS] = [slug for slug in params.get("study", ()) if slug in known]
    state[CLOSE] = params.get("close") == ["after"]
    for keys, name, usual in ((WINDOW, "window", DEFAULT_WINDOW), (ESTIMATION, "estimation", DEFAULT_ESTIMATION)):
        state[keys[0]], state[keys[1]] = _days(params, name, usual, asked.notes)
    strangers = [slug for slug in params.get("study", ()) if slug not in known]
    address.add_notes([*asked.notes, *(f"“{slug[:60]}” is no event and was left out." for slug in strangers)])


def _days(params: address.Params, name: str, usual: Window, notes: list[str]) -> Window:
    text = next(iter(params.get(name, ())), None)
    if text is None:
        return usual
    match = _WINDOW.fullmatch(text)
    if match is None or max(abs(int(match[1])), abs(int(match[2]))) > MOST_DAYS:
        notes.append(f"“{text[:60]}” is not a window of trading days and was left out.")
        return usual
    return int(match[1]), int(match[2])


def choice_of_state() -> Choice:
    """Return what the widgets hold, or would hold."""
    state = st.session_state
    return Choice(
        market=state.get(MARKET),
        shares=tuple(state.get(SHARES) or ()),
        on=state.get(ON) or On.NAMED,
        slugs=tuple(state.get(EVENTS) or ()),
        window=(state.get(WINDOW[0], DEFAULT_WINDOW[0]), state.get(WINDOW[1], DEFAULT_WINDOW[1])),
        estimation=(
            state.get(ESTIMATION[0], DEFAULT_ESTIMATION[0]),
            state.get(ESTIMATION[1], DEFAULT_ESTIMATION[1]),
        ),
        after_close=bool(state.get(CLOSE)),
    )


def render_choice(record: Record, series: Sequence[PriceSeries]) -> Choice:
    """Draw the choices and return them."""
    names = [one.name for one in series]
    _keep_known(names)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox("Market", names, key=MARKET, index=None, placeholder="Choose the series", width=190)
        _days_boxes("Window", WINDOW)
        st.segmented_control(
            "Measure each event on", list(On), key=ON, format_func=in_text_colour(lambda on: on.label), required=True
        )
        with st.popover("More", icon=":material/tune:", width="content"):
            _render_rest(names)
    _render_events(record)
    return choice_of_state()


def _keep_known(names: Sequence[str]) -> None:
    """Forget chosen series that the files do not hold, and fill in what is not chosen yet."""
    state, usual = st.session_state, choice_of_state()
    state[MARKET] = usual.market if usual.market in names else None
    state[SHARES] = [name for name in usual.shares if name in names]
    state[ON], state[EVENTS], state[CLOSE] = usual.on, list(usual.slugs), usual.after_close
    for keys, days in ((WINDOW, usual.window), (ESTIMATION, usual.estimation)):
        state[keys[0]], state[keys[1]] = days


def _days_boxes(label: str, keys: tuple[str, str]) -> None:
    for words, key in zip((f"{label}: from day", "to day"), keys, strict=True):
        st.number_input(words, -MOST_DAYS, MOST_DAYS, key=key, step=1, width=170)


def _render_rest(names: Sequence[str]) -> None:
    st.multiselect("Shares", names, key=SHARES, placeholder="All but the market", select_all=False)
    with st.container(horizontal=True):
        _days_boxes("Estimation", ESTIMATION)
    st.caption("Trading days before the event, from which the relation of share and market is estimated.")
    st.toggle("Known after the close", key=CLOSE, help="Each event counts from the trading day after its own.")


def _render_events(record: Record) -> None:
    titles = {event.slug: f"{event.date}  {event.title}" for event in record.events(EventFilter())}
    st.multiselect(
        "Events",
        list(titles),
        key=EVENTS,
        format_func=lambda slug: titles.get(slug, slug),
        placeholder="All that the filter keeps; or choose some by name",
        select_all=False,
    )
