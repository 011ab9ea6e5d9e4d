import csv
import datetime as dt
import io
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.support.command_line import Run
from tests.support.makers import ANN, SEED_EVENTS
from tracker.actors import Actor
from tracker.checks import check_rows
from tracker.database import open_engine, reading, writing
from tracker.errors import NotAllowed
from tracker.exports import export_bytes
from tracker.imports import ImportSteps, RowsRefused, apply_steps, map_table, open_event_table, record_known
from tracker.migrations import upgrade
from tracker.queries import get_event, list_codings, list_events, list_revisions, list_terms
from tracker.queries.events import EVERY_STATE
from tracker.store import find_drift, remember_headings, remembered_headings
from tracker.store.history import find_altered
from tracker.vocabulary import Origin, ReviewState, Role

HEADINGS = ("title", "date", "kind", "stance", "stance_reason", "reach", "source_urls")
KILLS = 30


def table_of(rows: list[dict[str, str]], headings: tuple[str, ...] = HEADINGS) -> bytes:
    """Write rows as a CSV file."""
    stream = io.StringIO()
    writer = csv.DictWriter(stream, headings, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue().encode()


def row(number: int, **changes: str) -> dict[str, str]:
    """Return a valid row."""
    return {
        "title": f"Event {number}",
        "date": "2022-05-17",
        "kind": "signal",
        "stance": "1",
        "stance_reason": "A pledge",
        "reach": "3",
        "source_urls": f"https://example.org/{number}",
    } | changes


def take(engine: Engine, data: bytes, *, actor: Actor = ANN, **choices: bool) -> tuple[int, int, int, int]:
    """Import a file and return the counts."""
    with writing(engine) as session:
        table = open_event_table("events.csv", data)
        found, known = map_table(table), record_known(session)
        report = apply_steps(session, lambda: ImportSteps(table, found, known), actor=actor, **choices)
    return report.new, report.changed, report.unchanged, report.refused


def test_new_events_are_drafts_unless_accepted(engine: Engine) -> None:
    """Without a word they wait for review; accepted ones are in the record at once; names come with them."""
    assert take(engine, table_of([row(1)])) == (1, 0, 0, 0)
    assert take(engine, table_of([row(2)]), accept=True) == (1, 0, 0, 0)
    with reading(engine) as session:
        states = {event.title: (event.review_state, event.origin) for event in list_events(session, EVERY_STATE)}
    assert states == {
        "Event 1": (ReviewState.DRAFT, Origin.IMPORT),
        "Event 2": (ReviewState.ACCEPTED, Origin.IMPORT),
    }


def test_the_same_file_twice_adds_nothing(engine: Engine) -> None:
    """Rows without a slug are found again by title and date."""
    data = table_of([row(1), row(2)])
    take(engine, data)
    with reading(engine) as session:
        before = list_revisions(session, limit=1)[0].id
    assert take(engine, data) == (0, 0, 2, 0)
    with reading(engine) as session:
        assert list_revisions(session, limit=1)[0].id == before


def test_a_changed_row_revises_its_event(engine: Engine) -> None:
    """What the file has no column for stays; the history tells what changed."""
    take(engine, table_of([row(1)]), accept=True)
    assert take(engine, table_of([row(1, stance="2")])) == (0, 1, 0, 0)
    with reading(engine) as session:
        (event,) = list_events(session)
    assert (int(event.stance), event.version, event.review_state) == (2, 2, ReviewState.ACCEPTED)


@pytest.mark.parametrize("later", ["2022-05-17/2022-06-01", "2022-05", "18 May 2022", "2022-05-17/.."])
def test_a_changed_date_does_not_keep_the_words_of_the_former_one(engine: Engine, later: str) -> None:
    """Whatever a date becomes, the check finds nothing to say about its words."""
    take(engine, table_of([row(1, date="17 May 2022")]), accept=True)
    with reading(engine) as session:
        slug = list_events(session)[0].slug
    assert take(engine, table_of([row(1, date=later, slug=slug)], (*HEADINGS, "slug"))) == (0, 1, 0, 0)
    with reading(engine) as session:
        terms, codings = list_terms(session), list_codings(session)
        problems = check_rows(list_events(session), terms, codings, today=dt.date(2026, 11, 1))
        assert [str(each) for each in problems] == []


def test_a_refused_row_stops_all_unless_it_is_left_out(engine: Engine) -> None:
    """Nothing is written where one row is wrong; the others can be taken on request."""
    data = table_of([row(1), row(2, stance="9"), row(3)])
    with pytest.raises(RowsRefused) as caught:
        take(engine, data)
    assert [(each.row, each.column) for each in caught.value.report.refusals] == [(3, "stance")]
    with reading(engine) as session:
        assert list_events(session, EVERY_STATE) == ()
    assert take(engine, data, skip_refused=True) == (2, 0, 0, 1)


def test_a_made_slug_never_takes_that_of_a_later_row(engine: Engine) -> None:
    """Rows with a slug of their own come first, wherever they stand in the file."""
    with writing(engine) as session:
        table = open_event_table("events.csv", table_of([row(1)]))
        report = apply_steps(
            session, lambda: ImportSteps(table, map_table(table), record_known(session)), actor=ANN, accept=True
        )
        assert report.new == 1
        slug = list_events(session)[0].slug
        session.rollback()
    rows = [row(1), row(2, slug=slug)]
    assert take(engine, table_of(rows, (*HEADINGS, "slug")), accept=True) == (2, 0, 0, 0)
    with reading(engine) as session:
        assert get_event(session, slug).title == "Event 2"


def test_only_who_may_write_imports(engine: Engine) -> None:
    """A viewer imports nothing, an editor drafts even where the file and the press say otherwise."""
    with pytest.raises(NotAllowed):
        take(engine, table_of([row(1)]), actor=Actor("Vic", Role.VIEWER))
    accepted = [row(1, review_state="accepted"), row(2, review_state="accepted", slug="second")]
    data = table_of(accepted, (*HEADINGS, "review_state", "slug"))
    assert take(engine, data, actor=Actor("Ed", Role.EDITOR), accept=True) == (2, 0, 0, 0)
    with reading(engine) as session:
        assert {event.review_state for event in list_events(session, EVERY_STATE)} == {ReviewState.DRAFT}


def test_headings_are_remembered(engine: Engine) -> None:
    """A decision holds for the next file; a later one takes its place."""
    with writing(engine) as session:
        assert remember_headings(session, {"impact": "reach", "note": "-"}, actor=ANN) == 2
        assert remember_headings(session, {"impact": "reach"}, actor=ANN) == 0
        assert remember_headings(session, {"impact": "stance"}, actor=ANN) == 1
        assert remembered_headings(session) == {"impact": "stance", "note": "-"}


@pytest.mark.parametrize("name", ["csv", "json", "xlsx"])
def test_the_record_comes_back_through_the_command_line(run: Run, seeded_url: str, tmp_path: Path, name: str) -> None:
    """Export, import into an empty database and export again: the same file, twice adds nothing."""
    empty = f"sqlite:///{tmp_path / 'empty.db'}"
    first, second = tmp_path / f"first.{name}", tmp_path / f"second.{name}"
    assert run("export", str(first), "--database", seeded_url)[0] == 0
    assert run("init", "--empty", "--database", empty)[0] == 0
    assert run("import", str(first), "--accept", "--database", empty)[1].startswith(f"{SEED_EVENTS} new, 0 changed")
    assert run("export", str(second), "--database", empty)[0] == 0
    if name != "xlsx":
        assert second.read_bytes() == first.read_bytes()
    assert run("import", str(second), "--accept", "--database", empty)[1].startswith(
        f"0 new, 0 changed, {SEED_EVENTS} unchanged"
    )
    assert run("check", "--database", empty)[0] == 0


def test_other_peoples_headings_are_asked_for_once(run: Run, tmp_path: Path) -> None:
    """An unknown heading is an error that says how to name it; the answer is remembered; a dry run writes nothing."""
    database = ("--database", f"sqlite:///{tmp_path / 'tracker.db'}")
    run("init", "--empty", *database)
    file = tmp_path / "theirs.csv"
    file.write_bytes(
        "事件,日期,类型,立场,理由,Weight of it,链接\n游戏版号恢复,2022年4月11日,licensing,2,冻结结束,3,https://example.org/a\n".encode(
            "gb18030"
        )
    )
    status, _, err = run("import", str(file), *database)
    assert status == 2
    assert "--map 'Weight of it=" in err
    assert run("import", str(file), "--map", "Weight of it=reach", "--dry-run", *database)[1].startswith("1 new")
    assert "0" in run("status", *database)[1]
    assert run("import", str(file), "--map", "Weight of it=reach", *database)[1].startswith("1 new")
    assert run("import", str(file), *database)[1].startswith("0 new, 0 changed, 1 unchanged")


def test_an_open_order_of_days_is_asked_for(run: Run, tmp_path: Path) -> None:
    """The whole file gets one answer."""
    database = ("--database", f"sqlite:///{tmp_path / 'tracker.db'}")
    run("init", "--empty", *database)
    file = tmp_path / "theirs.csv"
    file.write_bytes(table_of([row(1, date="03/04/2022")]))
    status, _, err = run("import", str(file), *database)
    assert status == 2
    assert "--day-order" in err
    assert run("import", str(file), "--day-order", "day-first", "--accept", *database)[0] == 0
    assert json.loads(run("list", "--format", "json", *database)[1])[0]["date"] == "2022-04-03"


@pytest.mark.slow
def test_thirty_killed_imports_leave_nothing_half_done(tmp_path: Path, seeded_url: str) -> None:
    """Whenever the program is killed, either all of the file's rows are in the record or none of them."""
    chance = random.Random(3)
    file = tmp_path / "many.csv"
    # Large enough to be read by a second process.
    file.write_bytes(table_of([row(number, stance_reason="A pledge " * 40) for number in range(3000)]))
    command = [sys.executable, "-m", "tracker", "import", str(file), "--accept", "--database", seeded_url]
    for _ in range(KILLS):
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(0.6 + chance.random() * 0.8)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        engine = open_engine(seeded_url)
        with reading(engine) as session:
            assert len(list_events(session, EVERY_STATE)) in {SEED_EVENTS, SEED_EVENTS + 3000}
        engine.dispose()
    engine = open_engine(seeded_url)
    with reading(engine) as session:
        assert find_altered(session) == []
        assert find_drift(session) == []
    engine.dispose()


@pytest.mark.postgres
def test_the_export_of_an_import_into_postgres_is_the_same(seeded_engine: Engine, postgres_url: str) -> None:
    """The other database gives the same bytes."""
    with reading(seeded_engine) as session:
        first = export_bytes(list_events(session), "csv")
    engine = open_engine(postgres_url)
    upgrade(engine)
    assert take(engine, first, accept=True) == (SEED_EVENTS, 0, 0, 0)
    with reading(engine) as session:
        assert export_bytes(list_events(session), "csv") == first
    engine.dispose()
