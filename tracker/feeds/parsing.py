"""From a server's answer to items: RSS and Atom, JSON Feed, and pages that list links. All of it comes from outside."""

import datetime as dt
import io
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urljoin

from tracker.addresses import ADDRESS_LENGTH, address_problem, normalise_address
from tracker.articles.languages import language_of
from tracker.articles.opening import decode_page
from tracker.cleaning import without_invisible
from tracker.dates.finding import find_dates
from tracker.errors import FeedProblem
from tracker.feed_items import FetchedItem
from tracker.feeds.feed_list import Feed, FeedForm
from tracker.feeds.main_text import plain_text
from tracker.feeds.visiting import Answer
from tracker.vocabulary import Precision

MOST_ITEMS = 300
"""So many items of one answer are taken, the first ones."""

_TITLE, _SUMMARY, _TEXT, _OWN_ID = 300, 400, 100_000, 500
_MOST_ELEMENTS = 100_000
_DEEPEST = 200
_MOST_WORDS_OF_ROW = 600
_TAG = re.compile(rb"<(/?)[A-Za-z][^<>]{0,2000}?(/?)>")
_BRACKETS = re.compile(r"[\[\]()（）【】|｜]")
_UNREAD = {b"<![CDATA[": b"]]>", b"<!--": b"-->"}
_UNREAD_BEGINS = re.compile(rb"<!\[CDATA\[|<!--")
_ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)
_UNSHOWABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]+")


def parse_answer(feed: Feed, answer: Answer, today: dt.date) -> tuple[FetchedItem, ...]:
    """Return the items of an answer in its order, each address once; what is no web page is left out.

    Args:
        feed: the feed that was asked.
        answer: what came.
        today: a day of publication after this one is not believed.

    Raises:
        FeedProblem: if it is no feed, or one that nobody means well with.
    """
    if feed.form is FeedForm.LINKS:
        found = _links(feed, answer)
    elif answer.body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        found = _json_items(answer)
    else:
        found = _entries(answer)
    kept: dict[str, FetchedItem] = {}
    for item in found:
        if len(kept) == MOST_ITEMS:
            break
        if item.title and (address := _address(item)):
            day = item.published_on if item.published_on and item.published_on <= today else None
            language = feed.language or language_of(item.text or f"{item.title}\n{item.summary}") or None
            kept.setdefault(address, replace(item, published_on=day, language=language))
    names = Counter(item.own_id for item in kept.values())
    # What names two items names none.
    return tuple(replace(item, own_id="") if names[item.own_id] > 1 else item for item in kept.values())


def _address(item: FetchedItem) -> str:
    """Return what an item's address is compared by; nothing where it cannot be kept, in bytes as a database counts."""
    if address_problem(item.url):
        return ""
    address = normalise_address(item.url)
    return address if len(address.encode()) <= ADDRESS_LENGTH else ""


def one_line(value: object, most: int = _TITLE) -> str:
    """Return a text as one line that can be shown, cut where it is too long; what is no text is empty."""
    if not isinstance(value, str):
        return ""
    # Far more than is kept is never looked at.
    text = plain_text(value[: most * 20]) if "<" in value or "&" in value else value[: most * 20]
    text = " ".join(_UNSHOWABLE.sub(" ", without_invisible(text)).split())
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def clean_paragraphs(text: str) -> str:
    """Return a long text without what cannot be shown, its paragraphs apart, cut where it is too long."""
    lines = (" ".join(_UNSHOWABLE.sub(" ", line).split()) for line in without_invisible(text[:_TEXT]).splitlines())
    return "\n\n".join(line for line in lines if line)


def _item(answer: Answer, values: Mapping[str, Any]) -> FetchedItem:
    """Make an item of the parts of an entry, whatever they hold."""
    markup = values.get("markup") if isinstance(values.get("markup"), str) else ""
    text = clean_paragraphs(plain_text(str(markup)))
    link = values.get("link")
    return FetchedItem(
        url=_absolute(answer.url, link.strip()) if isinstance(link, str) and link.strip() else "",
        title=one_line(values.get("title")) or one_line(text, _TITLE // 3),
        own_id=one_line(values.get("own_id"), _OWN_ID),
        published_on=next(filter(None, map(_day, values.get("published", ()))), None),
        summary=one_line(values.get("summary"), _SUMMARY) or one_line(text, _SUMMARY),
        text=text,
    )


def _absolute(base: str, link: str) -> str:
    try:
        return urljoin(base, link)
    except ValueError:
        return ""


def _day(value: object) -> dt.date | None:
    """Read the day that an instant has where it was written: the publisher's own day, whatever ours is."""
    text = str(value or "").strip()[:60]
    for read in (dt.datetime.fromisoformat, parsedate_to_datetime):
        try:
            return read(text).date()
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
    return _day_in(text)


def _entries(answer: Answer) -> Iterator[FetchedItem]:
    """Read RSS and Atom. The library gets a stream and never a text, which it could take for a path or an address."""
    import feedparser

    _check_markup(answer.body)
    headers = {"content-type": answer.headers.get("content-type", ""), "content-location": answer.url}
    try:
        read = feedparser.parse(
            io.BytesIO(answer.body), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
    except Exception as problem:  # whatever a broken feed makes the library stumble over
        raise FeedProblem("The feed is broken and cannot be read.") from problem
    if not read.get("version") and not read.get("entries"):
        raise FeedProblem("The page at this address is no feed (RSS, Atom or JSON Feed).")
    for entry in read.entries:
        content = [each.get("value", "") for each in entry.get("content", ())]
        summary = entry.get("summary", "")
        yield _item(
            answer,
            {
                "title": entry.get("title"),
                "link": entry.get("link"),
                "own_id": entry.get("id"),
                "published": (entry.get("published"), entry.get("updated")),
                "summary": summary,
                "markup": max([summary, *content], key=len),
            },
        )


def _check_markup(body: bytes) -> None:
    """Refuse entities of a feed's own and absurd nesting, before a parser that does not ask sees them."""
    if _ENTITY.search(body):
        raise FeedProblem("The feed defines entities of its own, which no feed needs; it is not read.")
    markup = _without_unread(body)
    depth = deepest = 0
    for tag in _TAG.finditer(markup):
        depth += 0 if tag[2] else -1 if tag[1] else 1
        deepest = max(depth, deepest)
    if deepest > _DEEPEST or markup.count(b"<") > _MOST_ELEMENTS:
        raise FeedProblem("The feed is nested too deeply or holds too many elements; it is not read.")


def _without_unread(body: bytes) -> bytes:
    """Take out comments and what is marked as text, in one pass; one that does not end stays, with all after it."""
    pieces, place = [], 0
    while begin := _UNREAD_BEGINS.search(body, place):
        end = body.find(_UNREAD[begin[0]], begin.end())
        if end < 0:
            break
        pieces.append(body[place : begin.start()])
        place = end + len(_UNREAD[begin[0]])
    return b"".join((*pieces, body[place:]))


def _json_items(answer: Answer) -> Iterator[FetchedItem]:
    try:
        document = json.loads(answer.body)
    except (ValueError, RecursionError) as problem:
        raise FeedProblem("The feed is broken and cannot be read.") from problem
    entries = document.get("items")
    if "jsonfeed.org" not in str(document.get("version", "")) or not isinstance(entries, list):
        raise FeedProblem("The page at this address is no feed (RSS, Atom or JSON Feed).")
    for entry in entries:
        if isinstance(entry, dict):
            yield _item(
                answer,
                {
                    "title": entry.get("title"),
                    "link": entry.get("url") or entry.get("external_url"),
                    "own_id": str(own_id) if type(own_id := entry.get("id")) in {str, int} else "",
                    "published": (entry.get("date_published"), entry.get("date_modified")),
                    "summary": entry.get("summary"),
                    "markup": entry.get("content_html") or entry.get("content_text") or entry.get("summary"),
                },
            )


def _links(feed: Feed, answer: Answer) -> Iterator[FetchedItem]:
    """Read a page that lists links: the title is the link's words, the day stands in the same row."""
    from cssselect import SelectorError
    from lxml import etree, html
    from lxml.cssselect import CSSSelector

    encoding = re.search(r"charset=[\"']?([\w-]+)", answer.headers.get("content-type", ""), re.ASCII | re.IGNORECASE)
    try:
        select = CSSSelector(feed.selector, translator="html")
        # A title that its site cut in the middle of a character may not cost the whole list.
        text = decode_page(answer.body, encoding[1] if encoding else "", is_whole=False)
        page = text.encode("utf-8", "replace")
        tree = html.document_fromstring(page, parser=html.HTMLParser(encoding="utf-8"))
        rows = select(tree)
    except (etree.LxmlError, SelectorError, ValueError, SyntaxError, TypeError) as problem:
        raise FeedProblem("The page cannot be read, or its selector is none.") from problem
    if not rows:
        raise FeedProblem("The page holds nothing that the feed's selector finds.")
    for row in rows[: MOST_ITEMS * 2]:
        link = row if row.tag == "a" else next(row.iter("a"), None)
        if link is None or not link.get("href"):
            continue
        around = row if row is not link else _row_of(link)
        values = {"title": link.get("title") or link.text_content(), "link": link.get("href")}
        yield replace(_item(answer, values), published_on=_day_in(around.text_content()))


def _row_of(link: Any) -> Any:  # noqa: ANN401 - the library has no types
    """Return the list item or table row around a link, or its parent where that holds no other link."""
    row = next(link.iterancestors("li", "tr", "dd"), None)
    if row is not None:
        return row
    parent = link.getparent()
    return parent if parent is not None and sum(1 for _ in parent.iter("a")) == 1 else link


def _day_in(text: str) -> dt.date | None:
    # Lists set their days in brackets.
    plain = " ".join(_BRACKETS.sub(" ", text).split())
    for found in find_dates(plain[:_MOST_WORDS_OF_ROW], None):
        date = found.reading.date if found.reading else None
        if date is not None and date.precision is Precision.DAY and not date.is_interval:
            return date.start
    return None
