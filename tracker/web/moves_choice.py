"""What the page "What moved it" lets the reader choose: one day or two, and how the move is taken apart."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import partial

import streamlit as st

from tracker.filters import EventFilter
from tracker.sentiment import few_events, trough, turn_above_zero
from tracker.web import address, periods
from tracker.web.asked import Asked
from tracker.web.explained import By
from tracker.web.letters import in_text_colour
from tracker.web.reads import IndexView, Record, without_period

FROM, TO, SHOW, BY, CLICKED = "moves from", "moves to", "moves show", "moves by", "moves clicked"

Days = tuple[dt.date, dt.date]


class Show(StrEnum):
    """One day or two."""

    CHANGE = "change"
    DAY = "day"

    @property
    def label(self) -> str:
        """The name on screens."""
        return "Change between two days" if self is Show.CHANGE else "One day"


@dataclass(frozen=True, slots=True)
class Choice:
    """The two days in order, the first of them None where one day is looked at, and the way of taking apart."""

    before: dt.date | None
    after: dt.date
    by: By

    def to_params(self) -> dict[str, list[str]]:
        """Write the choice as parts of an address; ``read_choice`` reads them back."""
        days = {"to": [self.after.isoformat()]} | ({"from": [self.before.isoformat()]} if self.before else {})
        show = {} if self.before else {"show": [Show.DAY.value]}
        return days | show | ({} if self.by is By.EVENT else {"by": [self.by.value]})


def read_choice(params: address.Params, record: Record, chosen: EventFilter) -> None:
    """Set the widgets from an address; the days of the filter's period, if it has one, stand in for missing ones."""
    asked = Asked(params)
    state = st.session_state
    state[SHOW] = asked.one_of("show", Show.CHANGE)
    state[BY] = asked.one_of("by", By.EVENT)
    state[FROM] = state[TO] = None
    view = record.index(without_period(chosen))
    if view is not None:
        least, most = span(view)
        before, after = _period(chosen)
        state[FROM] = asked.day("from", least, most) or before
        state[TO] = asked.day("to", least, most) or after
    address.add_notes(asked.notes)


def _period(chosen: EventFilter) -> tuple[dt.date | None, dt.date | None]:
    return chosen.since, chosen.until


def span(view: IndexView) -> Days:
    """Return the first and the last day of the index."""
    return view.line.first_day, view.line.last_day


LOWEST_TO_TURN = "Lowest point to the turn"
LAST_90 = "Last 90 days"
LAST_YEAR = "Last 12 months"


def named_days(view: IndexView, today: dt.date) -> dict[str, Days]:
    """Return pairs of days worth asking about, by name, within the days of the index."""
    least, most = span(view)
    enough = ~few_events(view.series)
    lowest = trough(view.series, within=enough if enough.any() else None).day
    pairs = {
        LOWEST_TO_TURN: (lowest, turn_above_zero(view.series, lowest) or most),
        **{name: _fixed(name) for name in (periods.CRACKDOWN, periods.THAW)},
        LAST_90: (today - dt.timedelta(days=90), today),
        LAST_YEAR: (today - dt.timedelta(days=365), today),
    }
    return {name: (min(max(a, least), most), min(max(b, least), most)) for name, (a, b) in pairs.items()}


def _fixed(name: str) -> Days:
    since, until = periods.bounds_of(name, dt.date.max, (None, None))
    return since or dt.date.min, until or dt.date.max


def render_choice(record: Record, view: IndexView) -> Choice:
    """Draw the choices and return them; two days in the wrong order are taken in the right one."""
    least, most = span(view)
    state = st.session_state
    for key, usual in zip((FROM, TO), named_days(view, record.today)[LOWEST_TO_TURN], strict=True):
        # Another filter may have a shorter line.
        state[key] = min(max(state.get(key) or usual, least), most)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        shown = st.segmented_control(
            "Show", list(Show), key=SHOW, format_func=in_text_colour(lambda show: show.label), required=True
        )
        day = partial(st.date_input, min_value=least, max_value=most, format="YYYY-MM-DD", width=150)
        if shown is Show.CHANGE:
            day("From", key=FROM)
        day("To" if shown is Show.CHANGE else "Day", key=TO)
        by = st.segmented_control(
            "Taken apart by", list(By), key=BY, format_func=in_text_colour(lambda by: by.label), required=True
        )
    _render_named(record, view, change=shown is Show.CHANGE)
    days = sorted((state.get(FROM) or least, state[TO])) if shown is Show.CHANGE else [None, state[TO]]
    return Choice(days[0], days[1] or most, by or By.EVENT)


def _render_named(record: Record, view: IndexView, *, change: bool) -> None:
    if not change:
        return
    with st.container(horizontal=True, gap="small"):
        for name, days in named_days(view, record.today).items():
            st.button(name, key=f"moves {name}", type="tertiary", on_click=_setter(days))


def _setter(days: Days) -> Callable[[], None]:
    def change() -> None:
        st.session_state[FROM], st.session_state[TO] = days

    return change


def pick_day(day: dt.date, choice: Choice) -> None:
    """Take a clicked day: after an earlier click for the other of the two days, else for the one that is nearer to it.

    So two clicks choose two days, wherever they are.
    """
    state = st.session_state
    before, after = choice.before, choice.after
    if before is None:
        state[TO] = day
        return
    clicked = state.get(CLICKED)
    kept = clicked if clicked in {before, after} else max(before, after, key=lambda each: abs((day - each).days))
    state[FROM], state[TO] = sorted((day, kept))
    state[CLICKED] = day
