"""Two boxes that hold a "from" and a "to": said at once where they stand in the wrong order, with a button to swap."""

import streamlit as st

from tracker.web import held
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
