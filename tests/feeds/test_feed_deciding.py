import datetime as dt
from dataclasses import replace
from functools import partial

import pytest
from sqlalchemy import Engine

from tests.support.makers import ANN, KNOWN_ITEM
from tracker.actors import Actor
from tracker.articles.drafting import source_of
from tracker.database import reading, writing
from tracker.errors import NotAllowed, NotFound, WrongState
from tracker.feed_items import FetchedItem, InboxItem, ItemState
from tracker.feeds import (
    accept_item_drafts,
    after_taking_back,
    confirm_item,
    decide,
    draft_item,
    item_article,
    read_item,
    take_back,
)
from tracker.queries import get_event, list_events, list_revisions, list_terms
from tracker.queries.events import EVERY_STATE
from tracker.queries.inbox import get_item, list_items
from tracker.store.inbox import dismiss_item, keep_items
from tracker.vocabulary import ReviewState, Role

NEW = FetchedItem(
    "https://example.org/new",
    "A fine",
    published_on=dt.date(2026, 6, 4),
    language="en",
    text="On 3 June 2026 the Cyberspace Administration of China fined Tencent 10 million yuan over data security.",
)
BEN = Actor("Ben", Role.EDITOR)


def put(engine: Engine, item: FetchedItem) -> InboxItem:
    """Put an item into the inbox."""
    with writing(engine) as session:
        at = dt.datetime(2026, 6, 10, tzinfo=dt.UTC)
        keep_items(session, "a", [item], publisher="The Paper", source_kind="news", at=at)
        return list_items(session)[0]


def test_an_item_is_read_like_an_article(seeded_engine: Engine) -> None:
    """It finds the event that the record holds; without a text, its title is read."""
    item = put(seeded_engine, KNOWN_ITEM)
    with reading(seeded_engine) as session:
        found = read_item(item, list_terms(session), list_events(session, EVERY_STATE))
    assert "didi-app-removal" in {each.event.slug for each in found.mentions}
    assert found.article.url == KNOWN_ITEM.url
    bare = put(seeded_engine, FetchedItem("https://example.org/bare", "A title", summary="Words"))
    with reading(seeded_engine) as session:
        assert read_item(bare, list_terms(session), ()).article.text == "A title\n\nWords"


def test_confirming_adds_the_page_as_a_source_with_history(seeded_engine: Engine) -> None:
    """One press, one change of the event with publisher, day and sort; pressed twice, it is one."""
    item = put(seeded_engine, KNOWN_ITEM)
    for _ in range(2):
        with writing(seeded_engine) as session:
            done = confirm_item(session, item.id, ["didi-app-removal"], actor=BEN, version=item.version)
    assert (done.state, done.confirmed, done.decided_by) == (ItemState.CONFIRMED, ("didi-app-removal",), "Ben")
    with reading(seeded_engine) as session:
        event = get_event(session, "didi-app-removal")
        (change, _) = list_revisions(session, subject_type="event", subject_key=event.slug)
    added = event.sources[-1]
    assert (added.url, added.publisher, added.published_on) == (KNOWN_ITEM.url, "The Paper", "2021-07-05")
    assert (added.language, added.kind) == ("en", "news")
    assert (change.actor, change.version) == ("Ben", 2)


def test_a_refused_press_changes_neither_item_nor_record(seeded_engine: Engine) -> None:
    """What another has dismissed, what is not there, and who may not: nothing is written."""
    item = put(seeded_engine, KNOWN_ITEM)
    with pytest.raises(NotFound), writing(seeded_engine) as session:
        confirm_item(session, item.id, ["didi-app-removal", "no-such-event"], actor=BEN)
    with pytest.raises(NotAllowed), writing(seeded_engine) as session:
        confirm_item(session, item.id, ["didi-app-removal"], actor=Actor("Vic", Role.VIEWER))
    with writing(seeded_engine) as session:
        dismissed = dismiss_item(session, item.id, actor=ANN)
    with pytest.raises(WrongState, match="dismissed by Ann"), writing(seeded_engine) as session:
        confirm_item(session, item.id, ["didi-app-removal"], actor=BEN, version=item.version)
    with reading(seeded_engine) as session:
        assert get_item(session, item.id) == dismissed
        assert get_event(session, "didi-app-removal").version == 1


def test_drafts_go_into_review_and_can_be_accepted(seeded_engine: Engine) -> None:
    """The item names its drafts; a second press makes none; an editor cannot accept them, a reviewer can."""
    item = put(seeded_engine, NEW)
    with writing(seeded_engine) as session:
        slugs = draft_item(session, item.id, actor=BEN, version=item.version)
        assert draft_item(session, item.id, actor=BEN, version=item.version) == []
    assert len(slugs) == 1
    with reading(seeded_engine) as session:
        assert get_item(session, item.id).drafted == tuple(slugs)
        event = get_event(session, slugs[0])
        assert (event.review_state, event.sources[0].kind) == (ReviewState.DRAFT, "news")
    with pytest.raises(NotAllowed), writing(seeded_engine) as session:
        accept_item_drafts(session, item.id, actor=BEN)
    with writing(seeded_engine) as session:
        assert accept_item_drafts(session, item.id, actor=ANN) == slugs
        assert accept_item_drafts(session, item.id, actor=ANN) == []
    with reading(seeded_engine) as session:
        assert get_event(session, slugs[0]).review_state is ReviewState.ACCEPTED


def test_a_dismissed_item_makes_no_drafts(seeded_engine: Engine) -> None:
    """The drafts are not kept either: item and record change together or not at all."""
    item = put(seeded_engine, NEW)
    with writing(seeded_engine) as session:
        dismiss_item(session, item.id, actor=ANN)
    with pytest.raises(WrongState), writing(seeded_engine) as session:
        draft_item(session, item.id, actor=BEN)
    with reading(seeded_engine) as session:
        assert not [each for each in list_events(session, EVERY_STATE) if each.sources[0].url == NEW.url]


def test_two_decisions_on_one_item_are_taken_back_one_after_the_other(seeded_engine: Engine) -> None:
    """The later one first; then the earlier one stands as if it had been the last."""
    item = put(seeded_engine, KNOWN_ITEM)
    steps = []
    for slug in ("didi-app-removal", "didi-cyber-review"):
        with writing(seeded_engine) as session:
            confirm = partial(confirm_item, session, item.id, [slug], actor=ANN)
            steps.append(decide(session, item.id, confirm))
    first, second = steps
    with writing(seeded_engine) as session:
        between = take_back(session, second, actor=ANN)
    assert between.confirmed == ("didi-app-removal",)
    with writing(seeded_engine) as session:
        after = take_back(session, after_taking_back(first, second, between), actor=ANN)
    assert (after.state, after.confirmed) == (ItemState.NEW, ())
    with reading(seeded_engine) as session:
        assert all(source.url != KNOWN_ITEM.url for source in get_event(session, "didi-app-removal").sources)
    assert after_taking_back(second, first, after) == second


def test_a_page_in_another_language_is_not_called_english(seeded_engine: Engine) -> None:
    """The source has the language that the feed gives, and nothing is read in the text."""
    item = put(seeded_engine, replace(KNOWN_ITEM, language="ja", text="個人情報の保護に関するガイドラインについて"))
    article = item_article(item)
    assert (article.language, source_of(article)["language"]) == ("", "ja")
    unknown = replace(article, said_language="")
    assert source_of(unknown)["language"] is None
