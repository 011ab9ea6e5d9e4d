import pytest
from sqlalchemy import Engine, inspect, select, text

from tests.support.makers import SEED_ALL
from tracker.actors import Actor
from tracker.database import open_engine, reading, writing
from tracker.errors import NotAllowed, NotFound
from tracker.measures import MeasureRow, StageRow
from tracker.migrations import upgrade
from tracker.models import Measure, MeasureStage
from tracker.queries import list_measures, list_revisions
from tracker.resources import seeds_folder
from tracker.seeds import load_seeds, read_seeds
from tracker.store import add_measures, rebuild_tables, undo_change
from tracker.vocabulary import MeasureKind, Role, Stage

ANN = Actor("Ann", Role.REVIEWER)


def rule(name: str = "A rule", *stages: StageRow) -> MeasureRow:
    """Return a measure on events of the curated record."""
    stages = stages or (StageRow(Stage.ADOPTED, "pipl-passed"), StageRow(Stage.IN_FORCE, "pipl-in-force"))
    return MeasureRow("a-rule", MeasureKind.RULE, name, "规定", "No. 1", stages)


@pytest.fixture
def filled(engine: Engine) -> Engine:
    """A database of either sort with the curated record."""
    with writing(engine) as session:
        load_seeds(session, read_seeds(seeds_folder()))
    return engine


def tables(engine: Engine) -> list[object]:
    """Return all rows of the measures' tables."""
    with engine.connect() as connection:
        return [
            connection.execute(select(table.__table__).order_by(*table.__table__.primary_key)).fetchall()
            for table in (Measure, MeasureStage)
        ]


def test_the_record_s_measures_come_back_and_survive_a_rebuild(filled: Engine) -> None:
    """What was loaded is read as it stands in the file; replaying the history writes the same rows."""
    with reading(filled) as session:
        assert list_measures(session) == read_seeds(seeds_folder()).measures
    before = tables(filled)
    with writing(filled) as session:
        rebuild_tables(session, actor=ANN)
    assert tables(filled) == before
    with writing(filled) as session:
        report = load_seeds(session, read_seeds(seeds_folder()))
    assert not report.kept
    assert tables(filled) == before


def test_a_measure_is_added_revised_and_taken_back(filled: Engine) -> None:
    """Each change is one row of the history; the same again is none; undo brings the former stages back."""
    changed = rule("A rule, renamed", StageRow(Stage.ADOPTED, "pipl-passed"))
    with writing(filled) as session:
        assert add_measures(session, [rule()], actor=ANN) == 1
        assert add_measures(session, [rule()], actor=ANN) == 0
        assert add_measures(session, [changed], actor=ANN, reason="shorter") == 1
    with reading(filled) as session:
        rows = list_revisions(session, subject_type="measure", subject_key="a-rule")
        assert [(row.version, row.action, row.reason) for row in rows] == [(2, "revise", "shorter"), (1, "add", "")]
        assert changed in list_measures(session)
    with writing(filled) as session:
        undo_change(session, rows[0].id, actor=ANN)
    with reading(filled) as session:
        assert rule() in list_measures(session)


def test_a_person_s_change_is_kept_when_the_record_is_loaded_again(filled: Engine) -> None:
    """The curated record does not write over what somebody else made of a measure, and says so."""
    record = read_seeds(seeds_folder())
    mine = MeasureRow(
        **{name: getattr(record.measures[0], name) for name in ("key", "kind", "name_zh", "number", "stages")},
        name="Mine",
    )
    with writing(filled) as session:
        add_measures(session, [mine], actor=ANN)
        report = load_seeds(session, record)
    assert mine.key in report.kept
    with reading(filled) as session:
        assert mine in list_measures(session)


def test_what_does_not_fit_is_refused_and_nothing_is_written(filled: Engine) -> None:
    """A stage on an event that is not there, and a viewer's change, leave tables and history as they were."""
    before = tables(filled)
    with pytest.raises(NotFound, match="no-such-event"), writing(filled) as session:
        add_measures(session, [rule("A rule", StageRow(Stage.ADOPTED, "no-such-event"))], actor=ANN)
    with pytest.raises(NotAllowed), writing(filled) as session:
        add_measures(session, [rule()], actor=Actor("Guest", Role.VIEWER))
    assert tables(filled) == before
    with reading(filled) as session:
        assert not list_revisions(session, subject_key="a-rule")


def test_a_database_of_the_first_schema_gets_the_tables_and_keeps_its_record(database_url: str) -> None:
    """Upgrading from 0001 adds two empty tables; loading fills them and touches nothing else."""
    engine = open_engine(database_url)
    upgrade(engine, "0001")
    assert not inspect(engine).has_table("measure")
    upgrade(engine)
    with writing(engine) as session:
        load_seeds(session, read_seeds(seeds_folder()))
    with reading(engine) as session:
        assert len(list_measures(session)) == len(read_seeds(seeds_folder()).measures)
        assert session.execute(text("SELECT count(*) FROM event")).scalar_one() == SEED_ALL
    engine.dispose()
