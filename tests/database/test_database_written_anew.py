"""The mark on tables that were written anew."""

from sqlalchemy import Engine

from tests.support.makers import ANN, add_one
from tracker.database import mark_of_tables, mark_written_anew, reading, writing
from tracker.queries import data_version
from tracker.store import rebuild_tables


def test_each_rebuild_puts_another_mark_and_no_other_write_does(engine: Engine) -> None:
    """The number of the latest change stays; a mark that is taken back was never there."""

    def seen() -> tuple[int, int]:
        with reading(engine) as session:
            return mark_of_tables(session), data_version(session)

    assert seen() == (0, 0)
    add_one(engine, "first")
    first = seen()
    assert first[0] == 0
    marks = []
    for _ in range(2):
        with writing(engine) as session:
            rebuild_tables(session, actor=ANN)
        marks.append(seen())
    assert len({first[0], *(mark for mark, _ in marks)}) == len(marks) + 1
    assert {version for _, version in marks} == {first[1]}
    with writing(engine) as session:
        mark_written_anew(session.connection())
        session.rollback()
    assert seen() == marks[-1]
