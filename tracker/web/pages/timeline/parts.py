"""The parts of the timeline page: chart, and the box that chooses an Event."""

import datetime as dt
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import streamlit as st

from tracker.charts import frame_of, ring_traces, timeline_figure
from tracker.charts.axis import axis_of, axis_of_period, is_part
from tracker.charts.density import MOST_MARKS, Crowd, Shades, read_shade
from tracker.charts.frame import Frame
from tracker.charts.line_points import MOVES
from tracker.charts.picture import picture_parts
from tracker.charts.reading_aid import explanation, in_short
from tracker.citation import TRACKER_NAME, cited_view, state_words
from tracker.filters import EventFilter
from tracker.read_models import EventRow
from tracker.web import held, screen
from tracker.web.data_view import render_figure
from tracker.web.event_card import choose
from tracker.web.event_view import EventView
from tracker.web.filter_bar import choose_period, current_filter
from tracker.web.headline import telling_of, title_of
from tracker.web.keeping import cached
from tracker.web.links import Address, open_next
from tracker.web.long_boxes import events_to_choose, render_one
from tracker.web.pages.timeline.choice import CHOICES
from tracker.web.plot import SentFigure
from tracker.web.reads import IndexView, Record
from tracker.web.taking import (
    kept_words,
    picture_words,
    render_embed,
    render_share,
    whole_address,
    written_address,
)
from tracker.web.text import escape_markdown
from tracker.wording import count_of


def render_timeline_chart(record: Record, chosen: EventFilter, event: EventRow | None) -> None:
    """Draw the chart; what a click chooses, ``choose_mark`` says, and what one on a shade does, ``_choose``."""
    narrow, dark, view = screen.is_narrow(), screen.is_dark(), record.view(chosen)
    all_years = CHOICES.value(record).all_years
    drawn = _drawn(record, chosen, all_years=all_years, dark=dark, narrow=narrow)
    picture = _picture(record, chosen, all_years=all_years, dark=dark, narrow=narrow)
    render_figure(
        drawn.sent,
        "chart",
        alt=_alternative(view, record.index(chosen)),
        picture=picture,
        choose=partial(_choose, record, chosen),
        zoom=lambda since, until: choose_period(record, since, until),
        is_zoomed=bool(chosen.since or chosen.until),
        over=ring_traces(drawn.sent.figure, event, kept=chosen, today=record.today, dark=dark, narrow=narrow),
    )
    period = axis_of_period(chosen, view.extent, record.today)
    if is_part(chosen) and axis_of(chosen, view.extent, record.today) != period:
        held.toggle("All years", key=CHOICES.key("all_years"), help="Show the whole record's years, not only these.")
    counted = f"{count_of(len(view), 'event')}, {count_of(view.sources, 'source')}."
    st.caption(" ".join([counted, *drawn.remarks]))
    screen.watch_width(narrow=narrow)


MOVED_DAYS = 90
"""What moved the line is asked over so many days before a named point: a quarter, as the events are counted."""


def choose_mark(chosen: EventFilter, said: str) -> None:
    """Take what was clicked on a timeline: a named point of the line asks what moved it up to there, a mark its Event.

    A shade is looked at on the page of the timeline.
    """
    if said.startswith(MOVES):
        day = dt.date.fromisoformat(said.removeprefix(MOVES))
        days = {"from": [f"{day - dt.timedelta(days=MOVED_DAYS)}"], "to": [f"{day}"]}
        open_next(Address("moves", chosen.to_params() | days))
    elif shade := read_shade(said):
        open_next(Address("timeline", replace(chosen, since=shade.since, until=shade.until).to_params()))
    else:
        choose(said)


def render_embedded(record: Record) -> None:
    """Draw what a page elsewhere shows in a frame: title, chart, source and the way to the whole, and nothing else."""
    chosen = current_filter(record)
    view, narrow, dark = record.view(chosen), screen.is_narrow(), screen.is_dark()
    st.title(escape_markdown(title_of(record, chosen)), anchor=False)
    signs = ""
    if len(view):
        all_years = CHOICES.value(record).all_years
        drawn = _drawn(record, chosen, all_years=all_years, dark=dark, narrow=narrow)
        render_figure(drawn.sent, "chart", alt=_alternative(view, record.index(chosen)))
        signs = f"{drawn.in_short} "
    else:
        st.info("No event fits these filters.")
    params = chosen.to_params() | CHOICES.params(CHOICES.value(record), record)
    where = whole_address(params, "")
    source = f"Source: {TRACKER_NAME}, {state_words(record.state())}."
    # No caption: Streamlit pales all that stands in one, and a link in it can hardly be read.
    link = f" [Open it with filters and sources]({where})" if where else ""
    st.markdown(f":small[{escape_markdown(signs + source)}{link}]")
    screen.watch_width(narrow=narrow)


def _choose(record: Record, chosen: EventFilter, said: str) -> None:
    """Take what was clicked on the page of the timeline, where a shade becomes the period.

    Where its days alone still hold too many Events to draw, its stance is taken as well.
    """
    shade = read_shade(said)
    if shade is None:
        choose_mark(chosen, said)
        return
    choose_period(record, shade.since, shade.until)
    within = replace(chosen, since=shade.since, until=shade.until)
    if len(record.view(within)) > MOST_MARKS:
        held.put("stance_min", shade.stance)
        held.put("stance_max", shade.stance)


@dataclass(frozen=True, eq=False)
class _Drawn:
    """The chart, and what is said of it."""

    sent: SentFigure
    remarks: tuple[str, ...]
    in_short: str


@cached(16)
def _drawn(record: Record, chosen: EventFilter, *, all_years: bool, dark: bool, narrow: bool) -> _Drawn:
    # Behind a filtered index stands that of the whole record.
    view, index = record.view(chosen), record.index(chosen)
    whole = record.index(EventFilter()) if is_part(chosen) else None
    period = axis_of_period(chosen, view.extent, record.today)
    since, until = period if all_years else axis_of(chosen, view.extent, record.today)
    line, crowd = index.line if index else None, view.crowd
    frame = frame_of(view.extent, line, (since, until), narrow=narrow)
    places, is_crowd = crowd.marks(frame)
    figure = timeline_figure(
        view.at(places).rows(),
        line,
        crowd=crowd,
        extent=view.extent,
        ghost=whole.line if whole else None,
        eras=record.eras(),
        today=record.today,
        since=since,
        until=until,
        dark=dark,
        narrow=narrow,
    )
    shades = Shades.of(crowd, frame) if is_crowd else None
    drawn = {"line": line is not None, "band": line is not None and line.has_band, "others": whole is not None}
    signs = explanation(**drawn, cell=shades.cell.word if shades else "")
    return _Drawn(SentFigure.of(figure), (signs, *_remarks(crowd, frame, shades)), in_short(**drawn))


@cached(16, of_codings=True)
def _picture(record: Record, chosen: EventFilter, *, all_years: bool, dark: bool, narrow: bool) -> dict[str, Any]:
    """Return what the browser needs to save the chart as a picture, which names the record's latest change."""
    told = telling_of(record, chosen)
    words = picture_words(record, chosen, "timeline", told.sentence if told else "")
    drawn = _drawn(record, chosen, all_years=all_years, dark=dark, narrow=narrow)
    return picture_parts(drawn.sent.figure, words)


def _remarks(crowd: Crowd, frame: Frame, shades: Shades | None) -> tuple[str, ...]:
    """Return what is said below the chart of Events that it does not show."""
    said = []
    if shades and shades.is_crowded_day:
        said.append("One day holds more than can be drawn one by one: the list below has them all, page by page.")
    if beside := len(crowd.days) - len(crowd.within(frame)):
        theirs = "The date of 1 event" if beside == 1 else f"The dates of {beside:,} events"
        said.append(f"{theirs} may lie in this period, or beside it: not on the chart, but in the list below.")
    return tuple(said)


def _alternative(view: EventView, index: IndexView | None) -> str:
    dates = f"from {view.row(0).date} to {view.row(len(view) - 1).date}"
    words = f"Timeline of {count_of(len(view), 'event')} by date and stance, {dates}"
    return words + (", with the policy-sentiment index as a line." if index else ".")


def render_chart_tools(record: Record, chosen: EventFilter, event: EventRow | None) -> None:
    """Draw what stands below the chart: the box that chooses an Event, and what a reader takes along."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        render_event_box(record, chosen, event)
        render_share(
            "share view",
            written_address(),
            lambda: cited_view("Timeline", kept_words(record, chosen), record.state(), record.today, written_address()),
        )
        params = chosen.to_params() | CHOICES.params(CHOICES.value(record), record)
        render_embed(params, title_of(record, chosen))


def render_event_box(record: Record, chosen: EventFilter, event: EventRow | None) -> None:
    """Draw the box that mirrors the chosen Event: the keyboard's way to choose one."""
    choice = events_to_choose(record, chosen, [event.slug] if event else ())
    render_one("Event", choice, key="event", placeholder="Click a mark, or choose or type here")
