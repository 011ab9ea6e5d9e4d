import datetime as dt
from dataclasses import replace
from types import SimpleNamespace

import pytest
from page_reading import address, open_page, said
from somebody_else import ANN, SLUG, change_behind_the_page
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from tracker.database import reading, writing
from tracker.database.replicas import DOWN
from tracker.queries import get_event, list_eras, list_revisions
from tracker.store import add_eras, undo_change
from tracker.web import reads
from tracker.web.pages.history.parts import PAGE_LENGTH


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
    with reading(seeded_engine) as session:
        assert get_event(session, SLUG).version == 2, "one press asks, and takes nothing back"
    app.text_input(key=f"undo why {number}").set_value("It was right before")
    app.button(key=f"undo now {number}").click().run()
    assert f"Change {number} was taken back." in said(app)
    undo(app, number)  # the second half of a double click, after the page was drawn anew
    assert f"Change {number} was taken back." in said(app)
    with reading(seeded_engine) as session:
        event = get_event(session, SLUG)
        newest = list_revisions(session, limit=1)[0]
    assert (event.title, event.version) == ("DiDi app ordered out of app stores", 3)
    assert (newest.action, newest.reason) == ("undo", "It was right before")
    assert "Why: It was right before" in said(app)


def undo(app: AppTest, number: int) -> None:
    """Press both buttons that take a change back."""
    app.button(key=f"undo {number}").click().run()
    app.button(key=f"undo now {number}").click().run()


def test_a_change_that_came_back_can_be_taken_back_again(app: AppTest, seeded_engine: Engine) -> None:
    """The same button, pressed after another change, is no second half of a double click."""
    change_behind_the_page(seeded_engine, title="Their title")
    open_page(app, "history", event=SLUG)
    with reading(seeded_engine) as session:
        number = list_revisions(session, limit=1)[0].id
    undo(app, number)
    with writing(seeded_engine) as session:
        undo_change(session, list_revisions(session, limit=1)[0].id, actor=ANN)
    app.run()
    undo(app, number)
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


def shown(app: AppTest) -> list[str]:
    """Return what each change on the page was made to."""
    return [str(each.value).strip("*").replace("\\", "") for each in app.markdown if str(each.value).startswith("**")]


def test_the_history_is_searched_and_filtered_and_the_address_says_so(app: AppTest, seeded_engine: Engine) -> None:
    """Words, a day, a person and a sort of subject leave what fits, and a link with them shows the same."""
    change_behind_the_page(seeded_engine, title="Their title", stance_reason="A reason of 2022")
    open_page(app, "history")
    app.text_input(key="history words").set_value("THEIR title").run()
    assert shown(app) == ["Their title"]
    app.text_input(key="history words").set_value("stance_reason").run()
    assert shown(app) == [], "names of fields are no words of the record"
    app.text_input(key="history words").set_value("").run()
    app.selectbox(key="history by").set_value("Ann").run()
    assert shown(app) == ["Their title"]
    today = dt.datetime.now(dt.UTC).date()
    app.date_input(key="history day").set_value(today).run()
    assert shown(app) == ["Their title"]
    assert (address(app, "by"), address(app, "day")) == (["Ann"], [today.isoformat()])
    app.date_input(key="history day").set_value(today - dt.timedelta(days=30)).run()
    assert shown(app) == []
    assert "There is no change here" in said(app)


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({"words": "RENAMED title"}, ["Their renamed title"]),
        ({"by": "Ann", "of": "everything"}, ["Their renamed title"]),
        ({"words": "嘀嘀无此词"}, []),
        ({"of": "measures", "words": "Personal Information Protection Law"}, ["Personal Information Protection Law"]),
        ({"event": SLUG, "words": "renamed"}, ["Their renamed title"]),
    ],
)
def test_a_link_to_the_history_shows_what_it_names(
    app: AppTest, seeded_engine: Engine, params: dict[str, str], expected: list[str]
) -> None:
    """Each part of the address sets its box; of names and measures there is a history as well."""
    change_behind_the_page(seeded_engine, title="Their renamed title")
    open_page(app, "history", **params)
    assert shown(app) == expected
    for name, value in params.items():
        assert address(app, name) == [value]


def test_an_address_that_makes_no_sense_is_said_and_left_out(app: AppTest) -> None:
    """A day that is none, a person and a sort that the history does not know: the page is drawn without them."""
    open_page(app, "history", day="yesterday", by="Nobody", of="things")
    assert said(app).count("was left out") == 3
    assert len(shown(app)) == PAGE_LENGTH


def test_a_change_is_told_in_words(app: AppTest, seeded_engine: Engine) -> None:
    """Fields bear the names of the form, and names stand where the record keeps keys."""
    change_behind_the_page(seeded_engine, stance=-1, sectors=["gaming"], kind="draft-rule", date="2021-07")
    open_page(app, "history", event=SLUG)
    changed = app.table[0].value
    after = dict(zip(changed["Field"], (each.replace("\\", "") for each in changed["After"]), strict=True))
    assert after == {"Kind": "Draft rule", "Date": "July 2021", "Stance": "-1 tightening signal", "Sectors": "Games"}


def test_a_click_with_the_address_of_before_takes_no_choice_back(app: AppTest, seeded_engine: Engine) -> None:
    """The browser sends the address that it knows: one from before the last choice is of the past, not a new one."""
    change_behind_the_page(seeded_engine, title="Their title")
    open_page(app, "history", event=SLUG)
    today = dt.datetime.now(dt.UTC).date()
    app.date_input(key="history day").set_value(today).run()
    assert address(app, "day") == [today.isoformat()]
    del app.query_params["day"]
    app.text_input(key="history words").set_value("their").run()
    assert app.date_input(key="history day").value == today
    assert (address(app, "day"), address(app, "words")) == ([today.isoformat()], ["their"])
    assert address(app, "event") == [SLUG]
    assert shown(app) == ["Their title"]


def test_a_changed_era_is_told_in_words(app: AppTest, seeded_engine: Engine) -> None:
    """Days stand as people write them, and what was changed can be taken back."""
    with writing(seeded_engine) as session:
        last = list_eras(session)[-1]
        add_eras(session, [replace(last, until=dt.date(2026, 6, 30))], actor=ANN, reason="It ended")
    open_page(app, "history", of="eras")
    assert "Revised by Ann" in said(app)
    table = app.table[0].value
    assert [list(table[name]) for name in ("Field", "Before", "After")] == [["Until"], [""], ["30 June 2026"]]
    with reading(seeded_engine) as session:
        number = list_revisions(session, limit=1)[0].id
    undo(app, number)
    with reading(seeded_engine) as session:
        assert list_eras(session)[-1] == last


def test_a_page_says_while_the_primary_is_read_instead_of_the_replica(
    app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the number of the latest change stands and where changes are listed; not while the replica is read."""
    note = [DOWN]
    monkeypatch.setattr(reads, "replica_of", lambda _: SimpleNamespace(note=note[0]))
    for path in ("history", "method"):
        open_page(app, path)
        assert DOWN in said(app)
    note[0] = ""
    for path in ("history", "method"):
        open_page(app, path)
        assert "replica" not in said(app).lower()
