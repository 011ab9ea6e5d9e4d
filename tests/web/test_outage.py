import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from tests.support.postgres import free_port
from tracker.errors import DatabaseProblem
from tracker.web import editing
from tracker.web.pages import edit

SLUG = "didi-app-removal"
COMES_BACK = "comes back by itself"


def open_edit(app: AppTest) -> AppTest:
    """Open the page that corrects an Event."""
    app.query_params["event"] = SLUG
    app._page_hash = calc_hash("edit")
    return app.run()


def said(app: AppTest) -> str:
    """Return what the page says about what stops it."""
    return "\n".join(str(each.value) for group in (app.error, app.caption) for each in group)


def test_a_database_that_does_not_answer_is_waited_for(
    app: AppTest, seeded_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A sentence, no traceback, what was typed is kept, and the next look at a database that is back draws the page."""
    open_edit(app)
    app.text_input(key=f"edit {SLUG} title").set_value("My title").run()
    monkeypatch.setenv("TRACKER_DATABASE_URL", f"postgresql+psycopg://nobody@127.0.0.1:{free_port()}/nothing")
    app.run()
    assert not app.exception
    assert "does not answer" in said(app)
    assert COMES_BACK in said(app)
    monkeypatch.setenv("TRACKER_DATABASE_URL", seeded_url)
    app.run()
    assert app.text_input(key=f"edit {SLUG} title").value == "My title"
    assert COMES_BACK not in said(app)


def test_a_problem_of_a_database_that_answers_is_told_once(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Drawing such a page again and again would bring nothing back."""

    def refuse(*_: object) -> None:
        raise DatabaseProblem("The database refused: a table is damaged.")

    monkeypatch.setattr(edit.editing, "form_of", refuse)
    open_edit(app)
    assert not app.exception
    assert "a table is damaged" in said(app)
    assert COMES_BACK not in said(app)


def test_starting_again_gives_nothing_up_while_the_record_cannot_be_read(
    app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The button says why nothing happened, and the form holds what was typed."""

    def refuse(*_: object) -> None:
        raise DatabaseProblem("The database does not answer.")

    open_edit(app)
    app.text_input(key=f"edit {SLUG} title").set_value("My title").run()
    monkeypatch.setattr(editing, "current", refuse)
    app.button(key="edit again").click().run()
    assert not app.exception
    assert "does not answer" in said(app)
    assert app.text_input(key=f"edit {SLUG} title").value == "My title"
