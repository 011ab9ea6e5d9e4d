"""The page's address holds what the reader looks at: the filter and the chosen Event, under keys and slugs.

Streamlit's own binding of widgets would write the labels that a select box shows; an address has to last longer than a
title does. So the widgets are set from the address whenever it is not the one that was last written, which is the
first load, a shared link and the browser's way back; at the end of a run the address is written from the filter.
"""

import streamlit as st

from tracker.filters import EventFilter, from_params
from tracker.vocabulary import Stance
from tracker.web import periods
from tracker.web.reads import Record

LISTS = ("sectors", "agencies", "companies", "people", "kinds", "threads")
_WRITTEN = "address written"
_NOTES = "address notes"


def read_address(record: Record) -> None:
    """Set the widgets from the address if it is a new one; notes on what made no sense are kept to be shown."""
    params = {name: st.query_params.get_all(name) for name in st.query_params}
    if params == st.session_state.get(_WRITTEN):
        return
    read = from_params(params)
    known = record.known(read.filter)
    fill_widgets(known.filter)
    st.session_state["event"] = next(reversed(params.get("event", [])), None)
    st.session_state["drafts"] = "draft" in params.get("states", ())
    st.session_state[_NOTES] = (*read.notes, *known.notes)
    st.session_state[_WRITTEN] = params


def fill_widgets(chosen: EventFilter) -> None:
    """Set the filter's widgets."""
    state = st.session_state
    for name in LISTS:
        state[name] = list(getattr(chosen, name))
    state["search"] = chosen.search
    state["stance_min"] = Stance.SEVERE if chosen.stance_min is None else Stance(chosen.stance_min)
    state["stance_max"] = Stance.OPENING if chosen.stance_max is None else Stance(chosen.stance_max)
    state["period"] = periods.name_of(chosen.since, chosen.until)
    state["since"], state["until"] = chosen.since, chosen.until


def notes() -> tuple[str, ...]:
    """Return the notes on parts of the address that were left out."""
    return tuple(st.session_state.get(_NOTES, ()))


def write_address(chosen: EventFilter, event: str | None) -> None:
    """Write the filter and the chosen Event into the address."""
    params = chosen.to_params() | ({"event": [event]} if event else {})
    if params != {name: st.query_params.get_all(name) for name in st.query_params}:
        st.query_params.from_dict(params)
    st.session_state[_WRITTEN] = params
