"""Many rows at once, handed to the driver: what stands in a row is data, whatever it looks like."""

from collections import Counter
from typing import Any

import pytest
from sqlalchemy import Engine, event
from sqlmodel import select

from tests.support.synthetic import synthetic_database
from tracker.actors import Actor
from tracker.database import open_engine, reading, writing
from tracker.models import Term
from tracker.queries import list_terms
from tracker.store import find_drift, rebuild_tables
from tracker.store.rows import insert_rows, update_rows
from tracker.vocabulary import Role, TermType

HOSTILE = [
    "x'); DROP TABLE term; --",
    '" || (SELECT 1) || "',
    "?, %s, %(name)s, :name, {name}",
    "<img src=x onerror=alert(1)>",
    "数据'’；--",
]


def entry(number: int, name: str) -> dict[str, object]:
    """Return the row of a company."""
    row = {"id": number, "type": str(TermType.COMPANY), "key": f"c{number}", "name": name, "name_zh": name}
    return row | {"tickers": "[]", "aliases": "[]", "search_text": name}


def test_values_that_look_like_sql_are_stored_as_they_are(engine: Engine) -> None:
    """Inserted and updated on both databases."""
    with writing(engine) as session:
        insert_rows(session, Term, [entry(number, text) for number, text in enumerate(HOSTILE, start=1)])
        update_rows(session, Term, {number: {"name_zh": f"{text}!"} for number, text in enumerate(HOSTILE, start=1)})
    with reading(engine) as session:
        stored = session.exec(select(Term.name, Term.name_zh).order_by(Term.id)).all()  # type: ignore[arg-type]
    assert [tuple(each) for each in stored] == [(text, f"{text}!") for text in HOSTILE]


@pytest.mark.parametrize("name", ["name) VALUES (1); --", 'name"', "no_such_column"])
def test_a_column_that_the_table_lacks_never_reaches_the_database(engine: Engine, name: str) -> None:
    """A name is looked up in the model before it becomes a part of a statement."""
    with writing(engine) as session:
        with pytest.raises(KeyError):
            insert_rows(session, Term, [entry(1, "One") | {name: "x"}])
        with pytest.raises(KeyError):
            update_rows(session, Term, {1: {name: "x"}})
        assert session.exec(select(Term)).all() == []


def test_a_replay_looks_each_name_up_once(database_url: str) -> None:
    """What is known of a name stands when others are written, so that the questions grow with names and not faster."""
    engine = open_engine(synthetic_database(database_url, 1_500))
    asked: Counter[object] = Counter()

    def note(_c: object, _k: object, statement: str, values: Any, _x: object, _many: object) -> None:
        if "FROM term" in statement and "merged_into" in statement:
            asked.update(values.values() if isinstance(values, dict) else values)

    event.listen(engine, "before_cursor_execute", note)
    with writing(engine) as session:
        rebuild_tables(session, actor=Actor("Ann", Role.REVIEWER))
    event.remove(engine, "before_cursor_execute", note)
    with reading(engine) as session:
        keys = {term.key for term in list_terms(session)}
        assert find_drift(session) == []
    engine.dispose()
    assert len(keys) > 300
    assert max(asked[key] for key in keys) == 1
