"""The page Review where the curated record says otherwise than a person."""

from dataclasses import replace

import pytest
from page_reading import open_page, said
from somebody_else import ANN, SLUG, change_behind_the_page
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from tests.support.makers import accepted_record
from tracker.database import reading, writing
from tracker.queries import get_event
from tracker.seeds import load_seeds
from tracker.store import merge_events, open_clashes, stored_draft

THEIRS = "By the *curated* record"


@pytest.fixture
def clashing(seeded_engine: Engine) -> Engine:
    """Let a person and then the curated record change the title of one event."""
    change_behind_the_page(seeded_engine, title="By Ann")
    record = accepted_record()
    events = tuple(
        (slug, draft.model_copy(update={"title": THEIRS}) if slug == SLUG else draft) for slug, draft in record.events
    )
    with writing(seeded_engine) as session:
        assert load_seeds(session, replace(record, events=events)).clashes == {SLUG: ("title",)}
    return seeded_engine


@pytest.mark.parametrize(("takes_over", "title", "news"), [(True, THEIRS, "Taken over"), (False, "By Ann", "Kept")])
def test_both_sides_stand_side_by_side_and_a_press_decides(
    app: AppTest, clashing: Engine, title: str, news: str, *, takes_over: bool
) -> None:
    """The table shows the field as text in both versions; a press of either button ends the question."""
    open_page(app, "review")
    (table,) = [each.value for each in app.table if "Curated record" in each.value.columns]
    assert table.to_numpy().tolist() == [["Title", "By Ann", r"By the \*curated\* record"]]
    app.button(key=f"clash {takes_over} {SLUG} 2").click().run()
    assert news in said(app)
    assert not [each for each in app.selectbox if each.key and "clash" in str(each.key)]
    with reading(clashing) as session:
        assert get_event(session, SLUG).title == title
        assert open_clashes(session) == ()


def test_a_press_on_an_older_version_changes_nothing(app: AppTest, clashing: Engine) -> None:
    """Who decides on what somebody has changed since is told so."""
    open_page(app, "review")
    change_behind_the_page(clashing, title="By Ann again")
    app.button(key=f"clash True {SLUG} 2").click().run()
    assert "changed by somebody else" in said(app)
    with reading(clashing) as session:
        assert get_event(session, SLUG).title == "By Ann again"


def test_without_a_question_nothing_is_shown(app: AppTest) -> None:
    """The section is there only where there is something to decide."""
    open_page(app, "review")
    assert "says otherwise" not in said(app)
    assert not app.exception


def test_of_a_merged_event_nothing_is_asked_in_the_name_of_the_kept_one(app: AppTest, clashing: Engine) -> None:
    """Its row is gone, and so a press on it cannot change another event."""
    with writing(clashing) as session:
        version = stored_draft(session, "didi-ipo")[0]
        merge_events(session, "didi-ipo", SLUG, kept_version=version, gone_version=2, actor=ANN)
    open_page(app, "review")
    assert "says otherwise" not in said(app)
    assert not [each for each in app.button if each.key and each.key.startswith("clash")]
