"""Whether two Events are one: the same page and date, the same story and day, or much that speaks for one act.

What speaks for one act is summed up by ``tracker.likeness``, which articles use as well. The limits below were set by
hand on the half of the labelled pairs that may be looked at (``tests/duplicates/measure_pairs.py --looked-at-only``);
docs/method.md has what they reach there, on the other half and on a stranger's pairs.
"""

from collections import defaultdict, deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import combinations, groupby
from operator import ne
from typing import NamedTuple, Protocol

from tracker.addresses import normalise_address
from tracker.dates import days_between
from tracker.likeness import Act, Described, NearbyActs, OtherNames, Signs, act_of, latest_day, other_names, weigh
from tracker.read_models import EventRow, TermRow

NEAR_DAYS = 14
"""How many days apart two Events may lie to be taken for one; by eye, two weeks."""

_LEAST_EVIDENCE = 4.4
"""The sum of evidence from which two Events may be one."""

LEAST_SUBJECT = 0.6
"""What names and words have to give of it: that two acts are of one day and one kind says nothing."""

_MARGIN = 0.5
"""An Event is one of the record's at most, so one that is less like it than another by more than this is not shown."""

# For the order alone: the same page before whatever a sum can reach, the same thread and day after all sums.
_SAME_PAGE, _SAME_STORY = 100.0, 3.0

_MOST_OF_A_STORY = 30
"""Of so many Events of one thread and day pairs are listed, 435 at most; chosen by eye."""


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A stored Event that a draft may repeat, with its date, one page that supports it, and why, in words."""

    slug: str
    title: str
    date: str
    source: str
    why: str
    likeness: float


@dataclass(frozen=True, slots=True)
class Pair:
    """Two stored Events that may be one, by their slugs in alphabetical order, and why."""

    first: str
    second: str
    why: str
    likeness: float


@dataclass(frozen=True, slots=True)
class _Alike:
    """An Event that may be the one asked for: its key, why, how likely, and what of this the sum of evidence gives."""

    key: str
    why: str
    likeness: float
    evidence: float


class _Sourced(Protocol):
    @property
    def url(self) -> str: ...


class _Supported(Described, Protocol):
    """A draft, a row of a file or a stored Event with the pages that support it."""

    @property
    def sources(self) -> Sequence[_Sourced]: ...


class ComparedEvent(NamedTuple):
    """An Event, a draft or a row of a file, reduced to what is compared and what is shown of it."""

    key: str
    act: Act
    pages: frozenset[str]
    title: str
    date: str
    source: str


def compared(key: str, event: _Supported, others: OtherNames) -> ComparedEvent:
    """Reduce an Event, a draft or a row of a file to what is compared.

    Args:
        key: names it.
        event: its names are written as the vocabularies do.
        others: the names that companies, agencies and people have in other languages.
    """
    # On the day on which one act ends another begins, such as the end of a freeze. The stance is a judgement.
    act = replace(act_of(event, others), ended=None, stance=0)
    source = event.sources[0].url if event.sources else ""
    return ComparedEvent(key, act, pages_of(event), event.title, event.date, source)


def pages_of(event: _Supported) -> frozenset[str]:
    """Return the pages that support an Event, each address reduced to what names the page."""
    return frozenset(normalise_address(source.url) for source in event.sources)


class MovingSearch:
    """Events in the order of their first days, to be asked for those that another may repeat.

    Args:
        rarity: how telling a word or a key is.
        longest: as ``NearbyActs`` takes it.
    """

    def __init__(self, rarity: Mapping[str, float], longest: Iterable[int] = (0, 0)) -> None:
        self._rarity = rarity
        self._nearby = NearbyActs(rarity, NEAR_DAYS, longest)
        self._events: dict[str, ComparedEvent] = {}

    def add(self, event: ComparedEvent) -> None:
        """Take in an Event that begins no earlier than those before it."""
        self._events[event.key] = event
        self._nearby.add(event.key, event.act, event.pages)

    def drop_before(self, event: ComparedEvent) -> None:
        """Drop what no Event can repeat that begins as this one or later."""
        for key in self._nearby.drop_before(event.act):
            del self._events[key]

    def find(
        self, event: ComparedEvent, *, most: int = 5, among: Callable[[str], bool] = lambda _key: True
    ) -> tuple[Duplicate, ...]:
        """Return what an Event may repeat, the likeliest first; arguments as ``DuplicateSearch.find``."""
        found = sorted(self.weighed(event, among), key=lambda each: (-each.likeness, each.key))
        likeliest = max((each.evidence for each in found), default=0.0)
        return tuple(self._duplicate(each) for each in found if each.likeness >= likeliest - _MARGIN)[:most]

    def weighed(self, event: ComparedEvent, among: Callable[[str], bool]) -> Iterator[_Alike]:
        """Yield all Events for which enough speaks."""
        for key in self._nearby.near(event.act, event.pages):
            if among(key) and (alike := self._alike(event, self._events[key])):
                yield alike

    def _alike(self, event: ComparedEvent, other: ComparedEvent) -> _Alike | None:
        evidence = weigh(event.act, other.act, self._rarity, near_days=NEAR_DAYS)
        if evidence is None:
            return None
        enough = evidence.total >= _LEAST_EVIDENCE and evidence.subject >= LEAST_SUBJECT
        total = round(evidence.total, 2) if enough else 0.0
        if event.pages & other.pages and days_between(event.act.when, other.act.when) == 0:
            return _Alike(other.key, "the same source and date", _SAME_PAGE, total)
        return _Alike(other.key, ", ".join(evidence.why), total, total) if enough else None

    def _duplicate(self, alike: _Alike) -> Duplicate:
        event = self._events[alike.key]
        return Duplicate(alike.key, event.title, event.date, event.source, alike.why, alike.likeness)


class DuplicateSearch:
    """The Events of a small record, to be asked which of them a draft may repeat.

    Args:
        events: by key, Events or drafts.
        terms: the vocabularies, for the names that companies, agencies and people have in other languages.
        rarity: how telling a word or a key is, where these Events are a part of the record.
    """

    def __init__(
        self,
        events: Mapping[str, _Supported],
        terms: Iterable[TermRow] = (),
        *,
        rarity: Mapping[str, float] | None = None,
    ) -> None:
        self._others: OtherNames = other_names(terms)
        signs = Signs()
        self._events = [compared(key, event, self._others) for key, event in events.items()]
        for event in self._events:
            signs.add(event.act)
        self._events.sort(key=lambda event: (event.act.when.start, event.key))
        self._search = MovingSearch(signs.rarity() if rarity is None else rarity)
        for event in self._events:
            self._search.add(event)

    def find(
        self, draft: _Supported, *, most: int = 5, among: Callable[[str], bool] = lambda _key: True
    ) -> tuple[Duplicate, ...]:
        """Return Events that a draft may repeat, the likeliest first.

        One page often supports several Events, so a shared source counts only where the dates can be the same.

        Args:
            draft: its names are written as the vocabularies do.
            most: how many are returned.
            among: tells by its key whether an Event is asked about, such as a row before the draft's own.
        """
        return self._search.find(compared("", draft, self._others), most=most, among=among)

    def pairs(self, apart: Collection[tuple[str, str]] = ()) -> Iterator[Pair]:
        """Yield pairs of these Events that may be one, each of them among the likeliest for the other.

        Args:
            apart: pairs that were told apart; what speaks for them still keeps less likely ones from being shown.
        """
        return _pairs(self._search, self._events, apart)


def find_duplicates(
    draft: _Supported,
    events: Iterable[EventRow],
    terms: Iterable[TermRow] = (),
    *,
    rarity: Mapping[str, float] | None = None,
    most: int = 5,
) -> tuple[Duplicate, ...]:
    """Return stored Events that a draft may repeat, the likeliest first (see ``DuplicateSearch``)."""
    return DuplicateSearch({event.slug: event for event in events}, terms, rarity=rarity).find(draft, most=most)


EventsByDay = Callable[[], Iterable[EventRow]]
"""Gives Events in the order of their first days, as often as it is asked."""


def find_pairs(
    events: Iterable[EventRow] | EventsByDay,
    terms: Iterable[TermRow] = (),
    *,
    apart: Collection[tuple[str, str]] = (),
) -> tuple[Pair, ...]:
    """Return pairs of stored Events that may be one, the likeliest first.

    Args:
        events: Events in any order; or what gives them by day, so that only those of some weeks are held at a time.
        terms: the vocabularies.
        apart: pairs of slugs, each in alphabetical order, that were found to be two Events.
    """
    others = other_names(terms)
    if callable(events):
        by_day: EventsByDay = events
    else:
        ordered = sorted(events, key=lambda event: (event.first_on, event.slug))
        by_day = lambda: ordered  # noqa: E731 - what was given, in order
    found: dict[tuple[str, str], Pair] = {}
    signs = Signs()
    for _, of_day in groupby(by_day(), key=lambda event: event.first_on):
        same_day = list(of_day)
        for event in same_day:
            signs.add(compared(event.slug, event, others).act)
        found |= {(pair.first, pair.second): pair for pair in _one_story(same_day)}
    search = MovingSearch(signs.rarity(), signs.longest)
    read = (compared(event.slug, event, others) for event in by_day())
    found |= {(pair.first, pair.second): pair for pair in _pairs(search, in_turn(search, read), apart)}
    pairs = (pair for slugs, pair in found.items() if slugs not in apart)
    return tuple(sorted(pairs, key=lambda pair: (-pair.likeness, pair.first, pair.second)))


def in_turn(search: MovingSearch, events: Iterable[ComparedEvent]) -> Iterator[ComparedEvent]:
    """Take Events into a search as they are needed, and yield each once all that are near to it are there.

    What is too early for it and all that follow is dropped. A date known to the year keeps the Events of that year.

    Args:
        search: empty at first.
        events: in the order of their first days.
    """
    coming, waiting = iter(events), deque[ComparedEvent]()
    following = next(coming, None)
    while following is not None or waiting:
        if not waiting and following is not None:
            search.add(following)
            waiting.append(following)
            following = next(coming, None)
        event = waiting.popleft()
        reach = latest_day(event.act) + NEAR_DAYS
        while following is not None and following.act.when.start.toordinal() <= reach:
            search.add(following)
            waiting.append(following)
            following = next(coming, None)
        search.drop_before(event)
        yield event


def _pairs(search: MovingSearch, events: Iterable[ComparedEvent], apart: Collection[tuple[str, str]]) -> Iterator[Pair]:
    """Yield pairs of Events that may be one, as ``DuplicateSearch.pairs`` does."""
    found: dict[tuple[str, str], _Alike] = {}
    likeliest: dict[str, float] = defaultdict(float)
    for event in events:
        for alike in search.weighed(event, partial(ne, event.key)):
            pair = (min(event.key, alike.key), max(event.key, alike.key))
            found[pair] = max(found.get(pair, alike), alike, key=lambda each: each.likeness)
            for each in pair:
                likeliest[each] = max(likeliest[each], alike.evidence)
    for pair, alike in found.items():
        if pair not in apart and all(alike.likeness >= likeliest[key] - _MARGIN for key in pair):
            yield Pair(*pair, alike.why, alike.likeness)


def _one_story(events: Iterable[EventRow]) -> Iterator[Pair]:
    """Yield pairs of one thread and one date, which is rare enough to be looked at."""
    stories: dict[tuple[str, str], list[str]] = defaultdict(list)
    for event in events:
        if event.thread:
            stories[event.thread, event.date].append(event.slug)
    for slugs in stories.values():
        for first, second in combinations(sorted(slugs[:_MOST_OF_A_STORY]), 2):
            yield Pair(first, second, "the same story and date", _SAME_STORY)
