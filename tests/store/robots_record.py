"""A record of three Events whose names were typed in several ways, and what its tests do with it."""

from sqlalchemy import Engine
from sqlmodel import Session

from tests.support.makers import make_draft
from tracker import store
from tracker.actors import Actor
from tracker.checks import check_rows
from tracker.database import writing
from tracker.queries import list_codings, list_events, list_terms
from tracker.queries.events import EVERY_STATE
from tracker.vocabulary import Origin, Role, TermType

RITA, ED, VIC = Actor("Rita"), Actor("Ed", Role.EDITOR), Actor("Vic", Role.VIEWER)
SECTOR, COMPANY, THREAD = TermType.SECTOR, TermType.COMPANY, TermType.THREAD


def add(engine: Engine, slug: str, **names: object) -> None:
    """Add an Event under a slug."""
    draft = make_draft(title=f"Title of {slug}", **names)
    with writing(engine) as session:
        store.add_event(session, draft, origin=Origin.FORM, actor=RITA, slug=slug)


def merge(session: Session, term_type: TermType, kept: str, gone: str, actor: Actor = RITA) -> int:
    """Merge one entry into another, as they are now."""
    (key, version), (other, other_version) = (store.find_name(session, term_type, each) for each in (kept, gone))
    return store.merge_names(
        session, term_type, key, other, kept_version=version, gone_version=other_version, actor=actor, reason="one"
    )


def check_sound(engine: Engine) -> None:
    """The tables say what the history says, a rebuild changes nothing, and the check finds no error."""
    with writing(engine) as session:
        before = (list_terms(session), list_events(session, EVERY_STATE))
        assert store.find_drift(session) == []
        store.rebuild_tables(session, actor=RITA)
        assert (list_terms(session), list_events(session, EVERY_STATE)) == before
        today = before[1][0].first_on
        problems = check_rows(before[1], before[0], list_codings(session), today=today)
    assert not [problem for problem in problems if problem.level == "error"]
