from page_reading import open_page, said
from somebody_else import ANN, SLUG, change_behind_the_page
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from tracker.database import reading, writing
from tracker.queries import get_event, list_revisions
from tracker.store import undo_change
from tracker.web.history_view import PAGE_LENGTH


def test_the_history_shows_fields_and_takes_a_change_back(app: AppTest, seeded_engine: Engine) -> None:
    """Old and new stand side by side; the undo is a new change."""
    change_behind_the_page(seeded_engine, title="Their title")
    open_page(app, "history", event=SLUG)
    assert "Revised by Ann" in said(app)
    table = app.table[0].value
    assert list(table["Before"]) == ["DiDi app ordered out of app stores"]
    assert list(table["After"]) == ["Their title"]
    with reading(seeded_engine) as session:
        number = list_revisions(session, limit=1)[0].id
    app.button(key=f"undo {number}").click().run()
    assert "taken back" in said(app)
    app.button(key=f"undo {number}").click().run()  # the second half of a double click, after the page was drawn anew
    assert f"Change {number} was taken back." in said(app)
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
    assert "Added by curated record" in said(app)
