"""Which Events of the record a passage speaks of: by names, words, phrases, what happened, and date where there is one.

Each piece of evidence is a number; their weighted sum says how likely the Event is meant. An inverted index chooses the
few Events that are weighed, so that the time for a passage does not grow with the record.
"""

import datetime as dt
import heapq
import math
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tracker.articles.counting import in_year
from tracker.articles.passages import IN_CLAUSE, IN_SENTENCE, Passage
from tracker.articles.record_index import BY_ACT, BY_DOCUMENT, BY_RULE, BY_SECTOR, KnownEvent, Phrase, RecordIndex
from tracker.articles.stance_rules import find_cue
from tracker.articles.statements import ArticleSetting
from tracker.dates import days_between
from tracker.likeness import closeness, code_evidence
from tracker.vocabulary import Kind

_MOST_WEIGHED = 12
"""So many Events are weighed for a passage, those that share the most telling signs with it."""

WEIGHTS: Mapping[str, float] = {
    "words": 0.22,
    "phrase": 4.5,
    "companies": 0.63,
    "people": 0.5,
    "agencies": 0.37,
    "sectors": 0.05,
    "rules": 0.12,
    "numbers": 0.6,
    "acts": 0.28,
    "clash": -1.6,
    "other rule": -1.4,
    "other agency": -0.7,
    "date": 1.9,
    "apart": -2.0,
    "fresh": 1.6,
    "ahead": -2.0,
    "act": 0.2,
}
"""What each piece of evidence counts: fitted on public articles and rounded, but for "numbers" (docs/method.md).

"people" and "fresh" were held below what the fit gave: heads of state are named everywhere, and an article of these
days is no proof of what it speaks of.
"""

# All numbers below were set by eye on the public articles that may be looked at.
_KEYED = ("companies", "people", "agencies", BY_SECTOR, BY_RULE, BY_DOCUMENT, BY_ACT)
_NAMES = ("companies:", "people:", "agencies:")
_FIRM, _RULE, _AGENCY = "companies:", "rules:", "agencies:"
_SUBJECTS = (_FIRM, "people:", _RULE, f"{BY_DOCUMENT}:")

_WORDS = 12.0
"""The sum that words come near, however many are shared."""

_MOST = {"companies": 6.0, "people": 5.0, "agencies": 4.0, "sectors": 4.0, "rules": 6.0, "acts": 5.0}
"""The most that all shared names of a kind give, so that a list of firms is no Event by itself."""

_BOUND = 6.0
"""A date counts in full from this sum of shared names and acts on: much happens on one day."""

_NAMELESS = 0.5
"""What a phrase counts that holds a name which is not said: the rest of it may be told of others."""

_GROUND, _TELLING, _HINTING = 0.8, 0.4, 0.25
"""The least that a name has to give, and the least share of a phrase, for a link to stand on firm ground; and the least
of a phrase where the clause does not say what happened."""

_OTHER_DAY = 0.95
"""So far apart is a date that it is another day for sure: one of the clause itself, two weeks and more away."""

_RECALLED, _MANY_WORDS = 5.0, 7.0
"""So much has to be said by words: of an Event of long ago, where no date, no phrase and no second name tells of it,
and of one whose date fits, where no name does."""

_LITTLE = 4.0
"""What is added below a share, so that few words do not say everything."""

_NEAR_IN_TIME, _CLOSE = 6.0, dt.timedelta(days=3)
"""What being near in time adds where the few Events are chosen that are weighed at all, and how near that is."""

_FRESH_DAYS, _EARLY, _FAR_DAYS, _APART_DAYS = 14, 3, 60, 15
"""For how long an Event is news; how early it may be told; from when a date ahead, or another date, counts in full."""

_END = 0.6
"""What the date of an end counts less than that of a beginning."""

_WITHOUT_YEAR = 0.7
"""What a date counts of which only the year is not known."""

_SAME_DAY = 2.0
"""Dates that are this close are the same day, or the next."""

_SHOWN_WORDS = 6


@dataclass(frozen=True, slots=True)
class Linked:
    """An Event that a passage may speak of.

    Attributes:
        known: the Event.
        passage: the passage.
        parts: each piece of evidence by its name, before it is weighted.
        shared: the signs in common.
        late: whether it is told without a date, long after the Event, so that it may be news of the same firm.
    """

    known: KnownEvent
    passage: Passage
    parts: Mapping[str, float]
    shared: frozenset[str]
    late: bool

    @property
    def evidence(self) -> float:
        """The weighted sum."""
        return sum(WEIGHTS[name] * value for name, value in self.parts.items())

    @property
    def subjects(self) -> frozenset[str]:
        """The firms, people and rules in common."""
        return frozenset(sign for sign in self.shared if sign.startswith(_SUBJECTS))

    @property
    def dated(self) -> bool:
        """Whether a date of the passage fits the Event."""
        return self.parts.get("date", 0.0) > 0

    @property
    def apart(self) -> bool:
        """Whether every date of the passage is another than the Event's."""
        return self.parts.get("apart", 0.0) >= 1

    @property
    def nearest(self) -> int:
        """Which of the passage's dates is nearest to the Event's beginning."""
        dates, begun = self.passage.dates, self.known.begun[0]
        return min(range(len(dates)), key=lambda place: days_between(dates[place], begun), default=0)

    @property
    def grounded(self) -> bool:
        """Whether it rests on a firm, a person or a rule, a telling phrase or a date, and says what happened.

        A clause with a date of its own, far from the Event's, tells something else, whatever the names.
        """
        parts = self.parts
        told = parts["acts"] > 0 or parts.get("act", 0.0) > 0 or parts.get("date", 0.0) >= 1
        if parts.get("apart", 0.0) >= _OTHER_DAY or not (told or parts["phrase"] >= _HINTING):
            return False
        if self.late and not self._is_recalled:
            return False
        if sum(parts.get(name, 0.0) for name in ("companies", "people", BY_RULE, BY_DOCUMENT)) >= _GROUND:
            return True
        if parts["phrase"] >= _TELLING:
            return True
        if parts.get("date", 0.0) >= 1 and parts["words"] >= _MANY_WORDS:
            return True
        timely = parts.get("date", 0.0) >= 1 or parts.get("fresh", 0.0) > 0
        return timely and parts["agencies"] + parts["sectors"] >= _GROUND

    @property
    def _is_recalled(self) -> bool:
        """Whether so much is said of the Event that it is no news of the same firm."""
        parts = self.parts
        return parts["phrase"] >= _TELLING or parts["words"] >= _RECALLED or len(self.subjects) > 1

    @property
    def why(self) -> tuple[str, ...]:
        """The reasons in words, the most telling first."""
        return tuple(self._reasons())

    def _reasons(self) -> Iterator[str]:
        keys = sorted(sign.partition(":")[2] for sign in self.shared if sign.partition(":")[0] in _KEYED)
        if keys:
            yield ", ".join(keys)
        if self.parts.get("date", 0.0) > _SAME_DAY:
            yield "the same date"
        elif self.dated:
            yield "a date that fits"
        if self.parts.get("act", 0.0) > 0:
            yield "the same sort of act"
        words = sorted(sign for sign in self.shared if ":" not in sign)
        if words:
            yield f"words in common: {', '.join(words[:_SHOWN_WORDS])}"


@dataclass(frozen=True, slots=True)
class _Said:
    """A passage with what every Event is held against: the index, what happened, and publication."""

    passage: Passage
    index: RecordIndex
    act: tuple[Kind, int] | None
    published: dt.date | None

    def told(self, sign: str, known: KnownEvent) -> float:
        """Return what a sign says that passage and Event share."""
        return self.index.weight(sign) * self.passage.signs[sign] * known.signs[sign]


def link(setting: ArticleSetting, passage: Passage, index: RecordIndex) -> list[Linked]:
    """Return the Events that a passage may speak of, the likeliest first."""
    sums: dict[int, float] = defaultdict(float)
    for sign, weight in passage.signs.items():
        rarity = weight * index.weight(sign)
        for place in index.bearers.get(sign, ()):
            sums[place] += rarity * index.known[place].signs[sign]
    if not sums:
        return []
    published = setting.published.start if setting.published else None
    said = _Said(passage, index, _act_of(setting.text, passage), published)
    for place in index.begun_near(_days(passage, published)):
        if place in sums:
            sums[place] += _NEAR_IN_TIME
    near = heapq.nlargest(_MOST_WEIGHED, sums, key=sums.__getitem__)
    return sorted((_weigh(said, index.known[place]) for place in near), key=lambda each: -each.evidence)


def _days(passage: Passage, published: dt.date | None) -> Iterator[tuple[dt.date, dt.date]]:
    """Yield the days, from and to, on which an Event of a passage may have begun."""
    for date in passage.dates:
        if date.end is not None and (date.end - date.start).days <= _FAR_DAYS:
            yield date.start - _CLOSE, date.end + _CLOSE
    if published is not None and not passage.dates:
        yield published - dt.timedelta(days=_FRESH_DAYS), published + _CLOSE


def _act_of(text: str, passage: Passage) -> tuple[Kind, int] | None:
    cue = find_cue(text, passage.span, turned=True)
    return (cue.rule.kind, int(cue.rule.stance)) if cue else None


def _weigh(said: _Said, known: KnownEvent) -> Linked:
    passage = said.passage
    shared = frozenset(passage.signs.keys() & known.signs.keys())
    parts: dict[str, float] = defaultdict(float)
    for sign in shared:
        field, colon, _ = sign.partition(":")
        parts[field if colon else "words"] += said.told(sign, known)
    parts["words"] = _WORDS * (1 - math.exp(-parts["words"] / _WORDS))
    for field, most in _MOST.items():
        parts[field] = min(parts[field], most)
    shares_name = any(sign.startswith(_NAMES) for sign in shared)
    parts["phrase"] = max((_covered(phrase, said, shares_name=shares_name) for phrase in known.phrases), default=0.0)
    bound = min(1.0, sum(parts[field] for field in _KEYED) / _BOUND + parts["phrase"])
    parts["clash"] = _clash(passage, known)
    parts["other rule"] = _other(_RULE, passage, known)
    parts["other agency"] = _other(_AGENCY, passage, known)
    dates, ending = _date_parts(said, known)
    if said.act is not None:
        stance = int(known.event.stance)
        parts["act"] = code_evidence(said.act, (known.event.kind, -stance if ending else stance))
    for name in ("date", "fresh"):
        dates[name] = dates.get(name, 0.0) * bound
    return Linked(known, passage, parts | dates, shared, late=_is_late(said, known))


def _clash(passage: Passage, known: KnownEvent) -> float:
    """Return 1 where the clause names other firms than the Event does, less where the Event names none."""
    own = {sign for sign, weight in passage.signs.items() if weight >= IN_CLAUSE and sign.startswith(_FIRM)}
    held = {sign for sign in known.signs if sign.startswith(_FIRM)}
    if not own or own & held:
        return 0.0
    return 1.0 if held else 0.5


def _other(kind: str, passage: Passage, known: KnownEvent) -> float:
    """Return 1 where the clause names rules or agencies, and none of the Event's, less where the Event has none."""
    own = {sign for sign, weight in passage.signs.items() if weight >= IN_CLAUSE and sign.startswith(kind)}
    if not own or not own.isdisjoint(known.signs):
        return 0.0
    return 1.0 if any(sign.startswith(kind) for sign in known.signs) else 0.5


def _covered(phrase: Phrase, said: _Said, *, shares_name: bool) -> float:
    """Return how much of a phrase is said, less where the whole of it is not telling, or its name is another one."""
    total = sum(said.index.weight(word) for word in phrase.words)
    spoken = sum(said.index.weight(word) * said.passage.signs.get(word, 0.0) for word in phrase.words)
    return spoken / (total + _LITTLE) * (_NAMELESS if phrase.named and not shares_name else 1.0)


def _date_parts(said: _Said, known: KnownEvent) -> tuple[dict[str, float], bool]:
    """Return what the dates say, and whether the passage tells the Event's end, so that its sign is the other one."""
    passage = said.passage
    parts = _by_publication(said, known)
    if not passage.dates:
        return {**parts, **_without_year(passage, known)}, False
    begun = max(closeness(date.first, other) for date in passage.dates for other in known.begun)
    ends = [last for date in passage.dates if (last := date.last) is not None]
    ended = max((closeness(date, known.ended) - _END for date in ends), default=0.0) if known.ended else 0.0
    place = 1.0 if passage.dated else IN_SENTENCE
    if max(begun, ended) > 0:
        return {**parts, "date": max(begun, ended) * place, "fresh": 0.0}, ended > begun or passage.ends
    apart = min(days_between(date, other) for date in passage.dates for other in known.begun)
    return {**parts, "apart": min(1.0, apart / _APART_DAYS) * place, "fresh": 0.0}, False


def _is_late(said: _Said, known: KnownEvent) -> bool:
    """Tell whether nothing dates a passage but its publication, long after the Event began and ended."""
    if said.published is None or said.passage.dates:
        return False
    told = (*known.begun, known.ended) if known.ended else known.begun
    last: dt.date = max(date.start for date in told)
    return (said.published - last).days > _FAR_DAYS


def _without_year(passage: Passage, known: KnownEvent) -> dict[str, float]:
    """Return what the months and days say of which only the year is not known: they fit the Event's year or do not."""
    held = (*known.begun, known.ended) if known.ended else known.begun
    pairs = [(said, day) for date in passage.yearless for day in held if (said := in_year(date, day.start.year))]
    if not pairs:
        return {}
    if near := max(closeness(said, day) for said, day in pairs):
        return {"date": near * _WITHOUT_YEAR, "fresh": 0.0}
    return {"apart": min(1.0, min(days_between(said, day) for said, day in pairs) / _APART_DAYS), "fresh": 0.0}


def _by_publication(said: _Said, known: KnownEvent) -> dict[str, float]:
    """Return what the day of publication says: news is of these days, and seldom of what is yet to come."""
    if said.published is None:
        return {}
    age = (said.published - known.begun[0].start).days
    fresh = max(0.0, 1 - max(0, age - _EARLY) / _FRESH_DAYS) if age >= -_EARLY else 0.0
    expected = _FAR_DAYS if known.event.kind is Kind.IN_FORCE else _EARLY
    return {"fresh": fresh, "ahead": min(1.0, max(0, -age - _EARLY) / expected)}
