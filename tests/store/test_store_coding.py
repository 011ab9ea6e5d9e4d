"""Codings by people in the record: who, when and how, and that nothing takes them away again."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from robots_record import ED, RITA, SECTOR, VIC, check_sound, merge
from sqlalchemy import Engine

from tests.support.makers import make_draft, new_database
from tracker import store
from tracker.actors import Actor
from tracker.backup import make_backup, restore_backup
from tracker.coders import CODED_BLIND
from tracker.database import reading, writing
from tracker.errors import InvalidDraft, NotAllowed, NotFound, TrackerError, VersionConflict
from tracker.queries import data_version, list_codings, list_revisions, record_state
from tracker.queries.codings import coder_progress, list_recorded_codings
from tracker.queries.past import latest_change
from tracker.read_models import CodingRow, Way
from tracker.seeds import ACTOR, SeedRecord, load_seeds
from tracker.store.coding import TakenCodings, code_event, set_aside, take_codings
from tracker.vocabulary import Reach, Stance, Step

MINE = CodingRow("one", "Ann", Stance.TIGHTENING, Reach.SECTOR, "A draft only")


def code(engine: Engine, coding: CodingRow = MINE, *, version: int = 0, actor: Actor = ED) -> None:
    """Code an event blind, in a transaction of its own."""
    with writing(engine) as session:
        code_event(session, coding, version=version, actor=actor, is_blind=True)


def codings(engine: Engine) -> tuple[CodingRow, ...]:
    """Return all codings."""
    with reading(engine) as session:
        return list_codings(session)


def ways(engine: Engine) -> dict[tuple[str, str], Way]:
    """Return by Event and coder how each coding came about."""
    with reading(engine) as session:
        return {(each.coding.slug, each.coding.coder): each.way for each in list_recorded_codings(session)}


def test_a_coding_says_who_when_and_how(robots: Engine) -> None:
    """The history holds who recorded it and that it was blind; its day is today's in UTC."""
    before = dt.datetime.now(dt.UTC).date()
    code(robots)
    with reading(robots) as session:
        (recorded,) = list_recorded_codings(session)
        last = list_revisions(session, limit=1)[0]
    assert (recorded.coding, recorded.way) == (MINE, Way.BLIND)
    assert before <= recorded.recorded_on <= dt.datetime.now(dt.UTC).date()
    assert (last.subject_type, last.subject_key, last.actor, last.action) == ("coding", "one/Ann", "Ed", CODED_BLIND)
    check_sound(robots)


def test_a_coding_outlives_all_that_happens_to_the_record(robots: Engine, tmp_path: Path) -> None:
    """Loading the curated record, a merge of names, a withdrawal, a rebuild, and a backup into another database."""
    code(robots)
    code(robots, replace(MINE, slug="two", reason="Because, “so”; =1+1"))
    curated = replace(MINE, stance=Stance.OPENING)
    second = replace(MINE, coder="second")
    record = SeedRecord((), (("one", make_draft(title="Title of one")),), (curated, second))
    with writing(robots) as session:
        report = load_seeds(session, record)
        load_seeds(session, replace(record, codings=()))
        merge(session, SECTOR, "robotics", "games")
        store.take_step(session, "two", Step.WITHDRAW, version=store.stored_draft(session, "two")[0], actor=RITA)
        store.rebuild_tables(session, actor=RITA)
    assert "one/Ann" in report.kept
    assert codings(robots) == (MINE, second, replace(MINE, slug="two", reason="Because, “so”; =1+1"))
    assert ways(robots) == {("one", "Ann"): Way.BLIND, ("one", "second"): Way.MACHINE, ("two", "Ann"): Way.BLIND}
    make_backup(robots, tmp_path / "backup.jsonl")
    other = new_database(f"sqlite:///{tmp_path / 'other.db'}")
    restore_backup(tmp_path / "backup.jsonl", other, actor=RITA)
    assert (codings(other), ways(other)) == (codings(robots), ways(robots))
    other.dispose()
    check_sound(robots)


def test_an_event_that_is_merged_keeps_its_codings(robots: Engine) -> None:
    """They stay with the event that they were made of, so that bringing it back loses none."""
    code(robots)
    with writing(robots) as session:
        versions = {"kept_version": 1, "gone_version": 1}
        store.merge_events(session, "two", "one", actor=RITA, **versions)
    assert codings(robots) == (MINE,)
    check_sound(robots)


def test_only_the_version_that_was_seen_is_changed(robots: Engine) -> None:
    """The same coder in two windows: the second save is refused and the first stands; a change of the seen one goes."""
    code(robots)
    other = replace(MINE, stance=Stance.NEUTRAL)
    with pytest.raises(VersionConflict, match="meanwhile"):
        code(robots, other)
    assert codings(robots) == (MINE,)
    code(robots, other, version=1)
    assert codings(robots) == (other,)
    with reading(robots) as session:
        assert coder_progress(session, "Ann").versions["one"] == 2


def test_two_people_code_the_same_event(robots: Engine) -> None:
    """Each has a coding of their own; one who types the name in other letters' case goes on with the same."""
    code(robots)
    code(robots, replace(MINE, coder="Bob"))
    code(robots, replace(MINE, slug="two", coder="  aNN "))
    assert {(each.slug, each.coder) for each in codings(robots)} == {("one", "Ann"), ("one", "Bob"), ("two", "Ann")}


def test_a_coding_that_was_not_blind_is_called_so(robots: Engine) -> None:
    """From a card or a file, whatever reason the file's import gives, also when it changes a blind one."""
    code(robots)
    code(robots, replace(MINE, slug="two"))
    with writing(robots) as session:
        code_event(session, replace(MINE, stance=Stance.SEVERE), actor=ED)
        take_codings(session, [replace(MINE, coder="Bob")], actor=ED, reason="coded blind")
        take_codings(session, [replace(MINE, coder="Cleo")], actor=ED, reason=CODED_BLIND)
        store.add_codings(session, [replace(MINE, coder="third")], actor=ACTOR)
    assert ways(robots) == {
        ("one", "Ann"): Way.OPEN,
        ("one", "Bob"): Way.OPEN,
        ("one", "Cleo"): Way.OPEN,
        ("one", "third"): Way.MACHINE,
        ("two", "Ann"): Way.BLIND,
    }


def test_an_undo_of_a_blind_change_stays_blind(robots: Engine) -> None:
    """It brings back what was coded before, and nothing was seen for it."""
    code(robots)
    code(robots, replace(MINE, stance=Stance.SEVERE), version=1)
    with writing(robots) as session:
        number = list_revisions(session, subject_type="coding", limit=1)[0].id
        store.undo_change(session, number, actor=ED)
    assert codings(robots) == (MINE,)
    assert ways(robots) == {("one", "Ann"): Way.BLIND}


def undo_last(engine: Engine, actor: Actor = ED) -> None:
    """Take the latest change of a coding back."""
    with writing(engine) as session:
        store.undo_change(session, list_revisions(session, subject_type="coding", limit=1)[0].id, actor=actor)


def test_an_undo_brings_back_the_way_too(robots: Engine) -> None:
    """A blind code that a file changed is blind again; one given anew after the file's is not, as others were seen."""
    severe = replace(MINE, stance=Stance.SEVERE)
    code(robots)
    with writing(robots) as session:
        take_codings(session, [severe], actor=ED, replaces=True)
    assert ways(robots) == {("one", "Ann"): Way.OPEN}
    undo_last(robots)
    assert (codings(robots), ways(robots)) == ((MINE,), {("one", "Ann"): Way.BLIND})
    undo_last(robots)
    assert (codings(robots), ways(robots)) == ((severe,), {("one", "Ann"): Way.OPEN})
    code(robots, replace(MINE, stance=Stance.EASING), version=4)
    assert ways(robots) == {("one", "Ann"): Way.OPEN}


def test_a_first_coding_can_be_taken_back(robots: Engine) -> None:
    """It goes with its coder's name, comes back by an undo of the undo, and numbers stay those of a rebuild."""
    code(robots, replace(MINE, coder="Amn"))
    undo_last(robots)
    assert codings(robots) == ()
    check_sound(robots)
    code(robots)
    code(robots, replace(MINE, coder="Bob"))
    undo_last(robots)
    code(robots, replace(MINE, slug="two"))
    assert [(each.slug, each.coder) for each in codings(robots)] == [("one", "Ann"), ("two", "Ann")]
    with reading(robots) as session:
        gone = coder_progress(session, "Bob")
    assert (gone.codings, gone.versions) == ({}, {"one": 2})
    code(robots, replace(MINE, coder="Bob", stance=Stance.NEUTRAL), version=2)
    assert ways(robots)["one", "Bob"] is Way.BLIND
    check_sound(robots)
    with writing(robots) as session:
        store.rebuild_tables(session, actor=RITA)
    assert len(codings(robots)) == 3
    undo_last(robots)
    undo_last(robots)
    assert replace(MINE, coder="Bob", stance=Stance.NEUTRAL) in codings(robots)


def test_a_machines_first_coding_stays(robots: Engine) -> None:
    """It is part of the curated record; a person whose name begins alike is none."""
    code(robots, replace(MINE, coder="x/second"))
    undo_last(robots)
    with writing(robots) as session:
        store.add_codings(session, [replace(MINE, coder="second")], actor=ACTOR)
    with pytest.raises(VersionConflict, match="curated record"):
        undo_last(robots, RITA)
    assert [each.coder for each in codings(robots)] == ["second"]


@pytest.mark.parametrize("name", ["second", "First", "", "a\u202eb", "x" * 101])
def test_a_name_that_is_none_for_a_person_changes_nothing(robots: Engine, name: str) -> None:
    """Machine-assisted names and names that cannot be shown are refused at every way in."""
    bad = replace(MINE, coder=name)
    with pytest.raises(InvalidDraft, match="coder"):
        code(robots, bad)
    with pytest.raises(InvalidDraft, match="coder"), writing(robots) as session:
        set_aside(session, "one", name, actor=ED)
    with pytest.raises(InvalidDraft, match="coder"), writing(robots) as session:
        take_codings(session, [MINE, bad], actor=ED)
    assert codings(robots) == ()


def test_a_reason_that_cannot_be_shown_changes_nothing(robots: Engine) -> None:
    """What nobody sees is taken out, what cannot be shown is refused."""
    with pytest.raises(InvalidDraft, match="reason"):
        code(robots, replace(MINE, reason="a\x07b"))
    assert codings(robots) == ()
    code(robots, replace(MINE, reason="a\u200bb <script>"))
    assert codings(robots)[0].reason == "ab <script>"


def test_a_viewer_records_nothing(robots: Engine) -> None:
    """Nor does one who names an event that is not there."""
    for write in (
        lambda session, actor, slug: code_event(session, replace(MINE, slug=slug), actor=actor),
        lambda session, actor, slug: set_aside(session, slug, "Ann", actor=actor),
        lambda session, actor, slug: take_codings(session, [replace(MINE, slug=slug)], actor=actor),
    ):
        with pytest.raises(NotAllowed), writing(robots) as session:
            write(session, VIC, "one")
        with pytest.raises(NotFound, match="nowhere"), writing(robots) as session:
            write(session, ED, "nowhere")
    assert codings(robots) == ()


def test_what_is_set_aside_is_remembered_for_its_coder(robots: Engine) -> None:
    """How often, by event, in whatever case the name is typed; it needs no undo, and a rebuild leaves it."""
    with writing(robots) as session:
        for slug, coder in (("one", "Ann"), ("two", "Ann"), ("one", "Ann"), ("three", "Bob")):
            set_aside(session, slug, coder.swapcase() if slug == "two" else coder, actor=ED)
        store.rebuild_tables(session, actor=RITA)
        number = list_revisions(session, limit=1)[0].id
        assert coder_progress(session, "Ann").set_aside == {"one": 2, "two": 1}
        assert coder_progress(session, "Bob").set_aside == {"three": 1}
    with pytest.raises(VersionConflict, match="waits for its coder"), writing(robots) as session:
        store.undo_change(session, number, actor=RITA)
    check_sound(robots)


def test_what_is_set_aside_is_no_change_of_the_content(robots: Engine) -> None:
    """The caches of all readers stay; a code empties them."""
    with writing(robots) as session:
        before, latest = data_version(session), latest_change(session)
        set_aside(session, "one", "Ann", actor=ED)
        assert (data_version(session), record_state(session).change) == (before, before)
        assert latest_change(session) == latest + 1
        code_event(session, MINE, actor=ED)
        assert data_version(session) == latest + 2


def test_a_file_does_not_write_over_other_codes(robots: Engine) -> None:
    """An older export leaves the newer code and names it; only who asks for it has the file's."""
    code(robots)
    newer = replace(MINE, stance=Stance.SEVERE)
    code(robots, newer, version=1)
    new = replace(MINE, slug="two")
    with writing(robots) as session:
        assert take_codings(session, [MINE, new], actor=ED) == TakenCodings(1, 0, ("one/Ann",))
    assert codings(robots) == (newer, new)
    with writing(robots) as session:
        assert take_codings(session, [MINE, new], actor=ED, replaces=True) == TakenCodings(1, 1, ())
    assert codings(robots) == (MINE, new)


def test_progress_is_in_the_order_of_first_coding(robots: Engine) -> None:
    """A change does not move a coding to the end."""
    for slug in ("three", "one", "two"):
        code(robots, replace(MINE, slug=slug))
    code(robots, replace(MINE, slug="three", stance=Stance.NEUTRAL), version=1)
    code(robots, replace(MINE, slug="one", coder="Bob"))
    with reading(robots) as session:
        assert list(coder_progress(session, "Ann").codings) == ["three", "one", "two"]


def test_codings_from_a_file_come_all_or_none(robots: Engine) -> None:
    """What stands is left alone, a coding that is given twice is refused with its place."""
    code(robots)
    with writing(robots) as session:
        store.add_codings(session, [replace(MINE, coder="third")], actor=ACTOR)
    rows = [MINE, replace(MINE, coder="third"), replace(MINE, slug="two"), replace(MINE, coder="Bob")]
    with writing(robots) as session:
        assert take_codings(session, rows, actor=ED, reason="a file") == TakenCodings(2, 2, ())
        assert take_codings(session, rows, actor=ED) == TakenCodings(0, 4, ())
    changed = replace(MINE, coder="third", stance=Stance.SEVERE)
    twice = [replace(MINE, slug="three"), replace(MINE, slug="three", coder="ANN", stance=Stance.SEVERE)]
    for bad in ([replace(MINE, slug="three"), changed], twice):
        with pytest.raises(TrackerError), writing(robots) as session:
            take_codings(session, bad, actor=ED)
    assert len(codings(robots)) == 4
