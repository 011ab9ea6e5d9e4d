"""How much the record holds, counted by the database and not by reading everything."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlmodel import Session, col

from tracker.filters import ACCEPTED_ONLY, EventFilter
from tracker.models import Event, Source, Term
from tracker.queries.conditions import conditions_of
from tracker.queries.past import data_version
from tracker.vocabulary import Origin, ReviewState


@dataclass(frozen=True, slots=True)
class Counts:
    """What the record holds.

    ``events``, ``sources``, ``first``, ``last`` and ``years`` are of the accepted Events: the two as EDTF text, None
    without any, and how many begin in each year. ``states`` and ``vocabularies`` count by review state and by type of
    term; ``synthetic`` are the invented Events in any review state; ``changes`` is the latest change's number.
    """

    events: int
    sources: int
    first: str | None
    last: str | None
    states: dict[str, int]
    vocabularies: dict[str, int]
    synthetic: int
    changes: int
    years: dict[str, int]


def story_extents(session: Session, chosen: EventFilter) -> dict[str, tuple[int, dt.date, dt.date]]:
    """Return by key of each story how many of its Events a filter keeps, and their first and last day."""
    statement = (
        select(col(Term.key), func.count(), func.min(col(Event.first_on)), func.max(col(Event.last_on)))
        .join(Event, col(Event.thread_id) == col(Term.id))
        .where(*conditions_of(chosen))
        .group_by(col(Term.key))
    )
    return {key: (count, first, last) for key, count, first, last in session.execute(statement)}


def count_states(session: Session) -> dict[str, int]:
    """Return how many Events are in each review state that any is in."""
    by_state = select(col(Event.review_state), func.count()).group_by(col(Event.review_state))
    return dict(session.execute(by_state).all())


def count_record(session: Session) -> Counts:
    """Return how much the record holds."""
    by_state, years = _states_and_years(session)
    by_type = dict(session.execute(select(col(Term.type), func.count()).group_by(col(Term.type))).all())
    # All sources but those of the few Events that are not accepted: both counts come from an index alone.
    every = select(func.count()).select_from(Source)
    apart = every.join(Event, col(Event.id) == col(Source.event_id)).where(_IS_APART)
    invented = select(func.count()).select_from(Event).where(col(Event.origin) == Origin.SYNTHETIC.value)
    return Counts(
        events=sum(by_state.get(state.value, 0) for state in ACCEPTED_ONLY),
        sources=int(session.execute(every).scalar_one()) - int(session.execute(apart).scalar_one()),
        first=_end(session, last=False),
        last=_end(session, last=True),
        states={state.value: by_state[state.value] for state in ReviewState if state.value in by_state},
        vocabularies=dict(sorted(by_type.items())),
        synthetic=int(session.execute(invented).scalar_one()),
        changes=data_version(session),
        years=years,
    )


def _states_and_years(session: Session) -> tuple[Counter[str], dict[str, int]]:
    """Count Events by review state, and the accepted ones by the year in which they begin."""
    day, state = col(Event.first_on), col(Event.review_state)
    # SQLite keeps days as text, of which the year is the beginning.
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    year = func.substr(day, 1, 4) if is_sqlite else func.to_char(day, "YYYY")
    by_state: Counter[str] = Counter()
    years: Counter[str] = Counter()
    for of, when, count in session.execute(select(state, year, func.count()).group_by(state, year)):
        by_state[of] += count
        if of in ACCEPTED_ONLY:
            years[str(int(when))] += count
    return by_state, dict(sorted(years.items()))


_IS_ACCEPTED = col(Event.review_state).in_(ACCEPTED_ONLY)
_IS_APART = col(Event.review_state).in_(tuple(state for state in ReviewState if state not in ACCEPTED_ONLY))


def _end(session: Session, *, last: bool) -> str | None:
    """Return the date of the first or last accepted Event in the order of lists."""
    order = (col(Event.first_on), col(Event.last_on), col(Event.slug))
    statement = select(col(Event.date)).where(_IS_ACCEPTED)
    found: str | None = session.execute(
        statement.order_by(*(each.desc() if last else each for each in order)).limit(1)
    ).scalar()
    return found
