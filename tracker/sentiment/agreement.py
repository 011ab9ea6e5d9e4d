"""How far coders agree: Krippendorff's alpha with an interval, the table of codes, and who is harsher."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from tracker.sentiment.record import Mask, Real, Whole

GOOD = 0.80
TENTATIVE = 0.667
"""The usual limits for alpha; below the second no index should be made from the codes."""

PAIR = 2
"""So many codes of one event can be compared, and so many different values show variation."""

NORMAL_95 = 1.959964
"""The interval reaches so many standard errors to either side: 95 of 100 of a normal distribution."""


class Grade(StrEnum):
    """What an alpha allows."""

    GOOD = "good"
    TENTATIVE = "tentative"
    LOW = "too low for an index"
    UNDEFINED = "not defined"


@dataclass(frozen=True)
class Agreement:
    """The agreement of coders over events.

    Attributes:
        alpha: 1 for full agreement, 0 for chance; None where the codes do not vary or no event has two codes.
        lower: lower end of the 95 % interval, None where there is none.
        upper: upper end of the 95 % interval, None where there is none.
        events: number of events with at least two codes.
    """

    alpha: float | None
    lower: float | None
    upper: float | None
    events: int

    @property
    def grade(self) -> Grade:
        """What the alpha allows."""
        if self.alpha is None:
            return Grade.UNDEFINED
        if self.alpha >= GOOD:
            return Grade.GOOD
        return Grade.TENTATIVE if self.alpha >= TENTATIVE else Grade.LOW


def code_table(codings: Iterable[tuple[str, str, int]], coders: Sequence[str], events: Sequence[str]) -> Real:
    """Return the codes as a table of coders (rows) by events (columns), not a number where there is none.

    Args:
        codings: rows of (coder, event, code); other coders and events are left out.
        coders: the coders in the order of the rows.
        events: the events in the order of the columns.
    """
    table = np.full((len(coders), len(events)), np.nan)
    row_of = {coder: place for place, coder in enumerate(coders)}
    column_of = {event: place for place, event in enumerate(events)}
    for coder, event, code in codings:
        if coder in row_of and event in column_of:
            table[row_of[coder], column_of[event]] = code
    return table


def ordinal_alpha(codes: Real) -> float | None:
    """Return Krippendorff's alpha for ordered codes (coders by events), or None where it is not defined."""
    from krippendorff import alpha

    paired = codes[:, _paired(codes)]
    if len(np.unique(paired[~np.isnan(paired)])) < PAIR:
        return None
    return float(alpha(reliability_data=paired, level_of_measurement="ordinal"))


def coder_agreement(codes: Real, group: Whole) -> Agreement:
    """Return the agreement of ``codes`` (coders by events) with a jackknife interval over stories.

    Args:
        codes: not a number where a coder has not coded an event.
        group: story code of each event. Events of one story are coded alike, so stories are left out as a whole.

    Raises:
        ValueError: when there is not one story code for each event.
    """
    if codes.shape != (len(codes), len(group)):
        raise ValueError("Codes must be a table of coders by events, with one story code for each event.")
    paired = _paired(codes)
    whole = ordinal_alpha(codes)
    lower, upper = (None, None) if whole is None else _interval(codes[:, paired], group[paired], whole)
    return Agreement(whole, lower, upper, int(paired.sum()))


def _interval(codes: Real, group: Whole, whole: float) -> tuple[float | None, float | None]:
    parts = [ordinal_alpha(codes[:, group != story]) for story in np.unique(group)]
    known = np.array([part for part in parts if part is not None])
    if len(known) < len(parts):
        return None, None
    error = float(np.sqrt((len(known) - 1) / len(known) * np.sum((known - known.mean()) ** 2)))
    return max(whole - NORMAL_95 * error, -1.0), min(whole + NORMAL_95 * error, 1.0)


def confusion(first: Real, second: Real, values: Sequence[int]) -> Whole:
    """Return how many events the first coder gave each value (row) and the second each value (column)."""
    table = [[np.count_nonzero((first == row) & (second == column)) for column in values] for row in values]
    return np.array(table, dtype=np.int64).reshape(len(values), len(values))


def mean_difference(first: Real, second: Real) -> float | None:
    """Return by how much the second coder lies above the first on average, or None without a common event."""
    differences = (second - first)[~np.isnan(second - first)]
    return float(differences.mean()) if len(differences) else None


def _paired(codes: Real) -> Mask:
    """Return the events with at least two codes."""
    return np.asarray(np.sum(~np.isnan(codes), axis=0) >= PAIR, dtype=np.bool_)
