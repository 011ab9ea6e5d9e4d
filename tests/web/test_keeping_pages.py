from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
import streamlit as st
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from tracker.actors import Actor
from tracker.database import reading, writing
from tracker.drafts import EVENT_FIELDS, parse_event
from tracker.queries import get_event, list_codings, list_events, list_revisions
from tracker.rows import EventRow
from tracker.store import NewEvent, add_events, revise_event, undo_change
from tracker.store.events import current
from tracker.vocabulary import Origin, Reach, ReviewState, Stance
from tracker.web import bulk_view
from tracker.web.history_view import PAGE_LENGTH

DASHBOARD = str(Path(__file__).parents[2] / "dashboard.py")
ANN = Actor("Ann")
SLUG = "didi-app-removal"


@pytest.fixture
def app(seeded_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[AppTest]:
    """The dashboard on a database of this test's own."""
    monkeypatch.setenv("TRACKER_DATABASE_URL", seeded_url)
    st.cache_data.clear()
    st.cache_resource.clear()
    yield AppTest.from_file(DASHBOARD, default_timeout=30)
    st.cache_resource.clear()


def open_page(app: AppTest, path: str, **params: str) -> AppTest:
    """Open a page by its address."""
    app._page_hash = calc_hash(path)
    for name, value in params.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def texts(app: AppTest) -> str:
    """Return all that the page says, in one text."""
    groups = (app.markdown, app.caption, app.info, app.success, app.warning, app.error, app.title)
    return "\n".join(str(each.value) for group in groups for each in group)


def change_behind_the_page(engine: Engine, **changes: object) -> None:
    """Let somebody else save a newer version of the Event."""
    with writing(engine) as session:
        version, document = current(session, SLUG)
        values = {name: document[name] for name in EVENT_FIELDS} | changes
        revise_event(session, SLUG, parse_event(values), version=version, actor=ANN)


def test_the_edit_page_saves_a_correction(app: AppTest, seeded_engine: Engine) -> None:
    """The form opens filled from the record; a save makes a new version and keeps sources and words of dates."""
    open_page(app, "edit", event=SLUG)
    assert app.text_input(key=f"edit {SLUG} title").value == "DiDi app ordered out of app stores"
    with reading(seeded_engine) as session:
        before = get_event(session, SLUG)
    app.text_input(key=f"edit {SLUG} title").set_value("DiDi removed")
    app.text_input(key=f"edit {SLUG} why").set_value("shorter")
    app.button(key="edit save").click().run()
    assert "Saved as version 2" in texts(app)
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
    assert "Nothing was saved" in texts(app)
    with reading(seeded_engine) as session:
        assert get_event(session, SLUG).version == 1


def test_a_second_save_shows_both_versions_and_loses_nothing(app: AppTest, seeded_engine: Engine) -> None:
    """The quicker save stays, the other is shown beside it, and the choice of each field is what is saved."""
    open_page(app, "edit", event=SLUG)
    app.text_input(key=f"edit {SLUG} title").set_value("My title")
    app.text_area(key=f"edit {SLUG} summary").set_value("My summary.")
    change_behind_the_page(seeded_engine, title="Their title", stance_reason="Their reason")
    app.button(key="edit save").click().run()
    shown = texts(app)
    assert "Somebody else saved version 2" in shown
    assert "My title" in shown
    assert "Their title" in shown
    assert app.button(key="conflict save").disabled
    assert app.radio(key=f"edit {SLUG} choice 2 summary").value == "mine"
    assert app.radio(key=f"edit {SLUG} choice 2 stance_reason").value == "theirs"
    app.radio(key=f"edit {SLUG} choice 2 title").set_value("mine").run()
    app.button(key="conflict save").click().run()
    assert "Saved as version 3" in texts(app)
    with reading(seeded_engine) as session:
        event = get_event(session, SLUG)
    assert (event.title, event.summary, event.stance_reason) == ("My title", "My summary.", "Their reason")


def test_an_untouched_form_shows_what_is_stored_now(app: AppTest, seeded_engine: Engine) -> None:
    """Opened again after somebody else's save it is filled anew; words that were typed stay."""
    open_page(app, "edit", event=SLUG)
    change_behind_the_page(seeded_engine, title="Their title")
    app.run()
    assert app.text_input(key=f"edit {SLUG} title").value == "Their title"
    assert "version 2" in texts(app)
    app.text_area(key=f"edit {SLUG} summary").set_value("My summary.").run()
    change_behind_the_page(seeded_engine, title="A third title")
    app.run()
    assert app.text_area(key=f"edit {SLUG} summary").value == "My summary."
    assert "version 2" in texts(app)


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
    assert len(app.dataframe[0].value) == 279
    app.button(key=f"restore {SLUG}").click().run()
    assert len(app.dataframe[0].value) == 280
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


def test_the_history_shows_fields_and_takes_a_change_back(app: AppTest, seeded_engine: Engine) -> None:
    """Old and new stand side by side; the undo is a new change."""
    change_behind_the_page(seeded_engine, title="Their title")
    open_page(app, "history", event=SLUG)
    assert "Revised by Ann" in texts(app)
    table = app.table[0].value
    assert list(table["Before"]) == ["DiDi app ordered out of app stores"]
    assert list(table["After"]) == ["Their title"]
    with reading(seeded_engine) as session:
        number = list_revisions(session, limit=1)[0].id
    app.button(key=f"undo {number}").click().run()
    assert "taken back" in texts(app)
    with reading(seeded_engine) as session:
        event = get_event(session, SLUG)
    assert (event.title, event.version) == ("DiDi app ordered out of app stores", 3)


def test_a_change_that_came_back_can_be_taken_back_again(app: AppTest, seeded_engine: Engine) -> None:
    """The same button, pressed after another change, is no second half of a double click."""
    change_behind_the_page(seeded_engine, title="Their title")
    open_page(app, "history", event=SLUG)
    with reading(seeded_engine) as session:
        number = list_revisions(session, limit=1)[0].id
    app.button(key=f"undo {number}").click().run()
    with writing(seeded_engine) as session:
        undo_change(session, list_revisions(session, limit=1)[0].id, actor=ANN)
    app.run()
    app.button(key=f"undo {number}").click().run()
    with reading(seeded_engine) as session:
        event = get_event(session, SLUG)
    assert (event.title, event.version) == ("DiDi app ordered out of app stores", 5)


def test_the_history_of_everything_has_pages(app: AppTest) -> None:
    """The newest changes come first; older ones are a button away."""
    open_page(app, "history")
    assert not app.exception
    app.button(key="history older").click().run()
    assert not app.exception
    app.button(key="history newest").click().run()
    assert not app.exception


def test_a_long_history_of_one_event_has_pages(app: AppTest, seeded_engine: Engine) -> None:
    """However often an Event was changed, one page is drawn at a time."""
    for number in range(PAGE_LENGTH):
        change_behind_the_page(seeded_engine, title=f"Title {number}")
    open_page(app, "history", event=SLUG)
    undo = [each for each in app.button if str(each.key).startswith("undo ")]
    assert len(undo) == PAGE_LENGTH
    app.button(key="history older").click().run()
    assert len([each for each in app.button if str(each.key).startswith("undo ")]) == 1
    assert "Added by curated record" in texts(app)


@pytest.mark.parametrize(("step", "state"), [("accept", "accepted"), ("send_back", "disputed"), ("reject", "rejected")])
def test_review_decides_about_a_draft(app: AppTest, seeded_engine: Engine, step: str, state: str) -> None:
    """A draft waits, its effect on the index is told, and each button moves it."""
    with writing(seeded_engine) as session:
        _, document = current(session, SLUG)
        values = {name: document[name] for name in EVENT_FIELDS} | {"title": "A draft", "date": "2026-11-01"}
        add_events(
            session,
            [NewEvent(parse_event(values), "a-draft", ReviewState.DRAFT)],
            origin=Origin.IMPORT,
            actor=ANN,
        )
    open_page(app, "review")
    assert "the index today would be" in texts(app)
    assert app.selectbox(key="review event").value == "a-draft"
    app.button(key=f"review {step} a-draft 1").click().run()
    assert not app.exception
    done = {"accept": "Accepted", "send_back": "Sent back", "reject": "Rejected"}[step]
    assert app.success[0].value == f"{done}\\: A draft"
    with reading(seeded_engine) as session:
        assert get_event(session, "a-draft").review_state == state


def test_a_press_for_one_draft_never_moves_the_next(app: AppTest, seeded_engine: Engine) -> None:
    """The buttons of two drafts are not the same, so the second of two quick clicks finds no button."""
    with writing(seeded_engine) as session:
        _, document = current(session, SLUG)
        values = {name: document[name] for name in EVENT_FIELDS} | {"title": "A draft", "date": "2026-11-01"}
        drafts = [NewEvent(parse_event(values), slug, ReviewState.DRAFT) for slug in ("a-draft", "b-draft")]
        add_events(session, drafts, origin=Origin.IMPORT, actor=ANN)
    open_page(app, "review")
    app.button(key="review accept a-draft 1").click().run()
    assert app.selectbox(key="review event").value == "b-draft"
    accept = [str(each.key) for each in app.button if str(each.key).startswith("review accept")]
    assert accept == ["review accept b-draft 1"]
    with reading(seeded_engine) as session:
        assert get_event(session, "b-draft").review_state == ReviewState.DRAFT


def tick(app: AppTest, *slugs: str, events: Sequence[EventRow]) -> None:
    """Tick Events in the table of the bulk page, as a browser reports it."""
    places = [place for place, event in enumerate(events) if event.slug in slugs]
    key = bulk_view.table_key(events)
    app.session_state[key] = {"selection": {"rows": places, "columns": [], "cells": []}}


def test_ticks_belong_to_events_and_not_to_places(app: AppTest, seeded_engine: Engine) -> None:
    """After a change of the filter nothing is ticked; the preview names states and the news counts what changed."""
    with reading(seeded_engine) as session:
        everything = list_events(session)
    open_page(app, "bulk")
    tick(app, SLUG, events=everything)
    app.run()
    assert "1 chosen, 0 would change" in texts(app)
    app.selectbox(key="bulk move").set_value("withdraw").run()
    assert list(app.dataframe[1].value["After"]) == ["withdrawn"]
    app.button(key="bulk save").click().run()
    assert "Saved for 1 of 1 events" in texts(app).replace("\\", "")
    with reading(seeded_engine) as session:
        assert get_event(session, SLUG).review_state == ReviewState.WITHDRAWN
    assert "chosen" not in texts(app)


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
    assert "No pair looks like one event" in texts(app)


def keys(app: AppTest, begin: str) -> list[str]:
    """Return the keys of the buttons that begin with some words."""
    return [str(each.key) for each in app.button if str(each.key).startswith(begin)]


def test_a_viewer_is_offered_no_way_to_write(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a read-only set-up the card has no buttons that change anything."""
    monkeypatch.setenv("TRACKER_READ_ONLY", "1")
    open_page(app, "", event=SLUG)
    assert not [each for each in app.button if str(each.key).startswith(("withdraw", "code ", "undo"))]
