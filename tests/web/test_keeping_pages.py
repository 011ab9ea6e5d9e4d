from collections.abc import Sequence
from functools import partial

import pytest
from page_reading import key_of, number_listed, open_page, said
from somebody_else import ANN, SLUG, change_behind_the_page
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from tests.support.makers import SEED_EVENTS
from tracker.database import reading, writing
from tracker.event.draft import parse_event
from tracker.event.fields import EVENT_FIELDS
from tracker.queries import get_event, list_codings, list_events, list_revisions
from tracker.read_models import EventRow
from tracker.store import NewEvent, add_events
from tracker.store.events import current
from tracker.vocabulary import Origin, Reach, ReviewState, Stance
from tracker.web.pages import bulk
from tracker.web.paging import page_of


def test_the_edit_page_saves_a_correction(app: AppTest, seeded_engine: Engine) -> None:
    """The form opens filled from the record; a save makes a new version and keeps sources and words of dates."""
    open_page(app, "edit", event=SLUG)
    assert [each.value for each in app.title] == ["Correct an event"]
    assert app.text_input(key=f"edit {SLUG} title").value == "DiDi app ordered out of app stores"
    with reading(seeded_engine) as session:
        before = get_event(session, SLUG)
    app.text_input(key=f"edit {SLUG} title").set_value("DiDi removed")
    app.text_input(key=f"edit {SLUG} why").set_value("shorter")
    app.button(key="edit save").click().run()
    assert "Saved as version 2" in said(app)
    with reading(seeded_engine) as session:
        after = get_event(session, SLUG)
        newest = list_revisions(session, limit=1)[0]
    assert (after.title, after.version, newest.reason) == ("DiDi removed", 2, "shorter")
    assert (after.sources, after.date, after.date_text) == (before.sources, before.date, before.date_text)


def test_a_rejected_correction_stays_in_the_form(app: AppTest, seeded_engine: Engine) -> None:
    """The field is marked and nothing is saved."""
    open_page(app, "edit", event=SLUG)
    app.text_input(key=f"edit {SLUG} date").set_value("30 February 2022")
    app.button(key="edit save").click().run()
    assert app.text_input(key=f"edit {SLUG} date").value == "30 February 2022"
    assert "Nothing was saved" in said(app)
    with reading(seeded_engine) as session:
        assert get_event(session, SLUG).version == 1


def test_a_second_save_shows_both_versions_and_loses_nothing(app: AppTest, seeded_engine: Engine) -> None:
    """The quicker save stays, the other is shown beside it, and the choice of each field is what is saved."""
    open_page(app, "edit", event=SLUG)
    app.text_input(key=f"edit {SLUG} title").set_value("My title")
    app.text_area(key=f"edit {SLUG} summary").set_value("My summary.")
    change_behind_the_page(seeded_engine, title="Their title", stance_reason="Their reason")
    app.button(key="edit save").click().run()
    shown = said(app)
    assert "Somebody else saved version 2" in shown
    assert "My title" in shown
    assert "Their title" in shown
    assert app.button(key="conflict save").disabled
    assert app.radio(key=f"edit {SLUG} choice 2 summary").value == "mine"
    assert app.radio(key=f"edit {SLUG} choice 2 stance_reason").value == "theirs"
    app.radio(key=f"edit {SLUG} choice 2 title").set_value("mine").run()
    app.button(key="conflict save").click().run()
    assert "Saved as version 3" in said(app)
    with reading(seeded_engine) as session:
        event = get_event(session, SLUG)
    assert (event.title, event.summary, event.stance_reason) == ("My title", "My summary.", "Their reason")


def test_an_untouched_form_shows_what_is_stored_now(app: AppTest, seeded_engine: Engine) -> None:
    """Opened again after somebody else's save it is filled anew; words that were typed stay."""
    open_page(app, "edit", event=SLUG)
    change_behind_the_page(seeded_engine, title="Their title")
    app.run()
    assert app.text_input(key=f"edit {SLUG} title").value == "Their title"
    assert "version 2" in said(app)
    app.text_area(key=f"edit {SLUG} summary").set_value("My summary.").run()
    change_behind_the_page(seeded_engine, title="A third title")
    app.run()
    assert app.text_area(key=f"edit {SLUG} summary").value == "My summary."
    assert "version 2" in said(app)


def test_the_conflict_names_only_what_differs(app: AppTest, seeded_engine: Engine) -> None:
    """Sources that nobody touched are no choice, and the fields stand in the order of the form."""
    open_page(app, "edit", event=SLUG)
    app.text_area(key=f"edit {SLUG} summary").set_value("My summary.")
    change_behind_the_page(seeded_engine, title="Their title", stance_reason="Their reason")
    app.button(key="edit save").click().run()
    fields = [str(each.key).rpartition(" ")[2] for each in app.radio if " choice " in str(each.key)]
    assert fields == ["title", "stance_reason", "summary"]


def test_the_card_withdraws_and_brings_back(app: AppTest, seeded_engine: Engine) -> None:
    """A withdrawn Event leaves the table and can be brought back by the same card."""
    open_page(app, "", event=SLUG)
    app.button(key=f"withdraw {SLUG}").click().run()
    assert number_listed(app) == SEED_EVENTS - 1
    app.button(key=f"restore {SLUG}").click().run()
    assert number_listed(app) == SEED_EVENTS
    with reading(seeded_engine) as session:
        assert get_event(session, SLUG).review_state == ReviewState.ACCEPTED


def test_a_second_coding_is_recorded_from_the_card(app: AppTest, seeded_engine: Engine) -> None:
    """It stands beside the accepted coding under the editor's name."""
    open_page(app, "", event=SLUG)
    app.selectbox(key=f"code stance {SLUG}").set_value(Stance.RESTRICTION)
    app.selectbox(key=f"code reach {SLUG}").set_value(Reach.FIRM)
    app.text_input(key=f"code reason {SLUG}").set_value("One firm only").run()
    app.button(key=f"code {SLUG}").click().run()
    with reading(seeded_engine) as session:
        mine = [coding for coding in list_codings(session) if coding.coder == "local editor"]
        event = get_event(session, SLUG)
    assert [(coding.slug, int(coding.stance), coding.reason) for coding in mine] == [(SLUG, -2, "One firm only")]
    assert event.stance == Stance.SEVERE


def add_drafts(engine: Engine, *slugs: str) -> None:
    """Let drafts wait that say what an Event of the record says, but for title and date."""
    with writing(engine) as session:
        _, document = current(session, SLUG)
        own = {"title": "A draft", "date": "2026-11-01", "date_text": ""}
        draft = parse_event({name: document[name] for name in EVENT_FIELDS} | own)
        new = [NewEvent(draft, slug, ReviewState.DRAFT) for slug in slugs]
        add_events(session, new, origin=Origin.IMPORT, actor=ANN)


@pytest.mark.parametrize(("step", "state"), [("accept", "accepted"), ("send back", "disputed"), ("reject", "rejected")])
def test_review_decides_about_a_draft(app: AppTest, seeded_engine: Engine, step: str, state: str) -> None:
    """A draft waits, its effect on the index is told, and each button moves it."""
    add_drafts(seeded_engine, "a-draft")
    open_page(app, "review")
    assert "the index today would be" in said(app)
    assert app.selectbox(key="review event").value == "a-draft"
    app.button(key=f"review {step} a-draft 1").click().run()
    assert not app.exception
    done = {"accept": "Accepted", "send back": "Sent back", "reject": "Rejected"}[step]
    assert app.success[0].value == f"{done}\\: A draft"
    with reading(seeded_engine) as session:
        assert get_event(session, "a-draft").review_state == state


def test_a_press_for_one_draft_never_moves_the_next(app: AppTest, seeded_engine: Engine) -> None:
    """The buttons of two drafts are not the same, so the second of two quick clicks finds no button."""
    add_drafts(seeded_engine, "a-draft", "b-draft")
    open_page(app, "review")
    app.button(key="review accept a-draft 1").click().run()
    assert app.selectbox(key=key_of(app, "review event")).value == "b-draft"
    accept = [str(each.key) for each in app.button if str(each.key).startswith("review accept")]
    assert accept == ["review accept b-draft 1"]
    with reading(seeded_engine) as session:
        assert get_event(session, "b-draft").review_state == ReviewState.DRAFT


def test_after_a_draft_was_sent_back_the_next_one_is_before_the_reviewer(app: AppTest, seeded_engine: Engine) -> None:
    """What was sent back waits as well, but the next press is not for it; after the last one comes the first."""
    with writing(seeded_engine) as session:
        _, document = current(session, SLUG)
        values = {name: document[name] for name in EVENT_FIELDS} | {"date": "2026-11-01", "date_text": ""}
        drafts = [NewEvent(parse_event(values), slug, ReviewState.DRAFT) for slug in ("a-draft", "b-draft")]
        add_events(session, drafts, origin=Origin.IMPORT, actor=ANN)
    open_page(app, "review")
    app.button(key="review send back a-draft 1").click().run()
    assert app.selectbox(key=key_of(app, "review event")).value == "b-draft"
    app.button(key="review send back b-draft 1").click().run()
    assert app.selectbox(key=key_of(app, "review event")).value == "a-draft"
    assert any(str(each.key) == "review submit a-draft 2" for each in app.button)


def tick(app: AppTest, *slugs: str, events: Sequence[EventRow]) -> None:
    """Tick Events in the table of the bulk page, which shows some Events, as a browser reports it."""
    places = [place for place, event in enumerate(events) if event.slug in slugs]
    app.session_state[app.dataframe[0].key] = {"selection": {"rows": places, "columns": [], "cells": []}}
    app.run()


def ticked(app: AppTest) -> list[int]:
    """Return the rows of the bulk page's table that are ticked."""
    return list(app.session_state[app.dataframe[0].key]["selection"]["rows"])


def turn(app: AppTest, page: int) -> None:
    """Turn to a page of the page's one table."""
    (pages,) = app.get("pagination")
    app.session_state[pages.key] = page
    app.run()


def test_ticks_belong_to_events_and_not_to_places(app: AppTest, seeded_engine: Engine) -> None:
    """The preview names states, the news counts what changed, and an Event that the filter no longer keeps is told."""
    with reading(seeded_engine) as session:
        everything = list_events(session)
    open_page(app, "bulk")
    tick(app, SLUG, events=everything)
    assert "1 chosen, 0 would change" in said(app)
    app.selectbox(key="bulk move").set_value("withdraw").run()
    assert list(app.dataframe[1].value["After"]) == ["withdrawn"]
    app.button(key="bulk save").click().run()
    assert "Saved for 1 of 1 events" in said(app)
    with reading(seeded_engine) as session:
        assert get_event(session, SLUG).review_state == ReviewState.WITHDRAWN
    assert "chosen" not in said(app)
    assert "1 ticked event is not kept by the filter" in said(app)


def test_ticks_stay_when_the_page_is_turned(
    app: AppTest, seeded_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those of both pages are changed together; another page shows its own alone, and all go by one press."""
    monkeypatch.setattr(bulk, "page_of", partial(page_of, size=200))
    with reading(seeded_engine) as session:
        everything = list_events(session)
    open_page(app, "bulk")
    tick(app, everything[3].slug, everything[5].slug, events=everything[:200])
    turn(app, 2)
    assert "2 ticked events on other pages" in said(app)
    assert "2 chosen, 0 would change" in said(app)
    tick(app, everything[203].slug, events=everything[200:])
    app.selectbox(key="bulk move").set_value("withdraw").run()
    titles = [everything[place].title for place in (3, 5, 203)]
    assert list(app.dataframe[1].value["Event"]) == titles
    turn(app, 1)
    assert ticked(app) == [3, 5]
    tick(app, everything[5].slug, events=everything[:200])
    assert "2 chosen, 2 would change" in said(app)
    app.button(key="bulk untick").click().run()
    assert "chosen" not in said(app)
    assert ticked(app) == []


def test_a_pair_is_merged_and_another_is_told_apart(app: AppTest, seeded_engine: Engine) -> None:
    """A merge is asked about first; its other slug then leads on, and a pair that was told apart is not shown again."""
    with writing(seeded_engine) as session:
        _, document = current(session, SLUG)
        draft = parse_event({name: document[name] for name in EVENT_FIELDS})
        add_events(session, [NewEvent(draft, slug) for slug in ("copy-a", "copy-b")], origin=Origin.IMPORT, actor=ANN)
    open_page(app, "duplicates")
    assert keys(app, "distinct ") == [f"distinct copy-a {each}" for each in ("copy-b", SLUG)] + [
        f"distinct copy-b {SLUG}"
    ]
    app.button(key=f"merge {SLUG} copy-a").click().run()
    with reading(seeded_engine) as session:
        assert get_event(session, "copy-a").slug == "copy-a"
    app.button(key=f"merge now {SLUG} copy-a").click().run()
    assert not app.exception
    with reading(seeded_engine) as session:
        assert get_event(session, "copy-a").slug == SLUG
    assert keys(app, "distinct ") == [f"distinct copy-b {SLUG}"]
    app.button(key=f"distinct copy-b {SLUG}").click().run()
    assert keys(app, "distinct ") == []
    assert "No pair looks like one event" in said(app)


def keys(app: AppTest, begin: str) -> list[str]:
    """Return the keys of the buttons that begin with some words."""
    return [str(each.key) for each in app.button if str(each.key).startswith(begin)]


def test_a_viewer_is_offered_no_way_to_write(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a read-only set-up the card has no buttons that change anything."""
    monkeypatch.setenv("TRACKER_READ_ONLY", "1")
    open_page(app, "", event=SLUG)
    assert not [each for each in app.button if str(each.key).startswith(("withdraw", "code ", "undo"))]


def test_the_limit_of_an_upload_is_named(app: AppTest) -> None:
    """The import page says how large a file may be, and what takes larger ones."""
    open_page(app, "import")
    assert any("20 MB and 50,000 rows" in each.value and "tracker import" in each.value for each in app.caption)
