import datetime as dt
from dataclasses import replace

import pytest
from sqlalchemy import Engine, inspect, select

from tracker.actors import Actor
from tracker.database import open_engine, reading, writing
from tracker.errors import DatabaseProblem, NotAllowed, VersionConflict
from tracker.migrations import upgrade
from tracker.models import Era
from tracker.queries import list_eras, list_revisions
from tracker.read_models import EraRow
from tracker.resources import seeds_folder
from tracker.seeds import load_seeds, read_seeds
from tracker.store import add_eras, find_drift, rebuild_tables, undo_change
from tracker.vocabulary import Role

ANN = Actor("Ann", Role.REVIEWER)
QUIET = EraRow(
    "quiet", "Quiet", "平静", dt.date(2020, 1, 1), dt.date(2020, 12, 31), "A reason.", ("https://example.org/a",)
)
LATER = EraRow("later", "Later", None, dt.date(2021, 1, 1), None, "Another.", ())


def rows(engine: Engine) -> list[object]:
    """Return all rows of the eras' table."""
    with engine.connect() as connection:
        return list(connection.execute(select(Era.__table__).order_by(Era.__table__.c.id)))  # type: ignore[attr-defined]


def test_eras_are_added_revised_and_taken_back(engine: Engine) -> None:
    """Each change is one row of the history; undo brings the former one back; they are read by time."""
    changed = replace(QUIET, name="Very quiet", until=dt.date(2020, 11, 30))
    with writing(engine) as session:
        assert add_eras(session, [LATER, QUIET], actor=ANN) == 2
        assert add_eras(session, [LATER, QUIET], actor=ANN) == 0
        assert add_eras(session, [changed], actor=ANN, reason="shorter") == 1
    with reading(engine) as session:
        assert list_eras(session) == (changed, LATER)
        found = list_revisions(session, subject_type="era", subject_key="quiet")
        assert [(row.version, row.action, row.reason) for row in found] == [(2, "revise", "shorter"), (1, "add", "")]
    with writing(engine) as session:
        undo_change(session, found[0].id, actor=ANN)
    with reading(engine) as session:
        assert list_eras(session) == (QUIET, LATER)
    with pytest.raises(VersionConflict, match="nothing to go back to"), writing(engine) as session:
        undo_change(session, found[1].id, actor=ANN)


def test_a_replay_of_the_history_writes_the_same_rows_and_finds_altered_ones(engine: Engine) -> None:
    """Rebuilding changes no row, number included; a row that was changed past the history is named."""
    with writing(engine) as session:
        add_eras(session, [LATER, QUIET], actor=ANN)
        add_eras(session, [replace(LATER, name="Later still")], actor=ANN)
    before = rows(engine)
    with writing(engine) as session:
        rebuild_tables(session, actor=ANN)
    assert rows(engine) == before
    with writing(engine) as session:
        assert find_drift(session) == []
        session.get_one(Era, 1).since = dt.date(2021, 2, 2)
        session.flush()
        (sentence,) = find_drift(session)
        assert "era later: since is “2021-02-02” in the tables, the history says “2021-01-01”" in sentence


def test_what_may_not_be_leaves_nothing(engine: Engine) -> None:
    """A viewer's era, one that ends before it begins, and one without a reason are refused."""
    with pytest.raises(NotAllowed), writing(engine) as session:
        add_eras(session, [QUIET], actor=Actor("Guest", Role.VIEWER))
    for wrong in (replace(QUIET, until=dt.date(2019, 1, 1)), replace(QUIET, why="")):
        with pytest.raises(DatabaseProblem, match="ck_era"), writing(engine) as session:
            add_eras(session, [wrong], actor=ANN)
    with reading(engine) as session:
        assert not list_eras(session)
        assert not list_revisions(session)


def test_the_record_s_eras_come_back_and_a_person_s_stay(database_url: str) -> None:
    """A database of the schema before gets the table; loading fills it, and leaves alone what somebody changed."""
    engine = open_engine(database_url)
    upgrade(engine, "0004")
    assert not inspect(engine).has_table("era")
    upgrade(engine)
    record = read_seeds(seeds_folder())
    with writing(engine) as session:
        load_seeds(session, record)
    with reading(engine) as session:
        assert list_eras(session) == record.eras
    mine = replace(record.eras[1], name="Mine")
    with writing(engine) as session:
        add_eras(session, [mine], actor=ANN)
        assert load_seeds(session, record).kept == (mine.key,)
    with reading(engine) as session:
        assert mine in list_eras(session)
    engine.dispose()
