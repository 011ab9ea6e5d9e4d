"""Loading the curated record: as often as one likes, and never over a person's work."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Engine

from tests.support.makers import ANN, SEED_ALL, SEED_EVENTS, accepted_record, make_draft
from tracker.database import reading, writing
from tracker.duplicates import find_pairs
from tracker.errors import VersionConflict
from tracker.event.draft import EventDraft
from tracker.queries import data_version, find_slug, get_event, list_codings, list_events, list_revisions, list_terms
from tracker.queries.events import IN_PLAY
from tracker.read_models import CodingRow, TermRow
from tracker.resources import seeds_folder
from tracker.seeds import ACTOR, SeedRecord, SeedReport, ToldApart, load_seeds, read_seeds
from tracker.store import (
    add_codings,
    add_event,
    add_terms,
    distinct_pairs,
    merge_events,
    merge_names,
    revise_event,
    stored_draft,
    take_step,
)
from tracker.store.history import find_altered
from tracker.vocabulary import Origin, Reach, ReviewState, Stance, Step, TermType

GAMING = TermRow(TermType.SECTOR, "gaming", "Games", "游戏")
SECOND = CodingRow("a-rule", "second", Stance.TIGHTENING, Reach.SECTOR, "Narrow")


def draft(**changes: Any) -> EventDraft:
    """Return an event of the record, with some fields changed."""
    return make_draft(**{"sectors": ["gaming"]} | changes)


RECORD = SeedRecord((GAMING,), (("a-rule", draft()), ("b-rule", draft(title="B", sectors=["cloud"]))), (SECOND,))


def corrected(slug: str = "a-rule") -> SeedRecord:
    """Return the record with another title for one event."""
    events = tuple((each, draft(title="Corrected") if each == slug else old) for each, old in RECORD.events)
    return replace(RECORD, events=events)


def load(engine: Engine, record: SeedRecord = RECORD) -> SeedReport:
    """Load a record in a transaction of its own."""
    with writing(engine) as session:
        return load_seeds(session, record)


def revise(engine: Engine, slug: str, new: EventDraft) -> None:
    """Change an event as a person does."""
    with writing(engine) as session:
        version, _ = stored_draft(session, slug)
        revise_event(session, slug, new, version=version, actor=ANN, reason="I know better")


def test_an_empty_database_is_filled(engine: Engine) -> None:
    """Events, entries and codings stand there as in the record, and a name that only an event uses is an entry too."""
    assert load(engine) == SeedReport(("a-rule", "b-rule"), (), (), 0)
    with reading(engine) as session:
        event = get_event(session, "a-rule")
        assert (event.origin, event.review_state, event.version) == (Origin.SEED, ReviewState.ACCEPTED, 1)
        assert {term.key: term.name for term in list_terms(session)} == {"gaming": "Games", "cloud": "cloud"}
        assert list_codings(session) == (SECOND,)


def test_loading_again_changes_nothing(engine: Engine) -> None:
    """A second and third time the history gets no row, and all counts as unchanged."""
    load(engine)
    with reading(engine) as session:
        before = data_version(session)
    for _ in range(2):
        assert load(engine) == SeedReport((), (), (), 2)
    with reading(engine) as session:
        assert data_version(session) == before


def test_what_a_person_changed_is_kept_and_reported(engine: Engine) -> None:
    """Neither the same record nor a corrected one overwrites a person's words."""
    load(engine)
    revise(engine, "a-rule", draft(title="Ann's title"))
    assert load(engine) == SeedReport((), (), ("a-rule",), 1)
    for _ in range(2):
        assert load(engine, corrected()) == SeedReport((), (), ("a-rule",), 1, {"a-rule": ("title",)})
    with reading(engine) as session:
        event = get_event(session, "a-rule")
        assert (event.title, event.version) == ("Ann's title", 2)


def test_a_person_who_says_the_same_is_not_reported(engine: Engine) -> None:
    """Where the record has taken a person's correction over, the two agree again."""
    load(engine)
    revise(engine, "a-rule", draft(title="Corrected"))
    assert load(engine, corrected()) == SeedReport((), (), (), 2)


def test_a_correction_of_the_record_reaches_what_nobody_touched(engine: Engine) -> None:
    """It is a change like any other, with its reason in the history, and it happens once."""
    load(engine)
    assert load(engine, corrected()) == SeedReport((), ("a-rule",), (), 1)
    assert load(engine, corrected()) == SeedReport((), (), (), 2)
    with reading(engine) as session:
        assert get_event(session, "a-rule").title == "Corrected"
        newest, _ = list_revisions(session, subject_type="event", subject_key="a-rule")
        assert (newest.version, newest.actor, newest.reason) == (2, ACTOR.name, "the curated record was corrected")
        assert find_altered(session) == []


def test_a_new_event_of_the_record_joins_the_others(engine: Engine) -> None:
    """The rest is left alone; an event that the record no longer holds stays."""
    load(engine)
    more = replace(RECORD, events=(RECORD.events[0], ("c-rule", draft(title="C"))))
    assert load(engine, more) == SeedReport(("c-rule",), (), (), 1, alike=(("c-rule", "b-rule"),))
    with reading(engine) as session:
        assert get_event(session, "b-rule").title == "B"


def test_an_event_that_a_person_withdrew_stays_withdrawn(engine: Engine) -> None:
    """Loading brings nothing back and reports a correction; once a person has, the correction reaches it."""
    load(engine)
    with writing(engine) as session:
        take_step(session, "a-rule", Step.WITHDRAW, version=1, actor=ANN, reason="not about technology")
    assert load(engine) == SeedReport((), (), (), 2)
    assert load(engine, corrected()).kept == ("a-rule",)
    with reading(engine) as session:
        assert get_event(session, "a-rule").review_state is ReviewState.WITHDRAWN
    with writing(engine) as session:
        take_step(session, "a-rule", Step.RESTORE, version=2, actor=ANN, reason="it is")
    assert load(engine, corrected()).updated == ("a-rule",)


def test_events_that_a_person_merged_stay_merged(engine: Engine) -> None:
    """The slug of the one that is gone still leads to the other, whose united content is a person's."""
    load(engine)
    with writing(engine) as session:
        merge_events(session, "a-rule", "b-rule", kept_version=1, gone_version=1, actor=ANN)
    assert load(engine) == SeedReport((), (), ("a-rule",), 1)
    with reading(engine) as session:
        assert find_slug(session, "b-rule") == "a-rule"
        assert get_event(session, "a-rule").sectors == ("gaming", "cloud")


def test_a_persons_event_under_the_same_slug_is_not_taken_over(engine: Engine) -> None:
    """The record's event of that name is reported instead of written."""
    with writing(engine) as session:
        add_event(session, draft(title="Mine"), origin=Origin.FORM, actor=ANN, slug="a-rule")
    assert load(engine) == SeedReport(("b-rule",), (), ("a-rule",), 0, {"a-rule": ("title",)})
    with reading(engine) as session:
        event = get_event(session, "a-rule")
        assert (event.title, event.origin) == ("Mine", Origin.FORM)


def test_a_name_that_a_person_used_first_is_filled_in(engine: Engine) -> None:
    """An event of a person's may name a sector before the record does; the record then gives it its names."""
    with writing(engine) as session:
        add_event(session, draft(title="Mine"), origin=Origin.FORM, actor=ANN, slug="mine")
    assert load(engine).kept == ()
    with reading(engine) as session:
        assert GAMING in list_terms(session)


def test_entries_and_codings_that_a_person_changed_are_kept_and_reported(engine: Engine) -> None:
    """A vocabulary and another coder's judgement are a person's work as well."""
    load(engine)
    games, coding = replace(GAMING, name="Video games"), replace(SECOND, stance=Stance.SEVERE)
    with writing(engine) as session:
        add_terms(session, [games], actor=ANN)
        add_codings(session, [coding], actor=ANN)
    assert load(engine) == SeedReport((), (), ("sector/gaming", "a-rule/second"), 2)
    assert load(engine, replace(RECORD, terms=(games,), codings=(coding,))).kept == ()
    with reading(engine) as session:
        assert games in list_terms(session)
        assert list_codings(session) == (coding,)


def test_corrected_entries_and_codings_that_nobody_touched_are_written(engine: Engine) -> None:
    """The record's own corrections of names and codings arrive."""
    load(engine)
    games, coding = replace(GAMING, name="Video games"), replace(SECOND, stance=Stance.SEVERE)
    assert load(engine, replace(RECORD, terms=(games,), codings=(coding,))) == SeedReport((), (), (), 2)
    with reading(engine) as session:
        assert games in list_terms(session)
        assert list_codings(session) == (coding,)


def test_a_load_that_fails_leaves_the_database_as_it_was(engine: Engine) -> None:
    """Everything comes in one transaction: an error on the way leaves no half of a record."""
    twice = replace(RECORD, events=(*RECORD.events, RECORD.events[0]))
    with pytest.raises(VersionConflict):
        load(engine, twice)
    with reading(engine) as session:
        assert data_version(session) == 0
        assert list_terms(session) == ()


def test_the_shipped_record_loads_twice_and_keeps_a_persons_correction(seeded_engine: Engine) -> None:
    """The same holds for the record as it is shipped, with all its events."""
    record = accepted_record()
    slug, shipped = record.events[0]
    revise(seeded_engine, slug, shipped.model_copy(update={"title": "Ann's title"}))
    assert load(seeded_engine, record) == SeedReport((), (), (slug,), SEED_EVENTS - 1)
    with reading(seeded_engine) as session:
        assert get_event(session, slug).title == "Ann's title"
        assert data_version(session) == len(list_revisions(session))


def test_pairs_told_apart_are_loaded_once(engine: Engine) -> None:
    """They are in the history under the record's name, with the reason, and a second load writes nothing."""
    record = replace(RECORD, distinct=(ToldApart(("a-rule", "b-rule"), "Two rules."),))
    for _ in range(2):
        load(engine, record)
    with reading(engine) as session:
        assert distinct_pairs(session) == {("a-rule", "b-rule")}
        (row,) = list_revisions(session, subject_type="distinct")
    assert (row.actor, row.reason) == (ACTOR.name, "Two rules.")


def test_nobody_is_asked_about_the_shipped_record(engine: Engine) -> None:
    """Every pair of it that looks like one was looked at, drafts included, and no pair is listed that does not."""
    assert len(load(engine, read_seeds(seeds_folder())).added) == SEED_ALL
    with reading(engine) as session:
        events, terms, apart = list_events(session, IN_PLAY), list_terms(session), distinct_pairs(session)
    assert find_pairs(events, terms, apart=apart) == ()
    assert {(pair.first, pair.second) for pair in find_pairs(events, terms)} == apart


def test_names_that_people_typed_first_are_filled_in(engine: Engine) -> None:
    """A typed name that the record knows becomes its entry, under the key that it has; nothing stands twice."""
    with writing(engine) as session:
        typed = draft(title="Mine", sectors=["GAMES", "Cloud"])
        add_event(session, typed, origin=Origin.FORM, actor=ANN, slug="mine")
    cloud = TermRow(TermType.SECTOR, "cloud", "Cloud computing", "云计算")
    for _ in range(2):
        report = load(engine, replace(RECORD, terms=(GAMING, cloud)))
        assert report.kept == ()
    with reading(engine) as session:
        assert get_event(session, "a-rule").sectors == ("games",)
        assert list_terms(session) == (
            replace(cloud, name="Cloud computing"),
            TermRow(TermType.SECTOR, "games", "Games", "游戏", aliases=("gaming",)),
        )


def test_names_that_people_merged_stay_merged(engine: Engine) -> None:
    """Loading again brings neither the entry nor the links back, and says what is kept."""
    load(engine)
    with writing(engine) as session:
        merge_names(session, TermType.SECTOR, "cloud", "gaming", kept_version=1, gone_version=1, actor=ANN)
    for _ in range(2):
        report = load(engine)
        assert (report.added, report.updated) == ((), ())
    with reading(engine) as session:
        assert get_event(session, "a-rule").sectors == ("cloud",)
        assert [term.key for term in list_terms(session)] == ["cloud"]


def test_an_entry_whose_names_belong_to_two_here_is_left_alone(engine: Engine) -> None:
    """Only a person can say that the two are one; until then loading says which entry it is."""
    with writing(engine) as session:
        typed = draft(title="Mine", sectors=["Games", "游戏"])
        add_event(session, typed, origin=Origin.FORM, actor=ANN, slug="mine")
    assert load(engine).kept == ("sector/gaming",)
    with reading(engine) as session:
        assert {term.name for term in list_terms(session)} == {"Games", "游戏", "gaming", "cloud"}
