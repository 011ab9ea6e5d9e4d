"""The record as articles are compared with it: each Event as weighted signs, and which Events bear a sign.

A sign is a word of a title, a summary or another name, or the key of a firm, a person, an agency, a sector or a rule.
"""

import datetime as dt
import re
import sys
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from tracker.articles.names import find_rules, rule_name
from tracker.articles.sentences import Span
from tracker.articles.stance_rules import find_cue, read_rules
from tracker.dates import PartialDate, from_edtf
from tracker.likeness import LISTS, PRIOR, OtherNames, other_names, sign_rarity, words_of
from tracker.read_models import OPEN_END, EventRow, TermRow
from tracker.vocabulary import ReviewState

BY_RULE, BY_DOCUMENT, BY_SECTOR, BY_ACT = "rules", "numbers", "sectors", "acts"
_BRACKETED = re.compile(r"[（(].*?[）)]")
_NUMBER = re.compile(r"[\u3400-\u9fff]{1,2}[〔\[（(]\d{4}[〕\]）)]第?\d+号|\d{4}年第\d+号")
_IN_SUMMARY = 0.6
"""What a word of a summary counts beside one of a title or another name: it often tells what came before or after."""

_LAST = sys.maxsize
_COMMON = 0.3
"""A sign that more than this share of the Events bears finds none of them, though it counts for those found."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A way in which an Event is called: its words but for names, and whether it holds names as well."""

    words: frozenset[str]
    named: bool


@dataclass(frozen=True, slots=True)
class KnownEvent:
    """An Event of the record, prepared for comparison.

    Attributes:
        event: the Event.
        signs: what may be said of it, and how much each sign is its own.
        phrases: the ways in which it is called: its titles and other names.
        begun: the day or days on which it began, and those from which it was known.
        ended: the date on which it ended, where that is known.
    """

    event: EventRow
    signs: Mapping[str, float]
    phrases: tuple[Phrase, ...]
    begun: tuple[PartialDate, ...]
    ended: PartialDate | None


@dataclass(frozen=True)
class RecordIndex:
    """All Events, by the signs that they bear, and how telling each sign is."""

    known: tuple[KnownEvent, ...]
    bearers: Mapping[str, tuple[int, ...]]
    rarity: Mapping[str, float]
    starts: tuple[tuple[dt.date, int], ...]

    @property
    def events(self) -> tuple[EventRow, ...]:
        """The Events, in the order in which they were given."""
        return tuple(each.event for each in self.known)

    def begun_near(self, spans: Iterable[tuple[dt.date, dt.date]]) -> set[int]:
        """Return the places of Events that began within one of some spans of days."""
        return {
            place
            for first, last in spans
            for _, place in self.starts[bisect_left(self.starts, (first, 0)) : bisect_left(self.starts, (last, _LAST))]
        }

    def weight(self, sign: str) -> float:
        """Return how telling a sign is, 0 where no Event bears it; Chinese words overlap in pairs of signs."""
        return self.rarity.get(sign, 0.0)


@lru_cache(maxsize=4)
def index_record(events: tuple[EventRow, ...], terms: tuple[TermRow, ...] = ()) -> RecordIndex:
    """Prepare the record; Events that were taken out of it are left out.

    Args:
        events: of the record.
        terms: the vocabularies, for the words that names are made of.
    """
    gone = {ReviewState.WITHDRAWN, ReviewState.REJECTED}
    others = other_names(terms)
    known = tuple(_prepared(event, others) for event in events if event.review_state not in gone)
    bearers: dict[str, list[int]] = defaultdict(list)
    for place, each in enumerate(known):
        for sign in each.signs:
            bearers[sign].append(place)
    number = len(known) + PRIOR
    rarity = {sign: sign_rarity(len(places), number) * _share(sign) for sign, places in bearers.items()}
    telling = {sign: tuple(places) for sign, places in bearers.items() if len(places) <= _COMMON * number}
    starts = sorted((date.start, place) for place, each in enumerate(known) for date in each.begun)
    return RecordIndex(known, telling, rarity, tuple(starts))


def _share(sign: str) -> float:
    """Return what a sign counts: a Chinese character stands in two pairs, so that each pair counts half."""
    return 1.0 if ":" in sign or sign[0].isascii() else 0.5


def _prepared(event: EventRow, others: OtherNames) -> KnownEvent:
    # Names count as keys, in whatever language they stand; their words would count them twice.
    named = words_of(" ".join(others.get((field, key), key) for field in LISTS for key in getattr(event, field)))
    called = [words_of(each, numbers=True) for each in _called(event)]
    phrases = tuple(Phrase(words - named, bool(words & named)) for words in called if words - named)
    signs = Counter(dict.fromkeys(words_of(event.summary, numbers=True) - named, _IN_SUMMARY))
    signs |= Counter({word: 1.0 for phrase in phrases for word in phrase.words})
    signs |= Counter(dict.fromkeys(acts_in(event.summary), _IN_SUMMARY)) | Counter(
        dict.fromkeys(acts_in(event.title), 1.0)
    )
    for field in (*LISTS, BY_SECTOR):
        keys = getattr(event, field)
        signs |= Counter({f"{field}:{key}": len(keys) ** -0.5 for key in keys})
    signs |= Counter({f"{BY_RULE}:{rule}": 1.0 for rule in _rules_of(event)})
    signs |= Counter({f"{BY_DOCUMENT}:{number}": 1.0 for number in numbers_in(event.document_number or "")})
    ended = from_edtf(event.end) if event.end and event.end != OPEN_END else None
    begun = tuple(from_edtf(date) for date in (event.date, event.public_on) if date)
    return KnownEvent(event, dict(signs), phrases, begun, ended)


def _called(event: EventRow) -> Iterator[str]:
    yield event.title
    if event.title_zh:
        yield event.title_zh
    yield from event.also_called


def acts_in(text: str) -> frozenset[str]:
    """Return what happens by a text: each rule of the lexicon whose words stand there, as a sign."""
    part = Span(0, len(text))
    return frozenset(
        f"{BY_ACT}:{rule.name}" for rule in read_rules() if find_cue(text, part, rules=(rule,), turned=True)
    )


def _rules_of(event: EventRow) -> Iterable[str]:
    if event.title_zh:
        yield bare_rule(event.title_zh)
    for text in (event.title, event.summary):
        yield from (bare_rule(mark.key) for mark in find_rules(text))


def numbers_in(text: str) -> Iterator[str]:
    """Yield the numbers of Chinese documents that stand in a text, in one form of writing."""
    for match in _NUMBER.finditer(text):
        yield re.sub(r"[^\w]", "", match[0])


def bare_rule(name: str) -> str:
    """Reduce the name of a law or rule to what is compared: without what stands in brackets."""
    return rule_name(_BRACKETED.sub("", name)).casefold()
