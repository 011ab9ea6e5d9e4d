"""The pages in the order of the navigation, those that this reader is offered, and the one that is open."""

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import NamedTuple

import streamlit as st

from tracker.errors import DatabaseProblem
from tracker.read_models import SyntheticShare
from tracker.settings import is_read_only
from tracker.vocabulary import Role
from tracker.web import address, links, screen
from tracker.web.reads import make_ready, open_record
from tracker.web.signing_in import account_title, current_actor, sign_in_set_up
from tracker.web.text import mark_chinese
from tracker.web.waiting import new_items, waiting_count


class Page(NamedTuple):
    """One page: what draws it, its title, its icon and its address; a hidden one is reached by links alone.

    ``drawn_by`` names a module of ``tracker.web.pages`` and a function of it. They are looked up when the page is
    opened: whoever comes to see the timeline does not wait until all the others are loaded.
    """

    drawn_by: str
    title: str
    icon: str
    path: str
    hidden: bool = False

    def render(self) -> None:
        """Load the page, where nobody has opened it yet, and draw it."""
        module, function = self.drawn_by.split(".")
        getattr(import_module(f"tracker.web.pages.{module}"), function)()


# A section without a name stands in the navigation itself, a named one opens as a menu.
READING = "Look closer"
COMPARING = "Compare"
ABOUT = "About"
KEEPING = "Edit the record"
SECTIONS: dict[str, tuple[Page, ...]] = {
    "": (Page("timeline.render_timeline", "Timeline", ":material/timeline:", "timeline"),),
    READING: (
        Page("moves.render_moves", "What moved the line", ":material/stacked_bar_chart:", "moves"),
        Page("sectors.render_sectors_page", "Sectors and agencies", ":material/grid_view:", "sectors"),
        Page("certainty.render_certainty", "How sure is it?", ":material/ssid_chart:", "certainty"),
        Page("threads.render_threads", "Stories", ":material/route:", "threads"),
        Page("measures.render_measures_page", "Rules and cases", ":material/gavel:", "measures"),
        Page("name_page.render_company", "Companies", ":material/apartment:", "company", hidden=True),
        Page("name_page.render_sector", "Sectors", ":material/grid_view:", "sector", hidden=True),
        Page("name_page.render_agency", "Agencies", ":material/account_balance:", "agency", hidden=True),
        Page("name_page.render_person", "People", ":material/person:", "person", hidden=True),
    ),
    COMPARING: (
        Page("market.render_market", "How shares reacted", ":material/candlestick_chart:", "market"),
        Page("overlay.render_overlay", "Prices and own figures", ":material/layers:", "overlay"),
        Page("coverage.render_coverage_page", "Other trackers", ":material/compare_arrows:", "coverage"),
    ),
    ABOUT: (
        Page("method.render_method", "How it works", ":material/menu_book:", "method"),
        Page("whats_new.render_whats_new", "What is new", ":material/new_releases:", "news"),
        Page("gaps.render_gaps_page", "Gaps", ":material/playlist_add_check:", "gaps"),
        Page("history.render_history_page", "Changes to the record", ":material/history:", "history"),
    ),
    KEEPING: (
        Page("add.render_add", "Add an event", ":material/add:", "add"),
        Page("article.render_article", "Add from an article", ":material/article:", "article"),
        Page("inbox.render_inbox", "Inbox", ":material/inbox:", "inbox"),
        Page("import_page.render_import", "Import a file", ":material/upload_file:", "import"),
        Page("review.render_review", "Review", ":material/fact_check:", "review"),
        Page("coding.render_coding", "Coding", ":material/edit_note:", "coding"),
        Page("duplicates.render_duplicates", "Duplicates", ":material/content_copy:", "duplicates"),
        Page("names.render_names", "Names", ":material/label:", "names"),
        Page("bulk.render_bulk", "Change several events", ":material/checklist:", "bulk"),
        Page("edit.render_edit", "Correct an event", ":material/edit:", "edit", hidden=True),
    ),
}


def list_pages() -> dict[str, tuple[Page, ...]]:
    """Return the pages of each section that the person at the page is offered; a viewer gets none that write."""
    writes = current_actor().may(Role.EDITOR)
    offered = {name: pages for name, pages in SECTIONS.items() if name != KEEPING or writes}
    if not is_read_only() and (sign_in_set_up() is not None or not writes):
        offered[""] += (Page("account.render_account", account_title(), ":material/account_circle:", "account"),)
    return offered


def open_current_page() -> None:
    """Draw the navigation and the open page.

    The navigation comes first, so that a page whose database is not there yet or not there now keeps its address.
    """
    sections = {name: [_page(page) for page in pages] for name, pages in list_pages().items()}
    links.register(page for pages in sections.values() for page in pages)
    page = st.navigation(sections, position="hidden" if screen.is_in_frame() else "top")
    links.go_on()
    st.set_page_config(page_title=f"{page.title}, China tech-regulation tracker")
    make_ready()
    address.open_page(page.url_path)
    _say_synthetic()
    page.run()
    mark_chinese()


def _say_synthetic() -> None:
    """Say above every page where the record, or a part of it, is invented."""
    share = open_record().state().synthetic
    if share is not SyntheticShare.NONE:
        words = "Synthetic record: all events are invented" if share is SyntheticShare.ALL else "Holds synthetic events"
        st.badge(words, icon=":material/science:", color="orange")


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
