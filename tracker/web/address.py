"""The page's address holds what the reader looks at: the filter, the chosen Event, and what a page adds of its own.

Streamlit's own binding of widgets would write the labels that a select box shows; an address has to last longer than a
title does. So the widgets are set from the address whenever it is not the one that was last written, which is the
first load, another page, a shared link and the browser's way back; at the end of a run the address is written from the
filter. Whoever goes to another page by the navigation takes the filter along: Streamlit empties the address then.
"""

from collections.abc import Mapping, Sequence

import streamlit as st

from tracker.filters import EventFilter, from_params
from tracker.vocabulary import Stance
from tracker.web import held, periods
from tracker.web.reads import Record

Params = Mapping[str, Sequence[str]]
"""The parts of an address: several values may stand under one name."""

LISTS = ("sectors", "agencies", "companies", "people", "kinds", "threads")
_WRITTEN = "address written"
_CARRIED = "address carried"
_NOTES = "address notes"


def read_address(record: Record, page: str = "timeline") -> Params | None:
    """Set the filter's widgets from the address if it is a new one, or if another page was shown before.

    Notes on what made no sense are kept to be shown.

    Args:
        record: the state of the record, which knows the vocabularies.
        page: the address of the page that is being drawn.

    Returns:
        The parts of a new address, for a page to set widgets of its own; None where nothing has changed.
    """
    params = {name: st.query_params.get_all(name) for name in st.query_params}
    written_page, written = st.session_state.get(_WRITTEN, ("", None))
    returned = page != written_page
    if params == written and not returned:
        return None
    asked = params or (st.session_state.get(_CARRIED, {}) if returned else {})
    read = from_params(asked)
    known = record.known(read.filter)
    fill_widgets(known.filter)
    held.put("event", next(reversed(asked.get("event", [])), None))
    held.put("drafts", "draft" in asked.get("states", ()))
    st.session_state[_NOTES] = (*read.notes, *known.notes)
    st.session_state[_WRITTEN] = page, params
    return params


def fill_widgets(chosen: EventFilter) -> None:
    """Set the filter's widgets."""
    for name in LISTS:
        held.put(name, list(getattr(chosen, name)))
    held.put("search", chosen.search)
    held.put("stance_min", Stance.SEVERE if chosen.stance_min is None else Stance(chosen.stance_min))
    held.put("stance_max", Stance.OPENING if chosen.stance_max is None else Stance(chosen.stance_max))
    held.put("period", periods.name_of(chosen.since, chosen.until))
    held.put("since", chosen.since)
    held.put("until", chosen.until)


def notes() -> tuple[str, ...]:
    """Return the notes on parts of the address that were left out."""
    return tuple(st.session_state.get(_NOTES, ()))


def add_notes(more: Sequence[str]) -> None:
    """Keep a page's own notes with those on the filter; the filter's bar shows them."""
    st.session_state[_NOTES] = (*notes(), *more)


def write_address(chosen: EventFilter, event: str | None, page: str = "timeline", own: Params | None = None) -> None:
    """Write the filter, the chosen Event and a page's own choices into the address."""
    carried = chosen.to_params() | ({"event": [event]} if event else {})
    params = carried | {name: list(values) for name, values in (own or {}).items()}
    if params != {name: st.query_params.get_all(name) for name in st.query_params}:
        st.query_params.from_dict(params)
    st.session_state[_WRITTEN] = page, params
    st.session_state[_CARRIED] = carried
