"""What moved the index: the part of each event in its value on a day, and in its change between two days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from tracker.sentiment.decay import weights_on
from tracker.sentiment.index import shrunk_mean
from tracker.sentiment.record import HALF_LIFE, SHRINKAGE, Evidence, Mask, Real, check_choices


def contributions(evidence: Evidence, day: date, *, half_life: float = HALF_LIFE, shrinkage: float = SHRINKAGE) -> Real:
    """Return the part of each event in the index of ``day``, in stance units; the parts add up to the index.

    Raises:
        TrackerError: when a choice gives no index.
    """
    check_choices(half_life, shrinkage)
    weights = evidence.reach * weights_on(evidence, day.toordinal(), half_life)
    return shrunk_mean(weights * evidence.stance, np.full(len(evidence), weights.sum()), shrinkage)


def change_between(
    evidence: Evidence, day_a: date, day_b: date, *, half_life: float = HALF_LIFE, shrinkage: float = SHRINKAGE
) -> Real:
    """Return what each event adds to the change of the index from ``day_a`` to ``day_b``.

    An event adds something even where it is not new: it fades, and newer evidence leaves it a smaller part.

    Raises:
        TrackerError: when a choice gives no index.
    """
    before = contributions(evidence, day_a, half_life=half_life, shrinkage=shrinkage)
    return contributions(evidence, day_b, half_life=half_life, shrinkage=shrinkage) - before


def sum_by(values: Real, labels: Sequence[Sequence[str]], *, unlabelled: str = "") -> dict[str, float]:
    """Return the sum of ``values`` for each label, in the order in which the labels first appear.

    An event with several labels (two sectors) gives each an equal part, so that the sums add up to the whole; an
    event without any label goes to ``unlabelled``.

    Raises:
        ValueError: when there is not one tuple of labels for each value.
    """
    sums: dict[str, float] = {}
    for value, names in zip(values.tolist(), labels, strict=True):
        for name in names or (unlabelled,):
            sums[name] = sums.get(name, 0.0) + value / max(len(names), 1)
    return sums


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
