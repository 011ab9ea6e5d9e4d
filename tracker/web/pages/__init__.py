"""The dashboard's pages, in the order of the navigation."""

from collections.abc import Callable
from typing import NamedTuple

from tracker.settings import is_read_only
from tracker.web.pages.add import render_add
from tracker.web.pages.method import render_method
from tracker.web.pages.timeline import render_timeline


class Page(NamedTuple):
    """One page: what draws it, its title, its icon and its address."""

    render: Callable[[], None]
    title: str
    icon: str
    path: str


# A section without a name stands in the navigation itself, a named one opens as a menu.
READING = "Explain"
KEEPING = "Keep the record"
SECTIONS: dict[str, tuple[Page, ...]] = {
    "": (Page(render_timeline, "Timeline", ":material/timeline:", "timeline"),),
    READING: (Page(render_method, "Method", ":material/menu_book:", "method"),),
    KEEPING: (Page(render_add, "Add an event", ":material/add:", "add"),),
}


def list_pages() -> dict[str, tuple[Page, ...]]:
    """Return the pages of each section; a read-only set-up has none that write."""
    return {name: pages for name, pages in SECTIONS.items() if name != KEEPING or not is_read_only()}
