"""A whole site: every page, in the order in which they are made, and the files that a site needs beside them."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from markupsafe import Markup

from tracker.charts.picture import SUBJECT
from tracker.charts.reading_aid import EXPLANATION, HOW_SURE
from tracker.citation import CitationFormat, cite, cited_view, state_words
from tracker.dates import describe
from tracker.errors import UnknownValue
from tracker.filters import EventFilter
from tracker.publish.changed_days import SiteHistory, read_changes
from tracker.publish.event_pages import EventPages, found_things, measure_files, merged_files
from tracker.publish.facets import Facet, SiteRecord, read_site
from tracker.publish.filter_pages import File
from tracker.publish.following import followed_names, following_files
from tracker.publish.pages import Pages, SiteWords, style_text
from tracker.publish.places import day_place, measure_place
from tracker.publish.search_index import folder_name, index_files
from tracker.publish.side_by_side import files_side_by_side
from tracker.publish.standing import standing_measures
from tracker.publish.whole_files import whole_files
from tracker.publish.writing import Published, site_folder
from tracker.queries.news import NewsKind
from tracker.vocabulary import Kind, Reach, Stance
from tracker.wording import count_of

if TYPE_CHECKING:
    from sqlmodel import Session

ProgressReport = Callable[[str, int, int | None], None]
"""Is told a step's name, how much of it is done, and of how much, if that is known."""

MOST_OF_DAY = 300
"""So many changes of one sort are told of a day; a first import can have thousands."""

_IN_SITEMAP = 45_000
"""A sitemap holds at most 50,000 addresses."""


def publish_site(
    session: "Session",
    folder: Path,
    chosen: EventFilter,
    *,
    today: dt.date,
    title: str = "",
    base_url: str = "",
    report: ProgressReport = lambda _step, _done, _of: None,
) -> Published:
    """Write the site of what a filter keeps, and return how many files it has and which of them were written.

    Args:
        session: a reading session; what it reads has ended before anything is drawn.
        folder: where to; one that is not there yet, an empty one, or one with a site that was published before.
        chosen: the filter, with the record's own keys; only accepted Events are published.
        today: the day as of which things are told.
        title: of the site; the record's subject without one.
        base_url: the address at which the folder will be found; without one there is no sitemap.
        report: is told how far it has come.

    Raises:
        TrackerError: if the folder holds something else or cannot be written.
        UnknownValue: if the address of the site is none.
    """
    base = _base(base_url)
    with site_folder(folder, today) as waiting:
        site = read_site(session, chosen, today)
        history = read_changes(session, site, followed_names(site))
        whole = dict(whole_files(session, site))
        words = SiteWords(title.strip() or SUBJECT, base, site.kept)
        # Drawing takes long, and a standby ends what reads for so long; all has been read.
        session.rollback()
        for place, content in chain(whole.items(), _files(site, history, words, report)):
            waiting.put(place, content)
        return waiting.move()


def _base(url: str) -> str:
    from tracker.addresses import own_address

    try:
        return url and own_address(url)
    except UnknownValue as problem:
        raise UnknownValue(f"--base-url: {problem}") from None


def _files(site: SiteRecord, history: SiteHistory, words: SiteWords, report: ProgressReport) -> Iterator[File]:
    pages = Pages(words)
    places: list[str] = []
    for place, content in _pages(site, history, pages, report):
        if place.endswith(".html"):
            places.append(place)
        yield place, content
    yield from merged_files(site, pages)
    yield "404.html", _missing(pages)
    yield from pages.assets.values()
    yield "robots.txt", _robots(words)
    yield from _sitemap(words, places)


def _pages(site: SiteRecord, history: SiteHistory, pages: Pages, report: ProgressReport) -> Iterator[File]:
    def done(number: int) -> None:
        report("Pages of filters and names", number, 1 + len(site.facets))

    yield from files_side_by_side(site, pages, _own(site, history, pages, report), done)
    yield _names(site, pages)
    yield _measures(site, pages)
    yield _about(site, pages)


def _own(site: SiteRecord, history: SiteHistory, pages: Pages, report: ProgressReport) -> Iterator[File]:
    """Yield the files that one process makes while others draw."""
    for number, file in enumerate(EventPages(site, pages).files()):
        yield file
        report("Pages of events", number + 1, len(site.events))
    yield from measure_files(site, pages)
    yield from following_files(site, history, pages.words)
    yield from _changes(history, pages)
    yield from _search(site, pages)


def _names(site: SiteRecord, pages: Pages) -> File:
    groups: dict[str, list[dict[str, Any]]] = {}
    for facet in site.facets:
        groups.setdefault(facet.dimension, []).append(_entry(facet))
    found = [{"heading": name, "id": name.lower(), "entries": entries} for name, entries in groups.items()]
    words = "" if found else "Nothing is recorded here."
    return "names.html", pages.render("entries.html", "names.html", heading="Names", words=words, groups=found)


def _entry(facet: Facet) -> dict[str, str]:
    note = count_of(len(facet.events), "event")
    return {"place": facet.place, "name": facet.name, "name_zh": facet.name_zh, "note": note}


def _measures(site: SiteRecord, pages: Pages) -> File:
    groups: dict[str, list[dict[str, str]]] = {}
    for one in standing_measures(site):
        entry = {"place": measure_place(one.measure.key), "name": one.measure.name}
        note = f"{one.state.status}; {' → '.join(one.steps)}"
        more = {"name_zh": one.measure.name_zh or "", "note": note}
        groups.setdefault(f"{one.measure.kind.value.capitalize()}s", []).append(entry | more)
    found = [{"heading": name, "id": name.lower(), "entries": entries} for name, entries in groups.items()]
    words = "Where each stands, the one with the latest step first." if found else "Nothing is recorded here."
    place = "measures.html"
    return place, pages.render("entries.html", place, heading="Rules and cases", words=words, groups=found)


def _changes(history: SiteHistory, pages: Pages) -> Iterator[File]:
    entries = []
    for day, changes in history.days.items():
        kinds = [(kind, [each for each in changes if each.kind is kind]) for kind in NewsKind]
        groups = [(kind.label, found) for kind, found in kinds if found]
        place, name = day_place(day.isoformat()), describe(day.isoformat())
        note = ", ".join(f"{len(found):,} {label.lower()}" for label, found in groups)
        entries.append({"place": place, "name": name, "name_zh": "", "note": note})
        yield place, pages.render("day.html", place, day=name, groups=groups, most=MOST_OF_DAY)
    words = "Each day (UTC) on which an event came in, was corrected or left, the latest first."
    shown = {"heading": "What changed in the record", "words": words}
    groups_of_list = [{"heading": "", "id": "", "entries": entries}]
    yield "changes.html", pages.render("entries.html", "changes.html", groups=groups_of_list, **shown)


def _about(site: SiteRecord, pages: Pages) -> File:
    url = pages.words.url("")
    citation = cite(cited_view("Timeline", site.kept, site.state, site.today, url), CitationFormat.TEXT)
    values = {
        "state": state_words(site.state),
        "counted": count_of(len(site.events), "event"),
        "explanation": EXPLANATION,
        "how_sure": HOW_SURE,
        "stances": sorted(Stance, reverse=True),
        "reaches": list(Reach),
        "kinds": list(Kind),
        "eras": site.eras,
        "citation": citation,
    }
    return "about.html", pages.render("about.html", "about.html", **values)


def _search(site: SiteRecord, pages: Pages) -> Iterator[File]:
    files = list(index_files(list(found_things(site))))
    folder = folder_name(files)
    yield from ((f"{folder}/{name}", content) for name, content in files)
    yield "search.html", pages.render("search.html", "search.html", folder=folder)


def _missing(pages: Pages) -> bytes:
    # A host shows it at whatever address was asked for: its style stands in it, and it leads on where the top is known.
    return pages.render("missing.html", "404.html", style=Markup(style_text()))  # noqa: S704 - the program's own


def _robots(words: SiteWords) -> bytes:
    sitemap = f"\nSitemap: {words.base_url}sitemap.xml\n" if words.base_url else ""
    return f"User-agent: *\nAllow: /\n{sitemap}".encode()


def _sitemap(words: SiteWords, places: Sequence[str]) -> Iterator[File]:
    """Yield the sitemap; a large one is several, with a list of them."""
    if not words.base_url:
        return
    listed = sorted(words.url(place) for place in places)
    parts = [listed[at : at + _IN_SITEMAP] for at in range(0, len(listed), _IN_SITEMAP)]
    if len(parts) == 1:
        yield "sitemap.xml", _xml("urlset", "url", parts[0])
        return
    for number, part in enumerate(parts, 1):
        yield f"sitemap-{number}.xml", _xml("urlset", "url", part)
    places = [f"{words.base_url}sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
    yield "sitemap.xml", _xml("sitemapindex", "sitemap", places)


def _xml(root: str, entry: str, urls: Sequence[str]) -> bytes:
    lines = [f"<{entry}><loc>{escape(url)}</loc></{entry}>" for url in urls]
    start = f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    return "\n".join([start, *lines, f"</{root}>", ""]).encode()
