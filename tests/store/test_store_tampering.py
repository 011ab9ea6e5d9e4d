"""Whatever is changed past the history is found: each column of each table, lost and added rows, a lost end."""

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import Column, Engine, Table, delete, text, update
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, SQLModel

from tests.support.makers import ANN, event_fields
from tracker import store
from tracker.database import reading, writing
from tracker.event.draft import parse_event
from tracker.measures import MeasureRow, StageRow
from tracker.models import Event, EventTerm
from tracker.queries import list_events, list_revisions
from tracker.read_models import CodingRow, EraRow
from tracker.store import history
from tracker.store.carrying import extent_of
from tracker.store.replay import MOST_SENTENCES, find_drift, projected_tables
from tracker.vocabulary import MeasureKind, Origin, Reach, Stage, Stance, Step, TermType

VALUES = event_fields(
    title="A rule",
    end="2022-06",
    stance=-1,
    summary="What it says.",
    sectors=["Games", "Play"],
    companies=["腾讯"],
    thread="Game rules",
    sources=[{"url": "https://example.org/a", "publisher": "A", "published_on": "2022-05", "language": "en"}],
)
TABLES = [table.name for table in projected_tables()]


@pytest.fixture
def full(engine: Engine) -> Engine:
    """A record with a row in every table, some of them written more than once."""
    with writing(engine) as session:
        for slug in ("one", "two", "three", "four"):
            store.add_event(session, parse_event(VALUES), origin=Origin.FORM, actor=ANN, slug=slug)
        more = parse_event(VALUES | {"sources": [{"url": f"https://example.org/{n}"} for n in range(3)]})
        store.revise_event(session, "one", more, version=1, actor=ANN)
        store.revise_event(session, "two", more, version=1, actor=ANN)
        coding = CodingRow("one", "Ben", Stance.NEUTRAL, Reach.FIRM, "so")
        store.add_codings(session, [coding, CodingRow("two", "Ben", Stance.EASING, Reach.FIRM, "")], actor=ANN)
        stages = (StageRow(Stage.ADOPTED, "one"), StageRow(Stage.IN_FORCE, "two", "2022-09"))
        store.add_measures(session, [MeasureRow("m", MeasureKind.RULE, "M", "法", "1", stages)], actor=ANN)
        days = (dt.date(2022, 1, 1), dt.date(2022, 6, 30))
        store.add_eras(session, [EraRow("e", "E", "代", *days, "so", ("https://example.org/a",))], actor=ANN)
        store.merge_events(session, "one", "four", kept_version=2, gone_version=1, actor=ANN)
        keys = {"kept_version": 1, "gone_version": 1, "actor": ANN}
        store.merge_names(session, TermType.SECTOR, "games", "play", **keys)
        assert find_drift(session) == []
    return engine


def _other(column: Column[Any], value: Any) -> Any:
    """Return another value of a column's sort."""
    sort = column.type.python_type
    if sort is bool:
        return not value
    if sort is dt.date:
        return "1999-01-01"
    return (value or 0) + 777 if sort is int else f"{value or ''}x"


def _tamper(session: Session, table: Table, column: Column[Any]) -> bool:
    """Change one value of the first row; return whether the database let it happen."""
    keys = [each.name for each in table.primary_key]
    row = session.execute(table.select().order_by(*(table.c[key] for key in keys))).mappings().first()
    assert row is not None, f"the test has no row in {table.name}"
    place = " AND ".join(f"{key} = :key_{key}" for key in keys)
    statement = text(f'UPDATE "{table.name}" SET "{column.name}" = :new WHERE {place}')  # noqa: S608 - own names
    values = {"new": _other(column, row[column.name])} | {f"key_{key}": row[key] for key in keys}
    try:
        with session.begin_nested():
            session.execute(statement, values)
    except DBAPIError:
        return False
    return True


@pytest.mark.slow
@pytest.mark.parametrize("table", TABLES)
def test_a_change_of_any_column_is_found(full: Engine, table: str) -> None:
    """The database refuses it by itself, or the comparison names table and column or the row that is not there."""
    chosen = next(each for each in projected_tables() if each.name == table)
    for column in chosen.columns:
        with full.connect() as connection, connection.begin() as transaction:
            if full.dialect.name == "sqlite":
                connection.exec_driver_sql("PRAGMA ignore_check_constraints = ON")
                connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
            session = Session(connection)
            if _tamper(session, chosen, column):
                found = find_drift(session)
                words = table.replace("_", " ")
                assert found, column
                assert all(sentence.startswith((words, "And there are more")) for sentence in found)
                assert column.primary_key or f"{column.name} is " in found[0]
            else:
                assert full.dialect.name != "sqlite", "SQLite was told to let it happen"
            transaction.rollback()


@pytest.mark.slow
@pytest.mark.parametrize("table", TABLES)
def test_a_lost_row_is_found(full: Engine, table: str) -> None:
    """Of every table, with a sentence that names it."""
    with writing(full) as session:
        if table == "term":
            session.execute(update(Event).values(thread_id=None))
            session.execute(delete(EventTerm))
        session.execute(delete(SQLModel.metadata.tables[table]))
        found = find_drift(session)
        assert any(
            sentence.startswith(f"{table.replace('_', ' ')} ") and "is missing" in sentence for sentence in found
        )
        store.rebuild_tables(session, actor=ANN)
        assert find_drift(session) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        ("UPDATE term SET name = 'x' WHERE key = 'games'", "term sector games: name is “x” in the tables"),
        ("DELETE FROM measure_stage WHERE position = 0", "measure stage m 0 is missing in the tables"),
        ("UPDATE coding SET stance = 3", "coding one Ben: stance is “3” in the tables, the history says “0”"),
        ("UPDATE redirect SET event_id = 2", "redirect four: event_id is “2” in the tables"),
        ("DELETE FROM redirect", "redirect four is missing in the tables"),
        ("INSERT INTO redirect (slug, event_id) VALUES ('x', 1)", "redirect x is not in the history"),
        ("UPDATE source SET published_on = NULL", "source three 0: published_on is nothing in the tables"),
        ("UPDATE event_term SET position = position + 5", "event term one sector games: position is “5”"),
        ("UPDATE event SET version = 9 WHERE slug = 'two'", "event two: version is “9” in the tables"),
        ("UPDATE term SET merged_into = NULL", "term sector play: merged_into is nothing in the tables"),
        ("UPDATE measure SET number = '2'", "measure m: number is “2” in the tables"),
    ],
)
def test_a_difference_is_told_in_words(full: Engine, statement: str, sentence: str) -> None:
    """Each row is named by what people know it by, with both values and the way out."""
    with full.begin() as connection:
        connection.execute(text(statement))
    with reading(full) as session:
        found = find_drift(session)
    assert any(each.startswith(sentence) for each in found), found
    assert all(each.endswith("tracker rebuild writes the tables anew.") for each in found)


def test_many_differences_are_cut_short(engine: Engine) -> None:
    """The first are written out, and one sentence says that there are more."""
    with writing(engine) as session:
        new = [store.NewEvent(parse_event(VALUES), f"event-{number}") for number in range(40)]
        store.add_events(session, new, origin=Origin.FORM, actor=ANN)
        session.connection().exec_driver_sql("UPDATE event SET summary = 'x'")
        found = find_drift(session)
    assert len(found) == MOST_SENTENCES + 1
    assert found[-1].startswith("And there are more")


def test_a_lost_end_of_the_history_is_found(full: Engine) -> None:
    """A shorter chain holds in itself; count and digest from an earlier day tell, and later changes do not disturb."""
    with reading(full) as session:
        noted = extent_of(session)
        assert history.find_lost_tail(session, digest=noted.last_digest, count=noted.count) == []
        assert history.find_lost_tail(session, digest=noted.last_digest) == []
        assert history.find_lost_tail(session, count=noted.count) == []
        assert history.find_lost_tail(session, digest=history.FIRST_DIGEST, count=0) == []
        assert "once held" in history.find_lost_tail(session, count=noted.count + 1)[0]
        first = list_revisions(session)[-1]
        assert history.find_lost_tail(session, digest=first.digest, count=1) == []
        for wrong in (
            {"digest": "0" * 64},
            {"digest": "0" * 64, "count": 1},
            {"digest": noted.last_digest, "count": 1},
        ):
            assert "lost or replaced" in history.find_lost_tail(session, **wrong)[0]  # type: ignore[arg-type]
    with writing(full) as session:
        store.take_step(session, "three", Step.WITHDRAW, version=2, actor=ANN)
        assert history.find_lost_tail(session, digest=noted.last_digest, count=noted.count) == []


COPY = (
    "SELECT {id}, subject_type, {key}, {version}, action, actor, recorded_at, 'forged', document, {token}, "
    "previous_digest, digest FROM revision WHERE id = 2"
)


@pytest.mark.parametrize("verb", ["INSERT OR REPLACE", "REPLACE", "INSERT OR IGNORE", "INSERT"])
@pytest.mark.parametrize("same", ["number", "token", "version"])
def test_no_row_of_the_history_is_replaced(full: Engine, verb: str, same: str) -> None:
    """SQLite's REPLACE takes a row away without asking the trigger against deletions; an own one refuses it."""
    if full.dialect.name != "sqlite":
        assert verb, "PostgreSQL has no such words; its upsert is an update, which is refused below"
        verb = "INSERT"
    parts = {"id": "900", "key": "'new'", "version": "1", "token": "NULL"}
    parts |= {
        "number": {"id": "2"},
        "token": {"token": "'press'"},
        "version": {"key": "subject_key", "version": "version"},
    }[same]
    with writing(full) as session:
        draft = parse_event(VALUES)
        store.add_event(session, draft, origin=Origin.FORM, actor=ANN, slug="pressed", token="press")  # noqa: S106 - no secret
        before = list_revisions(session)
    statement = f"{verb} INTO revision {COPY.format(**parts)}"
    upsert = f"INSERT INTO revision {COPY.format(**parts)} ON CONFLICT DO UPDATE SET reason = 'forged'"
    tried = [statement] if full.dialect.name != "sqlite" else [statement, upsert]
    for each in tried:
        with pytest.raises(DBAPIError), full.begin() as connection:
            connection.exec_driver_sql(each)
    with reading(full) as session:
        assert list_revisions(session) == before
        assert history.find_altered(session) == []


def test_a_clock_that_was_set_back_is_survived_and_said(engine: Engine) -> None:
    """The change is saved at the time of the one before, so what was known on a day stays true; a sentence says so."""
    now = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
    hour = dt.timedelta(hours=1)

    def write(slug: str, at: dt.datetime) -> None:
        change = history.Change("heading", slug, 1, "add", "Ann", "", {"heading": slug})
        with writing(engine) as session:
            history.append(session, [change], at=at)

    write("first", now + hour)
    write("second", now)
    write("third", now + 2 * hour)
    with reading(engine) as session:
        times = [row.recorded_at - now for row in reversed(list_revisions(session))]
        assert times == [hour, hour, 2 * hour]
        assert history.find_altered(session) == []
        (sentence,) = history.find_clock_problems(session, now=now)
        assert "recorded at 2026-03-01 14:00 UTC" in sentence
        assert history.find_clock_problems(session, now=now + 2 * hour) == []


def test_times_that_went_back_in_an_older_record_are_told(engine: Engine) -> None:
    """Rows that an earlier version wrote while the clock was behind stay as they are and are named."""
    with writing(engine) as session:
        for slug in ("one", "two"):
            store.add_event(session, parse_event(VALUES), origin=Origin.FORM, actor=ANN, slug=slug)
        rows = [history.values_of(row) for row in history.iterate(session)]
    with engine.begin() as connection:
        off = {"sqlite": "DROP TRIGGER revision_no_update", "postgresql": "DROP TRIGGER revision_no_change ON revision"}
        connection.exec_driver_sql(off[engine.dialect.name])
        statement = text("UPDATE revision SET recorded_at = :at WHERE id = :id")
        early = (rows[-1]["recorded_at"] - dt.timedelta(days=1)).replace(tzinfo=None).isoformat(" ")
        connection.execute(statement, {"at": early, "id": rows[-1]["id"]})
    with reading(engine) as session:
        (sentence,) = history.find_clock_problems(session, now=dt.datetime.now(dt.UTC))
        assert (
            f"1 changes are recorded earlier than the one before them, the first is change {rows[-1]['id']}" in sentence
        )
        assert len(list_events(session)) == 2
