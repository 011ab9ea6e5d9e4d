"""A view of the record as one HTML file: chart, index, table, cards and sources, with all that it needs inside.

It opens from a disk, asks nobody for anything, and is a plain table where no script runs.
"""

import datetime as dt
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING, BinaryIO

from markupsafe import Markup

from tracker.charts.picture import title_in_words
from tracker.citation import state_words
from tracker.dates import describe
from tracker.event.fields import NAME_LISTS
from tracker.event.labels import label_of
from tracker.exports import Asked, Written
from tracker.filters import EventFilter
from tracker.publish.facets import read_site
from tracker.publish.pages import SiteWords, colour_pairs, script_text, style_text, templates
from tracker.publish.views import line_of, view_of
from tracker.read_models import events_extent
from tracker.resources import plotly_file
from tracker.wording import count_of

if TYPE_CHECKING:
    from sqlmodel import Session


def html_file(asked: Asked, stream: BinaryIO) -> Written:
    """Write what is asked for as one HTML file."""
    return Written(write_html(asked.session, asked.chosen, stream, today=asked.on, limit=asked.limit))


def write_html(
    session: "Session",
    chosen: EventFilter,
    stream: BinaryIO,
    *,
    today: dt.date,
    title: str = "",
    limit: int | None = None,
) -> int:
    """Write the accepted Events that a filter keeps as one HTML file, and return how many there were.

    Args:
        session: a reading session.
        chosen: the filter, with the record's own keys.
        stream: where to; it is left open.
        today: the day as of which things are told.
        title: of the page; what the filter keeps without one.
        limit: the most Events, the earliest first; None for all.
    """
    site = read_site(session, chosen, today)
    if limit is not None:
        site = replace(site, events=site.events[:limit])
    title = title or title_in_words(site.chosen, site.names, events_extent(site.events, today))
    words = SiteWords(title, kept=site.kept)
    view = view_of(site, site.whole, line_of(site, site.whole), address=lambda slug: f"#{slug}")
    scripts = _scripts(with_chart=view.chart is not None)
    page = templates().get_template("one_file.html")
    parts = page.generate(
        site=words,
        events=site.events,
        view=view,
        names=site.names,
        fields=[(label_of(field), field, kind) for field, kind in NAME_LISTS.items()],
        counted=count_of(len(site.events), "event"),
        state=state_words(site.state),
        today=describe(today.isoformat()),
        style=Markup(style_text()),  # noqa: S704 - the program's own
        scripts=[Markup(each) for each in scripts],  # noqa: S704 - the program's own
        hashes=[_hash(each) for each in scripts],
        figure=Markup(_json_inside(view.chart.figure)) if view.chart else "",  # noqa: S704 - escaped for its place
        colours=colour_pairs(),
    )
    stream.writelines(part.encode() for part in parts)
    return len(site.events)


def _scripts(*, with_chart: bool) -> list[str]:
    """Return the program's own scripts that the page needs."""
    drawing = [plotly_file().read_text(encoding="utf-8"), script_text("site.js")] if with_chart else []
    return [_inside(each) for each in (*drawing, script_text("one_file.js"))]


def _inside(script: str) -> str:
    """Return a script that no text in it ends."""
    return script.replace("</script", r"<\/script").replace("<!--", r"<\!--")


def _json_inside(text: str) -> str:
    """Return JSON that can stand inside a page: no sign in it ends the element that holds it."""
    return text.replace("&", r"\u0026").replace("<", r"\u003c").replace(">", r"\u003e")


def _hash(script: str) -> str:
    return b64encode(sha256(script.encode()).digest()).decode()
