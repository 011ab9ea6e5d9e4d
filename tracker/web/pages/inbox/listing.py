"""The list of items: what each is, whence it came, and what its first words speak of."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from tracker.articles import Analysis
from tracker.feed_items import InboxItem
from tracker.feeds import read_item
from tracker.queries import list_terms
from tracker.queries.events import EVERY_STATE
from tracker.web import held
from tracker.web.keeping import cached
from tracker.web.reads import Record
from tracker.web.text import escape_markdown
from tracker.wording import count_of

ITEM = "inbox item"
"""The key under which the number of the chosen item is held."""

_MOST_NAMED = 2

_FIRST_WORDS = 600
"""So many characters of each item of the list are read; all of the chosen one."""


@cached(256, spinner="Reading")
def item_reading(record: Record, item: InboxItem) -> Analysis:
    """Read an item against the record as it is now; drafts that wait for review count as known."""
    return read_item(item, record.read(list_terms), record.events(EVERY_STATE))


def choose_item(items: Sequence[InboxItem]) -> tuple[InboxItem, int | None]:
    """Return the chosen item of a list, the first where none of it is chosen, and the number of the one after it."""
    numbers = [item.id for item in items]
    at = numbers.index(held.value(ITEM)) if held.value(ITEM) in numbers else 0
    return items[at], numbers[(at + 1) % len(numbers)] if len(numbers) > 1 else None


def choose_next(after: int | None) -> None:
    """Choose the next item."""
    held.put(ITEM, after)


def render_list(record: Record, items: Sequence[InboxItem], chosen: InboxItem, *, total: int) -> None:
    """Draw the items of a page one below the other, and how many there are in all; a press shows one in full."""
    st.markdown(f"**{count_of(total, 'item')}**")
    for item in items:
        with st.container(gap=None):
            words = escape_markdown(item.title)
            st.button(
                f"**{words}**" if item.id == chosen.id else words,
                key=f"inbox choose {item.id}",
                type="tertiary",
                wrap=True,
                on_click=choose_next,
                args=(item.id,),
            )
            st.caption(escape_markdown(f"{words_of_item(item)}. {_glance(record, item)}"))


def words_of_item(item: InboxItem) -> str:
    """Return whence an item came, its day and its language, in words."""
    day = item.published_on.isoformat() if item.published_on else f"came in on {item.first_seen_at:%Y-%m-%d}"
    return " · ".join(part for part in (item.publisher, day, item.language) if part)


def _glance(record: Record, item: InboxItem) -> str:
    found = item_reading(record, replace(item, text=f"{item.title}\n\n{(item.text or item.summary)[:_FIRST_WORDS]}"))
    known = "; ".join(mention.event.title for mention in found.mentions[:_MOST_NAMED])
    rest = len(found.mentions[_MOST_NAMED:])
    more = f" and {rest} more" if rest else ""
    parts = [f"Speaks of: {known}{more}." if known else "", "May hold something new." if found.new else ""]
    return " ".join(filter(None, parts))
