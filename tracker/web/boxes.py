"""Boxes that several pages share: the order of a list, one of all, and the day that a page looks at."""

import datetime as dt
from typing import Any

import streamlit as st

from tracker.filters import EventFilter
from tracker.web import held
from tracker.web.choices import one_day
from tracker.web.reads import Record
from tracker.web.text import escape_markdown

ONE_OF_ALL = "All; choose one to read it"
"""What stands in a box of one of all, where none is chosen."""


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


def render_as_of(record: Record, key: str) -> None:
    """Draw the box of the day that a page looks at; an emptied box is today."""
    held.date_input("As of", key=key, min_value=_first(record), max_value=record.today, format="YYYY-MM-DD", width=150)


def as_of() -> Any:  # noqa: ANN401 - as ``day``
    """Declare the day as a choice of a page; today is left out of the address."""
    return one_day(lambda record: (_first(record), record.today), lambda record: record.today, name="asof")


def _first(record: Record) -> dt.date:
    extent = record.view(EventFilter()).extent
    return extent.first_on if extent else record.today
