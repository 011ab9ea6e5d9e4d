"""New rows that may repeat an event of the record or an earlier row, and rows that are left out."""

from collections.abc import Callable, Sequence

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from tracker.actors import Actor
from tracker.database import reading, writing
from tracker.imports import (
    ImportReport,
    ImportSteps,
    LikelyDuplicate,
    LikelySearch,
    apply_steps,
    map_table,
    open_event_table,
    plan_steps,
    record_known,
)
from tracker.queries import list_events
from tracker.queries.events import EVERY_STATE
from tracker.vocabulary import Role

ANN = Actor("Ann", Role.REVIEWER)
HEAD = "title,date,kind,stance,stance_reason,reach,source_urls,companies"
FINE = "Regulator fines Moonrabbit for hidden prices,2022-05-17,enforcement,-2,r,1,https://example.org/1,Moonrabbit"
SAME = "Moonrabbit fined over hidden prices,2022-05-18,enforcement,-2,r,1,https://example.org/2,Moonrabbit"
LATER = "Moonrabbit appeals,2022-05-20,company-response,0,r,1,https://example.org/3,Moonrabbit"
OTHER = "Wholly unlike thing,2022-05-17,support,2,r,3,https://example.org/4,"


def steps_of(session: Session, rows: Sequence[str], head: str = HEAD) -> Callable[[], ImportSteps]:
    """Return what gives the steps of a table."""
    table = open_event_table("events.csv", "\n".join((head, *rows)).encode())
    known = record_known(session)
    return lambda: ImportSteps(table, map_table(table), known)


def likely_of(engine: Engine, *rows: str) -> tuple[LikelyDuplicate, ...]:
    """Return what may be a duplicate."""
    with reading(engine) as session:
        likely = LikelySearch(session)
        plan_steps(steps_of(session, rows)(), on_new=likely.add)
        return likely.found()


def take(engine: Engine, *rows: str, head: str = HEAD, leave_out: frozenset[int] = frozenset()) -> ImportReport:
    """Import a table."""
    with writing(engine) as session:
        return apply_steps(session, steps_of(session, rows, head), actor=ANN, accept=True, leave_out=leave_out)


def test_within_a_file_the_later_row_is_asked_about(engine: Engine) -> None:
    """The first of two that are alike stays; an answer to it and something else are not asked about."""
    (found,) = likely_of(engine, FINE, OTHER, SAME, LATER)
    assert (found.row, found.what, found.other_row) == (4, "row 2", 2)
    assert found.other.title.startswith("Regulator fines Moonrabbit")
    assert "a day apart, Moonrabbit, both enforcement" in found.other.why


@pytest.mark.parametrize("count", [7, 19, 45])
def test_of_many_that_are_alike_only_the_first_stays(engine: Engine, count: int) -> None:
    """However many stand between, and whatever the number of digits of their rows."""
    found = likely_of(engine, *(SAME.replace("fined", f"fined ({place})") for place in range(count)))
    assert [each.row for each in found] == list(range(3, count + 2))
    assert all(each.other_row is not None and each.other_row < each.row for each in found)


def test_a_later_row_that_is_more_alike_hides_no_earlier_one(engine: Engine) -> None:
    """A row is compared with those before it, so what follows decides nothing."""
    found = likely_of(engine, FINE, SAME, SAME.replace("fined", "fined again").replace("org/2", "org/4"))
    assert (found[0].row, found[0].other_row) == (3, 2)
    assert [each.row for each in found] == [3, 4]


def test_what_the_record_holds_is_asked_about(engine: Engine) -> None:
    """Also under another title and the next day; the record's event comes with date and page."""
    take(engine, FINE, OTHER)
    (found,) = likely_of(engine, SAME, LATER)
    assert (found.row, found.other_row) == (2, None)
    assert (found.other.date, found.other.source) == ("2022-05-17", "https://example.org/1")
    assert found.what == found.other.slug


def test_a_row_that_names_a_known_event_is_none(engine: Engine) -> None:
    """The same title and date, or the same slug, changes the event and is no new row."""
    take(engine, FINE)
    assert likely_of(engine, FINE.replace("-2,r", "-3,r")) == ()


@pytest.mark.parametrize("slugs", [False, True])
def test_rows_are_left_out_as_asked(engine: Engine, *, slugs: bool) -> None:
    """With and without slugs in the file the others come in, and what was left out is not there."""
    head, rows = HEAD, [FINE, SAME, OTHER]
    if slugs:
        head, rows = f"slug,{HEAD}", [f"a-1,{FINE}", f",{SAME}", f"c-1,{OTHER}"]
    report = take(engine, *rows, head=head, leave_out=frozenset({3}))
    assert (report.new, report.left_out) == (2, 1)
    with reading(engine) as session:
        titles = {event.title for event in list_events(session, EVERY_STATE)}
    assert titles == {FINE.split(",", maxsplit=1)[0], OTHER.split(",", maxsplit=1)[0]}


def test_only_new_rows_are_left_out(engine: Engine) -> None:
    """A row that changes a known event is taken, whatever its number."""
    take(engine, FINE)
    report = take(engine, FINE.replace("-2,r", "-3,r"), leave_out=frozenset({2}))
    assert (report.changed, report.left_out) == (1, 0)
