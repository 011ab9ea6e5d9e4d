from dataclasses import replace

import pytest

from tracker.checks import Level
from tracker.checks.problems import run_rules
from tracker.checks.record import (
    ClashingName,
    DuplicateTerm,
    InvisibleName,
    PlainKey,
    StrayCoding,
    UnusedTerm,
    check_terms,
)
from tracker.read_models import CodingRow, TermRow
from tracker.vocabulary import Reach, Stance, TermType

CAC = TermRow(TermType.AGENCY, "CAC", "Cyberspace Administration of China", "国家互联网信息办公室", "CN")
MIIT = TermRow(TermType.AGENCY, "MIIT", "Ministry of Industry and Information Technology", None, "CN")


def test_a_key_stands_once() -> None:
    """The same key again, in other case as well, is an error; the same key in another vocabulary is not."""
    (problem,) = run_rules([DuplicateTerm()], [CAC, MIIT, TermRow(TermType.AGENCY, "cac", "Another", None)])
    assert (problem.place, problem.field, problem.level) == ("agency cac", "key", Level.ERROR)
    assert not list(run_rules([DuplicateTerm()], [CAC, MIIT, TermRow(TermType.COMPANY, "CAC", "CAC", None)]))


@pytest.mark.parametrize(
    ("term", "field"),
    [
        (TermRow(TermType.AGENCY, "X", "cyberspace administration of china", None), "name"),
        (TermRow(TermType.AGENCY, "X", "Other", "国家互联网信息办公室"), "name_zh"),
        (TermRow(TermType.AGENCY, "X", "Other", None, aliases=("Some", "CAC")), "aliases"),
        (TermRow(TermType.AGENCY, "Cyberspace Administration of China", "Other", None), "key"),
    ],
)
def test_a_name_leads_to_one_entry(term: TermRow, field: str) -> None:
    """A key, name, Chinese name or alias that another entry has is an error that names both."""
    (problem,) = run_rules([ClashingName()], [CAC, MIIT, term])
    assert (problem.field, problem.level) == (field, Level.ERROR)
    assert "is a name of CAC as well" in problem.message


def test_an_entry_may_repeat_its_own_name() -> None:
    """A name in two languages that is the same, an alias equal to the name, or another vocabulary's name are fine."""
    meta = TermRow(TermType.COMPANY, "Meta", "Meta", "Meta", aliases=("META",))
    same_elsewhere = TermRow(TermType.THREAD, "cac", "CAC", None)
    assert not list(run_rules([ClashingName()], [CAC, MIIT, meta, same_elsewhere]))


def test_keys_in_links_are_slugs() -> None:
    """Sectors and threads need a plain key; agencies and companies may have spaces."""
    bad = [TermRow(TermType.SECTOR, "Data privacy", "Data", None), TermRow(TermType.THREAD, "didi_case", "DiDi", None)]
    assert [problem.place for problem in run_rules([PlainKey()], bad)] == ["sector Data privacy", "thread didi_case"]
    fine = [TermRow(TermType.SECTOR, "data-privacy", "Data", None), TermRow(TermType.COMPANY, "JD.com", "JD.com", None)]
    assert not list(run_rules([PlainKey()], fine))


def test_an_entry_that_no_event_uses_is_a_warning() -> None:
    """Use counts within the entry's own vocabulary."""
    used = {(TermType.AGENCY, "CAC"), (TermType.COMPANY, "MIIT")}
    (problem,) = run_rules([UnusedTerm(used)], [CAC, MIIT])
    assert (problem.place, problem.level) == ("agency MIIT", Level.WARNING)


def test_codings_belong_to_events_and_stand_once() -> None:
    """A coding of an unknown event and a second one by the same coder are errors."""
    coding = CodingRow("a-rule", "second", Stance.RESTRICTION, Reach.SECTOR, "")
    other = CodingRow("a-rule", "third", Stance.NEUTRAL, Reach.SECTOR, "")
    stray = CodingRow("no-rule", "second", Stance.NEUTRAL, Reach.FIRM, "")
    assert not list(run_rules([StrayCoding(["a-rule"])], [coding, other]))
    problems = list(run_rules([StrayCoding(["a-rule"])], [coding, coding, stray]))
    assert [(problem.place, problem.field) for problem in problems] == [
        ("coding of a-rule", "coder"),
        ("coding of no-rule", "slug"),
    ]


def test_the_vocabulary_rules_run_together() -> None:
    """One run shows a duplicate, a clash, an unfit key and an unused entry."""
    terms = [CAC, CAC, TermRow(TermType.AGENCY, "X", "CAC", None), TermRow(TermType.SECTOR, "A B", "A B", None)]
    problems = list(check_terms(terms, {(TermType.AGENCY, "CAC"), (TermType.AGENCY, "X")}))
    assert [(problem.place, problem.field) for problem in problems] == [
        ("agency CAC", "key"),
        ("agency X", "name"),
        ("sector A B", "key"),
        ("sector A B", "key"),
    ]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "Ci\u200bty"),
        ("name_zh", "城\u200b市"),
        ("aliases", ("City", "Ci\u00adty")),
        ("tickers", ("CT\u2060Y",)),
    ],
)
def test_a_name_that_holds_what_nobody_sees_is_an_error(field: str, value: object) -> None:
    """Whichever of an entry's names it is: two that look the same would be two."""
    term = replace(TermRow(TermType.COMPANY, "City", "City", None), **{field: value})  # type: ignore[arg-type]
    (problem,) = run_rules([InvisibleName()], [term])
    assert (problem.field, "invisible characters" in problem.message) == (field, True)


def test_a_ticker_that_is_another_companys_name_is_an_error() -> None:
    """It leads to one of the two only, and nobody sees to which."""
    first = TermRow(TermType.COMPANY, "Alpha", "Alpha", None, tickers=("Beta",))
    (problem,) = run_rules([ClashingName()], [first, TermRow(TermType.COMPANY, "B", "beta", None)])
    assert (problem.field, "is a name of Alpha as well" in problem.message) == ("name", True)
