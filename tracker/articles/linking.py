"""Which Event of the record a statement speaks of: by date, names, kind, sign, and words in common.

Each piece of evidence adds to a sum, and a link is offered only where the sum is high, so that a new Event is not taken
for an old one. The reasons are kept for the person who looks at it. The limits and what the name of a rule adds were
set by hand on the half of the labelled articles that rules were tuned on (``tests/articles/measure.py``), not fitted.
"""

import datetime as dt
import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache

from tracker.articles.article import MarkKind
from tracker.articles.names import rule_name
from tracker.articles.statements import Statement
from tracker.event.fields import NAME_LISTS
from tracker.likeness import LISTS, Act, EventIndex, index_events, weigh, words_of
from tracker.read_models import EventRow
from tracker.vocabulary import ReviewState

_LEAST_EVIDENCE = 5.0
"""The sum of evidence from which a statement counts as known."""

LONE_EVIDENCE = 4.2
"""The sum that is enough where a firm, a person or a rule is shared and no other Event comes within ``MARGIN``."""

_MARGIN = 1.0

_WINDOW = dt.timedelta(days=400)
"""So long before a statement an Event may begin: by eye, more than the year that its date can leave open."""

_LISTS = {field: MarkKind(NAME_LISTS[field].value) for field in LISTS}
_BRACKETED = re.compile(r"[（(].*?[）)]")


@dataclass(frozen=True, slots=True)
class Known:
    """The Event of the record that a statement speaks of, with the reasons and the sum of evidence."""

    event: EventRow
    why: tuple[str, ...]
    evidence: float
    shares_subject: bool


def index_record(events: tuple[EventRow, ...]) -> EventIndex:
    """Prepare the record for linking; Events that were taken out of the record are left out."""
    gone = {ReviewState.WITHDRAWN, ReviewState.REJECTED}
    return index_events(tuple(event for event in events if event.review_state not in gone))


def find_known(text: str, statement: Statement, index: EventIndex) -> Known | None:
    """Return the Event that a statement speaks of, None where the record seems not to hold it."""
    when = statement.when
    first = bisect_left(index.days, when.start - _WINDOW)
    last = bisect_left(index.days, (when.end or when.start) + dt.timedelta(days=4))
    spoken = _act_of(text, statement)
    near = {event.slug: event for event in index.entries[first:last]}
    weighed = (_weigh(statement, spoken, event, index) for event in near.values())
    found = sorted((known for known in weighed if known), key=lambda known: -known.evidence)[:2]
    if not found:
        return None
    best, other = found[0], found[1].evidence if len(found) > 1 else 0.0
    alone = best.shares_subject and best.evidence >= LONE_EVIDENCE and best.evidence - other >= _MARGIN
    return best if alone or best.evidence >= _LEAST_EVIDENCE else None


def _act_of(text: str, statement: Statement) -> Act:
    """Reduce a statement to what is compared."""
    rule = statement.cue.rule if statement.cue else None
    told = words_of(statement.part.of(text))
    return Act(
        when=statement.when,
        ended=None,
        names={field: frozenset(statement.keys(kind)) for field, kind in _LISTS.items()},
        sectors=frozenset(mark.key for mark in statement.sectors),
        kind=rule.kind if rule else None,
        stance=rule.stance if rule else 0,
        title="",
        told=told,
        words=told,
    )


def _weigh(statement: Statement, spoken: Act, event: EventRow, index: EventIndex) -> Known | None:
    evidence = weigh(spoken, index.acts[event.slug], index.rarity)
    if evidence is None:
        return None
    ruled, why_rule = _rule_evidence(statement, event)
    subjects = spoken.names["companies"] | spoken.names["people"]
    shares = bool(why_rule) or not subjects.isdisjoint({*event.companies, *event.people})
    return Known(event, (*evidence.why, *why_rule), evidence.total + ruled, shares)


def _rule_evidence(statement: Statement, event: EventRow) -> tuple[float, tuple[str, ...]]:
    title = _rule_of(event.title_zh) if event.title_zh else ""
    named = {_BRACKETED.sub("", name) for name in statement.keys(MarkKind.RULE)}
    if title and any(title == name or title.endswith(name) for name in named if name):
        return 2.0, (f"“{title}”",)
    return 0.0, ()


@lru_cache(maxsize=4096)
def _rule_of(title_zh: str) -> str:
    """Return the name of the law or rule that an Event is about."""
    return rule_name(_BRACKETED.sub("", title_zh))
