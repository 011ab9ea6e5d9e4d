"""The dashboard's pages, in the order of the navigation."""

from collections.abc import Callable

from tracker.settings import is_read_only
from tracker.web.pages.add import render_add
from tracker.web.pages.method import render_method
from tracker.web.pages.timeline import render_timeline

Page = tuple[Callable[[], None], str, str, str]


def list_pages() -> tuple[Page, ...]:
    """Return each page's function, title, icon and address; a read-only set-up has no page for adding."""
    timeline = (render_timeline, "Timeline", ":material/timeline:", "timeline")
    add = (render_add, "Add an event", ":material/add:", "add")
    method = (render_method, "Method", ":material/menu_book:", "method")
    return (timeline, method) if is_read_only() else (timeline, add, method)
