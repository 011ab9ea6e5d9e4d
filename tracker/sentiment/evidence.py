"""The events that an index is made from, as plain arrays."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Self

import numpy as np
from numpy.typing import NDArray

from tracker.vocabulary import Reach, Stance

Whole = NDArray[np.int64]
"""An array of whole numbers: ordinals of days, codes, counts."""

Real = NDArray[np.float64]
"""An array of real numbers."""

Mask = NDArray[np.bool_]
"""An array of yes and no."""

EvidenceRow = tuple[date, date, int, int, str | None]
"""First and last day that the event's date allows, stance, reach, thread."""


@dataclass(frozen=True, eq=False)
class Evidence:
    """Events as arrays of one length, in an order that the caller chooses and every answer keeps.

    Attributes:
        first: ordinal (``date.toordinal``) of the first day that the event's date allows.
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
        return cls(first, last, stance, reach, story_codes(columns, [row[4] for row in listed]))

    def __len__(self) -> int:
        """Return the number of events."""
        return len(self.first)

    def subset(self, mask: Mask) -> "Evidence":
        """Return the events where ``mask`` is true; they keep their story codes."""
        if mask.shape != self.first.shape or mask.dtype != np.bool_:
            raise ValueError("A mask must hold one yes or no for each event.")
        return Evidence(self.first[mask], self.last[mask], self.stance[mask], self.reach[mask], self.group[mask])


def story_codes(columns: Whole, threads: Sequence[str | None]) -> Whole:
    """Return a story code for each event: named threads in the order of their names, then lone events.

    ``columns`` holds first day, last day, stance and reach as rows. Lone events are numbered by their content and not
    by their place, so that the order of the rows changes nothing in what is drawn from the codes. The sign of the
    stance stays out of it, so that turning all signs changes nothing either; events that differ by the sign alone
    keep the order of the rows.
    """
    names = {name: code for code, name in enumerate(sorted({name for name in threads if name is not None}))}
    codes = np.array([-1 if name is None else names[name] for name in threads], dtype=np.int64)
    lone = np.flatnonzero(codes < 0)
    first, last, stance, reach = columns[:, lone]
    codes[lone[np.lexsort((np.abs(stance), reach, last, first))]] = len(names) + np.arange(len(lone))
    return codes


def _check_shape(name: str, values: Whole, length: int) -> None:
    if values.shape != (length,) or values.dtype != np.int64:
        raise ValueError(f"The array {name} must hold one 64-bit whole number for each event.")


def _check_range(name: str, values: Whole, least: int, most: int) -> None:
    if np.any((values < least) | (values > most)):
        raise ValueError(f"Every {name} must lie between {least} and {most}.")
