"""How often a save waits for PostgreSQL, counted by a relay between the two."""

import socket
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
from sqlalchemy import Engine, make_url
from sqlmodel import Session

from tests.support.makers import new_database
from tests.support.relay import Relay, relay_to
from tracker.actors import Actor
from tracker.database import Asked, ask_ahead, open_engine, reading, writing
from tracker.errors import DatabaseProblem
from tracker.event.draft import EventDraft, parse_event
from tracker.models import EventTerm
from tracker.queries import list_events, list_terms
from tracker.queries.past import latest_change
from tracker.read_models import CodingRow
from tracker.store import add_event, events, find_drift, revise_event, revise_name, take_step
from tracker.store.coding import code_event, set_aside
from tracker.store.history import find_altered
from tracker.store.rows import insert_rows
from tracker.store.terms import questions_of_names
from tracker.vocabulary import Origin, Reach, Role, Stance, Step, TermType

pytestmark = pytest.mark.postgres

MOST = 5
"""Round trips of a save, the question whether the connection still lives included."""

REVIEWER = Actor("reviewer", Role.REVIEWER)


def draft(title: str, **changes: object) -> EventDraft:
    """An Event with two sources, several names and a thread."""
    values = {
        "title": title,
        "date": "2022-05-17",
        "kind": "signal",
        "stance": 1,
        "stance_reason": "A pledge",
        "reach": 4,
        "companies": ["Alpha", "Beta"],
        "agencies": ["CAC"],
        "thread": "platform-economy",
        "sources": [{"url": f"https://example.org/{title}"}, {"url": f"https://example.com/{title}"}],
    }
    return parse_event(values | changes)


@pytest.fixture
def relay(postgres_url: str) -> Iterator[tuple[Engine, Relay]]:
    """An engine on a new database that reaches its server through a counting relay, one Event in it."""
    new_database(postgres_url).dispose()
    direct = make_url(postgres_url)
    with relay_to(direct.port or 0) as found:
        engine = open_engine(direct.set(port=found.port).render_as_string(hide_password=False))
        with writing(engine) as session:
            add_event(session, draft("first"), origin=Origin.FORM, actor=REVIEWER, slug="first")
        yield engine, found
        engine.dispose()


def save(engine: Engine, change: Callable[[Session], object]) -> None:
    """Make one change in a transaction of its own."""
    with writing(engine) as session:
        change(session)


def add(title: str, **changes: object) -> Callable[[Session], object]:
    """Return a save that adds an Event, as the form does."""
    new = draft(title, **changes)
    return lambda session: add_event(session, new, origin=Origin.FORM, actor=REVIEWER, token=f"press of {title}")


CODING = CodingRow("first", "Ann", Stance(1), Reach(2), "A pledge")
SAVES: dict[str, list[Callable[[Session], object]]] = {
    "add": [add("second"), add("third")],
    "add with a name that is new": [add("second", companies=["Gamma"]), add("third", companies=["Delta"])],
    "add under a title that is taken": [add("first")],
    "revise": [
        lambda session: revise_event(session, "first", draft("Other"), version=1, actor=REVIEWER, token="x"),  # noqa: S106
        lambda session: revise_event(session, "first", draft("O", thread="new"), version=2, actor=REVIEWER),
    ],
    "withdraw and restore": [
        lambda session: take_step(session, "first", Step.WITHDRAW, version=1, actor=REVIEWER),
        lambda session: take_step(session, "first", Step.RESTORE, version=2, actor=REVIEWER),
    ],
    "coding": [
        lambda session: code_event(session, CODING, actor=REVIEWER, version=0, is_blind=True),
        lambda session: code_event(session, CodingRow("first", "Ann", Stance(2), Reach(2), ""), actor=REVIEWER),
        lambda session: set_aside(session, "first", "Ann", actor=REVIEWER),
    ],
    "name": [
        lambda session: revise_name(
            session, TermType.COMPANY, "Alpha", {"name": "Alpha Ltd", "aliases": ["A"]}, version=1, actor=REVIEWER
        ),
    ],
}


@pytest.mark.parametrize("kind", SAVES)
def test_a_save_takes_few_round_trips(relay: tuple[Engine, Relay], kind: str) -> None:
    """Whatever is saved, the lock, the questions, the change and the commit go in at most five round trips."""
    engine, counted = relay
    for change in SAVES[kind]:
        counted.trips = 0
        save(engine, change)
        assert 2 <= counted.trips <= MOST, f"{kind}: {counted.trips}"
    with reading(engine) as session:
        assert find_altered(session) == []
        assert find_drift(session) == []


def test_a_save_asks_for_the_names_since_the_last_one_alone(
    relay: tuple[Engine, Relay], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether it needs new names or not: what one save was told, those after it do not ask for again."""
    engine, _ = relay
    windows = []

    def asked(session: Session, document: Mapping[str, Any]) -> list[Asked]:
        questions = questions_of_names(session, document)
        since = [values["since"] for _, values in questions if "since" in values]
        windows.extend(latest_change(session) - number for number in since)
        return questions

    monkeypatch.setattr(events, "questions_of_names", asked)
    save(engine, add("new-name", companies=["Gamma"]))
    for number in range(8):
        save(engine, add(f"known-names-{number}"))
    save(engine, add("more-names", companies=["Delta", "Epsilon"]))
    save(engine, add("one-of-them", companies=["Epsilon"]))
    # A change, the coining of at most two names with it, and nothing of what was before. The first save follows the
    # fixture's, which coined four.
    assert len(windows) >= 10
    assert max(windows[1:]) <= 3
    with reading(engine) as session:
        assert sum(term.type is TermType.COMPANY for term in list_terms(session)) == 5
        assert find_drift(session) == []


def test_a_block_that_does_nothing_does_not_wait_for_the_lock(relay: tuple[Engine, Relay]) -> None:
    """The lock is asked for with the first question, so that work before it keeps nobody waiting."""
    engine, counted = relay
    counted.trips = 0
    with writing(engine):
        pass
    assert counted.trips <= 1


def test_what_the_block_refuses_is_not_saved(relay: tuple[Engine, Relay]) -> None:
    """An error after rows were sent takes them back, and the next save goes on from where the record was."""
    engine, _ = relay

    def stop(session: Session) -> None:
        add("second", companies=["Gamma"])(session)
        raise RuntimeError("stop")

    with pytest.raises(RuntimeError, match="stop"):
        save(engine, stop)
    save(engine, add("third", companies=["Gamma"]))
    with reading(engine) as session:
        assert [event.slug for event in list_events(session)] == ["first", "third"]
        assert [term.key for term in list_terms(session, TermType.COMPANY)] == ["Alpha", "Beta", "Gamma"]
        assert find_altered(session) == []
        assert find_drift(session) == []


def test_what_the_database_refuses_at_the_commit_is_told(relay: tuple[Engine, Relay]) -> None:
    """A row that a constraint refuses is known when the trip is over; the sentence still comes, and nothing stays."""
    engine, _ = relay

    def refused(session: Session) -> None:
        add("second")(session)
        ask_ahead(session)  # From here on rows wait for the commit.
        insert_rows(session, EventTerm, [{"event_id": 1, "term_id": 999, "position": 0}])

    with pytest.raises(DatabaseProblem, match="refused"):
        save(engine, refused)
    with reading(engine) as session:
        assert [event.slug for event in list_events(session)] == ["first"]
    save(engine, add("third"))


def test_a_lost_connection_acknowledges_nothing(relay: tuple[Engine, Relay]) -> None:
    """When the server goes away before the commit, the save fails with a sentence and the next one works again."""
    engine, counted = relay

    def cut_off(session: Session) -> None:
        add("second")(session)
        for end in counted.ends:
            end.shutdown(socket.SHUT_RDWR)

    with pytest.raises(DatabaseProblem):
        save(engine, cut_off)
    save(engine, add("third"))
    with reading(engine) as session:
        assert [event.slug for event in list_events(session)] == ["first", "third"]
