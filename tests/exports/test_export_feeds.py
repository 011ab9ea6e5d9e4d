"""Feeds as feed readers take them, with all that their standards ask for."""

import datetime as dt
import json
import re
from typing import Any
from xml.etree import ElementTree as ET

import feedparser
import pytest
from sqlalchemy import Engine

from tests.support.exporting import HOSTILE, NOTHING, exported
from tests.support.json_schema import complaints
from tests.support.makers import ANN, make_draft
from tracker.database import reading, writing
from tracker.exports import news_feeds
from tracker.exports.news_words import news_document
from tracker.exports.schema import changes_schema
from tracker.filters import EventFilter
from tracker.queries import get_event, list_events, list_terms
from tracker.queries.news import list_news
from tracker.store import add_event, history, merge_events, merge_names, revise_event, take_step, undo_change
from tracker.vocabulary import Kind, Origin, ReviewState, Step, TermType

ATOM = "{http://www.w3.org/2005/Atom}"
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")

JSON_FEED = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "required": ["version", "title", "items"],
    "properties": {
        "version": {"const": "https://jsonfeed.org/version/1.1"},
        "title": {"type": "string", "minLength": 1},
        "home_page_url": {"type": "string", "format": "uri"},
        "feed_url": {"type": "string", "format": "uri"},
        "description": {"type": "string"},
        "language": {"type": "string"},
        "authors": {"type": "array", "items": {"type": "object", "minProperties": 1}},
        "items": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["id", "content_text"],
                "properties": {
                    "id": {"type": "string", "minLength": 1},
                    "url": {"type": "string", "format": "uri"},
                    "external_url": {"type": "string", "format": "uri"},
                    "title": {"type": "string"},
                    "content_text": {"type": "string"},
                    "date_published": {"type": "string", "format": "date-time"},
                    "date_modified": {"type": "string", "format": "date-time"},
                    "tags": {"type": "array", "items": {"type": "string"}},
                },
                "patternProperties": {"^_": {"type": "object"}},
                "additionalProperties": False,
            },
        },
    },
    "additionalProperties": False,
}
"""What version 1.1 of JSON Feed documents, as far as it is used here."""


@pytest.fixture
def changed(engine: Engine) -> Engine:
    """A record in which an event was added, one corrected, one withdrawn, and a draft changed that nobody sees."""
    with writing(engine) as session:
        for slug in ("first", "second", "third"):
            add_event(session, make_draft(title=slug.capitalize()), origin=Origin.FORM, actor=ANN, slug=slug)
        add_event(
            session, make_draft(title="Draft"), origin=Origin.FORM, actor=ANN, slug="draft", state=ReviewState.DRAFT
        )
        revise_event(
            session, "first", make_draft(title="First", stance=-1), version=1, actor=ANN, reason="A softer reading"
        )
        revise_event(session, "draft", make_draft(title="Another draft"), version=1, actor=ANN)
        take_step(session, "second", Step.WITHDRAW, version=1, actor=ANN, reason="It never happened")
        revise_event(session, "third", make_draft(title="Third", kind="signal"), version=1, actor=ANN)
    return engine


def feed_of(engine: Engine, name: str, chosen: EventFilter | None = None, **asked: Any) -> bytes:
    """Return a feed of a record."""
    with reading(engine) as session:
        return exported(session, name, chosen, **asked)[0]


def test_a_feed_tells_what_happened(changed: Engine) -> None:
    """The newest first: a correction with its fields, a withdrawal with its reason, and nothing of drafts."""
    feed = feedparser.parse(feed_of(changed, "atom"))
    assert not feed.bozo
    assert [entry.title for entry in feed.entries] == [
        "Corrected: Third", "Withdrawn: Second", "Corrected: First", "Added: Third", "Added: Second", "Added: First",
    ]  # fmt: skip
    assert "Stance: -2 → -1" in feed.entries[2].summary
    assert "Why: A softer reading" in feed.entries[2].summary
    assert "Why: It never happened" in feed.entries[1].summary
    items = json.loads(feed_of(changed, "feed.json"))["items"]
    assert [item["title"] for item in items] == [entry.title for entry in feed.entries]
    assert [item["id"] for item in items] == [entry.id for entry in feed.entries]


def test_a_filter_has_its_own_feed(changed: Engine) -> None:
    """It holds what the filter keeps or kept before a change, under a lasting name of its own."""
    signals = feedparser.parse(feed_of(changed, "atom", EventFilter(kinds=(Kind.SIGNAL,))))
    rules = feedparser.parse(feed_of(changed, "atom", EventFilter(kinds=(Kind.RULE,))))
    assert [entry.title for entry in signals.entries] == ["Corrected: Third"]
    assert len(rules.entries) == 6
    assert signals.feed.title.endswith("Kind: Signal")
    assert len({signals.feed.id, rules.feed.id, feedparser.parse(feed_of(changed, "atom")).feed.id}) == 3
    (added,) = feedparser.parse(feed_of(changed, "atom", EventFilter(search="Third"), limit=1)).entries
    assert added.title == "Corrected: Third"


def test_a_feed_of_a_name_holds_what_left_it(engine: Engine) -> None:
    """Also an event that named it before a correction, under the name's former key; and no other event."""
    with writing(engine) as session:
        for slug, company in (("one", "滴滴 100%_"), ("two", "Other"), ("three", "Didi Old")):
            draft = make_draft(title=slug, companies=[company])
            add_event(session, draft, origin=Origin.FORM, actor=ANN, slug=slug)
        revise_event(session, "one", make_draft(title="one", companies=["Other"]), version=1, actor=ANN)
        kept, old = (get_event(session, slug).companies[0] for slug in ("three", "two"))
        first = next(term.key for term in list_terms(session) if term.name == "滴滴 100%_")
        merge_names(session, TermType.COMPANY, kept, first, kept_version=1, gone_version=1, actor=ANN)
    with reading(engine) as session:
        told = list_news(session, EventFilter(companies=(kept,)))
        assert {(each.kind.value, each.event.slug) for each in told} >= {
            ("corrected", "one"), ("added", "one"), ("added", "three"),
        }  # fmt: skip
        assert {each.event.slug for each in told} == {"one", "three"}
        every = list_news(session, EventFilter())
        assert [each.event.slug for each in every if old in each.event.companies] == [
            each.event.slug for each in list_news(session, EventFilter(companies=(old,))) if old in each.event.companies
        ]


def test_a_merge_says_into_what(engine: Engine) -> None:
    """In words, for programs, and with a link to the page of the event that stands for both."""
    with writing(engine) as session:
        for slug in ("kept", "gone"):
            add_event(session, make_draft(title=slug.capitalize()), origin=Origin.FORM, actor=ANN, slug=slug)
        merge_events(session, "kept", "gone", kept_version=1, gone_version=1, actor=ANN)
    pages = {"link": lambda slug: f"https://tracker.example.org/{slug}"}
    entry = feedparser.parse(feed_of(engine, "atom", **pages)).entries[0]
    assert (entry.title, entry.id) == ("Merged: Gone", json.loads(feed_of(engine, "feed.json"))["items"][0]["id"])
    assert "Merged into kept" in entry.summary
    assert "https://tracker.example.org/kept" in [link.href for link in entry.links]
    merged, *others = json.loads(feed_of(engine, "feed.json"))["items"]
    assert "Merged into kept" in merged["content_text"]
    assert [item["_tracker"]["merged_into"] for item in (merged, *others)] == ["kept", None, None]


def test_a_feed_names_its_own_address_where_that_is_known(changed: Engine) -> None:
    """RFC 4287 and JSON Feed both want it, so that a reader of a saved file finds where it comes from."""
    address = "https://tracker.example.org/events.atom"
    assert feedparser.parse(feed_of(changed, "atom", address=address)).feed.links == [
        {"rel": "self", "type": "application/atom+xml", "href": address}
    ]
    feed = json.loads(feed_of(changed, "feed.json", address=address))
    assert feed["feed_url"] == address
    assert complaints(JSON_FEED, feed) == []
    assert "links" not in feedparser.parse(feed_of(changed, "atom")).feed
    assert "feed_url" not in json.loads(feed_of(changed, "feed.json"))


def test_a_feed_of_a_review_state_is_that_of_the_record(changed: Engine) -> None:
    """Its title and its name say no other than what it holds, which is the accepted record."""
    with reading(changed) as session:
        for name in ("atom", "feed.json"):
            asked, written = exported(session, name, EventFilter(states=(ReviewState.DRAFT,)))
            assert asked == exported(session, name)[0]
            assert "accepted events alone" in written.remark


def test_the_order_of_options_makes_no_other_feed(engine: Engine) -> None:
    """The name of a feed is that of its filter, in whatever order it was chosen."""
    feeds = [feed_of(engine, "atom", EventFilter(sectors=keys)) for keys in (("a", "b"), ("b", "a"))]
    assert len({feedparser.parse(feed).feed.id for feed in feeds}) == 1


def test_names_last(changed: Engine) -> None:
    """A later change adds an entry and leaves the others as they are, to the letter, and the feed's name too."""
    before = feedparser.parse(feed_of(changed, "atom"))
    assert feed_of(changed, "atom", on=dt.date(2031, 1, 1)) == feed_of(changed, "atom")
    with writing(changed) as session:
        take_step(session, "second", Step.RESTORE, version=2, actor=ANN)
    after = feedparser.parse(feed_of(changed, "atom"))
    assert after.feed.id == before.feed.id
    assert after.entries[0].title == "Restored: Second"
    assert after.entries[1:] == before.entries
    assert len({entry.id for entry in after.entries}) == len(after.entries)


@pytest.mark.parametrize("pages", ["", "https://tracker.example.org/"])
def test_an_atom_feed_has_what_the_standard_asks_for(changed: Engine, pages: str) -> None:
    """RFC 4287: id, title and updated once each, an author, one alternate link at most, entries newest first."""
    root = ET.fromstring(feed_of(changed, "atom", link=lambda slug: pages and f"{pages}{slug}"))  # noqa: S314 - own file
    assert root.tag == f"{ATOM}feed"
    for element in (root, *root.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"{ATOM}{name}")) == 1
        assert (element.findtext(f"{ATOM}id") or "").startswith("urn:uuid:")
        assert INSTANT.fullmatch(element.findtext(f"{ATOM}updated") or "")
        alternate = [link for link in element.findall(f"{ATOM}link") if link.get("rel") == "alternate"]
        assert len(alternate) == (1 if pages else 0)
    assert root.findtext(f"{ATOM}author/{ATOM}name")
    names = [child.tag.removeprefix(ATOM) for child in root]
    assert names.index("entry") == len(names) - names.count("entry"), "what is said of the feed stands before entries"
    instants = [entry.findtext(f"{ATOM}updated") for entry in root.findall(f"{ATOM}entry")]
    assert instants == sorted(instants, key=str, reverse=True)
    assert root.findtext(f"{ATOM}updated") == instants[0]
    assert all(entry.find(f"{ATOM}content") is not None for entry in root.findall(f"{ATOM}entry"))


@pytest.mark.parametrize("pages", ["", "https://tracker.example.org/"])
def test_a_json_feed_has_the_documented_fields(changed: Engine, pages: str) -> None:
    """Version 1.1, and nothing that it does not know but what begins with an underscore."""
    feed = json.loads(feed_of(changed, "feed.json", link=lambda slug: pages and f"{pages}{slug}"))
    assert complaints(JSON_FEED, feed) == []
    assert all(("url" in item) == bool(pages) for item in feed["items"])


def test_a_feed_ends_after_some(changed: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of many changes it holds the newest, and the command says so."""
    monkeypatch.setattr(news_feeds, "MOST_NEWS", 2)
    with reading(changed) as session:
        file, written = exported(session, "atom")
    assert [entry.title for entry in feedparser.parse(file).entries] == ["Corrected: Third", "Withdrawn: Second"]
    assert "the newest 2 at most" in feedparser.parse(file).feed.subtitle
    assert (written.count, written.noun) == (2, "change")
    assert "newest 2" in written.remark


def test_news_can_begin_after_a_change(changed: Engine) -> None:
    """What a reader has seen up to a change is not told again, however many changes are read at once."""
    with reading(changed) as session:
        every = list_news(session, EventFilter())
        assert list_news(session, EventFilter(), after=every[2].revision.id) == every[:2]
        assert list_news(session, EventFilter(), after=every[0].revision.id) == ()


def test_nothing_and_hostile_texts(hostile_engine: Engine) -> None:
    """A filter that keeps nothing gives a valid feed; a text is text in every reader, and runs in none."""
    empty = feedparser.parse(feed_of(hostile_engine, "atom", NOTHING))
    assert (empty.bozo, empty.entries) == (False, [])
    assert empty.feed.updated
    assert json.loads(feed_of(hostile_engine, "feed.json", NOTHING))["items"] == []
    file = feed_of(hostile_engine, "atom")
    root = ET.fromstring(file)  # noqa: S314 - own file
    titles = [entry.findtext(f"{ATOM}title") for entry in root.findall(f"{ATOM}entry")]
    assert titles == [f"Added: {text}" for text in reversed(HOSTILE)]
    contents = [entry.findtext(f"{ATOM}content") or "" for entry in root.findall(f"{ATOM}entry")]
    assert {tag for content in contents for tag in re.findall(r"<[^>]*>", content)} == {"<p>", "</p>"}
    with reading(hostile_engine) as session:
        summaries = [row.summary for row in reversed(list_events(session))]
    items = json.loads(feed_of(hostile_engine, "feed.json"))["items"]
    assert all(summary in item["content_text"] for summary, item in zip(summaries, items, strict=True))


@pytest.mark.parametrize("sign", ["\x0c", "\x1b[31m", "\x9b", "\ufffe", "\uffff"])
def test_a_reason_of_before_never_breaks_a_feed(changed: Engine, sign: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the history took as it was typed, before reasons were cleaned, is told without signs that XML refuses."""
    monkeypatch.setattr(history.Change, "__post_init__", lambda _change: None)
    why = f"A softer{sign} reading\nin two lines"
    with writing(changed) as session:
        revise_event(session, "first", make_draft(title="First", reach=1), version=2, actor=ANN, reason=why)
    content = feed_of(changed, "atom", EventFilter(search=f"{sign[0]}First"))
    texts = [element.text or "" for element in ET.fromstring(content).iter()]  # noqa: S314 - made here
    assert any("Why: A softer " in text and "in two lines" in text for text in texts)
    assert not feedparser.parse(content).bozo
    assert "A softer" in json.loads(feed_of(changed, "feed.json"))["items"][0]["content_text"]


def test_what_a_reviewer_sends_back_is_disputed_and_not_withdrawn(engine: Engine) -> None:
    """It left, for the reason given, and is restored where it is accepted again, by whatever way it went between."""
    with writing(engine) as session:
        for slug in ("early", "late"):
            add_event(session, make_draft(title=slug.capitalize()), origin=Origin.FORM, actor=ANN, slug=slug)
            take_step(session, slug, Step.SEND_BACK, version=1, actor=ANN, reason=f"Which month, {slug}?")
        take_step(session, "early", Step.ACCEPT, version=2, actor=ANN)
        revise_event(session, "late", make_draft(title="Late", date="2022-06"), version=2, actor=ANN)
        take_step(session, "late", Step.SUBMIT, version=3, actor=ANN)
        take_step(session, "late", Step.ACCEPT, version=4, actor=ANN)
        take_step(session, "late", Step.WITHDRAW, version=5, actor=ANN)
    feed = feedparser.parse(feed_of(engine, "atom"))
    assert [entry.title for entry in feed.entries] == [
        "Withdrawn: Late", "Restored: Late", "Restored: Early", "Disputed: Late", "Added: Late", "Disputed: Early",
        "Added: Early",
    ]  # fmt: skip
    assert "Why: Which month, late?" in feed.entries[3].summary
    assert feed.entries[3].tags[0].term == "disputed"
    with reading(engine) as session:
        documents = [dict(news_document(each)) for each in list_news(session, EventFilter())]
    assert complaints(changes_schema(), documents) == []
    assert documents[3]["what"] == "disputed"
    assert documents[3]["date"] == "2022-05-17"


def test_a_draft_that_was_revised_is_new_where_it_is_accepted(engine: Engine) -> None:
    """It never was in the record; one whose acceptance was taken back had been."""
    with writing(engine) as session:
        draft = make_draft(title="New")
        add_event(session, draft, origin=Origin.FORM, actor=ANN, slug="new", state=ReviewState.DRAFT)
        revise_event(session, "new", make_draft(title="New", reach=2), version=1, actor=ANN)
        take_step(session, "new", Step.ACCEPT, version=2, actor=ANN)
    with reading(engine) as session:
        (news,) = list_news(session, EventFilter())
        assert news.kind.value == "added"
    with writing(engine) as session:
        undo_change(session, news.revision.id, actor=ANN)
        take_step(session, "new", Step.ACCEPT, version=4, actor=ANN)
    with reading(engine) as session:
        assert [each.kind.value for each in list_news(session, EventFilter())] == ["restored", "withdrawn", "added"]
