"""The columns themselves: what a filter keeps of them, and the evidence of the index that they hold."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from itertools import pairwise
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from tracker.event.fields import NAME_LISTS
from tracker.filters import EventFilter
from tracker.sentiment import Evidence, story_codes
from tracker.vocabulary import COUNTED_KINDS, Kind, ReviewState, TermType

OPEN = 2**31 - 1
"""The last day of an Event that had not ended when it was recorded, in place of an ordinal."""

TermNumbers = Mapping[tuple[TermType, str], int]
"""The numbers of terms by vocabulary and key."""

Array = NDArray[Any]


@dataclass(frozen=True, eq=False)
class EventColumns:
    """All Events of a record, whatever their review state, by ``first_on``, ``last_on`` and slug, one place for each.

    Attributes:
        ids: the numbers of the Events in the database.
        first, last: ordinals (``date.toordinal``) of the first and the last day that the date allows.
        known_first, known_last: the same of the days on which the Event can have become known
            (``EventRow.counted_days``).
        end: ordinal of the last day that the end allows; 0 without an end, ``OPEN`` where it goes on.
        stance: -3 to 3.
        reach: 1 to 4.
        kind, certainty, precision, state, origin: places in ``list(Kind)``, ``list(Certainty)``, ``list(Precision)``,
            ``list(ReviewState)`` and ``list(Origin)``.
        approximate: whether the date is about right only.
        thread: number of the thread's term; 0 for none.
        sources: how many pages support the Event.
        term_starts: one more than there are Events; the names of Event i are
            ``term_ids[term_starts[i]:term_starts[i + 1]]``.
        term_ids: numbers of the terms that the Events name, in the order given.
        threads: numbers of all threads in the order of their keys.
        change: number of the latest change that is in them.
        digest: that change's digest, which tells one history from another.
    """

    ids: Array
    first: Array
    last: Array
    known_first: Array
    known_last: Array
    end: Array
    stance: Array
    reach: Array
    kind: Array
    certainty: Array
    precision: Array
    state: Array
    origin: Array
    approximate: Array
    thread: Array
    sources: Array
    term_starts: Array
    term_ids: Array
    threads: Array
    change: int = 0
    digest: str = ""

    def __len__(self) -> int:
        """Return the number of Events."""
        return len(self.ids)

    def mask(self, chosen: EventFilter, terms: TermNumbers, found: Array | None = None) -> Array:
        """Return for each Event whether a filter keeps it, as ``queries.list_events`` does.

        Args:
            chosen: the filter.
            terms: the numbers of its names, at least (``queries.columns.term_numbers``); a missing one names no Event.
            found: numbers of the Events that its search finds (``queries.columns.found_by_search``).

        Raises:
            ValueError: if the filter searches and ``found`` is None.
        """
        if chosen.words and found is None:
            raise ValueError("A search is answered by the database: give the numbers of what it found.")
        kept = self._kept_by_values(chosen)
        if chosen.threads:
            kept &= np.isin(self.thread, _numbers(TermType.THREAD, chosen.threads, terms))
        for field, term_type in NAME_LISTS.items():
            if keys := getattr(chosen, field):
                kept &= self.naming(_numbers(term_type, keys, terms))
        if found is not None:
            kept &= np.isin(self.ids, found)
        return kept

    def _kept_by_values(self, chosen: EventFilter) -> Array:
        """Return for each Event whether it holds the conditions of a filter that need no names."""
        kept = np.ones(len(self), dtype=bool)
        if chosen.states:
            kept &= _among(ReviewState, chosen.states)[self.state]
        if chosen.since:
            kept &= self.last >= chosen.since.toordinal()
        if chosen.until:
            kept &= self.first <= chosen.until.toordinal()
        if chosen.kinds:
            kept &= _among(Kind, chosen.kinds)[self.kind]
        if chosen.stance_min is not None:
            kept &= self.stance >= chosen.stance_min
        if chosen.stance_max is not None:
            kept &= self.stance <= chosen.stance_max
        return kept

    def positions(self, chosen: EventFilter, terms: TermNumbers, found: Array | None = None) -> Array:
        """Return the places of the Events that a filter keeps, in their order; arguments as for ``mask``."""
        return np.flatnonzero(self.mask(chosen, terms, found))

    def naming(self, numbers: Sequence[int]) -> Array:
        """Return for each Event whether it names one of some terms, given by their numbers."""
        named = np.zeros(len(self), dtype=bool)
        hits = np.flatnonzero(np.isin(self.term_ids, numbers))
        named[np.searchsorted(self.term_starts, hits, side="right") - 1] = True
        return named

    def counted(self, kinds: frozenset[Kind] = COUNTED_KINDS) -> Array:
        """Return for each Event whether it is of a kind that the index counts."""
        return np.asarray(_among(Kind, tuple(kinds))[self.kind])

    def middle(self, positions: Array) -> Array:
        """Return the ordinals of the middle of the days that the dates of the Events at some places allow."""
        return (self.first[positions].astype(np.int64) + self.last[positions]) // 2

    def keys(self, positions: Array, names: Mapping[int, str]) -> list[tuple[str, ...]]:
        """Return for each Event at some places the keys of the terms that it names, in the order given.

        Args:
            positions: the places.
            names: the keys of the terms that are asked for, by their numbers.
        """
        taken = self.take(positions)
        asked = np.isin(taken.term_ids, np.fromiter(names, dtype=np.int64, count=len(names)))
        starts = np.concatenate([[0], np.cumsum(asked)])[taken.term_starts].tolist()
        keys = [names[number] for number in taken.term_ids[asked].tolist()]
        return [tuple(keys[start:end]) for start, end in pairwise(starts)]

    def by_kind(self, positions: Array) -> dict[str, Array]:
        """Return, for each kind among the Events at some places, which of them are of it."""
        own = self.kind[positions]
        return {kind.value: own == place for place, kind in enumerate(Kind) if np.any(own == place)}

    def evidence(self, positions: Array) -> Evidence:
        """Return the evidence of the Events at some places, the same that ``sentiment.evidence_of`` makes of rows."""
        chosen = (self.known_first, self.known_last, self.stance, self.reach)
        columns = np.stack([array[positions].astype(np.int64) for array in chosen])
        ranks = np.full(max(self.threads.max(initial=0), self.thread.max(initial=0)) + 1, -1, dtype=np.int64)
        ranks[self.threads] = np.arange(len(self.threads))
        first, last, stance, reach = columns
        return Evidence(first, last, stance, reach, story_codes(columns, ranks[self.thread[positions]]))

    def take(self, positions: Array) -> Self:
        """Return the columns of the Events at some places, in that order."""
        lengths = np.diff(self.term_starts)[positions]
        starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
        places = np.repeat(self.term_starts[:-1][positions] - starts[:-1], lengths) + np.arange(starts[-1])
        taken = {name: getattr(self, name)[positions] for name in PLAIN}
        return self._with(taken | {"term_starts": starts, "term_ids": self.term_ids[places]})

    def joined(self, other: Self) -> Self:
        """Return these Events and then those of another; the threads and the state of the record are the other's."""
        arrays = {name: np.concatenate([getattr(self, name), getattr(other, name)]) for name in (*PLAIN, "term_ids")}
        starts = np.concatenate([self.term_starts, self.term_starts[-1] + other.term_starts[1:]])
        return other._with(arrays | {"term_starts": starts})

    def _with(self, arrays: dict[str, Array]) -> Self:
        return type(self)(**{each.name: arrays.get(each.name, getattr(self, each.name)) for each in fields(self)})


DTYPES: dict[str, Any] = {
    **dict.fromkeys(("ids", "term_starts"), np.int64),
    **dict.fromkeys(("first", "last", "known_first", "known_last", "end", "thread", "term_ids", "threads"), np.int32),
    **dict.fromkeys(("stance", "reach", "kind", "certainty", "precision", "state", "origin"), np.int8),
    "approximate": np.bool_,
    "sources": np.int16,
}
"""The type of each array; a file keeps them so."""

PLAIN = tuple(name for name in DTYPES if name not in {"term_starts", "term_ids", "threads"})
"""The arrays that hold one value for each Event."""


def _among(members: type[StrEnum], wanted: Sequence[StrEnum]) -> Array:
    """Return for each member of a vocabulary, by its place, whether it is wanted."""
    return np.array([member in wanted for member in members])


def _numbers(term_type: TermType, keys: Sequence[str], terms: TermNumbers) -> list[int]:
    return [terms[term_type, key] for key in keys if (term_type, key) in terms]
