"""What an index is made of: the events of the record as arrays, and what a reader may choose, with what is refused."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Self

import numpy as np
from numpy.typing import NDArray

from tracker.errors import TrackerError
from tracker.read_models import CodingRow, EventRow
from tracker.vocabulary import COUNTED_KINDS, Kind, Reach, Stance

Whole = NDArray[np.int64]
"""An array of whole numbers: ordinals of days, codes, counts."""

Real = NDArray[np.float64]
"""An array of real numbers."""

Mask = NDArray[np.bool_]
"""An array of yes and no."""

EvidenceRow = tuple[date, date, int, int, str | None]
"""First and last day on which the event can have become known, stance, reach, thread."""

HALF_LIFE = 60.0
"""Days after which an event counts half."""

SHRINKAGE = 4.0
"""One neutral event of today with the widest reach is always in the sum."""

SHORTEST_HALF_LIFE = 0.5
"""Half a day; below, the index would only know today."""

LONGEST_HALF_LIFE = 36_525.0
"""A hundred years; beyond, a line that never forgets is no index of the present."""


class Weighting(StrEnum):
    """How much an event's reach counts; a choice of values, not a skill."""

    LINEAR = "linear"
    SQUARE_ROOT = "square-root"
    EQUAL = "equal"

    def weights(self, reach: Whole) -> Real:
        """Return the weight of each event on its day."""
        powers = {Weighting.LINEAR: 1.0, Weighting.SQUARE_ROOT: 0.5, Weighting.EQUAL: 0.0}
        return np.asarray(reach.astype(np.float64) ** powers[self], dtype=np.float64)


def check_choices(half_life: float, shrinkage: float) -> None:
    """Refuse a half-life or a shrinkage that gives no index.

    Raises:
        TrackerError: with one sentence for the person who chose it.
    """
    if not SHORTEST_HALF_LIFE <= half_life <= LONGEST_HALF_LIFE:  # also refuses what is not a number
        limits = f"between {SHORTEST_HALF_LIFE:g} and {LONGEST_HALF_LIFE:,.0f} days"
        raise TrackerError(f"The half-life must lie {limits}, not {half_life:g}.")
    if not (math.isfinite(shrinkage) and shrinkage >= 0):
        raise TrackerError(f"The shrinkage must be 0 or more, not {shrinkage:g}.")


def check_span(since: date, until: date) -> tuple[int, int]:
    """Return both days as ordinals.

    Raises:
        TrackerError: when the last day lies before the first.
    """
    if until < since:
        raise TrackerError(f"The last day, {until}, lies before the first day, {since}.")
    return since.toordinal(), until.toordinal()


@dataclass(frozen=True, eq=False)
class Evidence:
    """Events as arrays of one length, in an order that the caller chooses and every answer keeps.

    Attributes:
        first: ordinal (``date.toordinal``) of the first day on which the event can have become known, which is the
            first that its date allows unless the record says otherwise.
        last: ordinal of the last such day; the same day where the day is known.
        stance: -3 to 3.
        reach: 1 to 4.
        group: code of the event's story: events of one thread share it, an event without thread has its own.
    """

    first: Whole
    last: Whole
    stance: Whole
    reach: Whole
    group: Whole

    def __post_init__(self) -> None:
        """Refuse arrays that do not describe events.

        Raises:
            ValueError: with one sentence that names the array and what is wrong.
        """
        for field in fields(self):
            _check_shape(field.name, getattr(self, field.name), len(self.first))
        _check_range("stance", self.stance, min(Stance), max(Stance))
        _check_range("reach", self.reach, min(Reach), max(Reach))
        _check_range("first", self.first, 1, date.max.toordinal())
        _check_range("last", self.last, 1, date.max.toordinal())
        if np.any(self.group < 0):
            raise ValueError("A story code must be 0 or more.")
        if np.any(self.last < self.first):
            raise ValueError("An event's last day must not lie before its first day.")

    @classmethod
    def of(cls, rows: Iterable[EvidenceRow]) -> Self:
        """Return the evidence of rows of (first day, last day, stance, reach, thread), in their order."""
        listed = list(rows)
        days = [(first.toordinal(), last.toordinal(), stance, reach) for first, last, stance, reach, _ in listed]
        columns = np.array(days, dtype=np.int64).reshape(-1, 4).T
        first, last, stance, reach = columns
        threads = [row[4] for row in listed]
        ranks = {name: rank for rank, name in enumerate(sorted({name for name in threads if name is not None}))}
        ranked = np.array([-1 if name is None else ranks[name] for name in threads], dtype=np.int64)
        return cls(first, last, stance, reach, story_codes(columns, ranked))

    def __len__(self) -> int:
        """Return the number of events."""
        return len(self.first)

    @cached_property
    def spans(self) -> "Spans":
        """The stretches of days that its dates allow, each once."""
        return Spans.of(self.first, self.last)

    def subset(self, mask: Mask) -> "Evidence":
        """Return the events where ``mask`` is true; they keep their story codes."""
        if mask.shape != self.first.shape or mask.dtype != np.bool_:
            raise ValueError("A mask must hold one yes or no for each event.")
        return self.at(np.flatnonzero(mask))

    def at(self, places: Whole) -> "Evidence":
        """Return the events at some places, in their order; they keep their story codes."""
        chosen = (getattr(self, field.name)[places] for field in fields(self))
        return Evidence(*chosen)


@dataclass(frozen=True, eq=False)
class Spans:
    """The stretches of days that the dates of some events allow, each once: events of one stretch fade alike.

    Attributes:
        first, last: ordinals of the first and the last day of each.
        code: for each event the place of its stretch.
    """

    first: Whole
    last: Whole
    code: Whole

    @classmethod
    def of(cls, first: Whole, last: Whole) -> Self:
        """Return the stretches of events given by their days, the single days first."""
        begin = int(first.min(initial=date.max.toordinal()))
        single = first == last
        # Most events are known to the day, and a table of all days finds their places without sorting.
        places = first[single] - begin
        is_there = np.bincount(places) > 0
        code = np.empty(len(first), dtype=np.int64)
        code[single] = (np.cumsum(is_there) - 1)[places]
        days = begin + np.flatnonzero(is_there)
        longer, code[~single] = np.unique((first[~single] << _DAY_BITS) | last[~single], return_inverse=True)
        code[~single] += len(days)
        return cls(
            np.concatenate([days, longer >> _DAY_BITS]),
            np.concatenate([days, longer & (2**_DAY_BITS - 1)]),
            code,
        )

    def __len__(self) -> int:
        """Return the number of stretches."""
        return len(self.first)


_DAY_BITS = 22
"""The last day that a date can be has so many bits."""


def story_codes(columns: Whole, threads: Whole) -> Whole:
    """Return a story code for each event: those of named threads in their order, then lone events.

    Lone events are numbered by their content and not by their place, so that the order of the rows changes nothing in
    what is drawn from the codes. The sign of the stance stays out of it, so that turning all signs changes nothing
    either; events that differ by the sign alone keep the order of the rows.

    Args:
        columns: first day, last day, stance and reach as rows.
        threads: for each event the rank of its thread among the names of threads; -1 for none.
    """
    codes, lone = np.empty(len(threads), dtype=np.int64), np.flatnonzero(threads < 0)
    named, codes[threads >= 0] = np.unique(threads[threads >= 0], return_inverse=True)
    first, last, stance, reach = columns[:, lone]
    codes[lone[np.lexsort((np.abs(stance), reach, last, first))]] = len(named) + np.arange(len(lone))
    return codes


def _check_shape(name: str, values: Whole, length: int) -> None:
    if values.shape != (length,) or values.dtype != np.int64:
        raise ValueError(f"The array {name} must hold one 64-bit whole number for each event.")


def _check_range(name: str, values: Whole, least: int, most: int) -> None:
    if np.any((values < least) | (values > most)):
        raise ValueError(f"Every {name} must lie between {least} and {most}.")


def counted_events(events: Iterable[EventRow], kinds: frozenset[Kind] = COUNTED_KINDS) -> list[EventRow]:
    """Keep the Events of the kinds that count, in their order; each is one row of ``evidence_of``'s arrays."""
    return [event for event in events if event.kind in kinds]


def evidence_of(events: Iterable[EventRow]) -> Evidence:
    """Write Events as arrays, each by the days on which it became known.

    Which of them count is for the caller to say (``counted_events``).
    """
    return Evidence.of((*event.counted_days, int(event.stance), int(event.reach), event.thread) for event in events)


def first_counted_day(events: Iterable[EventRow]) -> date:
    """Return the first day on which one of the Events, of which there has to be one, can have begun or become known."""
    return min(min(event.first_on, event.counted_days[0]) for event in events)


def recoded(events: Iterable[EventRow], codings: Iterable[CodingRow], coder: str) -> list[EventRow]:
    """Return the Events that a further coder has coded, with that coder's stance and reach; the others are left out."""
    codes = {coding.slug: coding for coding in codings if coding.coder == coder}
    return [
        replace(event, stance=codes[event.slug].stance, reach=codes[event.slug].reach)
        for event in events
        if event.slug in codes
    ]
