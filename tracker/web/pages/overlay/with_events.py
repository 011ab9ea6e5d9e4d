"""The series as lines with the Events on them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from tracker.charts.price_line import PlacedEvent, PriceLine, price_figure
from tracker.dates import describe
from tracker.filters import EventFilter
from tracker.market import MarketProblem, OverlaySeries
from tracker.market.cases import owners_of
from tracker.market.price_lines import check_log, point_on, rebase_together, stepped
from tracker.read_models import EventRow
from tracker.vocabulary import TermType
from tracker.web import screen
from tracker.web.data_view import render_figure
from tracker.web.event_card import choose
from tracker.web.keeping import cached
from tracker.web.pages.overlay.choice import OverlayChoice, Scale, chosen_lines, lines_of
from tracker.web.reads import Record
from tracker.web.taking import picture_words
from tracker.web.text import escape_markdown
from tracker.web.upload_view import Files
from tracker.wording import count_of

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

MOST_ON_LINES = 150
"""So many events stand on the lines; those with the widest reach and the strongest stance."""


@dataclass(frozen=True, eq=False)
class EventLines:
    """What is drawn: the lines, the marks on them, and sentences on both."""

    lines: tuple[OverlaySeries, ...]
    placed: tuple[PlacedEvent, ...]
    unit: str
    notes: tuple[str, ...]
    is_log: bool


def render_event_lines(
    files: Files, record: Record, chosen: EventFilter, choice: OverlayChoice, event: EventRow | None
) -> None:
    """Draw the lines with their events; a click on a mark opens the event's card."""
    view = _event_lines(files, record, chosen, choice)
    narrow = screen.is_narrow()
    look = {"dark": screen.is_dark(), "narrow": narrow}
    slug = event.slug if event else None
    figure = _figure(files, record, chosen, choice, slug, **look)
    names = ", ".join(one.name for one in view.lines)
    words = f"{names} with {count_of(len(view.placed), 'event')} as marks on the lines."
    picture = picture_words(record, chosen, "prices-with-events", words)
    alt = f"{words} A mark opens the card of its event."
    render_figure(figure, "overlay prices", picture=picture, alt=alt, choose=choose)
    for note in view.notes:
        st.caption(escape_markdown(note))
    screen.watch_width(narrow=narrow)


@cached(16, per_visitor=True)
def _figure(
    files: Files,
    record: Record,
    chosen: EventFilter,
    choice: OverlayChoice,
    slug: str | None,
    *,
    dark: bool,
    narrow: bool,
) -> "Figure":
    view = _event_lines(files, record, chosen, choice)
    lines = [PriceLine(one.name, one.days, one.values) for one in map(stepped, view.lines)]
    return price_figure(lines, view.placed, unit=view.unit, log=view.is_log, chosen=slug, dark=dark, narrow=narrow)


@cached(16, per_visitor=True)
def _event_lines(files: Files, record: Record, chosen: EventFilter, choice: OverlayChoice) -> EventLines:
    lines, unit, notes = _on_one_scale(chosen_lines(lines_of(files), choice))
    is_log = choice.scale is Scale.LOG
    try:
        if is_log:
            check_log(lines)
    except MarketProblem as problem:
        is_log = False
        notes.append(str(problem))
    known = [event for event in record.events(chosen) if event.first_on == event.last_on]
    owner_of = owners_of(record.terms(TermType.COMPANY))
    owners = [company.key if (company := owner_of(one.name)) else None for one in lines]
    every = [one for event in known if (one := _placed(event, lines, owners))]
    placed = sorted(every, key=lambda one: -one.event.reach.value * abs(one.event.stance))[:MOST_ON_LINES]
    notes.append(_count_words(len(placed), len(every), len(record.events(chosen)), len(lines)))
    return EventLines(lines, tuple(placed), unit, tuple(notes), is_log)


def _on_one_scale(lines: tuple[OverlaySeries, ...]) -> tuple[tuple[OverlaySeries, ...], str, list[str]]:
    """Return one series as it is, and several with their first common day as 100; with the unit, and notes."""
    if len(lines) == 1:
        return lines, lines[0].unit, []
    try:
        first, rebased = rebase_together(lines)
    except MarketProblem as problem:
        return lines[:1], lines[0].unit, [str(problem)]
    return rebased, f"{describe(first.isoformat())} = 100", []


def _placed(event: EventRow, lines: Sequence[OverlaySeries], owners: Sequence[str | None]) -> PlacedEvent | None:
    """Put an event on the line of a share of a company that it names, else on the first line."""
    touched = [one for one, owner in zip(lines, owners, strict=True) if owner in event.companies]
    point = point_on((touched or lines)[0], event.first_on)
    return PlacedEvent(event, *point) if point else None


def _count_words(drawn: int, placed: int, every: int, lines: int) -> str:
    where = "on its line" if lines == 1 else "on the line of the company that it names, else on the first one"
    left = f" {every - placed} lie outside of the series or have no known day." if every > placed else ""
    strongest = f" Of {placed}, the {drawn} with the widest reach and the strongest stance are shown."
    return (
        f"{count_of(drawn, 'event')}, each {where}; a mark opens its card.{strongest if placed > drawn else ''}{left}"
    )
