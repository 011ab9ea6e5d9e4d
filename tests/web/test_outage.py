import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from tests.support.postgres import free_port
from tests.support.sources import REPOSITORY
from tracker.actors import Actor
from tracker.database import open_engine, reading, writing
from tracker.errors import DatabaseProblem
from tracker.queries import list_revisions
from tracker.store import take_step
from tracker.vocabulary import Step
from tracker.web import reads
from tracker.web.pages.edit import saving

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

    monkeypatch.setattr(saving, "form_of", refuse)
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
    monkeypatch.setattr(saving, "current", refuse)
    app.button(key="edit again").click().run()
    assert not app.exception
    assert "does not answer" in said(app)
    assert app.text_input(key=f"edit {SLUG} title").value == "My title"


@pytest.fixture
def file(seeded_url: str) -> Path:
    """The database file of the dashboard."""
    return Path(seeded_url.removeprefix("sqlite:///"))


@pytest.fixture
def restored(seeded_file: Path, tmp_path: Path) -> Path:
    """A backup that was put back beside the database, in which one Event was withdrawn."""
    restored = Path(shutil.copy(seeded_file, tmp_path / "restored.db"))
    engine = open_engine(f"sqlite:///{restored}")
    with writing(engine) as session:
        take_step(session, "yahoo-exits-china", Step.WITHDRAW, version=1, actor=Actor("Ann"), reason="twice")
    engine.dispose()
    return restored


def delete(file: Path, _restored: Path) -> None:
    """Delete the file and leave its log."""
    file.unlink()


def replace(file: Path, restored: Path) -> None:
    """Move the restored file over the one in use and leave the log of the former."""
    restored.replace(file)


def newest(engine: Engine) -> str:
    """Return the action of the newest change."""
    with reading(engine) as session:
        return list_revisions(session, limit=1)[0].action


@pytest.mark.parametrize("change", [delete, replace])
def test_a_save_into_a_file_that_is_gone_is_never_called_saved(
    app: AppTest, file: Path, restored: Path, change: Callable[[Path, Path], None]
) -> None:
    """The page says what happened, keeps what was typed, and saves once the file is there again."""
    open_edit(app)
    app.text_input(key=f"edit {SLUG} title").set_value("My title").run()
    aside = Path(shutil.copy(file, file.with_name("aside.db")))
    change(file, restored)
    app.button(key="edit save").click().run()
    assert not app.exception
    assert "Saved" not in said(app)
    assert "while it was open" in said(app) or "since this page was shown" in said(app)
    assert (COMES_BACK in said(app)) == (change is delete)
    if change is delete:
        assert not file.exists()
        aside.rename(file)
        app.run()  # The page looks for the file every few seconds by itself, which only a browser does.
    app.run()
    assert COMES_BACK not in said(app)
    assert app.text_input(key=f"edit {SLUG} title").value == "My title"
    app.button(key="edit save").click().run()
    assert newest(open_engine(f"sqlite:///{file}")) == "revise"


def test_a_page_that_only_reads_tells_of_a_replaced_file_and_then_shows_it(
    app: AppTest, file: Path, restored: Path
) -> None:
    """Nothing that was read from the former file is taken for the new one's, although both have as many changes."""
    open_edit(app)
    with writing(open_engine(f"sqlite:///{file}")) as session:
        take_step(
            session,
            "ant-ipo-suspended",
            Step.WITHDRAW,
            version=1,
            actor=Actor("Ann"),
            reason="as many changes",
        )
    app.run()
    replace(file, restored)
    app.run()
    assert "replaced" in said(app)
    next(each for each in app.button if "lies there now" in each.label).click().run()
    assert not app.exception
    assert "replaced" not in said(app)
    app.query_params["event"] = "yahoo-exits-china"
    app.run()
    assert not app.exception
    assert "version 2" in said(app)


def test_every_visitor_is_told_of_a_replaced_file(app: AppTest, file: Path, restored: Path) -> None:
    """A second window that was open meanwhile does not save into a record that it never showed."""
    other = AppTest.from_file(REPOSITORY / "dashboard.py", default_timeout=60)
    for each in (app, other):
        open_edit(each)
        each.text_input(key=f"edit {SLUG} title").set_value("My title").run()
    replace(file, restored)
    app.run()
    assert "replaced" in said(app)
    other.button(key="edit save").click().run()
    assert "replaced" in said(other)
    assert newest(open_engine(f"sqlite:///{file}")) == "withdraw"
    other.run()
    assert other.text_input(key=f"edit {SLUG} title").value == "My title"


def test_a_read_only_dashboard_makes_no_database(app: AppTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing may be changed, a database that is not there is said, with the command that makes one."""
    monkeypatch.setenv("TRACKER_DATABASE_URL", f"sqlite:///{tmp_path / 'none' / 'new.db'}")
    monkeypatch.setenv("TRACKER_READ_ONLY", "1")
    app.run()
    assert "tracker init" in said(app)
    assert not (tmp_path / "none").exists()


def test_a_page_waits_for_another_write_as_long_as_it_says_and_keeps_what_was_typed(
    app: AppTest, seeded_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A lock that somebody holds is a sentence, not a page that hangs; the next press saves."""
    monkeypatch.setattr(reads, "PAGE_SECONDS", 0.3)
    open_edit(app)
    app.text_input(key=f"edit {SLUG} title").set_value("My title").run()
    with writing(open_engine(seeded_url)):
        app.button(key="edit save").click().run()
    assert not app.exception
    assert "The database is busy" in said(app)
    assert app.text_input(key=f"edit {SLUG} title").value == "My title"
    app.button(key="edit save").click().run()
    assert newest(open_engine(seeded_url)) == "revise"
