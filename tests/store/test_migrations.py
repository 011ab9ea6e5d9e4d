from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, text

from tracker import database
from tracker.database import open_engine, writing
from tracker.errors import DatabaseProblem
from tracker.migrations import HEAD, Readiness, check_ready, readiness, upgrade
from tracker.models import SQLModel
from tracker.resources import migrations_folder


def test_the_steps_make_what_the_models_say(engine: Engine) -> None:
    """After all steps, Alembic finds no difference between the database and the models, on either database."""
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, SQLModel.metadata) == []


def test_the_program_knows_its_newest_step() -> None:
    """The number that is compared at every start is that of the newest step."""
    config = Config()
    config.set_main_option("script_location", str(migrations_folder()))
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD


def test_a_new_database_becomes_ready_and_upgrading_again_changes_nothing(database_url: str) -> None:
    """Upgrading is safe to repeat, and a database says how it stands."""
    engine = open_engine(database_url)
    assert readiness(engine) is Readiness.EMPTY
    with pytest.raises(DatabaseProblem, match="tracker init"):
        check_ready(engine)
    upgrade(engine)
    upgrade(engine)
    assert readiness(engine) is Readiness.READY
    check_ready(engine)
    engine.dispose()


@pytest.mark.parametrize(("version", "words"), [("0000", "older version"), ("9999", "newer version")])
def test_another_version_is_named(engine: Engine, version: str, words: str) -> None:
    """A database of another version is not touched; the sentence says which of the two is older."""
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :version"), {"version": version})
    with pytest.raises(DatabaseProblem, match=words):
        check_ready(engine)
    if version == "9999":
        with pytest.raises(DatabaseProblem, match=words):
            upgrade(engine)


def test_a_damaged_and_a_foreign_file_get_a_sentence(tmp_path: Path) -> None:
    """A file that is no database, and a folder that cannot be made, are told as such."""
    file = tmp_path / "x.db"
    file.write_bytes(b"This is a letter, not a database. " * 200)
    with pytest.raises(DatabaseProblem, match="not a SQLite database"):
        readiness(open_engine(f"sqlite:///{file}"))
    with pytest.raises(DatabaseProblem, match="cannot be created"):
        open_engine(f"sqlite:///{file}/below/x.db")


def test_a_locked_file_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A write that has to wait too long for another one ends with a sentence, and nothing is changed."""
    monkeypatch.setattr(database, "_BUSY_SECONDS", 1)
    url = f"sqlite:///{tmp_path / 'tracker.db'}"
    engine, impatient = open_engine(url), open_engine(url)
    upgrade(engine)
    with writing(engine), pytest.raises(DatabaseProblem, match="busy with another program"):
        _write(impatient)


def _write(engine: Engine) -> None:
    with writing(engine):
        pass
