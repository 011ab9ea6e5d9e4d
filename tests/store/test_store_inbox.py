import datetime as dt

import pytest
from sqlalchemy import Engine

from tests.support.makers import ANN, add_one, make_draft
from tracker.actors import Actor
from tracker.database import reading, writing
from tracker.errors import NotAllowed, NotFound, WrongState
from tracker.feed_items import FeedStanding, FetchedItem, InboxItem, ItemState
from tracker.queries.inbox import (
    EVERY_ITEM_STATE,
    count_items,
    count_new_items,
    freshness,
    get_item,
    inbox_version,
    list_items,
    list_standings,
)
from tracker.seeds import SeedRecord, load_seeds
from tracker.store import find_drift, rebuild_tables
from tracker.store.inbox import (
    Kept,
    dismiss_item,
    fill_text,
    keep_items,
    keep_standing,
    mark_confirmed,
    mark_drafted,
    restore_item,
)
from tracker.vocabulary import Role

NOW = dt.datetime(2026, 6, 10, 8, tzinfo=dt.UTC)
LONG = "The regulator asked the platforms to keep the promises that they had made in spring. " * 5
BEN = Actor("Ben", Role.EDITOR)


def item(number: int = 1, **changes: object) -> FetchedItem:
    """Return an item that a feed may give."""
    values: dict[str, object] = {"url": f"https://example.org/{number}", "title": f"Item {number}"}
    return FetchedItem(**values | changes)  # type: ignore[arg-type]


def keep(engine: Engine, *items: FetchedItem, feed: str = "a", at: dt.datetime = NOW) -> Kept:
    """Keep items as a fetch does."""
    with writing(engine) as session:
        return keep_items(session, feed, items, publisher=f"Feed {feed}", source_kind="news", at=at)


def kept(engine: Engine) -> tuple[InboxItem, ...]:
    """Return every item that is kept."""
    with reading(engine) as session:
        return list_items(session, EVERY_ITEM_STATE)


def test_an_item_is_kept_once(engine: Engine) -> None:
    """By its address however it is written, by the feed's own name for it, and by a long text, from any feed."""
    assert keep(engine, item(own_id="x", text=LONG), item(2)) == Kept(2, 0, 0)
    assert keep(engine, item(url="http://www.example.org/1/?utm_source=feed#top", text=LONG)) == Kept(0, 0, 1)
    assert keep(engine, item(url="https://example.org/moved", own_id="x", text=LONG)) == Kept(0, 1, 0)
    assert keep(engine, item(url="https://elsewhere.example/copy", text=LONG.upper()), feed="b") == Kept(0, 0, 1)
    assert len(kept(engine)) == 2
    assert keep(engine, item(3, title="Short", text="Alike")) == Kept(1, 0, 0)
    assert keep(engine, item(4, title="Short", text="Alike")) == Kept(1, 0, 0)


def test_a_change_of_title_is_followed_until_somebody_decides(engine: Engine) -> None:
    """An updated item is not shown twice; its first day stays; after a decision nothing about it changes."""
    keep(engine, item(own_id="x", published_on=dt.date(2026, 6, 1)))
    later = NOW + dt.timedelta(days=1)
    assert keep(engine, item(own_id="x", title="New title", published_on=dt.date(2026, 6, 9)), at=later) == Kept(0, 1)
    (found,) = kept(engine)
    assert (found.title, found.published_on, found.first_seen_at) == ("New title", dt.date(2026, 6, 1), NOW)
    with writing(engine) as session:
        dismiss_item(session, found.id, actor=ANN)
    assert keep(engine, item(own_id="x", title="Third title")) == Kept(0, 0, 1)
    assert kept(engine)[0].title == "New title"


def test_another_feed_only_fills_in_a_text(engine: Engine) -> None:
    """The same page in a second feed keeps the first one's title, and gains the text that this has."""
    keep(engine, item())
    keep(engine, item(title="As b calls it", text=LONG), feed="b")
    (found,) = kept(engine)
    assert (found.feed, found.title, found.text) == ("a", "Item 1", LONG)


def test_items_come_by_likelihood_and_new_ones_first(engine: Engine) -> None:
    """A decided item comes after all new ones, whatever its score; of two alike the later one comes first."""
    days = {2: dt.date(2026, 6, 1), 3: dt.date(2026, 6, 2), 4: None}
    keep(engine, item(1, score=0.9), *(item(number, score=0.5, published_on=day) for number, day in days.items()))
    with writing(engine) as session:
        dismiss_item(session, list_items(session)[0].id, actor=ANN)
    assert [each.title[-1] for each in kept(engine)] == ["4", "3", "2", "1"]
    with reading(engine) as session:
        assert [each.title[-1] for each in list_items(session, limit=1, offset=1)] == ["3"]
        assert list_items(session, feed="b") == ()
        assert count_new_items(session) == 3
        assert [(count.words, count.publisher) for count in count_items(session)] == [("dismissed 1 of 4", "Feed a")]


def test_a_decision_is_kept_with_who_and_when_and_can_be_repeated(engine: Engine) -> None:
    """Confirming twice is one decision; further events and drafts add to it."""
    keep(engine, item())
    (found,) = kept(engine)
    with writing(engine) as session:
        first = mark_confirmed(session, found.id, ["one"], actor=ANN, version=found.version)
        again = mark_confirmed(session, found.id, ["one"], actor=BEN, version=found.version)
        assert first == again
        assert (first.state, first.confirmed, first.decided_by) == (ItemState.CONFIRMED, ("one",), "Ann")
        drafted = mark_drafted(session, found.id, ["two"], actor=ANN, version=first.version)
        last = mark_confirmed(session, found.id, ["three"], actor=ANN, version=drafted.version)
    assert (last.state, last.confirmed, last.drafted) == (ItemState.DRAFTED, ("one", "three"), ("two",))
    assert kept(engine) == (last,)


def test_the_second_of_two_people_is_told(engine: Engine) -> None:
    """Whoever decides on what another has decided meanwhile gets a sentence, and nothing changes."""
    keep(engine, item())
    (seen,) = kept(engine)
    with writing(engine) as session:
        dismissed = dismiss_item(session, seen.id, actor=ANN, version=seen.version)
    for decide in (mark_confirmed, mark_drafted):
        with pytest.raises(WrongState, match="was dismissed by Ann on"), writing(engine) as session:
            decide(session, seen.id, ["one"], actor=BEN, version=seen.version)
    assert kept(engine) == (dismissed,)
    with writing(engine) as session:
        restored = restore_item(session, seen.id, actor=BEN, version=dismissed.version)
        confirmed = mark_confirmed(session, seen.id, ["one"], actor=BEN, version=restored.version)
    assert (restored.state, confirmed.state) == (ItemState.NEW, ItemState.CONFIRMED)
    with pytest.raises(WrongState, match="confirmed as a source by Ben"), writing(engine) as session:
        dismiss_item(session, seen.id, actor=ANN)


def test_who_may_not_change_the_record_decides_nothing(engine: Engine) -> None:
    """A viewer's press is refused, and an item that is not there is told."""
    keep(engine, item())
    with pytest.raises(NotAllowed), writing(engine) as session:
        dismiss_item(session, kept(engine)[0].id, actor=Actor("Vic", Role.VIEWER))
    with pytest.raises(NotFound, match="no item 99"), writing(engine) as session:
        dismiss_item(session, 99, actor=ANN)


def test_items_are_no_part_of_the_record(engine: Engine) -> None:
    """A check finds no fault with them, and tables that are written anew leave them as they are."""
    add_one(engine, "one")
    keep(engine, item())
    with writing(engine) as session:
        keep_standing(session, FeedStanding("a", "https://example.org/feed", etag="x", checked_at=NOW))
    before = kept(engine)
    with writing(engine) as session:
        rebuild_tables(session, actor=ANN)
        assert find_drift(session) == []
        assert list_standings(session)["a"].etag == "x"
    assert kept(engine) == before


def test_a_standing_is_replaced_by_the_next(engine: Engine) -> None:
    """Each feed has one standing, with its instants in UTC."""
    for failures in (1, 2):
        with writing(engine) as session:
            keep_standing(session, FeedStanding("a", "https://example.org/feed", failures=failures, wait_until=NOW))
    with reading(engine) as session:
        assert list_standings(session) == {
            "a": FeedStanding("a", "https://example.org/feed", failures=2, wait_until=NOW)
        }


def test_a_text_from_the_page_is_filled_in(engine: Engine) -> None:
    """It brings its score; the next fetch of a shorter text does not take it away."""
    keep(engine, item())
    before = version_of(engine)
    with writing(engine) as session:
        later = NOW + dt.timedelta(days=1)
        fill_text(session, kept(engine)[0].id, text=LONG, published_on=dt.date(2026, 6, 2), score=0.8, at=later)
    keep(engine, item(text="Less"))
    with writing(engine) as session:
        fill_text(session, kept(engine)[0].id, text="Please sign in.", published_on=None, score=0.1, at=NOW)
    (found,) = kept(engine)
    assert (found.text, found.published_on, found.score) == (LONG, dt.date(2026, 6, 2), 0.8)
    with reading(engine) as session:
        assert get_item(session, found.id) == found
    assert before != version_of(engine)


def version_of(engine: Engine) -> tuple[int, int, str]:
    """Return the key of caches."""
    with reading(engine) as session:
        return inbox_version(session)


def test_nothing_new_becomes_visible(engine: Engine) -> None:
    """After 31 days without an item or an event; either of the two counts as new."""
    with reading(engine) as session:
        assert freshness(session, NOW).sentence == "Nothing has come in yet."
    keep(engine, item(), at=NOW - dt.timedelta(days=31))
    with reading(engine) as session:
        found = freshness(session, NOW)
        assert (found.is_stale, found.days) == (True, 31)
        assert "Nothing new for 31 days" in found.sentence
        assert not freshness(session, NOW - dt.timedelta(days=1)).is_stale
    add_one(engine, "one")
    with reading(engine) as session:
        assert not freshness(session, dt.datetime.now(dt.UTC)).is_stale


def test_at_another_address_the_former_words_are_gone(engine: Engine) -> None:
    """Title and text belong together, also where a feed gives two items one after the other the same name."""
    keep(engine, item(1, own_id="0", text=LONG, summary="Words of the first", score=0.9))
    assert keep(engine, item(2, own_id="0", text="Another", score=0.2)) == Kept(0, 1)
    (found,) = kept(engine)
    assert (found.url[-1], found.title, found.text, found.summary) == ("2", "Item 2", "Another", "")
    assert found.score == 0.2


def test_a_press_on_what_was_read_before_is_refused(engine: Engine) -> None:
    """Whatever changes what is read raises the version; what was decided is not read anew."""
    keep(engine, item())
    (seen,) = kept(engine)
    keep(engine, item(title="Corrected"))
    with writing(engine) as session:
        fill_text(session, seen.id, text=LONG, published_on=None, score=0.5, at=NOW)
    keep(engine, item(title="Corrected", text=LONG, published_on=dt.date(2026, 6, 1)))
    assert kept(engine)[0].version == seen.version + 2
    with pytest.raises(WrongState, match="brought up to date"), writing(engine) as session:
        mark_drafted(session, seen.id, ["one"], actor=ANN, version=seen.version)
    with writing(engine) as session:
        decided = dismiss_item(session, seen.id, actor=ANN)
        fill_text(session, seen.id, text=LONG * 2, published_on=None, score=0.9, at=NOW)
    assert kept(engine) == (decided,)


def test_what_loading_the_curated_record_adds_is_nothing_new(engine: Engine) -> None:
    """A database that was only just made has brought in nothing yet."""
    with writing(engine) as session:
        load_seeds(session, SeedRecord((), (("a-rule", make_draft()),), ()))
        assert freshness(session, NOW).sentence == "Nothing has come in yet."
