"""The main reads go by an index on either database: none walks a large table, and no page of a list is sorted."""

import datetime as dt
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import Engine, event, text
from sqlmodel import Session

from tests.support.makers import add_one, make_draft, new_database
from tracker.database import reading, writing
from tracker.filters import EventFilter
from tracker.queries import (
    best_hits,
    count_found,
    count_record,
    find_slug,
    get_event,
    list_revisions,
    record_state,
    strict_filter,
)
from tracker.queries.columns import patch_columns, read_columns
from tracker.queries.inbox import freshness, list_items
from tracker.queries.past import latest_change
from tracker.queries.streaming import stream_columns, stream_events
from tracker.store.events import prepare_draft
from tracker.store.search_index import SEARCHED_TABLES, index_texts, make_search_index

MANY = 20_000
RARE = "审查"
LARGE = ("event", "event_term", "source", "revision")

Statement = tuple[str, Any]


def _multiply(engine: Engine) -> None:
    """Make many events of one, each with its name, source and change, by statements of their own."""
    add_one(engine, "a-rule", companies=["Tencent"], summary="What happened and what followed. " * 30)
    is_sqlite = engine.dialect.name == "sqlite"
    series = (
        f"WITH RECURSIVE numbers(n) AS (SELECT 1000 UNION ALL SELECT n + 1 FROM numbers WHERE n < {MANY})"  # noqa: S608 - names from this test
        if is_sqlite
        else f"WITH numbers(n) AS (SELECT generate_series(1000, {MANY}))"
    )
    day = "date('2000-01-01', (n % 9000) || ' days')" if is_sqlite else "date '2000-01-01' + n % 9000"
    found = f"made.search_text || CASE WHEN n % 1000 = 0 THEN ' {RARE}' ELSE '' END"
    makes: dict[str, dict[str, str]] = {
        "event": {"id": "n", "slug": "'rule-' || n", "first_on": day, "last_on": day, "search_text": found},
        "source": {"id": "n * 100", "event_id": "n", "address": "'example.org/' || n"},
        "revision": {"id": "n", "subject_key": "'rule-' || n", "token": "NULL"},
        "term": {"id": "n", "key": "'Firm ' || n"},
        "event_term": {"event_id": "n", "term_id": "n"},
    }
    with engine.begin() as connection:
        for table in ("event", "source", "revision", "term", "event_term"):
            columns = list(connection.execute(text(f"SELECT * FROM {table} LIMIT 1")).keys())  # noqa: S608 - names from this test
            values = [makes[table].get(name, f'made."{name}"') for name in columns]
            quoted = ", ".join(f'"{name}"' for name in columns)
            one = f"(SELECT * FROM {table} LIMIT 1) AS made"  # noqa: S608 - names from this test
            chosen = f"{series} SELECT {', '.join(values)} FROM numbers, {one}"  # noqa: S608 - names from this test
            connection.execute(text(f"INSERT INTO {table} ({quoted}) {chosen}"))
    if is_sqlite:
        with writing(engine) as session:
            make_search_index(session.connection())
            for table in SEARCHED_TABLES:
                rows = session.connection().exec_driver_sql(f"SELECT id, search_text FROM {table}")  # noqa: S608 - own names
                index_texts(session, table, [(number, found) for number, found in rows])
    else:
        # Without it the planner has not seen the rows. SQLite is left as it is in use, where nobody runs ANALYZE.
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def many(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A record large enough for the planners to take it seriously."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path_factory.mktemp('plans') / 'tracker.db'}"
    else:
        url = str(request.getfixturevalue("postgres_server").new_database())
    engine = new_database(url)
    _multiply(engine)
    yield engine
    engine.dispose()


def plans_of(engine: Engine, read: Callable[[Session], object]) -> Iterator[tuple[str, list[str]]]:
    """Yield each statement of a read with its plan's steps in the database's own words."""
    statements: list[Statement] = []

    def note(_connection: object, _cursor: object, statement: str, parameters: Any, *_: object) -> None:
        statements.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", note)
    try:
        with reading(engine) as session:
            read(session)
    finally:
        event.remove(engine, "before_cursor_execute", note)
    selects = [each for each in statements if each[0].lstrip().startswith("SELECT")]
    assert selects
    with engine.connect() as connection:
        for statement, parameters in selects:
            if engine.dialect.name == "sqlite":
                found = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
                yield statement, [row[3] for row in found]
            else:
                found = connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement}", parameters)
                plan = found.scalar_one()
                yield statement, list(_steps((json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"]))


def _steps(plan: dict[str, Any]) -> Iterator[str]:
    """Yield the steps of a plan of PostgreSQL, as ``Seq Scan event``."""
    yield f"{plan['Node Type']} {plan.get('Relation Name', '')}".strip()
    for inner in plan.get("Plans", ()):
        yield from _steps(inner)


def _walks(step: str) -> bool:
    """Tell whether a step reads a large table from end to end; an index that covers what is asked may be walked."""
    if step.startswith("Seq Scan"):
        return step.removeprefix("Seq Scan ") in LARGE
    found = re.match(r"SCAN (\w+)(?!.* USING COVERING INDEX)", step)
    return bool(found and found.group(1) in LARGE)


def _walked(statement: str, steps: list[str]) -> list[str]:
    """Return the steps of a plan by which a large table is read from end to end."""
    if "WHERE 0 = 1" in statement or "WHERE false" in statement:
        return []  # Nothing is asked for, and nothing read.
    if statement.startswith("SELECT EXISTS") and "Seq Scan event" in steps:
        return []  # It stops with the first row that fits, and is taken where nearly every row does.
    # A table that is walked in the order of its key stops with the page; only sorting would make it go on.
    is_page = "LIMIT" in statement
    return [step for step in steps if _walks(step) and not (is_page and step.startswith("SCAN revision"))]


def _sorts(step: str) -> bool:
    return step.startswith("Sort") or "TEMP B-TREE" in step


NOON = dt.datetime(2026, 5, 4, 12, tzinfo=dt.UTC)
MONTH = EventFilter(since=dt.date(2010, 3, 1), until=dt.date(2010, 3, 31))
READS: dict[str, Callable[[Session], object]] = {
    "a page of the list": lambda session: list(stream_columns(session, ("date", "title", "slug"), limit=20)),
    "a page of whole events": lambda session: list(stream_events(session, limit=20)),
    "one event with its names and sources": lambda session: get_event(session, "rule-5000"),
    "a slug": lambda session: find_slug(session, "rule-5000"),
    "the history of one event": lambda session: list_revisions(session, subject_type="event", subject_key="rule-5000"),
    "the latest change": lambda session: (latest_change(session), record_state(session)),
    "the latest changes": lambda session: list_revisions(session, limit=20),
    "a page of the inbox": lambda session: list_items(session, limit=20),
}
COUNTS: dict[str, Callable[[Session], object]] = {"the counts of status": count_record}


@pytest.mark.parametrize("name", READS)
def test_a_read_goes_by_an_index(many: Engine, name: str) -> None:
    """What returns a few rows reads a few rows, and what returns a page of many has them in order already."""
    for statement, steps in plans_of(many, READS[name]):
        is_page = "LIMIT" in statement and "feed_item" not in statement
        assert not _walked(statement, steps), f"{statement}\n{steps}"
        assert not (is_page and list(filter(_sorts, steps))), f"{statement}\n{steps}"


@pytest.mark.parametrize("name", COUNTS)
def test_a_count_walks_an_index_at_most(many: Engine, name: str) -> None:
    """No count reads the events themselves; a server may find that short rows, such as sources, are read as quickly."""
    for statement, steps in plans_of(many, COUNTS[name]):
        walked = [step for step in steps if _walks(step) and "LIMIT" not in statement and step != "Seq Scan source"]
        assert not walked, f"{statement}\n{steps}"


def test_the_last_new_event_is_looked_for_backwards(many: Engine) -> None:
    """SQLite sorts no change for it; a server does where it expects few that fit, as here, where all are curated."""
    for statement, steps in plans_of(many, lambda session: freshness(session, NOON)):
        assert not _walked(statement, steps), f"{statement}\n{steps}"
        assert many.dialect.name == "postgresql" or not list(filter(_sorts, steps)), f"{statement}\n{steps}"


def test_a_search_goes_by_its_index(many: Engine) -> None:
    """What a rare Chinese word finds is counted, and the best of it ranked, without looking at the others."""
    chosen = EventFilter(search=RARE)

    def read(session: Session) -> None:
        assert count_found(session, chosen) == MANY // 1000
        assert len(best_hits(session, chosen, 50)) == MANY // 1000

    for statement, steps in plans_of(many, read):
        assert not _walked(statement, steps), f"{statement}\n{steps}"


def test_what_a_draft_may_repeat_is_found_by_indexes(many: Engine) -> None:
    """Events near in time and those of the same page are looked for by their days, names and addresses."""
    pages = [{"url": "https://example.org/7777"}]
    draft = make_draft(title="Another rule", date="2010-03-05", companies=["Firm 5000"], sources=pages)

    for statement, steps in plans_of(many, lambda session: prepare_draft(session, draft)):
        assert not _walked(statement, steps), f"{statement}\n{steps}"


def test_columns_are_brought_up_to_date_by_indexes(many: Engine) -> None:
    """A few changed Events are read anew without walking the record."""
    with reading(many) as session:
        columns = read_columns(session)
    for statement, steps in plans_of(many, lambda session: patch_columns(session, columns, MANY - 3)):
        assert not _walked(statement, steps), f"{statement}\n{steps}"


def test_a_filter_by_period_and_by_name_goes_by_an_index(many: Engine) -> None:
    """A company's events, a month's and a page's are found without reading the others."""

    def read(session: Session) -> None:
        list(stream_columns(session, ("slug",), strict_filter(session, EventFilter(companies=("Firm 5000",)))))
        list(stream_columns(session, ("slug",), MONTH))

    for statement, steps in plans_of(many, read):
        assert not _walked(statement, steps), f"{statement}\n{steps}"
