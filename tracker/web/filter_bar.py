"""The filter: one row of the common choices, the rest behind a button, and what is chosen as chips to take off."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Literal

import streamlit as st

from tracker.dates.partial import FIRST_YEAR, LATEST_YEAR
from tracker.event.fields import FILTERED_NAMES
from tracker.filters import ACCEPTED_ONLY, SHOWN_STATES, EventFilter
from tracker.read_models import TermRow
from tracker.vocabulary import Kind, ReviewState, Stance
from tracker.web import address, held, periods, screen
from tracker.web.boxes import offer_swap
from tracker.web.long_boxes import names_to_choose, render_some
from tracker.web.reads import Record, without_period
from tracker.web.search_view import render_name_offers
from tracker.web.text import escape_markdown

_FIRST_DAY, _LAST_DAY = dt.date(FIRST_YEAR, 1, 1), dt.date(LATEST_YEAR, 12, 31)


def blind_filter(chosen: EventFilter) -> EventFilter:
    """Return a filter without what would tell codes: stance, story, review, and words, since reasons are searched."""
    return replace(chosen, threads=(), stance_min=None, stance_max=None, search="", states=ACCEPTED_ONLY)


def render_filter_bar(record: Record, *, with_period: bool = True, is_blind: bool = False) -> EventFilter:
    """Draw the filter and return what it says; notes on dropped parts of the address stand above it.

    Args:
        record: the state of the record.
        with_period: whether the period can be chosen here; a page with days of its own does without.
        is_blind: whether what would tell codes is left out.
    """
    for note in address.notes():
        st.info(escape_markdown(note), icon=":material/info:")
    if screen.is_narrow():
        with st.popover(_label("Filters", is_blind=is_blind), icon=":material/tune:", width="stretch"):
            _render_common(record, with_period=with_period, with_search=not is_blind)
            _render_rest(record, is_blind=is_blind)
    else:
        with st.container(horizontal=True, vertical_alignment="bottom"):
            _render_common(record, with_period=with_period, with_search=not is_blind)
            with st.popover(_label("More filters", is_blind=is_blind), icon=":material/tune:", width="content"):
                _render_rest(record, is_blind=is_blind)
    if with_period and held.value("period") == periods.OWN:
        offer_swap("Period", "since", "until")
    chosen = current_filter(record)
    if is_blind:
        chosen = blind_filter(chosen)
    else:
        offer_swap("Stance", "stance_min", "stance_max")
    _render_chips(record, chosen if with_period else without_period(chosen))
    return chosen


def _names(field: str, record: Record, *, width: int | str = "stretch", **rest: Any) -> None:  # noqa: ANN401 - Streamlit's
    term_type = FILTERED_NAMES[field]
    choice = names_to_choose(record, term_type, _with_short)
    render_some(term_type.label, choice, key=field, width=width, **({"placeholder": "All"} | rest))


def _with_short(term: TermRow) -> str:
    """Return a name with its abbreviation, by which readers look for an agency."""
    return f"{term.name} ({term.key})" if term.key.isupper() and term.key != term.name else term.name


def _render_common(record: Record, *, with_period: bool, with_search: bool) -> None:
    is_own = with_period and held.value("period") == periods.OWN
    # With two days more the row still has to fit.
    width = 180 if is_own else 260
    # Above the chart each line of height counts; what the boxes hold says what they are.
    labels: Literal["visible", "collapsed"] = "visible" if is_own or screen.is_narrow() else "collapsed"
    if with_period:
        words = periods.period_names(record.eras())
        held.selectbox(
            "Period",
            list(words),
            key="period",
            format_func=words.__getitem__,
            width=140 if is_own else 280,
            label_visibility=labels,
        )
        _render_own_dates(record)
    _names("sectors", record, width=width, placeholder="All sectors", label_visibility=labels)
    if with_search:
        held.text_input(
            "Search",
            key="search",
            placeholder="Names or words, 中文",
            icon=":material/search:",
            max_chars=200,
            width=width if is_own else width + 80,
            label_visibility=labels,
        )


def _render_own_dates(record: Record) -> None:
    """Draw the two days of a period of one's own; they begin as those of the period that was in force before."""
    if held.value("period") != periods.OWN:
        since, until = periods.bounds_of(held.value("period"), record.today, (None, None), record.eras())
        held.put("since", since)
        held.put("until", until)
        return
    for label, key in (("From", "since"), ("To", "until")):
        held.date_input(
            label, value=None, key=key, min_value=_FIRST_DAY, max_value=_LAST_DAY, format="YYYY-MM-DD", width=172
        )


def _label(words: str, *, is_blind: bool) -> str:
    count = sum(bool(held.value(field)) for field in (*_rest(is_blind=is_blind), "kinds"))
    if not is_blind:
        all_stances = (held.value("stance_min"), held.value("stance_max")) == (Stance.SEVERE, Stance.OPENING)
        count += (not all_stances) + (_states() != ACCEPTED_ONLY)
    return f"{words} ({count})" if count else words


def _rest(*, is_blind: bool) -> tuple[str, ...]:
    return tuple(field for field in FILTERED_NAMES if field != "sectors" and not (is_blind and field == "threads"))


def _render_rest(record: Record, *, is_blind: bool) -> None:
    for field in _rest(is_blind=is_blind):
        _names(field, record)
    held.multiselect(
        "Kind", list(Kind), key="kinds", format_func=lambda kind: kind.label, placeholder="All", select_all=False
    )
    if is_blind:
        return
    with st.container(horizontal=True):
        for key, label in (("stance_min", "Stance from"), ("stance_max", "Stance to")):
            held.selectbox(label, list(Stance), key=key, format_func=lambda stance: f"{stance.signed} {stance.label}")
    held.keep_some("states", ACCEPTED_ONLY)
    held.pills(
        "Review",
        SHOWN_STATES,
        key="states",
        selection_mode="multi",
        format_func=lambda state: state.value.capitalize(),
        help="What is not accepted is a hollow mark and never in the index.",
    )


def _states() -> tuple[ReviewState, ...]:
    """Return the chosen states in their order; none is the accepted ones."""
    return tuple(state for state in SHOWN_STATES if state in held.value("states")) or ACCEPTED_ONLY


def current_filter(record: Record) -> EventFilter:
    """Return what the filter's boxes hold, which are set once the address is read."""
    own = (held.value("since"), held.value("until"))
    since, until = periods.bounds_of(held.value("period"), record.today, own, record.eras())
    low, high = held.value("stance_min"), held.value("stance_max")
    return EventFilter(
        since=since,
        until=until,
        kinds=tuple(held.value("kinds")),
        stance_min=None if low is Stance.SEVERE else int(low),
        stance_max=None if high is Stance.OPENING else int(high),
        search=" ".join(held.value("search").split()),
        states=_states(),
        **{field: tuple(held.value(field)) for field in FILTERED_NAMES},
    )


def choose_period(record: Record, since: dt.date | None, until: dt.date | None) -> None:
    """Take the days in view on a chart as the period; on a side where no event is beyond them, there is no limit."""
    extent = record.view(without_period(current_filter(record))).extent
    first, last = (extent.first_on, extent.last_on) if extent else (_FIRST_DAY, _LAST_DAY)
    since = min(since, _LAST_DAY) if since and since > first else None
    until = max(until, _FIRST_DAY) if until and until < last else None
    held.put("period", periods.period_name(since, until, record.eras()))
    held.put("since", since)
    held.put("until", until)


@dataclass(frozen=True)
class _Chip:
    """One thing that is chosen, and how to take it off."""

    key: str
    words: str
    take_off: Callable[[], None]


def _render_chips(record: Record, chosen: EventFilter) -> None:
    chips = _chips(record, chosen)
    if not chips:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        render_name_offers(record, chosen)
        for chip in chips:
            st.button(
                escape_markdown(chip.words),
                key=f"chip {chip.key}",
                icon=":material/close:",
                on_click=chip.take_off,
                help="Take this filter off",
            )
        st.button("Clear all", key="clear", type="tertiary", on_click=clear)


def _chips(record: Record, chosen: EventFilter) -> list[_Chip]:
    chips = []
    if chosen.since or chosen.until:
        words = f"{chosen.since or 'beginning'} to {chosen.until or 'now'}"
        chips.append(_Chip("period", words, _set("period", periods.EVERYTHING)))
    for field, term_type in FILTERED_NAMES.items():
        names = record.names(term_type)
        chips += [
            _Chip(f"{field} {key}", f"{term_type.label}: {names.get(key, key)}", _without(field, key))
            for key in getattr(chosen, field)
        ]
    chips += [_Chip(f"kind {kind}", f"Kind: {kind.label}", _without("kinds", kind)) for kind in chosen.kinds]
    if chosen.stance_min is not None or chosen.stance_max is not None:
        words = f"Stance: {held.value('stance_min').signed} to {held.value('stance_max').signed}"
        chips.append(_Chip("stance", words, _all_stances))
    if chosen.states != ACCEPTED_ONLY:
        words = ", ".join(chosen.states)
        chips.append(_Chip("states", f"Review: {words}", _set("states", list(ACCEPTED_ONLY))))
    if chosen.search:
        chips.append(_Chip("search", f"Search: {chosen.search}", _set("search", "")))
    return chips


def _all_stances() -> None:
    held.put("stance_min", Stance.SEVERE)
    held.put("stance_max", Stance.OPENING)


def _set(key: str, value: Any) -> Callable[[], None]:  # noqa: ANN401 - a widget's value
    def change() -> None:
        held.put(key, value)

    return change


def _without(field: str, key: str) -> Callable[[], None]:
    def change() -> None:
        held.put(field, [each for each in held.value(field) if each != key])

    return change


def clear() -> None:
    """Take all filters off."""
    address.fill_boxes(EventFilter())


def render_empty() -> None:
    """Say that the filter keeps nothing, and offer the way back."""
    st.info("No event fits these filters.", icon=":material/filter_alt_off:")
    st.button("Clear the filters", key="clear when empty", on_click=clear)
