"""What names may be, what loading leaves alone, and which changes are offered to be taken back."""

import pytest
from robots_record import COMPANY, ED, RITA, SECTOR, VIC, check_sound, merge
from sqlalchemy import Engine

from tracker import store
from tracker.actors import Actor
from tracker.database import reading, writing
from tracker.errors import InvalidDraft, VersionConflict
from tracker.queries import list_revisions, list_terms
from tracker.read_models import TermRow
from tracker.vocabulary import Step


def test_a_merged_name_is_not_brought_back_by_loading_it_again(robots: Engine) -> None:
    """Its key leads to the one that stays; whoever gives it as an entry of its own changes nothing."""
    with writing(robots) as session:
        merge(session, COMPANY, "Robo Corp", "Robo Inc")
    with writing(robots) as session:
        given = [TermRow(COMPANY, "Robo Inc", "Robo Inc", None), TermRow(COMPANY, "Other Inc", "Other Inc", None)]
        assert store.add_terms(session, given, actor=RITA) == 1
        assert {term.key for term in list_terms(session, COMPANY)} == {"Robo Corp", "Other Inc"}
        assert store.find_name(session, COMPANY, "Robo Inc")[0] == "Robo Corp"


@pytest.mark.parametrize("text", ["EU", "China", "CNN", "C N"])
def test_a_jurisdiction_that_is_none_is_refused(robots: Engine, text: str) -> None:
    """The list is closed; the refusal names it, and the entry stays as it is."""
    with pytest.raises(InvalidDraft, match="it is one of: CN, HK, US"), writing(robots) as session:
        store.revise_name(session, COMPANY, "Robo Corp", {"jurisdiction": text}, version=1, actor=ED)
    check_sound(robots)


@pytest.mark.parametrize(("text", "kept"), [("CN", "CN"), (" hk ", "HK"), ("us", "US"), ("", None)])
def test_a_jurisdiction_is_one_of_three_or_none(robots: Engine, text: str, kept: str | None) -> None:
    """Its letters' case does not matter."""
    with writing(robots) as session:
        store.revise_name(session, COMPANY, "Robo Corp", {"jurisdiction": text}, version=1, actor=ED)
        found = {term.key: term.jurisdiction for term in list_terms(session, COMPANY)}
    assert found["Robo Corp"] == kept


@pytest.mark.parametrize("ticker", ["Robo Inc", "robo-inc", "RBI.US"])
def test_a_ticker_that_leads_to_another_company_is_refused(robots: Engine, ticker: str) -> None:
    """A ticker finds its company as a name does, so that no other may have it."""
    with writing(robots) as session:
        store.revise_name(session, COMPANY, "Robo Inc", {"tickers": ["RBI.US"]}, version=1, actor=ED)
    with pytest.raises(InvalidDraft, match=r"tickers: .* leads to another entry"), writing(robots) as session:
        store.revise_name(session, COMPANY, "Robo Corp", {"tickers": [ticker]}, version=1, actor=ED)
    check_sound(robots)


def can_be_undone(engine: Engine, actor: Actor, **where: str) -> list[tuple[str, bool]]:
    """Return what was done to a subject, the newest first, with whether somebody is offered the undo of it."""
    with reading(engine) as session:
        return [(row.action, store.can_be_undone(row, actor)) for row in list_revisions(session, **where)]  # type: ignore[arg-type]


def test_an_undo_is_offered_where_it_is_not_refused(robots: Engine) -> None:
    """Neither for a name that was added, nor for a merge that was taken back, nor for one's role alone."""
    with writing(robots) as session:
        merge(session, SECTOR, "robotics", "games")
        number = list_revisions(session, subject_type="term", subject_key="sector/games", limit=1)[0].id
    gone = {"subject_type": "term", "subject_key": "sector/games"}
    assert can_be_undone(robots, RITA, **gone) == [("merge names", True), ("add", False)]
    assert can_be_undone(robots, ED, **gone) == [("merge names", False), ("add", False)]
    with writing(robots) as session:
        store.undo_change(session, number, actor=RITA)
        store.take_step(session, "one", Step.WITHDRAW, version=1, actor=ED, reason="x")
        back = list_revisions(session, subject_type="term", subject_key="sector/games", limit=1)[0].id
    assert can_be_undone(robots, RITA, **gone)[0] == ("unmerge names", False)
    assert can_be_undone(robots, ED, subject_key="one") == [("withdraw", True), ("add", True)]
    assert can_be_undone(robots, VIC, subject_key="one") == [("withdraw", False), ("add", False)]
    with pytest.raises(VersionConflict, match="merge the two names again"), writing(robots) as session:
        store.undo_change(session, back, actor=RITA)


def test_why_a_first_row_has_no_undo_is_said_of_what_it_is(robots: Engine) -> None:
    """A pair that was told apart is no name, and the sentence says what to do with it."""
    with writing(robots) as session:
        store.mark_distinct(session, "one", "two", actor=RITA)
        pair = list_revisions(session, limit=1)[0].id
    with pytest.raises(VersionConflict, match="were told apart"), writing(robots) as session:
        store.undo_change(session, pair, actor=RITA)
