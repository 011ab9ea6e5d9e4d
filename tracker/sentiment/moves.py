"""What moved the index: the part of each event in its value on a day, and in its change between two days."""

from collections.abc import Sequence
from datetime import date

import numpy as np

from tracker.sentiment.choices import HALF_LIFE, SHRINKAGE, check_choices
from tracker.sentiment.decay import weights_on
from tracker.sentiment.evidence import Evidence, Real
from tracker.sentiment.index import shrunk_mean


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
