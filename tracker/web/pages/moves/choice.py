"""What the page "What moved it" lets the reader choose: one day or two, and how the move is taken apart."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import partial

import streamlit as st

from tracker.filters import EventFilter
from tracker.sentiment import few_events, trough, turn_above_zero
from tracker.web import address, held, periods
from tracker.web.asked import Asked
from tracker.web.boxes import offer_swap
from tracker.web.explained import By
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
    held.put(SHOW, asked.one_of("show", Show.CHANGE))
    held.put(BY, asked.one_of("by", By.EVENT))
    view = record.index(without_period(chosen))
    if view is None:
        held.put(FROM, None)
        held.put(TO, None)
    else:
        least, most = span(view)
        held.put(FROM, asked.day("from", least, most, last=False) or chosen.since)
        held.put(TO, asked.day("to", least, most) or chosen.until)
    address.add_notes(asked.notes)


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
    for key, usual in zip((FROM, TO), named_days(view, record.today)[LOWEST_TO_TURN], strict=True):
        # Another filter may have a shorter line.
        held.put(key, min(max(held.value(key) or usual, least), most))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        shown = held.segmented_control("Show", list(Show), key=SHOW, format_func=lambda show: show.label, required=True)
        day = partial(held.date_input, min_value=least, max_value=most, format="YYYY-MM-DD", width=150)
        if shown is Show.CHANGE:
            day("From", key=FROM)
        day("To" if shown is Show.CHANGE else "Day", key=TO)
        by = held.segmented_control("Taken apart by", list(By), key=BY, format_func=lambda by: by.label, required=True)
    if shown is Show.CHANGE:
        offer_swap("Days", FROM, TO)
    _render_named(record, view, change=shown is Show.CHANGE)
    before, after = held.value(FROM) or least, held.value(TO) or most
    days = sorted((before, after)) if shown is Show.CHANGE else [None, after]
    return Choice(days[0], days[1] or most, by or By.EVENT)


def _render_named(record: Record, view: IndexView, *, change: bool) -> None:
    if not change:
        return
    with st.container(horizontal=True, gap="small"):
        for name, days in named_days(view, record.today).items():
            st.button(name, key=f"moves {name}", type="tertiary", on_click=_setter(days))


def _setter(days: Days) -> Callable[[], None]:
    def change() -> None:
        _choose(*days)

    return change


def _choose(before: dt.date, after: dt.date) -> None:
    held.put(FROM, before)
    held.put(TO, after)


def pick_day(day: dt.date, choice: Choice) -> None:
    """Take a clicked day: after an earlier click for the other of the two days, else for the one that is nearer to it.

    So two clicks choose two days, wherever they are.
    """
    before, after = choice.before, choice.after
    if before is None:
        held.put(TO, day)
        return
    clicked = held.value(CLICKED)
    kept = clicked if clicked in {before, after} else max(before, after, key=lambda each: abs((day - each).days))
    _choose(*sorted((day, kept)))
    held.put(CLICKED, day)
