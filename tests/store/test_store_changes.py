import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from tests.support.makers import make_draft
from tracker.actors import Actor
from tracker.database import reading, writing
from tracker.errors import InvalidDraft, NotAllowed, NotFound, UnknownValue, VersionConflict
from tracker.event.draft import EventDraft
from tracker.filters import EventFilter
from tracker.queries import find_slug, get_event, list_codings, list_events, list_revisions
from tracker.queries.past import events_as_known
from tracker.read_models import CodingRow
from tracker.store import (
    NewEvent,
    add_codings,
    add_event,
    add_events,
    distinct_pairs,
    find_drift,
    mark_distinct,
    merge_events,
    rebuild_tables,
    revise_event,
    revise_many,
    take_step,
    undo_change,
)
from tracker.store.states import BulkChange
from tracker.vocabulary import Origin, Reach, ReviewState, Role, Stance, Step

REVIEWER, EDITOR, VIEWER = Actor("Rita"), Actor("Ed", Role.EDITOR), Actor("Vic", Role.VIEWER)


def draft(**changes: object) -> EventDraft:
    """Return a valid draft with some fields changed."""
    values = {"title": "Approvals of games resume", "date": "11 April 2022", "kind": "licensing", "sectors": ["gaming"]}
    return make_draft(**{"stance": 2, "stance_reason": "The freeze ends"} | values | changes)


def add(engine: Engine, slug: str, *, state: ReviewState = ReviewState.ACCEPTED, **changes: object) -> str:
    """Add one Event under a slug."""
    with writing(engine) as session:
        new = NewEvent(draft(**changes), slug, state)
        return add_events(session, [new], origin=Origin.FORM, actor=REVIEWER)[0]


def test_an_editors_event_waits_for_a_reviewer(engine: Engine) -> None:
    """An editor adds drafts only, and cannot accept; a reviewer can; a viewer can do nothing."""
    assert (EDITOR.state_of_new, REVIEWER.state_of_new) == (ReviewState.DRAFT, ReviewState.ACCEPTED)
    with writing(engine) as session:
        slug = add_event(session, draft(), origin=Origin.FORM, actor=EDITOR, state=ReviewState.DRAFT)
    with pytest.raises(NotAllowed), writing(engine) as session:
        add_event(session, draft(title="Another"), origin=Origin.FORM, actor=VIEWER, state=ReviewState.DRAFT)
    with pytest.raises(NotAllowed), writing(engine) as session:
        take_step(session, slug, Step.ACCEPT, version=1, actor=EDITOR)
    with writing(engine) as session:
        assert take_step(session, slug, Step.ACCEPT, version=1, actor=REVIEWER) == 2
        assert [event.slug for event in list_events(session)] == [slug]


@pytest.mark.parametrize("actor", [VIEWER, EDITOR])
def test_only_a_reviewer_decides(engine: Engine, actor: Actor) -> None:
    """Every write that needs a role asks for it, whoever calls it."""
    one, other = add(engine, "one"), add(engine, "other")
    writes = [
        lambda session: take_step(session, one, Step.SEND_BACK, version=1, actor=actor),
        lambda session: take_step(session, one, Step.REJECT, version=1, actor=actor),
        lambda session: merge_events(session, one, other, kept_version=1, gone_version=1, actor=actor),
        lambda session: rebuild_tables(session, actor=actor),
    ]
    if actor is VIEWER:
        writes += [
            lambda session: revise_event(session, one, draft(title="x"), version=1, actor=actor),
            lambda session: take_step(session, one, Step.WITHDRAW, version=1, actor=actor),
            lambda session: take_step(session, one, Step.RESTORE, version=1, actor=actor),
            lambda session: take_step(session, one, Step.SUBMIT, version=1, actor=actor),
            lambda session: undo_change(session, 1, actor=actor),
            lambda session: mark_distinct(session, one, other, actor=actor),
            lambda session: add_codings(session, [CodingRow(one, "Vic", Stance(1), Reach(1), "")], actor=actor),
        ]
    for write in writes:
        with pytest.raises(NotAllowed), writing(engine) as session:
            write(session)
    with reading(engine) as session:
        assert {event.version for event in list_events(session)} == {1}


def test_the_way_through_review(engine: Engine) -> None:
    """Sent back, submitted, rejected, brought back and accepted: each step is a version of its own."""
    slug = add(engine, "one", state=ReviewState.DRAFT)
    with writing(engine) as session:
        assert take_step(session, slug, Step.SEND_BACK, version=1, actor=REVIEWER, reason="no source for the day") == 2
        assert take_step(session, slug, Step.SUBMIT, version=2, actor=EDITOR) == 3
        assert take_step(session, slug, Step.REJECT, version=3, actor=REVIEWER, reason="not about technology") == 4
        assert take_step(session, slug, Step.RESTORE, version=4, actor=EDITOR, reason="it is") == 5
        assert get_event(session, slug).review_state == ReviewState.DRAFT
        assert take_step(session, slug, Step.ACCEPT, version=5, actor=REVIEWER) == 6
    with reading(engine) as session:
        actions = [row.action for row in list_revisions(session, subject_type="event")]
    assert actions == ["accept", "restore", "reject", "submit", "send back", "add"]


def test_an_undo_takes_back_one_change_and_keeps_later_ones(engine: Engine) -> None:
    """Only the fields of that change go back; what others changed later stays."""
    slug = add(engine, "one")
    with writing(engine) as session:
        revise_event(session, slug, draft(title="Second"), version=1, actor=EDITOR)
        number = list_revisions(session, limit=1)[0].id
        revise_event(session, slug, draft(title="Second", summary="Kept."), version=2, actor=EDITOR)
        assert undo_change(session, number, actor=EDITOR, reason="wrong") == 4
        event = get_event(session, slug)
    assert (event.title, event.summary) == ("Approvals of games resume", "Kept.")
    with pytest.raises(VersionConflict, match="already"), writing(engine) as session:
        undo_change(session, number, actor=EDITOR)


def test_an_undo_that_would_lose_a_later_change_is_refused(engine: Engine) -> None:
    """The message names the field; nothing is written."""
    slug = add(engine, "one")
    with writing(engine) as session:
        revise_event(session, slug, draft(title="Second"), version=1, actor=EDITOR)
        number = list_revisions(session, limit=1)[0].id
        revise_event(session, slug, draft(title="Third"), version=2, actor=EDITOR)
    with pytest.raises(VersionConflict, match="Title"), writing(engine) as session:
        undo_change(session, number, actor=EDITOR)
    with reading(engine) as session:
        assert get_event(session, slug).title == "Third"


def test_undo_of_an_addition_withdraws_and_of_a_withdrawal_restores(engine: Engine) -> None:
    """Nothing is erased by an undo either."""
    slug = add(engine, "one")
    with writing(engine) as session:
        number = list_revisions(session, subject_type="event", limit=1)[0].id
        undo_change(session, number, actor=EDITOR)
        assert get_event(session, slug).review_state == ReviewState.WITHDRAWN
        number = list_revisions(session, limit=1)[0].id
        undo_change(session, number, actor=EDITOR)
        assert get_event(session, slug).review_state == ReviewState.ACCEPTED


def test_an_undo_of_what_is_not_there_or_of_a_name_is_a_sentence(engine: Engine) -> None:
    """A number that the history does not have, and a name that was added, are refused with words."""
    add(engine, "one")
    with writing(engine) as session:
        term = list_revisions(session, subject_type="term")[0].id
    for number, error in ((10_000, NotFound), (term, VersionConflict)):
        with pytest.raises(error), writing(engine) as session:
            undo_change(session, number, actor=REVIEWER)


def test_only_a_reviewer_undoes_what_a_reviewer_decided(engine: Engine) -> None:
    """An editor cannot accept by undoing a rejection."""
    slug = add(engine, "one", state=ReviewState.DRAFT)
    with writing(engine) as session:
        take_step(session, slug, Step.REJECT, version=1, actor=REVIEWER, reason="no")
        number = list_revisions(session, limit=1)[0].id
    with pytest.raises(NotAllowed), writing(engine) as session:
        undo_change(session, number, actor=EDITOR)


def test_a_codings_undo_brings_the_earlier_one_back(engine: Engine) -> None:
    """Codings have a history of their own."""
    slug = add(engine, "one")
    with writing(engine) as session:
        for stance in (1, 3):
            add_codings(session, [CodingRow(slug, "Ann", Stance(stance), Reach(2), "so")], actor=EDITOR)
        undo_change(session, list_revisions(session, limit=1)[0].id, actor=EDITOR)
        assert [int(coding.stance) for coding in list_codings(session)] == [1]


def test_a_merge_unites_and_redirects(engine: Engine) -> None:
    """Sources and names are united, gaps are filled, the old slug leads on, also through a second merge."""
    kept = add(engine, "kept", sources=[{"url": "https://example.org/a"}], companies=["XD"])
    gone = add(engine, "gone", sources=[{"url": "https://example.org/b"}], companies=["Tencent", "XD"], summary="More.")
    last = add(engine, "last")
    with writing(engine) as session:
        assert merge_events(session, kept, gone, kept_version=1, gone_version=1, actor=REVIEWER) == 2
        event = get_event(session, gone)
        assert (event.slug, event.companies, event.summary) == (kept, ("XD", "Tencent"), "More.")
        assert [source.url for source in event.sources] == ["https://example.org/a", "https://example.org/b"]
        merge_events(session, last, kept, kept_version=1, gone_version=2, actor=REVIEWER)
        assert [find_slug(session, slug) for slug in (gone, kept, last)] == [last, last, last]
        assert [each.slug for each in list_events(session)] == [last]
    with pytest.raises(UnknownValue), writing(engine) as session:
        merge_events(session, last, last, kept_version=2, gone_version=2, actor=REVIEWER)


def test_a_merged_event_can_be_brought_back(engine: Engine) -> None:
    """Undoing the merge of the one that went lets its slug stand for itself again."""
    kept, gone = add(engine, "kept"), add(engine, "gone")
    with writing(engine) as session:
        merge_events(session, kept, gone, kept_version=1, gone_version=1, actor=REVIEWER)
        undo_change(session, list_revisions(session, subject_key=gone, limit=1)[0].id, actor=REVIEWER)
        event = get_event(session, gone)
        assert (event.slug, event.review_state) == (gone, ReviewState.ACCEPTED)


def test_told_apart_is_remembered(engine: Engine) -> None:
    """The order of the two does not matter, and saying it twice writes it once."""
    one, other = add(engine, "one"), add(engine, "other")
    with writing(engine) as session:
        mark_distinct(session, other, one, actor=EDITOR)
        before = list_revisions(session)[0].id
        mark_distinct(session, one, other, actor=EDITOR)
        assert distinct_pairs(session) == {("one", "other")}
        assert list_revisions(session)[0].id == before
    with pytest.raises(NotFound), writing(engine) as session:
        mark_distinct(session, one, "nowhere", actor=EDITOR)


def test_many_change_together_or_not_at_all(engine: Engine) -> None:
    """One stale version refuses the whole change."""
    slugs = [add(engine, f"event-{number}") for number in range(3)]
    change = BulkChange(thread="games", add_sectors=("media",), take_sectors=("gaming",), step=Step.WITHDRAW)
    with pytest.raises(VersionConflict), writing(engine) as session:
        revise_many(session, dict.fromkeys(slugs, 1) | {slugs[2]: 7}, change, actor=REVIEWER)
    with reading(engine) as session:
        assert {event.version for event in list_events(session)} == {1}
    with writing(engine) as session:
        assert revise_many(session, dict.fromkeys(slugs[:2], 1), change, actor=REVIEWER) == slugs[:2]
        event = get_event(session, slugs[0])
    assert (event.thread, event.sectors, event.review_state) == ("games", ("media",), ReviewState.WITHDRAWN)


def test_many_with_nothing_to_change_stay(engine: Engine) -> None:
    """There is no new version without a change."""
    slug = add(engine, "one")
    with writing(engine) as session:
        assert revise_many(session, {slug: 1}, BulkChange(add_sectors=("gaming",)), actor=EDITOR) == []


def test_an_earlier_state_of_the_record_can_be_read(engine: Engine) -> None:
    """What was recorded later is not seen; a withdrawn Event is seen as it was then."""
    slug = add(engine, "one")
    with reading(engine) as session:
        then = list_revisions(session, limit=1)[0].recorded_at
    with writing(engine) as session:
        revise_event(session, slug, draft(title="Later"), version=1, actor=EDITOR)
        take_step(session, slug, Step.WITHDRAW, version=2, actor=EDITOR)
    add(engine, "two")
    with reading(engine) as session:
        assert [event.title for event in events_as_known(session, then)] == ["Approvals of games resume"]
        assert events_as_known(session, then - dt.timedelta(seconds=1)) == ()
        assert [event.slug for event in events_as_known(session, dt.datetime.now(dt.UTC))] == ["two"]


def test_the_tables_can_be_rebuilt_and_drift_is_found(engine: Engine) -> None:
    """A row that was changed past the history is found, and a rebuild puts it right."""
    slug = add(engine, "one")
    add(engine, "two")
    with writing(engine) as session:
        merge_events(session, slug, "two", kept_version=1, gone_version=1, actor=REVIEWER)
        assert find_drift(session) == []
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE event SET title = 'Altered' WHERE slug = 'one'")
    with writing(engine) as session:
        assert len(find_drift(session)) == 1
        rebuild_tables(session, actor=REVIEWER)
        assert find_drift(session) == []
        assert find_slug(session, "two") == slug
        every = list_events(session, EventFilter(states=tuple(ReviewState)))
    assert [event.slug for event in every] == ["one", "two"]


def ways_of_writing(slug: str, other: str, actor: Actor, reason: str) -> list[Callable[[Session], object]]:
    """Return ways to change a record that has two Events, all by an actor for a reason."""
    given: dict[str, Any] = {"actor": actor, "reason": reason}
    coding = CodingRow(slug, "Cora", Stance(1), Reach(1), "")
    step = BulkChange(step=Step.WITHDRAW)
    return [
        lambda session: take_step(session, slug, Step.WITHDRAW, version=1, **given),
        lambda session: revise_event(session, slug, draft(reach=1), version=1, **given),
        lambda session: add_event(session, draft(title="Third"), origin=Origin.FORM, slug="three", **given),
        lambda session: merge_events(session, slug, other, kept_version=1, gone_version=1, **given),
        lambda session: mark_distinct(session, slug, other, **given),
        lambda session: undo_change(session, 2, **given),
        lambda session: add_codings(session, [coding], **given),
        lambda session: revise_many(session, {slug: 1}, step, **given),
    ]


@pytest.mark.parametrize("field", ["reason", "actor"])
@pytest.mark.parametrize("sign", ["\x07", "\x1b", "\x00", "\u2028", "\uffff", "\ud83d"])
def test_who_and_why_are_texts_that_can_be_shown(engine: Engine, field: str, sign: str) -> None:
    """Whatever is done and on whatever road it comes: one sentence, and nothing is changed."""
    actor, reason = (Actor(f"Ri{sign}ta"), "Fine") if field == "actor" else (REVIEWER, f"Not{sign} fine")
    ways = ways_of_writing(add(engine, "one"), add(engine, "two", title="Other"), actor, reason)
    with reading(engine) as session:
        before = list_revisions(session)
    for way in ways:
        with pytest.raises(InvalidDraft, match=f"^{field}: This holds control"), writing(engine) as session:
            way(session)
    with reading(engine) as session:
        assert list_revisions(session) == before
        assert {event.version for event in list_events(session)} == {1}
        assert not find_drift(session)


def test_a_reason_is_cleaned_like_other_texts(engine: Engine) -> None:
    """What nobody sees is taken out, and lines stay."""
    slug = add(engine, "one")
    with writing(engine) as session:
        take_step(session, slug, Step.WITHDRAW, version=1, actor=REVIEWER, reason=" It\u200b never\r\nhappened\ufeff ")
    with reading(engine) as session:
        assert list_revisions(session)[0].reason == "It never\nhappened"
