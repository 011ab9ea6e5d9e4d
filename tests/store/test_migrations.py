import errno
import inspect
import os
import sqlite3
import time
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, event, insert, text
from sqlmodel import Session

from tests.support.command_line import Run
from tests.support.searched import found_ids
from tests.support.synthetic import WRITER, fill_database
from tracker.database import COMMAND_SECONDS, open_engine, reading, writing
from tracker.errors import DatabaseProblem
from tracker.migrations import HEAD, MIGRATION_LOCK, Readiness, check_ready, readiness, upgrade
from tracker.models import Revision, SQLModel, Term
from tracker.queries import count_record, data_version, list_events
from tracker.resources import migrations_folder
from tracker.store import find_drift, replay, rewritten_tables
from tracker.synth import synthetic_events
from tracker.web import reads


def _steps() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(migrations_folder()))
    return ScriptDirectory.from_config(config)


OLDER = str(_steps().get_revision(HEAD).down_revision)


def test_the_steps_make_what_the_models_say(engine: Engine) -> None:
    """After all steps, Alembic finds no difference between the database and the models, on either database.

    The full-text index, tables on SQLite, is no model; a test of the search compares it.
    """
    with engine.connect() as connection:
        opts = {"compare_type": True, "include_name": lambda name, *_: "_search" not in (name or "")}
        context = MigrationContext.configure(connection, opts=opts)
        assert compare_metadata(context, SQLModel.metadata) == []


def test_the_program_knows_its_newest_step() -> None:
    """The number that is compared at every start is that of the newest step."""
    assert _steps().get_current_head() == HEAD


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
        upgrade(open_engine(f"sqlite:///{file}/below/x.db"))


def test_a_locked_database_is_told_in_the_time_that_was_asked_for(database_url: str) -> None:
    """A write that has to wait too long for another one ends with a sentence, on either database."""
    engine, impatient = open_engine(database_url), open_engine(database_url, patience=0.5)
    upgrade(engine)
    began = time.monotonic()
    with writing(engine) as session:
        # The turn is taken with the first question.
        data_version(session)
        with pytest.raises(DatabaseProblem, match="busy with another program"):
            _write(impatient)
    assert 0.5 <= time.monotonic() - began < 5
    _write(impatient)
    for each in (engine, impatient):
        each.dispose()


def test_an_upgrade_waits_no_longer(database_url: str) -> None:
    """What brings the schema up to date stands in the same queue, and says so as well."""
    engine, impatient = open_engine(database_url), open_engine(database_url, patience=0.2)
    upgrade(engine)
    holding = MIGRATION_LOCK if engine.dialect.name == "postgresql" else None
    with writing(engine) as session:
        if holding:
            session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": holding})
        with pytest.raises(DatabaseProblem, match="busy with another program"):
            upgrade(impatient)
    for each in (engine, impatient):
        each.dispose()


def test_how_long_people_wait() -> None:
    """Thirty seconds at a command line, ten in front of a page."""
    assert inspect.signature(open_engine).parameters["patience"].default == COMMAND_SECONDS == 30
    assert reads.PAGE_SECONDS == 10


@pytest.mark.parametrize("word", ["", None])
def test_a_mark_without_a_version_is_told_and_nothing_is_done(engine: Engine, word: str | None) -> None:
    """A database that does not say its version is neither taken for an empty one nor upgraded."""
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM alembic_version"))
        if word is not None:
            connection.execute(text("INSERT INTO alembic_version VALUES (:word)"), {"word": word})
    assert readiness(engine) is Readiness.UNMARKED
    for use in (check_ready, upgrade):
        with pytest.raises(DatabaseProblem, match="does not say which version it is of"):
            use(engine)


def older_file(folder: Path) -> Path:
    """Return a database of the version before this one, with a term in it."""
    file = folder / "tracker.db"
    engine = open_engine(f"sqlite:///{file}")
    upgrade(engine, OLDER)
    with writing(engine) as session:
        values = {"type": "sector", "key": "gaming", "name": "Games", "tickers": "[]", "aliases": "[]"}
        session.execute(insert(Term).values(search_text="", **values))
    engine.dispose()
    return file


def term_names(file: Path) -> tuple[str, list[str]]:
    """Return the version and the names of a file, read by SQLite alone."""
    with closing(sqlite3.connect(file)) as opened:
        (version,) = opened.execute("SELECT version_num FROM alembic_version").fetchone()
        return version, [name for (name,) in opened.execute("SELECT name FROM term")]


def test_an_upgrade_leaves_the_former_database_beside_it(tmp_path: Path) -> None:
    """One whole file of the version before, once for each upgrade; where nothing is older, none is left."""
    file = older_file(tmp_path)
    engine = open_engine(f"sqlite:///{file}")
    kept = upgrade(engine)
    assert kept == tmp_path / f"tracker.schema-{OLDER}.db"
    assert term_names(kept) == (OLDER, ["Games"])
    assert term_names(file) == (HEAD, ["Games"])
    assert upgrade(engine) is None
    engine.dispose()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["tracker.db", kept.name]
    assert upgrade(open_engine(f"sqlite:///{tmp_path / 'new.db'}")) is None


def test_a_second_upgrade_overwrites_no_earlier_copy(tmp_path: Path) -> None:
    """A database that was put back and upgraded again leaves another copy."""
    first = upgrade(open_engine(f"sqlite:///{older_file(tmp_path)}"))
    assert first is not None
    (tmp_path / "tracker.db").unlink()
    first.write_bytes(b"mine")
    second = upgrade(open_engine(f"sqlite:///{older_file(tmp_path)}"))
    assert second == tmp_path / f"tracker.schema-{OLDER}-2.db"
    assert first.read_bytes() == b"mine"


def test_without_a_copy_there_is_no_upgrade(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the former database cannot be kept, it stays what it is."""
    file = older_file(tmp_path)

    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("tracker.new_files.mkdtemp", refuse)
    with pytest.raises(DatabaseProblem, match="No space left on device"):
        upgrade(open_engine(f"sqlite:///{file}"))
    assert term_names(file) == (OLDER, ["Games"])


def test_an_upgrade_that_fails_leaves_no_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was not changed needs no copy."""
    file = older_file(tmp_path)

    def fail(*_: object) -> None:
        raise DatabaseProblem("The step failed.")

    monkeypatch.setattr("alembic.command.upgrade", fail)
    with pytest.raises(DatabaseProblem, match="The step failed"):
        upgrade(open_engine(f"sqlite:///{file}"))
    assert list(tmp_path.glob("*schema*")) == []
    assert term_names(file) == (OLDER, ["Games"])


def _write(engine: Engine) -> None:
    with writing(engine) as session:
        data_version(session)


def test_the_step_to_the_index_of_a_search_writes_what_is_searched_anew(database_url: str) -> None:
    """Events and names of before are found, in either script; the way back leaves the texts as they were."""
    engine = open_engine(database_url)
    upgrade(engine, "0007")
    inserted = (
        "INSERT INTO event (id, slug, title, title_zh, also_called, date, date_text, first_on, last_on, precision, "
        "approximate, kind, stance, stance_reason, reach, certainty, summary, date_evidence, review_state, origin, "
        "version, search_text) VALUES (:id, :slug, 'Rule', '網絡審查', '[\"Also\", \"so\"]', '2022', '2022', "
        "'2022-01-01', '2022-12-31', 'year', false, 'rule', 1, 'why', 2, 'high', 'What', '', 'accepted', "
        "'form', 1, 'before')"
    )
    with writing(engine) as session:
        session.execute(text(inserted), [{"id": number, "slug": f"rule-{number}"} for number in range(1, 1_203)])
        names = {"name": "Ant", "name_zh": "螞蟻", "tickers": "[]", "aliases": '["A"]'}
        session.execute(insert(Term).values(type="company", key="Ant", search_text="before", **names))
        session.execute(text("INSERT INTO event_term VALUES (7, 1, 0)"))
    texts = text("SELECT search_text FROM event WHERE id = 1202 UNION ALL SELECT search_text FROM term")
    upgrade(engine)
    with reading(engine) as session:
        assert list(session.execute(texts).scalars()) == ["rule 网络审查\nwhat why rule-1202 also so", "ant ant 蚂蚁 a"]
        assert len(found_ids(session, ["网络", "rule-12"])) == 14
        assert found_ids(session, ["蚂蚁"]) == [7]
    config = Config()
    config.set_main_option("script_location", str(migrations_folder()))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0007")
        assert list(connection.execute(texts).scalars()) == [
            "rule 網絡審查 what why rule-1202 also so",
            "ant ant 螞蟻 a",
        ]
    engine.dispose()
    upgrade(engine)
    with reading(engine) as session:
        assert found_ids(session, ["网络", "rule-1202"]) == [1202]
    engine.dispose()


def record_of_before(url: str, version: str, events: int = 30) -> Engine:
    """Return a database of an older version, with a history."""
    engine = open_engine(fill_database(url, synthetic_events(events, 1)))
    config = Config()
    config.set_main_option("script_location", str(migrations_folder()))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, version)
    engine.dispose()
    return engine


def test_init_writes_the_tables_of_an_older_database_once(database_url: str, run: Run) -> None:
    """The steps find empty tables, so that each text is folded and indexed once, by the replay; nothing is lost."""
    engine = record_of_before(database_url, "0008")
    written: list[str] = []

    def note(_c: object, _k: object, statement: str, _p: object, _x: object, many: bool) -> None:  # noqa: FBT001
        if many or statement.startswith("UPDATE"):
            written.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    upgrade(engine, around=partial(rewritten_tables, actor=WRITER))
    assert not [each for each in written if "SET search_text" in each]
    event.remove(engine, "before_cursor_execute", note)
    with reading(engine) as session:
        assert find_drift(session) == []
        assert {row.slug for row in list_events(session)} == {row.slug for row in synthetic_events(30, 1)}
    engine.dispose()
    assert "30" in run("status", "--database", database_url).out


def test_what_a_broken_upgrade_leaves_the_next_init_finishes(
    database_url: str, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Broken off while the tables are written anew, nothing has changed; the next init brings all up to date."""
    engine = record_of_before(database_url, "0008", 1_200)
    done = []

    def stopped(session: Session, batch: list[Revision]) -> int:
        done.append(len(batch))
        if len(done) > 1:
            raise KeyboardInterrupt
        return replayed(session, batch)

    replayed = replay._replay
    with monkeypatch.context() as patch:
        patch.setattr(replay, "_replay", stopped)
        with pytest.raises(KeyboardInterrupt):
            upgrade(engine, around=partial(rewritten_tables, actor=WRITER))
    assert len(done) == 2
    assert readiness(engine) is Readiness.OLDER
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM event")).scalar() == 1_200
    engine.dispose()
    assert run("init", "--empty", "--database", database_url).status == 0
    with reading(engine) as session:
        assert find_drift(session) == []
        assert count_record(session).events == 1_200
    engine.dispose()
