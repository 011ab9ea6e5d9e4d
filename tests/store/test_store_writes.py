import datetime as dt

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from tracker.actors import Actor
from tracker.database import reading, writing
from tracker.errors import DatabaseProblem, NotFound, VersionConflict
from tracker.event.draft import EventDraft, parse_event
from tracker.filters import EventFilter
from tracker.queries import data_version, get_event, list_events, list_revisions, list_terms
from tracker.store import add_event, revise_event, revise_events, stored_draft, take_step
from tracker.store.history import find_altered
from tracker.vocabulary import Origin, ReviewState, Step, TermType

ANN, BEN = Actor("Ann"), Actor("Ben")


def draft(**changes: object) -> EventDraft:
    """Return a valid draft with some fields changed."""
    values = {
        "title": "Approvals of games resume",
        "title_zh": "游戏版号恢复发放",
        "date": "11 April 2022",
        "kind": "licensing",
        "stance": 2,
        "stance_reason": "The freeze ends",
        "reach": 3,
        "sectors": ["gaming"],
        "agencies": ["NPPA"],
        "companies": ["XD"],
        "people": [],
        "thread": "game-licensing",
        "summary": "Forty-five titles were approved.",
        "sources": [{"url": "https://example.org/games", "publisher": "Example", "published_on": "2022-04-11"}],
    }
    return parse_event(values | changes)


def add(engine: Engine, **changes: object) -> str:
    """Add a draft and return its slug."""
    with writing(engine) as session:
        return add_event(session, draft(**changes), origin=Origin.FORM, actor=ANN)


def test_an_event_is_read_back_as_it_was_added(engine: Engine) -> None:
    """Every field, name and source comes back; names that were new are in the vocabularies."""
    slug = add(engine)
    with reading(engine) as session:
        event = get_event(session, slug)
        companies = list_terms(session, TermType.COMPANY)
    assert slug == "approvals-games-resume"
    assert (event.date, event.date_text, event.first_on) == ("2022-04-11", "11 April 2022", dt.date(2022, 4, 11))
    assert (event.sectors, event.agencies, event.companies) == (("gaming",), ("NPPA",), ("XD",))
    assert (event.thread, event.version, event.review_state) == ("game-licensing", 1, ReviewState.ACCEPTED)
    assert event.sources[0].url == "https://example.org/games"
    assert [company.key for company in companies] == ["XD"]


def test_a_token_saves_once(engine: Engine) -> None:
    """Two presses of one button make one event."""
    slugs = []
    for _ in range(2):
        with writing(engine) as session:
            slugs.append(add_event(session, draft(), origin=Origin.FORM, actor=ANN, token="press"))  # noqa: S106
    with reading(engine) as session:
        assert len(list_events(session)) == 1
    assert slugs[0] == slugs[1]


def test_a_slug_in_use_is_refused_and_a_made_one_is_counted_up(engine: Engine) -> None:
    """Slugs stay unique; a second event with the same title gets a number."""
    assert add(engine) == "approvals-games-resume"
    assert add(engine) == "approvals-games-resume-2"
    with pytest.raises(VersionConflict, match="in the record already"), writing(engine) as session:
        add_event(session, draft(), origin=Origin.CLI, actor=ANN, slug="approvals-games-resume")


def test_a_revision_replaces_names_and_sources_and_counts_up(engine: Engine) -> None:
    """A new version stands in the tables; the old one stays in the history."""
    slug = add(engine)
    with writing(engine) as session:
        changed = draft(companies=["Tencent", "XD"], sources=[{"url": "http://example.com/b"}], end="..")
        assert revise_event(session, slug, changed, version=1, actor=BEN, reason="second source") == 2
    with reading(engine) as session:
        event = get_event(session, slug)
        history = list_revisions(session, subject_type="event", subject_key=slug)
    assert (event.companies, event.version, event.is_open) == (("Tencent", "XD"), 2, True)
    assert [source.url for source in event.sources] == ["http://example.com/b"]
    assert [(row.version, row.actor, row.reason) for row in history] == [(2, "Ben", "second source"), (1, "Ann", "")]


def test_a_revision_on_an_old_version_is_refused(engine: Engine) -> None:
    """Nobody's edit is lost: the second of two saves on one version is told."""
    slug = add(engine)
    with writing(engine) as session:
        revise_event(session, slug, draft(title="First"), version=1, actor=ANN)
    with pytest.raises(VersionConflict, match="somebody else"), writing(engine) as session:
        revise_event(session, slug, draft(title="Second"), version=1, actor=BEN)
    with reading(engine) as session:
        assert get_event(session, slug).title == "First"


def test_saving_what_stands_already_writes_nothing(engine: Engine) -> None:
    """An unchanged save is no new version, and one press of a button changes once."""
    slug = add(engine)
    with writing(engine) as session:
        before = data_version(session)
        assert revise_event(session, slug, draft(), version=1, actor=ANN) == 1
        assert data_version(session) == before
        assert revise_event(session, slug, draft(title="New"), version=1, actor=ANN, token="t") == 2  # noqa: S106
        assert revise_event(session, slug, draft(title="New"), version=1, actor=ANN, token="t") == 2  # noqa: S106
        assert revise_events(session, [(slug, draft(title="New")), (slug, draft())], actor=ANN, reason="") == 1


def test_withdrawn_events_leave_the_record_and_come_back(engine: Engine) -> None:
    """Nothing is erased: a withdrawn event is out of the accepted record, and its slug stays its own."""
    slug = add(engine)
    with writing(engine) as session:
        assert take_step(session, slug, Step.WITHDRAW, version=1, actor=ANN, reason="not about technology") == 2
        assert take_step(session, slug, Step.WITHDRAW, version=2, actor=ANN, reason="again") == 2
    with reading(engine) as session:
        assert list_events(session) == ()
        assert get_event(session, slug).review_state is ReviewState.WITHDRAWN
    with writing(engine) as session:
        take_step(session, slug, Step.RESTORE, version=2, actor=BEN, reason="it is")
    with reading(engine) as session:
        assert [event.slug for event in list_events(session)] == [slug]


def test_a_draft_waits_until_it_is_accepted(engine: Engine) -> None:
    """Drafts are read only by those who ask for them."""
    with writing(engine) as session:
        slug = add_event(session, draft(), origin=Origin.IMPORT, actor=ANN, state=ReviewState.DRAFT)
        assert list_events(session) == ()
        assert len(list_events(session, EventFilter(states=(ReviewState.DRAFT,)))) == 1
        take_step(session, slug, Step.ACCEPT, version=1, actor=BEN)
        assert [event.version for event in list_events(session)] == [2]


def test_a_slug_that_leads_nowhere_names_near_ones(engine: Engine) -> None:
    """A typing mistake is answered with what could be meant, for reads and writes alike."""
    slug = add(engine)
    with reading(engine) as session, pytest.raises(NotFound, match=slug):
        get_event(session, "aprovals-games-resume")
    with writing(engine) as session, pytest.raises(NotFound, match="no event"):
        stored_draft(session, "nothing-like-it")


def test_what_is_stored_comes_back_as_the_same_draft(engine: Engine) -> None:
    """The document in the history is validated input again."""
    slug = add(engine, end="mid-May 2022")
    with reading(engine) as session:
        assert stored_draft(session, slug) == (1, draft(end="mid-May 2022"))


@pytest.mark.parametrize("statement", ["UPDATE revision SET actor = 'Eve'", "DELETE FROM revision"])
def test_the_history_refuses_to_be_changed(engine: Engine, statement: str) -> None:
    """Triggers stand behind the program: not even a statement by hand alters the past."""
    add(engine)
    with pytest.raises(DBAPIError, match="only ever added to"), engine.begin() as connection:
        connection.execute(text(statement))


def test_an_altered_row_of_history_is_found(engine: Engine) -> None:
    """Where the triggers were taken away, the chain of digests shows what was altered or is missing."""
    for _ in range(3):
        add(engine)
    with reading(engine) as session:
        assert find_altered(session) == []
        last = data_version(session)
    triggers = (
        ["revision_no_update", "revision_no_delete"] if engine.dialect.name == "sqlite" else ["revision_no_change"]
    )
    table = "" if engine.dialect.name == "sqlite" else " ON revision"
    with engine.begin() as connection:
        for name in triggers:
            connection.execute(text(f"DROP TRIGGER {name}{table}"))
        connection.execute(text("UPDATE revision SET reason = 'x' WHERE id = :id"), {"id": last})
        connection.execute(text("DELETE FROM revision WHERE id = :id"), {"id": last - 1})
    with reading(engine) as session:
        problems = find_altered(session)
    assert any("missing" in problem for problem in problems)
    assert any(f"row {last} " in problem for problem in problems)


def test_a_wrong_database_address_is_a_sentence() -> None:
    """Neither another product nor nonsense gets further than a sentence."""
    from tracker.database import open_engine

    for url in ("mysql://x/y", "nonsense"):
        with pytest.raises(DatabaseProblem):
            open_engine(url)
