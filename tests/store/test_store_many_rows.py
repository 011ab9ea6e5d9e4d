"""Many rows at once, handed to the driver: what stands in a row is data, whatever it looks like."""

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from tracker.database import reading, writing
from tracker.models import Term
from tracker.store.rows import insert_rows, update_rows
from tracker.vocabulary import TermType

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
