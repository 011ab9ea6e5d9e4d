"""What a reader may choose about the index, its defaults, and what is refused."""

import math
from datetime import date
from enum import StrEnum

import numpy as np

from tracker.errors import TrackerError
from tracker.sentiment.evidence import Real, Whole

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
