"""The record's Events with what makes their words and names telling."""

import datetime as dt
import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from tracker.likeness.acts import LISTS, Act, OtherNames, act_of
from tracker.rows import EventRow, TermRow
from tracker.vocabulary import TermType

_PRIOR = 50
"""A small record is taken for one of so many more Events, or all of its words would be common."""

_FIELDS = {TermType.COMPANY: "companies", TermType.AGENCY: "agencies", TermType.PERSON: "people"}


@dataclass(frozen=True)
class EventIndex:
    """Events, with what makes their words and names telling.

    Attributes:
        events: as they were given.
        entries: the same in the order of ``days``; one that ended has an entry for its end as well.
        days: the day of each entry.
        rarity: how telling a word or a key is.
        acts: what is compared, by slug.
    """

    events: tuple[EventRow, ...]
    entries: tuple[EventRow, ...]
    days: tuple[dt.date, ...]
    rarity: Mapping[str, float]
    acts: Mapping[str, Act]


@lru_cache(maxsize=4)
def index_events(events: tuple[EventRow, ...], terms: tuple[TermRow, ...] = ()) -> EventIndex:
    """Prepare Events for comparison.

    Args:
        events: of the record.
        terms: the vocabularies, for the names that companies, agencies and people have besides their keys.
    """
    entries = [(day, event) for event in events for day in _days_of(event)]
    entries.sort(key=lambda entry: (entry[0], entry[1].slug))
    others = other_names(terms)
    acts = {event.slug: act_of(event, others) for event in events}
    ordered, days = tuple(event for _, event in entries), tuple(day for day, _ in entries)
    return EventIndex(events, ordered, days, rarity_in(acts.values()), acts)


def other_names(terms: Iterable[TermRow]) -> OtherNames:
    """Return the names of companies, agencies and people in all languages, by field and key."""
    return {
        (_FIELDS[term.type], term.key): " ".join(filter(None, (term.key, term.name, term.name_zh, *term.aliases)))
        for term in terms
        if term.type in _FIELDS
    }


def rarity_in(acts: Iterable[Act]) -> Mapping[str, float]:
    """Return how telling each word and each key is among some acts."""
    counts: Counter[str] = Counter()
    number = _PRIOR
    for act in acts:
        number += 1
        counts.update(act.words)
        counts.update({*act.sectors, *(key for field in LISTS for key in act.names[field])})
    return {name: math.log(1 + number / count) for name, count in counts.items()}


def _days_of(event: EventRow) -> tuple[dt.date, ...]:
    return (event.first_on, event.end_on) if event.end_on else (event.first_on,)
