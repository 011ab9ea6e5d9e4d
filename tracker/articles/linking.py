"""Which Event of the record a statement speaks of: by date, names, kind, sign, and words in common.

Each piece of evidence adds to a sum, and a link is offered only where the sum is high, so that a new Event is not taken
for an old one. The reasons are kept for the person who looks at it.
"""

import datetime as dt
import math
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from tracker.articles.marks import MarkKind
from tracker.articles.rule_names import rule_name
from tracker.articles.statements import Statement
from tracker.dates import PartialDate, from_edtf
from tracker.rows import EventRow
from tracker.vocabulary import Kind, Precision, ReviewState

LEAST_EVIDENCE = 5.0
"""The sum of evidence from which a statement counts as known."""

LONE_EVIDENCE = 4.2
"""The sum that is enough where a firm, a person or a rule is shared and no other Event comes within ``MARGIN``."""

MARGIN = 1.0

_WORD = re.compile(r"[A-Za-z][A-Za-z'-]+|[\u3400-\u9fff]+")
_ENDINGS = re.compile(r"(?:ings?|ed|es|s|ly)$")
_LITTLE = re.compile(
    r"the|and|for|that|with|has|had|was|were|its|their|from|into|been|have|this|which|said|says|would|will|not|are|new"
    r"|over|after|before|under|than|china|chinese|company|firms?"
)
_SHORTEST = 3
_WINDOW = dt.timedelta(days=400)
_FAMILIES = (
    frozenset({Kind.ENFORCEMENT, Kind.INVESTIGATION, Kind.SIGNAL, Kind.LICENSING}),
    frozenset({Kind.RULE, Kind.DRAFT_RULE, Kind.LAW, Kind.SUPPORT, Kind.SIGNAL}),
    frozenset({Kind.SUPPORT, Kind.SIGNAL, Kind.MARKET_ACCESS, Kind.LICENSING}),
    frozenset({Kind.COMPANY_RESPONSE, Kind.LICENSING, Kind.ENFORCEMENT, Kind.SIGNAL}),
)
_LISTS = (
    (MarkKind.COMPANY, "companies", 0.6, 2.6),
    (MarkKind.AGENCY, "agencies", 0.4, 1.4),
    (MarkKind.PERSON, "people", 0.6, 2.0),
)


@dataclass(frozen=True, slots=True)
class Known:
    """The Event of the record that a statement speaks of, with the reasons and the sum of evidence."""

    event: EventRow
    why: tuple[str, ...]
    evidence: float
    shares_subject: bool


@dataclass(frozen=True)
class EventIndex:
    """The record's Events, with what makes their words and names telling.

    Attributes:
        events: the Events that count.
        entries: the same in the order of ``days``; one that ended has an entry for its end as well.
        days: the day of each entry.
        rarity: how telling a word or a key is.
        words: the words of each Event.
        rules: the name of the law or rule that an Event is about.
    """

    events: tuple[EventRow, ...]
    entries: tuple[EventRow, ...]
    days: tuple[dt.date, ...]
    rarity: Mapping[str, float]
    words: Mapping[str, frozenset[str]]
    rules: Mapping[str, str]


@lru_cache(maxsize=4)
def index_events(events: tuple[EventRow, ...]) -> EventIndex:
    """Prepare the record for linking; Events that were taken out of the record are left out."""
    kept = [event for event in events if event.review_state not in {ReviewState.WITHDRAWN, ReviewState.REJECTED}]
    entries = [(day, event) for event in kept for day in _days_of(event)]
    entries.sort(key=lambda entry: (entry[0], entry[1].slug))
    words = {event.slug: _words_of(f"{event.title} {event.title_zh or ''} {event.summary}") for event in kept}
    counts: Counter[str] = Counter()
    for event in kept:
        counts.update(words[event.slug])
        counts.update({*event.companies, *event.agencies, *event.people, *event.sectors})
    rarity = {name: math.log(1 + len(kept) / count) for name, count in counts.items()}
    rules = {event.slug: rule_name(re.sub(r"[（(].*?[）)]", "", event.title_zh)) for event in kept if event.title_zh}
    ordered, days = tuple(event for _, event in entries), tuple(day for day, _ in entries)
    return EventIndex(tuple(kept), ordered, days, rarity, words, rules)


def _days_of(event: EventRow) -> tuple[dt.date, ...]:
    return (event.first_on, event.end_on) if event.end_on else (event.first_on,)


def _words_of(text: str) -> frozenset[str]:
    words: set[str] = set()
    for word in _WORD.findall(text):
        if word[0].isascii():
            plain = word.casefold().removesuffix("'s")
            stem = _ENDINGS.sub("", plain) if len(plain) > _SHORTEST + 1 else plain
            if len(stem) >= _SHORTEST and not _LITTLE.fullmatch(plain):
                words.add(stem)
        else:
            words.update(word[place : place + 2] for place in range(len(word) - 1))
    return frozenset(words)


def find_known(text: str, statement: Statement, index: EventIndex) -> Known | None:
    """Return the Event that a statement speaks of, None where the record seems not to hold it."""
    when = statement.when
    first = bisect_left(index.days, when.start - _WINDOW)
    last = bisect_left(index.days, (when.end or when.start) + dt.timedelta(days=4))
    spoken = _words_of(statement.part.of(text))
    near = {event.slug: event for event in index.entries[first:last]}
    weighed = (_weigh(statement, spoken, event, index) for event in near.values())
    found = sorted((known for known in weighed if known), key=lambda known: -known.evidence)[:2]
    if not found:
        return None
    best, other = found[0], found[1].evidence if len(found) > 1 else 0.0
    alone = best.shares_subject and best.evidence >= LONE_EVIDENCE and best.evidence - other >= MARGIN
    return best if alone or best.evidence >= LEAST_EVIDENCE else None


def _weigh(statement: Statement, spoken: frozenset[str], event: EventRow, index: EventIndex) -> Known | None:
    dated, why_date = _date_evidence(statement, event)
    if dated == 0:
        return None
    named, why_names = _name_evidence(statement, event, index)
    coded, why_code = _code_evidence(statement, event)
    titled, why_title = _title_evidence(statement, event, index)
    words = _word_evidence(spoken, event, index)
    why = (*why_date, *why_names, *why_code, *why_title)
    subjects = {*statement.keys(MarkKind.COMPANY), *statement.keys(MarkKind.PERSON)}
    shares = bool(why_title) or not subjects.isdisjoint({*event.companies, *event.people})
    return Known(event, why, dated + named + coded + titled + words, shares)


def _date_evidence(statement: Statement, event: EventRow) -> tuple[float, tuple[str, ...]]:
    """Weigh the dates: the same day says most; a month says less, and nothing is said by dates that cannot be one."""
    begun = _closeness(statement.when, from_edtf(event.date))
    if begun:
        return begun, ("the same date" if begun > 2 else "a date that fits",)  # noqa: PLR2004 - see _closeness
    ended = _closeness(statement.when, from_edtf(event.end)) if event.end and not event.is_open else 0.0
    return (ended - 0.6, ("the date on which it ended",)) if ended > 1 else (0.0, ())


def _closeness(when: PartialDate, other: PartialDate) -> float:
    if when.end is None or other.end is None:
        return 0.0
    gap = max((other.start - when.end).days, (when.start - other.end).days, 0)
    days = {when.precision, other.precision} == {Precision.DAY}
    if days:
        return {0: 3.0, 1: 2.1, 2: 1.2, 3: 1.0}.get(gap, 0.0)
    if gap:
        return 0.0
    if Precision.YEAR in {when.precision, other.precision}:
        return 0.4
    if when.precision is Precision.DAY:
        return 0.9
    return 1.2 if when.approximate else 1.7


def _name_evidence(statement: Statement, event: EventRow, index: EventIndex) -> tuple[float, tuple[str, ...]]:
    evidence = 0.0
    why: list[str] = []
    for kind, field, weight, most in _LISTS:
        said, held = set(statement.keys(kind)), set(getattr(event, field))
        shared = said & held
        if shared:
            evidence += min(most, weight * sum(index.rarity[key] for key in shared))
            why.append(", ".join(sorted(shared)))
        elif said and held:
            evidence -= 1.5 if kind is MarkKind.COMPANY else 0.5
    sectors = {mark.key for mark in statement.sectors} & set(event.sectors)
    evidence += min(1.4, 0.35 * sum(index.rarity[key] for key in sectors))
    return evidence, tuple(why)


def _code_evidence(statement: Statement, event: EventRow) -> tuple[float, tuple[str, ...]]:
    if statement.cue is None:
        return 0.0, ()
    rule = statement.cue.rule
    evidence = 0.0
    why: tuple[str, ...] = ()
    if rule.kind is event.kind:
        evidence, why = 1.0, (f"both {event.kind.label.lower()}",)
    elif any({rule.kind, event.kind} <= family for family in _FAMILIES):
        evidence = 0.3
    elif Kind.IN_FORCE in {rule.kind, event.kind}:
        evidence = -1.0
    if rule.stance * event.stance < 0:
        evidence -= 1.5
    elif rule.stance * event.stance > 0:
        evidence += 0.5
    return evidence, why


def _title_evidence(statement: Statement, event: EventRow, index: EventIndex) -> tuple[float, tuple[str, ...]]:
    title = index.rules.get(event.slug)
    named = {re.sub(r"[（(].*?[）)]", "", name) for name in statement.keys(MarkKind.RULE)}
    if title and any(title == name or title.endswith(name) for name in named if name):
        return 2.0, (f"“{title}”",)
    return 0.0, ()


def _word_evidence(spoken: frozenset[str], event: EventRow, index: EventIndex) -> float:
    """Weigh the words in common by how rare they are in the record."""
    shared = spoken & index.words[event.slug]
    total = sum(index.rarity.get(word, 3.0) for word in spoken)
    if not shared or not total:
        return 0.0
    common = sum(index.rarity[word] for word in shared)
    return min(3.0, 0.12 * common + 2.0 * common / (total + 8.0))
