"""The navigation: the pages that this reader is offered, and the one that is open."""

import streamlit as st

from tracker.errors import DatabaseProblem
from tracker.web import address, links
from tracker.web.chinese import mark_chinese
from tracker.web.pages import Page, list_pages
from tracker.web.reads import make_ready, open_record
from tracker.web.review_view import waiting_count


def open_page() -> None:
    """Draw the navigation and the open page.

    The navigation comes first, so that a page whose database is not there yet or not there now keeps its address.
    """
    sections = {name: [_page(page) for page in pages] for name, pages in list_pages().items()}
    links.register(page for pages in sections.values() for page in pages)
    page = st.navigation(sections, position="top")
    st.set_page_config(page_title=f"{page.title}, China tech-regulation tracker")
    make_ready()
    address.open_page(page.url_path)
    page.run()
    mark_chinese()


def _page(page: Page) -> st.Page:
    return st.Page(
        page.render,
        title=_title(page),
        icon=page.icon,
        url_path=page.path,
        visibility="hidden" if page.hidden else "visible",
    )


def _title(page: Page) -> str:
    """Return a page's title in the navigation; that of the review page says how many events wait."""
    try:
        waiting = waiting_count(open_record()) if page.path == "review" else 0
    except DatabaseProblem:
        # The page says it; without the navigation there would be none.
        return page.title
    return f"{page.title} ({waiting})" if waiting else page.title
