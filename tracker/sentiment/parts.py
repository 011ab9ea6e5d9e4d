"""What moved the index, gathered by Event, thread, sector or agency: parts that add up exactly."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from tracker.sentiment.choices import HALF_LIFE, SHRINKAGE
from tracker.sentiment.evidence import Evidence, Mask, Real
from tracker.sentiment.moves import contributions, sum_by


@dataclass(frozen=True, slots=True)
class Part:
    """What stands under one label.

    Attributes:
        label: key of the Event, thread, sector or agency.
        events: how many Events have a share in it.
        before: its part of the index on the first day; 0 where only one day is asked for.
        after: its part of the index on the second day.
    """

    label: str
    events: int
    before: float
    after: float

    @property
    def change(self) -> float:
        """What it adds to the change of the index."""
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class Moves:
    """The change of the index between two days, or its make-up on one, in parts.

    Attributes:
        start: the index on the first day; 0 where only one day is asked for.
        end: the index on the second day.
        parts: the parts, the largest change first; their changes add up to ``end - start``.
        fresh: what Events that began after the first day add, in all.
        faded: what older Events add, in all, as they fade and newer ones leave them a smaller share.
    """

    start: float
    end: float
    parts: tuple[Part, ...]
    fresh: float
    faded: float

    @property
    def change(self) -> float:
        """By how much the index moved."""
        return self.end - self.start

    def largest(self, most: int, least: float = 0.0) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
        """Return the parts to show one by one, at most so many and none below ``least``, and the rest.

        A rest of one part is shown as well.
        """
        large = sum(abs(part.change) >= least for part in self.parts)
        cut = min(large, most)
        cut = cut + 1 if len(self.parts) == cut + 1 else cut
        return self.parts[:cut], self.parts[cut:]


def moves_between(
    evidence: Evidence,
    labels: Sequence[Sequence[str]],
    before: date | None,
    after: date,
    *,
    unlabelled: str = "",
    half_life: float = HALF_LIFE,
    shrinkage: float = SHRINKAGE,
) -> Moves:
    """Return what moved the index from one day to another, or what it is made of on ``after`` without a first day.

    Args:
        evidence: the Events that count.
        labels: the labels of each Event; one with several gives each an equal share.
        before: the first day, or None.
        after: the second day.
        unlabelled: the label of Events that have none.
        half_life: days after which an Event counts half.
        shrinkage: mass of neutral evidence that is always in the sum.

    Raises:
        TrackerError: when a choice gives no index.
        ValueError: when there is not one sequence of labels for each Event.
    """
    nothing = np.zeros(len(evidence))
    choices = {"half_life": half_life, "shrinkage": shrinkage}
    old = nothing if before is None else contributions(evidence, before, **choices)
    new = contributions(evidence, after, **choices)
    known = (old != 0) | (new != 0)
    fresh = known if before is None else evidence.first > before.toordinal()
    counts = _counts(labels, known, unlabelled)
    sums_before, sums_after = (sum_by(values, labels, unlabelled=unlabelled) for values in (old, new))
    parts = [Part(label, counts[label], sums_before[label], sums_after[label]) for label in counts]
    parts.sort(key=lambda part: (-abs(part.change), part.label))
    return Moves(_sum(old), _sum(new), tuple(parts), _sum((new - old)[fresh]), _sum((new - old)[~fresh]))


def _counts(labels: Sequence[Sequence[str]], known: Mask, unlabelled: str) -> dict[str, int]:
    """Return how many Events with a share in the index stand under each label."""
    counts: dict[str, int] = {}
    for names, counts_here in zip(labels, known.tolist(), strict=True):
        for name in (names or (unlabelled,)) if counts_here else ():
            counts[name] = counts.get(name, 0) + 1
    return counts


def _sum(values: Real) -> float:
    return float(values.sum())
