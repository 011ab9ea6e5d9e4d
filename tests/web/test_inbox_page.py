"""The page "Inbox"."""

import datetime as dt
import re
from dataclasses import replace

import pytest
from page_reading import go_to, key_of, open_page, said
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from tests.support.makers import KNOWN_ITEM
from tracker.actors import Actor
from tracker.database import reading, writing
from tracker.feed_items import FeedStanding, FetchedItem, InboxItem, ItemState
from tracker.feeds import draft_item
from tracker.queries import get_event, list_revisions
from tracker.queries.inbox import EVERY_ITEM_STATE, list_items
from tracker.store.inbox import dismiss_item, keep_items, keep_standing
from tracker.vocabulary import ReviewState, Role

KNOWN = replace(KNOWN_ITEM, score=0.9)
NEW = FetchedItem(
    "https://example.org/new",
    "A fine",
    published_on=dt.date(2026, 6, 4),
    language="en",
    text="On 3 June 2026 the Cyberspace Administration of China fined Moonrabbit 10 million yuan over data security.",
    score=0.8,
)
HOSTILE = FetchedItem(
    "https://example.org/hostile",
    "<b>Bold</b> [here](javascript:alert(1)) :smile:",
    language="zh",
    summary="![p](https://evil.example/p.png) $x^2$",
    score=0.1,
)
BEN = Actor("Ben", Role.EDITOR)


def put(engine: Engine, *items: FetchedItem, feed: str = "a", at: dt.datetime | None = None) -> None:
    """Put items into the inbox."""
    with writing(engine) as session:
        now = at or dt.datetime.now(dt.UTC)
        keep_items(session, feed, items, publisher=f"The {feed.title()} Paper", source_kind="news", at=now)


def kept(engine: Engine, item: FetchedItem) -> InboxItem:
    """Return an item as it is kept."""
    with reading(engine) as session:
        return next(each for each in list_items(session, EVERY_ITEM_STATE) if each.url == item.url)


def press(app: AppTest, engine: Engine, item: FetchedItem, label: str) -> AppTest:
    """Press a button of the item that is shown."""
    row = kept(engine, item)
    app.button(key=f"inbox {row.id} {row.version} {label}").click().run()
    assert not app.exception
    return app


def chosen_title(app: AppTest) -> str:
    """Return the title of the item that is shown in full."""
    (title,) = [each.value for each in app.markdown if each.value.startswith("#### ")]
    return title.removeprefix("#### ").replace("\\", "")


def test_an_empty_inbox_says_how_a_feed_is_switched_on(app: AppTest) -> None:
    """A stranger reads the three commands, and nothing else is asked of them."""
    open_page(app, "inbox")
    assert "No feed has brought anything yet" in said(app)
    assert "tracker feeds on KEY\ntracker fetch --articles" in app.code[0].value
    assert ".venv/bin/tracker feeds list" in said(app)
    assert "all of them off" not in said(app)
    assert not app.button


def test_the_likeliest_item_is_shown_first_with_what_it_speaks_of(app: AppTest, seeded_engine: Engine) -> None:
    """Title, feed, day and language; the known event is ticked, and the others stand in the list."""
    put(seeded_engine, HOSTILE, NEW, KNOWN)
    open_page(app, "inbox")
    text = said(app)
    assert "App stores take DiDi down" in chosen_title(app)
    assert "The A Paper · 2021-07-05 · en" in text
    assert "The record holds this: 1" in text
    row = kept(seeded_engine, KNOWN)
    assert app.checkbox(key=f"inbox {row.id} {row.version} event didi-app-removal").value
    assert "Speaks of: DiDi app ordered out of app stores." in text
    assert "May hold something new." in text


def test_text_from_outside_is_text(app: AppTest, seeded_engine: Engine) -> None:
    """No sign of a title or a summary acts as markup."""
    put(seeded_engine, HOSTILE)
    open_page(app, "inbox")
    shown = [each.value for each in (*app.markdown, *app.caption)]
    shown += [each.label for each in app.button]
    assert not [each for each in shown if re.search(r"(?<!\\)(?:<b>|\[here|\[p\]|\$x|:smile)", each)]
    assert "<b>Bold</b>" in said(app)


def test_confirming_makes_the_page_a_source_and_goes_on(app: AppTest, seeded_engine: Engine) -> None:
    """One press: the event has the source, with publisher, day and sort; the next item is shown."""
    put(seeded_engine, NEW, KNOWN)
    open_page(app, "inbox")
    press(app, seeded_engine, KNOWN, "Confirm as a source")
    with reading(seeded_engine) as session:
        source = get_event(session, "didi-app-removal").sources[-1]
    assert (source.url, source.publisher, source.published_on, source.kind) == (
        KNOWN.url,
        "The A Paper",
        "2021-07-05",
        "news",
    )
    assert kept(seeded_engine, KNOWN).state is ItemState.CONFIRMED
    assert "is now a source of 1 event." in said(app)
    assert "A fine" in chosen_title(app)


def test_another_event_can_be_named(app: AppTest, seeded_engine: Engine) -> None:
    """What the reading did not find is chosen from the record; what was ticked by it can be unticked."""
    put(seeded_engine, KNOWN)
    open_page(app, "inbox")
    row = kept(seeded_engine, KNOWN)
    app.checkbox(key=f"inbox {row.id} {row.version} event didi-app-removal").uncheck().run()
    app.multiselect(key=f"inbox {row.id} {row.version} others").select("linkedin-china-closure").run()
    press(app, seeded_engine, KNOWN, "Confirm as a source")
    assert kept(seeded_engine, KNOWN).confirmed == ("linkedin-china-closure",)


def test_with_nothing_ticked_nothing_is_confirmed(app: AppTest, seeded_engine: Engine) -> None:
    """The page says so, and the item stays."""
    put(seeded_engine, HOSTILE)
    open_page(app, "inbox")
    press(app, seeded_engine, HOSTILE, "Confirm as a source")
    assert "No event is ticked" in said(app)
    assert kept(seeded_engine, HOSTILE).state is ItemState.NEW


def test_new_events_go_into_review_and_from_there_into_the_record(app: AppTest, seeded_engine: Engine) -> None:
    """Accepted for review, the item stands among the drafted ones, where a reviewer accepts what was made of it."""
    put(seeded_engine, NEW)
    open_page(app, "inbox")
    press(app, seeded_engine, NEW, "Accept for review")
    (slug,) = kept(seeded_engine, NEW).drafted
    with reading(seeded_engine) as session:
        draft = get_event(session, slug)
    assert (draft.review_state, draft.date, draft.sources[0].url) == (ReviewState.DRAFT, "2026-06-03", NEW.url)
    assert "In review: 1 draft" in said(app)
    assert "No item is left here" in said(app)
    app.segmented_control(key=key_of(app, "inbox state")).set_value(ItemState.DRAFTED).run()
    press(app, seeded_engine, NEW, "Accept the drafts")
    with reading(seeded_engine) as session:
        assert get_event(session, slug).review_state is ReviewState.ACCEPTED


def test_not_ours_is_counted_for_the_feed(app: AppTest, seeded_engine: Engine) -> None:
    """The item is gone, and the box of feeds says how often that was so."""
    put(seeded_engine, HOSTILE, NEW)
    open_page(app, "inbox")
    press(app, seeded_engine, NEW, "Not ours")
    assert kept(seeded_engine, NEW).state is ItemState.DISMISSED
    assert app.selectbox(key="inbox feed").options == ["The A Paper (dismissed 1 of 2)"]


@pytest.mark.parametrize(
    ("item", "label"), [(NEW, "Not ours"), (KNOWN, "Confirm as a source"), (NEW, "Accept for review")]
)
def test_the_last_step_can_be_taken_back(app: AppTest, seeded_engine: Engine, item: FetchedItem, label: str) -> None:
    """The item is as it was and shown again, and the record holds what it held, with the undo in its history."""
    put(seeded_engine, item)
    open_page(app, "inbox")
    with reading(seeded_engine) as session:
        sources = get_event(session, "didi-app-removal").sources
    before = kept(seeded_engine, item)
    press(app, seeded_engine, item, label)
    after = kept(seeded_engine, item)
    assert after.state is not ItemState.NEW
    app.button(key=f"inbox undo {after.id} {after.version}").click().run()
    assert "is as it was" in said(app)
    now = kept(seeded_engine, item)
    assert (now.state, now.confirmed, now.drafted) == (before.state, before.confirmed, before.drafted)
    with reading(seeded_engine) as session:
        assert get_event(session, "didi-app-removal").sources == sources
        assert [get_event(session, slug).review_state for slug in after.drafted] == [
            ReviewState.WITHDRAWN for _ in after.drafted
        ]
        reasons = [row.reason for row in list_revisions(session, limit=1)]
    assert ("taken back in the inbox" in reasons) == (label != "Not ours")
    assert not [each for each in app.button if str(each.key).startswith("inbox undo")]


def test_two_steps_on_one_item_are_taken_back_one_after_the_other(app: AppTest, seeded_engine: Engine) -> None:
    """First the acceptance, then the drafts themselves."""
    put(seeded_engine, NEW)
    open_page(app, "inbox")
    press(app, seeded_engine, NEW, "Accept for review")
    app.segmented_control(key=key_of(app, "inbox state")).set_value(ItemState.DRAFTED).run()
    press(app, seeded_engine, NEW, "Accept the drafts")
    (slug,) = kept(seeded_engine, NEW).drafted
    for state in (ReviewState.DRAFT, ReviewState.WITHDRAWN):
        next(each for each in app.button if str(each.key).startswith("inbox undo")).click().run()
        assert "is as it was" in said(app)
        with reading(seeded_engine) as session:
            assert get_event(session, slug).review_state is state
    assert kept(seeded_engine, NEW).state is ItemState.NEW


def test_what_was_saved_is_counted_and_not_what_was_ticked(app: AppTest, seeded_engine: Engine) -> None:
    """A statement that somebody else has saved meanwhile makes no second draft."""
    other = "On 12 May 2026 the State Administration for Market Regulation ordered Starbadger to end exclusive deals."
    put(seeded_engine, replace(NEW, text=f"{NEW.text}\n\n{other}"))
    open_page(app, "inbox")
    with writing(seeded_engine) as session:
        again = replace(NEW, url="https://example.org/other", title="Another page", score=0.1)
        keep_items(session, "b", [again], publisher="B", source_kind="news", at=dt.datetime.now(dt.UTC))
        draft_item(session, list_items(session)[-1].id, actor=BEN)
    press(app, seeded_engine, NEW, "Accept for review")
    assert "In review: 1 draft from" in said(app)
    assert len(kept(seeded_engine, NEW).drafted) == 1


def test_the_second_of_two_people_is_told(app: AppTest, seeded_engine: Engine) -> None:
    """What somebody else has decided stays, and the page names them."""
    put(seeded_engine, NEW)
    open_page(app, "inbox")
    row = kept(seeded_engine, NEW)
    with writing(seeded_engine) as session:
        dismiss_item(session, row.id, actor=BEN)
    app.button(key=f"inbox {row.id} {row.version} Accept for review").click().run()
    assert "Ben" in said(app)
    assert kept(seeded_engine, NEW).state is ItemState.DISMISSED


def test_an_item_opens_in_the_form_and_is_settled_with_the_event(app: AppTest, seeded_engine: Engine) -> None:
    """The form begins with what was read, the page as its source; once it is saved, the item waits no more."""
    put(seeded_engine, NEW)
    open_page(app, "inbox")
    row = kept(seeded_engine, NEW)
    app.button(key=f"inbox {row.id} {row.version} open").click().run()
    assert app.session_state["add source 0 url"] == NEW.url
    assert app.session_state["add date"] == "2026-06-03"
    go_to(app, "add")
    app.button(key="add save").click().run()
    assert not app.exception
    assert kept(seeded_engine, NEW).state is ItemState.DRAFTED
    (slug,) = kept(seeded_engine, NEW).drafted
    with reading(seeded_engine) as session:
        assert get_event(session, slug).review_state is ReviewState.DRAFT


def test_the_list_is_narrowed_by_feed_language_and_state(app: AppTest, seeded_engine: Engine) -> None:
    """Each box leaves what it says."""
    put(seeded_engine, NEW, HOSTILE)
    put(seeded_engine, KNOWN, feed="b")
    open_page(app, "inbox")
    app.selectbox(key=key_of(app, "inbox feed")).select("b").run()
    assert "App stores" in chosen_title(app)
    app.selectbox(key=key_of(app, "inbox feed")).set_value(None).run()
    app.selectbox(key=key_of(app, "inbox language")).select("zh").run()
    assert "Bold" in chosen_title(app)
    app.segmented_control(key=key_of(app, "inbox state")).set_value(ItemState.DISMISSED).run()
    assert "No item is left here" in said(app)


def test_twenty_items_stand_on_a_page(app: AppTest, seeded_engine: Engine) -> None:
    """The others come with a press, and the page says which part is shown."""
    put(seeded_engine, *(FetchedItem(f"https://example.org/{number}", f"Item {number}") for number in range(23)))
    open_page(app, "inbox")
    assert len([each for each in app.button if str(each.key).startswith("inbox choose")]) == 20
    assert "1 to 20 of 23 items" in said(app)
    app.button(key="inbox turn After").click().run()
    assert len([each for each in app.button if str(each.key).startswith("inbox choose")]) == 3


def test_nothing_new_for_a_month_is_said(app: AppTest, seeded_engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """A feed that fell silent is seen, and so is one that fails."""
    put(seeded_engine, NEW)
    monkeypatch.setattr("tracker.feed_items.STALE_DAYS", 0)
    with writing(seeded_engine) as session:
        keep_standing(session, FeedStanding("slow", "https://example.org/feed", failures=2, problem="No *answer*."))
    open_page(app, "inbox")
    assert "no item was fetched and no event was added" in said(app)
    assert "slow: No *answer*." in said(app)


def test_the_navigation_says_how_many_wait(app: AppTest, seeded_engine: Engine) -> None:
    """The number is that of the new items."""
    put(seeded_engine, NEW, KNOWN)
    from tracker.web.waiting import new_items

    open_page(app, "inbox")
    assert new_items() == 2
