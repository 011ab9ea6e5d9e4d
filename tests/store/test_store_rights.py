"""Who may take which step in review, and from where; an undo or a restore is no way around it."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from tests.support.makers import add_one, make_draft
from tracker import store
from tracker.actors import Actor
from tracker.database import reading, writing
from tracker.errors import InvalidDraft, NotAllowed, VersionConflict, WrongState
from tracker.queries import get_event, list_revisions
from tracker.store.events import current
from tracker.vocabulary import Origin, ReviewState, Role, Step

RITA, ED = Actor("Rita"), Actor("Ed", Role.EDITOR)


def last(session: Session, slug: str) -> int:
    """Return the number of an Event's last change."""
    return list_revisions(session, subject_key=slug, limit=1)[0].id


def state_of(session: Session, slug: str) -> ReviewState:
    """Return where an Event stands, without following a merge."""
    return ReviewState(current(session, slug)[1]["review_state"])


@pytest.mark.parametrize("step", Step)
def test_a_step_starts_where_it_fits(engine: Engine, step: Step) -> None:
    """From any other state it is refused with a sentence; where the Event stands there already nothing happens."""
    for state in ReviewState:
        slug = add_one(engine, f"a-{state}", state)
        if state not in step.starts and state != step.target:
            with pytest.raises(WrongState, match=f"“Title of {slug}” is {state}"), writing(engine) as session:
                store.take_step(session, slug, step, version=1, actor=RITA)
            continue
        with writing(engine) as session:
            assert store.take_step(session, slug, step, version=1, actor=RITA) == (1 if state == step.target else 2)
            assert state_of(session, slug) == (step.target or ReviewState.DRAFT)


def test_an_editor_cannot_undo_a_reviewers_undo(engine: Engine) -> None:
    """Accepted and taken back: undoing the undo would accept, so it needs a reviewer."""
    add_one(engine, "one", ReviewState.DRAFT)
    with writing(engine) as session:
        store.take_step(session, "one", Step.ACCEPT, version=1, actor=RITA)
        store.undo_change(session, last(session, "one"), actor=RITA)
        number = last(session, "one")
    with pytest.raises(NotAllowed), writing(engine) as session:
        store.undo_change(session, number, actor=ED)
    with writing(engine) as session:
        assert state_of(session, "one") is ReviewState.DRAFT
        store.undo_change(session, number, actor=RITA)
        assert state_of(session, "one") is ReviewState.ACCEPTED


def test_an_editor_undoes_a_withdrawal_and_a_restoring(engine: Engine) -> None:
    """What an editor may do by withdrawing and restoring, an editor may do by an undo."""
    add_one(engine, "one")
    with writing(engine) as session:
        store.take_step(session, "one", Step.WITHDRAW, version=1, actor=RITA)
        for state in (ReviewState.ACCEPTED, ReviewState.WITHDRAWN, ReviewState.ACCEPTED):
            store.undo_change(session, last(session, "one"), actor=ED)
            assert state_of(session, "one") is state


def test_a_rejected_event_comes_back_for_an_editor_as_a_draft(engine: Engine) -> None:
    """A reviewer brings it back to where it stood."""
    for actor, state in ((ED, ReviewState.DRAFT), (RITA, ReviewState.DISPUTED)):
        slug = add_one(engine, actor.name.lower(), ReviewState.DISPUTED)
        with writing(engine) as session:
            store.take_step(session, slug, Step.REJECT, version=1, actor=RITA)
            store.take_step(session, slug, Step.RESTORE, version=2, actor=actor)
            assert state_of(session, slug) is state


def merged(engine: Engine) -> None:
    """Merge ``gone`` into ``kept``."""
    add_one(engine, "kept")
    add_one(engine, "gone", summary="More.")
    with writing(engine) as session:
        store.merge_events(session, "kept", "gone", kept_version=1, gone_version=1, actor=RITA)


@pytest.mark.parametrize(
    "write",
    [
        lambda session: store.take_step(session, "gone", Step.RESTORE, version=2, actor=ED),
        lambda session: store.undo_change(session, last(session, "gone"), actor=ED),
        lambda session: store.undo_change(session, last(session, "kept"), actor=ED),
    ],
)
def test_an_editor_does_not_take_a_merge_back(engine: Engine, write: Callable[[Session], int]) -> None:
    """Neither by restoring nor by an undo of either row."""
    merged(engine)
    with pytest.raises(NotAllowed), writing(engine) as session:
        write(session)
    with reading(engine) as session:
        assert get_event(session, "gone").slug == "kept"


@pytest.mark.parametrize("step", [step for step in Step if step is not Step.RESTORE])
def test_a_merged_event_takes_no_step(engine: Engine, step: Step) -> None:
    """The refusal names the Event that it was merged into, which stays as it is."""
    merged(engine)
    with pytest.raises(WrongState, match="merged into “Title of kept”"), writing(engine) as session:
        store.take_step(session, "gone", step, version=2, actor=RITA)


@pytest.mark.parametrize("half", ["kept", "gone"])
def test_the_undo_of_either_row_takes_the_whole_merge_back(engine: Engine, half: str) -> None:
    """Both Events are as before; undoing that merges them again."""
    merged(engine)
    with writing(engine) as session:
        store.undo_change(session, last(session, half), actor=RITA)
        assert (get_event(session, "kept").summary, len(get_event(session, "kept").sources)) == ("", 1)
        assert (get_event(session, "gone").slug, state_of(session, "gone")) == ("gone", ReviewState.ACCEPTED)
        store.undo_change(session, last(session, half), actor=RITA)
        assert (get_event(session, "gone").slug, get_event(session, "gone").summary) == ("kept", "More.")


def test_a_merge_changed_since_is_not_taken_back_by_half(engine: Engine) -> None:
    """Where one of the two rows cannot be undone, neither is."""
    merged(engine)
    with writing(engine) as session:
        version, draft = store.stored_draft(session, "kept")
        later = draft.model_copy(update={"summary": "Still more."})
        store.revise_event(session, "kept", later, version=version, actor=ED)
    with pytest.raises(VersionConflict, match="Summary"), writing(engine) as session:
        store.undo_change(session, last(session, "gone"), actor=RITA)
    with reading(engine) as session:
        assert get_event(session, "gone").slug == "kept"


def test_two_events_never_lead_to_each_other(engine: Engine) -> None:
    """An undo that would lead a slug to an Event that is out of the record is refused."""
    merged(engine)
    with writing(engine) as session:
        store.take_step(session, "gone", Step.RESTORE, version=2, actor=RITA)
        number = last(session, "gone")
        store.merge_events(session, "gone", "kept", kept_version=3, gone_version=2, actor=RITA)
    with pytest.raises(VersionConflict), writing(engine) as session:
        store.undo_change(session, number, actor=RITA)


@pytest.mark.parametrize("state", [ReviewState.DRAFT, ReviewState.DISPUTED, ReviewState.WITHDRAWN])
def test_an_accepted_event_does_not_leave_the_record_by_a_merge(engine: Engine, state: ReviewState) -> None:
    """It is not merged into what is not accepted; the other way round it is, unless that is out already."""
    add_one(engine, "draft", state)
    add_one(engine, "accepted")
    with pytest.raises(WrongState), writing(engine) as session:
        store.merge_events(session, "draft", "accepted", kept_version=1, gone_version=1, actor=RITA)
    if state is not ReviewState.WITHDRAWN:
        with writing(engine) as session:
            store.merge_events(session, "accepted", "draft", kept_version=1, gone_version=1, actor=RITA)


@pytest.mark.parametrize(("end", "taken"), [("May 2022", "2022-05"), ("..", ".."), ("March 2022", None)])
def test_a_merge_takes_an_end_only_where_it_fits(engine: Engine, end: str, taken: str | None) -> None:
    """End and its words come together, and never an end before the date."""
    add_one(engine, "kept")
    add_one(engine, "gone", date="1 March 2022", end=end)
    with writing(engine) as session:
        store.merge_events(session, "kept", "gone", kept_version=1, gone_version=1, actor=RITA)
        event = get_event(session, "kept")
    assert (event.end, event.end_text) == (taken, end if taken else None)


def test_a_merge_with_too_many_sources_is_a_sentence(engine: Engine) -> None:
    """Nothing is written and nothing is cut off."""
    for slug in ("kept", "gone"):
        add_one(engine, slug, sources=[{"url": f"https://example.org/{slug}/{number}"} for number in range(60)])
    with pytest.raises(InvalidDraft, match="At most 100 sources"), writing(engine) as session:
        store.merge_events(session, "kept", "gone", kept_version=1, gone_version=1, actor=RITA)
    with reading(engine) as session:
        assert get_event(session, "gone").slug == "gone"


@pytest.mark.parametrize("state", ReviewState)
def test_an_editors_new_event_is_a_draft_whatever_is_asked_for(engine: Engine, state: ReviewState) -> None:
    """One at a time, many at once or prepared elsewhere: the store decides, and a reviewer gets what was asked for."""
    for actor, slug, expected in ((ED, "mine", ReviewState.DRAFT), (RITA, "theirs", state)):
        draft = make_draft(title=f"A title of {slug}")
        prepared = store.prepare_event(f"{slug}-2", draft, state=state, origin=Origin.IMPORT)
        with writing(engine) as session:
            store.add_events(session, [store.NewEvent(draft, f"{slug}-1", state)], origin=Origin.IMPORT, actor=actor)
            store.add_prepared(session, [prepared], actor=actor)
            store.add_event(session, draft, origin=Origin.CLI, actor=actor, state=state, slug=f"{slug}-3")
        with reading(engine) as session:
            assert {get_event(session, f"{slug}-{number}").review_state for number in (1, 2, 3)} == {expected}
            assert store.find_drift(session) == []
