"""What came into the record, changed in it and left it, as a feed: Atom (RFC 4287) and JSON Feed 1.1.

A feed holds the newest changes, so it stays small however large the record is. An entry is one change of one event and
keeps its name for ever; so does the feed of a filter.
"""

import datetime as dt
import json
from collections.abc import Iterator, Sequence
from html import escape
from typing import Any, BinaryIO
from urllib.parse import urlencode
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree as ET

from tracker.citation import LICENCE, TRACKER_NAME
from tracker.cleaning import xml_text
from tracker.event.labels import when
from tracker.exports.asked import Asked, Written
from tracker.exports.news_words import corrected_fields
from tracker.queries.news import News, NewsKind

MOST_NEWS = 200
"""The most changes in a feed."""

_ATOM = "http://www.w3.org/2005/Atom"
_XML = "http://www.w3.org/XML/1998/namespace"


def atom_file(asked: Asked, stream: BinaryIO) -> Written:
    """Write the newest changes as an Atom feed."""
    news = _newest(asked)
    ET.register_namespace("", _ATOM)
    feed = ET.Element(f"{{{_ATOM}}}feed", {f"{{{_XML}}}lang": "en"})
    _add(feed, "id", _feed_id(asked))
    _add(feed, "title", _title(asked))
    _add(feed, "subtitle", _subtitle(asked))
    _add(feed, "updated", _instant(_updated(asked, news)))
    _add(_add(feed, "author"), "name", TRACKER_NAME)
    _add(feed, "rights", f"Licence: {LICENCE}")
    if home := asked.link(""):
        _add(feed, "link", rel="alternate", type="text/html", href=home)
    if asked.address:
        _add(feed, "link", rel="self", type="application/atom+xml", href=asked.address)
    for each in news:
        _atom_entry(_add(feed, "entry"), asked, each)
    stream.write(b'<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(feed, encoding="utf-8") + b"\n")
    return _written(news)


def json_feed_file(asked: Asked, stream: BinaryIO) -> Written:
    """Write the newest changes as a JSON Feed."""
    news = _newest(asked)
    home = asked.link("")
    feed: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": _title(asked),
        **({"home_page_url": home} if home else {}),
        **({"feed_url": asked.address} if asked.address else {}),
        "description": f"{_subtitle(asked)}. Licence: {LICENCE}",
        "language": "en",
        "authors": [{"name": TRACKER_NAME}],
        "items": [_json_item(asked, each) for each in news],
    }
    stream.write(json.dumps(feed, ensure_ascii=False, indent=1).encode() + b"\n")
    return _written(news)


def _newest(asked: Asked) -> Sequence[News]:
    most = min(asked.limit or MOST_NEWS, MOST_NEWS)
    return asked.news(most)


def _written(news: Sequence[News]) -> Written:
    remark = f"The feed holds the newest {MOST_NEWS}; tracker changes tells of all." if len(news) == MOST_NEWS else ""
    return Written(len(news), "change", remark)


def _atom_entry(entry: ET.Element, asked: Asked, news: News) -> None:
    at = _instant(news.revision.recorded_at)
    _add(entry, "id", _entry_id(news))
    _add(entry, "title", _headline(news))
    _add(entry, "published", at)
    _add(entry, "updated", at)
    if page := asked.link(news.event.slug):
        _add(entry, "link", rel="alternate", type="text/html", href=page)
    if news.merged_into and (page := asked.link(news.merged_into)):
        _add(entry, "link", rel="related", type="text/html", href=page)
    for source in news.event.sources:
        _add(entry, "link", rel="related", href=source.url)
    for term, label in ((news.kind.value, news.kind.label), (news.event.kind.value, news.event.kind.label)):
        _add(entry, "category", term=term, label=label)
    # Readers run lines of a plain text together; in HTML each stands by itself, and no sign of a text is one of HTML.
    _add(entry, "content", "".join(f"<p>{escape(line)}</p>" for line in _lines(news)), type="html")


def _json_item(asked: Asked, news: News) -> dict[str, Any]:
    page = asked.link(news.event.slug)
    first = next((source.url for source in news.event.sources), "")
    at = _instant(news.revision.recorded_at)
    return {
        "id": _entry_id(news),
        **({"url": page} if page else {}),
        **({"external_url": first} if first else {}),
        "title": _headline(news),
        "content_text": "\n".join(_lines(news)),
        "date_published": at,
        "date_modified": at,
        "tags": [news.kind.value, news.event.kind.value, *news.event.sectors],
        "_tracker": {
            "slug": news.event.slug,
            "version": news.revision.version,
            "change": news.revision.id,
            "what": news.kind.value,
            "merged_into": news.merged_into or None,
        },
    }


def _headline(news: News) -> str:
    return f"{news.kind.label}: {news.event.title}"


def _lines(news: News) -> Iterator[str]:
    """Yield what a change is about, line by line."""
    event = news.event
    if event.title_zh:
        yield event.title_zh
    yield f"{when(event)}. {event.kind.label}, stance {event.stance.signed}, reach {event.reach.value}"
    if news.merged_into:
        # The name in links, which lasts: a title that is corrected later would change an entry that stands already.
        yield f"Merged into {news.merged_into}"
    if news.kind is NewsKind.CORRECTED:
        yield from (f"{each.name}: {each.words()}" for each in corrected_fields(news))
    else:
        yield from filter(None, event.summary.split("\n"))
    if news.revision.reason:
        yield f"Why: {news.revision.reason}"
    yield from (" ".join(filter(None, (source.publisher, source.url))) for source in event.sources)


def _title(asked: Asked) -> str:
    return f"{TRACKER_NAME}: {'; '.join(asked.kept)}" if asked.kept else TRACKER_NAME


def _subtitle(asked: Asked) -> str:
    # Said in the feed itself: where a screen gives it as a file, nothing else tells that it may have been cut.
    held = f"Events that came in, were corrected or left: the newest {MOST_NEWS} at most, newest first"
    return f"{held}. Filter: {'; '.join(asked.kept) or 'everything'}"


def _updated(asked: Asked, news: Sequence[News]) -> dt.datetime:
    day = asked.state.changed_on or asked.on
    return news[0].revision.recorded_at if news else dt.datetime.combine(day, dt.time(), dt.UTC)


def _feed_id(asked: Asked) -> str:
    # In which order values were chosen makes no other filter.
    params = {name: sorted(values) for name, values in asked.chosen.to_params().items()}
    return _lasting_name(f"feed?{urlencode(params, doseq=True, errors='surrogatepass')}")


def _entry_id(news: News) -> str:
    # Which change of the event it is: numbers of changes are those of one database, and a copy has others.
    return _lasting_name(f"event/{news.revision.subject_key}/{news.revision.version}")


def _lasting_name(what: str) -> str:
    return uuid5(NAMESPACE_URL, f"china-tech-regulation-tracker/{what}").urn


def _instant(at: dt.datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def _add(parent: ET.Element, name: str, text: str | None = None, /, **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, f"{{{_ATOM}}}{name}", {key: xml_text(each) for key, each in attributes.items()})
    # The history keeps what was typed as it was, from before reasons were cleaned too.
    element.text = xml_text(text) if text else None
    return element
