"""Ten thousand edits and a thousand altered bytes: the history is the truth, and it cannot be changed unseen."""

import random
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import DDL, Connection, Engine, Update, column, create_engine, func, select, table, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from tests.support.makers import ANN, event_fields, new_database
from tracker.database import reading, writing
from tracker.errors import NotFound, VersionConflict, WrongState
from tracker.event.draft import parse_event
from tracker.event.fields import EVENT_FIELDS
from tracker.models import Revision
from tracker.queries import list_codings, list_events, list_terms
from tracker.queries.events import EVERY_STATE
from tracker.read_models import CodingRow
from tracker.store import (
    NewEvent,
    add_codings,
    add_events,
    find_drift,
    merge_events,
    rebuild_tables,
    revise_event,
    take_step,
    undo_change,
)
from tracker.store.events import current
from tracker.store.history import find_altered
from tracker.vocabulary import Origin, Reach, Stance, Step

EVENTS = 60
EDITS = 10_000
TRIES = 1_000
WORDS = ("审查", "licence", "DiDi", "通知", "a \u2028 line", "'; DROP TABLE event; --", "=1+1", "é", "𠮷")


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    """A database of its own with some Events."""
    engine = new_database(f"sqlite:///{tmp_path / 'tracker.db'}")
    with writing(engine) as session:
        new = [NewEvent(parse_event(_values(number)), f"event-{number}") for number in range(EVENTS)]
        add_events(session, new, origin=Origin.FORM, actor=ANN)
    return engine


def _values(number: int) -> dict[str, Any]:
    return event_fields(
        title=f"Event {number}",
        date=f"202{number % 6}-0{number % 9 + 1}-1{number % 10}",
        stance=number % 7 - 3,
        reach=number % 4 + 1,
        sources=[{"url": f"https://example.org/{number}"}],
    )


def _edit(session: Session, slug: str, chance: random.Random) -> None:
    version, document = current(session, slug)
    values = {name: document[name] for name in EVENT_FIELDS}
    field = chance.choice(["title", "summary", "stance", "sectors", "companies", "thread", "date", "sources"])
    text = " ".join(chance.choices(WORDS, k=3)).replace("\u2028", " ")
    values[field] = {
        "stance": chance.randint(-3, 3),
        "sectors": chance.sample(["gaming", "data", "fintech"], 2),
        "companies": chance.sample(["XD", "腾讯", "DiDi"], 2),
        "thread": chance.choice([None, "games", "didi"]),
        "date": chance.choice(["2021", "2022-05", "2022-05~", "2021-35"]),
        "sources": [{"url": f"https://example.org/{chance.randint(0, 9)}"} for _ in range(chance.randint(1, 3))],
    }.get(field, text)
    if field == "date":
        # The words that were typed at first say another date.
        values["date_text"] = ""
    revise_event(session, slug, parse_event(values), version=version, actor=ANN, reason=text)


def _act(session: Session, slug: str, chance: random.Random) -> None:
    """Make one change of a random sort; a change that the rules refuse is a change not made."""
    version, _ = current(session, slug)
    sort = chance.random()
    other = f"event-{chance.randrange(EVENTS)}"
    try:
        if sort < 0.75:
            _edit(session, slug, chance)
        elif sort < 0.8:
            take_step(session, slug, Step.WITHDRAW, version=version, actor=ANN)
        elif sort < 0.85:
            take_step(session, slug, Step.RESTORE, version=version, actor=ANN)
        elif sort < 0.9:
            coding = CodingRow(slug, "Ben", Stance(chance.randint(-3, 3)), Reach(chance.randint(1, 4)), "so")
            add_codings(session, [coding], actor=ANN)
        elif sort < 0.92 and slug != other:
            theirs, _ = current(session, other)
            merge_events(session, slug, other, kept_version=version, gone_version=theirs, actor=ANN)
        else:
            undo_change(session, chance.randint(1, 2 * EVENTS), actor=ANN)
    except (VersionConflict, WrongState, NotFound):
        return


def _content(session: Session) -> tuple[Any, ...]:
    redirects = session.connection().exec_driver_sql(
        "SELECT redirect.slug, event.slug FROM redirect JOIN event ON event.id = event_id ORDER BY 1"
    )
    return (
        list_events(session, EVERY_STATE),
        list_terms(session),
        list_codings(session),
        tuple(tuple(row) for row in redirects),
    )


@pytest.mark.slow
def test_ten_thousand_edits_replay_to_the_same_tables(engine: Engine) -> None:
    """Replaying the history rebuilds Events, names, codings and redirects exactly, and the chain holds."""
    chance = random.Random(20220517)
    with writing(engine) as session:
        for _ in range(EDITS):
            _act(session, f"event-{chance.randrange(EVENTS)}", chance)
    with writing(engine) as session:
        before = _content(session)
        assert find_drift(session) == []
        assert find_altered(session) == []
        replayed = rebuild_tables(session, actor=ANN)
        assert replayed > EDITS * 0.7
        assert _content(session) == before
        assert before[3]


# Columns without types, so that values are read and written as they lie in the file.
HISTORY = table("revision", *(column(each) for each in Revision.model_fields))


def _alter(connection: Connection, chance: random.Random, rows: int) -> Update:
    """Change one byte of one field of the history; return the statement that puts it back."""
    while True:
        number, name = chance.randint(1, rows), chance.choice([*Revision.model_fields])
        value = connection.execute(select(HISTORY.c[name]).where(HISTORY.c.id == number)).scalar_one()
        if value is None or value == "":
            continue
        if isinstance(value, int):
            altered: Any = value + 100_000
        else:
            place = chance.randrange(len(value))
            altered = value[:place] + chance.choice("0123456789abcdefxyz中") + value[place + 1 :]
        if altered != value:
            try:
                connection.execute(update(HISTORY).where(HISTORY.c.id == number).values({name: altered}))
            except IntegrityError:
                continue  # The database itself refused it.
            now = altered if name == "id" else number
            return update(HISTORY).where(HISTORY.c.id == now).values({name: value})


@pytest.mark.slow
def test_any_altered_byte_of_the_history_is_found(engine: Engine) -> None:
    """A thousand single changes, each in any column of any row, the last row included."""
    chance = random.Random(7)
    with writing(engine) as session:
        for _ in range(60):
            _edit(session, f"event-{chance.randrange(EVENTS)}", chance)
    plain = create_engine(engine.url, isolation_level="AUTOCOMMIT")
    with plain.connect() as file:
        for trigger in ("revision_no_update", "revision_no_delete"):
            file.execute(DDL("DROP TRIGGER %(fullname)s", context={"fullname": trigger}))
        rows = file.execute(select(func.max(HISTORY.c.id))).scalar_one()
        for _ in range(TRIES):
            back = _alter(file, chance, rows)
            with reading(engine) as session:
                assert find_altered(session), back.compile().params
            file.execute(back)
    with reading(engine) as session:
        assert find_altered(session) == []
    plain.dispose()
