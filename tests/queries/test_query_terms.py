from collections.abc import Callable

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from tests.support.makers import ANN, accepted_record, add_half_accepted_measures, make_draft
from tracker.database import reading, writing
from tracker.filters import ACCEPTED_ONLY
from tracker.naming import NameIndex
from tracker.queries import list_codings, list_measures, list_terms
from tracker.queries.terms import with_known_names
from tracker.read_models import CodingRow, TermRow
from tracker.store import add_codings, add_terms, merge_names
from tracker.vocabulary import Reach, ReviewState, Stance, TermType

AddEvent = Callable[..., str]

META = TermRow(TermType.COMPANY, "Meta", "Meta Platforms", None, "US", ("META", "FB (to 2022)"), ("Facebook", "脸书"))
SHADOW = TermRow(TermType.COMPANY, "facebook", "A firm with that name", "元")
GAMING = TermRow(TermType.SECTOR, "gaming", "Games", "游戏")
TERMS = (META, SHADOW, GAMING)


def test_entries_come_back_whole_and_by_name(engine: Engine) -> None:
    """Every field returns, lists included; a vocabulary is ordered as people look it up."""
    with writing(engine) as session:
        add_terms(session, TERMS, actor=ANN)
    with reading(engine) as session:
        assert list_terms(session, TermType.COMPANY) == (SHADOW, META)
        assert list_terms(session, TermType.SECTOR) == (GAMING,)
        assert list_terms(session, TermType.PERSON) == ()
        assert list_terms(session) == (SHADOW, META, GAMING)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Meta", "Meta"),
        ("META", "Meta"),
        (" meta platforms ", "Meta"),
        ("脸书", "Meta"),
        ("fb (to 2022)", "Meta"),
        ("Facebook", "facebook"),
        ("元", "facebook"),
        ("gaming", None),
        ("Games", None),
        ("", None),
        ("Met", None),
    ],
)
def test_a_name_means_one_entry_of_its_vocabulary(text: str, key: str | None) -> None:
    """A key wins over a name, a name over an alias or ticker; other vocabularies and parts of names do not count."""
    assert NameIndex(TERMS).find(TermType.COMPANY, text) == key


def test_a_drafts_names_become_those_of_the_record() -> None:
    """Known names are written as the record does, once; unknown ones stay and are told, each with its vocabulary."""
    draft = make_draft(companies=["脸书", "Meta", "Newcomer"], sectors=["游戏"], thread="A story")
    named, new = with_known_names(TERMS, draft)
    assert (named.companies, named.sectors, named.thread) == (("Meta", "Newcomer"), ("gaming",), "A story")
    assert new == ("company Newcomer", "thread A story")
    assert named.title == draft.title
    plain = make_draft()
    assert with_known_names(TERMS, plain) == (plain, ())


def test_codings_come_by_event_and_coder(engine: Engine, add: AddEvent) -> None:
    """Each coder's levels are members of the vocabulary; a second coding of one coder replaces the first."""
    add("b")
    add("a")
    rows = [
        CodingRow("b", "second", Stance.NEUTRAL, Reach.FIRM, "mixed"),
        CodingRow("a", "third", Stance.OPENING, Reach.ECONOMY, ""),
        CodingRow("a", "second", Stance.SEVERE, Reach.SECTOR, "禁令"),
    ]
    with writing(engine) as session:
        assert add_codings(session, rows, actor=ANN) == 3
        assert list_codings(session) == (rows[2], rows[1], rows[0])
        again = CodingRow("b", "second", Stance.EASING, Reach.FIRM, "looked again")
        assert add_codings(session, [again], actor=ANN) == 1
        assert list_codings(session)[-1] == again


def test_the_curated_vocabularies_and_codings_read_back_as_their_files_say(record: Session) -> None:
    """Nothing is lost between files and tables."""
    shipped = accepted_record()
    assert sorted(list_terms(record), key=str) == sorted(shipped.terms, key=str)
    assert sorted(list_codings(record), key=str) == sorted(shipped.codings, key=str)


def test_names_and_stages_of_some_review_states(engine: Engine) -> None:
    """What Events in these states bear, also under a name that another one was merged into; nothing of the others."""
    add_half_accepted_measures(engine)
    with writing(engine) as session:
        add_terms(session, [TermRow(TermType.COMPANY, "nobody", "Nobody's Co", None)], actor=ANN)
        keys = {term.name: term.key for term in list_terms(session, TermType.COMPANY)}
        kept, gone = keys["Veiled Co"], keys["Known Co"]
        merge_names(session, TermType.COMPANY, kept, gone, kept_version=1, gone_version=1, actor=ANN)
        accepted = list_terms(session, states=ACCEPTED_ONLY)
        assert {term.name for term in accepted} == {"Veiled Co", "known-story"}
        assert accepted[0].former_keys == (gone,)
        assert list_terms(session, TermType.PERSON, states=ACCEPTED_ONLY) == ()
        drafts = {term.name for term in list_terms(session, states=[ReviewState.DRAFT])}
        assert drafts == {"Veiled Co", "Veiled Person", "veiled-story", "Veiled A"}
        assert {term.name for term in list_terms(session)} == drafts | {"known-story", "Veiled Two", "Nobody's Co"}
        stages = {
            states: [(each.key, len(each.stages)) for each in list_measures(session, states=states)]
            for states in ((), ACCEPTED_ONLY, (ReviewState.DRAFT, ReviewState.ACCEPTED), (ReviewState.REJECTED,))
        }
    assert list(stages.values()) == [
        [("known-rule", 3), ("veiled-rule", 2)],
        [("known-rule", 1)],
        [("known-rule", 2), ("veiled-rule", 1)],
        [],
    ]
