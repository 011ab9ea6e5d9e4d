"""Which items the inbox lists: by where they stand, by feed and by language, twenty to a page."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from tracker.database import reading
from tracker.feed_items import FeedCount, InboxItem, ItemState
from tracker.queries.inbox import count_listed, list_items, list_languages
from tracker.web import held
from tracker.web.reads import engine
from tracker.wording import count_of

_PAGE_LENGTH = 20
"""So many items stand on one page."""

_PAGE = "inbox page"


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of items: its number from 0, how many pages there are, and how many items on all of them."""

    items: tuple[InboxItem, ...]
    number: int
    pages: int
    total: int


def choose_items(feeds: Sequence[FeedCount]) -> Listed:
    """Draw the boxes and return the page of items that they ask for."""
    by_key = {each.feed: each for each in feeds}
    with reading(engine()) as session:
        languages = list_languages(session)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        state = held.segmented_control(
            "State",
            list(ItemState),
            key=_starting("inbox state", ItemState.NEW),
            format_func=lambda each: each.value,
            required=True,
        )
        feed = held.selectbox(
            "Feed",
            list(by_key),
            key="inbox feed",
            index=None,
            format_func=lambda key: f"{by_key[key].publisher} ({by_key[key].words})" if key in by_key else key,
            placeholder="All",
            width=300,
        )
        language = held.selectbox("Language", languages, key="inbox language", index=None, placeholder="All", width=130)
    return _page(state or ItemState.NEW, feed, language)


def _starting(key: str, usual: object) -> str:
    """Let a box that nobody has touched hold what is usual, and return its key."""
    held.hold(key, usual)
    return key


def _page(state: ItemState, feed: str | None, language: str | None) -> Listed:
    with reading(engine()) as session:
        total = count_listed(session, (state,), feed=feed, language=language)
        pages = max(1, -(-total // _PAGE_LENGTH))
        # The last item of a page may have been decided about, and the boxes changed.
        number = min(held.value(_PAGE) or 0, pages - 1)
        items = list_items(
            session, (state,), feed=feed, language=language, limit=_PAGE_LENGTH, offset=number * _PAGE_LENGTH
        )
    return Listed(items, number, pages, total)


def render_paging(listed: Listed) -> None:
    """Say which part of the items is listed, and draw the ways to the parts before and after it."""
    if listed.pages == 1:
        return
    first = listed.number * _PAGE_LENGTH + 1
    last = first + len(listed.items) - 1
    with st.container(horizontal=True, vertical_alignment="center"):
        _render_turn("Before", listed.number - 1, is_off=listed.number == 0)
        st.caption(f"{first} to {last} of {count_of(listed.total, 'item')}")
        _render_turn("After", listed.number + 1, is_off=listed.number == listed.pages - 1)


def _render_turn(label: str, number: int, *, is_off: bool) -> None:
    st.button(label, key=f"inbox turn {label}", disabled=is_off, on_click=held.put, args=(_PAGE, number))
