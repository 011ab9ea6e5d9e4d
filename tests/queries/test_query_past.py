import datetime as dt
from collections.abc import Callable

from sqlalchemy import Engine
from sqlmodel import Session

from tests.support.makers import ANN, SEED_EVENTS
from tracker.actors import Actor
from tracker.database import reading, writing
from tracker.queries import data_version, list_revisions
from tracker.store import revise_event, stored_draft, take_step
from tracker.vocabulary import Step

AddEvent = Callable[..., str]


def test_an_empty_record_has_version_0_and_no_past(engine: Engine) -> None:
    """Before the first change there is nothing to name."""
    with reading(engine) as session:
        assert data_version(session) == 0
        assert list_revisions(session) == ()


def test_each_change_counts_the_version_up(engine: Engine, add: AddEvent) -> None:
    """What was read before a change is known to be old after it; reading alone changes nothing."""
    seen = [0]
    add("a")
    with reading(engine) as session:
        seen += [data_version(session), data_version(session)]
    with writing(engine) as session:
        version, draft = stored_draft(session, "a")
        revise_event(session, "a", draft.model_copy(update={"title": "B"}), version=version, actor=ANN)
        seen.append(data_version(session))
    with writing(engine) as session:
        take_step(session, "a", Step.WITHDRAW, version=2, actor=ANN, reason="wrong")
        seen.append(data_version(session))
    assert seen == [0, 1, 1, 2, 3]


def test_the_past_of_one_event_is_read_newest_first(engine: Engine, add: AddEvent) -> None:
    """Each change says who, when, why and what stood there after it."""
    before = dt.datetime.now(dt.UTC).replace(microsecond=0)
    add("a", sectors=["gaming"])
    add("b")
    with writing(engine) as session:
        version, draft = stored_draft(session, "a")
        new = draft.model_copy(update={"title": "规定"})
        revise_event(session, "a", new, version=version, actor=Actor("Ben"), reason="official name")
    with reading(engine) as session:
        newest, oldest = list_revisions(session, subject_type="event", subject_key="a")
    assert (newest.subject_type, newest.subject_key, newest.version, newest.action) == ("event", "a", 2, "revise")
    assert (newest.actor, newest.reason, newest.document["title"]) == ("Ben", "official name", "规定")
    assert (oldest.actor, oldest.reason, oldest.document["title"]) == ("Ann", "", "A rule is published")
    assert newest.id > oldest.id
    assert newest.digest != oldest.digest
    for revision in (newest, oldest):
        assert revision.recorded_at.utcoffset() == dt.timedelta(0)
        assert before <= revision.recorded_at <= dt.datetime.now(dt.UTC)


def test_the_past_can_be_narrowed_and_cut(engine: Engine, add: AddEvent) -> None:
    """By sort of subject, by key, and by number of rows."""
    add("a", sectors=["gaming"])
    add("gaming")
    with reading(engine) as session:
        every = list_revisions(session)
        assert [(row.subject_type, row.subject_key) for row in every] == [
            ("event", "gaming"),
            ("event", "a"),
            ("term", "sector/gaming"),
        ]
        assert list_revisions(session, subject_type="term") == every[2:]
        assert list_revisions(session, subject_key="gaming") == every[:1]
        assert list_revisions(session, limit=2) == every[:2]
        assert list_revisions(session, subject_type="coding") == ()


def test_the_curated_record_has_one_change_for_each_subject(record: Session) -> None:
    """Loading writes every event, entry and coding once, under the name of the curated record."""
    revisions = list_revisions(record)
    assert data_version(record) == len(revisions) == revisions[0].id
    assert {(row.version, row.action, row.actor) for row in revisions} == {(1, "add", "curated record")}
    assert sum(row.subject_type == "event" for row in revisions) == SEED_EVENTS
