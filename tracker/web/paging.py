"""Lists that are too long for one screen, page by page: a browser is sent no more than it shows."""

from collections.abc import Sequence
from typing import TypeVar

import streamlit as st

_Item = TypeVar("_Item")

ROWS_ON_A_PAGE = 500
"""So many rows of a table stand on a page."""


def page_of(items: Sequence[_Item], key: str, what: str, *, size: int = ROWS_ON_A_PAGE) -> Sequence[_Item]:
    """Return the items of the page that the reader has turned to, and draw the way to the others where there are any.

    Args:
        items: all of them, in their order.
        key: key of the row of pages; another choice of items needs another one, to begin with its first page.
        what: what the items are called.
        size: how many stand on a page.
    """
    last = -(-len(items) // size)
    if last <= 1:
        return items
    with st.container(horizontal=True, vertical_alignment="center"):
        place = st.container(width="content")
        start = (st.pagination(last, key=key) - 1) * size
    shown = items[start : start + size]
    place.caption(f"{start + 1:,} to {start + len(shown):,} of {len(items):,} {what}")
    return shown
