"""The pages in the order of the navigation, those that this reader is offered, and the one that is open."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

import streamlit as st

from tracker.errors import DatabaseProblem
from tracker.settings import is_read_only
from tracker.vocabulary import Role
from tracker.web import address, links
from tracker.web.pages.account import account_title, render_account
from tracker.web.pages.add import render_add
from tracker.web.pages.article import render_article
from tracker.web.pages.bulk import render_bulk
from tracker.web.pages.certainty import render_certainty
from tracker.web.pages.coding import render_coding
from tracker.web.pages.coverage import render_coverage_page
from tracker.web.pages.duplicates import render_duplicates
from tracker.web.pages.edit import render_edit
from tracker.web.pages.gaps import render_gaps_page
from tracker.web.pages.history import render_history_page
from tracker.web.pages.import_page import render_import
from tracker.web.pages.inbox import render_inbox
from tracker.web.pages.inbox.standing import new_items
from tracker.web.pages.market import render_market
from tracker.web.pages.measures import render_measures_page
from tracker.web.pages.method import render_method
from tracker.web.pages.moves import render_moves
from tracker.web.pages.name_page import render_agency, render_company, render_person, render_sector
from tracker.web.pages.names import render_names
from tracker.web.pages.overlay import render_overlay
from tracker.web.pages.review import render_review
from tracker.web.pages.review.parts import waiting_count
from tracker.web.pages.sectors import render_sectors_page
from tracker.web.pages.threads import render_threads
from tracker.web.pages.timeline import render_timeline
from tracker.web.reads import make_ready, open_record
from tracker.web.signing_in import current_actor, sign_in_set_up
from tracker.web.text import mark_chinese


class Page(NamedTuple):
    """One page: what draws it, its title, its icon and its address; a hidden one is reached by links alone."""

    render: Callable[[], None]
    title: str
    icon: str
    path: str
    hidden: bool = False


# A section without a name stands in the navigation itself, a named one opens as a menu.
READING = "Look closer"
COMPARING = "Compare"
ABOUT = "About"
KEEPING = "Edit the record"
SECTIONS: dict[str, tuple[Page, ...]] = {
    "": (Page(render_timeline, "Timeline", ":material/timeline:", "timeline"),),
    READING: (
        Page(render_moves, "What moved the line", ":material/stacked_bar_chart:", "moves"),
        Page(render_sectors_page, "Sectors and agencies", ":material/grid_view:", "sectors"),
        Page(render_certainty, "How sure is it?", ":material/ssid_chart:", "certainty"),
        Page(render_threads, "Stories", ":material/route:", "threads"),
        Page(render_measures_page, "Rules and cases", ":material/gavel:", "measures"),
        Page(render_company, "Companies", ":material/apartment:", "company", hidden=True),
        Page(render_sector, "Sectors", ":material/grid_view:", "sector", hidden=True),
        Page(render_agency, "Agencies", ":material/account_balance:", "agency", hidden=True),
        Page(render_person, "People", ":material/person:", "person", hidden=True),
    ),
    COMPARING: (
        Page(render_market, "How shares reacted", ":material/candlestick_chart:", "market"),
        Page(render_overlay, "Prices and own figures", ":material/layers:", "overlay"),
        Page(render_coverage_page, "Other trackers", ":material/compare_arrows:", "coverage"),
    ),
    ABOUT: (
        Page(render_method, "How it works", ":material/menu_book:", "method"),
        Page(render_gaps_page, "Gaps", ":material/playlist_add_check:", "gaps"),
        Page(render_history_page, "Changes to the record", ":material/history:", "history"),
    ),
    KEEPING: (
        Page(render_add, "Add an event", ":material/add:", "add"),
        Page(render_article, "Add from an article", ":material/article:", "article"),
        Page(render_inbox, "Inbox", ":material/inbox:", "inbox"),
        Page(render_import, "Import a file", ":material/upload_file:", "import"),
        Page(render_review, "Review", ":material/fact_check:", "review"),
        Page(render_coding, "Coding", ":material/edit_note:", "coding"),
        Page(render_duplicates, "Duplicates", ":material/content_copy:", "duplicates"),
        Page(render_names, "Names", ":material/label:", "names"),
        Page(render_bulk, "Change several events", ":material/checklist:", "bulk"),
        Page(render_edit, "Correct an event", ":material/edit:", "edit", hidden=True),
    ),
}


def list_pages() -> dict[str, tuple[Page, ...]]:
    """Return the pages of each section that the person at the page is offered; a viewer gets none that write."""
    writes = current_actor().may(Role.EDITOR)
    offered = {name: pages for name, pages in SECTIONS.items() if name != KEEPING or writes}
    if not is_read_only() and (sign_in_set_up() is not None or not writes):
        offered[""] += (Page(render_account, account_title(), ":material/account_circle:", "account"),)
    return offered


def open_current_page() -> None:
    """Draw the navigation and the open page.

    The navigation comes first, so that a page whose database is not there yet or not there now keeps its address.
    """
    sections = {name: [_page(page) for page in pages] for name, pages in list_pages().items()}
    links.register(page for pages in sections.values() for page in pages)
    page = st.navigation(sections, position="top")
    links.go_on()
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


_WAITING: Mapping[str, Callable[[], int]] = {
    "review": lambda: waiting_count(open_record()),
    "inbox": new_items,
}


def _title(page: Page) -> str:
    """Return a page's title in the navigation; those of the review and of the inbox say how much waits there."""
    try:
        waiting = _WAITING[page.path]() if page.path in _WAITING else 0
    except DatabaseProblem:
        # The page says it; without the navigation there would be none.
        return page.title
    return f"{page.title} ({waiting})" if waiting else page.title
