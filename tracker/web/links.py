"""Links from one page to another. Pages import the parts that they show, so the parts find pages by their address."""

from collections.abc import Iterable, Mapping

import streamlit as st

from tracker.web import session_keys


def register(pages: Iterable[st.Page]) -> None:
    """Remember the pages of this run by their address."""
    st.session_state[session_keys.PAGES] = {page.url_path or "timeline": page for page in pages}


def render_link(path: str, label: str, *, icon: str | None = None, params: Mapping[str, str] | None = None) -> None:
    """Draw a link to a page that this reader has; to one that is not offered here there is no link."""
    page = st.session_state.get(session_keys.PAGES, {}).get(path)
    if page is not None:
        st.page_link(page, label=label, icon=icon, query_params=dict(params or {}))


def go_to(path: str) -> None:
    """Show another page at once; one that is not offered here is not shown."""
    page = st.session_state.get(session_keys.PAGES, {}).get(path)
    if page is not None:
        st.switch_page(page)
