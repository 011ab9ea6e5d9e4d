"""Events near in time that share telling words or names."""

import datetime as dt
import heapq
import math
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from tracker.event.fields import NAME_LISTS
from tracker.likeness.acts import LISTS, Act, OtherNames
from tracker.likeness.evidence import UNSEEN
from tracker.read_models import TermRow

PRIOR = 50
"""A small record is taken for one of so many more Events, or all of its words would be common; chosen by eye."""

_FIELDS = {NAME_LISTS[field]: field for field in LISTS}


def other_names(terms: Iterable[TermRow]) -> OtherNames:
    """Return the names of companies, agencies and people in all languages, by field and key."""
    return {
        (_FIELDS[term.type], term.key): " ".join(filter(None, (term.key, term.name, term.name_zh, *term.aliases)))
        for term in terms
        if term.type in _FIELDS
    }


def sign_rarity(count: int, number: int) -> float:
    """Return how telling a sign is that so many of a number of Events bear; ``PRIOR`` is counted in by the caller."""
    return math.log(1 + number / count)


@dataclass(slots=True)
class Signs:
    """What some acts bear, counted: how many bear each word and each key, and how wide their dates are.

    Attributes:
        counts: by word and key, how many acts bear it.
        number: how many acts there are.
        longest: the days of the longest date, of those known to the month at least and of the others.
    """

    counts: Counter[str] = field(default_factory=Counter)
    number: int = 0
    longest: list[int] = field(default_factory=lambda: [0, 0])

    def add(self, act: Act) -> None:
        """Count one more act."""
        self.number += 1
        self.counts.update(act.words)
        self.counts.update({*act.sectors, *(key for field in LISTS for key in act.names[field])})
        width = _width(act)
        self.longest[width > _LONG] = max(self.longest[width > _LONG], width)

    def rarity(self, *others: "Signs") -> Mapping[str, float]:
        """Return how telling each word and each key is, among these acts and others."""
        counts, number = self.counts, PRIOR + self.number
        for other in others:
            counts, number = counts + other.counts, number + other.number
        return {name: sign_rarity(count, number) for name, count in counts.items()}


_FEW = 50
"""So many acts near in time are all weighed; of more, only the most telling.

This number and the next two keep the work for one act from growing with the record. They were chosen by eye and held
against ``benchmarks/bench_duplicates.py``: of 1,000 events told twice among 101,000, 0.999 are found with them.
"""

_MOST_HOLDERS = 60
"""A sign that more of the acts near in time bear does not help to choose among them."""

_MOST_WEIGHED = 20
_WORTH_DROPPING = 500
_LONG = 31
"""Days of the longest month: dates known to the day or the month are searched apart from coarser ones."""


@dataclass(slots=True)
class _Layer:
    """Acts by their first day, with the places at which each sign stands; ``longest`` is the widest date in days.

    Places count from the first act that was ever taken in, of which ``gone`` were dropped again.
    """

    longest: int
    days: list[int] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    places: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    gone: int = 0

    def add(self, key: str, act: Act, marks: Iterable[str]) -> None:
        """Take in an act that begins no earlier than those before it."""
        place = self.gone + len(self.keys)
        for mark in marks:
            self.places[mark].append(place)
        self.days.append(act.when.start.toordinal())
        self.keys.append(key)
        self.longest = max(self.longest, _width(act))

    def near(self, first: int, last: int, weights: Mapping[str, float]) -> Iterator[str]:
        """Yield the keys of acts that can lie between two days, the most telling of many."""
        low, high = bisect_left(self.days, first - self.longest), bisect_right(self.days, last)
        if high - low <= _FEW:
            yield from self.keys[low:high]
            return
        low, high = low + self.gone, high + self.gone
        found: dict[int, float] = defaultdict(float)
        for mark, weight in weights.items():
            places = self.places.get(mark, ())
            begin, end = bisect_left(places, low), bisect_left(places, high)
            if end - begin <= _MOST_HOLDERS:
                for place in places[begin:end]:
                    found[place] += weight
        nearest = heapq.nlargest(_MOST_WEIGHED, found, key=found.__getitem__)
        yield from (self.keys[place - self.gone] for place in nearest)

    def drop(self, first: int) -> list[str]:
        """Drop the acts that are over before a day, once they are half of all, and return their keys."""
        over = bisect_left(self.days, first - self.longest)
        if over < _WORTH_DROPPING or over * 2 < len(self.days):
            return []
        dropped = self.keys[:over]
        self.gone += over
        del self.days[:over], self.keys[:over]
        for mark in list(self.places):
            del self.places[mark][: bisect_left(self.places[mark], self.gone)]
            if not self.places[mark]:
                del self.places[mark]
        return dropped


class NearbyActs:
    """Acts by key, to be asked for those that may be the same as another.

    They are taken in by their first days; those that no later question can mean may be dropped, so that a long record
    is gone through with a part of it in memory.

    Args:
        rarity: how telling each word and name is.
        days: how far apart two acts may lie.
        longest: the days of the longest dates (``Signs.longest``), where acts are asked for before all are taken in.
    """

    def __init__(self, rarity: Mapping[str, float], days: int, longest: Iterable[int] = (0, 0)) -> None:
        self._rarity, self._days = rarity, days
        # The few acts whose date is a year or so would otherwise widen the search for all others.
        self._layers = tuple(map(_Layer, longest))

    def add(self, key: str, act: Act, addresses: Iterable[str]) -> None:
        """Take in an act that begins no earlier than those before it, and the pages that support it."""
        self._layers[_width(act) > _LONG].add(key, act, (*_names(act), *act.words, *addresses))

    def near(self, act: Act, addresses: Iterable[str] = ()) -> Iterator[str]:
        """Yield the keys of acts that are worth weighing against one."""
        weights = {mark: self._rarity.get(mark, UNSEEN) for mark in act.told}
        weights |= {mark: self._rarity.get(mark.partition(":")[2], UNSEEN) for mark in _names(act)}
        # More than words and names can add up to, so that an act of the same page is always weighed.
        weights |= dict.fromkeys(addresses, 100.0)
        first, last = act.when.start.toordinal(), latest_day(act)
        for layer in self._layers:
            yield from layer.near(first - self._days, last + self._days, weights)

    def drop_before(self, act: Act) -> Iterator[str]:
        """Drop acts that none is near to that begins as an act or later, and yield their keys."""
        for layer in self._layers:
            yield from layer.drop(act.when.start.toordinal() - self._days)


def latest_day(act: Act) -> int:
    """Return the last day that an act's date allows, as an ordinal."""
    return (act.when.end or dt.date.max).toordinal()


def _names(act: Act) -> Iterator[str]:
    return (f"{field}:{key}" for field, keys in act.names.items() for key in keys)


def _width(act: Act) -> int:
    return ((act.when.end or dt.date.max) - act.when.start).days
