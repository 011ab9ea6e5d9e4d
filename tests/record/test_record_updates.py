"""An update of the curated record in a database that people edited: what is taken, asked, decided and forgotten."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Engine

from tests.support.makers import ANN, make_draft
from tracker.database import reading, writing
from tracker.errors import NotAllowed, NotFound, VersionConflict, WrongState
from tracker.event.draft import EventDraft
from tracker.queries import data_version, get_event, list_revisions
from tracker.seeds import SeedRecord, SeedReport, load_seeds
from tracker.store import (
    add_event,
    decide_clash,
    find_drift,
    merge_events,
    open_clashes,
    revise_event,
    stored_draft,
    take_step,
    undo_change,
)
from tracker.vocabulary import Origin, ReviewState, Role, Step

SLUG = "a-rule"


def draft(**changes: Any) -> EventDraft:
    """Return the event of the record, with some fields changed."""
    return make_draft(**{"sectors": ["gaming"]} | changes)


def record(**changes: Any) -> SeedRecord:
    """Return a record of one event."""
    return SeedRecord((), ((SLUG, draft(**changes)),), ())


def load(engine: Engine, seeds: SeedRecord) -> SeedReport:
    """Load a record in a transaction of its own."""
    with writing(engine) as session:
        return load_seeds(session, seeds)


def revise(engine: Engine, **changes: Any) -> None:
    """Change the event as a person does."""
    with writing(engine) as session:
        version, stored = stored_draft(session, SLUG)
        revise_event(session, SLUG, stored.model_copy(update=changes), version=version, actor=ANN, reason="I know")


def decide(engine: Engine, *, takes_over: bool, **changes: Any) -> None:
    """Decide the open fields as a person does."""
    with writing(engine) as session:
        version, _ = stored_draft(session, SLUG)
        values = {"version": version, "actor": ANN} | changes
        decide_clash(session, SLUG, takes_over=takes_over, **values)


def stored(engine: Engine) -> EventDraft:
    """Return what the database holds."""
    with reading(engine) as session:
        return stored_draft(session, SLUG)[1]


def waiting(engine: Engine) -> dict[str, tuple[str, ...]]:
    """Return the fields that wait for a decision."""
    with reading(engine) as session:
        return {each.slug: each.fields for each in open_clashes(session)}


def test_fields_that_nobody_touched_follow_the_record(engine: Engine) -> None:
    """A person's title stays for good, through one update after the other, and nothing is asked."""
    load(engine, record())
    revise(engine, title="Mine")
    for summary in ("First", "Second"):
        assert load(engine, record(summary=summary)) == SeedReport((), (SLUG,), (SLUG,), 0)
        assert (stored(engine).title, stored(engine).summary) == ("Mine", summary)
    assert waiting(engine) == {}


def test_a_field_that_both_changed_waits_and_is_asked_once(engine: Engine) -> None:
    """Loading again changes nothing; the event stays as the person left it."""
    load(engine, record())
    revise(engine, title="Mine")
    for _ in range(2):
        assert load(engine, record(title="Theirs")).clashes == {SLUG: ("title",)}
    assert waiting(engine) == {SLUG: ("title",)}
    assert stored(engine).title == "Mine"
    with reading(engine) as session:
        before = data_version(session)
    load(engine, record(title="Theirs"))
    with reading(engine) as session:
        assert data_version(session) == before


@pytest.mark.parametrize(("takes_over", "title"), [(True, "Theirs"), (False, "Mine")])
def test_a_decision_lasts_until_the_record_changes_again(engine: Engine, takes_over: bool, title: str) -> None:  # noqa: FBT001
    """What was decided is not asked again; other fields go on to follow; a new change of the same field is asked."""
    load(engine, record())
    revise(engine, title="Mine", summary="My words")
    load(engine, record(title="Theirs"))
    decide(engine, takes_over=takes_over)
    assert (stored(engine).title, stored(engine).summary) == (title, "My words")
    assert load(engine, record(title="Theirs")).clashes == {}
    assert load(engine, record(title="Theirs", reach=4)).clashes == {}
    assert (stored(engine).title, stored(engine).reach) == (title, 4)
    again = load(engine, record(title="Theirs again", reach=4))
    assert again.clashes == ({} if takes_over else {SLUG: ("title",)})
    assert stored(engine).title == ("Theirs again" if takes_over else "Mine")


def test_an_open_field_stays_open_through_a_further_update(engine: Engine) -> None:
    """The update of another field does not answer what was asked."""
    load(engine, record())
    revise(engine, title="Mine")
    load(engine, record(title="Theirs"))
    assert load(engine, record(title="Theirs", reach=4)).clashes == {SLUG: ("title",)}
    assert (stored(engine).title, stored(engine).reach) == ("Mine", 4)
    decide(engine, takes_over=True)
    assert stored(engine) == draft(title="Theirs", reach=4)
    assert waiting(engine) == {}


def test_a_person_who_writes_the_same_by_hand_has_decided(engine: Engine) -> None:
    """What the two agree on is asked no more."""
    load(engine, record())
    revise(engine, title="Mine")
    load(engine, record(title="Theirs"))
    revise(engine, title="Theirs")
    assert waiting(engine) == {}
    assert load(engine, record(title="Theirs")) == SeedReport((), (), (), 1)


def test_a_decision_is_a_change_of_the_record_like_any_other(engine: Engine) -> None:
    """It stands in the history with who and why, the event's change can be undone, and the tables follow."""
    load(engine, record())
    revise(engine, title="Mine")
    load(engine, record(title="Theirs"))
    decide(engine, takes_over=True, reason="they are right")
    with writing(engine) as session:
        decision, change = list_revisions(session, limit=2)
        assert (decision.subject_type, decision.actor, decision.reason) == (
            "curated",
            ANN.name,
            "taken over: they are right",
        )
        assert (change.subject_type, change.actor, change.reason) == ("event", ANN.name, "they are right")
        with pytest.raises(VersionConflict, match="stays remembered"):
            undo_change(session, decision.id, actor=ANN)
        undo_change(session, change.id, actor=ANN)
        assert stored_draft(session, SLUG)[1].title == "Mine"
        assert find_drift(session) == []


def test_only_who_may_change_an_event_decides_and_only_on_what_was_seen(engine: Engine) -> None:
    """A reader is refused, an older version is a conflict, and without a question there is nothing to decide."""
    load(engine, record())
    revise(engine, title="Mine")
    with pytest.raises(NotFound):
        decide(engine, takes_over=False)
    load(engine, record(title="Theirs"))
    with pytest.raises(NotAllowed):
        decide(engine, takes_over=False, actor=replace(ANN, role=Role.VIEWER))
    for takes_over in (True, False):
        with pytest.raises(VersionConflict):
            decide(engine, takes_over=takes_over, version=1)
    assert waiting(engine) == {SLUG: ("title",)}


def test_drafts_of_the_record_wait_for_review(engine: Engine) -> None:
    """They come in as drafts; what a person accepted or rejected stays so, and a correction reaches them."""
    seeds = SeedRecord((), (), (), drafts=((SLUG, draft()), ("b-rule", draft(title="B"))))
    assert load(engine, seeds).added == (SLUG, "b-rule")
    with writing(engine) as session:
        assert get_event(session, SLUG).review_state is ReviewState.DRAFT
        take_step(session, SLUG, Step.ACCEPT, version=1, actor=ANN)
        take_step(session, "b-rule", Step.REJECT, version=1, actor=ANN)
    assert load(engine, seeds) == SeedReport((), (), (), 2)
    corrected = replace(seeds, drafts=((SLUG, draft(summary="New")), ("b-rule", draft(title="New"))))
    assert load(engine, corrected) == SeedReport((), (SLUG,), ("b-rule",), 0)
    with reading(engine) as session:
        assert get_event(session, SLUG).review_state is ReviewState.ACCEPTED
        assert get_event(session, SLUG).summary == "New"
        assert get_event(session, "b-rule").review_state is ReviewState.REJECTED


def test_a_draft_that_the_record_accepted_is_accepted(engine: Engine) -> None:
    """As long as no person touched it; one that a person changed waits for that person's reviewer."""
    drafts = SeedRecord((), (), (), drafts=((SLUG, draft()), ("b-rule", draft(title="B"))))
    load(engine, drafts)
    revise(engine, title="Mine")
    accepted = replace(drafts, events=drafts.drafts, drafts=())
    assert load(engine, accepted).updated == ("b-rule",)
    with reading(engine) as session:
        assert get_event(session, "b-rule").review_state is ReviewState.ACCEPTED
        assert get_event(session, SLUG).review_state is ReviewState.DRAFT


def test_words_of_a_person_in_a_draft_go_on_waiting_after_an_update(engine: Engine) -> None:
    """An update writes the union of both; that the record accepted its own text accepts nobody else's."""
    drafts = SeedRecord((), (), (), drafts=((SLUG, draft()),))
    load(engine, drafts)
    revise(engine, stance_reason="Mine")
    assert load(engine, replace(drafts, drafts=((SLUG, draft(summary="New")),))).updated == (SLUG,)
    accepted = record(summary="New")
    assert load(engine, accepted) == SeedReport((), (), (SLUG,), 0)
    with reading(engine) as session:
        assert get_event(session, SLUG).review_state is ReviewState.DRAFT
    revise(engine, stance_reason=draft().stance_reason)
    load(engine, accepted)
    with reading(engine) as session:
        assert get_event(session, SLUG).review_state is ReviewState.DRAFT


def test_what_was_settled_by_hand_is_not_asked_after_a_later_edit(engine: Engine) -> None:
    """Loading in between remembers that nothing waits, beside another field that still does and without one."""
    load(engine, record())
    revise(engine, title="Mine", summary="Mine")
    load(engine, record(title="Theirs", summary="Theirs"))
    revise(engine, title="Theirs")
    assert load(engine, record(title="Theirs", summary="Theirs")).clashes == {SLUG: ("summary",)}
    revise(engine, title="Mine again")
    assert waiting(engine) == {SLUG: ("summary",)}
    revise(engine, title="Theirs", summary="Theirs")
    assert load(engine, record(title="Theirs", summary="Theirs")).unchanged == 1
    revise(engine, title="Mine again", summary="Mine again")
    assert waiting(engine) == {}


def test_what_would_not_be_valid_is_not_taken_over(engine: Engine) -> None:
    """A press that can do nothing says why, and the question stays open."""
    load(engine, record())
    revise(engine, end="2022-06-01", end_text="2022-06-01")
    load(engine, record(end="2022-07-01"))
    revise(engine, date="2022-08-01", date_text="2022-08-01", end=None, end_text=None)
    with pytest.raises(WrongState, match="Edit the event first"):
        decide(engine, takes_over=True)
    assert waiting(engine) == {SLUG: ("end",)}
    decide(engine, takes_over=False)
    assert waiting(engine) == {}


def test_nothing_is_asked_of_an_event_that_left_the_record(engine: Engine) -> None:
    """Neither of one that was withdrawn nor of one that was merged into another; brought back, it is asked again."""
    load(engine, record())
    revise(engine, title="Mine")
    load(engine, record(title="Theirs"))
    with writing(engine) as session:
        take_step(session, SLUG, Step.WITHDRAW, version=2, actor=ANN)
    assert waiting(engine) == {}
    with writing(engine) as session:
        take_step(session, SLUG, Step.RESTORE, version=3, actor=ANN)
    assert waiting(engine) == {SLUG: ("title",)}
    with writing(engine) as session:
        kept = add_event(session, draft(title="Kept"), origin=Origin.FORM, actor=ANN)
        merge_events(session, kept, SLUG, kept_version=1, gone_version=4, actor=ANN)
    assert waiting(engine) == {}


def test_an_event_like_one_that_a_person_entered_is_named(engine: Engine) -> None:
    """The pair is told where the update brings it in, not on a first load and not where somebody told them apart."""
    mine = draft(title="Mine")
    assert load(engine, SeedRecord((), (("other", draft(date="2001-01-01")),), ())).alike == ()
    with writing(engine) as session:
        entered = add_event(session, mine, origin=Origin.FORM, actor=ANN)
    assert load(engine, record(title="Theirs")).alike == ((SLUG, entered),)
    assert load(engine, record(title="Theirs")).alike == ()
