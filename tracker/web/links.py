"""Links from one page to another. Pages import the parts that they show, so the parts find pages by their address.

A link in Markdown would open a new tab and with it a new session, so each link is an element of its own.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple
from unicodedata import east_asian_width

import streamlit as st

from tracker.vocabulary import TermType
from tracker.web import screen, session_keys
from tracker.web.text import escape_markdown

MOST_LINKS = 12
"""So many links of one sort stand on a page; the others come when they are asked for."""

LINK_ROOM, PHONE_ROOM = 70, 50
"""So many Latin letters of a link fit beside another column on a desk, and on a phone."""


Asked = Mapping[str, str | Sequence[str]]
"""What stands in an address after the question mark; several values may stand under one name."""


class Address(NamedTuple):
    """A page and what its address asks for."""

    path: str
    params: Asked


def register(pages: Iterable[st.Page]) -> None:
    """Remember the pages of this run by their address."""
    st.session_state[session_keys.PAGES] = {page.url_path or "timeline": page for page in pages}


def render_link(path: str, label: str, *, icon: str | None = None, params: Asked | None = None) -> None:
    """Draw a link to a page that this reader has; to one that is not offered here there is no link.

    Args:
        path: address of the page.
        label: Markdown.
        icon: stands before it; the page's own without one, and none where it is empty.
        params: what the address asks for.
    """
    page = st.session_state.get(session_keys.PAGES, {}).get(path)
    if page is not None:
        st.page_link(page, label=label, icon=icon, query_params=dict(params or {}))


def go_to(path: str, params: Asked | None = None) -> None:
    """Show another page at once; one that is not offered here is not shown."""
    page = st.session_state.get(session_keys.PAGES, {}).get(path)
    if page is not None:
        st.switch_page(page, query_params=dict(params or {}))


def open_next(to: Address) -> None:
    """Show another page once the run begins that a click leads to: from within a click Streamlit opens none.

    The browser's history gets a step more on the way, the page that was left with what the new address asks for.
    """
    st.session_state[session_keys.OPENED] = to


def go_on() -> None:
    """Show the page that a click has asked for, if one has."""
    asked: Address | None = st.session_state.pop(session_keys.OPENED, None)
    if asked is not None:
        go_to(*asked)


def address_of_name(term_type: TermType, key: str) -> Address:
    """Return where a name has its page: a thread among the threads, any other at the address of its sort."""
    if term_type is TermType.THREAD:
        return Address("threads", {"thread": key})
    return Address(term_type.value, {"name": key})


def render_links(links: Sequence[tuple[str, Address]], key: str, *, in_rows: bool = True) -> None:
    """Draw links, the first of them at once and the others in a box that opens.

    Args:
        links: what each says, as plain text, and where it leads.
        key: key of the box.
        in_rows: whether they stand side by side, else one below the other.
    """
    if not links:
        st.caption("Nothing in the record.")
    _render_some(links[:MOST_LINKS], key, in_rows=in_rows)
    rest = links[MOST_LINKS:]
    if not rest:
        return
    box = st.expander(f"{len(rest)} more", key=key, on_change="rerun")
    if box.open:
        with box:
            _render_some(rest, key, in_rows=in_rows)


def _render_some(links: Iterable[tuple[str, Address]], key: str, *, in_rows: bool) -> None:
    with st.container(horizontal=in_rows, vertical_alignment="center", gap="small" if in_rows else None):
        for label, to in links:
            render_name_link(label, to, key)


def render_name_link(label: str, to: Address, key: str, *, room: int = LINK_ROOM) -> None:
    """Draw a link in the colour of links and without an icon, as names stand in a row.

    Streamlit marks every link to the page that is open as the place where the reader is, whatever its address asks
    for, so one to another name of the same sort is a button. It cuts a link that is too long, so that stands as text
    beside a short one. A switch by the program would leave an address in the browser's history that never was.

    Args:
        label: plain text.
        to: where it leads.
        key: begins the key of a button.
        room: how many Latin letters fit in a line on a desk.
    """
    words = f":blue[{escape_markdown(label)}]"
    if st.session_state.get(session_keys.PAGE) == to.path:
        key = f"{key} {' '.join(map(str, to.params.values()))}"
        turn = st.query_params.from_dict
        st.button(words, key=key, type="tertiary", wrap=True, on_click=turn, args=(dict(to.params),))
    elif fits(label, room):
        render_link(to.path, words, icon="", params=to.params)
    else:
        with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
            st.markdown(escape_markdown(label), width="content")
            render_link(to.path, ":blue[Open]", icon="", params=to.params)


def fits(label: str, room: int) -> bool:
    """Tell whether a link's label fits in a line of so many Latin letters, or in a phone's."""
    width = sum(2 if east_asian_width(sign) in "WF" else 1 for sign in label)
    return width <= (min(PHONE_ROOM, room) if screen.is_narrow() else room)
