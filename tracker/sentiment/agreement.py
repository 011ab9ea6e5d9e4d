"""How far coders agree, and where: Krippendorff's alpha with an interval, on the sign, on each side of 0, by part.

Also the table of codes, who is harsher, and how often the index has the other sign by another coder.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

import numpy as np

from tracker.sentiment.record import Mask, Real, Whole

GOOD = 0.80
TENTATIVE = 0.667
"""Krippendorff's limits for alpha; below the second no index should be made of such events alone."""

MODERATE = 0.40
"""A cut of our own, not quite half way from chance to full agreement; what is above it is no ground to lean on."""

LEAST_GRADED = 10
"""With fewer events there is no grade. Of ten random events of the record one moves alpha by more than the width of
"tentative" in every sixth case, of five in half of the cases."""

PAIR = 2
"""So many codes of one event can be compared, and so many different values show variation."""

NORMAL_95 = 1.959964
"""The interval reaches so many standard errors to either side: 95 of 100 of a normal distribution."""


class Grade(StrEnum):
    """What an alpha allows, the best last."""

    UNDEFINED = "not defined"
    FEW = "too few events"
    LOW = "low"
    MODERATE = "moderate"
    TENTATIVE = "tentative"
    GOOD = "good"

    def on(self, what: str) -> str:
        """Return the grade of something in words."""
        if self is Grade.UNDEFINED:
            return f"not defined for {what}"
        return f"too few events to grade {what}" if self is Grade.FEW else f"{self.value} on {what}"


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
        if self.events < LEAST_GRADED:
            return Grade.FEW
        limits = ((GOOD, Grade.GOOD), (TENTATIVE, Grade.TENTATIVE), (MODERATE, Grade.MODERATE))
        return next((grade for limit, grade in limits if self.alpha >= limit), Grade.LOW)


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
    return _alpha(codes, "ordinal")


def nominal_alpha(codes: Real) -> float | None:
    """Return Krippendorff's alpha for codes as mere names (coders by events), or None where it is not defined."""
    return _alpha(codes, "nominal")


def _alpha(codes: Real, level: Literal["nominal", "ordinal"]) -> float | None:
    from krippendorff import alpha

    paired = codes[:, _paired(codes)]
    if len(np.unique(paired[~np.isnan(paired)])) < PAIR:
        return None
    return float(alpha(reliability_data=paired, level_of_measurement=level))


Alpha = Callable[[Real], float | None]
"""Gives the alpha of a table of codes."""


def coder_agreement(codes: Real, group: Whole, alpha: Alpha = ordinal_alpha) -> Agreement:
    """Return the agreement of ``codes`` (coders by events) with a jackknife interval over stories.

    Args:
        codes: not a number where a coder has not coded an event.
        group: story code of each event. Events of one story are coded alike, so stories are left out as a whole.
        alpha: which one.

    Raises:
        ValueError: when there is not one story code for each event.
    """
    if codes.shape != (len(codes), len(group)):
        raise ValueError("Codes must be a table of coders by events, with one story code for each event.")
    paired = _paired(codes)
    whole = alpha(codes)
    lower, upper = (None, None) if whole is None else _interval(codes[:, paired], group[paired], whole, alpha)
    return Agreement(whole, lower, upper, int(paired.sum()))


def _interval(codes: Real, group: Whole, whole: float, alpha: Alpha) -> tuple[float | None, float | None]:
    parts = [alpha(codes[:, group != story]) for story in np.unique(group)]
    known = np.array([part for part in parts if part is not None])
    if len(known) < len(parts):
        return None, None
    error = float(np.sqrt((len(known) - 1) / len(known) * np.sum((known - known.mean()) ** 2)))
    return max(whole - NORMAL_95 * error, -1.0), min(whole + NORMAL_95 * error, 1.0)


@dataclass(frozen=True)
class StanceAgreement:
    """The agreement of coders on the stance, whole and in its parts.

    Attributes:
        stance: on all seven levels, as ordered.
        ordered_sign: on below 0, 0 and above 0, as ordered.
        sign: on the same three as mere names, which is stricter; the words on direction go by it.
        tightening: on the level, among the events that every coder of theirs puts below 0.
        easing: on the level, among the events that every coder of theirs puts above 0.
        crossed: number of events that one coder puts below 0 and another above 0.
    """

    stance: Agreement
    ordered_sign: Agreement
    sign: Agreement
    tightening: Agreement
    easing: Agreement
    crossed: int

    @property
    def degree(self) -> Grade:
        """What the worse of both sides of 0 allows."""
        return min(self.tightening.grade, self.easing.grade, key=list(Grade).index)

    @property
    def words(self) -> str:
        """The agreement on direction and on degree in words."""
        return f"{self.sign.grade.on('direction')}, {self.degree.on('degree')}"


def stance_agreement(codes: Real, group: Whole) -> StanceAgreement:
    """Return where coders agree on the stance (coders by events); arguments and errors as for ``coder_agreement``.

    The signs of the codes hold all events; the levels are told apart on one side of 0 only, where there are fewer of
    them, so that alpha is lower there by its nature.
    """
    signs = np.sign(codes)
    below, above = (np.all((signs == side) | np.isnan(signs), axis=0) for side in (-1, 1))
    return StanceAgreement(
        stance=coder_agreement(codes, group),
        ordered_sign=coder_agreement(signs, group),
        sign=coder_agreement(signs, group, nominal_alpha),
        tightening=coder_agreement(codes[:, below], group[below]),
        easing=coder_agreement(codes[:, above], group[above]),
        crossed=int(np.count_nonzero(np.any(signs < 0, axis=0) & np.any(signs > 0, axis=0))),
    )


@dataclass(frozen=True)
class AgreementPart:
    """The agreement of two coders on a part of the events.

    Attributes:
        part: what the events of the part share, such as a year or a kind.
        agreement: on the stance.
        difference: by how much the second coder lies above the first on average, in levels of stance.
    """

    part: str
    agreement: Agreement
    difference: float | None


def agreement_by(codes: Real, group: Whole, parts: Sequence[str]) -> list[AgreementPart]:
    """Return the agreement of two coders in each part that both have coded, in the order of the parts' names.

    Args:
        codes: stances, two coders by events.
        group: story code of each event.
        parts: the part that each event belongs to.
    """
    names = np.array(parts)
    found = []
    for part in sorted(set(parts)):
        chosen = names == part
        agreement = coder_agreement(codes[:, chosen], group[chosen])
        if agreement.events:
            found.append(AgreementPart(part, agreement, mean_difference(codes[0, chosen], codes[1, chosen])))
    return found


def opposite_days(one: Real, other: Real, first_day: int) -> dict[int, tuple[int, int]]:
    """Return, for each year, on how many days two indices have opposite signs, and how many days there are.

    Args:
        one: an index day by day.
        other: another on the same days.
        first_day: ordinal of the first day.
    """
    years = np.array([date.fromordinal(first_day + place).year for place in range(len(one))], dtype=np.int64)
    opposite = one * other < 0
    return {
        year: (int(np.count_nonzero(opposite[years == year])), int(np.count_nonzero(years == year)))
        for year in np.unique(years).tolist()
    }


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
