"""What the browser kept from before a reload: given up only once it is back or saved, and shown where it is not."""

from types import SimpleNamespace
from typing import Any

import pytest
import streamlit as st
from page_reading import open_page, said
from somebody_else import SLUG, change_behind_the_page
from sqlalchemy import Engine
from streamlit.runtime.state import SessionStateProxy
from streamlit.testing.v1 import AppTest

from tracker.errors import DatabaseProblem
from tracker.web import unsaved
from tracker.web.form_state import FormState, form_to_add
from tracker.web.pages.add import saving as adding
from tracker.web.pages.edit import saving as editing

TYPED = {"title": "Mine, before the reload", "source 2 url": "https://example.org/mine", "sectors": ["data-privacy"]}


@pytest.fixture
def state(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """A reader's session, into which the browser brings what it kept on the first version."""
    del app  # It names the database and forgets what was read of others.
    told = {"id": "before", "about": 1, "at": "3 March 2021 at 10:00", "values": TYPED, "since": []}
    state: dict[str, Any] = {"unsaved": SimpleNamespace(found=told)}
    monkeypatch.setattr(st, "session_state", state)
    return state


def bring(monkeypatch: pytest.MonkeyPatch, form: FormState) -> None:
    """Let the page of a form take what the browser brings."""
    kept: list[unsaved.Unsaved] = []
    with monkeypatch.context() as page:
        for module in (editing, adding):
            page.setattr(module, "keep_unsaved", kept.append)
        if form.name == "add":
            adding.keep(form)
        else:
            editing.keep(form, SLUG)
    unsaved._take_back(kept[0])


@pytest.mark.parametrize("page", ["add", "edit"])
def test_text_is_not_given_up_while_the_record_cannot_be_read(
    state: dict[str, Any], monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    """The browser is not told that it is answered, so that it asks again; then the text comes back."""
    form = form_to_add() if page == "add" else editing.form_of(SLUG, 1)

    def fail(_: Engine) -> None:
        raise DatabaseProblem("The database cannot be read.")

    with monkeypatch.context() as outage:
        for module in (editing, adding):
            outage.setattr(module, "reading", fail)
        bring(outage, form)
    assert "unsaved answered" not in state
    bring(monkeypatch, form)
    assert form.get("title") == TYPED["title"]
    assert state["unsaved back"] == (form.name, "3 March 2021 at 10:00", "before")
    bring(monkeypatch, form)
    assert (state["unsaved answered"], form.get("title")) == (["before"], TYPED["title"])


@pytest.mark.parametrize("page", ["add", "edit"])
def test_text_is_given_up_once_it_is_seen_to_be_back(
    state: dict[str, Any], monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    """Another message of the browser may wipe out what was just written; it asks on, and the text is written anew."""
    form = form_to_add() if page == "add" else editing.form_of(SLUG, 1)
    empty = form.get("title")
    bring(monkeypatch, form)
    assert "unsaved answered" not in state
    form.set("title", empty)
    bring(monkeypatch, form)
    assert (form.get("title"), "unsaved answered" in state) == (TYPED["title"], False)
    bring(monkeypatch, form)
    assert (form.get("title"), state["unsaved answered"]) == (TYPED["title"], ["before"])


def test_what_fits_no_field_is_not_brought_without_end(state: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """It can never be seen in the form; the page says at last that it has it all."""
    state["unsaved"].found["values"] = {"stance": "no level at all"}
    for _ in range(unsaved._TRIES):
        assert "unsaved answered" not in state
        bring(monkeypatch, form_to_add())
    assert state["unsaved answered"] == ["before"]


def test_what_is_discarded_is_not_written_again(state: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even where the browser asks once more, since it has not been told yet."""
    form = form_to_add()
    bring(monkeypatch, form)
    unsaved._discard(form.clear)
    bring(monkeypatch, form)
    assert (form.get("title"), state["unsaved answered"]) == (None, ["before"])


def test_text_on_a_former_version_is_shown_where_other_words_stand(
    state: dict[str, Any], app: AppTest, seeded_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither text is lost: the form keeps the newer words, and the others can be copied from beside it."""
    change_behind_the_page(seeded_engine, title="Theirs")
    form = editing.form_of(SLUG, 2)
    form.set("title", "Mine, since the reload")
    bring(monkeypatch, form)
    assert (form.get("title"), state["unsaved answered"]) == ("Mine, since the reload", ["before"])
    assert "unsaved back" not in state
    monkeypatch.setattr(st, "session_state", SessionStateProxy())
    app.session_state["unsaved left"] = state["unsaved left"]
    open_page(app, "edit", event=SLUG)
    assert "was written on version 1 and was not put back" in said(app)
    assert [each.value for each in app.code] == ["Mine, before the reload", "https://example.org/mine"]
    assert "Address (URL) of source 3" in said(app).replace("\\", "")
    assert "To be chosen again: Sectors" in said(app)
    app.button(key="unsaved left").click().run()
    assert not app.code
    assert "was not put back" not in said(app)


def test_text_on_a_former_version_comes_back_on_it_where_nothing_else_was_typed(
    state: dict[str, Any], seeded_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A save then meets the newer version and is asked about."""
    change_behind_the_page(seeded_engine, title="Theirs")
    form = editing.form_of(SLUG, 2)
    bring(monkeypatch, form)
    assert (form.get("title"), form.get("version")) == (TYPED["title"], 1)
    assert "unsaved left" not in state
