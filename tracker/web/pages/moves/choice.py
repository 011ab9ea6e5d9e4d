"""What the page "What moved the line" lets the reader choose: one day or two, and how the move is taken apart."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial

import streamlit as st

from tracker.sentiment import searched_days, trough, turn_above_zero
from tracker.web import held
from tracker.web.boxes import offer_swap
from tracker.web.choices import Choices, one_day, one_of
from tracker.web.explained import By
from tracker.web.filter_bar import current_filter
from tracker.web.reads import IndexView, Record, without_period

CLICKED = "moves clicked"

Days = tuple[dt.date, dt.date]


class Show(StrEnum):
    """One day or two."""

    CHANGE = "change"
    DAY = "day"

    @property
    def label(self) -> str:
        """The name on screens."""
        return "Change between two days" if self is Show.CHANGE else "One day"


def span_between(view: IndexView) -> Days:
    """Return the first and the last day of the index."""
    return view.line.first_day, view.line.last_day


def _ends(record: Record) -> Days | None:
    view = record.index(without_period(current_filter(record)))
    return span_between(view) if view else None


@dataclass(frozen=True, slots=True)
class MoveChoice:
    """The two days in order, the first of them None where one day is looked at, and the way of taking apart."""

    show: Show = one_of(Show.CHANGE)
    before: dt.date | None = one_day(_ends, last=False, name="from")
    after: dt.date = one_day(_ends, name="to")
    by: By = one_of(By.EVENT)


CHOICES = Choices("moves", MoveChoice)
FROM, TO = CHOICES.key("before"), CHOICES.key("after")


def open_moves(record: Record) -> None:
    """Set the boxes from a new address; the days of the filter's period, if it has one, stand in for missing ones."""
    if CHOICES.open(record) and _ends(record):
        chosen = current_filter(record)
        for key, bound in ((FROM, chosen.since), (TO, chosen.until)):
            held.put(key, held.value(key) or bound)


LOWEST_TO_TURN = "Lowest point to the turn"
LAST_90 = "Last 90 days"
LAST_YEAR = "Last 12 months"


def named_days(record: Record, view: IndexView) -> dict[str, Days]:
    """Return pairs of days worth asking about, by name, within the days of the index."""
    least, most = span_between(view)
    lowest = trough(view.series, within=searched_days(view.series)).day
    pairs = {
        LOWEST_TO_TURN: (lowest, turn_above_zero(view.series, lowest) or most),
        **{era.name: (era.since, era.until or dt.date.max) for era in record.eras()},
        LAST_90: (record.today - dt.timedelta(days=90), record.today),
        LAST_YEAR: (record.today - dt.timedelta(days=365), record.today),
    }
    return {name: (min(max(a, least), most), min(max(b, least), most)) for name, (a, b) in pairs.items()}


def choose_move(record: Record, view: IndexView) -> MoveChoice:
    """Draw the choices and return them; two days in the wrong order are taken in the right one."""
    least, most = span_between(view)
    for key, usual in zip((FROM, TO), named_days(record, view)[LOWEST_TO_TURN], strict=True):
        # Another filter may have a shorter line.
        held.put(key, min(max(held.value(key) or usual, least), most))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        CHOICES.row("Show", "show", Show, lambda show: show.label)
        shown = CHOICES.value(record).show
        render_day = partial(held.date_input, min_value=least, max_value=most, format="YYYY-MM-DD", width=150)
        if shown is Show.CHANGE:
            render_day("From", key=FROM)
        render_day("To" if shown is Show.CHANGE else "Day", key=TO)
        CHOICES.row("Taken apart by", "by", By, lambda by: by.label)
    if shown is Show.CHANGE:
        offer_swap("Days", FROM, TO)
    _render_named(record, view, change=shown is Show.CHANGE)
    choice = CHOICES.value(record)
    before, after = choice.before or least, choice.after or most
    if shown is not Show.CHANGE:
        return replace(choice, before=None, after=after)
    return replace(choice, before=min(before, after), after=max(before, after))


def _render_named(record: Record, view: IndexView, *, change: bool) -> None:
    if not change:
        return
    with st.container(horizontal=True, gap="small"):
        for name, days in named_days(record, view).items():
            st.button(name, key=f"moves {name}", type="tertiary", on_click=_setter(days))


def _setter(days: Days) -> Callable[[], None]:
    def change() -> None:
        _choose(*days)

    return change


def _choose(before: dt.date, after: dt.date) -> None:
    held.put(FROM, before)
    held.put(TO, after)


def pick_day(day: dt.date, choice: MoveChoice) -> None:
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
