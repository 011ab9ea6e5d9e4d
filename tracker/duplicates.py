"""Whether two Events are one: the same page and date, the same story and day, or much that speaks for one act.

What speaks for one act is summed up by ``tracker.likeness``, which articles use as well. The limits below were set by
hand on the half of the labelled pairs that may be looked at (``tests/duplicates/measure_pairs.py --looked-at-only``);
docs/method.md has what they reach there, on the other half and on a stranger's pairs.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import combinations
from operator import ne
from typing import Protocol

from tracker.addresses import normalise_address
from tracker.dates import days_between
from tracker.event.draft import EventDraft
from tracker.likeness import Act, NearbyActs, OtherNames, act_of, other_names, rarity_in, weigh
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


class _Event(Protocol):
    """What a draft and a stored Event have in common beyond what ``act_of`` reads."""

    @property
    def sources(self) -> Sequence[_Sourced]: ...


class DuplicateSearch:
    """The Events of a record, or the rows of a file, to be asked which of them a draft may repeat.

    Args:
        events: by key, Events or drafts.
        terms: the vocabularies, for the names that companies, agencies and people have in other languages.
        rarity_of: further acts by which it is judged how telling a word is, such as the record beside a file.
    """

    def __init__(
        self,
        events: Mapping[str, EventRow | EventDraft],
        terms: Iterable[TermRow] = (),
        *,
        rarity_of: Collection[Act] = (),
    ) -> None:
        self._others: OtherNames = other_names(terms)
        self._events = events
        self.acts = {key: self._act(event) for key, event in events.items()}
        self._rarity = rarity_in((*self.acts.values(), *rarity_of))
        self._pages = {key: _pages(event) for key, event in events.items()}
        self._nearby = NearbyActs(self.acts, self._pages, self._rarity, NEAR_DAYS)

    def find(
        self, draft: EventDraft, *, most: int = 5, among: Callable[[str], bool] = lambda _key: True
    ) -> tuple[Duplicate, ...]:
        """Return Events that a draft may repeat, the likeliest first.

        One page often supports several Events, so a shared source counts only where the dates can be the same.

        Args:
            draft: its names are written as the vocabularies do.
            most: how many are returned.
            among: tells by its key whether an Event is asked about, such as a row before the draft's own.
        """
        found = sorted(self._weigh(self._act(draft), _pages(draft), among), key=lambda each: (-each.likeness, each.key))
        likeliest = max((each.evidence for each in found), default=0.0)
        return tuple(self._duplicate(each) for each in found if each.likeness >= likeliest - _MARGIN)[:most]

    def pairs(self, apart: Collection[tuple[str, str]] = ()) -> Iterator[Pair]:
        """Yield pairs of these Events that may be one, each of them among the likeliest for the other.

        Args:
            apart: pairs that were told apart; what speaks for them still keeps less likely ones from being shown.
        """
        found: dict[tuple[str, str], _Alike] = {}
        likeliest: dict[str, float] = defaultdict(float)
        for key, act in self.acts.items():
            for alike in self._weigh(act, self._pages[key], partial(ne, key)):
                pair = (min(key, alike.key), max(key, alike.key))
                found[pair] = max(found.get(pair, alike), alike, key=lambda each: each.likeness)
                for each in pair:
                    likeliest[each] = max(likeliest[each], alike.evidence)
        for pair, alike in found.items():
            if pair not in apart and all(alike.likeness >= likeliest[key] - _MARGIN for key in pair):
                yield Pair(*pair, alike.why, alike.likeness)

    def _act(self, event: EventRow | EventDraft) -> Act:
        # On the day on which one act ends another begins, such as the end of a freeze. The stance is a judgement.
        return replace(act_of(event, self._others), ended=None, stance=0)

    def _weigh(self, act: Act, pages: frozenset[str], among: Callable[[str], bool]) -> Iterator["_Alike"]:
        """Yield all Events for which enough speaks."""
        for key in self._nearby.near(act, pages):
            if among(key) and (alike := self._alike(act, pages, key)):
                yield alike

    def _alike(self, act: Act, pages: frozenset[str], key: str) -> "_Alike | None":
        other = self.acts[key]
        evidence = weigh(act, other, self._rarity, near_days=NEAR_DAYS)
        if evidence is None:
            return None
        enough = evidence.total >= _LEAST_EVIDENCE and evidence.subject >= LEAST_SUBJECT
        total = round(evidence.total, 2) if enough else 0.0
        if pages & self._pages[key] and days_between(act.when, other.when) == 0:
            return _Alike(key, "the same source and date", _SAME_PAGE, total)
        return _Alike(key, ", ".join(evidence.why), total, total) if enough else None

    def _duplicate(self, alike: "_Alike") -> Duplicate:
        event = self._events[alike.key]
        source = event.sources[0].url if event.sources else ""
        return Duplicate(alike.key, event.title, event.date, source, alike.why, alike.likeness)


def _pages(event: _Event) -> frozenset[str]:
    return frozenset(normalise_address(source.url) for source in event.sources)


def find_duplicates(
    draft: EventDraft, events: Iterable[EventRow], terms: Iterable[TermRow] = (), *, most: int = 5
) -> tuple[Duplicate, ...]:
    """Return stored Events that a draft may repeat, the likeliest first; many drafts ask one ``DuplicateSearch``."""
    return DuplicateSearch({event.slug: event for event in events}, terms).find(draft, most=most)


def find_pairs(
    events: Iterable[EventRow], terms: Iterable[TermRow] = (), *, apart: Collection[tuple[str, str]] = ()
) -> tuple[Pair, ...]:
    """Return pairs of stored Events that may be one, the likeliest first.

    Args:
        events: Events in any order.
        terms: the vocabularies.
        apart: pairs of slugs, each in alphabetical order, that were found to be two Events.
    """
    events = tuple(events)
    alike = DuplicateSearch({event.slug: event for event in events}, terms).pairs(apart)
    found = {(pair.first, pair.second): pair for pair in (*_one_story(events), *alike)}
    pairs = (pair for slugs, pair in found.items() if slugs not in apart)
    return tuple(sorted(pairs, key=lambda pair: (-pair.likeness, pair.first, pair.second)))


def _one_story(events: Iterable[EventRow]) -> Iterator[Pair]:
    """Yield pairs of one thread and one date, which is rare enough to be looked at."""
    stories: dict[tuple[str, str], list[str]] = defaultdict(list)
    for event in events:
        if event.thread:
            stories[event.thread, event.date].append(event.slug)
    for slugs in stories.values():
        for first, second in combinations(sorted(slugs[:_MOST_OF_A_STORY]), 2):
            yield Pair(first, second, "the same story and date", _SAME_STORY)
