"""The page's address holds what the reader looks at: the filter, the chosen Event, and what a page adds of its own.

Streamlit's own binding of widgets would write the labels that a select box shows; an address has to last longer than a
title does. So the widgets are set from the address whenever it is not the one that was last written, which is the
first load, another page, a shared link and the browser's way back; at the end of a run the address is written from the
filter. Whoever goes to another page by the navigation takes the filter along: Streamlit empties the address then.
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import fields

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from tracker.event.fields import FILTERED_NAMES
from tracker.filters import EventFilter, from_params
from tracker.read_models import EraRow
from tracker.vocabulary import Stance, TermType
from tracker.web import held, periods, session_keys
from tracker.web.following import follow_names
from tracker.web.reads import Record

Params = Mapping[str, Sequence[str]]
"""The parts of an address: several values may stand under one name."""

LISTS = (*FILTERED_NAMES, "kinds")
_NO_NAMES: Mapping[str, TermType] = {}

SECONDS_ON_THE_WAY = 3
"""So long a click may be on its way that was made before the browser had the address written last."""


def open_page(path: str) -> None:
    """Note which page is drawn; on another than before, whatever stands in its address is new."""
    if st.session_state.get(session_keys.PAGE) != path:
        held.leave_page()
        st.session_state[session_keys.PAGE] = path
        st.session_state.pop(session_keys.WRITTEN, None)


def new_parts() -> Params | None:
    """Return the parts of the address if it is a new one, or if another page was shown before; else None.

    An address that came with a click made before the browser had the one written last is not new.
    """
    params = {name: st.query_params.get_all(name) for name in st.query_params}
    written = st.session_state.get(session_keys.WRITTEN)
    if written is not None and (params == written or _is_behind(params)):
        return None
    st.session_state[session_keys.WRITTEN] = params
    return params


def read_address(record: Record, own: Mapping[str, TermType] = _NO_NAMES) -> Params | None:
    """Set the filter's boxes from the address if it is a new one, or if another page was shown before.

    Notes on what made no sense are kept to be shown.

    Args:
        record: the state of the record, which knows the vocabularies.
        own: the page's own boxes that hold a name's key, each with its vocabulary.

    Returns:
        The parts of a new address, for a page to set widgets of its own; None where nothing has changed.
    """
    is_first = session_keys.WRITTEN not in st.session_state
    params = new_parts()
    if params is None:
        add_notes(follow_names(record, {**FILTERED_NAMES, **own}))
        return None
    asked = params or (st.session_state.get(session_keys.CARRIED, {}) if is_first else {})
    read = from_params(asked)
    known = record.known(read.filter)
    fill_boxes(known.filter, record.eras())
    held.put("event", next(reversed(asked.get("event", [])), None))
    st.session_state[session_keys.NOTES] = (*read.notes, *known.notes)
    return params


def fill_boxes(chosen: EventFilter, eras: Sequence[EraRow] = ()) -> None:
    """Set the filter's boxes; a period with the bounds of an era is called by it."""
    for name in LISTS:
        held.put(name, list(getattr(chosen, name)))
    held.put("search", chosen.search)
    held.put("stance_min", Stance.SEVERE if chosen.stance_min is None else Stance(chosen.stance_min))
    held.put("stance_max", Stance.OPENING if chosen.stance_max is None else Stance(chosen.stance_max))
    held.put("period", periods.period_name(chosen.since, chosen.until, eras))
    held.put("since", chosen.since)
    held.put("until", chosen.until)
    held.put("states", list(chosen.states))


def notes() -> tuple[str, ...]:
    """Return the notes on parts of the address that were left out."""
    return tuple(st.session_state.get(session_keys.NOTES, ()))


def add_notes(more: Sequence[str]) -> None:
    """Keep a page's own notes with those on the filter; the filter's bar shows them."""
    st.session_state[session_keys.NOTES] = (*notes(), *more)


def without_filter(params: Params) -> list[str]:
    """Say which parts of a filter stand in the address of a page that has none."""
    names = [each.name for each in fields(EventFilter) if each.name in params]
    return [f"This page has no filter; “{name}” was left out." for name in names]


def write_address(
    chosen: EventFilter, event: str | None, own: Params | None = None, *, taken_along: EventFilter | None = None
) -> None:
    """Write the filter, the chosen Event and a page's own choices into the address.

    Args:
        chosen: the filter that the page goes by.
        event: the chosen Event's slug.
        own: the page's own choices.
        taken_along: the filter that the next page begins with, where this one goes by a part of it only.
    """
    of_event = {"event": [event]} if event else {}
    st.session_state[session_keys.CARRIED] = (taken_along or chosen).to_params() | of_event
    write_parts(chosen.to_params() | of_event | {name: list(values) for name, values in (own or {}).items()})


def write_parts(params: Params) -> None:
    """Write an address, and remember it as the one that the browser is to have."""
    in_browser = {name: st.query_params.get_all(name) for name in st.query_params}
    st.session_state[session_keys.WRITTEN] = params
    if params != in_browser:
        st.session_state[session_keys.REPLACED] = [*_lately_replaced(), (time.monotonic(), in_browser)]
        st.query_params.from_dict(params)


def _is_behind(params: Params) -> bool:
    """Tell whether an address came with a click that was made before the browser had the one written last.

    It is not a new one then, and must not take back what was chosen since. The browser's way back is no click.
    """
    if getattr(get_script_run_ctx(), "is_history_navigation", True):
        return False
    return any(params == replaced for _, replaced in _lately_replaced())


def _lately_replaced() -> list[tuple[float, Params]]:
    since = time.monotonic() - SECONDS_ON_THE_WAY
    return [(when, params) for when, params in st.session_state.get(session_keys.REPLACED, []) if when >= since]
