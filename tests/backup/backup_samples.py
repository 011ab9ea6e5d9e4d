"""A record with a past: drafts, merges, codings, undone changes, names, headings, and texts that are hard to carry."""

from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session

from tests.support.makers import ANN
from tracker.database import reading, writing
from tracker.event.draft import EventDraft, parse_event
from tracker.event.fields import EVENT_FIELDS
from tracker.queries import find_slug, list_codings, list_events, list_revisions, list_terms
from tracker.queries.events import EVERY_STATE
from tracker.read_models import CodingRow
from tracker.store import (
    add_codings,
    add_event,
    distinct_pairs,
    find_drift,
    mark_distinct,
    merge_events,
    remember_headings,
    remembered_headings,
    revise_event,
    take_step,
    undo_change,
)
from tracker.store.carrying import read_history
from tracker.store.events import current
from tracker.store.history import find_altered
from tracker.vocabulary import Origin, Reach, ReviewState, Stance, Step

EVENTS = 12
MERGED = "event-11"
WORDS = ("审查 𠮷", 'said "so" \\ and', "x'); --", "=1+1", "é\u0301")


def draft(number: int, **changes: Any) -> EventDraft:
    """Return an Event that is not about anything real."""
    values = {
        "title": f"Event {number} {WORDS[number % len(WORDS)]}",
        "date": ("2021-07-04", "2022-05", "2022-05~", "2021-35")[number % 4],
        "kind": "rule",
        "stance": number % 7 - 3,
        "stance_reason": WORDS[number % len(WORDS)],
        "reach": number % 4 + 1,
        "companies": [f"Firm {number % 3}"],
        "thread": "a-thread" if number % 2 else None,
        "sources": [{"url": f"https://example.org/{number}", "publisher": WORDS[0]}],
    }
    return parse_event(values | changes)


def write_past(engine: Engine) -> None:
    """Fill an empty database by changes of every sort."""
    with writing(engine) as session:
        for number in range(EVENTS):
            state = ReviewState.DRAFT if number == 1 else ReviewState.ACCEPTED
            token = f"token-{number}" if number % 2 else None
            add_event(
                session, draft(number), origin=Origin.FORM, actor=ANN, slug=f"event-{number}", state=state, token=token
            )
    with writing(engine) as session:
        for number in range(6):
            revise(session, f"event-{number}", summary=f"Line {number}\nnext")
        take_step(session, "event-7", Step.WITHDRAW, version=1, actor=ANN, reason="twice")
        take_step(session, "event-1", Step.REJECT, version=2, actor=ANN, reason="no source")
        codings = [CodingRow(f"event-{number}", "Ben", Stance.RESTRICTION, Reach.SECTOR, WORDS[0]) for number in (2, 3)]
        add_codings(session, codings, actor=ANN)
        merge_events(session, "event-10", MERGED, kept_version=1, gone_version=1, actor=ANN)
        mark_distinct(session, "event-8", "event-9", actor=ANN)
        remember_headings(session, {"wann": "date"}, actor=ANN)
        last = list_revisions(session, subject_type="event", subject_key="event-4")[0]
        undo_change(session, last.id, actor=ANN)


def revise(session: Session, slug: str, **changes: Any) -> None:
    """Change some fields of an Event."""
    version, document = current(session, slug)
    values = {name: document[name] for name in EVENT_FIELDS} | changes
    revise_event(session, slug, parse_event(values), version=version, actor=ANN, reason=WORDS[1])


def content(engine: Engine) -> dict[str, Any]:
    """Return all that can be read from a record, each row of its history included."""
    with reading(engine) as session:
        return {
            "history": list(read_history(session)),
            "events": sorted(list_events(session, EVERY_STATE), key=lambda event: event.slug),
            "terms": list_terms(session),
            "codings": sorted(list_codings(session), key=lambda coding: (coding.slug, coding.coder)),
            "merged": find_slug(session, MERGED),
            "distinct": distinct_pairs(session),
            "headings": remembered_headings(session),
        }


def problems(engine: Engine) -> list[str]:
    """Return what is wrong with a record: rows of the history that were altered, and tables that do not follow it."""
    with reading(engine) as session:
        return find_altered(session) + find_drift(session)


def is_empty(engine: Engine) -> bool:
    """Tell whether a database holds no row of the history, no Event and no name."""
    held = content(engine)
    return not (held["history"] or held["events"] or held["terms"])
