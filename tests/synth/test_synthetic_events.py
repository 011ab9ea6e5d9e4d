"""Synthetic events: the same by their seed, valid as they stand, shaped like a record, and never in it unasked."""

import json
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from tests.support.command_line import Run
from tests.support.synthetic import crowded_events, fill_database, prepared_event, synthetic_database
from tracker.citation import state_words
from tracker.database import open_engine, reading, writing
from tracker.errors import DatabaseProblem
from tracker.event.draft import parse_event
from tracker.event.fields import EVENT_FIELDS
from tracker.exports import event_document, export_bytes
from tracker.migrations import HEAD, schema_version
from tracker.queries import count_record, list_events, record_state
from tracker.read_models import EventRow, SyntheticShare
from tracker.resources import seeds_folder
from tracker.seeds import load_seeds, read_seeds
from tracker.store import prepare_event
from tracker.synth import synthetic_events
from tracker.vocabulary import Kind, Origin, Precision, Reach, Stance

COUNT = 3_000
MARK = text("UPDATE alembic_version SET version_num = :version")


@pytest.fixture(scope="module")
def rows() -> list[EventRow]:
    """Some thousand synthetic events."""
    return list(synthetic_events(COUNT, 1))


def test_a_seed_gives_the_same_events(rows: list[EventRow]) -> None:
    """A seed gives the same events again, more of them begin with the same ones, and another seed gives others."""
    assert list(synthetic_events(COUNT, 1)) == rows
    assert list(synthetic_events(100, 1)) == rows[:100]
    others = list(synthetic_events(COUNT, 2))
    assert not {row.slug for row in rows} & {row.slug for row in others}
    assert [row.title for row in others[:20]] != [row.title for row in rows[:20]]


@pytest.mark.parametrize("shape", [synthetic_events, crowded_events])
def test_they_are_valid_as_they_stand(shape: type[synthetic_events]) -> None:
    """Validation takes every event and changes nothing of it, so that tests may store them without it."""
    for row in shape(COUNT, 5):
        document = event_document(row)
        draft = parse_event({name: document[name] for name in EVENT_FIELDS})
        assert prepare_event(row.slug, draft, state=row.review_state, origin=row.origin) == prepared_event(row)


def test_they_are_shaped_like_a_record(rows: list[EventRow]) -> None:
    """All kinds, stances, reaches and precisions, a long tail of names, stories in order, and days in bursts."""
    assert {row.kind for row in rows} == set(Kind)
    assert {row.stance for row in rows} == set(Stance)
    assert {row.reach for row in rows} == set(Reach)
    assert {row.precision for row in rows} == set(Precision)
    assert {len(row.sources) for row in rows} == {1, 2, 3}
    for told in (
        any(row.end == ".." for row in rows),
        any(row.public_on for row in rows),
        any(row.end_on for row in rows),
    ):
        assert told
    named = Counter(name for row in rows for name in row.companies)
    assert named.most_common(1)[0][1] > COUNT / 20
    assert sum(1 for count in named.values() if count == 1) > len(named) / 4
    assert len({name for row in rows for name in row.agencies}) <= 60
    busiest = Counter(row.first_on for row in rows if row.precision is Precision.DAY).most_common(1)[0][1]
    assert busiest > 10 * COUNT / 3653


def test_stories_go_on_in_their_order(rows: list[EventRow]) -> None:
    """The events of a story follow each other in time, and most stories have several."""
    stories: dict[str, list[EventRow]] = {}
    for row in rows:
        if row.thread and row.precision is Precision.DAY:
            stories.setdefault(row.thread, []).append(row)
    assert all(one.first_on <= next_one.first_on for story in stories.values() for one, next_one in pairwise(story))
    assert sum(1 for story in stories.values() if len(story) > 1) > len(stories) / 2


def test_every_name_says_that_it_is_invented(rows: list[EventRow]) -> None:
    """Nobody can take a firm, an agency, a person, a sector or a publisher for a real one; addresses lead nowhere."""
    for row in rows:
        assert row.origin is Origin.SYNTHETIC
        names = (
            *row.companies,
            *row.agencies,
            *row.people,
            *row.sectors,
            *(source.publisher for source in row.sources),
        )
        assert all(name.startswith(("Synthetic ", "虚构")) for name in names)
        assert all(".example/" in source.url for source in row.sources)


def test_some_are_told_twice(rows: list[EventRow]) -> None:
    """Now and then an event comes again in other words, with a day between at most."""
    twice = [
        (one, other)
        for one, other in pairwise(rows)
        if one.title != other.title
        and (one.kind, one.companies[:1], one.agencies[:1]) == (other.kind, other.companies[:1], other.agencies[:1])
        and abs((one.first_on - other.first_on).days) <= 1
    ]
    assert len(twice) > COUNT / 300


@pytest.mark.parametrize("ending", ["csv", "jsonl"])
def test_a_file_of_them_comes_back(run: Run, tmp_path: Path, ending: str) -> None:
    """What is written is read by an import that says so, without a loss, and stays synthetic even as a draft."""
    file, url = tmp_path / f"synthetic.{ending}", f"sqlite:///{tmp_path / 'own.db'}"
    run("synth", "300", "--seed", "4", "-o", str(file))
    run("init", "--empty", "--database", url)
    assert run("import", str(file), "--synthetic", "--accept", "--database", url).status == 0
    engine = open_engine(url)
    with reading(engine) as session:
        found = {row.slug: event_document(row) for row in list_events(session)}
    engine.dispose()
    for row in synthetic_events(300, 4):
        # The record's own keys stand for sectors and stories.
        own, stored = event_document(row), found[row.slug]
        assert {name: own[name] for name in own if name not in {"sectors", "thread"}} == {
            name: stored[name] for name in stored if name not in {"sectors", "thread"}
        }


def test_none_comes_in_unasked(run: Run, tmp_path: Path) -> None:
    """Without the flag one sentence refuses the file, on a trial as well, and the record stays as it is."""
    file = tmp_path / "synthetic.csv"
    run("synth", "50", "-o", str(file))
    before = run("status").out
    for more in ((), ("--dry-run",), ("--skip-refused", "--accept")):
        refused = run("import", str(file), *more)
        assert refused.status == 1
        assert refused.err.count("\n") == 1
        assert "Row 2 is a synthetic event" in refused.err
        assert "--synthetic" in refused.err
    assert run("status").out == before


def test_none_changes_a_real_event(run: Run, tmp_path: Path) -> None:
    """A synthetic row that names an event of the record is refused, asked for or not."""
    row = {**event_document(next(synthetic_events(1, 1))), "slug": "didi-app-removal"}
    file = tmp_path / "one.jsonl"
    file.write_text(json.dumps(row) + "\n", encoding="utf-8")
    refused = run("import", str(file), "--synthetic")
    assert refused.status != 0
    assert "no synthetic one" in refused.out + refused.err


def held(run: Run, url: str) -> dict[str, object]:
    """Return what ``tracker status`` says of a database."""
    told: dict[str, object] = json.loads(run("status", "--format", "json", "--database", url).out)
    return {name: told[name] for name in ("events", "synthetic", "changes", "digest")}


def test_the_curated_record_is_not_mixed_into_a_synthetic_one(run: Run, tmp_path: Path) -> None:
    """Neither by ``init``, on an older database as well, nor by what else loads it: one sentence, nothing changed."""
    url = synthetic_database(tmp_path, 30)
    before = held(run, url)
    engine = open_engine(url)
    with pytest.raises(DatabaseProblem, match="not mixed"), writing(engine) as session:
        load_seeds(session, read_seeds(seeds_folder()))
    for version in (HEAD, "0010"):
        with engine.begin() as connection:
            connection.execute(MARK, {"version": version})
        refused = run("init", "--database", url)
        assert (refused.status, refused.err.count("\n")) == (1, 1)
        assert "tracker init --empty" in refused.err
        assert not list(tmp_path.glob("*schema*"))
    with engine.begin() as connection:
        assert schema_version(connection) == "0010"
        connection.execute(MARK, {"version": HEAD})
    engine.dispose()
    assert run("init", "--empty", "--database", url).status == 0
    assert held(run, url) == before


def test_other_events_come_into_a_synthetic_record_by_the_flag_alone(run: Run, tmp_path: Path) -> None:
    """A file of real events is refused like one of synthetic events in a real record; the flag takes it."""
    url = synthetic_database(tmp_path, 30)
    before = held(run, url)
    file = tmp_path / "real.csv"
    file.write_bytes(export_bytes(map(_as_real, synthetic_events(1, 77)), "csv"))
    for more in ((), ("--dry-run",), ("--skip-refused", "--accept")):
        refused = run("import", str(file), *more, "--database", url)
        assert (refused.status, refused.err.count("\n")) == (1, 1)
        assert "Row 2 is no synthetic event" in refused.err
    assert held(run, url) == before
    assert run("import", str(file), "--synthetic", "--database", url).status == 0
    assert held(run, url)["synthetic"] == 30
    # From then on it is a mixed record, as asked for.
    assert run("init", "--database", url).status == 0


def test_a_file_of_another_ending_is_refused(run: Run, tmp_path: Path) -> None:
    """The ending tells the format; one that tells none is a sentence, and no file is left."""
    assert "has to end in .csv or .jsonl" in run("synth", "5", "-o", str(tmp_path / "events.xlsx")).err
    assert not list(tmp_path.glob("events*"))


def test_a_stream_is_written_to_standard_output(run: Run) -> None:
    """Without a file the same bytes go to standard output."""
    lines = run("synth", "7", "--format", "jsonl").out.splitlines()
    assert [json.loads(line) for line in lines] == [event_document(row) for row in synthetic_events(7, 1)]


@pytest.mark.parametrize("synthetic", [0, 2, 3])
def test_a_record_says_what_of_it_is_invented(engine: Engine, synthetic: int) -> None:
    """Counts and the words that stand on files, pictures and citations say so, on both databases."""
    rows = list(synthetic_events(3, 1))
    rows = [row if place < synthetic else _as_real(row) for place, row in enumerate(rows)]
    fill_database(engine.url.render_as_string(hide_password=False), rows)
    with reading(engine) as session:
        state, counts = record_state(session), count_record(session)
    expected = {0: SyntheticShare.NONE, 2: SyntheticShare.SOME, 3: SyntheticShare.ALL}[synthetic]
    assert state.synthetic is expected
    assert counts.synthetic == synthetic
    assert state_words(state).startswith("synthetic record of") == (synthetic == 3)
    assert ("with synthetic events in it" in state_words(state)) == (synthetic == 2)


def _as_real(row: EventRow) -> EventRow:
    return replace(row, origin=Origin.IMPORT)


def test_a_backup_keeps_the_mark(run: Run, tmp_path: Path) -> None:
    """A restored backup of a synthetic record is one, and asks for no flag."""
    url = synthetic_database(tmp_path, 20)
    file, other = tmp_path / "backup.jsonl", f"sqlite:///{tmp_path / 'restored.db'}"
    assert run("backup", str(file), "--database", url).status == 0
    assert run("restore-backup", str(file), "--database", other).status == 0
    assert json.loads(run("status", "--format", "json", "--database", other).out)["synthetic"] == 20
