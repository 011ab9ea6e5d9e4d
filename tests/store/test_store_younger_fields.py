"""What an Event is also called, since when it was known, its number, and what was seen of its sources, when stored."""

import datetime as dt

import pytest
from sqlalchemy import Engine

from tests.support.makers import ANN, add_one, event_fields, make_draft
from tracker.database import reading, writing
from tracker.errors import InvalidDraft
from tracker.event.draft import EventDraft
from tracker.event.fields import MOST_PHRASES
from tracker.filters import EventFilter
from tracker.queries import get_event, list_events, list_revisions
from tracker.queries.past import events_as_known
from tracker.store import history, merge_events, projection, revise_event, revise_events, undo_change
from tracker.store.events import prepare_event
from tracker.store.replay import find_drift
from tracker.vocabulary import Origin, ReviewState, Seen

FULL = {
    "also_called": ["The halt; of games", "版号停发"],
    "document_number": "国办发〔2021〕33号",
    "public_on": "8 September 2021",
    "sources": [{"url": "https://example.org/a", "seen": "link", "note": "The label names the number"}],
}
YOUNGER = ("also_called", "document_number", "public_on")


def older_document(engine: Engine, slug: str) -> EventDraft:
    """Add an Event as an earlier version of the program wrote it, and return its draft."""
    draft = make_draft()
    document = prepare_event(slug, draft, state=ReviewState.ACCEPTED, origin=Origin.FORM).document
    document = {name: value for name, value in document.items() if name not in YOUNGER}
    document["sources"] = [{"url": source.url, "publisher": "", "published_on": None, "language": None, "kind": None}
                           for source in draft.sources]  # fmt: skip
    with writing(engine) as session:
        projection.project_events(session, [(document, 1)])
        history.append(session, [history.Change("event", slug, 1, "add", "Ann", "", document)])
    return draft


def test_they_come_back_from_tables_and_history(engine: Engine) -> None:
    """Rows, the history's reading and a replay agree on them."""
    slug = add_one(engine, "halt", **FULL)
    with reading(engine) as session:
        event = get_event(session, slug)
        assert events_as_known(session, dt.datetime.now(dt.UTC)) == (event,)
        assert list(find_drift(session)) == []
    assert event.also_called == ("The halt; of games", "版号停发")
    assert (event.document_number, event.public_on) == ("国办发〔2021〕33号", "2021-09-08")
    (source,) = event.sources
    assert (source.seen, source.note) == (Seen.LINK, "The label names the number")


@pytest.mark.parametrize("word", ["停发", "halt; of", "〔2021〕33", "games"])
def test_phrases_and_numbers_are_searched(engine: Engine, word: str) -> None:
    """A search finds what people call an Event and its number."""
    add_one(engine, "halt", **FULL)
    add_one(engine, "other")
    with reading(engine) as session:
        assert [event.slug for event in list_events(session, EventFilter(search=word))] == ["halt"]


def test_an_older_document_is_read_with_what_stands_for_nothing(engine: Engine) -> None:
    """It has no phrases, no number and no day, and its pages were read; to save the same again writes nothing."""
    draft = older_document(engine, "old")
    with reading(engine) as session:
        event = get_event(session, "old")
        assert events_as_known(session, dt.datetime.now(dt.UTC)) == (event,)
        assert list(find_drift(session)) == []
    assert (event.also_called, event.document_number, event.public_on) == ((), None, None)
    assert (event.sources[0].seen, event.sources[0].note) == (None, "")
    with writing(engine) as session:
        assert revise_event(session, "old", draft, version=1, actor=ANN) == 1
        assert revise_events(session, [("old", draft)], actor=ANN, reason="") == 0


def test_the_undo_of_a_change_to_an_older_document_leaves_the_rest(engine: Engine) -> None:
    """What a change gave the new fields goes, and a later change of a source is none of the change's own."""
    older_document(engine, "old")
    with writing(engine) as session:
        revise_event(session, "old", make_draft(also_called=["An old rule"]), version=1, actor=ANN)
        number = list_revisions(session)[0].id
        other = make_draft(also_called=["An old rule"], sources=[{"url": "https://example.org/b"}])
        revise_event(session, "old", other, version=2, actor=ANN)
        undo_change(session, number, actor=ANN)
        event = get_event(session, "old")
    assert event.also_called == ()
    assert event.sources[0].url == "https://example.org/b"


def test_a_merge_unites_phrases_and_fills_in_what_is_missing(engine: Engine) -> None:
    """The kept one's phrases come first and a number that it lacks is taken; a day that tells of the other is not."""
    add_one(engine, "kept", also_called=[f"Phrase {number}" for number in range(MOST_PHRASES - 2)])
    add_one(engine, "gone", **{**FULL, "sources": event_fields()["sources"]})
    with writing(engine) as session:
        merge_events(session, "kept", "gone", kept_version=1, gone_version=1, actor=ANN)
        event = get_event(session, "kept")
    assert event.also_called[-2:] == ("The halt; of games", "版号停发")
    assert (event.document_number, event.public_on) == ("国办发〔2021〕33号", None)


def test_a_merge_that_would_lose_a_phrase_is_refused(engine: Engine) -> None:
    """More phrases than fit are said so, as more names or sources are, and both events stay."""
    add_one(engine, "kept", also_called=[f"Phrase {number}" for number in range(MOST_PHRASES - 1)])
    add_one(engine, "gone", **{**FULL, "sources": event_fields()["sources"]})
    with writing(engine) as session, pytest.raises(InvalidDraft, match="also_called"):
        merge_events(session, "kept", "gone", kept_version=1, gone_version=1, actor=ANN)
    with reading(engine) as session:
        assert len(get_event(session, "kept").also_called) == MOST_PHRASES - 1
        assert get_event(session, "gone").slug == "gone"
