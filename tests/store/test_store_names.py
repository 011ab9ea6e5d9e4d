"""Names that are changed, filled in and merged: with history, rights and a way back, on either database."""

from collections.abc import Callable

import pytest
from robots_record import COMPANY, ED, RITA, SECTOR, THREAD, VIC, add, check_sound, merge
from sqlalchemy import Engine
from sqlmodel import Session

from tests.support.makers import make_draft
from tracker import store
from tracker.database import reading, writing
from tracker.errors import InvalidDraft, NotAllowed, NotFound, UnknownValue, VersionConflict, WrongState
from tracker.filters import EventFilter
from tracker.queries import get_event, known_filter, list_events, list_revisions, list_terms
from tracker.queries.events import EVERY_STATE
from tracker.queries.past import events_as_known
from tracker.read_models import TermRow
from tracker.store.events import current
from tracker.vocabulary import Step, TermType


def term(engine: Engine, term_type: TermType, key: str) -> TermRow:
    """Return an entry."""
    with reading(engine) as session:
        return next(each for each in list_terms(session, term_type) if each.key == key)


def test_typed_names_become_keys_wherever_they_come_from(robots: Engine) -> None:
    """What was typed in two ways is one entry, which keeps the words that were typed first."""
    with reading(robots) as session:
        one, two, three = (get_event(session, slug) for slug in ("one", "two", "three"))
        names = {(each.type, each.key): each.name for each in list_terms(session)}
    assert (one.sectors, one.thread, one.companies) == (("robotics",), "robot-rules", ("Robo Corp",))
    assert (two.sectors, two.thread) == (("sector-a4d14414", "games"), "robots-rules")
    assert three.sectors == ("robotics", "sector-a4d14414")
    assert names[SECTOR, "robotics"] == "Robotics"
    assert names[SECTOR, "sector-a4d14414"] == "机器人"
    assert names[THREAD, "robots-rules"] == "Robots' rules"
    check_sound(robots)


@pytest.mark.parametrize("typed", ["ROBOTICS", "  robotics", "robotics"])
def test_a_revision_that_types_a_known_name_changes_nothing(robots: Engine, typed: str) -> None:
    """Every write settles names, so the same Event in other spelling is the same Event."""
    draft = make_draft(title="Title of one", sectors=[typed], companies=["robo-corp"])
    with writing(robots) as session:
        draft = draft.model_copy(update={"thread": "ROBOT RULES"})
        assert store.revise_event(session, "one", draft, version=1, actor=RITA) == 1


def test_an_entry_is_renamed_and_filled_in(robots: Engine) -> None:
    """The key stays, the old name stays an alias, the history tells it, and an undo takes it back."""
    changes = {"name": "Robots", "name_zh": "机器", "tickers": ["BOT"]}
    with writing(robots) as session:
        assert store.revise_name(session, SECTOR, "robotics", changes, version=1, actor=ED, reason="shorter") == 2
        assert store.revise_name(session, SECTOR, "robotics", {"name": "Robots"}, version=2, actor=ED) == 2
        newest = list_revisions(session, limit=1)[0]
    assert (newest.subject_key, newest.actor, newest.reason) == ("sector/robotics", "Ed", "shorter")
    assert term(robots, SECTOR, "robotics") == TermRow(
        SECTOR, "robotics", "Robots", "机器", None, ("BOT",), ("Robotics",)
    )
    check_sound(robots)
    with writing(robots) as session:
        store.undo_change(session, newest.id, actor=ED)
    assert term(robots, SECTOR, "robotics") == TermRow(SECTOR, "robotics", "Robotics", None)
    check_sound(robots)


def test_aliases_that_are_given_are_the_whole_list(robots: Engine) -> None:
    """A slip of the pen does not stay as an alias where somebody says which aliases there are."""
    with writing(robots) as session:
        given = {"name": "Robots", "aliases": ["Androids", "androids", "ROBOTS"]}
        store.revise_name(session, SECTOR, "robotics", given, version=1, actor=ED)
    assert term(robots, SECTOR, "robotics").aliases == ("Androids",)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "games"}, "name"),
        ({"name_zh": "机器人"}, "name_zh"),
        ({"aliases": ["Android", "GAMES"]}, "aliases"),
        ({"aliases": ["sector-a4d14414"]}, "aliases"),
        ({"name": "a\u0000b"}, "name"),
        ({"key": "robots"}, "key"),
    ],
)
def test_a_name_that_is_not_right_is_refused_at_its_field(
    robots: Engine, changes: dict[str, object], field: str
) -> None:
    """Nothing is written where a name is empty, unreadable, or leads to another entry."""
    with pytest.raises(InvalidDraft) as caught, writing(robots) as session:
        store.revise_name(session, SECTOR, "robotics", changes, version=1, actor=ED)
    assert list(caught.value.problems) == [field]
    assert term(robots, SECTOR, "robotics") == TermRow(SECTOR, "robotics", "Robotics", None)


def test_a_merge_moves_all_links_and_the_old_key_leads_to_the_new(robots: Engine) -> None:
    """Events in every state, addresses, filters and later imports by any old name; it holds through a second merge."""
    with writing(robots) as session:
        store.take_step(session, "two", Step.WITHDRAW, version=1, actor=RITA)
        assert merge(session, SECTOR, "robotics", "机器人") == 2
        assert merge(session, COMPANY, "Robo Inc", "Robo Corp") == 2
        assert merge(session, THREAD, "robot rules", "robots' rules") == 1
    with reading(robots) as session:
        one, two, three = (get_event(session, slug) for slug in ("one", "two", "three"))
        asked = EventFilter(sectors=("sector-a4d14414",), companies=("robo corp",), threads=("robots-rules",))
        chosen = known_filter(session, asked)
        assert list_events(session, EventFilter(search="Robots' rules")) == (one,)
    assert (one.companies, two.companies) == (("Robo Inc",), ("Robo Inc",))
    assert (two.sectors, three.sectors) == (("robotics", "games"), ("robotics",))
    assert (one.thread, two.thread) == ("robot-rules", "robot-rules")
    assert chosen.notes == ()
    assert chosen.filter == EventFilter(sectors=("robotics",), companies=("Robo Inc",), threads=("robot-rules",))
    assert term(robots, SECTOR, "robotics").aliases == ("机器人",)
    check_sound(robots)
    add(robots, "four", sectors=["sector-A4D14414"], companies=["ROBO CORP"], thread="Robots' Rules")
    with writing(robots) as session:
        assert merge(session, SECTOR, "games", "robotics") == 4
        four = get_event(session, "four")
        assert (four.sectors, four.companies, four.thread) == (("games",), ("Robo Inc",), "robot-rules")
        assert store.find_name(session, SECTOR, "sector-a4d14414")[0] == "games"
    check_sound(robots)


def test_the_past_is_told_in_the_names_that_stayed(robots: Engine) -> None:
    """What was known before a merge names entries that every page still finds."""
    with writing(robots) as session:
        then = list_revisions(session, limit=1)[0].recorded_at
        merge(session, SECTOR, "robotics", "机器人")
        merge(session, THREAD, "robot rules", "robots' rules")
    with reading(robots) as session:
        known = {event.slug: event for event in events_as_known(session, then)}
    assert (known["two"].sectors, known["two"].thread) == (("robotics", "games"), "robot-rules")
    assert (known["two"].version, known["three"].sectors) == (1, ("robotics",))


@pytest.mark.parametrize("row", ["kept", "gone", "event"])
def test_the_undo_of_any_row_of_a_merge_takes_all_back(robots: Engine, row: str) -> None:
    """Two merges in one go stay two; what an Event got meanwhile stays; it needs a reviewer."""
    with writing(robots) as session:
        before = (list_terms(session), [event.sectors for event in list_events(session, EVERY_STATE)])
        merge(session, COMPANY, "Robo Inc", "Robo Corp")
        merge(session, SECTOR, "robotics", "机器人")
        version, draft = store.stored_draft(session, "three")
        store.revise_event(session, "three", draft.model_copy(update={"title": "Another"}), version=version, actor=RITA)
        keys = {"kept": "sector/robotics", "gone": "sector/sector-a4d14414", "event": "two"}
        number = list_revisions(session, subject_key=keys[row], limit=1)[0].id
    with pytest.raises(NotAllowed), writing(robots) as session:
        store.undo_change(session, number, actor=ED)
    with writing(robots) as session:
        store.undo_change(session, number, actor=RITA)
        assert [event.sectors for event in list_events(session, EVERY_STATE)] == before[1]
        assert list(list_terms(session, SECTOR)) == [each for each in before[0] if each.type == SECTOR]
        assert get_event(session, "three").title == "Another"
        assert get_event(session, "two").companies == ("Robo Inc",)
        undone = list_revisions(session, limit=1)[0].id
    check_sound(robots)
    with pytest.raises(VersionConflict, match="merge the two names again"), writing(robots) as session:
        store.undo_change(session, undone, actor=RITA)
    with writing(robots) as session:
        assert merge(session, SECTOR, "robotics", "机器人") == 2
    check_sound(robots)


def test_an_undo_that_brings_an_old_name_back_follows_its_merge(robots: Engine) -> None:
    """An Event's former sector was merged meanwhile; the undo gives it the one that stayed."""
    with writing(robots) as session:
        version, draft = store.stored_draft(session, "two")
        other = draft.model_copy(update={"sectors": ("Games",)})
        store.revise_event(session, "two", other, version=version, actor=RITA)
        number = list_revisions(session, limit=1)[0].id
        merge(session, SECTOR, "robotics", "机器人")
        store.undo_change(session, number, actor=RITA)
        assert get_event(session, "two").sectors == ("robotics", "games")
    check_sound(robots)


def test_an_undo_that_would_give_two_entries_one_name_is_refused(robots: Engine) -> None:
    """The former name has gone to another entry since."""
    with writing(robots) as session:
        store.revise_name(session, SECTOR, "robotics", {"name": "Robots"}, version=1, actor=ED)
        store.revise_name(session, SECTOR, "robotics", {"name": "Droids", "aliases": []}, version=2, actor=ED)
        number = list_revisions(session, limit=1)[0].id
    add(robots, "five", sectors=["Robots"])
    with (
        pytest.raises(VersionConflict, match="“Robots” leads to another entry already, “Robots”"),
        writing(robots) as session,
    ):
        store.undo_change(session, number, actor=ED)
    check_sound(robots)


_WRITES: list[tuple[Callable[[Session], object], type[Exception]]] = [
    (lambda s: store.revise_name(s, SECTOR, "robotics", {"name": "X"}, version=1, actor=VIC), NotAllowed),
    (lambda s: store.revise_name(s, SECTOR, "robotics", {"name": "X"}, version=3, actor=ED), VersionConflict),
    (lambda s: store.revise_name(s, SECTOR, "nothing", {"name": "X"}, version=1, actor=ED), NotFound),
    (lambda s: merge(s, SECTOR, "robotics", "games", ED), NotAllowed),
    (lambda s: merge(s, SECTOR, "robotics", "ROBOTICS"), UnknownValue),
    (lambda s: merge(s, SECTOR, "robotics", "nothing"), NotFound),
    (lambda s: store.revise_name(s, COMPANY, "Robo Corp", {"name": "X"}, version=2, actor=ED), WrongState),
]


@pytest.mark.parametrize(("write", "problem"), _WRITES)
def test_what_may_not_be_is_refused(
    robots: Engine, write: Callable[[Session], object], problem: type[Exception]
) -> None:
    """Rights, versions, unknown and merged names: each has its error, and nothing is written."""
    with writing(robots) as session:
        merge(session, COMPANY, "Robo Inc", "Robo Corp")
        before = list_revisions(session, limit=1)[0].id
        assert current(session, "company/Robo Corp", subject_type="term")[0] == 2
    with pytest.raises(problem), writing(robots) as session:
        write(session)
    with reading(robots) as session:
        assert list_revisions(session, limit=1)[0].id == before
