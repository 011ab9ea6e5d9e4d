"""Boxes that several pages share: the order of a list, one of all, and the day that a page looks at."""

import datetime as dt
from collections.abc import Mapping

import streamlit as st

from tracker.filters import EventFilter
from tracker.web import held
from tracker.web.asked import Asked
from tracker.web.reads import Record, first_day
from tracker.web.text import escape_markdown


def offer_swap(words: str, first: str, last: str) -> None:
    """Say that "from" lies after "to", if it does, and offer to swap the two.

    Args:
        words: what the two are ends of, as the screen calls it.
        first: the key of the box that holds the "from".
        last: the key of the box that holds the "to".
    """
    low, high = held.value(first), held.value(last)
    if low is None or high is None or low <= high:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.warning(escape_markdown(f"{words}: the “from” lies after the “to”."), icon=":material/swap_vert:")
        st.button("Swap them", key=f"swap {first}", on_click=_swap, args=(first, last))


def _swap(first: str, last: str) -> None:
    low, high = held.value(first), held.value(last)
    held.put(first, high)
    held.put(last, low)


def render_one_of_all(label: str, names: Mapping[str, str], key: str, *, width: int) -> str | None:
    """Draw the box and return the key of what was chosen.

    Args:
        label: what stands above it.
        names: what can be chosen: names as readers know them, by key.
        key: the name of the box in the session.
        width: in pixels.
    """
    return held.selectbox(
        label,
        list(names),
        key=key,
        index=None,
        format_func=lambda chosen: names.get(chosen, chosen),
        placeholder="All; choose one to read it",
        width=width,
    )


def read_as_of(asked: Asked, record: Record, key: str) -> None:
    """Set the box from an address."""
    held.put(key, asked.day("asof", _first(record), record.today) or record.today)


def render_as_of(record: Record, key: str) -> dt.date:
    """Draw the box and return its day; an emptied box is today."""
    day = held.date_input(
        "As of", key=key, min_value=_first(record), max_value=record.today, format="YYYY-MM-DD", width=150
    )
    return day or record.today


def as_of_params(record: Record, day: dt.date) -> dict[str, list[str]]:
    """Write the day as a part of an address; today is left out."""
    return {} if day == record.today else {"asof": [day.isoformat()]}


def _first(record: Record) -> dt.date:
    events = record.events(EventFilter())
    return first_day(events) if events else record.today
