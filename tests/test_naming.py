"""Names: how they are compared, and which keys new ones get."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.checks.problems import run_rules
from tracker.checks.record import ClashingName, DuplicateTerm, PlainKey
from tracker.cleaning import NAME_LENGTH, clean_names
from tracker.naming import SLUG_TYPES, NameIndex, fold_name, terms_like
from tracker.read_models import TermRow
from tracker.slugs import is_slug
from tracker.vocabulary import TermType

SECTOR, THREAD, COMPANY = TermType.SECTOR, TermType.THREAD, TermType.COMPANY


@pytest.mark.parametrize(
    ("term_type", "typed", "key"),
    [
        (THREAD, "Robot rules", "robot-rules"),
        (SECTOR, "Robotics", "robotics"),
        (SECTOR, "  Bank of   China's data ", "bank-of-chinas-data"),
        (SECTOR, "data-privacy", "data-privacy"),
        (SECTOR, "C++", "c-cedb1bac"),
        (SECTOR, "机器人", "sector-a4d14414"),
        (THREAD, "机器人", "thread-a4d14414"),
        (THREAD, "AI大模型", "ai-52d894b4"),
        (THREAD, "!?", "thread-8faf838e"),
        (COMPANY, "Robo  Corp, Ltd.", "Robo Corp, Ltd."),
        (COMPANY, "机器人", "机器人"),
        (TermType.AGENCY, "NFRA", "NFRA"),
        (TermType.PERSON, "Jane Doe", "Jane Doe"),
    ],
)
def test_a_new_name_gets_a_key_of_its_own(term_type: TermType, typed: str, key: str) -> None:
    """Sectors and threads get a slug, with a mark where letters are left out; others are called by their names."""
    term = NameIndex().coin(term_type, typed)
    assert (term.key, term.name) == (key, " ".join(typed.split()))


def test_a_shared_key_is_counted_up_and_never_stands_for_another_name() -> None:
    """What would share a key gets one of its own, and neither is found under the other's name."""
    index = NameIndex()
    keys = [index.coin(SECTOR, name).key for name in ("C++ rules", "C rules", "C# rules")]
    assert keys == ["c-rules", "c-rules-2", "c-rules-3"]
    assert [index.find(SECTOR, name) for name in ("c++ RULES", "c  rules", "C# rules")] == keys
    assert index.find(SECTOR, "c-rules-2") == "c-rules-2"


@pytest.mark.parametrize(
    "typed",
    ["robotics", "ROBOTICS", " Robotics ", "ro-bots", "Ro  Bots", "机器人", "robot_makers", "BOT", "old-robots"],
)
def test_an_entry_is_found_by_all_that_it_is_called(typed: str) -> None:
    """Its key, its name in any case and spacing, its Chinese name, an alias, a ticker, and the key before a merge."""
    term = TermRow(SECTOR, "robotics", "Ro-bots", "机器人", None, ("BOT",), ("Robot makers",), ("old-robots",))
    assert NameIndex([term]).find(SECTOR, typed) == "robotics"
    assert NameIndex([term]).find(THREAD, typed) is None


def test_names_as_likely_keep_their_order() -> None:
    """The better match comes first; between equal ones whoever asks decides, such as by use."""
    terms = [TermRow(COMPANY, name, name, None) for name in ("Big Robot", "Zeta", "Robots Z", "Robots A", "Robot")]
    assert [term.key for term in terms_like(terms, "robot")] == ["Robot", "Robots Z", "Robots A", "Big Robot"]


def test_spellings_of_one_name_are_one() -> None:
    """Case, compatibility forms, spaces and hyphens make no difference; other signs do."""
    assert fold_name("Ride-Hailing") == fold_name("ride  hailing") == fold_name("ｒｉｄｅ‐ｈａｉｌｉｎｇ")
    assert fold_name("C++") != fold_name("C")
    assert fold_name("--") == "--"


_texts = st.one_of(
    st.text(max_size=30),
    st.text("aA-  _'+机器人C", max_size=8),
    st.sampled_from(
        ["Robotics", "robotics", "Robot rules", "robot-rules", "x" * NAME_LENGTH, "机器人", "ß", "SS", "ﬁ"]
    ),
)


@given(st.lists(st.tuples(st.sampled_from(TermType), _texts), max_size=12))
def test_whatever_names_come_the_vocabulary_stays_in_order(typed: list[tuple[TermType, str]]) -> None:
    """Coined one after the other, all are found again, and the record's own rules find nothing wrong."""
    index, terms = NameIndex(), []
    for term_type, text in typed:
        try:
            (name,) = clean_names([text])
        except ValueError:
            continue
        if index.find(term_type, name) is None:
            terms.append(index.coin(term_type, name))
    assert not list(run_rules([DuplicateTerm(), ClashingName(), PlainKey()], terms))
    for term in terms:
        assert index.find(term.type, term.name) == index.find(term.type, term.key) == term.key
        assert is_slug(term.key) or term.type not in SLUG_TYPES
